"""The numba kernels that look at places in space: where they stand on the screen, how near, and how faint.

A view is the 17 numbers of `Camera.view`. A place p stands at q = matrix (p - middle) in pixels; what is farther away
is smaller by 1 / (1 - bend q_z). The kernels hold no lock, so they may run in a worker thread.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

N_SLABS = 8
"""The space is drawn in so many layers, the farthest first; within a layer points keep their shuffled order."""
BEHIND = 255  # the slab of what is not on the screen
NEAREST = 0.05  # as in `camera`

_PLACES = "Array(float32, 2, 'C', True)"  # (n, 2) or (n, 3); may be read-only
_VIEW = "float64[::1]"


@njit(nogil=True, inline="always")
def _seen(places, i, view, depth):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """The pixel of a place, its depth in pixels, and how much larger than in the middle it looks; 0 behind the eye."""
    x = places[i, 0] - view[0]
    y = places[i, 1] - view[1]
    z = (places[i, 2] if depth else 0.0) - view[2]
    scale = view[14]
    right = (view[3] * x + view[4] * y + view[5] * z) * scale
    up = (view[6] * x + view[7] * y + view[8] * z) * scale
    toward = (view[9] * x + view[10] * y + view[11] * z) * scale
    away = 1.0 - view[15] * toward
    if away < NEAREST:
        return 0.0, 0.0, toward, 0.0
    near = 1.0 / away
    return view[12] + right * near, view[13] - up * near, toward, near


@njit(
    f"int64({_PLACES}, int64, int64, {_VIEW}, float64, float64, float64, uint8[::1], int64[::1])",
    cache=True,
    nogil=True,
    error_model="numpy",
)
def sort_into_slabs(
    places: NDArray[np.float32],
    start: int,
    stop: int,
    view: NDArray[np.float64],
    width: float,
    height: float,
    margin: float,
    slabs: NDArray[np.uint8],
    counts: NDArray[np.int64],
) -> int:
    """Tell the slab of the places from ``start`` up to ``stop``, the farthest 0, and count them.

    slabs:   (n,) filled, with `BEHIND` for what is not on the screen or within the margin around it
    counts:  (N_SLABS,), to which the numbers of places are added

    Returns how many of these places are on the screen.
    """
    depth, half, total = places.shape[1] > 2, view[16], 0
    for i in range(start, stop):
        x, y, toward, near = _seen(places, i, view, depth)
        slab = BEHIND
        if near > 0.0 and -margin < x < width + margin and -margin < y < height + margin:
            slab = int(min(max((toward / half + 1.0) * (0.5 * N_SLABS), 0.0), N_SLABS - 1.0))
            counts[slab] += 1
            total += 1
        slabs[i] = slab
    return total


@njit(
    f"void({_PLACES}, Array(uint32, 1, 'C', True), Array(uint8, 1, 'C', True), int64, int64, {_VIEW}, "
    "uint8[::1], int64[::1], float64, float64, float64, int64, int64, float32[:, ::1], uint32[::1], uint8[::1], "
    "uint8[::1])",
    cache=True,
    nogil=True,
    error_model="numpy",
)
def lay_out(
    places: NDArray[np.float32],
    colors: NDArray[np.uint32],
    levels: NDArray[np.uint8],
    start: int,
    stop: int,
    view: NDArray[np.float64],
    slabs: NDArray[np.uint8],
    free: NDArray[np.int64],
    faintest: float,
    middle: float,
    growth: float,
    shift: int,
    n_levels: int,
    out_spots: NDArray[np.float32],
    out_colors: NDArray[np.uint32],
    out_levels: NDArray[np.uint8],
    out_fades: NDArray[np.uint8],
) -> None:
    """Write where the places on the screen stand on it, with their colours, slab by slab.

    free:      (N_SLABS,) the next free row of each slab; moved on
    faintest, middle:  the strength of what is far away, and of what is in the middle, 0 to 1
    growth:    how much larger one level of size is than the one below
    shift:     the level that stands for level 0 in the middle; ``n_levels`` in all
    out_spots: filled with pixels, y upwards from the pixel of the middle, x to the right of it
    out_fades: filled with the strength, 0 to 255
    """
    depth, half, steps = places.shape[1] > 2, view[16], 1.0 / math.log(growth)
    for i in range(start, stop):
        if slabs[i] == BEHIND:
            continue
        x, y, toward, near = _seen(places, i, view, depth)
        at = free[slabs[i]]
        free[slabs[i]] += 1
        out_spots[at, 0] = x - view[12]
        out_spots[at, 1] = view[13] - y
        out_colors[at] = colors[i]
        level = int(levels[i] + shift + math.floor(math.log(near) * steps + 0.5))
        out_levels[at] = min(max(level, 0), n_levels - 1)
        out_fades[at] = int(255.0 * min(max(middle + (1.0 - middle) * toward / half, faintest), 1.0))


@njit(f"int64({_PLACES}, {_VIEW}, float64, float64, float64)", cache=True, nogil=True, error_model="numpy")
def nearest_on_screen(places: NDArray[np.float32], view: NDArray[np.float64], x: float, y: float, radius: float) -> int:
    """The number of the place that stands nearest to a pixel and not farther than ``radius`` pixels from it, or -1.

    Distances are told in steps of two pixels, as finely as a hand points; of equals the nearest to the eye is meant,
    which is drawn over the others.
    """
    depth, best, closest, front = places.shape[1] > 2, -1, math.floor(radius / 2.0), 0.0
    for i in range(len(places)):
        at_x, at_y, toward, near = _seen(places, i, view, depth)
        if near == 0.0 or abs(at_x - x) > radius or abs(at_y - y) > radius:
            continue
        distance = math.hypot(at_x - x, at_y - y)
        if distance > radius:
            continue
        step = math.floor(distance / 2.0)
        if step < closest or (step == closest and (best < 0 or toward > front)):
            best, closest, front = i, step, toward
    return best


@njit(f"int64({_PLACES}, {_VIEW}, float64, float64, int64[::1])", cache=True, nogil=True, error_model="numpy")
def first_on_screen(
    places: NDArray[np.float32], view: NDArray[np.float64], width: float, height: float, found: NDArray[np.int64]
) -> int:
    """Fill ``found`` with the numbers of the first places that stand on the screen; returns how many there are."""
    depth, count = places.shape[1] > 2, 0
    for i in range(len(places)):
        x, y, _, near = _seen(places, i, view, depth)
        if near > 0.0 and 0.0 <= x < width and 0.0 <= y < height:
            if count == len(found):
                break
            found[count] = i
            count += 1
    return count


@njit(
    f"int64({_PLACES}, {_VIEW}, float64, float64, float64, float64, int64[::1])",
    cache=True,
    nogil=True,
    error_model="numpy",
)
def all_between(
    places: NDArray[np.float32],
    view: NDArray[np.float64],
    left: float,
    top: float,
    right: float,
    bottom: float,
    found: NDArray[np.int64],
) -> int:
    """Fill ``found``, (n,), with the numbers of the places whose pixels are in a box; returns how many there are."""
    depth, count = places.shape[1] > 2, 0
    for i in range(len(places)):
        x, y, _, near = _seen(places, i, view, depth)
        if near > 0.0 and left <= x <= right and top <= y <= bottom:
            found[count] = i
            count += 1
    return count
