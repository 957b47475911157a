"""The lines of a corpus that a word, or a pair of words, stands in."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from explorer.corpus.chain.splitting import Places
from explorer.corpus.occurrences import Occurrences, find_occurrences
from explorer.corpus.preprocessing import chunks_of
from explorer.corpus.reading import Corpus
from explorer.corpus.token_options import TokenOptions
from explorer.task import Task

MOST_LINES = 100
_BLOCK = 1 << 20  # occurrences looked at between two checks of the task
_SENTENCES = 10_000  # that are fetched at once

Positions = NDArray[np.int64]


@dataclass(frozen=True)
class Line:
    """A sentence of the corpus.

    text:      the sentence, on one line
    marks:     (start, end) of each of the words asked for, in characters, rising
    document:  the name of the document that it stands in; "" if the corpus has only one
    """

    text: str
    marks: tuple[tuple[int, int], ...]
    document: str = ""


@dataclass(frozen=True)
class Lines:
    """Some of the sentences that were asked for.

    lines:    in the order of the corpus; if there are too many, those that lie evenly spread over it
    n_lines:  how many there are in the corpus
    """

    lines: tuple[Line, ...]
    n_lines: int


class Concordance:
    """Answers in which sentences of a corpus words stand; made by `concordance_of`.

    Nothing of the text is kept in memory: sentences and places lie in temporary files, which go with the concordance.
    Memory grows with the number of distinct words only. It may be asked from any thread.
    """

    def __init__(self, occurrences: Occurrences) -> None:
        self._found = occurrences

    @property
    def n_sentences(self) -> int:
        """How many sentences of the corpus have a word in them."""
        return len(self._found.first_tokens) - 1

    @property
    def word_counts(self) -> dict[str, int]:
        """How often each word stands in the corpus, in the order of falling count; ties in that of the text."""
        counts = self._found.counts
        words = list(self._found.word_numbers)
        return {words[number]: int(counts[number]) for number in np.argsort(-counts, kind="stable")}

    def sentences(self) -> Iterator[list[str]]:
        """The tokens of each sentence as `explorer.corpus.preprocessing.sentences` gives them, overlong ones in chunks.

        It is much faster than taking the text apart again.
        """
        words = list(self._found.word_numbers)
        firsts = self._found.first_tokens
        for start in range(0, self.n_sentences, _SENTENCES):
            bounds = firsts[start : start + _SENTENCES + 1].tolist()
            numbers = self._found.numbers[bounds[0] : bounds[-1]].tolist()
            for first, end in pairwise(bound - bounds[0] for bound in bounds):
                yield from chunks_of([words[number] for number in numbers[first:end]])

    def count(self, word: str) -> int:
        """How often a word stands in the corpus; 0 for one that does not."""
        return len(self._found.positions_of(word))

    def lines(self, word: str, most: int = MOST_LINES, task: Task = Task()) -> Lines:
        """The sentences that a word stands in, each once, all its places marked.

        Raises
        ------
        Cancelled : between two blocks of a million occurrences.

        Example: ``concordance.lines("cat").lines[0]`` is ``Line("The cat is fluffy.", ((4, 7),))``.
        """
        return self._lines_at(self._found.positions_of(word), most, task)

    def meetings(
        self, word: str, other: str, window: int, direction: str = "both", min_count: int = 1,
        most: int = MOST_LINES, task: Task = Task(),
    ) -> Lines:  # fmt: skip
        """The sentences in which ``other`` stands at most ``window`` words from ``word``; those places are marked.

        direction:  "right" if ``other`` stands after ``word``, "left" if before, "both" for either
        min_count:  rarer words are taken out before the distance is measured, as when co-occurrences are counted

        Raises
        ------
        Cancelled : between two blocks of a million occurrences.

        Example: in "The cat and the dog are friends." ``meetings("cat", "dog", 3)`` finds the sentence,
        ``meetings("dog", "cat", 3, "right")`` does not.
        """
        ones, others = self._found.positions_of(word), self._found.positions_of(other)
        met = [np.zeros(0, dtype=np.int64)]
        if direction in ("right", "both"):
            met += self._pairs(ones, others, window, min_count, task)
        if direction in ("left", "both"):
            met += self._pairs(others, ones, window, min_count, task)
        return self._lines_at(np.unique(np.concatenate(met)), most, task)

    def _pairs(
        self, ones: Positions, others: Positions, window: int, min_count: int, task: Task
    ) -> Iterator[Positions]:
        """The positions at which one of ``others`` stands at most ``window`` kept words after one of ``ones``."""
        if not len(others):
            return
        for start in range(0, len(ones), _BLOCK):
            task.check()
            firsts = ones[start : start + _BLOCK]
            places = np.searchsorted(others, firsts, side="right")
            ends = self._found.ends_of(firsts)
            while len(firsts):  # the next of the others, then the one after it, as long as it is near enough
                is_there = places < len(others)
                firsts, places, ends = firsts[is_there], places[is_there], ends[is_there]
                seconds = others[places]
                is_near = seconds < ends
                firsts, places, ends, seconds = firsts[is_near], places[is_near], ends[is_near], seconds[is_near]
                is_near = self._found.distances(firsts, seconds, min_count, task) <= window
                firsts, places, ends = firsts[is_near], places[is_near] + 1, ends[is_near]
                yield firsts
                yield seconds[is_near]

    def _lines_at(self, positions: Positions, most: int, task: Task) -> Lines:
        found: list[Positions] = []
        for start in range(0, len(positions), _BLOCK):
            task.step(start, len(positions), "Looking for lines")
            found.append(self._found.sentences_with(positions[start : start + _BLOCK]))
        sentences = _without_repeats(np.concatenate(found)) if found else np.zeros(0, dtype=np.int64)
        n_lines = len(sentences)
        if n_lines > most:
            sentences = sentences[np.linspace(0, n_lines - 1, most).round().astype(np.int64)]
        texts = [self._found.text_of(int(sentence)) for sentence in sentences]
        placed = zip(sentences, texts, self._found.chain.places(texts, task), strict=True)
        lines = [self._line(int(sentence), text, places, positions) for sentence, text, places in placed]
        return Lines(tuple(lines), n_lines)

    def _line(self, sentence: int, text: str, places: Places, positions: Positions) -> Line:
        """A sentence, with the tokens at those positions marked that stand in it; pieces of one word are one mark."""
        first, end = self._found.first_tokens[sentence : sentence + 2].tolist()
        low, high = np.searchsorted(positions, (first, end))
        marks = tuple(dict.fromkeys(places[int(position) - first] for position in positions[low:high]))
        return Line(text, marks, self._found.document_of(sentence) if self._found.n_documents > 1 else "")


def _without_repeats(rising: Positions) -> Positions:
    """The values of a rising array, each once; many times quicker than numpy's unique, which does not know that."""
    return rising[np.diff(rising, prepend=-1) > 0]


_known: WeakKeyDictionary[Corpus, dict[TokenOptions, Concordance]] = WeakKeyDictionary()
_lock = threading.Lock()


def concordance_of(corpus: Corpus, tokens: TokenOptions = TokenOptions(), task: Task = Task()) -> Concordance:
    """The concordance of a corpus; the first call reads the corpus through, later ones find what it made.

    Raises
    ------
    EmptyCorpus : there is not a single word.
    UnreadableFile : a file has gone or has changed.
    BadOption, MissingLibrary : the text cannot be taken apart as the options want it.
    ExplorerError : the disk has no room for the places of the words.
    Cancelled : between two blocks of 1 MiB, or while another thread is making it.
    """
    while not _lock.acquire(timeout=0.1):
        task.check()
    try:
        known = _known.setdefault(corpus, {})
        if tokens not in known:
            known[tokens] = Concordance(find_occurrences(corpus, tokens, task))
        return known[tokens]
    finally:
        _lock.release()


def known_concordance(corpus: Corpus, tokens: TokenOptions = TokenOptions()) -> Concordance | None:
    """The concordance of a corpus if it is made already."""
    return _known.get(corpus, {}).get(tokens)
