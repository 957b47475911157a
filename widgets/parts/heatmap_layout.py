"""What a heatmap shows, and where everything of it stands."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF
from PySide6.QtGui import QFontMetricsF

from widgets.parts.letters import letters

LABEL_PIXELS = 12
LONGEST_LABEL = 130.0
LARGEST_CELL = QSizeF(96, 44)  # when all cells fit; zooming makes them larger
LABEL_STEP = 15.0  # room for a label
WRITTEN_CELL = QSizeF(62, 34)  # of a picture whose cells have their values written into them
LARGEST_PICTURE = 1600.0  # of its cells; more only so that each has a label
TREE_WIDTH = 110.0
SCALE_HEIGHT = 34.0
EDGE = 8.0
MOST_ZOOM = 400.0

Cell = tuple[int, int]


@dataclass(frozen=True, eq=False)
class Matrix:
    """What a heatmap shows.

    values:     (r, c) float64; NaN for a cell without a value
    rows, columns:  the labels
    diverging:  whether zero has a colour of its own between those of low and high
    low, high:  the values of the outermost colours
    texts:      whether the values are written into cells that have room
    write:      how they are written; ``shorter`` is how where that has no room
    tree:       (n, 4, 2) float64 lines of a dendrogram over the rows, as (row, height up to 1), or None
    """

    values: NDArray[np.float64]
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    diverging: bool
    low: float
    high: float
    texts: bool
    write: Callable[[float], str]
    tree: NDArray[np.float64] | None = None
    shorter: Callable[[float], str] | None = None


@dataclass(frozen=True)
class Layout:
    """Where it stands: ``plot`` is where cells are seen, ``left`` and ``top`` where the first one begins."""

    plot: QRectF
    left: float
    top: float
    cell: QSizeF
    upright: bool
    tree_width: float = 0.0

    def cell_at(self, x: float, y: float, matrix: Matrix) -> Cell | None:
        """(row, column) at a place; None where there is no cell."""
        if not self.plot.contains(QPointF(x, y)):
            return None
        row, column = int((y - self.top) // self.cell.height()), int((x - self.left) // self.cell.width())
        return (row, column) if 0 <= row < len(matrix.rows) and 0 <= column < len(matrix.columns) else None

    def label_at(self, x: float, y: float, matrix: Matrix) -> tuple[str, int] | None:
        """("row" or "column", which) of the label at a place; None where there is none."""
        if (row := self._row_label_at(x, y, matrix)) is not None:
            return "row", row
        if (column := self._column_label_at(x, y, matrix)) is not None:
            return "column", column
        return None

    def _row_label_at(self, x: float, y: float, matrix: Matrix) -> int | None:
        step = label_step(self.cell.height())
        row = round((y - self.top) / self.cell.height() / step - 0.5 / step) * step
        is_beside = EDGE <= x < self.plot.left() and self.plot.top() <= y < self.plot.bottom()
        return row if is_beside and 0 <= row < len(matrix.rows) else None

    def _column_label_at(self, x: float, y: float, matrix: Matrix) -> int | None:
        step = label_step(self.cell.width())
        column = round((x - self.left) / self.cell.width() / step - 0.5 / step) * step
        is_above = EDGE <= y < self.plot.top() and self.plot.left() <= x < self.plot.right()
        return column if is_above and 0 <= column < len(matrix.columns) else None

    def rect_of(self, row: int, column: int) -> QRectF:
        """The rectangle of a cell."""
        width, height = self.cell.width(), self.cell.height()
        return QRectF(self.left + column * width, self.top + row * height, width, height)


@dataclass(frozen=True)
class Viewpoint:
    """How many times as large the cells are as when all fit, and how far they are moved from there."""

    zoom: float = 1.0
    pan: QPointF = field(default_factory=QPointF)

    def moved(self, by: QPointF, matrix: Matrix, size: QSizeF) -> Viewpoint:
        """Moved on as far as that goes; what would lie beyond the edges is forgotten, so that the way back is short."""
        layout = lay_out(matrix, size, Viewpoint(self.zoom, self.pan + by))
        return Viewpoint(self.zoom, QPointF(layout.left - layout.plot.left(), layout.top - layout.plot.top()))

    def zoomed(self, factor: float, at: QPointF | None, matrix: Matrix, size: QSizeF) -> Viewpoint:
        """Larger by a factor, the place ``at``, by default the middle, staying where it is."""
        before = lay_out(matrix, size, self)
        at = at or before.plot.center()
        column, row = (at.x() - before.left) / before.cell.width(), (at.y() - before.top) / before.cell.height()
        zoom = min(max(self.zoom * factor, 1.0), MOST_ZOOM)
        after = lay_out(matrix, size, Viewpoint(zoom))
        corner = QPointF(column * after.cell.width(), row * after.cell.height())
        return Viewpoint(zoom, at - after.plot.topLeft() - corner).moved(QPointF(), matrix, size)

    def showing(self, cell: Cell, matrix: Matrix, size: QSizeF) -> Viewpoint:
        """Moved so that a cell is seen."""
        layout = lay_out(matrix, size, self)
        rect, plot = layout.rect_of(*cell), layout.plot
        right = max(plot.left() - rect.left(), 0.0) + min(plot.right() - rect.right(), 0.0)
        down = max(plot.top() - rect.top(), 0.0) + min(plot.bottom() - rect.bottom(), 0.0)
        return self.moved(QPointF(right, down), matrix, size)


def lay_out(matrix: Matrix, size: QSizeF, view: Viewpoint | None = None) -> Layout:
    """Where everything stands in a size; without a viewpoint all cells fit."""
    view = view or Viewpoint()
    beside, longest = _widest(matrix.rows), _widest(matrix.columns)
    tree = tree_width(size.width()) if matrix.tree is not None else 0.0
    n_rows, n_columns = max(len(matrix.rows), 1), max(len(matrix.columns), 1)
    room_x = max(size.width() - beside - tree - 2 * EDGE, 1.0)
    width = min(room_x / n_columns, LARGEST_CELL.width())
    upright = longest > width * view.zoom
    above = longest if upright else 22.0
    room_y = max(size.height() - above - SCALE_HEIGHT - 2 * EDGE, 1.0)
    height = min(room_y / n_rows, LARGEST_CELL.height())
    plot = QRectF(EDGE + beside, EDGE + above, min(width * n_columns, room_x), min(height * n_rows, room_y))
    if view.zoom > 1:
        plot.setSize(QSizeF(room_x, room_y))
    cell = QSizeF(width * view.zoom, height * view.zoom)
    left = plot.left() + _kept(view.pan.x(), plot.width(), cell.width() * n_columns)
    top = plot.top() + _kept(view.pan.y(), plot.height(), cell.height() * n_rows)
    plot.setWidth(min(plot.width(), left + cell.width() * n_columns - plot.left()))
    plot.setHeight(min(plot.height(), top + cell.height() * n_rows - plot.top()))
    return Layout(plot, left, top, cell, upright, tree)


@lru_cache(maxsize=8)  # a table is laid out several times at each step of the wheel, with 2,000 labels at most
def _widest(labels: tuple[str, ...]) -> float:
    """The width of the longest label, as far as it is shown, and of the gap behind it."""
    metrics = QFontMetricsF(letters(LABEL_PIXELS))
    return min(max(map(metrics.horizontalAdvance, labels), default=0.0), LONGEST_LABEL) + 10


def _kept(pan: float, room: float, extent: float) -> float:
    return min(max(pan, room - extent), 0.0)


def natural_size(matrix: Matrix) -> QSize:
    """The size of a picture in which every cell is as large as its value needs, or smaller if there are many."""
    rows, columns = len(matrix.rows), len(matrix.columns)
    beside, above = (_widest(labels) + 2 * EDGE for labels in (matrix.rows, matrix.columns))
    width = min(max(WRITTEN_CELL.width() * columns, 300.0), max(LARGEST_PICTURE, LABEL_STEP * columns))
    height = min(WRITTEN_CELL.height() * rows, max(LARGEST_PICTURE, LABEL_STEP * rows))
    if matrix.tree is not None:
        width += TREE_WIDTH
    return QSize(math.ceil(beside + width), math.ceil(above + height + SCALE_HEIGHT))


def tree_width(width: float) -> float:
    """What a dendrogram takes of a width."""
    return min(TREE_WIDTH, 0.17 * width)


def _seen(start: float, end: float, origin: float, step: float, n: int) -> range:
    return range(max(int((start - origin) // step), 0), min(math.ceil((end - origin) / step), n))


def seen_cells(matrix: Matrix, layout: Layout) -> tuple[range, range]:
    """The rows and columns of which something is seen."""
    plot = layout.plot
    rows = _seen(plot.top(), plot.bottom(), layout.top, layout.cell.height(), len(matrix.rows))
    columns = _seen(plot.left(), plot.right(), layout.left, layout.cell.width(), len(matrix.columns))
    return rows, columns


def label_step(extent: float) -> int:
    """Every how many rows or columns of an extent have a label, so that labels do not overlap."""
    return max(1, math.ceil(LABEL_STEP / extent))
