"""The kinds of files that hold text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from explorer.corpus.kinds import plain
from explorer.corpus.kinds.document import Document, Source


@dataclass(frozen=True)
class Kind:
    """One kind of file.

    key:        how the program calls it: "html"
    label:      how the window calls it: "web page (HTML)"
    sniff:      (first bytes, whether they are the whole file) -> whether this is such a file
    documents:  what is in it, as a stream
    """

    key: str
    label: str
    sniff: Callable[[bytes, bool], bool]
    documents: Callable[[Source], Iterator[Document]]


def _one(lines: Callable[[Source], Iterator[str]]) -> Callable[[Source], Iterator[Document]]:
    """A reader of lines as a reader of the one document that a file is."""

    def documents(source: Source) -> Iterator[Document]:
        yield Document(source.stem, lines(source))

    return documents


KINDS: dict[str, Kind] = {
    each.key: each
    for each in (Kind("text", "plain text", lambda head, whole: True, _one(plain.lines)),)  # the last: it takes all
}
