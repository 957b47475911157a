"""The words at both ends of the axes of a map, which tell what an axis is about."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from explorer.embedding import Indices
from explorer.projection.projection import Projection
from explorer.task import Task


@dataclass(frozen=True, eq=False)
class AxisEnds:
    """One axis and the indices of the words furthest out on it, the outermost first."""

    label: str
    low: Indices
    high: Indices


def ends_of(
    projection: Projection, topn: int = 5, n_words: int | None = None, task: Task = Task()
) -> tuple[AxisEnds, ...]:
    """The ``topn`` words at each end of the axes that mean something; of words equally far out, the more frequent.

    n_words: how many words are looked at, the most frequent; at the ends of a large vocabulary stand words that nobody
             knows. Without it, all

    No word is at both ends: of few words each end gets half at most.

    Example: the ends of "man → woman" are such as he, his, him and she, actress, pregnant.
    """
    points = projection.points[:n_words]
    topn = min(topn, len(points) // 2)
    found = []
    for label, places in zip(projection.axes, points.T, strict=False):
        task.check()
        if label:
            low, high = (projection.indices[_lowest(values, topn)] for values in (places, -places))
            found.append(AxisEnds(label, low, high))
    return tuple(found)


def _lowest(values: np.ndarray[tuple[int], np.dtype[np.float32]], topn: int) -> Indices:
    """The rows of the lowest values, the lowest first, equal ones in their order."""
    if topn < 1:
        return np.zeros(0, np.int64)
    limit = np.partition(values, topn - 1)[topn - 1]
    rows = np.flatnonzero(values <= limit)
    return np.asarray(rows[np.argsort(values[rows], kind="stable")][:topn], dtype=np.int64)
