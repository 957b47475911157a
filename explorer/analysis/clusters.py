"""Words grouped by their vectors: spherical k-means, each cluster named by the frequent words at its heart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from explorer.blas import one_blas_thread
from explorer.cores import in_parts
from explorer.embedding import Embedding, Vectors
from explorer.errors import BadOption
from explorer.task import Task

FEWEST, MOST, DEFAULT = 2, 20, 10
"""How many clusters may be asked for, and how many are found unless another number is; that many colours there are."""
NOWHERE = -1
"""The number of words that belong to no cluster, because their vectors have no direction."""

_SAMPLE = 20_000
"""Starts are tried on so many words; all words then go on from the best."""
_STARTS = 4
_ROUNDS = 50
_ENOUGH = 1e-5
"""A round that betters the mean cosine by less than this share is the last."""
_BLOCK = 4096  # rows; at 300 dimensions some milliseconds, so that cancelling never waits

Numbers = NDArray[np.int16]
_Floats = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Clusters:
    """The clusters of an embedding, the largest first; nothing in it changes.

    numbers:  (n_words,) int16, read-only: the cluster of each word, `NOWHERE` for a word without a direction
    names:    a name for each cluster, such as "whale, ship, boat"; no two are the same
    centers:  (n, dim) float32, read-only: the mean direction of each, of unit length
    asked:    how many were asked for; there are fewer if there are fewer different words
    cohesion: the mean cosine of the words to the centre of their cluster
    """

    numbers: Numbers
    names: tuple[str, ...]
    centers: Vectors
    asked: int
    cohesion: float

    def __len__(self) -> int:
        return len(self.names)

    def told(self) -> tuple[str, ...]:
        """The name of each word's cluster, as a column of a table; "" for a word that belongs to none."""
        names = (*self.names, "")
        return tuple(names[number] for number in self.numbers.tolist())


def find_clusters(embedding: Embedding, n: int = DEFAULT, seed: int = 1, task: Task = Task()) -> Clusters:
    """Group the words of an embedding so that those of a cluster point nearly the same way.

    Spherical k-means: a word belongs to the centre with which it has the greatest cosine, and a centre is the mean
    direction of its words; the lengths of vectors do not matter. Of four starts by k-means++ on a sample of 20,000
    words the best is taken up with all words. Words whose vectors are zero belong to no cluster. Same seed, same
    answer.

    Raises
    ------
    BadOption : ``n`` is not from 2 to 20.
    Cancelled : the task was cancelled.

    Source: Dhillon & Modha (2001), Concept decompositions for large sparse text data using clustering; the start is
    Arthur & Vassilvitskii (2007), by scikit-learn.

    Example: ``find_clusters(embedding, 8).names[0]`` might be "whale, ship, boat".
    """
    if not FEWEST <= n <= MOST:
        raise BadOption(f"The number of clusters is {n}; it must be from {FEWEST} to {MOST}.")
    task.step(0, 1, "Looking for clusters")
    norms = embedding.norms
    has_direction = (norms > 0) & np.isfinite(norms)
    weights = np.zeros(len(norms), np.float32)
    with np.errstate(over="ignore"):
        np.divide(1, norms, out=weights, where=has_direction)
    has_direction &= np.isfinite(weights)  # a length so small that its inverse is none
    weights[~has_direction] = 0
    if not has_direction.any():
        nowhere = np.full(len(norms), NOWHERE, np.int16)
        return _frozen(nowhere, (), np.zeros((0, embedding.dim), np.float32), n, 0.0)
    with one_blas_thread():
        centers = _begin(embedding.vectors, weights, np.flatnonzero(has_direction), n, seed, task.part(0, 0.4))
        centers, numbers, cohesion = _settle(embedding.vectors, weights, centers, task.part(0.4, 0.95))
    numbers[~has_direction] = NOWHERE
    centers, numbers = _largest_first(centers, numbers)
    names = _names(embedding, centers, numbers, weights, task)
    return _frozen(numbers, names, centers, n, cohesion)


def _begin(vectors: Vectors, weights: _Floats, rows: NDArray[np.int64], n: int, seed: int, task: Task) -> _Floats:
    """The best centres of a few starts, (n, dim); of a sample, if there are many words."""
    from sklearn.cluster import kmeans_plusplus

    if len(rows) > _SAMPLE:
        rows = np.sort(np.random.default_rng(seed).choice(rows, _SAMPLE, replace=False))
    units = vectors[rows] * weights[rows, None]
    units = np.unique(units, axis=0) if len(units) <= 10 * n else units  # few words may be fewer different ones
    n = min(n, len(units))
    ones = np.ones(len(units), np.float32)
    best, most = units[:n], -np.inf
    for start in range(_STARTS):
        part = task.part(start / _STARTS, (start + 1) / _STARTS)
        part.check()
        begun, _ = kmeans_plusplus(units, n, random_state=seed + start)
        centers, _, cohesion = _settle(units, ones, begun.astype(np.float32), part)
        if cohesion > most:
            best, most = centers, cohesion
    return best


