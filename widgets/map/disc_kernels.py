"""The numba kernels that draw discs; import them in a job, since loading them takes a moment.

Discs are drawn on a canvas, (height, width) int64, whose pixels hold four channels of 16 bits: alpha, green, red, blue,
premultiplied, so that one multiplication blends them all; `pack` makes a picture of it that `QImage` takes. A point's
colour is 0xDDRRGGBB, where DD is how crowded its neighbourhood is (see `points.crowding_of`); the opacity for each of
the 256 steps of crowding is looked up at every frame. The kernels hold no lock, so they may run in a worker thread.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

SUBPIXELS = 4  # a disc may stand at each quarter of a pixel, across and down

_CANVAS = "int64[:, ::1]"
_PLACES = "Array(float32, 2, 'C', True)"  # may be read-only
_DISCS = f"{_PLACES}, Array(uint32, 1, 'C', True), Array(uint8, 1, 'C', True), Array(uint8, 1, 'C', True)"
_LOOK = "float64, float64, float64, int32[::1], int64[::1], int64[::1], int64[::1], uint32, int64"

_COVER_BITS = 9  # a cover goes from 0 to 256


@njit("int64(float64[::1], int64, int32[::1], int64[::1], int64[::1])", cache=True, nogil=True)
def make_stamps(
    radii: NDArray[np.float64],
    width: int,
    pieces: NDArray[np.int32],
    starts: NDArray[np.int64],
    halves: NDArray[np.int64],
) -> int:
    """List the pixels of a disc of each radius at each quarter of a pixel, for canvases of one width.

    radii:   (n_radii,) in pixels
    pieces:  filled with the pixels that are covered, stamp by stamp: 512 times the pixel's distance from the pixel of
             the centre, counted along the rows of the canvas, plus its cover from 1 to 256, which is
             clamp(r + 0.5 - distance, 0, 1)
    starts:  (16 n_radii + 1,) filled with where each stamp begins in ``pieces``
    halves:  (n_radii,) filled with the whole pixels from the centre's pixel to the edge of the disc

    Returns how many pieces there are, also when ``pieces`` has no room for them all.
    """
    count = 0
    for level in range(len(radii)):
        radius = radii[level]
        half = math.ceil(radius + 0.5)
        halves[level] = half
        for quarter in range(SUBPIXELS * SUBPIXELS):
            centre_x = (quarter % SUBPIXELS + 0.5) / SUBPIXELS
            centre_y = (quarter // SUBPIXELS + 0.5) / SUBPIXELS
            for row in range(-half, half + 1):
                for column in range(-half, half + 1):
                    distance = math.hypot(column + 0.5 - centre_x, row + 0.5 - centre_y)
                    cover = int(min(max(radius + 0.5 - distance, 0.0), 1.0) * 256 + 0.5)
                    if cover > 0:
                        if count < len(pieces):
                            pieces[count] = ((row * width + column) << _COVER_BITS) | cover
                        count += 1
            starts[level * SUBPIXELS * SUBPIXELS + quarter + 1] = count
    return count


@njit(
    f"int64({_CANVAS}, {_DISCS}, Array(int64, 1, 'C', True), int64, int64, {_LOOK})",
    cache=True,
    nogil=True,
    error_model="numpy",
)
def draw_discs(
    canvas: NDArray[np.int64],
    places: NDArray[np.float32],
    colors: NDArray[np.uint32],
    levels: NDArray[np.uint8],
    fades: NDArray[np.uint8],
    numbers: NDArray[np.int64],
    start: int,
    stop: int,
    scale: float,
    across: float,
    down: float,
    pieces: NDArray[np.int32],
    starts: NDArray[np.int64],
    halves: NDArray[np.int64],
    opacities: NDArray[np.int64],
    tint: int,
    tint_share: int,
) -> int:
    """Draw discs on a canvas, in their order; returns how many of them were inside.

    fades:     (n,) from 0 to 255, how much of its opacity each keeps; if empty, all keep it
    numbers:   which discs, of which those from ``start`` up to ``stop`` are drawn; if empty, the discs themselves are
    scale, across, down:  a place (x, y) stands at the pixel (across + x scale, down - y scale)
    pieces, starts, halves:  as `make_stamps` makes them
    opacities: (256,) from 0 to 256, by crowding
    tint, tint_share:  every colour is mixed with this one, by so many of 256

    All in one function: handing the arrays on to another for each disc would take longer than drawing it.
    """
    height, width = canvas.shape
    flat, size = canvas.reshape(-1), height * width
    other = (np.int64(0xFF000000 | (tint & 0xFF00)) << 24) | np.int64(tint & 0xFF00FF)
    drawn = 0
    for at in range(start, stop):
        i = numbers[at] if len(numbers) > 0 else at
        x, y = across + places[i, 0] * scale, down - places[i, 1] * scale
        half = halves[levels[i]]
        if not (-half - 1.0 < x < width + half + 1.0 and -half - 1.0 < y < height + half + 1.0):
            continue
        drawn += 1
        whole_x, whole_y = math.floor(x), math.floor(y)
        quarter = int((y - whole_y) * SUBPIXELS) * SUBPIXELS + int((x - whole_x) * SUBPIXELS)
        stamp = np.int64(levels[i]) * SUBPIXELS * SUBPIXELS + quarter
        color = np.int64(colors[i])
        opacity = opacities[color >> 24]
        if len(fades) > 0:
            opacity = (opacity * (np.int64(fades[i]) + 1)) >> 8
        source = ((0xFF000000 | (color & 0xFF00)) << 24) | (color & 0xFF00FF)
        if tint_share > 0:
            source = ((source * (256 - tint_share) + other * tint_share) >> 8) & 0x00FF00FF00FF00FF
        base = whole_y * width + whole_x
        is_across = half <= whole_x < width - half
        is_whole = is_across and half <= whole_y < height - half
        for k in range(starts[stamp], starts[stamp + 1]):
            piece = np.int64(pieces[k])
            offset = piece >> _COVER_BITS
            if not is_whole:
                if is_across:
                    if not 0 <= base + offset < size:
                        continue
                else:
                    row = (offset + half) // width  # its column is from -half to half, and the canvas wider than that
                    column = whole_x + offset - row * width
                    if not (0 <= column < width and 0 <= whole_y + row < height):
                        continue
            share = ((piece & 0x1FF) * opacity) >> 8
            pixel = np.uint64(base + offset)
            under = flat[pixel]
            # source * share + under * (256 - share), rounded; a borrow between channels is paid back by the sum.
            mixed = (under << 8) + (source - under) * share + 0x0080008000800080
            flat[pixel] = (mixed >> 8) & 0x00FF00FF00FF00FF
    return drawn


@njit(f"void({_CANVAS}, uint32[:, ::1])", cache=True, nogil=True)
def pack(canvas: NDArray[np.int64], picture: NDArray[np.uint32]) -> None:
    """Fill ``picture``, as large as the canvas, with its pixels as premultiplied 0xAARRGGBB."""
    height, width = canvas.shape
    for row in range(height):
        for column in range(width):
            pixel = canvas[row, column]
            picture[row, column] = np.uint32(((pixel >> 24) & 0xFF00FF00) | (pixel & 0xFF00FF))
