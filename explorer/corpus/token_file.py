"""The sentences of a corpus as tokens, taken apart once and read again in every epoch."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from types import TracebackType

from explorer.corpus.preprocessing import TokenOptions, sentences
from explorer.corpus.reading import Corpus
from explorer.corpus.token_lines import as_lines


class TokenFile:
    """A temporary file with a sentence a line, tokens parted by spaces; memory does not grow with it.

    Reading it is many times faster than taking the text apart anew. If the disk has no room for it, that is done after
    all. To be used in a ``with``, which removes the file.

    again:  takes the text apart: the sentences, unless what is appended is something else
    """

    def __init__(
        self,
        corpus: Corpus,
        options: TokenOptions,
        again: Callable[[Corpus, TokenOptions], Iterator[list[str]]] = sentences,
    ) -> None:
        self._corpus, self._options, self._again = corpus, options, again
        self._file = tempfile.TemporaryFile()  # noqa: SIM115
        self._is_full = False

    def __enter__(self) -> TokenFile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(OSError):  # what could not be written does not matter any more
            self._file.close()

    def append(self, lines: bytes) -> None:
        """Add some sentences as lines in UTF-8, tokens parted by spaces."""
        if not self._is_full:
            try:
                self._file.write(lines)
            except OSError:
                self._is_full = True

    @property
    def n_bytes(self) -> int:
        """How long the file is; 0 if the disk had no room for it."""
        return self._file.seek(0, 2) if self._is_complete() else 0

    def pieces(self, size: int) -> Iterator[bytes]:
        """The lines in UTF-8, in pieces of about so many bytes that end where a line ends; see `token_lines.Lines`."""
        if not self._is_complete():
            for tokens in self._again(self._corpus, self._options):
                yield as_lines([tokens])
            return
        while piece := self._file.read(size):
            yield piece + self._file.readline()

    def __iter__(self) -> Iterator[list[str]]:
        if not self._is_complete():
            yield from self._again(self._corpus, self._options)
            return
        for line in self._file:
            yield line[:-1].decode("utf-8").split(" ")

    def _is_complete(self) -> bool:
        """Go to the beginning of the file; whether all lines are in it."""
        if not self._is_full:
            try:
                self._file.seek(0)  # which writes what is still in memory
            except OSError:
                self._is_full = True
        return not self._is_full
