"""Telling whether a file is a text and how it is encoded, by looking through all of it."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from explorer import other_files
from explorer.errors import UnreadableFile
from explorer.opening import read_head
from explorer.text_content import blank, guess_encoding, has_controls

_BLOCK = 1 << 20
_SAMPLE = 64 * 1024  # of lines with letters beyond ASCII; more makes the guess slower and no better
_HIGH = bytes(range(0x80, 0x100))
# The longest first: the mark of UTF-32 begins like that of UTF-16. These codecs leave the mark out.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def encoding_of(
    path: Path, head: bytes, rest: BinaryIO, step: Callable[[float | None], None] = lambda _: None
) -> tuple[str, str, bool]:
    """The encoding of a text, a notice ("" for none), and whether the encoding is a guess.

    A file that is UTF-8 but for a few bytes stays UTF-8, with a notice; the bytes become U+FFFD when it is read.

    path:  the file, for its name
    head:  its first bytes, which `check_text` has let pass
    rest:  all that is behind them
    step:  called between two blocks of 1 MiB
    """
    encoding = mark_of(head)
    if encoding not in ("", "utf-8-sig"):
        return encoding, "", False
    n_high = n_bad = 0
    sample: list[bytes] = []
    for piece in _pieces(head, rest):
        step(None)
        if piece.isascii():
            continue
        bad = _bad_bytes(piece)
        n_high += len(piece) - len(piece.translate(None, _HIGH))
        n_bad += bad
        if bad and sum(map(len, sample)) < _SAMPLE:
            sample += _telling_lines(piece)
    if n_bad == 0:
        return encoding or "utf-8", "", False
    if 2 * n_bad > n_high and not encoding:
        return guess_encoding(b"\n".join(sample)[:_SAMPLE]), "", True
    many = "1 letter is" if n_bad == 1 else f"{n_bad:,} letters are"
    return encoding or "utf-8", f"{path.name}: {many} not valid UTF-8 and could not be read.", False


def mark_of(head: bytes) -> str:
    """The encoding that a byte order mark tells; "" without one."""
    return next((name for mark, name in _MARKS if head.startswith(mark)), "")


def likely_encoding(head: bytes, otherwise: str = "") -> str:
    """The encoding that a text most likely has, by its first bytes alone; if that is not UTF-8, ``otherwise``."""
    if (encoding := mark_of(head)) or not _bad_bytes(head[: _end_of_letters(head)]):
        return encoding or "utf-8"
    return otherwise or guess_encoding(b"\n".join(_telling_lines(head))[:_SAMPLE])


def decoded(head: bytes, encoding: str) -> str:
    """The beginning of a file as text; a letter that is cut off at its end is left out."""
    return codecs.getincrementaldecoder(encoding)("replace").decode(head)


def is_encoding(name: str) -> bool:
    """Whether there is an encoding of that name in which blanks and newlines are what they are in ASCII."""
    try:
        return (b"a b\n" + _HIGH).decode(name, "replace").startswith("a b\n")
    except (LookupError, ValueError):
        return False


def telling_lines(path: Path, most: int = 12) -> list[bytes]:
    """The first lines of a file that have letters beyond ASCII, by which a reader tells the encoding.

    They are looked for in the first megabyte.

    Raises
    ------
    UnreadableFile : the file cannot be read.
    """
    head, _ = read_head(path, _BLOCK)
    return _telling_lines(head)[:most]


def check_text(path: Path, head: bytes, is_whole: bool) -> None:
    """Refuse what is no text, by its first bytes.

    Raises
    ------
    UnreadableFile : it is empty, something known that is no text, or binary data.
    """
    if is_whole and blank(head):
        raise UnreadableFile(path, "it is empty. Choose another file.")
    if (known := other_files.describe(head)) is not None:
        raise UnreadableFile(path, known)
    encoding = mark_of(head)
    text = head
    if encoding not in ("", "utf-8-sig"):  # in which a zero byte is a part of most letters
        text = decoded(head, encoding).encode("utf-8", "replace")
        if is_whole and blank(text):
            raise UnreadableFile(path, "it is empty. Choose another file.")
    if has_controls(text):
        raise UnreadableFile(path, "this is not a text but binary data. Choose a text, or save it as plain text first.")


def _telling_lines(piece: bytes) -> list[bytes]:
    """The lines by which an encoding is guessed."""
    return [line for line in piece.split(b"\n") if not line.isascii()]


def _pieces(head: bytes, file: BinaryIO) -> Iterator[bytes]:
    """The file in pieces of about 1 MiB that end with a line, unless a line is longer than that."""
    rest, block = b"", head
    while block:
        end = block.rfind(b"\n") + 1
        if end:
            yield rest + block[:end]
            rest = block[end:]
        elif len(rest) < _BLOCK:
            rest += block
        else:
            cut = _end_of_letters(rest)
            yield rest[:cut]
            rest = rest[cut:] + block
        block = file.read(_BLOCK)
    if rest:
        yield rest


def _end_of_letters(piece: bytes) -> int:
    """Where the last UTF-8 letter that may be cut off begins: an ASCII byte or a leading one, within 4 bytes."""
    for back in range(1, min(4, len(piece)) + 1):
        if piece[-back] >= 0xC0:
            return len(piece) - back
        if piece[-back] < 0x80:
            break
    return len(piece)


def _bad_bytes(piece: bytes) -> int:
    """How many letters of a piece are not UTF-8."""
    try:
        piece.decode("utf-8")
    except UnicodeDecodeError:
        replaced = piece.decode("utf-8", "replace").count("\N{REPLACEMENT CHARACTER}")
        return replaced - piece.count("\N{REPLACEMENT CHARACTER}".encode())
    return 0
