"""Putting the rows of a table beside those that resemble them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from explorer.task import Task

MOST_REARRANGED = 300  # rows up to which the branches are also turned so that neighbours resemble each other most

Float64s = NDArray[np.float64]


def cluster_order(rows: Float64s, task: Task = Task()) -> tuple[NDArray[np.intp], Float64s]:
    """An order of the rows of a table by hierarchical clustering, and the dendrogram in that order.

    Average linkage of cosine distances; a row of zeros is as far from all others as can be. The dendrogram comes as
    lines, (n - 1, 4, 2) of (place in the order, height from 0 to 1).

    Sources: Sokal & Michener (1958), A Statistical Method for Evaluating Systematic Relationships; Bar-Joseph, Gifford
    & Jaakkola (2001), Fast optimal leaf ordering for hierarchical clustering.

    Example: ``cluster_order(np.array([[1, 0], [0, 1], [2, 0]]))[0]`` keeps the first and the third row together.
    """
    from scipy.cluster.hierarchy import leaves_list, linkage
    from scipy.spatial.distance import squareform

    task.check()
    if len(rows) < 2:
        return np.arange(len(rows)), np.zeros((0, 4, 2))
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    units = np.divide(rows, lengths, out=np.zeros_like(rows, dtype=np.float64), where=lengths > 0)
    distances = np.clip(1.0 - units @ units.T, 0.0, 2.0)
    np.fill_diagonal(distances, 0.0)
    task.check()
    condensed = squareform(distances, checks=False)
    merged = linkage(condensed, "average", optimal_ordering=len(rows) <= MOST_REARRANGED)
    task.check()
    order = leaves_list(merged).astype(np.intp)
    return order, _lines(merged, order)


def _lines(merged: Float64s, order: NDArray[np.intp]) -> Float64s:
    """The dendrogram of a linkage whose leaves stand in that order."""
    n = len(order)
    places, heights = np.zeros(2 * n - 1), np.zeros(2 * n - 1)
    places[order] = np.arange(n)
    top = float(merged[:, 2].max()) or 1.0
    lines = np.empty((n - 1, 4, 2))
    for node, (one, other, distance) in enumerate(merged[:, :3].tolist(), start=n):
        left, right, height = int(one), int(other), distance / top
        lines[node - n] = (
            (places[left], heights[left]),
            (places[left], height),
            (places[right], height),
            (places[right], heights[right]),
        )
        places[node], heights[node] = (places[left] + places[right]) / 2, height
    return lines
