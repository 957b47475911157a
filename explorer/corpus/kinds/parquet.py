"""Parquet tables, a thousand rows at a time, by pyarrow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from explorer.corpus.kinds.document import Head, Source, reading
from explorer.corpus.kinds.tables import Row

_BATCH = 1_000


def sniff(head: Head) -> bool:
    """Whether a file begins as Parquet tables do."""
    return head.data.startswith(b"PAR1")


def rows(source: Source) -> Iterator[Row]:
    """The rows, with the columns that hold single values."""
    from pyarrow.parquet import ParquetFile

    with reading(source.name, "Parquet table"):
        source.file.seek(0)
        # Not threaded: a job has a thread of its own, and pyarrow's would go on when it is cancelled.
        with ParquetFile(source.file, pre_buffer=False) as file:
            names = [field.name for field in file.schema_arrow if _is_single(field.type)]
            number, n_rows = 0, max(file.metadata.num_rows, 1)
            for batch in file.iter_batches(_BATCH, columns=names, use_threads=False):
                source.step(number / n_rows)
                columns = {name: batch.column(place).to_pylist() for place, name in enumerate(batch.schema.names)}
                for row in zip(*columns.values(), strict=True):
                    number += 1
                    values = {name: _as_text(value) for name, value in zip(columns, row, strict=True)}
                    yield Row(values, number)


def _is_single(kind: Any) -> bool:
    """Whether a value is one text, number or date."""
    from pyarrow import types

    if types.is_dictionary(kind):
        kind = kind.value_type
    is_binary = types.is_binary(kind) or types.is_large_binary(kind)
    return bool(is_binary or types.is_primitive(kind) or types.is_string(kind) or types.is_large_string(kind))


def _as_text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bytes):  # as old programs write texts
        return "" if b"\0" in value else value.decode("utf-8", "replace")
    return "" if value is None else str(value)
