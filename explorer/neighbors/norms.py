"""The lengths of an embedding's vectors, computed once and kept as long as the embedding is open."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from explorer.embedding import Embedding, Indices, Vectors
from explorer.task import Task

BLOCK_VALUES = 1 << 22  # values of a block: 16 MB of float32, a few milliseconds of work
_SMALLEST, _LARGEST = 1e-12, 1e15  # lengths between which a float32 product neither vanishes nor overflows


@dataclass(frozen=True, eq=False)
class Norms:
    """What a scan needs to know of the lengths.

    norms:     (n,) float32, rounded from float64
    squares:   (n,) float32, their squares, rounded from float64
    inverses:  (n,) float32, 1 / norm, and 0 for a zero vector
    are_tame:  whether all lengths but 0 are such that float32 products neither vanish nor overflow
    """

    norms: NDArray[np.float32]
    squares: NDArray[np.float32]
    inverses: NDArray[np.float32]
    are_tame: bool


_known: WeakKeyDictionary[Embedding, Norms] = WeakKeyDictionary()
_lock = threading.Lock()


def norms_of(embedding: Embedding, task: Task = Task()) -> Norms:
    """The norms of an embedding; the first call computes them, later ones find them."""
    with _lock:
        if embedding not in _known:
            _known[embedding] = _computed(embedding.vectors, task)
        return _known[embedding]


def drawn_words(embedding: Embedding, n: int, seed: int, task: Task = Task()) -> Indices:
    """(n,) int64, rising: words drawn at random, whose vectors are not zero; fewer if there are no more."""
    can_be_asked = np.flatnonzero(norms_of(embedding, task).norms > 0)
    return np.sort(np.random.default_rng(seed).permutation(can_be_asked)[:n])


def is_tame(norm: float) -> bool:
    """Whether float32 products with a vector of this length neither vanish nor overflow."""
    return norm == 0 or _SMALLEST < norm < _LARGEST


def blocks(rows: NDArray[Any], n_values: int = BLOCK_VALUES) -> list[slice]:
    """Slices that cut the rows into blocks of ``n_values``, usually a few milliseconds' work."""
    n, dim = rows.shape
    size = max(1, n_values // dim)
    return [slice(start, min(start + size, n)) for start in range(0, n, size)]


def _computed(vectors: Vectors, task: Task) -> Norms:
    squares = np.empty(len(vectors))
    for block in blocks(vectors):
        task.check()
        rows = vectors[block].astype(np.float64)
        squares[block] = np.einsum("ij,ij->i", rows, rows)
    norms = np.sqrt(squares)
    some = norms[norms > 0]
    are_tame = some.size == 0 or (is_tame(float(some.min())) and is_tame(float(some.max())))
    inverses = np.divide(1.0, norms, out=np.zeros_like(norms), where=norms > 0)
    with np.errstate(over="ignore", under="ignore"):  # then they are not tame, and not used
        return Norms(norms.astype(np.float32), squares.astype(np.float32), inverses.astype(np.float32), are_tame)
