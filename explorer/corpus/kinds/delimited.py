"""Tables as text: cells parted by commas, semicolons, tabs or bars (CSV, TSV)."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from io import StringIO
from typing import TextIO

from explorer.corpus.kinds.document import Columns, Head, Source, reading
from explorer.corpus.kinds.tables import LONGEST_ROW, Row

_DELIMITERS = "\t,;|"
_LOOKED_AT = 100  # rows that tell a table from a text
_MOST_UNLIKE = 0.05  # of these, which may have more or fewer cells than the first
_LONGEST_FIRST = 8_192  # characters of the first line
_NAME = re.compile(r"[^\W\d][^\t\r\n.!?]{0,59}")
_LONGEST_NAME = 5  # words of a column's name

csv.field_size_limit(LONGEST_ROW)  # of the whole process; the 128 KB that are usual do not hold a chapter


def sniff(head: Head) -> bool:
    """Whether nearly all lines of a text have the same number of cells, two or more, as prose has not."""
    return bool(delimiter_of(head))


def delimiter_of(head: Head) -> str:
    """What parts the cells of a table; "" if the text is none."""
    best, most = "", 1
    first, _, rest = head.text.partition("\n" if "\n" in head.text else "\r")
    if not rest or len(first) > _LONGEST_FIRST:
        return ""
    for delimiter in _DELIMITERS:
        rows = _first_rows(head, delimiter)
        n_columns = len(rows[0]) if rows else 0
        if len(rows) < 2 or n_columns <= most:
            continue
        if sum(len(row) != n_columns for row in rows) > _MOST_UNLIKE * len(rows):
            continue
        if delimiter != "\t" and _reads_as_prose(rows):
            continue
        best, most = delimiter, n_columns
    return best


def _first_rows(head: Head, delimiter: str) -> list[list[str]]:
    """The first rows that are whole; none if the text cannot be read so, or as soon as that is clear."""
    rows: list[list[str]] = []
    n_unlike = 0
    try:
        for row in csv.reader(StringIO(head.text, newline=""), delimiter=delimiter):
            if row:
                rows.append(row)
                n_unlike += len(row) != len(rows[0])
            if rows and (len(rows[0]) == 1 or n_unlike > _MOST_UNLIKE * _LOOKED_AT):
                return []
            if len(rows) > _LOOKED_AT:
                break
    except csv.Error:
        return []
    return rows if head.whole and len(rows) <= _LOOKED_AT else rows[:-1]


def _reads_as_prose(rows: Sequence[Sequence[str]]) -> bool:
    """Whether a blank stands behind the commas, as in sentences."""
    behind = [cell for row in rows for cell in row[1:] if cell]
    return sum(cell[0] == " " for cell in behind) > 0.5 * len(behind)


def has_header(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row holds names: short ones, each different, none of which is a value of its column."""
    first, others = [cell.strip() for cell in rows[0]], rows[1:]
    if len(set(first)) < len(first):
        return False
    # A column without a name is what some programs write for the numbers of the rows.
    if not all(_NAME.fullmatch(cell) and len(cell.split()) <= _LONGEST_NAME for cell in first[1:]):
        return False
    if first[0] and not _NAME.fullmatch(first[0]):
        return False
    return not any(
        place < len(row) and row[place].strip() == name for row in others for place, name in enumerate(first)
    )


def form_of(head: Head, asked: Columns) -> Columns:
    """The columns that are asked for, with how the table is written."""
    delimiter = asked.delimiter or delimiter_of(head) or ","
    rows = _first_rows(head, delimiter)
    return replace(asked, delimiter=delimiter, has_header=bool(rows) and has_header(rows))


def rows(source: Source) -> Iterator[Row]:
    """The rows; one with more cells than columns, or without a single one, is damaged."""
    with reading(source.name, "table"):
        names: list[str] = []
        lines = _Lines(source, source.text(newline=""))
        found = csv.reader(lines, delimiter=source.columns.delimiter)
        while True:
            line = found.line_num + 1
            lines.n_letters = 0
            try:
                row = next(found)
            except StopIteration:
                return
            except csv.Error as error:
                raise source.bad(f"a row that begins here cannot be read: {error}. Check its quotes.", line) from error
            if not row:
                continue
            if not names:
                names = _names_of(row, source.columns.has_header)
                if source.columns.has_header:
                    continue
            is_bad = any(cell and not cell.isspace() for cell in row[len(names) :])
            yield Row({} if is_bad else dict(zip(names, row, strict=False)), line)


def _names_of(row: Sequence[str], is_header: bool) -> list[str]:
    if not is_header:
        return [f"column {place}" for place in range(1, len(row) + 1)]
    names: list[str] = []
    for place, cell in enumerate(row, 1):
        name = cell.strip() or f"column {place}"
        names.append(name if name not in names else f"{name} ({place})")
    return names


class _Lines:
    """The lines of a table with their ends, none of them nor a row of them longer than a row can be.

    n_letters: how many were read since the row began, which the reader of rows sets to 0
    """

    def __init__(self, source: Source, file: TextIO) -> None:
        self._source, self._file = source, file
        self._number = self.n_letters = 0

    def __iter__(self) -> Iterator[str]:
        while line := self._file.readline(LONGEST_ROW):
            self._number += 1
            self.n_letters += len(line)
            if self.n_letters >= LONGEST_ROW:
                problem = f"the row that ends here has more than {LONGEST_ROW:,} characters. Check its quotes."
                raise self._source.bad(problem, self._number)
            yield line
