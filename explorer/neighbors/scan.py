"""A quick pass in float32 over all rows that says which of them can be among the nearest.

*Closeness* is the similarity, or the distance with its sign turned (for L2 its square, less what all rows share), so
that more is nearer. The scan gives a closeness and a bound of its error for each row; a row whose closeness may be as
large as what k rows surely reach is a *candidate*, and every other row cannot be among the k nearest.

The bounds are those of Higham, *Accuracy and Stability of Numerical Algorithms* (2002), section 3.1: a sum of d
products in any order is off by at most gamma(d) times the sum of their sizes, gamma(d) = d u / (1 - d u), u = 2^-24;
that sum is at most the product of the norms (Cauchy-Schwarz).
"""

from __future__ import annotations

import sys

import numpy as np
from numpy.typing import NDArray

from explorer.embedding import Embedding, Indices
from explorer.neighbors.norms import blocks, is_tame, norms_of
from explorer.task import Task

_UNIT = 2.0**-24
_ROUNDINGS = 16  # more than there are besides those of the sum: of the query, the norms, the last sums and the bounds
_TINY = np.float32(1e-36)  # what products that are too small for float32 can add up to
_GROUP = 64  # rows of which only the best is looked at to find what k rows surely reach
_KERNELS = "explorer.neighbors.kernels"

Float32s = NDArray[np.float32]


def candidates(
    embedding: Embedding, query: NDArray[np.float64], k: int, metric: str, leave_out: Indices, task: Task = Task()
) -> Indices:
    """Indices, rising, of all rows that can be among the ``k`` nearest to ``query``, and some more."""
    scanned = _scan(embedding, query, metric, task)
    if scanned is None:
        rows = np.arange(len(embedding), dtype=np.int64)
    else:
        closeness, slack = scanned
        closeness[leave_out] = -np.inf
        surely = _kth_largest(closeness - slack, k)
        rows = np.flatnonzero(closeness + slack >= surely)
    return rows[~np.isin(rows, leave_out)] if leave_out.size else rows


def _scan(
    embedding: Embedding, query: NDArray[np.float64], metric: str, task: Task
) -> tuple[Float32s, Float32s | np.float32] | None:
    """(closeness, bound of its error) of all rows; None if float32 does not serve."""
    norms = norms_of(embedding, task)
    norm = float(np.sqrt(query @ query))
    if not (norms.are_tame and is_tame(norm)):
        return None
    terms = (embedding.dim + _ROUNDINGS) * _UNIT
    gamma = np.float32(terms / (1 - terms))
    if metric == "l1":
        if _KERNELS not in sys.modules:  # it may still have to be compiled, which takes seconds: `warm` does that
            return None
        closeness = -_l1_distances(embedding, query.astype(np.float32), task)
        return closeness, gamma * (np.float32(np.abs(query).sum()) - closeness) + _TINY
    closeness = _products(embedding, query.astype(np.float32), task)
    if metric == "dot":
        return closeness, gamma * np.float32(norm) * norms.norms + _TINY
    if metric == "cosine":
        closeness *= norms.inverses
        closeness *= np.float32(1 / norm)
        closeness[norms.inverses == 0] = -np.inf  # no direction: last
        return closeness, gamma
    closeness *= 2
    closeness -= norms.squares
    return closeness, gamma * (np.float32(2 * norm) * norms.norms + norms.squares) + _TINY


def _products(embedding: Embedding, query: Float32s, task: Task) -> Float32s:
    products = np.empty(len(embedding), np.float32)
    for block in blocks(embedding.vectors):
        task.check()
        np.dot(embedding.vectors[block], query, out=products[block])
    return products


def _l1_distances(embedding: Embedding, query: Float32s, task: Task) -> Float32s:
    from explorer.neighbors.kernels import l1_distances

    distances = np.empty(len(embedding), np.float32)
    for block in blocks(embedding.vectors):
        task.check()
        l1_distances(embedding.vectors[block], query, distances[block])
    return distances


def _kth_largest(values: Float32s, k: int) -> np.float32:
    """A value that at least ``k`` of the values reach, and that is nearly the k-th largest; -inf if there are fewer."""
    whole = len(values) // _GROUP * _GROUP
    if whole >= 16 * _GROUP * k:  # the best of k groups are k values, and groups are soon looked through
        values = np.concatenate((values[:whole].reshape(_GROUP, -1).max(axis=0), values[whole:]))
    k = min(k, len(values))
    return np.float32(np.partition(values, len(values) - k)[len(values) - k])
