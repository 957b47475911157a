"""The numba kernels that draw discs; import them in a job, since loading them takes a moment.

Pictures are (height, width) uint32 arrays of premultiplied 0xAARRGGBB, which is what `QImage` takes. A point's colour
is 0xDDRRGGBB, where DD is how crowded its neighbourhood is (see `points.crowding_of`); the opacity for each of the 256
steps of crowding is looked up at every frame. The kernels hold no lock, so that they may run in a worker thread.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

SUBPIXELS = 4  # a disc may stand at each quarter of a pixel, across and down

_PICTURE = "uint32[:, ::1]"
_PLACES = "Array(float32, 2, 'C', True)"  # may be read-only
_STAMPS = "uint16[:, :, ::1]"
_DISCS = f"{_PLACES}, Array(uint32, 1, 'C', True), Array(uint8, 1, 'C', True)"
_LOOK = f"float64, float64, float64, {_STAMPS}, int64[::1], int64[:, :, ::1], int64[::1], uint32, int64"


@njit(f"void(float64[::1], {_STAMPS}, int64[::1], int64[:, :, ::1])", cache=True, nogil=True)
def make_stamps(
    radii: NDArray[np.float64], stamps: NDArray[np.uint16], halves: NDArray[np.int64], spans: NDArray[np.int64]
) -> None:
    """Draw a disc of each radius at each quarter of a pixel.

    radii:   (n_radii,) in pixels
    stamps:  (16 n_radii, side, side) filled with the cover of each pixel, 0 to 256: clamp(r + 0.5 - distance, 0, 1)
    halves:  (n_radii,) filled with the whole pixels from the centre's pixel to the edge of the disc
    spans:   (16 n_radii, side, 2) filled with the first pixel of each row that is covered, and the one behind the last
    """
    for level in range(len(radii)):
        radius = radii[level]
        half = math.ceil(radius + 0.5)
        halves[level] = half
        for quarter in range(SUBPIXELS * SUBPIXELS):
            centre_x = half + (quarter % SUBPIXELS + 0.5) / SUBPIXELS
            centre_y = half + (quarter // SUBPIXELS + 0.5) / SUBPIXELS
            stamp = level * SUBPIXELS * SUBPIXELS + quarter
            for row in range(2 * half + 1):
                first, last = 2 * half + 1, 0
                for column in range(2 * half + 1):
                    distance = math.hypot(column + 0.5 - centre_x, row + 0.5 - centre_y)
                    cover = int(min(max(radius + 0.5 - distance, 0.0), 1.0) * 256 + 0.5)
                    stamps[stamp, row, column] = cover
                    if cover > 0:
                        first, last = min(first, column), column + 1
                spans[stamp, row, 0], spans[stamp, row, 1] = first, last


@njit(inline="always")
def _disc(picture, x, y, color, level, stamps, halves, spans, opacities, tint, tint_share):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """Lay one disc over the picture; True if any of it was inside."""
    height, width = picture.shape
    half = halves[level]
    if not (-half - 1.0 < x < width + half + 1.0 and -half - 1.0 < y < height + half + 1.0):
        return False
    whole_x, whole_y = math.floor(x), math.floor(y)
    quarter = int((y - whole_y) * SUBPIXELS) * SUBPIXELS + int((x - whole_x) * SUBPIXELS)
    stamp = level * SUBPIXELS * SUBPIXELS + quarter
    opacity = opacities[(color >> 24) & 0xFF]
    # Four channels side by side in 64 bits, 16 bits each: one multiplication blends them all.
    source = np.int64(0x00FF000000000000) | (np.int64(color & 0xFF00) << 24) | np.int64(color & 0xFF00FF)
    if tint_share > 0:
        other = np.int64(0x00FF000000000000) | (np.int64(tint & 0xFF00) << 24) | np.int64(tint & 0xFF00FF)
        source = ((source * (256 - tint_share) + other * tint_share) >> 8) & 0x00FF00FF00FF00FF
    left, top = whole_x - half, whole_y - half
    first_row, last_row = max(0, -top), min(2 * half + 1, height - top)
    for row in range(first_row, last_row):
        line = top + row
        first, last = max(spans[stamp, row, 0], -left), min(spans[stamp, row, 1], width - left)
        for column in range(first, last):
            share = (np.int64(stamps[stamp, row, column]) * opacity) >> 8
            under = np.int64(picture[line, left + column])
            under = ((under & 0xFF00FF00) << 24) | (under & 0xFF00FF)
            mixed = (source * share + under * (256 - share) + 0x0080008000800080) >> 8
            picture[line, left + column] = np.uint32(((mixed >> 24) & 0xFF00FF00) | (mixed & 0xFF00FF))
    return first_row < last_row


@njit(f"int64({_PICTURE}, {_DISCS}, int64, int64, {_LOOK})", cache=True, nogil=True, boundscheck=False)
def draw_discs(
    picture: NDArray[np.uint32],
    places: NDArray[np.float32],
    colors: NDArray[np.uint32],
    levels: NDArray[np.uint8],
    start: int,
    stop: int,
    scale: float,
    across: float,
    down: float,
    stamps: NDArray[np.uint16],
    halves: NDArray[np.int64],
    spans: NDArray[np.int64],
    opacities: NDArray[np.int64],
    tint: int,
    tint_share: int,
) -> int:
    """Draw the discs from ``start`` up to ``stop``, in their order; returns how many were inside the picture.

    A place (x, y) stands at the pixel (across + x scale, down - y scale). Every colour is mixed with ``tint`` by
    ``tint_share`` of 256.
    """
    drawn = 0
    for i in range(start, stop):
        x, y = across + places[i, 0] * scale, down - places[i, 1] * scale
        if _disc(picture, x, y, colors[i], levels[i], stamps, halves, spans, opacities, tint, tint_share):
            drawn += 1
    return drawn


@njit(
    f"int64({_PICTURE}, {_DISCS}, int64[::1], int64[::1], int64, int64, int64, int64, int64, int64, {_LOOK})",
    cache=True,
    nogil=True,
    boundscheck=False,
)
def draw_cells(
    picture: NDArray[np.uint32],
    places: NDArray[np.float32],
    colors: NDArray[np.uint32],
    levels: NDArray[np.uint8],
    starts: NDArray[np.int64],
    order: NDArray[np.int64],
    side: int,
    first_column: int,
    last_column: int,
    first_row: int,
    last_row: int,
    prefix: int,
    scale: float,
    across: float,
    down: float,
    stamps: NDArray[np.uint16],
    halves: NDArray[np.int64],
    spans: NDArray[np.int64],
    opacities: NDArray[np.int64],
    tint: int,
    tint_share: int,
) -> int:
    """Draw those of the first ``prefix`` discs that stand in some cells of a grid, cell by cell; returns how many.

    starts, order:  the grid as `fill_grid` makes it; within a cell the numbers of the discs rise
    """
    drawn = 0
    for row in range(first_row, last_row):
        for column in range(first_column, last_column):
            cell = row * side + column
            for at in range(starts[cell], starts[cell + 1]):
                i = order[at]
                if i >= prefix:
                    break
                x, y = across + places[i, 0] * scale, down - places[i, 1] * scale
                if _disc(picture, x, y, colors[i], levels[i], stamps, halves, spans, opacities, tint, tint_share):
                    drawn += 1
    return drawn
