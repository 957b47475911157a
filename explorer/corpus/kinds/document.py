"""What every reader of a kind of file takes and gives: a source that is open, and the documents in it."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import FileIO
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO

from explorer.corpus.kinds.kept_texts import KeptText, KeptTexts
from explorer.errors import ExplorerError, UnreadableFile
from explorer.task import Cancelled

LONGEST_LINE = 1 << 20
BUFFER = 1 << 20


@dataclass(frozen=True)
class Document:
    """A text with a name: a file, or a row of a table.

    name:      what it is called: a file's name without its ending, a row's number or what stands in a chosen column
    lines:     its lines without their ends; they are read as they are asked for, once, and before the next document is
    metadata:  what else is known of it, column to value, such as the other columns of a table
    """

    name: str
    lines: Iterable[str]
    metadata: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True)
class Columns:
    """Which columns of a table are read, and how it is written.

    text:        the one that holds the texts; "" for the likeliest
    name:        the one that names the documents; "" for their numbers
    delimiter:   what parts the cells of a row, if the table is a text
    has_header:  whether the first row holds the names of the columns
    """

    text: str = ""
    name: str = ""
    delimiter: str = ""
    has_header: bool = True


@dataclass(frozen=True)
class Head:
    """The beginning of a file, by which its kind is told.

    data:   its first bytes
    text:   the same as text; "" if it is none
    whole:  whether that is all of it
    """

    data: bytes
    text: str
    whole: bool


@dataclass(frozen=True)
class Checked:
    """What came out when a file was looked through before it became part of a corpus.

    columns:  how it is to be read, if it is a table
    notices:  what had to be guessed or will be left out, a sentence each
    kept:     its lines, if it would be slow to read it again
    """

    columns: Columns = field(default_factory=Columns)
    notices: tuple[str, ...] = ()
    kept: KeptText | None = None


class Source:
    """A file, or a file within an archive, while it is read.

    name:      the file's name, as it is told in sentences
    file:      its bytes, from the beginning; they are closed with the last reader of them
    encoding:  how its text is read, as Python names it
    columns:   which columns are read, if it is a table
    step:      to be called between two lines, rows or pages with the share that is done, or None if the position in the
               file tells; raises Cancelled
    texts:     where to keep what would be slow to read again
    """

    def __init__(
        self,
        name: str,
        file: BinaryIO,
        encoding: str = "utf-8",
        columns: Columns = Columns(),
        step: Callable[[float | None], None] = lambda _: None,
        texts: KeptTexts | None = None,
    ) -> None:
        self.name, self.file, self.encoding, self.columns, self.step = name, file, encoding, columns, step
        self._texts = texts

    @property
    def stem(self) -> str:
        """The name of the file without its ending."""
        place = self.name.rfind(".")
        return self.name[:place] if place > 0 else self.name

    def text(self, newline: str | None = None) -> io.TextIOWrapper:
        """The content as text; bytes that are not of the encoding become U+FFFD.

        newline:  None if each line is to end with LF, however it does; "" to leave the ends as they are
        """
        return io.TextIOWrapper(self.file, self.encoding, errors="replace", newline=newline)

    def keep(self, lines: Iterable[str]) -> KeptText:
        """Read lines and keep them."""
        return (self._texts or KeptTexts()).keep(lines)

    def bad(self, problem: str, line: int | None = None) -> UnreadableFile:
        """The error that says what is wrong with this file."""
        return UnreadableFile(Path(self.name), problem, line)


def buffered(raw: FileIO) -> BinaryIO:
    """A file to read from; closing it, as readers of text do when they go, leaves the other open."""
    return io.BufferedReader(FileIO(raw.fileno(), "rb", closefd=False), BUFFER)


@contextmanager
def reading(name: str, what: str) -> Iterator[None]:
    """Turn whatever a library raises on a damaged file into a sentence; ``what`` says what the file should be.

    Libraries for large formats raise nearly anything on a hostile file, so that no list of errors would be complete.

    Raises
    ------
    UnreadableFile : the file is damaged.
    """
    try:
        yield
    except (ExplorerError, Cancelled, MemoryError):
        raise
    except OSError as error:
        if error.errno is not None:  # the disk fails, which is told by who opened the file
            raise
        raise UnreadableFile(Path(name), f"{_damaged(what)}") from error
    except Exception as error:
        raise UnreadableFile(Path(name), _damaged(what)) from error


def _damaged(what: str) -> str:
    return f"this {what} is damaged or cut short. Get it again."
