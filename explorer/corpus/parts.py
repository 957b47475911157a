"""The parts of a corpus, a file each, and their documents in turn."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import FileIO
from pathlib import Path
from types import MappingProxyType

from explorer.corpus.kinds.document import BUFFER, Columns, Document, Source
from explorer.corpus.kinds.registry import KINDS
from explorer.opening import opened
from explorer.task import Task


@dataclass(frozen=True)
class Part:
    """A file of a corpus and how it is read.

    path:      the file
    kind:      the key of its kind
    encoding:  of its text, as Python names it
    name:      what its document is called; "" for the name of the file without its ending
    metadata:  what is known of its documents beside what the file holds
    columns:   which columns are read, if it is a table
    """

    path: Path
    kind: str = "text"
    encoding: str = "utf-8"
    name: str = ""
    metadata: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    columns: Columns = field(default_factory=Columns)


def read_parts(parts: Sequence[Part], n_bytes: int, task: Task = Task()) -> Iterator[Document]:
    """The documents of all parts in turn; progress is counted in bytes, of which there are ``n_bytes``.

    Raises
    ------
    UnreadableFile : a file has gone, or has changed since the reading began.
    Cancelled : between two blocks of 1 MiB.
    """
    before = 0
    for part in parts:
        with opened(part.path) as raw:
            size = os.fstat(raw.fileno()).st_size
            step = _stepping(raw, part.path.name, before, size, n_bytes, task)
            source = Source(part.path.name, io.BufferedReader(raw, BUFFER), part.encoding, part.columns, step)
            for document in KINDS[part.kind].documents(source):
                yield _of_part(document, part)
        before += size


def _of_part(document: Document, part: Part) -> Document:
    if not part.name and not part.metadata:
        return document
    return Document(part.name or document.name, document.lines, {**part.metadata, **document.metadata})


def _stepping(raw: FileIO, name: str, before: int, size: int, total: int, task: Task) -> Callable[[float | None], None]:
    """What tells the task how much is read whenever that has changed."""
    reported = -1

    def step(fraction: float | None) -> None:
        nonlocal reported
        at = raw.tell() if fraction is None else int(fraction * size)  # the buffer is filled once in 1 MiB
        if at != reported:
            reported = at
            task.step(before + at, total, f"Reading {name}")

    return step
