"""Where each word of a corpus stands: an index in temporary files, made in one reading."""

from __future__ import annotations

import mmap
import tempfile
from collections import deque
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import tee
from typing import Any

import numpy as np
from numpy.typing import NDArray

from explorer.corpus.chain.chain import Chain
from explorer.corpus.chain.splitting import with_one_spelling
from explorer.corpus.documents import read_documents
from explorer.corpus.preprocessing import chain_and_rest, texts_of
from explorer.corpus.reading import Corpus
from explorer.corpus.token_options import TokenOptions
from explorer.corpus.vocabulary import nothing_left
from explorer.errors import EmptyCorpus, ExplorerError, reason_of
from explorer.task import Task

MOST_TOKENS = 1 << 32  # which a uint32 can number
_BLOCK = 1 << 20  # tokens that are sorted at a time, and looked at between two checks of the task
_SPILL = 1 << 16  # values that are collected before they are written


@dataclass(frozen=True, eq=False)
class Occurrences:
    """The words of a corpus and where they stand; the arrays are memory-mapped, read-only.

    chain:         how the text was taken apart
    word_numbers:  word to its number, in the order in which words first occur
    counts:        (n_words,) how often each word stands in the corpus
    positions:     (n_tokens,) uint32, the places of word 0, rising, then those of word 1, and so on; a token's place is
                   its number in the corpus, from 0
    starts:        (n_words + 1,) where the places of each word begin in ``positions``
    numbers:       (n_tokens,) uint32, the number of the word at each place
    first_tokens:  (n_sentences + 1,) int64, the place of the first token of each sentence
    text, first_bytes:  the sentences in UTF-8, and (n_sentences + 1,) where each begins
    names, first_letters:  the names of the documents in UTF-8, and (n_documents + 1,) where each begins
    first_sentences:  (n_documents,) the number of the first sentence of each document
    """

    chain: Chain
    word_numbers: dict[str, int]
    counts: NDArray[np.int64]
    positions: NDArray[np.uint32]
    starts: NDArray[np.int64]
    numbers: NDArray[np.uint32]
    first_tokens: NDArray[np.int64]
    text: NDArray[np.uint8]
    first_bytes: NDArray[np.int64]
    names: NDArray[np.uint8]
    first_letters: NDArray[np.int64]
    first_sentences: NDArray[np.int64]

    def positions_of(self, word: str) -> NDArray[np.int64]:
        """The places of a word, rising; none if it does not stand in the corpus.

        A word that is no token is looked up as the token that the chain makes of it: "Whales" as "whale".
        """
        number = self.word_numbers.get(word)
        if number is None:
            made = next(self.chain.read([word]))
            number = self.word_numbers.get(made[0]) if len(made) == 1 else None
        if number is None:
            return np.zeros(0, dtype=np.int64)
        return self.positions[self.starts[number] : self.starts[number + 1]].astype(np.int64)

    def sentences_of(self, positions: NDArray[np.int64]) -> NDArray[np.int64]:
        """The sentence that each place lies in."""
        return np.searchsorted(self.first_tokens, positions, side="right").astype(np.int64) - 1

    def sentences_with(self, positions: NDArray[np.int64]) -> NDArray[np.int64]:
        """The sentences that rising places lie in, rising; one may come twice."""
        if len(positions) < len(self.first_tokens):
            return self.sentences_of(positions)
        bounds = np.searchsorted(positions, self.first_tokens)  # the shorter way for a word that is everywhere
        return np.flatnonzero(np.diff(bounds))

    def ends_of(self, positions: NDArray[np.int64]) -> NDArray[np.int64]:
        """The place behind the sentence that each place lies in."""
        return np.asarray(self.first_tokens[self.sentences_of(positions) + 1])

    def text_of(self, sentence: int) -> str:
        """A sentence as it stands in the text, with every run of blanks as one."""
        start, end = self.first_bytes[sentence : sentence + 2].tolist()
        return self.text[start:end].tobytes().decode("utf-8")

    @property
    def n_documents(self) -> int:
        """How many documents the corpus has."""
        return len(self.first_sentences)

    def document_of(self, sentence: int) -> str:
        """The name of the document that a sentence stands in."""
        document = int(np.searchsorted(self.first_sentences, sentence, side="right")) - 1
        start, end = self.first_letters[document : document + 2].tolist()
        return self.names[start:end].tobytes().decode("utf-8")

    def distances(
        self, firsts: NDArray[np.int64], seconds: NDArray[np.int64], min_count: int, task: Task
    ) -> NDArray[np.int64]:
        """How many words further each second place lies, words rarer than ``min_count`` left out."""
        if min_count <= 1 or not len(firsts):
            return seconds - firsts
        is_kept = self.counts >= min_count
        found = np.empty(len(firsts), dtype=np.int64)
        ends = np.cumsum(seconds - firsts)
        start = 0
        while start < len(firsts):
            task.check()
            done = int(ends[start - 1]) if start else 0
            stop = max(int(np.searchsorted(ends, done + _BLOCK, side="right")), start + 1)
            lengths = seconds[start:stop] - firsts[start:stop]
            begins = np.cumsum(lengths) - lengths
            places = np.arange(int(lengths.sum())) + np.repeat(firsts[start:stop] + 1 - begins, lengths)
            found[start:stop] = np.add.reduceat(is_kept[self.numbers[places]].astype(np.int64), begins)
            start = stop
        return found


