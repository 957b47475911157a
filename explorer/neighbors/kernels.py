"""The numba kernel of the L1 scan; importing it may compile for seconds: `exact.warm` does that in the background."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray


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
