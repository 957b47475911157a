"""How often some words of a corpus meet, as a table, and beside it what a model learned of the same words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from explorer.analysis.ordering import cluster_order
from explorer.corpus.concordance import concordance_of
from explorer.corpus.cooccurrence import count_cooccurrences
from explorer.corpus.cooccurrences import Cooccurrences
from explorer.corpus.preprocessing import TokenOptions
from explorer.corpus.reading import Corpus
from explorer.embedding import Embedding, Indices, near_spellings
from explorer.errors import EmptyCorpus, ExplorerError
from explorer.task import Task

MOST_WORDS = 2000
USUAL_MIN_COUNT, FEW_WORDS = 5, 50
ORDERS: Mapping[str, str] = MappingProxyType(
    {"frequency": "Frequency", "alphabet": "Alphabet", "clustering": "Clustering", "given": "As given"}
)

Float64s = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Counted:
    """The words of a corpus and how often they meet.

    min_count:  how often a word must stand in the corpus to be counted; it is chosen to suit the corpus
    """

    corpus: Corpus
    tokens: TokenOptions
    min_count: int
    cooccurrences: Cooccurrences


def count_corpus(
    corpus: Corpus, tokens: TokenOptions, window: int, distance_weighting: bool, task: Task = Task()
) -> Counted:
    """Count how often the words of a corpus meet within its sentences, at most ``window`` words apart.

    Words that occur less than 5 times are taken out first; in a text with fewer than 50 frequent words, less are. The
    text is read once, however often it is counted.

    Raises
    ------
    EmptyCorpus : there are no two words near each other.
    UnreadableFile : a file has gone or has changed.
    Cancelled : within a fraction of a second.
    """
    concordance = concordance_of(corpus, tokens, task.part(0.0, 0.6))
    counts = concordance.word_counts
    falling = np.fromiter(counts.values(), np.int64, len(counts))
    min_count = next((n for n in range(USUAL_MIN_COUNT, 1, -1) if (falling >= n).sum() >= FEW_WORDS), 1)
    n_words = int((falling >= min_count).sum())
    words = tuple(counts)[:n_words]
    try:
        followed = count_cooccurrences(
            concordance.sentences(),
            words,
            window,
            symmetric=False,
            distance_weighting=distance_weighting,
            n_tokens=int(falling.sum()),
            task=task.part(0.6, 1.0),
        )
    except EmptyCorpus as error:
        raise EmptyCorpus(f"{corpus.name}: no two words stand near each other. Choose a longer text.") from error
    found = Cooccurrences(words, falling[:n_words], followed, window, distance_weighting)
    return Counted(corpus, tokens, min_count, found)


@dataclass(frozen=True)
class TableOptions:
    """Which part of the counts is looked at, and how.

    words:      the chosen words; None for the most frequent ones
    n_words, leave_out:  how many of the most frequent ones, after how many that are left out
    weighting:  a key of `explorer.corpus.weighting.WEIGHTINGS`
    direction:  a key of `explorer.corpus.cooccurrences.DIRECTIONS`
    order:      a key of `ORDERS`
    """

    words: tuple[str, ...] | None = None
    n_words: int = 60
    leave_out: int = 0
    weighting: str = "counts"
    direction: str = "both"
    order: str = "frequency"


@dataclass(frozen=True, eq=False)
class CooccurrenceTable:
    """A table of words by words.

    words:     rows and columns
    values:    (n, n) float64 in the weighting that was asked for
    counts:    (n, n) float64 as counted, in that direction
    pairs:     (n, n) float64 as counted, in both directions
    unknown:   chosen words that were not counted, because they are rare or do not stand in the corpus
    n_more:    chosen words beyond the most that a table holds
    tree:      (m, 4, 2) lines of the dendrogram if the order is that of a clustering, else None
    learned:   what a model learned of the same words, or None
    """

    counted: Counted
    options: TableOptions
    words: tuple[str, ...]
    values: Float64s
    counts: Float64s
    pairs: Float64s
    unknown: tuple[str, ...] = ()
    n_more: int = 0
    tree: Float64s | None = None
    learned: Learned | None = None


def make_table(
    counted: Counted, options: TableOptions, embedding: Embedding | None = None, task: Task = Task()
) -> CooccurrenceTable:
    """The table of some words; with an embedding, also what it learned of them.

    Raises
    ------
    ExplorerError : fewer than two of the words were counted.
    Cancelled : between its steps.
    """
    found = counted.cooccurrences
    indices, unknown = _chosen(counted, options)
    if len(indices) < 2:
        raise ExplorerError(_too_few(counted, options, unknown))
    n_more = max(0, len(indices) - MOST_WORDS)
    if n_more:
        indices = np.sort(indices)[:MOST_WORDS]  # the most frequent
    task.check()
    values = found.submatrix(indices, direction=options.direction, weighting=options.weighting)
    task.check()
    order, tree = _ordered(found, indices, values, options.order, task)
    indices, values = indices[order], values[np.ix_(order, order)]
    words = tuple(found.index_to_key[index] for index in indices)
    pairs = found.submatrix(indices)
    task.check()
    counts = pairs if options.direction == "both" else found.submatrix(indices, direction=options.direction)
    learned = None if embedding is None else learned_of(embedding, words, pairs, task)
    return CooccurrenceTable(counted, options, words, values, counts, pairs, unknown, n_more, tree, learned)


def _chosen(counted: Counted, options: TableOptions) -> tuple[Indices, tuple[str, ...]]:
    """The indices of the words asked for, each once, and those that were not counted."""
    found = counted.cooccurrences
    if options.words is None:
        return np.arange(options.leave_out, min(options.leave_out + options.n_words, len(found)), dtype=np.int64), ()
    known: dict[int, None] = {}
    unknown: dict[str, None] = {}
    for word in options.words:
        index = found.key_to_index.get(word.lower() if counted.tokens.lower else word)
        if index is None:
            unknown[word] = None
        else:
            known[index] = None
    return np.fromiter(known, np.int64, len(known)), tuple(unknown)


def _too_few(counted: Counted, options: TableOptions, unknown: Sequence[str]) -> str:
    name, found = counted.corpus.name, counted.cooccurrences
    often = f" {counted.min_count} times or more" if counted.min_count > 1 else ""
    if options.words is None and options.leave_out and len(found) > 1:
        return f"{name} has {len(found):,} words{often and f' that occur{often}'}. Leave out fewer of them."
    if options.words is None:
        lower = " or a lower minimum count (min_count)" if often else ""
        return f"{name}: fewer than two words occur{often}, so none meet. Choose a longer text{lower}."
    if unknown:
        few = ", ".join(f"“{word}”" for word in unknown[:3]) + (" and others" if len(unknown) > 3 else "")
        verb = "does" if len(unknown) == 1 else "do"
        near = [each for word in unknown[:3] for each in near_spellings(word, found.index_to_key)]
        hint = f"Did you mean {', '.join(dict.fromkeys(near))}?" if near else "Choose other words."
        return f"{few} {verb} not occur{often} in {name}. {hint}"
    return "Choose two words or more to see how often they meet."


def _ordered(
    found: Cooccurrences, indices: Indices, values: Float64s, order: str, task: Task
) -> tuple[NDArray[np.intp], Float64s | None]:
    if order == "frequency":
        return np.argsort(indices, kind="stable"), None
    if order == "alphabet":
        words = [found.index_to_key[index] for index in indices]
        return np.array(sorted(range(len(words)), key=lambda place: (words[place].casefold(), words[place]))), None
    if order == "clustering":
        return cluster_order(np.concatenate([values, values.T], axis=1), task)
    return np.arange(len(indices)), None


@dataclass(frozen=True, eq=False)
class Fit:
    """How well the logarithm of counts and the dot product of vectors agree, over pairs of words that meet.

    rows, columns:  (n_pairs,) places of the two words in the table, row < column
    log_counts, dots:  (n_pairs,) float64
    slope, intercept:  of the line by least squares: dot = slope * log count + intercept
    correlation:    Pearson's r
    """

    rows: Indices
    columns: Indices
    log_counts: Float64s
    dots: Float64s
    slope: float
    intercept: float
    correlation: float


@dataclass(frozen=True, eq=False)
class Learned:
    """What a model learned of the words of a table.

    similarities:  (n, n) float64, cosine; NaN where a word is unknown to the model or has a vector of zeros
    unknown:       the words that the model does not know
    fit:           None if there are fewer than three pairs, or all counts or all dot products are the same
    """

    embedding: Embedding
    similarities: Float64s
    unknown: tuple[str, ...] = ()
    fit: Fit | None = None


def learned_of(embedding: Embedding, words: Sequence[str], pairs: Float64s, task: Task = Task()) -> Learned | None:
    """Cosine similarities of the words, and how their dot products go with how often they meet.

    words:  rows and columns of ``pairs``, (n, n), which is symmetric
    Returns None if the model knows fewer than two of the words.
    """
    indices = np.array([embedding.key_to_index.get(word, -1) for word in words], dtype=np.int64)
    known = np.flatnonzero(indices >= 0)
    if len(known) < 2:
        return None
    vectors = embedding.vectors[indices[known]].astype(np.float64)
    task.check()
    dots = vectors @ vectors.T
    norms = np.linalg.norm(vectors, axis=1)
    norms[norms == 0] = np.nan
    cosines = np.clip(dots / np.outer(norms, norms), -1.0, 1.0)
    similarities = np.full((len(words), len(words)), np.nan)
    similarities[np.ix_(known, known)] = cosines
    unknown = tuple(word for word, index in zip(words, indices, strict=True) if index < 0)
    task.check()
    return Learned(embedding, similarities, unknown, _fit(known, dots, pairs))


def _fit(known: Indices, dots: Float64s, pairs: Float64s) -> Fit | None:
    rows, columns = np.triu_indices(len(known), 1)
    counts = pairs[known[rows], known[columns]]
    dots = dots[rows, columns]
    met = counts > 0
    rows, columns, log_counts, dots = known[rows[met]], known[columns[met]], np.log(counts[met]), dots[met]
    if len(dots) < 3 or np.ptp(log_counts) == 0 or np.ptp(dots) == 0:
        return None
    x, y = log_counts - log_counts.mean(), dots - dots.mean()
    slope = float(x @ y / (x @ x))
    correlation = float(np.clip(x @ y / np.sqrt((x @ x) * (y @ y)), -1.0, 1.0))
    return Fit(rows, columns, log_counts, dots, slope, float(dots.mean() - slope * log_counts.mean()), correlation)
