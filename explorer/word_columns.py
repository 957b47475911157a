"""Columns of a table, such as a part of speech or coordinates, as metadata of the words of an embedding."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from explorer.embedding import Embedding
from explorer.errors import UnreadableFile
from explorer.opening import opened
from explorer.task import Task
from explorer.wording import UNITS, counted

LARGEST = 1 << 30  # bytes; a table of a million words and a dozen columns is a tenth of that
_ROWS_A_STEP = 50_000


def with_columns(embedding: Embedding, path: Path, task: Task = Task()) -> Embedding:
    """The same words and vectors with the columns of a table as metadata, and a notice of how many words it tells of.

    path: a table as text, in UTF-8, with tabs, commas or semicolons between the cells and a first line that names the
          columns; the words stand in its first column, and are documents if its heading is "document", as it is in
          the table that a training of documents writes

    Words that the table does not tell of get "". A column of a name that the embedding has takes its place. Of a word
    that stands in it twice the first row counts.

    Raises
    ------
    UnreadableFile : there is no such table, it has one column only, or it knows none of the words.
    Cancelled      : the task was cancelled.
    """
    task.step(0, 1, "reading the table")
    rows = _rows(path)
    names = [name.strip() for name in next(rows, [])]
    if len(names) < 2:
        raise UnreadableFile(path, "this is no table of several columns. The words stand in the first, values beside.")
    columns: dict[str, list[str]] = {
        name or f"column {n}": [""] * len(embedding) for n, name in enumerate(names[1:], 2)
    }
    if len(columns) < len(names) - 1:
        raise UnreadableFile(path, "two columns have the same name. Rename one of them.")
    known, told = embedding.key_to_index, set()
    for number, row in enumerate(rows):
        if number % _ROWS_A_STEP == 0:
            task.check()
        index = known.get(row[0].strip()) if row else None
        if index is None or index in told:
            continue
        told.add(index)
        for column, value in zip(columns.values(), row[1:], strict=False):
            column[index] = value.strip()
    if not told:
        raise UnreadableFile(
            path, f"none of its {embedding.unit}s is among those of {embedding.name}. They go in its first column."
        )
    metadata = {**embedding.metadata, **{name: tuple(values) for name, values in columns.items()}}
    unit = names[0] if names[0] in UNITS else embedding.unit
    notice = f"{path.name} tells of {len(told):,} of {counted(len(embedding), unit)}."
    return replace(embedding, unit=unit, metadata=MappingProxyType(metadata), notices=(*embedding.notices, notice))


def _rows(path: Path) -> Iterator[list[str]]:
    with opened(path) as file:
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise UnreadableFile(path, "it is too large for a table of words. Leave out what is not needed.")
    text = content.decode("utf-8-sig", errors="replace")
    first = text[: text.find("\n")] if "\n" in text else text
    delimiter = max("\t,;", key=first.count)
    csv.field_size_limit(1 << 24)
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