def _settle(vectors: Vectors, weights: _Floats, centers: _Floats, task: Task) -> tuple[_Floats, Numbers, float]:
    """Let centres and words follow each other until they rest: centres, the number of each row, and the mean cosine.

    weights: (n,) float32, one over the length of each vector, so that no copy of unit length is needed; zero for a row
             that does not count
    """
    n_words, before = max(int(np.count_nonzero(weights)), 1), -np.inf
    numbers = np.zeros(len(vectors), np.int16)
    for done in range(_ROUNDS):
        task.step(done, _ROUNDS)
        parts = in_parts(partial(_join, vectors, weights, centers, numbers, task), len(vectors))
        sums, cohesion = sum(sums for sums, _ in parts), sum(total for _, total in parts) / n_words
        if cohesion - before <= _ENOUGH * abs(cohesion):
            break
        before = cohesion
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        moved = np.divide(sums, lengths, out=centers.astype(np.float64), where=lengths > 0)
        centers = moved.astype(np.float32)
    return centers, numbers, cohesion


def _join(
    vectors: Vectors, weights: _Floats, centers: _Floats, numbers: Numbers, task: Task, start: int, stop: int
) -> tuple[NDArray[np.float64], float]:
    """Let some rows join the nearest centres: the sums of those of each, as of unit length, and of their cosines."""
    sums, total = np.zeros(centers.shape, np.float64), 0.0
    for first in range(start, stop, _BLOCK):
        task.check()
        block = slice(first, min(first + _BLOCK, stop))
        units = vectors[block] * weights[block, None]
        cosines = units @ centers.T
        nearest = cosines.argmax(axis=1)
        joins = np.zeros(cosines.shape, np.float32)
        joins[np.arange(len(units)), nearest] = 1
        sums += joins.T @ units
        total += float(cosines.max(axis=1).sum(dtype=np.float64))
        numbers[block] = nearest
    return sums, total


def _largest_first(centers: _Floats, numbers: Numbers) -> tuple[_Floats, Numbers]:
    """The same clusters by falling size, without those that have lost all words."""
    sizes = np.bincount(numbers[numbers >= 0], minlength=len(centers))
    order = np.argsort(-sizes, kind="stable")[: np.count_nonzero(sizes)]
    places = np.full(len(centers) + 1, NOWHERE, np.int16)  # the last one is that of NOWHERE
    places[order] = np.arange(len(order))
    return centers[order], places[numbers]


# Names -----------------------------------------------------------------------------------------------------------

_WORDS_A_NAME = 3
_FREQUENT = 25, 100
"""Its name is chosen from the first eighth of a cluster's words, but from so many at least and at most."""


def _names(embedding: Embedding, centers: _Floats, numbers: Numbers, weights: _Floats, task: Task) -> tuple[str, ...]:
    """Each cluster by those of its frequent words that are near to its centre and far from the others."""
    names = []
    for number in range(len(centers)):
        task.check()
        members = np.flatnonzero(numbers == number)
        fewest, most = _FREQUENT
        n_frequent = min(max(len(members) // 8, fewest), most)
        telling = [i for i in members[: 20 * most].tolist() if _is_telling(embedding.index_to_key[i])]
        candidates = np.array(telling[:n_frequent] or members[:n_frequent].tolist())
        cosines = (embedding.vectors[candidates] @ centers.T) * weights[candidates, None]
        own = cosines[:, number].copy()
        cosines[:, number] = 0.0
        ranked = candidates[np.argsort(cosines.max(axis=1, initial=0.0) / 2 - own, kind="stable")]
        names.append(", ".join(_told_apart([embedding.index_to_key[i] for i in ranked.tolist()])))
    return tuple(names)


def _is_telling(word: str) -> bool:
    """Whether a word may be part of a name: no number, no sign, and nothing as short as "to" in Latin letters."""
    return any(map(str.isalpha, word)) and (len(word) > 2 or not word.isascii())


def _told_apart(words: Sequence[str]) -> list[str]:
    """The first words that are no forms of each other, as "ship" and "ships" are."""
    chosen: list[str] = []
    for word in words:
        if not any(_share_stem(word.casefold(), other.casefold()) for other in chosen):
            chosen.append(word)
        if len(chosen) == _WORDS_A_NAME:
            break
    return chosen


def _share_stem(one: str, other: str) -> bool:
    shorter = min(len(one), len(other))
    stem = max(shorter - 2, min(shorter, 3))
    return one[:stem] == other[:stem]


def _frozen(numbers: Numbers, names: tuple[str, ...], centers: _Floats, asked: int, cohesion: float) -> Clusters:
    numbers.flags.writeable = centers.flags.writeable = False
    return Clusters(numbers, names, centers, asked, cohesion)
