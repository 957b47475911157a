"""Texts that are slow to get at, such as those of PDFs, kept in a temporary file once they were read."""

from __future__ import annotations

import mmap
import os
import tempfile
import threading
import weakref
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import BinaryIO, cast

_EVERY = 1_000  # lines


class KeptTexts:
    """A temporary file for any number of texts, which goes with the last of them; it may be read from any thread."""

    def __init__(self) -> None:
        self._file: BinaryIO | None = None  # until there is something to keep
        self._lock = threading.Lock()

    def keep(self, lines: Iterable[str]) -> KeptText:
        """Write lines down, one text at a time.

        Raises
        ------
        OSError : the disk is full.
        """
        with self._lock:
            if self._file is None:
                self._file = cast("BinaryIO", tempfile.TemporaryFile())  # noqa: SIM115
                weakref.finalize(self, self._file.close)
            start = self._file.seek(0, os.SEEK_END)
            self._file.writelines(f"{line}\n".encode("utf-8", "replace") for line in lines)
            self._file.flush()
            return KeptText(self, start, self._file.tell())

    def lines(self, start: int, end: int, step: Callable[[float], None]) -> Iterator[str]:
        """The lines between two places of the file; ``step`` hears now and then how far it is."""
        if self._file is None or start == end:
            return
        with mmap.mmap(self._file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
            mapped.seek(start)
            for number in count():
                if (place := mapped.tell()) >= end:
                    break
                if number % _EVERY == 0:
                    step((place - start) / (end - start))
                yield mapped.readline()[:-1].decode("utf-8")
        step(1.0)


@dataclass(frozen=True)
class KeptText:
    """One of the texts."""

    texts: KeptTexts
    start: int
    end: int

    def lines(self, step: Callable[[float], None] = lambda _: None) -> Iterator[str]:
        """Its lines, as they were written down."""
        return self.texts.lines(self.start, self.end, step)
