"""The numba kernels of t-SNE; importing them may compile for seconds: the window does that in the background."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

NODES = 4  # of the grid in each direction that a cubic spline reaches

_ONE = np.float32(1)
_NOTHING = np.float32(0)
_SIXTH, _HALF, _HIGH = np.float32(1 / 6), np.float32(1 / 2), np.float32(2 / 3)


@njit("void(float64, float32[::1], float32[::1])", inline="always", nogil=True)
def _spline(place: float, weights: NDArray[np.float32], slopes: NDArray[np.float32]) -> None:
    """Fill the weights of the four nodes around a place, which is counted in nodes, and how these change with it."""
    after = np.float32(place - np.floor(place))
    before = _ONE - after
    weights[0] = before * before * before * _SIXTH
    weights[1] = _HIGH - after * after * (_ONE - after * _HALF)
    weights[2] = _HIGH - before * before * (_ONE - before * _HALF)
    weights[3] = after * after * after * _SIXTH
    slopes[0] = -before * before * _HALF
    slopes[1] = after * (np.float32(1.5) * after - np.float32(2))
    slopes[2] = -before * (np.float32(1.5) * before - np.float32(2))
    slopes[3] = after * after * _HALF


def _spread_kernel(n_dims: int) -> Any:
    """The kernel for maps of so many dimensions, 2 or 3; a flat one has a grid of one layer."""

    @njit("void(float64[:, ::1], float32[:, :, ::1])", cache=True, nogil=True, error_model="numpy")
    def spread(places: NDArray[np.float64], grid: NDArray[np.float32]) -> None:
        along_x, along_y, along_z = np.empty(NODES, np.float32), np.empty(NODES, np.float32), np.ones(NODES, np.float32)
        slopes = np.empty(NODES, np.float32)
        z = 0
        for row in range(len(places)):
            x, y = int(places[row, 0]), int(places[row, 1])
            _spline(places[row, 0], along_x, slopes)
            _spline(places[row, 1], along_y, slopes)
            if n_dims == 3:
                z = int(places[row, 2])
                _spline(places[row, 2], along_z, slopes)
            for c in range(NODES if n_dims == 3 else 1):
                for a in range(NODES):
                    share = along_z[c] * along_x[a]
                    for b in range(NODES):
                        grid[z + c, x + a, y + b] += share * along_y[b]

    return spread


def _gather_kernel(n_dims: int) -> Any:
    @njit(
        "void(float64[:, ::1], float32[:, :, ::1], float32[::1], float32[:, ::1], int64, int64)",
        cache=True,
        nogil=True,
        error_model="numpy",
    )
    def gather(
        places: NDArray[np.float64],
        grid: NDArray[np.float32],
        heights: NDArray[np.float32],
        slopes: NDArray[np.float32],
        start: int,
        stop: int,
    ) -> None:
        along_x, along_y, along_z = np.empty(NODES, np.float32), np.empty(NODES, np.float32), np.ones(NODES, np.float32)
        in_x, in_y, in_z = np.empty(NODES, np.float32), np.empty(NODES, np.float32), np.zeros(NODES, np.float32)
        z = 0
        for row in range(start, stop):
            x, y = int(places[row, 0]), int(places[row, 1])
            _spline(places[row, 0], along_x, in_x)
            _spline(places[row, 1], along_y, in_y)
            if n_dims == 3:
                z = int(places[row, 2])
                _spline(places[row, 2], along_z, in_z)
            height, by_x, by_y, by_z = _NOTHING, _NOTHING, _NOTHING, _NOTHING
            for c in range(NODES if n_dims == 3 else 1):
                layer, layer_by_x, layer_by_y = _NOTHING, _NOTHING, _NOTHING
                for a in range(NODES):
                    line, line_by_y = _NOTHING, _NOTHING
                    for b in range(NODES):
                        line += grid[z + c, x + a, y + b] * along_y[b]
                        line_by_y += grid[z + c, x + a, y + b] * in_y[b]
                    layer += line * along_x[a]
                    layer_by_x += line * in_x[a]
                    layer_by_y += line_by_y * along_x[a]
                height += layer * along_z[c]
                by_x += layer_by_x * along_z[c]
                by_y += layer_by_y * along_z[c]
                by_z += layer * in_z[c]
            heights[row] = height
            slopes[row, 0], slopes[row, 1] = by_x, by_y
            if n_dims == 3:
                slopes[row, 2] = by_z

    return gather


def _push_kernel(n_dims: int) -> Any:
    @njit(
        "void(float32[:, ::1], float32[::1], float32[:, ::1], int64, int64)",
        cache=True,
        nogil=True,
        error_model="numpy",
        fastmath=True,  # so that several are summed at once
    )
    def push(
        columns: NDArray[np.float32], sums: NDArray[np.float32], forces: NDArray[np.float32], start: int, stop: int
    ) -> None:
        all_x, all_y, all_z = columns[0], columns[1], columns[n_dims - 1]
        for row in range(start, stop):
            x, y, z = all_x[row], all_y[row], all_z[row]
            total, by_x, by_y, by_z = _NOTHING, _NOTHING, _NOTHING, _NOTHING
            for other in range(len(all_x)):
                to_x, to_y = x - all_x[other], y - all_y[other]
                squared = to_x * to_x + to_y * to_y
                if n_dims == 3:
                    to_z = z - all_z[other]
                    squared += to_z * to_z
                near = _ONE / (_ONE + squared)
                total += near
                near *= near
                by_x += near * to_x
                by_y += near * to_y
                if n_dims == 3:
                    by_z += near * to_z
            sums[row] = total
            forces[row, 0], forces[row, 1] = by_x, by_y
            if n_dims == 3:
                forces[row, 2] = by_z

    return push


def _pull_kernel(n_dims: int) -> Any:
    @njit(
        "void(int32[::1], int32[::1], float64[::1], float32[:, ::1], float32[:, ::1], int64, int64)",
        cache=True,
        nogil=True,
        error_model="numpy",
        fastmath=True,
    )
    def pull(
        ends: NDArray[np.int32],
        others: NDArray[np.int32],
        affinities: NDArray[np.float64],
        places: NDArray[np.float32],
        forces: NDArray[np.float32],
        start: int,
        stop: int,
    ) -> None:
        for row in range(start, stop):
            by_x, by_y, by_z = _NOTHING, _NOTHING, _NOTHING
            for tie in range(ends[row], ends[row + 1]):
                other = others[tie]
                to_x, to_y = places[row, 0] - places[other, 0], places[row, 1] - places[other, 1]
                squared = to_x * to_x + to_y * to_y
                if n_dims == 3:
                    to_z = places[row, 2] - places[other, 2]
                    squared += to_z * to_z
                force = np.float32(affinities[tie]) / (_ONE + squared)
                by_x += force * to_x
                by_y += force * to_y
                if n_dims == 3:
                    by_z += force * to_z
            forces[row, 0], forces[row, 1] = by_x, by_y
            if n_dims == 3:
                forces[row, 2] = by_z

    return pull


SPREAD_KERNELS = {n_dims: _spread_kernel(n_dims) for n_dims in (2, 3)}
"""Dimensions of the map to the kernel that adds each word to the nodes of a grid around it.

