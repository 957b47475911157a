"""The numba kernels that ask where places are: the grid for picking, and what is on the screen."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

_PLACES = "Array(float32, 2, 'C', True)"  # may be read-only


@njit(
    f"void({_PLACES}, float32, float32, float32, int64, int32[::1], int32[::1], int32[::1])",
    cache=True,
    nogil=True,
    error_model="numpy",
)
def fill_grid(
    places: NDArray[np.float32],
    left: float,
    bottom: float,
    per_unit: float,
    side: int,
    cells: NDArray[np.int32],
    starts: NDArray[np.int32],
    order: NDArray[np.int32],
) -> None:
    """Sort the places into a grid of ``side`` by ``side`` square cells, ``per_unit`` to a unit, by counting.

    cells:   (n,) filled with the cell of each place; what is outside stands in the rim
    starts:  (side² + 1,) of zeros, filled with where each cell begins in ``order``
    order:   (n,) filled with the numbers of the places, cell by cell, rising within each cell

    All in 32 bits: what takes the time is fetching these arrays from memory.
    """
    n, zero, last = len(places), np.float32(0), np.float32(side - 1)
    for i in range(n):
        column = int(min(max((places[i, 0] - left) * per_unit, zero), last))
        row = int(min(max((places[i, 1] - bottom) * per_unit, zero), last))
        cells[i] = row * side + column
        starts[cells[i] + 1] += 1
    for at in range(side * side):
        starts[at + 1] += starts[at]
    free = starts[:-1].copy()
    for i in range(n):
        order[free[cells[i]]] = i
        free[cells[i]] += 1


@njit("int64(int32[::1], int32[::1], int64, int64, int64, int64, int64, int64, int64[::1])", cache=True, nogil=True)
def numbers_in_cells(
    starts: NDArray[np.int32],
    order: NDArray[np.int32],
    side: int,
    first_column: int,
    last_column: int,
    first_row: int,
    last_row: int,
    prefix: int,
    numbers: NDArray[np.int64],
) -> int:
    """Fill ``numbers`` with the places below ``prefix`` that stand in a block of cells; returns how many there are."""
    count = 0
    for row in range(first_row, last_row):
        for cell in range(row * side + first_column, row * side + last_column):
            for at in range(starts[cell], starts[cell + 1]):
                if order[at] >= prefix:
                    break  # they rise within a cell
                numbers[count] = order[at]
                count += 1
    return count


@njit(
    f"int64({_PLACES}, int32[::1], int32[::1], float64, float64, float64, int64, float64, float64, float64)",
    cache=True,
    nogil=True,
)
def nearest_place(
    places: NDArray[np.float32],
    starts: NDArray[np.int32],
    order: NDArray[np.int32],
    left: float,
    bottom: float,
    cell: float,
    side: int,
    x: float,
    y: float,
    radius: float,
) -> int:
    """The number of the place nearest to (x, y) and not farther than ``radius``, or -1; of equals the first.

    Cells are searched in rings from the middle outwards, until a ring is farther away than the best found. Places
    outside the grid stand in the cell of its rim that is nearest to them, and so does (x, y); that never makes two of
    them seem farther apart than they are.
    """
    column = int(min(max((x - left) / cell, 0.0), side - 1.0))
    row = int(min(max((y - bottom) / cell, 0.0), side - 1.0))
    best, closest = -1, radius * radius
    for ring in range(side):
        if ring > 1 and ((ring - 1) * cell) ** 2 > closest:
            break
        for below in range(max(row - ring, 0), min(row + ring, side - 1) + 1):
            edge = abs(below - row) == ring
            step = 1 if edge or ring == 0 else 2 * ring
            for beside in range(column - ring, column + ring + 1, step):
                if beside < 0 or beside >= side:
                    continue
                at = below * side + beside
                for k in range(starts[at], starts[at + 1]):
                    i = order[k]
                    distance = (places[i, 0] - x) ** 2 + (places[i, 1] - y) ** 2
                    if distance < closest or (distance == closest and (best < 0 or i < best)):
                        best, closest = i, distance
    return best


@njit(f"int64({_PLACES}, float64, float64, float64, float64, float64, int64[::1])", cache=True, nogil=True)
def first_inside(
    places: NDArray[np.float32],
    scale: float,
    across: float,
    down: float,
    width: float,
    height: float,
    found: NDArray[np.int64],
) -> int:
    """Fill ``found`` with the numbers of the first places that stand on the screen; returns how many there are."""
    count = 0
    for i in range(len(places)):
        x, y = across + places[i, 0] * scale, down - places[i, 1] * scale
        if 0.0 <= x < width and 0.0 <= y < height:
            if count == len(found):
                break
            found[count] = i
            count += 1
    return count


_ENCLOSED = "float64, float64, float64, float64, float64, float64, uint8[:, ::1], float64[:, ::1], int64, int64[::1]"


@njit([f"int64({_PLACES}, {_ENCLOSED})", f"int64(Array(float64, 2, 'C', True), {_ENCLOSED})"], cache=True, nogil=True)
def numbers_enclosed(
    places: NDArray[np.floating],
    scale_x: float,
    scale_y: float,
    across: float,
    down: float,
    left: float,
    top: float,
    mask: NDArray[np.uint8],
    outline: NDArray[np.float64],
    first: int,
    numbers: NDArray[np.int64],
) -> int:
    """Fill ``numbers`` with the places that an outline goes around, rising; returns how many there are.

    scale_x, scale_y, across, down:  a place (x, y) stands at the pixel (across + x scale_x, down + y scale_y)
    mask:     255 where a pixel, counted from (left, top), is inside for certain, 0 where it is outside; in all others
              the sides are counted that a ray to the right crosses, upwards less downwards
    outline:  (k, 2) its corners in pixels
    first:    the number of the first of the places

    Source: Sunday (2001), Inclusion of a point in a polygon.
    """
    height, width = mask.shape
    count = 0
    for i in range(len(places)):
        x, y = places[i, 0] * scale_x + across, places[i, 1] * scale_y + down
        if not (left <= x < left + width and top <= y < top + height):
            continue
        kind = mask[int(y - top), int(x - left)]
        if kind == 0:
            continue
        if kind != 255:
            turns = 0
            x0, y0 = outline[-1, 0], outline[-1, 1]
            for corner in range(len(outline)):
                x1, y1 = outline[corner, 0], outline[corner, 1]
                if (y0 <= y) != (y1 <= y):
                    side = (x1 - x0) * (y - y0) - (x - x0) * (y1 - y0)
                    if y0 <= y and side > 0:
                        turns += 1
                    elif y0 > y and side < 0:
                        turns -= 1
                x0, y0 = x1, y1
            if turns == 0:
                continue
        numbers[count] = first + i
        count += 1
    return count
