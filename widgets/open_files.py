"""Which files the open embeddings and corpora were read from, so that none is opened twice."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from explorer.corpus.reading import Corpus
from explorer.embedding import Embedding

Stamp = tuple[Any, ...]
Open = TypeVar("Open", Embedding, Corpus)


class OpenFiles:
    """Remembers of what is open where it came from, as long as it is there."""

    def __init__(self) -> None:
        self._stamps: WeakKeyDictionary[Embedding | Corpus, Stamp] = WeakKeyDictionary()

    def add(self, opened: Embedding | Corpus, stamp: Stamp) -> None:
        """Remember where something came from."""
        self._stamps[opened] = stamp

    def of(self, stamp: Stamp, among: Iterable[Open]) -> Open | None:
        """What came from there, if it is among what is open."""
        return next((each for each in among if self._stamps.get(each) == stamp), None)


def vectors_stamp(path: Path, format_key: str) -> Stamp:
    """What tells a file of word vectors, read in a format, from others and from itself after a change."""
    return (*_of_file(path), format_key)


def corpus_stamp(corpus: Corpus) -> Stamp:
    """What tells the files of a corpus, and the way in which they are read, from others."""
    return (*(_of_file(path) for path in corpus.paths), corpus.choice)


def _of_file(path: Path) -> Stamp:
    try:
        about = path.stat()
    except OSError:
        return (path,)
    return (path.resolve(), about.st_size, about.st_mtime_ns)
