"""The first rows of a table, for choosing its columns before it is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from explorer.corpus.encodings import decoded, likely_encoding
from explorer.corpus.kinds import delimited
from explorer.corpus.kinds.archives import is_archive
from explorer.corpus.kinds.document import Columns, Head, Source, buffered
from explorer.corpus.kinds.registry import binary_kind_of, kind_of
from explorer.corpus.kinds.tables import LOOKED_AT, text_columns
from explorer.errors import UnreadableFile
from explorer.opening import opened
from explorer.text_content import has_controls

_HEAD = 1 << 16


@dataclass(frozen=True)
class TableHead:
    """What a table looks like.

    path:     the file
    columns:  their names, in their order
    texts:    those that hold texts, the likeliest first; never none
    rows:     the first rows, column to what stands in it
    is_text:  whether the file can also be read as the plain text that it is
    """

    path: Path
    columns: tuple[str, ...]
    texts: tuple[str, ...]
    rows: tuple[Mapping[str, str], ...]
    is_text: bool = True


def table_head(path: Path) -> TableHead | None:
    """The first rows of a file, if it is a table with a column of texts; None for anything else.

    What is wrong with a damaged one is told when it is opened.
    """
    try:
        with opened(path) as raw:
            data = raw.read(_HEAD) or b""
            raw.seek(0)
            kind, encoding, columns = binary_kind_of(data), "", Columns()
            if kind is None:
                if is_archive(data) or has_controls(data.replace(b"\0", b"")):
                    return None
                encoding = likely_encoding(data)
                head = Head(data, decoded(data, encoding), len(data) < _HEAD)
                kind = kind_of(head)
                columns = delimited.form_of(head, columns) if kind.key == "csv" else columns
            if kind.rows is None:
                return None
            source = Source(path.name, buffered(raw), encoding, columns)
            rows = tuple(row.values for row in islice(kind.rows(source), LOOKED_AT) if row.values)
    except UnreadableFile:
        return None
    texts = text_columns(rows)
    columns_in_order = tuple(dict.fromkeys(name for row in rows for name in row))
    return TableHead(path, columns_in_order, texts, rows, not kind.is_binary) if texts else None
