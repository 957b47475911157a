"""Many queries against all rows by products of matrices, with the precision of float32."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from explorer.cores import in_parts
from explorer.embedding import Embedding, Indices
from explorer.neighbors.norms import norms_of
from explorer.task import Task

_CELLS = 1 << 22  # of a block of products: 16 MB
_QUERIES_A_THREAD = 128

Float32s = NDArray[np.float32]


def roughly_nearest(
    embedding: Embedding,
    queries: Float32s,
    k: int,
    metric: str = "cosine",
    n_rows: int | None = None,
    task: Task = Task(),
) -> tuple[Float32s, Indices]:
    """The ``k`` rows nearest to each query by cosine, L2 or dot, in no order, among the first ``n_rows`` or all.

    queries:  (n_queries, dim); of length 1 if closeness is to be the cosine

    Returns closeness and rows, (n_queries, k) each: closeness is the product, for cosine over the row's norm, for L2
    twice the product less the row's square. Where there are fewer than k rows with a direction it is -inf.
    """
    from explorer.neighbors.kernels import METRIC_CODES, keep_nearest

    norms, code = norms_of(embedding, task), METRIC_CODES[metric]
    vectors = embedding.vectors[:n_rows]
    close, rows = np.full((len(queries), k), -np.inf, np.float32), np.zeros((len(queries), k), np.int64)
    size = max(1, _CELLS // max(len(queries), 1))
    products = np.empty(len(queries) * min(size, len(vectors)), np.float32)
    for first in range(0, len(vectors), size):
        task.step(first, len(vectors), "finding neighbours")
        block = slice(first, min(first + size, len(vectors)))
        near = products[: len(queries) * (block.stop - first)].reshape(len(queries), -1)
        np.matmul(queries, vectors[block].T, out=near)
        inverses, squares = norms.inverses[block], norms.squares[block]

        def keep(start: int, stop: int, near: Float32s = near, first: int = first) -> None:
            keep_nearest(near[start:stop], inverses, squares, code, first, close[start:stop], rows[start:stop])  # noqa: B023

        in_parts(keep, len(queries), _QUERIES_A_THREAD)
    return close, rows
