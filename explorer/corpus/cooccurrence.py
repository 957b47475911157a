"""How often words stand near each other: counted over a corpus as a sparse matrix."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from explorer.corpus.token_lines import PIECE, Lines, Numbered, numbered_lines
from explorer.errors import BadOption, EmptyCorpus
from explorer.task import Task

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

WIDEST_WINDOW = 1000
BLOCK = 8_000_000  # tokens that are counted at once, which bounds the memory beside the matrix
PAIRS = 4_000_000  # that a worker is handed at once: some hundredths of a second
WORKERS = 2
AT_ONCE, MOST_AT_ONCE = 100_000, 1000  # tokens and documents that are looked up between two looks at the task

Int32s = NDArray[np.int32]
Int64s = NDArray[np.int64]
Float64s = NDArray[np.float64]
Documents = Iterable[Sequence[str]] | Lines


def count_cooccurrences(
    documents: Documents,
    vocabulary: Sequence[str],
    window: int = 10,
    *,
    symmetric: bool = True,
    distance_weighting: bool = True,
    n_tokens: int = 0,
    workers: int = WORKERS,
    task: Task = Task(),
) -> csr_matrix:
    """Weighted counts of word pairs, (n_words, n_words) float64, rows and columns in the order of the vocabulary.

    Two words of a document that are up to ``window`` words apart are a pair. It adds 1 divided by their distance, or 1
    if there is no ``distance_weighting``: to the row of the first word and to that of the second if the counts are
    symmetric, else to that of the first only, so that ``X[i, j]`` counts how often j stands behind i. Words that are
    not in the vocabulary are taken out of the text before. The entries are those of the original program, `cooccur`,
    up to rounding in the last digit.

    documents:  tokens, read once and streamed: memory grows with the matrix, and by blocks of 8 million tokens; what
                has ``pieces``, as a `TokenFile` does, is read as bytes, which is ten times as fast
    n_tokens:   how many tokens there will be, of which progress is told; 0 if that is not known
    workers:    threads; the result does not depend on them

    Raises
    ------
    EmptyCorpus : no two words of the vocabulary are near each other.
    BadOption : the window is not from 1 to 1,000.
    Cancelled : within a fraction of a second.

    Source: Pennington, Socher & Manning (2014), GloVe: Global Vectors for Word Representation, section 4.2.

    Example: ``[["a", "b", "a"]]`` with the vocabulary ``("a", "b")`` and window 2 gives ``[[1, 2], [2, 0]]``: the pair
    of a and b occurs twice next to each other, and the two a, 2 apart, add a half from either side.
    """
    runs: list[csr_matrix] = []
    for run in followers(
        documents,
        vocabulary,
        window,
        distance_weighting=distance_weighting,
        n_tokens=n_tokens,
        workers=workers,
        task=task,
    ):
        add_run(runs, run, task)
    return counts_of(sum_of(runs, task), symmetric)


def followers(
    documents: Documents,
    vocabulary: Sequence[str],
    window: int,
    *,
    distance_weighting: bool = True,
    block: int = BLOCK,
    n_tokens: int = 0,
    workers: int = WORKERS,
    task: Task = Task(),
) -> Iterator[csr_matrix]:
    """How often words stand behind each other in each block of ``block`` tokens; see `count_cooccurrences`."""
    if not 1 <= window <= WIDEST_WINDOW:
        raise BadOption(f"Window (window) is {window}; it must be from 1 to {WIDEST_WINDOW:,}.")
    weights = 1.0 / np.arange(1, window + 1) if distance_weighting else np.ones(window)
    done = 0
    for read in _blocks(documents, vocabulary, block, task):
        done += read.n_read
        part = task.part(min((done - read.n_read) / n_tokens, 1.0), min(done / n_tokens, 1.0)) if n_tokens else task
        yield _count_followers(read, len(vocabulary), weights, workers, part)


def add_run(runs: list[csr_matrix], run: csr_matrix, task: Task = Task()) -> None:
    """Put a matrix to others that are to be summed up, so that few large ones are added to each other."""
    runs.append(run)
    while len(runs) > 1 and 2 * runs[-1].nnz > runs[-2].nnz:
        task.check()
        runs[-2:] = [runs[-2] + runs[-1]]


def sum_of(runs: list[csr_matrix], task: Task = Task()) -> csr_matrix | None:
    """The sum of what `add_run` has put together, which is taken out; None if there is nothing."""
    while len(runs) > 1:
        task.check()
        runs[-2:] = [runs[-2] + runs[-1]]
    task.check()
    return runs.pop() if runs else None


def counts_of(followed: csr_matrix | None, symmetric: bool) -> csr_matrix:
    """What stands behind each word; if the counts are symmetric, with what stands before it added up.

    Raises
    ------
    EmptyCorpus : nothing stands behind any.
    """
    if followed is None or followed.nnz == 0:
        raise EmptyCorpus("No two words of the vocabulary are near each other. Choose a longer text or more words.")
    return followed + followed.T.tocsr() if symmetric else followed


@dataclass(frozen=True, eq=False)
class _Block:
    """Some documents as numbers.

    tokens:  (n,) the words' indices, one document after the other
    ends:    (n,) where the document of each token ends
    n_read:  how many tokens were read, those outside the vocabulary included
    """

    tokens: Int32s
    ends: Int64s
    n_read: int


def _blocks(documents: Documents, vocabulary: Sequence[str], block: int, task: Task) -> Iterator[_Block]:
    """Documents with about so many tokens of the vocabulary together."""
    parts: list[Numbered] = []
    for part in _numbered(documents, vocabulary, block, task):
        parts.append(part)
        if sum(len(each.tokens) for each in parts) >= block:
            yield _block_of(parts)
            parts = []
    yield _block_of(parts)


def _numbered(documents: Documents, vocabulary: Sequence[str], block: int, task: Task) -> Iterator[Numbered]:
    if isinstance(documents, Lines):
        yield from numbered_lines(documents, vocabulary, min(PIECE, 2 * block), task)  # two bytes are a token at least
        return
    index_of = {word: index for index, word in enumerate(vocabulary)}.get
    for some in _batched(documents, min(AT_ONCE, block)):
        task.check()
        found = array("i")
        lengths = []
        for document in some:
            found.extend(index for index in map(index_of, document) if index is not None)
            lengths.append(len(found))
        yield Numbered(np.array(found, np.int32), np.array(lengths, np.int64), sum(map(len, some)))


def _batched(documents: Iterable[Sequence[str]], n_tokens: int) -> Iterator[list[Sequence[str]]]:
    """The documents in lists of about so many tokens."""
    some: list[Sequence[str]] = []
    length = 0
    for document in documents:
        some.append(document)
        length += len(document)
        if length >= n_tokens or len(some) >= MOST_AT_ONCE:
            yield some
            some, length = [], 0
    yield some


def _block_of(parts: list[Numbered]) -> _Block:
    tokens = np.concatenate([part.tokens for part in parts]) if parts else np.empty(0, np.int32)
    ends = [part.ends + before for part, before in zip(parts, _lengths_before(parts), strict=True)]
    every = np.concatenate(ends) if ends else np.empty(0, np.int64)
    return _Block(tokens, np.repeat(every, np.diff(every, prepend=0)), sum(part.n_read for part in parts))


def _lengths_before(parts: list[Numbered]) -> Int64s:
    lengths = np.array([len(part.tokens) for part in parts], np.int64)
    before: Int64s = np.cumsum(lengths) - lengths
    return before


def _count_followers(block: _Block, n_words: int, weights: Float64s, workers: int, task: Task) -> csr_matrix:
    """The pairs of a block, (n_words, n_words), the word in front as the row; columns sorted."""
    from scipy.sparse import csr_matrix

    from explorer.corpus.cooccurrence_kernels import places_of_words, rows_of_followers

    counts = np.bincount(block.tokens, minlength=n_words)
    starts = np.concatenate([[0], np.cumsum(counts)])
    places = np.empty(len(block.tokens), np.int64)
    places_of_words(block.tokens, starts[:-1].copy(), places)
    most = np.minimum(counts * len(weights), n_words)  # entries in each row
    lengths = np.zeros(n_words, np.int64)
    groups = _groups(counts * len(weights))
    parts: list[tuple[Int32s, Float64s]] = []

    def count(group: tuple[int, int]) -> tuple[Int32s, Float64s]:
        if task.cancelled:
            return np.empty(0, np.int32), np.empty(0)
        first, last = group
        room = int(most[first:last].sum())
        indices, data = np.empty(room, np.int32), np.empty(room)
        row = np.zeros(n_words)
        rows_of_followers(block.tokens, block.ends, weights, starts, places, first, last, row, lengths, indices, data)
        end = int(lengths[first:last].sum())
        return indices[:end].copy(), data[:end].copy()

    with ThreadPoolExecutor(workers) as pool:
        for n_done, part in enumerate(pool.map(count, groups), 1):
            parts.append(part)
            task.step(n_done, len(groups), "Counting word pairs")
    task.check()
    indptr = np.concatenate([[0], np.cumsum(lengths)])
    indices = np.concatenate([part[0] for part in parts]) if parts else np.empty(0, np.int32)
    data = np.concatenate([part[1] for part in parts]) if parts else np.empty(0)
    counted = csr_matrix((data, indices, indptr), shape=(n_words, n_words))
    counted.has_canonical_format = True  # so that nobody looks
    return counted


def _groups(pairs: Int64s) -> list[tuple[int, int]]:
    """Ranges of words with about the same number of pairs in each."""
    total = np.concatenate([[0], np.cumsum(pairs)])
    bounds = np.searchsorted(total, np.arange(0, total[-1] + PAIRS, PAIRS))
    cuts = np.unique(np.minimum(bounds, len(pairs)))
    return list(zip(cuts[:-1].tolist(), cuts[1:].tolist(), strict=True))
