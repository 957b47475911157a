"""Which words stand wrong on a map: those among whose neighbours there are few of their neighbours in the space."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from explorer.embedding import Indices, Vectors
from explorer.projection.layout import graph_of_any_size
from explorer.projection.projection import Points, Projection
from explorer.task import Task

_BLOCK = 1 << 14


def map_errors(
    vectors: Vectors, projection: Projection, metric: str = "cosine", k: int = 15, task: Task = Task()
) -> NDArray[np.float32]:
    """(n,) float32, 0 to 1: the share of each word's ``k`` nearest on the map that are not its ``k`` nearest in space.

    vectors:  (n_words, dim) of the whole embedding, or of the projected words only
    metric:   what near means in the space: "cosine", "l2" or "l1"
    k:        at most half of the words

    The mean is 1 minus the neighbour recall of `measure_quality` for all words. As for a map by UMAP, the neighbours in
    the space are exact for up to 20,000 words and nearly so beyond.
    """
    n = len(projection)
    rows = vectors if len(vectors) == n else vectors[projection.indices]
    k = min(k, (n - 1) // 2)
    if k < 1:
        return np.zeros(n, np.float32)
    in_space, _, _ = graph_of_any_size(rows, k, metric, task.part(0.0, 0.8))
    on_map = _nearest_on_map(projection.points, k, task.part(0.8, 1.0))
    kept = np.zeros(n, np.int64)
    for column in range(k):
        kept += (in_space == on_map[:, column : column + 1]).any(axis=1)
    return (1 - kept / k).astype(np.float32)


def _nearest_on_map(points: Points, k: int, task: Task) -> Indices:
    """(n, k): the nearest other points of each."""
    from scipy.spatial import KDTree

    n = len(points)
    tree = KDTree(points)
    found = np.empty((n, k), np.int64)
    for start in range(0, n, _BLOCK):
        task.step(start, n, "finding neighbours on the map")
        rows = np.arange(start, min(start + _BLOCK, n))
        near = np.asarray(tree.query(points[rows], k + 1)[1])
        itself = near == rows[:, None]
        itself[~itself.any(axis=1), -1] = True  # of many in one place, any will do
        found[rows] = near[~itself].reshape(len(rows), k)
    task.step(n, n, "finding neighbours on the map")
    return found
