"""The nearest words of many words at once: products of whole blocks, the same answers as one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explorer.embedding import Embedding, Indices
from explorer.neighbors.codes import kernels_are_ready
from explorer.neighbors.exact import Neighbors, check_topn, nearest, rank_candidates
from explorer.neighbors.metrics import metric_of
from explorer.neighbors.norms import norms_of
from explorer.neighbors.products import roughly_nearest
from explorer.neighbors.scan import gamma_of
from explorer.task import Task

_QUERIES = 1024  # that are answered together
_SPARE = 16  # more than asked for are kept, and ranked in float64
_FEW = 4  # queries that one by one are as quick
_WORTH_COMPILING = 100  # queries that take longer one by one than the kernels to be compiled


@dataclass(frozen=True, eq=False)
class NeighborsOfMany:
    """The words nearest to each of many, best first.

    metric:   a key of `METRICS`
    indices:  (n_queries, k) int64; -1 at the end where an approximate index found fewer
    values:   (n_queries, k) float64: similarities, falling, or distances, rising
    """

    metric: str
    indices: Indices
    values: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.indices)

    def of(self, query: int) -> Neighbors:
        """The neighbours of the query at a place."""
        is_there = self.indices[query] >= 0
        return Neighbors(self.metric, self.indices[query][is_there], self.values[query][is_there])


def nearest_many(
    embedding: Embedding, indices: Sequence[int], topn: int = 10, metric: str = "cosine", task: Task = Task()
) -> NeighborsOfMany:
    """The ``topn`` words nearest to each of the words of ``indices``, exactly as `nearest` finds them one by one.

    All queries are multiplied with a block of rows at a time, by BLAS on all cores in float32. What is then kept of a
    query is enough if its last is farther from the ``topn``-th than the rounding can have moved them; otherwise, as
    where there are many ties, the query is asked by itself. L1 is no product and is asked word by word.

    Raises
    ------
    BadOption     : an unknown metric, or ``topn`` below 1.
    ExplorerError : the metric is cosine and the vector of one of the words is zero.
    """
    metric_of(metric)
    check_topn(topn)
    queries = np.asarray(indices, dtype=np.int64)
    k = min(topn, len(embedding) - 1)
    found, values = np.empty((len(queries), k), np.int64), np.empty((len(queries), k))
    can_multiply = metric != "l1" and k + _SPARE + 1 <= len(embedding) and norms_of(embedding, task).are_tame
    is_worth_it = len(queries) > (_FEW if kernels_are_ready() else _WORTH_COMPILING)
    size = _QUERIES if can_multiply and is_worth_it else 1
    for start in range(0, len(queries), size):
        task.step(start, len(queries), "finding neighbours")
        block = slice(start, min(start + size, len(queries)))
        part = task.part(start / len(queries), block.stop / len(queries))
        if size > 1:
            _by_products(embedding, queries[block], metric, found[block], values[block], part)
        else:
            _alone(embedding, int(queries[start]), metric, found[start], values[start], part)
    return NeighborsOfMany(metric, found, values)


def _alone(
    embedding: Embedding, index: int, metric: str, found: Indices, values: NDArray[np.float64], task: Task
) -> None:
    if len(found):
        near = nearest(embedding, index, len(found), metric, task)
        found[:], values[:] = near.indices, near.values


def _by_products(
    embedding: Embedding, queries: Indices, metric: str, found: Indices, values: NDArray[np.float64], task: Task
) -> None:
    """Fill ``found`` and ``values``, (queries, k) each."""
    norms, k = norms_of(embedding), found.shape[1]
    asked = embedding.vectors[queries]
    if metric == "cosine":
        asked = asked * norms.inverses[queries][:, None]
    close, rows = roughly_nearest(embedding, asked, k + _SPARE + 1, metric, task=task)
    order = np.argsort(rows, axis=1)
    close, rows = np.take_along_axis(close, order, axis=1), np.take_along_axis(rows, order, axis=1)
    found[:], values[:] = rank_candidates(embedding, queries, rows, metric, k, task)
    is_full = (close > -np.inf).all(axis=1)  # so many have a direction
    close[rows == queries[:, None]] = np.inf  # itself, which is the first of k + 1
    kept = np.sort(close, axis=1)
    is_itself_kept = np.isinf(kept[:, -1])
    kth = np.where(is_itself_kept, kept[:, -k - 1], kept[:, -k])
    error = _error(norms.norms[queries].astype(np.float64), float(norms.norms.max()), embedding.dim, metric)
    is_sure = is_full & (kth - 2 * error > kept[:, 0])  # what was not kept cannot be among them
    for place in np.flatnonzero(~is_sure).tolist():
        _alone(embedding, int(queries[place]), metric, found[place], values[place], task)


def _error(norms: NDArray[np.float64], longest: float, dim: int, metric: str) -> NDArray[np.float64]:
    """(queries,): a bound of what float32 can be off by in the closeness of any row to queries of those norms."""
    gamma = float(gamma_of(dim))
    if metric == "cosine":
        return np.full(len(norms), 2 * gamma)
    product = gamma * norms * longest
    return product if metric == "dot" else 2 * product + gamma * longest**2