def find_occurrences(corpus: Corpus, tokens: TokenOptions, task: Task = Task()) -> Occurrences:
    """Read a corpus once and note where each word stands, in temporary files of about twice its size.

    Raises
    ------
    EmptyCorpus : there is not a single word.
    UnreadableFile : a file has gone or has changed.
    BadOption, MissingLibrary : the text cannot be taken apart as the options want it.
    ExplorerError : the disk has no room.
    Cancelled : between two blocks of 1 MiB of text or of a million words.
    """
    try:
        with ExitStack() as files:
            return _Reading(corpus, tokens, files).read(task)
    except OSError as error:
        raise ExplorerError(
            f"{corpus.name}: its lines could not be noted ({reason_of(error)}). Make room on the disk and try again."
        ) from error


class _Reading:
    """The files while they are written."""

    def __init__(self, corpus: Corpus, tokens: TokenOptions, files: ExitStack) -> None:
        self._corpus, self._tokens = corpus, tokens
        self._word_numbers: dict[str, int] = {}
        self._numbers, self._text = _Spill(np.uint32, files), _Spill(np.uint8, files)
        self._first_tokens, self._first_bytes = _Spill(np.int64, files), _Spill(np.int64, files)
        self._names, self._first_letters = _Spill(np.uint8, files), _Spill(np.int64, files)
        self._first_sentences = _Spill(np.int64, files)
        self._n_texts = 0  # that the chain was given, which may read ahead
        self._begun: deque[int] = deque()  # the numbers of the texts with which the documents to come begin

    def read(self, task: Task) -> Occurrences:
        number_of = self._word_numbers
        chain, part = chain_and_rest(self._corpus, self._tokens, task.part(0.0, 0.8))
        texts, again = tee(self._sentences(part))
        for place, (text, words) in enumerate(zip(texts, chain.read(again, part), strict=True)):
            while self._begun and self._begun[0] <= place:
                self._begun.popleft()
                self._first_sentences.append(self._first_tokens.n)
            if words:
                self._first_tokens.append(self._numbers.n)
                self._first_bytes.append(self._text.n)
                self._numbers.extend([number_of.setdefault(word, len(number_of)) for word in words])
                self._text.extend(text.encode("utf-8", "replace"))
        name = self._corpus.name
        if not number_of:
            raise EmptyCorpus(nothing_left(self._corpus, self._tokens))
        if self._numbers.n > MOST_TOKENS:
            raise ExplorerError(
                f"{name}: a text of more than {MOST_TOKENS:,} words has no lines here. Open a part of it."
            )
        self._first_sentences.extend([self._first_tokens.n] * len(self._begun))  # documents without any text
        self._first_tokens.append(self._numbers.n)
        self._first_bytes.append(self._text.n)
        self._first_letters.append(self._names.n)
        numbers: NDArray[np.uint32] = self._numbers.array()
        counts = _count(numbers, len(number_of), task)
        starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        return Occurrences(
            chain=chain,
            word_numbers=number_of,
            counts=counts,
            positions=_sorted_by_word(numbers, starts, task.part(0.8, 1.0)),
            starts=starts,
            numbers=numbers,
            first_tokens=self._first_tokens.array(),
            text=self._text.array(),
            first_bytes=self._first_bytes.array(),
            names=self._names.array(),
            first_letters=self._first_letters.array(),
            first_sentences=self._first_sentences.array(),
        )

    def _sentences(self, task: Task) -> Iterator[str]:
        for document in read_documents(self._corpus, task):
            self._begun.append(self._n_texts)
            self._first_letters.append(self._names.n)
            self._names.extend(document.name.encode("utf-8", "replace"))
            for text in texts_of(document.lines, self._tokens):
                self._n_texts += 1
                yield " ".join(with_one_spelling(text).split())


