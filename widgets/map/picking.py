"""Which point is under the pointer, and which cells of the map are on the screen."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

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

    starts:  (side² + 1,) int64: where each cell begins in ``order``, row by row from the bottom
    order:   (n,) int64: the numbers of the places, cell by cell, rising within each
    """

    places: Points
    left: float
    bottom: float
    cell: float
    side: int
    starts: Indices
    order: Indices

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
    """Sort places, (n, 2) float32 with n > 0, into a grid."""
    from widgets.map.place_kernels import fill_grid

    task.check()
    low, high = inner_box(places)
    extent = float((high - low).max()) or 1.0
    side = int(min(max(math.sqrt(len(places) / PER_CELL), 1), MOST_CELLS))
    left, bottom, cell = float(low[0]), float(low[1]), extent / side
    starts, order = np.zeros(side * side + 1, np.int64), np.empty(len(places), np.int64)
    fill_grid(places, left, bottom, cell, side, starts, order)
    task.check()
    return PointGrid(places, left, bottom, cell, side, starts, order)


def nearest_of(places: Points, x: float, y: float, radius: float) -> int | None:
    """As `PointGrid.nearest`, by looking at every place: for as long as there is no grid."""
    if not len(places):
        return None
    squares = np.square(places - np.array([x, y], dtype=np.float32)).sum(axis=1)
    best = int(squares.argmin())
    return best if squares[best] <= radius * radius else None


def inside(places: Points, corner: tuple[float, float], other: tuple[float, float]) -> Indices:
    """The numbers of the places within a rectangle of the map, given by two opposite corners, rising."""
    (x0, x1), (y0, y1) = sorted((corner[0], other[0])), sorted((corner[1], other[1]))
    x, y = places[:, 0], places[:, 1]
    found: Indices = np.flatnonzero((x >= x0) & (x <= x1) & (y >= y0) & (y <= y1))
    return found
