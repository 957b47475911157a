"""What all kinds of tables share: which of their columns hold texts, and rows as documents."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice

from explorer.corpus.kinds.document import Checked, Columns, Document, Source
from explorer.errors import UnreadableFile

LOOKED_AT = 200  # rows that tell which columns hold texts
LONGEST_ROW = 1 << 24  # characters
_MOST_BAD = 0.01  # of the rows; more, and it is no table
_LETTERS = re.compile(r"[^\W\d_]{2}")
_LINE_END = re.compile(r"\r\n|\r|\n")
_NO_WORDS = re.compile(r"(?:https?://|www\.)\S+|\d[\d.,:/\-TZ+ ]*|true|false|none|null|nan|n/a", re.IGNORECASE)


@dataclass(frozen=True)
class Row:
    """A row of a table.

    values:  column to what stands in it, as text; {} for a row that is damaged
    line:    where it begins in the file, counted from 1, or its number
    """

    values: Mapping[str, str]
    line: int


class WrongColumn(UnreadableFile):
    """A column was chosen that a table does not have, or that holds no texts."""


Rows = Callable[[Source], Iterator[Row]]


def text_columns(rows: Sequence[Mapping[str, str]]) -> tuple[str, ...]:
    """The columns that hold texts, the likeliest first, which is the one with the longest.

    A column holds texts if most of what stands in it has letters and is no number, date or address.
    """
    lengths: dict[str, float] = {}
    for column in dict.fromkeys(name for row in rows for name in row):
        cells = [cell for row in rows if (cell := row.get(column, "").strip())]
        n_texts = sum(_LETTERS.search(cell) is not None and not _NO_WORDS.fullmatch(cell) for cell in cells)
        if cells and 2 * n_texts > len(cells):
            lengths[column] = sum(map(len, cells)) / len(cells)
    return tuple(sorted(lengths, key=lambda column: -lengths[column]))


def documents(source: Source, rows: Rows) -> Iterator[Document]:
    """A document for each row that has a text; the other columns are its metadata.

    Raises
    ------
    UnreadableFile : the column of the texts has gone.
    """
    text, name = source.columns.text, source.columns.name
    is_there = False
    for number, row in enumerate(rows(source), 1):
        source.step(None)
        is_there = is_there or text in row.values
        cell = row.values.get(text, "")
        if cell and not cell.isspace():
            about = {column: value for column, value in row.values.items() if column != text}
            yield Document(row.values.get(name, "") or f"{number}", _LINE_END.split(cell), about)
    if not is_there:
        raise source.bad(f"it has changed since it was opened: the column “{text}” has gone. Open it again.")


def check(source: Source, rows: Rows) -> Checked:
    """Read all rows once, and tell the columns.

    Raises
    ------
    UnreadableFile : there is no column of that name, it holds no text, or too many rows are damaged.
    """
    n_rows = n_bad = n_blank = first_bad = 0
    notices = []
    found = rows(source)
    head = list(islice(found, LOOKED_AT))
    columns = choose(source, [row.values for row in head if row.values])
    for row in chain(head, found):
        source.step(None)
        n_rows += 1
        if not row.values:
            n_bad, first_bad = n_bad + 1, first_bad or row.line
        elif not row.values.get(columns.text, "").strip():
            n_blank += 1
    if n_bad > max(1, _MOST_BAD * n_rows):
        raise source.bad(f"{n_bad:,} of its {n_rows:,} rows are damaged, the first is this one.", first_bad)
    if columns.text != source.columns.text:
        notices.append(f"{source.name}: its texts are those of the column “{columns.text}”.")
    if n_bad:
        what = "1 row is" if n_bad == 1 else f"{n_bad:,} rows are"
        notices.append(f"{source.name}: {what} damaged and will be left out, line {first_bad:,}.")
    if n_blank:
        what = "1 row has" if n_blank == 1 else f"{n_blank:,} rows have"
        notices.append(f"{source.name}: {what} no text.")
    return Checked(columns, tuple(notices))


def choose(source: Source, rows: Sequence[Mapping[str, str]]) -> Columns:
    """The columns that were asked for, if they are there and fit; else the likeliest.

    Raises
    ------
    WrongColumn : naming the columns that do.
    UnreadableFile : no column holds texts.
    """
    texts, asked = text_columns(rows), source.columns
    known = list(dict.fromkeys(name for row in rows for name in row))
    if not texts:
        raise source.bad("no column of this table holds texts. Choose another file.")
    for column in (asked.text, asked.name):
        if column and column not in known:
            raise WrongColumn(source.name, f"there is no column “{column}”. Its columns are {listed(known)}.")
    if asked.text and asked.text not in texts:
        which = f"the one that does is {listed(texts)}" if len(texts) == 1 else f"those that do are {listed(texts)}"
        raise WrongColumn(source.name, f"the column “{asked.text}” holds no texts; {which}.")
    return replace(asked, text=asked.text or texts[0])


def listed(names: Iterable[str]) -> str:
    """Names as a sentence names them: “a”, “b” and “c”; of many, the first."""
    quoted = [f"“{name}”" for name in names]
    if len(quoted) > 8:
        quoted = [*quoted[:7], f"{len(quoted) - 7} more"]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"
