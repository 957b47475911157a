"""The numba kernels of the neighbour graph; importing them may compile for seconds: the window does that early."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

COSINE, L2, L1 = 0, 1, 2
CODES = {"cosine": COSINE, "l2": L2, "l1": L1}
"""The metrics as the kernels take them."""

_RUN = 64  # columns that are looked at together: few of them hold anything near enough
_ROWS = "Array(float32, 2, 'C', readonly=True)"


@njit("void(float32[:, ::1], int64[:, ::1])", cache=True, nogil=True, error_model="numpy")
def pick_nearest(near: NDArray[np.float32], found: NDArray[np.int64]) -> None:
    """Fill each row of ``found`` with the columns of the largest values of that row of ``near``, rising."""
    n_rows, n = near.shape
    k = found.shape[1]
    values = np.empty(k, np.float32)
    columns = np.empty(k, np.int64)
    for row in range(n_rows):
        for place in range(k):
            values[place], columns[place] = near[row, place], place
        least = values.argmin()
        for start in range(k, n, _RUN):
            stop = min(start + _RUN, n)
            bound = values[least]
            n_nearer = 0
            for column in range(start, stop):
                n_nearer += near[row, column] > bound
            if n_nearer == 0:
                continue
            for column in range(start, stop):
                if near[row, column] > values[least]:
                    values[least], columns[least] = near[row, column], column
                    least = values.argmin()
        columns.sort()
        found[row] = columns


@njit(
    "void(float32[:, ::1], int64[::1], int64, int64, float32[:, ::1], int64[:, ::1])",
    cache=True,
    nogil=True,
    error_model="numpy",
)
def take_nearer(
    near: NDArray[np.float32],
    askers: NDArray[np.int64],
    first: int,
    first_asker: int,
    nearness: NDArray[np.float32],
    found: NDArray[np.int64],
) -> None:
    """Let each asker take from a list what is nearer than the farthest that it has; it never takes itself.

    near:             (askers, list), how near the rows of the list are; the first of them is row ``first``
    askers:           rows, the first of which has the index ``first_asker``
    nearness, found:  (rows of askers, k), what each has found so far
    """
    for place in range(len(askers)):
        values, rows = nearness[askers[place] - first_asker], found[askers[place] - first_asker]
        farthest = values.argmin()
        for start in range(0, near.shape[1], _RUN):
            stop = min(start + _RUN, near.shape[1])
            bound = values[farthest]
            n_nearer = 0
            for column in range(start, stop):
                n_nearer += near[place, column] > bound
            if n_nearer == 0:
                continue
            for column in range(start, stop):
                if near[place, column] > values[farthest] and first + column != askers[place]:
                    values[farthest], rows[farthest] = near[place, column], first + column
                    farthest = values.argmin()


@njit("float64(float32[:], float32[:], int64)", inline="always", nogil=True)
def _exact_distance(a: NDArray[np.float32], b: NDArray[np.float32], metric: int) -> Any:
    total = 0.0
    for each in range(len(a)):
        if metric == COSINE:
            total += np.float64(a[each]) * np.float64(b[each])
        else:
            difference = np.float64(a[each]) - np.float64(b[each])
            total += abs(difference) if metric == L1 else difference * difference
    if metric == COSINE:
        return max(1 - total, 0.0)
    return np.sqrt(total) if metric == L2 else total


@njit(
    f"void({_ROWS}, int64[::1], int64[:, ::1], int64, int64[:, ::1], float64[:, ::1])",
    cache=True,
    nogil=True,
    error_model="numpy",
)
def rank(
    rows: NDArray[np.float32],
    members: NDArray[np.int64],
    found: NDArray[np.int64],
    metric: int,
    indices: NDArray[np.int64],
    distances: NDArray[np.float64],
) -> None:
    """Keep the nearest of ``found`` for each of ``members``, by distances in float64 and ties by index.

    found:               (members, more), indices of rows, rising
    indices, distances:  (n, k), of which the rows of the members are filled
    """
    k = indices.shape[1]
    exact = np.empty(found.shape[1])
    for place in range(len(members)):
        row = members[place]
        for each in range(found.shape[1]):
            exact[each] = _exact_distance(rows[row], rows[found[place, each]], metric)
        order = np.argsort(exact, kind="mergesort")
        for each in range(k):
            indices[row, each] = found[place, order[each]]
            distances[row, each] = exact[order[each]]
