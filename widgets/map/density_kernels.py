"""The numba kernels of the density picture: sums of colour and count, blur, and tone; import them in a job.

A field of density is (height, width, 4) float32: the sums of red, green and blue, 0 to 255 each, and the count of the
places in each square cell of the screen; or (height, width, 1): the count alone. The kernels hold no lock, so they may
run in a worker thread.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

_FIELD = "float32[:, :, ::1]"
_PLACES = "Array(float32, 2, 'C', True)"  # may be read-only


@njit(
    f"void({_PLACES}, Array(uint32, 1, 'C', True), int64, int64, float64, float64, float64, float64, {_FIELD})",
    cache=True,
    nogil=True,
    error_model="numpy",
)
def add_places(
    places: NDArray[np.float32],
    colors: NDArray[np.uint32],
    start: int,
    stop: int,
    scale_x: float,
    scale_y: float,
    across: float,
    down: float,
    field: NDArray[np.float32],
) -> None:
    """Add the places from ``start`` to ``stop`` to the cells that they fall into; others, and NaN, are passed over.

    colors:  0x..RRGGBB, one a place
    scale_x, scale_y, across, down:  cells are ``across + x scale_x`` and ``down + y scale_y``
    """
    height, width, channels = field.shape
    for i in range(start, stop):
        x, y = across + places[i, 0] * scale_x, down + places[i, 1] * scale_y
        if not (0.0 <= x < width and 0.0 <= y < height):
            continue
        row, column, color = int(y), int(x), colors[i]
        field[row, column, channels - 1] += np.float32(1.0)
        if channels == 1:
            continue
        field[row, column, 0] += np.float32((color >> np.uint32(16)) & np.uint32(0xFF))
        field[row, column, 1] += np.float32((color >> np.uint32(8)) & np.uint32(0xFF))
        field[row, column, 2] += np.float32(color & np.uint32(0xFF))


@njit(f"void({_FIELD}, float32[::1], {_FIELD})", cache=True, nogil=True, fastmath=True)
def blur(field: NDArray[np.float32], weights: NDArray[np.float32], spare: NDArray[np.float32]) -> None:
    """Blur a field in place, across and then down.

    weights:  (2 reach + 1,) of a row of cells, summing to one; beyond the rim there is nothing
    spare:    as large as the field
    """
    height, width, channels = field.shape
    reach, whole = len(weights) // 2, width * channels
    source, goal = field.reshape(height, whole), spare.reshape(height, whole)
    for row in range(height):
        goal[row, :] = np.float32(0.0)
        for tap in range(len(weights)):
            shift, weight = (tap - reach) * channels, weights[tap]
            first, last = max(0, -shift), min(whole, whole - shift)
            for i in range(first, last):
                goal[row, i] += weight * source[row, i + shift]
    for row in range(height):
        source[row, :] = np.float32(0.0)
        for tap in range(len(weights)):
            other, weight = row + tap - reach, weights[tap]
            if 0 <= other < height:
                for i in range(whole):
                    source[row, i] += weight * goal[other, i]


@njit(
    f"void({_FIELD}, float64, float64, float64, float64[::1], float64[::1], uint32[:, ::1])",
    cache=True,
    nogil=True,
    error_model="numpy",
)
def tone(
    field: NDArray[np.float32],
    reference: float,
    range_: float,
    strength: float,
    peak: NDArray[np.float64],
    tint: NDArray[np.float64],
    picture: NDArray[np.uint32],
) -> None:
    """Fill ``picture``, as large as the field, with premultiplied 0xAARRGGBB.

    The colour of a cell is the mean of its places; its opacity is log(1 + range d / reference) / log(1 + range), where
    d is its count, no more than 1, times ``strength``. All is mixed with the ``tint``, and what is among the most
    crowded with the ``peak``; both are red, green, blue, 0 to 255, and how much of it, 0 to 1.
    """
    height, width, _ = field.shape
    whole = math.log1p(range_)
    for row in range(height):
        for column in range(width):
            count = field[row, column, 3]
            if count <= reference * 1e-5:
                picture[row, column] = 0
                continue
            level = min(math.log1p(range_ * count / reference) / whole, 1.0)
            opacity = level * strength
            of_peak = max(level - 0.7, 0.0) / 0.3 * peak[3] * opacity
            of_tint = (opacity - of_peak) * tint[3]
            own = (opacity - of_peak - of_tint) / count
            red = field[row, column, 0] * own + peak[0] * of_peak + tint[0] * of_tint
            green = field[row, column, 1] * own + peak[1] * of_peak + tint[1] * of_tint
            blue = field[row, column, 2] * own + peak[2] * of_peak + tint[2] * of_tint
            alpha = opacity * 255.0
            picture[row, column] = (
                (np.uint32(alpha + 0.5) << np.uint32(24))
                | (np.uint32(min(red, alpha) + 0.5) << np.uint32(16))
                | (np.uint32(min(green, alpha) + 0.5) << np.uint32(8))
                | np.uint32(min(blue, alpha) + 0.5)
            )
