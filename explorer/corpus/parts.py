"""The parts of a corpus, a file each, and their documents in turn."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from io import FileIO
from itertools import groupby
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO, cast

from explorer.corpus.kinds.archives import members
from explorer.corpus.kinds.document import Columns, Document, Source, buffered
from explorer.corpus.kinds.kept_texts import KeptText
from explorer.corpus.kinds.registry import KINDS
from explorer.errors import UnreadableFile
from explorer.opening import opened
from explorer.task import Task

_SPOOLED = 1 << 20  # bytes of an archive's file that are held in memory; more go to a temporary file
_BLOCK = 1 << 18

Step = Callable[[float | None], None]


@dataclass(frozen=True)
class Part:
    """A file of a corpus and how it is read.

    path:      the file
    kind:      the key of its kind
    encoding:  of its text, as Python names it; "" if its kind says it
    is_guess:  whether that encoding is guessed
    name:      what its document is called; "" for the name of the file without its ending. Put before the names of rows
    metadata:  what is known of its documents beside what the file holds
    columns:   which columns are read, if it is a table
    member:    what the file in the archive is called, if ``path`` is an archive or compressed
    place:     the number of that file in the archive
    kept:      its lines, if they were slow to get at
    """

    path: Path
    kind: str = "text"
    encoding: str = "utf-8"
    name: str = ""
    metadata: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    columns: Columns = field(default_factory=Columns)
    member: str = ""
    place: int = 0
    kept: KeptText | None = None
    is_guess: bool = False

    @property
    def file_name(self) -> str:
        """The name of the file that is read, be it in an archive."""
        return self.member.rpartition("/")[2] or self.path.name


def read_parts(parts: Sequence[Part], n_bytes: int, task: Task = Task()) -> Iterator[Document]:
    """The documents of all parts in turn; progress is counted in bytes on the disk, of which there are ``n_bytes``.

    Raises
    ------
    UnreadableFile : a file has gone, is damaged, or has changed since it was opened.
    Cancelled : between two blocks of 1 MiB.
    """
    before = 0
    for path, group in groupby(parts, key=lambda part: part.path):
        with opened(path) as raw:
            size = os.fstat(raw.fileno()).st_size
            step = stepping(raw, f"Reading {path.name}", before, size, n_bytes, task)
            same_file = list(group)
            if same_file[0].member:
                yield from _read_archive(path, raw, same_file, step)
            else:
                (part,) = same_file
                yield from _read(part, buffered(raw), step)
        before += size


def _read_archive(path: Path, raw: FileIO, parts: Sequence[Part], step: Step) -> Iterator[Document]:
    wanted = {part.place: part for part in parts}
    for member in members(path, raw, step):
        part = wanted.pop(member.place, None)
        if part is None:
            continue
        if part.member != member.name or member.file is None:
            break
        with ExitStack() as files:
            is_random = KINDS[part.kind].is_binary and part.kept is None
            file = spooled(b"", member.file, step, files) if is_random else member.file
            yield from _read(part, file, lambda _: step(None))
        if not wanted:
            return
    raise UnreadableFile(path, "it has changed since it was opened. Open it again.")


def _read(part: Part, file: BinaryIO, step: Step) -> Iterator[Document]:
    kind = KINDS[part.kind]
    source = Source(part.file_name, file, part.encoding, part.columns, step)
    known = None if part.kept is None else [Document(source.stem, part.kept.lines(step))]
    for document in kind.documents(source) if known is None else known:
        name = document.name if not part.name else f"{part.name} {document.name}" if kind.is_table else part.name
        if part.metadata or name != document.name:
            document = Document(name, document.lines, {**part.metadata, **document.metadata})
        yield document


def spooled(head: bytes, file: BinaryIO, step: Step, files: ExitStack) -> BinaryIO:
    """What was read of a file and what follows, in a temporary file in which one can go forth and back."""
    copy = files.enter_context(tempfile.SpooledTemporaryFile(_SPOOLED))  # noqa: SIM115
    block = head or file.read(_BLOCK)
    while block:
        step(None)
        copy.write(block)
        block = file.read(_BLOCK)
    copy.seek(0)
    return cast("BinaryIO", copy)


def stepping(raw: FileIO, message: str, before: int, size: int, total: int, task: Task) -> Step:
    """What tells the task how much is read whenever that has changed; it never goes back."""
    reported, last = 0, -1

    def step(fraction: float | None) -> None:
        nonlocal reported, last
        at = raw.tell() if fraction is None else int(fraction * size)  # the buffer is filled once in 1 MiB
        if at != last:
            last = at
            reported = max(reported, min(at, size))
            task.step(before + reported, total, message)

    return step
