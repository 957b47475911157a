"""The numba kernels of the scans; importing them may compile for seconds: `exact.warm` does that in the background."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

LARGEST_CODE = 127
COSINE, DOT, L2 = 0, 1, 2
METRIC_CODES = {"cosine": COSINE, "dot": DOT, "l2": L2}
"""The metrics that are made of dot products, as the kernels take them."""

_TWO = np.float32(2)  # a whole number would make the sums float64
_VECTORS = "Array(float32, 2, 'C', readonly=True)"
_ANY_ORDER = {"reassoc", "contract"}  # the order of a sum is free: the scan's bound holds in any

Float32s = NDArray[np.float32]


@njit(f"void({_VECTORS}, float32[::1], float32[::1])", cache=True, nogil=True, error_model="numpy", fastmath=_ANY_ORDER)
def l1_distances(vectors: Float32s, query: Float32s, distances: Float32s) -> None:
    """Fill ``distances`` with the sum of |difference| between each row of ``vectors`` and ``query``."""
    n, dim = vectors.shape
    for row in range(n):
        total = np.float32(0)
        for column in range(dim):
            total += abs(vectors[row, column] - query[column])
        distances[row] = total


@njit("boolean(int64[::1], int64)", nogil=True, inline="always")
def _holds(rising: NDArray[np.int64], value: int) -> bool:
    place = np.searchsorted(rising, value)
    return bool(place < len(rising) and rising[place] == value)


@njit(
    "int64(int8[:, ::1], float32[:, ::1], int16[::1], float32[::1], int64, int64[::1], int64, float32[::1],"
    " int32[::1], float32[::1])",
    cache=True,
    nogil=True,
    error_model="numpy",
)
def scan_products(
    codes: NDArray[np.int8],
    rows: Float32s,
    query: NDArray[np.int16],
    terms: Float32s,
    metric: int,
    left_out: NDArray[np.int64],
    first: int,
    surely: Float32s,
    found: NDArray[np.int32],
    reach: Float32s,
) -> int:
    """Find the rows whose closeness may be as large as what k rows surely reach; returns how many.

    codes:     (n, dim), those of the rows from ``first`` on
    rows:      (n, 4): the unit of each row's code, the norm of its rest, its norm, and 1 / norm (0 for a zero vector)
    query:     (dim,), its code; its products with the codes must fit into 32 bits
    terms:     what an entry of the rows' rest and of their norm adds to the bound, the unit of the query, 1 / its norm,
               gamma, and what sums that are too small for float32 can come to
    left_out:  rows, rising, that k rows are not to be made of
    surely:    (k,), the largest lower bounds met so far, in no order; updated
    found, reach:  (n,), filled with rows, rising, and the upper bounds of their closeness
    """
    n, dim = codes.shape
    per_rest, per_norm, unit, inverse, gamma, tiny = terms
    least = surely.argmin()
    bound = surely[least]
    n_found = 0
    for row in range(n):
        total = np.int32(0)
        for column in range(dim):
            total = np.int32(total + np.int32(codes[row, column]) * np.int32(query[column]))
        norm = rows[row, 2]
        close = np.float32(total) * (rows[row, 0] * unit)
        slack = rows[row, 1] * per_rest + norm * per_norm + tiny
        if metric == COSINE:
            scale = rows[row, 3] * inverse
            if scale == 0:  # no direction: last
                close, slack = np.float32(-np.inf), np.float32(0)
            else:
                close, slack = close * scale, slack * scale + gamma
        elif metric == L2:
            square = norm * norm
            close, slack = _TWO * close - square, _TWO * slack + gamma * square
        if close + slack >= bound:
            found[n_found], reach[n_found] = first + row, close + slack
            n_found += 1
            if close - slack > bound and not _holds(left_out, first + row):
                surely[least] = close - slack
                least = surely.argmin()
                bound = surely[least]
    return n_found


@njit(
    "int64(int8[:, ::1], float32[:, ::1], float32[::1], float32[::1], int64[::1], int64, float32[::1], int32[::1],"
    " float32[::1])",
    cache=True,
    nogil=True,
    error_model="numpy",
    fastmath=_ANY_ORDER,
)
def scan_l1(
    codes: NDArray[np.int8],
    rows: Float32s,
    query: Float32s,
    terms: Float32s,
    left_out: NDArray[np.int64],
    first: int,
    surely: Float32s,
    found: NDArray[np.int32],
    reach: Float32s,
) -> int:
    """As `scan_products`, by L1: closeness is the distance with its sign turned.

    rows:   (n, 2): the unit of each row's code, and the L1 norm of its rest
    terms:  gamma, and the L1 norm of the query
    """
    n, dim = codes.shape
    gamma, length = terms
    least = surely.argmin()
    bound = surely[least]
    n_found = 0
    for row in range(n):
        total = np.float32(0)
        unit = rows[row, 0]
        for column in range(dim):
            total += abs(np.float32(codes[row, column]) * unit - query[column])
        slack = rows[row, 1] + gamma * (length + total)
        if slack - total >= bound:
            found[n_found], reach[n_found] = first + row, slack - total
            n_found += 1
            if -total - slack > bound and not _holds(left_out, first + row):
                surely[least] = -total - slack
                least = surely.argmin()
                bound = surely[least]
    return n_found


@njit(
    "void(float32[:, ::1], float32[::1], float32[::1], int64, int64, float32[:, ::1], int64[:, ::1])",
    cache=True,
    nogil=True,
    error_model="numpy",
)
def keep_nearest(
    products: Float32s,
    scales: Float32s,
    squares: Float32s,
    metric: int,
    first: int,
    nearest: Float32s,
    indices: NDArray[np.int64],
) -> None:
    """Keep, for each query, the rows of the largest closeness met so far, in no order.

    products:  (queries, n), with the rows from ``first`` on; turned into closeness: times ``scales``, (n,), for cosine,
               and twice less ``squares``, (n,), for L2
    nearest, indices:  (queries, k), updated
    """
    n_queries, n = products.shape
    run = 64  # columns that are looked at together: few of them hold anything near enough
    for query in range(n_queries):
        near = products[query]
        if metric == COSINE:
            for column in range(n):
                near[column] = near[column] * scales[column] if scales[column] > 0 else np.float32(-np.inf)
        elif metric == L2:
            for column in range(n):
                near[column] = _TWO * near[column] - squares[column]
        values, rows = nearest[query], indices[query]
        least = values.argmin()
        for start in range(0, n, run):
            stop = min(start + run, n)
            bound = values[least]
            n_nearer = 0
            for column in range(start, stop):
                n_nearer += near[column] > bound
            if n_nearer == 0:
                continue
            for column in range(start, stop):
                if near[column] > values[least]:
                    values[least], rows[least] = near[column], first + column
                    least = values.argmin()


@njit(
    f"void({_VECTORS}, int8[:, ::1], float64[:, ::1])",
    cache=True,
    nogil=True,
    error_model="numpy",
    fastmath=_ANY_ORDER,
)
def encode(vectors: Float32s, codes: NDArray[np.int8], rows: NDArray[np.float64]) -> None:
    """Round each row to whole multiples of its unit, a 127th of its largest entry.

    codes:  (n, dim), filled with the multiples
    rows:   (n, 3), filled with the unit of each row, and the L2 and L1 norms of what the rounding changed
    """
    n, dim = vectors.shape
    for row in range(n):
        largest = np.float32(0)
        for column in range(dim):
            largest = max(largest, abs(vectors[row, column]))
        unit = np.float64(largest) / LARGEST_CODE
        inverse = 1.0 / unit if unit > 0 else 0.0
        squares = sizes = 0.0
        for column in range(dim):
            value = np.float64(vectors[row, column])
            code = np.rint(value * inverse)
            codes[row, column] = np.int8(code)
            rest = abs(value - code * unit)
            squares += rest * rest
            sizes += rest
        rows[row, 0], rows[row, 1], rows[row, 2] = unit, np.sqrt(squares), sizes