places:  (n, dimensions), from the first node on, in nodes; x, y, z
grid:    (z, x, y), added to
"""

GATHER_KERNELS = {n_dims: _gather_kernel(n_dims) for n_dims in (2, 3)}
"""Dimensions of the map to the kernel that reads a grid where the words stand, those from ``start`` to ``stop``.

places, grid:  as they were when the words were spread
heights:       (n,), filled with the value there
slopes:        (n, dimensions), filled with how it changes from one node to the next
"""

PUSH_KERNELS = {n_dims: _push_kernel(n_dims) for n_dims in (2, 3)}
"""Dimensions of the map to the kernel that sums what all words do to those from ``start`` to ``stop``, one by one.

columns:  (dimensions, n), the places
sums:     (n,), filled with the sum of 1 / (1 + d^2), d being the distance; the word itself counts too
forces:   (n, dimensions), filled with the sum of the ways to the word, each by 1 / (1 + d^2)^2
"""

PULL_KERNELS = {n_dims: _pull_kernel(n_dims) for n_dims in (2, 3)}
"""Dimensions of the map to the kernel that sums what the words from ``start`` to ``stop`` are tied to.

ends:        (n + 1,), where each word's ties begin in ``others`` and ``affinities``
places:      (n, dimensions)
forces:      (n, dimensions), filled with the sum of the ways to the word, each by its affinity and 1 / (1 + d^2)
"""
