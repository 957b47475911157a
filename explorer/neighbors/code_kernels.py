"""The numba kernels that make codes and read them; importing them may compile for seconds, as for `kernels`."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from explorer.neighbors.byte_differences import steps_between
from explorer.neighbors.kernels import ANY_ORDER, COSINE, L2, VECTORS

_LOW, _HALF = np.uint8(15), np.uint8(4)  # the two codes of a byte
_RUN = 256  # rows that are looked at together: few of them are near enough
_SMALLEST = 1e-30  # of a difference from the mean that has a unit
_TWO = np.float32(2)  # a whole number would make the sums float64

Bytes = NDArray[np.uint8]
Float32s = NDArray[np.float32]
Float64s = NDArray[np.float64]


@njit(
    f"void({VECTORS}, float64[::1], uint8[:, ::1], float64[:, ::1])",
    cache=True,
    nogil=True,
    error_model="numpy",
    fastmath=ANY_ORDER,
)
def encode(vectors: Float32s, mean: Float64s, codes: Bytes, rows: Float64s) -> None:
    """Tell of each entry in which of 16 steps between its row's extremes it lies, seen from the mean.

    codes:  (n, width), zeros, filled as in `codes.Codes`
    rows:   (n, 3), filled with the unit of each row, a step, and the L2 and L1 norms of what the steps leave out
    """
    n, dim = vectors.shape
    width = codes.shape[1]
    for row in range(n):
        largest = _SMALLEST
        for column in range(dim):
            largest = max(largest, abs(vectors[row, column] - mean[column]))
        unit = np.float64(np.float32(2 ** (np.ceil(8 * np.log2(largest / 8)) / 8)))  # of few, so that L1 has few levels
        squares = sizes = 0.0
        for half in range(2):
            for column in range(half * width, min(dim, (half + 1) * width)):
                value = vectors[row, column] - mean[column]
                code = min(max(np.floor(value / unit) + 8, 0.0), 15.0)
                codes[row, column - half * width] |= np.uint8(code) << np.uint8(4 * half)
                rest = abs(value - (code - 7.5) * unit)
                squares += rest * rest
                sizes += rest
        rows[row, 0], rows[row, 1], rows[row, 2] = unit, np.sqrt(squares), sizes


@njit(nogil=True, fastmath=ANY_ORDER)  # inlined by numba it would take the order of its caller
def _product(vector: Float32s, query: Float32s) -> np.float32:
    total = np.float32(0)
    for column in range(len(query)):
        total += vector[column] * query[column]
    return total


@njit(nogil=True, error_model="numpy", inline="always")
def _closeness(
    product: np.float32, slack: np.float32, metric: int, row: Float32s, inverse: np.float32, gamma: np.float32
) -> np.float32:
    """How near a row is at most, if its product with the query is at most ``slack`` larger; -inf without direction."""
    most, square, scale = product + slack, row[2] * row[2], row[3] * inverse
    if metric == COSINE:
        most = most * scale + gamma if scale > 0 else np.float32(-np.inf)
    elif metric == L2:
        most = _TWO * most - square + gamma * square
    return most


@njit(nogil=True, inline="always")
def _raised(
    bound: np.float32, surely: Float32s, close: np.float32, left_out: NDArray[np.int64], row: int
) -> np.float32:
    """What k rows surely reach, once a row that surely comes as close is one of them, unless it is left out."""
    place = np.searchsorted(left_out, row)
    if close <= bound or (place < len(left_out) and left_out[place] == row):
        return bound
    surely[surely.argmin()] = close
    return max(bound, surely.min())


@njit(
    f"int64(uint8[:, ::1], float32[:, ::1], {VECTORS}, int16[:, ::1], int32, float32[::1], float32[::1], int64,"
    " int64[::1], int64, float32, float32[::1], int32[::1], float32[::1])",
    cache=True,
    nogil=True,
    error_model="numpy",
)
def scan_products(
    codes: Bytes,
    rows: Float32s,
    vectors: Float32s,
    query_code: NDArray[np.int16],
    offset: int,
    terms: Float32s,
    query: Float32s,
    metric: int,
    left_out: NDArray[np.int64],
    first: int,
    bound: np.float32,
    surely: Float32s,
    found: NDArray[np.int32],
    reach: Float32s,
) -> int:
    """Find the rows whose closeness may be as large as what k rows surely reach; returns how many.

    The codes rule most rows out; the product of every other is computed from its vector.

    codes:     (n, width), those of the rows from ``first`` on
    rows:      (n, 4): the unit of each row's code, the norm of its rest, its norm, and 1 / norm (0 for a zero vector)
    vectors:   (n, dim)
    query_code, offset:  as in `codes.QueryCode`
    terms:     by what the sums of codes are multiplied and what is added; what an entry of the rows' rest and of their
               norm adds to the bound of the error, and what is added anyway; the same two for the products of the
               vectors; 1 / the norm of the query; gamma
    query:     (dim,)
    left_out:  rows, rising, that k rows are not to be made of
    bound:     what k rows are known to reach
    surely:    (k,), filled with the largest lower bounds met here, in no order
    found, reach:  (n,), filled with rows, rising, and the upper bounds of their closeness
    """
    n, width = codes.shape
    unit, centre, per_rest, per_norm, always, exact_per_norm, tiny, inverse, gamma = terms
    low, high = query_code[0], query_code[1]
    sums, near = np.empty(_RUN, np.int32), np.empty(_RUN, np.float32)
    surely[:] = -np.inf
    n_found = 0
    for start in range(0, n, _RUN):
        stop = min(start + _RUN, n)
        for place in range(stop - start):
            both = codes[start + place]
            of_low = of_high = np.int32(0)
            for column in range(width):
                of_low = np.int32(of_low + np.int32(both[column] & _LOW) * np.int32(low[column]))
                of_high = np.int32(of_high + np.int32(both[column] >> _HALF) * np.int32(high[column]))
            sums[place] = of_low + of_high
        n_near = 0
        for place in range(stop - start):
            row = rows[start + place]
            product = np.float32(np.int32(2 * sums[place] - offset)) * (row[0] * unit) + centre
            slack = row[1] * per_rest + row[2] * per_norm + always
            near[place] = _closeness(product, slack, metric, row, inverse, gamma)
            n_near += near[place] >= bound
        if n_near == 0:
            continue
        for place in range(stop - start):
            if near[place] >= bound:
                row = rows[start + place]
                product, slack = _product(vectors[start + place], query), row[2] * exact_per_norm + tiny
                upper = _closeness(product, slack, metric, row, inverse, gamma)
                if upper >= bound:
                    found[n_found], reach[n_found] = first + start + place, upper
                    n_found += 1
                    close = _closeness(product, -slack, metric, row, inverse, -gamma)
                    bound = _raised(bound, surely, close, left_out, first + start + place)
    return n_found


@njit(nogil=True, fastmath=ANY_ORDER)  # inlined by numba it would take the order of its caller
def _distance(vector: Float32s, query: Float32s) -> np.float32:
    total = np.float32(0)
    for column in range(len(query)):
        total += abs(vector[column] - query[column])
    return total


@njit(
    f"int64(uint8[:, ::1], uint16[::1], float32[::1], {VECTORS}, uint8[:, :, ::1], float32[:, ::1], float32[::1],"
    " float32[::1], int64[::1], int64, float32, float32[::1], int32[::1], float32[::1])",
    cache=True,
    nogil=True,
    error_model="numpy",
)
def scan_l1(
    codes: Bytes,
    levels: NDArray[np.uint16],
    rests: Float32s,
    vectors: Float32s,
    query_codes: Bytes,
    level_terms: Float32s,
    terms: Float32s,
    query: Float32s,
    left_out: NDArray[np.int64],
    first: int,
    bound: np.float32,
    surely: Float32s,
    found: NDArray[np.int32],
    reach: Float32s,
) -> int:
    """As `scan_products`, by L1: closeness is the distance with its sign turned.

    levels, rests:  (n,): which unit each row has, and the L1 norm of its rest
    query_codes:    as in `codes.L1Codes`
    level_terms:    (n_levels, 2): what a step takes from the closeness of a row of each unit, and what is added to it
    terms:          gamma, the L1 norm of the query, and what is always added to the bound of a vector's distance
    """
    n = len(codes)
    gamma, length, tiny = terms
    near = np.empty(_RUN, np.float32)
    surely[:] = -np.inf
    n_found = 0
    for start in range(0, n, _RUN):
        stop = min(start + _RUN, n)
        n_near = 0
        for place in range(stop - start):
            row = start + place
            level = levels[row]
            steps = steps_between(codes[row], query_codes[level, 0], query_codes[level, 1])
            near[place] = rests[row] + level_terms[level, 1] - np.float32(steps) * level_terms[level, 0]
            n_near += near[place] >= bound
        if n_near == 0:
            continue
        for place in range(stop - start):
            if near[place] >= bound:
                distance = _distance(vectors[start + place], query)
                slack = gamma * (length + distance) + tiny
                if slack - distance >= bound:
                    found[n_found], reach[n_found] = first + start + place, slack - distance
                    n_found += 1
                    bound = _raised(bound, surely, -distance - slack, left_out, first + start + place)
    return n_found
