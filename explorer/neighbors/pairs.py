"""Many rows compared with all rows at once, with the precision of float32."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from explorer.embedding import Vectors
from explorer.neighbors.norms import blocks
from explorer.task import Task

Float32s = NDArray[np.float32]

_L1_VALUES = 1 << 24  # values that are turned into float64 at a time


def prepared(vectors: Vectors, metric: str) -> tuple[Float32s, float]:
    """(rows, unit): what `closeness` takes, and what a distance of 1 between these rows is in the space.

    Rows of length 1 for cosine (a zero row stays). For distances they are centred and scaled to numbers up to 1, since
    float32 tells them apart best there.
    """
    rows = np.empty(vectors.shape, np.float32)
    if metric == "cosine":
        for block in blocks(vectors):
            each = vectors[block].astype(np.float64)
            norms = np.sqrt((each * each).sum(axis=1, keepdims=True))
            rows[block] = each / np.where(norms > 0, norms, 1.0)
        return rows, 1.0
    mean = vectors.mean(axis=0, dtype=np.float64)
    unit = max(float(np.abs(vectors[block] - mean).max()) for block in blocks(vectors)) or 1.0
    for block in blocks(vectors):
        rows[block] = (vectors[block] - mean) / unit
    return rows, unit


def closeness(queries: Float32s, rows: Float32s, metric: str, task: Task = Task()) -> Float32s:
    """(queries, rows) float32, more is nearer: the cosine, or a distance with its sign turned.

    Both sides come from one call of `prepared`. For L2 it is the square of the distance, less that of the query's norm.
    """
    if metric == "l1":
        return _l1(queries, rows, task)
    near: Float32s = queries @ rows.T
    if metric == "l2":
        near *= 2
        near -= np.einsum("ij,ij->i", rows, rows)
    return near


def _l1(queries: Float32s, rows: Float32s, task: Task) -> Float32s:
    from scipy.spatial.distance import cdist

    near = np.empty((len(queries), len(rows)), np.float32)
    step = max(1, _L1_VALUES // len(queries) // rows.shape[1])
    for start in range(0, len(rows), step):
        task.check()
        near[:, start : start + step] = -cdist(queries, rows[start : start + step], "cityblock")
    return near
