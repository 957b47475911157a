"""Many queries against all rows by products of matrices, with the precision of float32."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from explorer.blas import one_blas_thread
from explorer.cores import in_parts
from explorer.embedding import Embedding, Indices
from explorer.neighbors.norms import Norms, norms_of
from explorer.task import Task

_CELLS = 1 << 20  # of a block of products: 4 MB, which stay in the cache until they are looked through
_ROWS_A_THREAD = 2_000

Float32s = NDArray[np.float32]


@one_blas_thread()  # each core multiplies and looks through rows of its own: none waits for another
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
    from explorer.neighbors.kernels import keep_nearest

    norms, vectors = norms_of(embedding, task), embedding.vectors[:n_rows]
    scales, shifts = _of_closeness(norms, metric)
    size = max(1, _CELLS // max(len(queries), 1))

    def look(start: int, stop: int) -> tuple[Float32s, Indices]:
        close, rows = np.full((len(queries), k), -np.inf, np.float32), np.zeros((len(queries), k), np.int64)
        products = np.empty(len(queries) * min(size, stop - start), np.float32)
        for first in range(start, stop, size):
            if start == 0:  # one part tells how far all are
                task.step(first, stop, "finding neighbours")
            task.check()
            block = slice(first, min(first + size, stop))
            near = products[: len(queries) * (block.stop - first)].reshape(len(queries), -1)
            np.matmul(queries, vectors[block].T, out=near)
            keep_nearest(near, scales[block], shifts[block], first, close, rows)
        return close, rows

    closes, founds = zip(*in_parts(look, len(vectors), _ROWS_A_THREAD), strict=True)
    if len(closes) == 1:
        return closes[0], founds[0]
    close, rows = np.concatenate(closes, axis=1), np.concatenate(founds, axis=1)
    best = np.argpartition(-close, k - 1, axis=1)[:, :k]
    return np.take_along_axis(close, best, axis=1), np.take_along_axis(rows, best, axis=1)


def _of_closeness(norms: Norms, metric: str) -> tuple[Float32s, Float32s]:
    """(scales, shifts), (n,) each: closeness is the product times the one less the other."""
    if metric == "cosine":
        return norms.inverses, np.where(norms.inverses > 0, 0, np.inf).astype(np.float32)
    if metric == "l2":
        return np.full_like(norms.squares, 2), norms.squares
    return np.ones_like(norms.squares), np.zeros_like(norms.squares)
