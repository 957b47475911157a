"""Which point is under the pointer, and which cells of the map are on the screen."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explorer.embedding import Indices
from explorer.projection.projection import Points
from explorer.task import Task
from widgets.map.camera import Camera
from widgets.map.fitting import inner_box

PER_CELL = 4
MOST_CELLS = 1024  # along a side


@dataclass(frozen=True, eq=False)
class PointGrid:
    """Places sorted into square cells; those far out stand in the cells of the rim.

    starts:  (side² + 1,) int32: where each cell begins in ``order``, row by row from the bottom
    order:   (n,) int32: the numbers of the places, cell by cell, rising within each
    """

    places: Points
    left: float
    bottom: float
    cell: float
    side: int
    starts: NDArray[np.int32]
    order: NDArray[np.int32]

    def nearest(self, x: float, y: float, radius: float) -> int | None:
        """The number of the place nearest to (x, y), if one is not farther away than ``radius``."""
        from widgets.map.place_kernels import nearest_place

        found = nearest_place(
            self.places, self.starts, self.order, self.left, self.bottom, self.cell, self.side, x, y, radius
        )
        return None if found < 0 else int(found)

    def cells_on(self, camera: Camera, margin: float) -> tuple[int, int, int, int]:
        """The first and last columns, then rows, of the cells that a camera sees, with a margin in pixels.

        The last ones are excluded, as in a `range`.
        """
        x0, y1 = camera.to_map(-margin, -margin)
        x1, y0 = camera.to_map(camera.width + margin, camera.height + margin)
        columns = [min(max(math.floor((x - self.left) / self.cell), 0), self.side - 1) for x in (x0, x1)]
        rows = [min(max(math.floor((y - self.bottom) / self.cell), 0), self.side - 1) for y in (y0, y1)]
        return columns[0], columns[1] + 1, rows[0], rows[1] + 1

    def numbers_on(self, camera: Camera, margin: float, prefix: int) -> Indices:
        """The numbers, below ``prefix``, of the places that stand in the cells that a camera sees with a margin."""
        from widgets.map.place_kernels import numbers_in_cells

        cells = self.cells_on(camera, margin)
        numbers = np.empty(self.count_on(camera, margin), np.int64)
        n = numbers_in_cells(self.starts, self.order, self.side, *cells, prefix, numbers)
        return numbers[:n]

    def count_on(self, camera: Camera, margin: float = 0.0) -> int:
        """How many places stand in the cells that a camera sees."""
        first, last, bottom, top = self.cells_on(camera, margin)
        rows = np.arange(bottom, top) * self.side
        return int((self.starts[rows + last] - self.starts[rows + first]).sum())


def build_grid(places: Points, task: Task = Task()) -> PointGrid:
    """Sort places, (n, 2) float32 with n > 0, into a grid; of a third coordinate nothing is taken."""
    from widgets.map.place_kernels import fill_grid

    task.check()
    low, high = inner_box(places[:, :2])
    extent = float((high - low).max()) or 1.0
    side = int(min(max(math.sqrt(len(places) / PER_CELL), 1), MOST_CELLS))
    left, bottom, cell = float(low[0]), float(low[1]), extent / side
    starts, order = np.zeros(side * side + 1, np.int32), np.empty(len(places), np.int32)
    fill_grid(places, left, bottom, 1 / cell, side, np.empty(len(places), np.int32), starts, order)
    task.check()
    return PointGrid(places, left, bottom, cell, side, starts, order)


def nearest_of(places: Points, x: float, y: float, radius: float) -> int | None:
    """As `PointGrid.nearest`, by looking at every place: for as long as there is no grid."""
    if not len(places):
        return None
    squares = np.square(places[:, :2] - np.array([x, y], dtype=np.float32)).sum(axis=1)
    best = int(squares.argmin())
    return best if squares[best] <= radius * radius else None


def nearest_seen(places: Points, camera: Camera, x: float, y: float, reach: float, task: Task = Task()) -> int | None:
    """The number of the place in space that stands nearest to a pixel, if one is within ``reach`` pixels of it.

    Of those that are equally near, as a hand points, the one nearest to the eye. Every place is looked at: 7 ms for a
    million.
    """
    from widgets.map.solid_kernels import nearest_on_screen

    task.check()
    found = nearest_on_screen(places, camera.view(), x, y, reach)
    return None if found < 0 else int(found)


def first_seen(places: Points, camera: Camera, most: int) -> Indices:
    """The numbers of the first places that stand on the screen, at most so many, rising."""
    found = np.empty(most, np.int64)
    if camera.is_flat:
        from widgets.map.place_kernels import first_inside

        n = first_inside(places, camera.scale, *camera.origin, camera.width, camera.height, found)
    else:
        from widgets.map.solid_kernels import first_on_screen

        n = first_on_screen(places, camera.view(), camera.width, camera.height, found)
    return found[:n]


def between(places: Points, low: NDArray[np.float64], high: NDArray[np.float64], camera: Camera) -> Indices:
    """The numbers of the places in a box of the screen, given by two corners in pixels, and of a few around it."""
    if camera.is_flat:
        left, top = camera.to_map(float(low[0]) - 1, float(low[1]) - 1)
        right, bottom = camera.to_map(float(high[0]) + 1, float(high[1]) + 1)
        x, y = places[:, 0], places[:, 1]
        flat: Indices = np.flatnonzero((x >= left) & (x <= right) & (y >= bottom) & (y <= top))
        return flat
    from widgets.map.solid_kernels import all_between

    found = np.empty(len(places), np.int64)
    box = (float(low[0]) - 1, float(low[1]) - 1, float(high[0]) + 1, float(high[1]) + 1)
    return found[: all_between(places, camera.view(), *box, found)]


def boxed(places: Points, low: NDArray[np.float64], high: NDArray[np.float64], camera: Camera) -> Indices:
    """The numbers of the places that stand in a rectangle of the screen, its outline included, rising."""
    numbers = between(places, low, high, camera)
    spots = camera.to_screen(places[numbers])
    inside = ((spots >= low) & (spots <= high)).all(axis=1)
    return numbers[inside]
