"""The nearest of some rows to each of others, such as the placed words to each that is to be placed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from explorer.blas import one_blas_thread
from explorer.cores import in_parts
from explorer.embedding import Indices, Vectors
from explorer.neighbors.pairs import closeness, prepared
from explorer.task import Task

_BLOCK_CELLS = 1 << 24
_SPARE = 8  # more than asked for are taken from the float32 table, and ranked again in float64
_ROWS_A_THREAD = 2_000


@one_blas_thread()  # it shares its work out among the cores itself
def nearest_between(
    queries: Vectors, vectors: Vectors, k: int, metric: str = "cosine", task: Task = Task()
) -> tuple[Indices, NDArray[np.float64]]:
    """The ``k`` nearest of ``vectors`` to each of ``queries``, by cosine, L2 or L1, found among all, on all cores.

    Returns indices, (queries, k) int64, and distances, (queries, k) float64, rising, as `graph.neighbor_graph` does;
    ties go by index.

    Raises
    ------
    ValueError : ``k`` is above the number of vectors.
    """
    from explorer.neighbors.graph_kernels import CODES, pick_nearest, rank

    n, n_queries = len(vectors), len(queries)
    if not 1 <= k <= n:
        raise ValueError(f"{k} nearest of {n} rows")
    rows, unit = prepared(np.concatenate([vectors, queries]), metric)
    indices, distances = np.empty((n + n_queries, k), np.int64), np.empty((n + n_queries, k))
    size = max(1, _BLOCK_CELLS // n)

    def look(start: int, stop: int) -> None:
        for first in range(start, stop, size):
            if start == 0:  # one part tells how far all are
                task.step(first, stop, "finding neighbours")
            asking = np.arange(n + first, n + min(first + size, stop))
            near = closeness(rows[asking], rows[:n], metric, task)
            found = np.empty((len(asking), min(k + _SPARE, n)), np.int64)
            pick_nearest(near, found)
            rank(rows, asking, found, CODES[metric], indices, distances)
            task.check()

    in_parts(look, n_queries, _ROWS_A_THREAD)
    task.step(1, 1, "finding neighbours")
    return indices[n:], distances[n:] * unit
