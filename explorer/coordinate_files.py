"""Places on a map as a table: CSV, tab-separated, or Parquet, with all that is known of each word."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np

from explorer.analysis.clusters import Clusters
from explorer.csv_text import Cell, save_csv, tab_text
from explorer.embedding import Embedding
from explorer.errors import BadOption
from explorer.projection.projection import Projection
from explorer.saving import atomic_write
from explorer.task import Task

Columns = Mapping[str, Any]
"""Heading to values, one a word: texts, or an array of numbers."""

_AXES = ("x", "y", "z")


def coordinates(
    embedding: Embedding, projection: Projection, components: bool = False, clusters: Clusters | None = None
) -> Columns:
    """The words that have a place, in their order, and what is known of them.

    The columns are word (document, if that is what the embedding holds), x, y and on a map in space z; error, if each
    place's is known; count, if the corpus is; cluster, by its name, if there are ``clusters``; those of the embedding's
    metadata; and with ``components`` the further ones of PCA. A column of the metadata that has one of these names gets
    an underline behind it.
    """
    indices = projection.indices
    columns: dict[str, Any] = {embedding.unit: [embedding.index_to_key[index] for index in indices]}
    for axis in range(projection.n_dims):
        columns[_AXES[axis]] = _column(projection.points[:, axis])
    if projection.errors is not None:
        columns["error"] = _column(projection.errors)
    if embedding.counts is not None:
        columns["count"] = _column(embedding.counts[indices])
    if clusters is not None:
        told = clusters.told()
        columns["cluster"] = [told[index] for index in indices]
    for name, values in embedding.metadata.items():
        while name in columns:
            name += "_"
        columns[name] = [values[index] for index in indices]
    if components and projection.components is not None:
        for number, values in enumerate(projection.components.T, start=1):
            columns[f"component_{number}"] = _column(values)
    return columns


def save_coordinates(path: Path, columns: Columns, task: Task = Task()) -> Path:
    """Write such a table, in the format that the ending of the file tells, and return the path.

    Raises
    ------
    BadOption      : the ending is none of .csv, .tsv and .parquet.
    UnwritableFile : the folder is missing or read-only, or the disk is full.
    """
    write = writer_for(path)
    task.check()
    write(path, columns, task)
    return path


def writer_for(path: Path) -> Callable[[Path, Columns, Task], object]:
    """The function that writes the format of that ending; raises `BadOption` if there is none."""
    write = WRITERS.get(path.suffix.lower())
    if write is None:
        raise BadOption(f"The ending of “{path.name}” tells no table. End it in {', '.join(WRITERS)}.")
    return write


def _write_csv(path: Path, columns: Columns, task: Task) -> None:
    save_csv(path, tuple(columns), _rows(columns), task)


def _write_tabs(path: Path, columns: Columns, task: Task) -> None:
    def told(cell: Cell) -> str:
        return f"{cell:.9g}" if isinstance(cell, np.float32) else str(cell)

    lines = tab_text([tuple(columns), *(tuple(map(told, row)) for row in _rows(columns))])
    with atomic_write(path) as file:
        file.write(f"{lines}\n".encode("utf-8", errors="replace"))


def _write_parquet(path: Path, columns: Columns, task: Task) -> None:
    from pyarrow import table
    from pyarrow.parquet import write_table

    content = table({name: _clean(values) for name, values in columns.items()})
    task.check()
    with atomic_write(path) as file:
        write_table(content, file)


WRITERS: Mapping[str, Callable[[Path, Columns, Task], object]] = MappingProxyType(
    {".csv": _write_csv, ".tsv": _write_tabs, ".parquet": _write_parquet}
)
"""Ending to the function that writes such a table."""


def _rows(columns: Columns) -> list[tuple[Cell, ...]]:
    return list(zip(*columns.values(), strict=True))


def _column(values: Any) -> Any:
    """An array as a column; its whole numbers as those of Python, which a table as text writes as they are."""
    array = np.ascontiguousarray(values)
    return array if array.dtype == np.float32 else array.tolist()


def _clean(values: Any) -> Any:
    """Texts that UTF-8 can hold; half a character, which a damaged file may bring, becomes a question mark."""
    if isinstance(values, list) and values and isinstance(values[0], str):
        return [text.encode("utf-8", errors="replace").decode("utf-8") for text in values]
    return values
