"""The numba kernel that gives labels their places."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray


@njit(
    "void(float64[:, ::1], float64[::1], float64, float64[::1], float64, float64, float64, float64, "
    "int64[::1], uint8[:, ::1], float64[::1])",
    cache=True,
    nogil=True,
)
def place_labels(
    spots: NDArray[np.float64],
    widths: NDArray[np.float64],
    height: float,
    gaps: NDArray[np.float64],
    pad_x: float,
    pad_y: float,
    right: float,
    bottom: float,
    sides: NDArray[np.int64],
    taken: NDArray[np.uint8],
    rooms: NDArray[np.float64],
) -> None:
    """Give each label, in the order of priority, a side of its point where it covers no other, or none.

    spots:   (n, 2) where the points stand, in pixels
    widths:  (n,) of the labels; all are ``height`` high
    gaps:    (n,) between a point and its label
    pad_x, pad_y:   room kept free around each label
    right, bottom:  the size of the screen
    sides:   (n,) the side to try first (0 right, 1 left, 2 above, 3 below); filled with the one that was found, or -1
    taken:   the screen in cells of 4 pixels, zero where free; what is placed is marked in it
    rooms:   (n,) how much of that room each label must have, 0 to 1
    """
    rows, columns = taken.shape
    for i in range(len(spots)):
        preferred = max(sides[i], 0)
        sides[i] = -1
        room_x, room_y = pad_x * rooms[i], pad_y * rooms[i]
        for attempt in range(5):
            side = preferred if attempt == 0 else attempt - 1
            x, y = spots[i, 0], spots[i, 1]
            if side == 0:
                x, y = x + gaps[i], y - height / 2
            elif side == 1:
                x, y = x - gaps[i] - widths[i], y - height / 2
            elif side == 2:
                x, y = x - widths[i] / 2, y - gaps[i] - height
            else:
                x, y = x - widths[i] / 2, y + gaps[i]
            if x < 2 or y < 2 or x + widths[i] > right - 2 or y + height > bottom - 2:
                continue
            first_column, last_column = (
                max(int((x - room_x) / 4), 0),
                min(int((x + widths[i] + room_x) / 4) + 1, columns),
            )
            first_row, last_row = max(int((y - room_y) / 4), 0), min(int((y + height + room_y) / 4) + 1, rows)
            free = True
            for row in range(first_row, last_row):
                for column in range(first_column, last_column):
                    if taken[row, column]:
                        free = False
                        break
                if not free:
                    break
            if free:
                sides[i] = side
                for row in range(max(int(y / 4), 0), min(int((y + height) / 4) + 1, rows)):
                    for column in range(max(int(x / 4), 0), min(int((x + widths[i]) / 4) + 1, columns)):
                        taken[row, column] = 1
                break
