"""What every reader of a kind of file takes and gives: a source that is open, and the documents in it."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import BinaryIO

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
    """Which columns of a table are read.

    text:  the one that holds the texts; "" for the likeliest
    name:  the one that names the documents; "" for their numbers
    """

    text: str = ""
    name: str = ""


class Source:
    """A file, or a file within an archive, while it is read.

    name:      the file's name, as it is told in sentences
    file:      its bytes, from the beginning; closing it is the business of who made it
    encoding:  how its text is read, as Python names it
    columns:   which columns are read, if it is a table
    step:      to be called between two lines, rows or pages with the share that is done, or None if the position in the
               file tells; raises Cancelled
    """

    def __init__(
        self,
        name: str,
        file: BinaryIO,
        encoding: str = "utf-8",
        columns: Columns = Columns(),
        step: Callable[[float | None], None] = lambda _: None,
    ) -> None:
        self.name, self.file, self.encoding, self.columns, self.step = name, file, encoding, columns, step
        self._text: io.TextIOWrapper | None = None

    @property
    def stem(self) -> str:
        """The name of the file without its ending."""
        place = self.name.rfind(".")
        return self.name[:place] if place > 0 else self.name

    def text(self, newline: str | None = None) -> io.TextIOWrapper:
        """The content as text; bytes that are not of the encoding become U+FFFD.

        newline:  None if each line is to end with LF, however it does; "" to leave the ends as they are
        """
        # Kept, since a wrapper that goes closes what it wraps.
        self._text = io.TextIOWrapper(self.file, self.encoding, errors="replace", newline=newline)
        return self._text
