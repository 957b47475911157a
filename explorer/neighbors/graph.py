"""The nearest neighbours of every row at once: the graph that UMAP and t-SNE start from."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from explorer.embedding import Indices, Vectors
from explorer.neighbors.metrics import metric_of
from explorer.neighbors.pairs import closeness, prepared
from explorer.task import Task

Float32s = NDArray[np.float32]

_BLOCK_CELLS = 1 << 24  # cells of a block of the table of all pairs: 64 MB
_GROUPS = (32, 8)  # columns of which only the best is looked at to find what k of them surely reach
_SPARE = 8  # more neighbours than asked for are taken from the float32 table, and ranked again in float64


def neighbor_graph(
    vectors: Vectors, k: int, metric: str = "cosine", task: Task = Task()
) -> tuple[Indices, NDArray[np.float64]]:
    """The ``k`` nearest other rows of each row, by cosine, L2 or L1, found among all.

    Returns indices, (n, k) int64, and distances, (n, k) float64, rising; for cosine that is 1 - cosine, and 1 to a
    zero vector. They are picked with the precision of float32 and then ranked with that of float64, ties by index.

    Raises
    ------
    BadOption  : an unknown metric.
    ValueError : ``k`` is not below the number of rows, or the metric is the dot product, which is no distance.
    """
    n = len(vectors)
    if not 1 <= k < n:
        raise ValueError(f"{k} neighbours of {n} rows")
    if metric_of(metric).key == "dot":
        raise ValueError("the dot product is not a distance")
    rows, unit = prepared(vectors, metric)
    indices, distances = np.empty((n, k), np.int64), np.empty((n, k))
    size = max(1, _BLOCK_CELLS // n)
    for start in range(0, n, size):
        task.step(start, n, "finding neighbours")
        block = slice(start, min(start + size, n))
        near = closeness(rows[block], rows, metric, task)
        near[np.arange(block.stop - start), np.arange(start, block.stop)] = -np.inf
        found = _largest(near, min(k + _SPARE, n - 1))
        indices[block], distances[block] = _ranked(rows, block, found, k, metric, task)
    return indices, distances * unit


def _largest(near: Float32s, k: int) -> Indices:
    """(rows, k): the columns of the k largest of each row, in no order."""
    n = near.shape[1]
    group = next((each for each in _GROUPS if n // each >= 8 * k), None)
    if group is None:
        return np.argpartition(near, n - k, axis=1)[:, n - k :]
    # The best of k groups are k values: every value that reaches the least of them can be meant, and few others do.
    best = near[:, : n // group * group].reshape(len(near), group, -1).max(axis=1)
    surely = np.partition(best, best.shape[1] - k, axis=1)[:, best.shape[1] - k]
    found = np.empty((len(near), k), np.int64)
    for place, row in enumerate(near):
        columns = np.flatnonzero(row >= surely[place])
        if len(columns) > k:
            columns = columns[np.argpartition(row[columns], len(columns) - k)[len(columns) - k :]]
        found[place] = columns
    return found


def _ranked(
    rows: Float32s, block: slice, found: Indices, k: int, metric: str, task: Task
) -> tuple[Indices, NDArray[np.float64]]:
    """The k nearest of those found for each row of the block, by distances in float64."""
    found.sort(axis=1)
    distances = np.empty(found.shape)
    for place, row in enumerate(rows[block].astype(np.float64)):
        if place % 256 == 0:
            task.check()
        others = rows[found[place]]
        if metric == "cosine":
            distances[place] = 1 - (others * row).sum(axis=1)
        elif metric == "l2":
            distances[place] = np.sqrt(np.square(others - row).sum(axis=1))
        else:
            distances[place] = np.abs(others - row).sum(axis=1)
    np.maximum(distances, 0, out=distances)
    order = np.argsort(distances, axis=1, kind="stable")[:, :k]
    return np.take_along_axis(found, order, axis=1), np.take_along_axis(distances, order, axis=1)
