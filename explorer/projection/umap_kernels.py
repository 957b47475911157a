"""The numba kernels of UMAP; importing them may compile for seconds: the window does that in the background."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

OCTAVES = 24  # squared distances from 2**-24 to 2**24 have a force of their own; beyond, that of the end
CELL_BITS = 5  # 32 cells in each octave
_SHIFT = 23 - CELL_BITS  # the bits of a float32 below those that name its cell
_FIRST = (127 - OCTAVES) << CELL_BITS
_LAST = (2 * OCTAVES << CELL_BITS) - 1
_WITHIN = (1 << _SHIFT) - 1

_SEARCH_STEPS = 64
_NEAR_ENOUGH = 1e-5
_LEAST_WIDTH = 1e-3  # of the mean distance

_LIMIT = np.float32(4)  # no force moves a point further in one direction, as in umap-learn
_STEP = np.uint64(6364136223846793005)  # Knuth's linear congruential generator
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)  # and the multipliers of SplitMix64, which sets it off
_MIX = np.uint64(0xBF58476D1CE4E5B9)
_MIX_AGAIN = np.uint64(0x94D049BB133111EB)


@njit("void(float64[:, ::1], float64, float64[:, ::1])", cache=True, nogil=True, error_model="numpy")
def memberships(distances: NDArray[np.float64], strength: float, weights: NDArray[np.float64]) -> None:
    """Fill ``weights``: how surely each row's neighbours belong to it, 1 for the nearest that is not equal.

    distances:  (n, k), rising, of the neighbours without the row itself
    strength:   what the weights of a row add up to; a width for each row is sought for that
    """
    n, k = distances.shape
    overall = distances.mean() * k / (k + 1)  # umap-learn counts each row as its own neighbour
    for row in range(n):
        nearest = 0.0
        for column in range(k):
            if distances[row, column] > 0:
                nearest = distances[row, column]
                break
        low, high, width = 0.0, np.inf, 1.0
        for _ in range(_SEARCH_STEPS):
            total = 0.0
            for column in range(k):
                beyond = distances[row, column] - nearest
                total += np.exp(-beyond / width) if beyond > 0 else 1.0
            if abs(total - strength) < _NEAR_ENOUGH:
                break
            if total > strength:
                high = width
                width = (low + high) / 2
            else:
                low = width
                width = width * 2 if high == np.inf else (low + high) / 2
        mean = distances[row].mean() * k / (k + 1) if nearest > 0 else overall
        width = max(width, _LEAST_WIDTH * mean)
        for column in range(k):
            beyond = distances[row, column] - nearest
            weights[row, column] = np.exp(-beyond / width) if beyond > 0 else 1.0


@njit("float32(float32[:, ::1], float32)", inline="always", nogil=True)
def _force(table: NDArray[np.float32], squared: np.float32) -> Any:
    """The force at a squared distance: its leading bits name the cell of the table, the others the place within."""
    bits: Any = np.float32(squared).view(np.int32)
    cell = min(max((bits >> _SHIFT) - _FIRST, 0), _LAST)
    force: Any = table[cell, 0] + np.float32(bits & _WITHIN) * table[cell, 1]
    return force


@njit("float32(float32)", inline="always", nogil=True)
def _limited(move: np.float32) -> np.float32:
    return min(max(move, -_LIMIT), _LIMIT)


def _epoch_kernel(n_dims: int) -> Any:
    """The kernel for maps of so many dimensions, 2 or 3: a constant, so that a flat map has no depth to reckon with."""

    @njit(
        "void(int64[::1], int32[::1], float32[::1], float32[:, ::1], float32[:, ::1], float32[:, ::1],"
        " float32[:, ::1], float32, int64, int64, int64, int64, int64)",
        cache=True,
        nogil=True,
        error_model="numpy",
    )
    def lay_out_epoch(
        ends: NDArray[np.int64],
        others: NDArray[np.int32],
        shares: NDArray[np.float32],
        before: NDArray[np.float32],
        after: NDArray[np.float32],
        pull: NDArray[np.float32],
        push: NDArray[np.float32],
        rate: np.float32,
        epoch: int,
        seed: int,
        n_pushes: int,
        start: int,
        stop: int,
    ) -> None:
        n = len(ends) - 1
        nothing = np.float32(0)
        to_z = nothing
        for row in range(start, stop):
            x, y = before[row, 0], before[row, 1]
            z = before[row, 2] if n_dims == 3 else nothing
            random = np.uint64(seed) * _GOLDEN + np.uint64(epoch) * _MIX + np.uint64(row) * _MIX_AGAIN
            random = (random ^ (random >> np.uint64(30))) * _MIX
            random = (random ^ (random >> np.uint64(27))) * _MIX_AGAIN
            random ^= random >> np.uint64(31)
            for tie in range(ends[row], ends[row + 1]):
                share = shares[tie]
                if np.floor(share * np.float32(epoch + 1)) <= np.floor(share * np.float32(epoch)):
                    continue
                other = np.int64(others[tie])
                to_x, to_y = x - before[other, 0], y - before[other, 1]
                squared = to_x * to_x + to_y * to_y
                if n_dims == 3:
                    to_z = z - before[other, 2]
                    squared += to_z * to_z
                force = _force(pull, squared)
                # Twice, because umap-learn moves both ends of a tie each time that it is due from one of them.
                x += np.float32(2) * rate * _limited(force * to_x)
                y += np.float32(2) * rate * _limited(force * to_y)
                if n_dims == 3:
                    z += np.float32(2) * rate * _limited(force * to_z)
                by_x, by_y, by_z = nothing, nothing, nothing
                for _ in range(n_pushes):
                    random = random * _STEP + _GOLDEN
                    other = np.int64(((random >> np.uint64(32)) * np.uint64(n)) >> np.uint64(32))
                    to_x, to_y = x - before[other, 0], y - before[other, 1]
                    squared = to_x * to_x + to_y * to_y
                    if n_dims == 3:
                        to_z = z - before[other, 2]
                        squared += to_z * to_z
                    force = _force(push, squared)
                    by_x += _limited(force * to_x)
                    by_y += _limited(force * to_y)
                    if n_dims == 3:
                        by_z += _limited(force * to_z)
                x += rate * by_x
                y += rate * by_y
                if n_dims == 3:
                    z += rate * by_z
            after[row, 0], after[row, 1] = x, y
            if n_dims == 3:
                after[row, 2] = z

    return lay_out_epoch


EPOCH_KERNELS = {2: _epoch_kernel(2), 3: _epoch_kernel(3)}
"""Dimensions of the map to the kernel, which moves the rows from ``start`` to ``stop`` by the ties due in an epoch.

ends:           (n + 1,), where each row's ties begin in ``others`` and ``shares``
others:         the other end of each tie; each tie is there from both ends
shares:         the share of the epochs in which it is due, up to 1
before, after:  (n, dimensions), where the rows stand, and where they are written to; each call writes its own rows only
pull, push:     the forces by squared distance, as `umap_graph.force_tables` makes them
rate:           how far a force moves a point
n_pushes:       how many rows, drawn at random, push with each tie that pulls
"""
