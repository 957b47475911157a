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
    from explorer.neighbors.graph_kernels import CODES, pick_nearest, rank

    rows, unit = prepared(vectors, metric)
    indices, distances = np.empty((n, k), np.int64), np.empty((n, k))
    size = max(1, _BLOCK_CELLS // n)
    for start in range(0, n, size):
        task.step(start, n, "finding neighbours")
        block = slice(start, min(start + size, n))
        near = closeness(rows[block], rows, metric, task)
        near[np.arange(block.stop - start), np.arange(start, block.stop)] = -np.inf
        found = np.empty((len(near), min(k + _SPARE, n - 1)), np.int64)
        pick_nearest(near, found)
        rank(rows, np.arange(start, block.stop), found, CODES[metric], indices, distances)
    return indices, distances * unit
