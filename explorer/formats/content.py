"""What a file is that was dropped on the window: word vectors, a text, or something else."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from explorer import other_files
from explorer.errors import UnreadableFile
from explorer.formats.registry import FORMATS, Format
from explorer.formats.text_judging import header_and_rows
from explorer.formats.text_rows import width
from explorer.opening import read_head
from explorer.text_content import HEAD, blank, has_controls, is_text

FEW = 5  # fewer numbers a line than that may be a table in a text
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
    """The likeliest of `readings`."""
    return readings(path)[0]


def readings(path: Path | str) -> tuple[Content, ...]:
    """What a file may be, by its content, its first 256 KB, the likeliest first; its name plays no part.

    Only a file of few numbers a line can be taken in two ways: as word vectors, or as a text that has a table in it. A
    file that cannot be opened at all is "unknown" with the reason. Nothing is raised.
    """
    path = Path(path)
    try:
        head, whole = read_head(path, HEAD)
    except UnreadableFile as error:
        return (Content("unknown", None, str(error)),)
    text = Content("text", None, f"{path.name} is a text.")
    vectors = tuple(
        Content("vectors", each, f"{path.name} holds word vectors ({each.label}).")
        for each in FORMATS
        if each.sniff(head, whole)
    )
    if vectors:
        return (*vectors, text) if _may_be_a_table(head, whole) else vectors
    if blank(head):
        return (_unknown(path, "it is empty. Choose another file."),)
    if (known := other_files.describe(head)) is not None:
        return (_unknown(path, known),)
    if head.startswith(_UTF16):
        return (_judge_utf16(path, head, whole),)
    if is_text(head, whole) or _is_text_in_another_encoding(head):
        return (text,)
    return (
        _unknown(path, "it is neither a text nor word vectors in a format that can be opened. Choose another file."),
    )


def _may_be_a_table(head: bytes, whole: bool) -> bool:
    header, rows = header_and_rows(head, whole)
    return header is None and is_text(head, whole) and width(rows) < FEW


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
