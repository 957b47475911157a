"""What a file is that was dropped on the window: word vectors, a text, or something else."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from explorer.errors import UnreadableFile
from explorer.formats import other_files
from explorer.formats.loading import read_head
from explorer.formats.registry import FORMATS, Format
from explorer.formats.text_judging import HEAD, blank, has_controls, is_text

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True)
class Content:
    """What a file is.

    kind:      "vectors", "text" or "unknown"
    format:    of vectors
    sentence:  what it is, and for the unknown what would do, to be shown as it is
    """

    kind: Literal["vectors", "text", "unknown"]
    format: Format | None
    sentence: str


def what_is(path: Path | str) -> Content:
    """Judge a file by its content, its first 256 KB; its name plays no part.

    A file that cannot be opened at all is "unknown" with the reason. Nothing is raised.
    """
    path = Path(path)
    try:
        head, whole = read_head(path, HEAD)
    except UnreadableFile as error:
        return Content("unknown", None, str(error))
    for each in FORMATS:
        if each.sniff(head, whole):
            return Content("vectors", each, f"{path.name} holds word vectors ({each.label}).")
    if blank(head):
        return _unknown(path, "it is empty. Choose another file.")
    if (known := other_files.describe(head)) is not None:
        return _unknown(path, known)
    if head.startswith(_UTF16):
        return _judge_utf16(path, head, whole)
    if is_text(head, whole) or _is_text_in_another_encoding(head):
        return Content("text", None, f"{path.name} is a text.")
    return _unknown(path, "it is neither a text nor word vectors in a format that can be opened. Choose another file.")


def _judge_utf16(path: Path, head: bytes, whole: bool) -> Content:
    """Vectors in UTF-16, as Windows tools write them, must not become a corpus of numbers."""
    text = codecs.getincrementaldecoder("utf-16")("replace").decode(head).encode("utf-8", "replace")
    if any(each.sniff(text, whole) for each in FORMATS):
        return _unknown(path, "its word vectors are in UTF-16. Save it as UTF-8 and open that.")
    return Content("text", None, f"{path.name} is a text.")


def _is_text_in_another_encoding(head: bytes) -> bool:
    from charset_normalizer import from_bytes

    return not has_controls(head) and from_bytes(head[: 32 * 1024], enable_fallback=False).best() is not None


def _unknown(path: Path, sentence: str) -> Content:
    return Content("unknown", None, f"{path.name}: {sentence}")