class _Spill:
    """An array that grows in a temporary file."""

    def __init__(self, dtype: type[np.generic], files: ExitStack) -> None:
        self._dtype = np.dtype(dtype)
        self._file = files.enter_context(tempfile.TemporaryFile())  # noqa: SIM115
        self._waiting: Any = bytearray() if self._dtype == np.uint8 else []
        self.n = 0

    def append(self, value: int) -> None:
        self.extend((value,))

    def extend(self, values: Any) -> None:
        self._waiting.extend(values)
        self.n += len(values)
        if len(self._waiting) >= _SPILL:
            self._write()

    def array(self) -> NDArray[Any]:
        """All values, memory-mapped, read-only."""
        self._write()
        self._file.flush()
        return _mapped(self._file, self._dtype, self.n, mmap.ACCESS_READ)

    def _write(self) -> None:
        self._file.write(np.asarray(self._waiting, dtype=self._dtype).tobytes())
        self._waiting.clear()


def _mapped(file: Any, dtype: np.dtype[Any], n: int, access: int) -> NDArray[Any]:
    """The n values of a file; the map keeps a handle of its own, and the file goes with it."""
    if n == 0:
        return np.zeros(0, dtype=dtype)
    return np.frombuffer(mmap.mmap(file.fileno(), n * dtype.itemsize, access=access), dtype=dtype)


def _count(numbers: NDArray[np.uint32], n_words: int, task: Task) -> NDArray[np.int64]:
    counts = np.zeros(n_words, dtype=np.int64)
    for start in range(0, len(numbers), _BLOCK):
        task.check()
        counts += np.bincount(numbers[start : start + _BLOCK], minlength=n_words)
    return counts


def _sorted_by_word(numbers: NDArray[np.uint32], starts: NDArray[np.int64], task: Task) -> NDArray[np.uint32]:
    """The places of the words, word by word: a counting sort in blocks, so that memory does not grow."""
    with tempfile.TemporaryFile() as file:
        file.truncate(4 * len(numbers))
        places: NDArray[np.uint32] = _mapped(file, np.dtype(np.uint32), len(numbers), mmap.ACCESS_WRITE)
    nexts = starts[:-1].copy()  # where the next place of each word goes
    for start in range(0, len(numbers), _BLOCK):
        task.step(start, len(numbers), "Sorting the places of the words")
        block = numbers[start : start + _BLOCK]
        order = np.argsort(block, kind="stable")
        words, firsts, counts = np.unique(block[order], return_index=True, return_counts=True)
        within = np.arange(len(block)) - np.repeat(firsts, counts)
        places[np.repeat(nexts[words], counts) + within] = start + order
        nexts[words] += counts
    places.flags.writeable = False
    return places
