"""The numba kernels of the scans; importing them may compile for seconds: `exact.warm` does that in the background."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

LARGEST_CODE = 127


@njit(
    "void(Array(float32, 2, 'C', readonly=True), float32[::1], float32[::1])",
    cache=True,
    nogil=True,
    error_model="numpy",
    fastmath={"reassoc", "contract"},  # the order of the sum is free: the scan's bound holds in any order
)
def l1_distances(vectors: NDArray[np.float32], query: NDArray[np.float32], distances: NDArray[np.float32]) -> None:
    """Fill ``distances`` with the sum of |difference| between each row of ``vectors`` and ``query``."""
    n, dim = vectors.shape
    for row in range(n):
        total = np.float32(0)
        for column in range(dim):
            total += abs(vectors[row, column] - query[column])
        distances[row] = total


@njit("void(int8[:, ::1], int16[::1], int32[::1])", cache=True, nogil=True, error_model="numpy")
def code_products(codes: NDArray[np.int8], query: NDArray[np.int16], products: NDArray[np.int32]) -> None:
    """Fill ``products`` with the dot product of each row of ``codes`` and ``query``, which must fit into 32 bits."""
    n, dim = codes.shape
    for row in range(n):
        total = np.int32(0)
        for column in range(dim):
            total = np.int32(total + np.int32(codes[row, column]) * np.int32(query[column]))
        products[row] = total


@njit(
    "void(Array(float32, 2, 'C', readonly=True), int8[:, ::1], float64[::1], float64[::1])",
    cache=True,
    nogil=True,
    error_model="numpy",
)
def encode(
    vectors: NDArray[np.float32], codes: NDArray[np.int8], units: NDArray[np.float64], rests: NDArray[np.float64]
) -> None:
    """Round each row to whole multiples of its unit, a 127th of its largest entry.

    codes:  (n, dim), filled with the multiples
    units:  (n,), filled with the units
    rests:  (n,), filled with the norm of what the rounding changed
    """
    n, dim = vectors.shape
    for row in range(n):
        largest = np.float32(0)
        for column in range(dim):
            largest = max(largest, abs(vectors[row, column]))
        unit = np.float64(largest) / LARGEST_CODE
        inverse = 1.0 / unit if unit > 0 else 0.0
        rest = 0.0
        for column in range(dim):
            value = np.float64(vectors[row, column])
            code = np.rint(value * inverse)
            codes[row, column] = np.int8(code)
            rest += (value - code * unit) * (value - code * unit)
        units[row] = unit
        rests[row] = np.sqrt(rest)
