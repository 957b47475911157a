"""Telling whether a file is a text and how it is encoded, by looking through all of it."""

from __future__ import annotations

import codecs
import os
from collections.abc import Iterator
from io import FileIO
from pathlib import Path

from explorer import other_files
from explorer.errors import UnreadableFile
from explorer.opening import opened
from explorer.task import Task
from explorer.text_content import HEAD, blank, guess_encoding, has_controls

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


def encoding_of(path: Path, task: Task = Task()) -> tuple[str, str, bool]:
    """The encoding of a text, a notice ("" for none), and whether the encoding is a guess.

    A file that is UTF-8 but for a few bytes stays UTF-8, with a notice; the bytes become U+FFFD when it is read.

    Raises
    ------
    UnreadableFile : it is empty, it is not a text, or it cannot be read.
    Cancelled : between two blocks of 1 MiB.
    """
    with opened(path) as file:
        size = os.fstat(file.fileno()).st_size
        head = file.read(HEAD) or b""
        encoding = _told_by_mark(path, head, is_whole=size <= HEAD)
        if encoding not in ("", "utf-8-sig"):
            return encoding, "", False
        file.seek(0)
        n_high = n_bad = done = 0
        sample: list[bytes] = []
        for piece in _pieces(file):
            done += len(piece)
            task.step(done, size, f"Looking through {path.name}")
            if piece.isascii():
                continue
            bad = _bad_bytes(piece)
            n_high += len(piece) - len(piece.translate(None, _HIGH))
            n_bad += bad
            if bad and sum(map(len, sample)) < _SAMPLE:
                sample += [line for line in piece.split(b"\n") if not line.isascii()]
    if n_bad == 0:
        return encoding or "utf-8", "", False
    if 2 * n_bad > n_high and not encoding:
        return guess_encoding(b"\n".join(sample)[:_SAMPLE]), "", True
    many = "1 letter is" if n_bad == 1 else f"{n_bad:,} letters are"
    return encoding or "utf-8", f"{path.name}: {many} not valid UTF-8 and could not be read.", False


def _told_by_mark(path: Path, head: bytes, is_whole: bool) -> str:
    """The encoding that a byte order mark tells, "" without one; refuses what is no text."""
    if is_whole and blank(head):
        raise UnreadableFile(path, "it is empty. Choose another file.")
    if (known := other_files.describe(head)) is not None:
        raise UnreadableFile(path, known)
    encoding = next((name for mark, name in _MARKS if head.startswith(mark)), "")
    text = head
    if encoding not in ("", "utf-8-sig"):  # in which a zero byte is a part of most letters
        text = codecs.getincrementaldecoder(encoding)("replace").decode(head).encode("utf-8", "replace")
        if is_whole and blank(text):
            raise UnreadableFile(path, "it is empty. Choose another file.")
    if has_controls(text):
        raise UnreadableFile(path, "this is not a text but binary data. Choose a text, or save it as plain text first.")
    return encoding


def _pieces(file: FileIO) -> Iterator[bytes]:
    """The file in pieces of about 1 MiB that end with a line, unless a line is longer than that."""
    rest = b""
    while block := file.read(_BLOCK):
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
