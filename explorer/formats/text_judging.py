"""Whether the beginning of a file looks like rows of word vectors."""

from __future__ import annotations

import codecs
from collections.abc import Sequence

from explorer.formats.text_rows import fields_of, first_rows, is_fraction, parse_header, trailing_numbers, width

_MANY = 8  # so many numbers at the end of every line are a vector even if all are whole


def header_and_rows(head: bytes, whole: bool) -> tuple[tuple[int, int] | None, list[bytes]]:
    """The numbers in the first line, if it could be the header of word2vec, and up to 100 rows behind it."""
    head = head.removeprefix(codecs.BOM_UTF8)
    line, _, rest = head.partition(b"\n")
    header = parse_header(line)
    return header, first_rows(head if header is None else rest, whole)[:100]


def are_vectors(rows: Sequence[bytes], promised: int | None = None) -> bool:
    """Whether lines are a word and its values each: all of one length, but for a few.

    Without a header that promises as many, more is asked, so that a text with numbers in it is not taken for vectors:
    many values, or words without spaces for the greater part and values with a point or an exponent.
    """
    dim = width(rows, promised)
    if dim == 0:
        return False
    counts = [trailing_numbers(row) for row in rows]
    if sum(n >= dim for n in counts) < 0.6 * len(rows):
        return False
    if dim == promised:
        return True
    fields = [fields_of(row) for row in rows]
    if dim < _MANY and 2 * sum(len(each) == dim + 1 for each in fields) <= len(rows):
        return False
    fractions = [any(map(is_fraction, each[-dim:])) for each in fields]
    return (len(rows) > 1 and all(fractions)) if dim == 1 else (dim >= _MANY or any(fractions))
