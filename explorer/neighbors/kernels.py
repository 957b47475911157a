"""The numba kernels of the scans; importing them may compile for seconds: `exact.warm` does that in the background."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

COSINE, DOT, L2 = 0, 1, 2
METRIC_CODES = {"cosine": COSINE, "dot": DOT, "l2": L2}
"""The metrics that are made of dot products, as the kernels take them."""

VECTORS = "Array(float32, 2, 'C', readonly=True)"
ANY_ORDER = {"reassoc", "contract"}  # the order of a sum is free: the scan's bound holds in any

Float32s = NDArray[np.float32]


@njit(f"void({VECTORS}, float32[::1], float32[::1])", cache=True, nogil=True, error_model="numpy", fastmath=ANY_ORDER)
def l1_distances(vectors: Float32s, query: Float32s, distances: Float32s) -> None:
    """Fill ``distances`` with the sum of |difference| between each row of ``vectors`` and ``query``."""
    n, dim = vectors.shape
    for row in range(n):
        total = np.float32(0)
        for column in range(dim):
            total += abs(vectors[row, column] - query[column])
        distances[row] = total


@njit(
    "void(float32[:, ::1], float32[::1], float32[::1], int64, float32[:, ::1], int64[:, ::1])",
    cache=True,
    nogil=True,
    error_model="numpy",
)
def keep_nearest(
    products: Float32s,
    scales: Float32s,
    shifts: Float32s,
    first: int,
    nearest: Float32s,
    indices: NDArray[np.int64],
) -> None:
    """Keep, for each query, the rows of the largest closeness met so far, in no order.

    products:  (queries, n), with the rows from ``first`` on; closeness is product * scale - shift
    scales, shifts:    (n,)
    nearest, indices:  (queries, k), updated
    """
    n_queries, n = products.shape
    run = 64  # columns that are looked at together: few of them hold anything near enough
    for query in range(n_queries):
        near, values, rows = products[query], nearest[query], indices[query]
        least = values.argmin()
        for start in range(0, n, run):
            stop = min(start + run, n)
            bound = values[least]
            n_nearer = 0
            for column in range(start, stop):
                n_nearer += near[column] * scales[column] - shifts[column] > bound
            if n_nearer == 0:
                continue
            for column in range(start, stop):
                value = near[column] * scales[column] - shifts[column]
                if value > values[least]:
                    values[least], rows[least] = value, first + column
                    least = values.argmin()
