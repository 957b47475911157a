"""What a row of a text vector file means: a word, then its values, whatever else may be in the word.

This is the plain Python reading. It serves small files, the rows that the kernel leaves aside, and the error messages;
`text_kernels` reads the same language a hundred times faster.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explorer.wording import counted

HEAD = 1 << 20  # bytes at the beginning of a file from which the number of values is told
BLANKS = b" \t\r"  # what stands between fields; never U+0085, U+00A0 or U+2028, which occur inside words
_FIELD = re.compile(rb"[^ \t\r]+")
_NUMBER = re.compile(rb"[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?|nan|inf|infinity)", re.IGNORECASE)
_HEADER = re.compile(rb"[ \t]*([+-]?\d{1,30})[ \t]+([+-]?\d{1,30})[ \t\r]*")


class BadRow(Exception):
    """A row does not fit the others; ``str(error)`` says how and what to do, ``short`` that it ends too early."""

    def __init__(self, problem: str, short: bool = False) -> None:
        super().__init__(f"{problem} Correct or remove this line, then open the file again.")
        self.short = short


@dataclass(frozen=True)
class Row:
    """A row that was read; ``suspicious`` if its word ends in a number, which may be a value too many."""

    word: bytes
    values: NDArray[np.float32]
    suspicious: bool = False


def fields_of(line: bytes) -> list[bytes]:
    """What stands between blanks."""
    return _FIELD.findall(line)


def is_number(field: bytes) -> bool:
    """Whether a field is a number as C and Python write them, "nan" and "inf" included."""
    return _NUMBER.fullmatch(field) is not None


def is_fraction(field: bytes) -> bool:
    """Whether a field is a number with a point or an exponent, as values mostly are and words seldom."""
    return is_number(field) and (b"." in field or b"e" in field.lower())


def parse_header(line: bytes) -> tuple[int, int] | None:
    """The numbers of words and dimensions in the first line of a word2vec file; None if it is no such line."""
    match = _HEADER.fullmatch(line)
    return (int(match[1]), int(match[2])) if match else None


def parse_row(line: bytes, dim: int) -> Row:
    """Read the last ``dim`` fields of a line as its values and what stands before as its word, spaces and all.

    A line that starts with a blank and holds values only has the empty word.

    Raises
    ------
    BadRow : too few or too many values, or a value that is no number.
    """
    spans = [match.span() for match in _FIELD.finditer(line)]
    fields = [line[start:end] for start, end in spans]
    wordless = len(fields) == dim and line[:1] in (b" ", b"\t") and all(map(is_number, fields))
    if len(fields) <= dim and not wordless:
        raise BadRow(f"{counted(len(fields) - 1, 'value')} instead of {dim:,}.", short=True)
    for field in fields[-dim:]:
        if not is_number(field):
            raise BadRow(f"“{_shown(field)}” stands where a number should be.")
    inner = fields[1:-dim]
    if inner and all(map(is_fraction, inner)):
        raise BadRow(f"{counted(len(fields) - 1, 'value')} instead of {dim:,}.")
    with np.errstate(over="ignore"):
        values = np.array([float(field) for field in fields[-dim:]]).astype(np.float32)
    word = b"" if wordless else line[spans[0][0] : spans[-dim - 1][1]]
    return Row(word, values, bool(inner) and word[-1:].isdigit())


def width(lines: Sequence[bytes], promised: int | None = None) -> int:
    """How many values the rows have: what the header promised if any row agrees, else what most of the rows have."""
    if promised is not None and promised > 0 and any(_fits(line, promised) for line in lines):
        return promised
    counts = Counter(n for n in map(trailing_numbers, lines) if n)
    return counts.most_common(1)[0][0] if counts else 0


def told_width(head: bytes, whole: bool, promised: int | None = None) -> int:
    """The `width` of a file that begins with ``head``, its header apart; 0 if there is none."""
    return width(first_rows(head, whole)[:100], promised)


def trailing_numbers(line: bytes) -> int:
    """How many fields at the end of the line are numbers, the first field never counted."""
    n = 0
    for field in reversed(fields_of(line)[1:]):
        if not is_number(field):
            break
        n += 1
    return n


def first_rows(head: bytes, whole: bool) -> list[bytes]:
    """The lines of the beginning of a file that are not blank; the last, cut one only if it is the ``whole`` file."""
    lines = head.split(b"\n")
    if not whole and len(lines) > 1:
        lines.pop()
    return [line for line in lines if line.strip(BLANKS)]


def numbered_rows(text: bytes) -> Iterator[tuple[int, bytes]]:
    """The lines that are not blank, each with its place among all lines, from 0."""
    for number, line in enumerate(text.split(b"\n")):
        if line.strip(BLANKS):
            yield number, line


def _fits(line: bytes, dim: int) -> bool:
    try:
        parse_row(line, dim)
    except BadRow:
        return False
    return True


def _shown(field: bytes) -> str:
    text = field.decode("utf-8", "replace")
    text = "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)
    return text if len(text) <= 30 else text[:30] + "…"
