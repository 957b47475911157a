"""The two weight matrices as grids of coloured cells."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from explorer.training.inspector.moment import Floats
from explorer.training.inspector.step import Phase
from widgets.inspector.canvas import LETTERS, Canvas
from widgets.inspector.frame import Frame, Spot
from widgets.inspector.lettering import fitting, widest
from widgets.inspector.numerals import short
from widgets.theme import ThemeSwitch

GAP = 0.05  # of the pitch that is left between cells
_SIDES = ("input", "output")


@dataclass(frozen=True)
class Grid:
    """Where a matrix lies: its corner and the size of a cell."""

    x: float
    y: float
    cell_width: float
    cell_height: float
    n_rows: int
    n_columns: int

    def cell(self, row: int, column: int) -> QRectF:
        """The rectangle of a cell, without the gap."""
        width, height = self.cell_width, self.cell_height
        return QRectF(self.x + column * width, self.y + row * height, width * (1 - GAP), height * (1 - GAP))

    def row(self, row: int) -> QRectF:
        """The rectangle of a whole row."""
        height = self.cell_height
        return QRectF(self.x, self.y + row * height, self.n_columns * self.cell_width, height * (1 - GAP))

    def at(self, place: QPointF) -> tuple[int, int] | None:
        """The row and column at a place."""
        column = int((place.x() - self.x) // self.cell_width)
        row = int((place.y() - self.y) // self.cell_height)
        return (row, column) if 0 <= row < self.n_rows and 0 <= column < self.n_columns else None


class MatricesPanel(Canvas):
    """Input vectors and output vectors side by side: words down, hidden units across.

    In the backward phase the rows that will change are outlined, and small triangles tell where each cell goes. Numbers
    stand in the cells where there is room.
    """

    about = "Arrow keys walk the cells and tell their weights and gradients."

    def __init__(self, theme: ThemeSwitch, parent: QWidget | None = None) -> None:
        super().__init__(theme, "Weight matrices", parent)
        self.headings = ("Input vectors W", "Output vectors W\u2032")

    # Where things lie -----------------------------------------------------------------------------------------------

    def grids(self, frame: Frame) -> tuple[Grid, Grid, float]:
        """The two grids and the size of the letters beside them."""
        width, height = self.area.width(), self.area.height()
        n_words, n_hidden = len(frame.words), frame.W.shape[1] + (frame.b is not None)
        n_outputs = len(frame.outputs)
        top, bottom = 50.0 * self.magnify, 12.0
        pitch = (height - top - bottom) / max(n_words, n_outputs, 1)
        letters = fitting(LETTERS, pitch / self.magnify)
        labels = min(widest(frame.words, self.letters(letters or 8.0)), width * 0.2) + 20 if letters else 14.0
        is_shared = frame.words == frame.outputs
        middle = (
            18.0 if is_shared or not letters else min(widest(frame.outputs, self.letters(letters)), width * 0.16) + 20
        )
        cell = max(1.0, (width - labels - middle - 12) / (2 * max(n_hidden, 1)))
        first = Grid(labels, top, cell, pitch, n_words, n_hidden)
        return first, Grid(labels + n_hidden * cell + middle, top, cell, pitch, n_outputs, n_hidden), letters

    # Drawing --------------------------------------------------------------------------------------------------------

    def draw_ground(self, painter: QPainter) -> None:
        frame = self.frame
        if frame is None:
            return
        *grids, letters = self.grids(frame)
        for grid, heading in zip(grids, self.headings, strict=True):
            painter.setFont(self.letters(LETTERS, bold=True))
            painter.setPen(QColor(self.colors.text))
            box = QRectF(grid.x, 4, grid.n_columns * grid.cell_width, 24 * self.magnify)
            if QFontMetricsF(painter.font()).horizontalAdvance(heading) > box.width():
                heading = heading.rpartition(" ")[2]  # the letter alone
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, heading)
            painter.setFont(self.letters(10.0))
            painter.setPen(QColor(self.colors.muted))
            if grid.cell_width < QFontMetricsF(painter.font()).horizontalAdvance("h20"):
                continue
            for j in range(grid.n_columns):
                box = QRectF(grid.x + j * grid.cell_width, 28 * self.magnify, grid.cell_width, 18 * self.magnify)
                name = "b" if j == frame.W.shape[1] else f"h{j + 1}" if frame.b is None else str(j + 1)
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, name)
        if letters:
            self._draw_words(painter, frame.words, grids[0], letters)
            if frame.outputs != frame.words:
                self._draw_words(painter, frame.outputs, grids[1], letters)

    def _draw_words(self, painter: QPainter, words: tuple[str, ...], grid: Grid, letters: float) -> None:
        painter.setFont(self.letters(letters))
        painter.setPen(QColor(self.colors.label))
        metrics = QFontMetricsF(painter.font())
        room = self.area.width() * 0.2
        for i, word in enumerate(words):
            box = QRectF(grid.x - room - 8, grid.y + i * grid.cell_height, room, grid.cell_height * (1 - GAP))
            shown = metrics.elidedText(word, Qt.TextElideMode.ElideRight, room)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, shown)

    def draw(self, painter: QPainter, frame: Frame) -> None:
        first, second, _ = self.grids(frame)
        for grid, values, changes in (
            (first, _with_bias(frame.W, frame.b), _with_bias(frame.dW, frame.db)),
            (second, _with_bias(frame.W_out, frame.b_out), _with_bias(frame.dW_out, frame.db_out)),
        ):
            self._draw_cells(painter, grid, values)
            self._draw_values(painter, grid, values)
            if frame.phase == Phase.BACKWARD and len(changes) == len(values):
                self._draw_changes(painter, grid, values, -frame.rate * changes)
        self._draw_sample(painter, frame, first, second)
        self._draw_pointed(painter, first, second)

    def _draw_cells(self, painter: QPainter, grid: Grid, values: Floats) -> None:
        if self.draws_vectors or min(grid.cell_width, grid.cell_height) > 26:
            painter.setPen(Qt.PenStyle.NoPen)
            for place, color in enumerate(self.scale.colors(values.ravel())):
                painter.fillRect(grid.cell(*divmod(place, grid.n_columns)), color)
            return
        pixels = self.scale.pixels(values)
        rows, columns = values.shape
        image = QImage(pixels.data, columns, rows, columns * 4, QImage.Format.Format_RGB32)
        whole = QRectF(grid.x, grid.y, columns * grid.cell_width, rows * grid.cell_height)
        painter.drawImage(whole, image)
        ground = QColor(self.colors.map)
        if grid.cell_height > 5 and grid.cell_width > 5:
            for j in range(columns):
                x = grid.x + (j + 1 - GAP) * grid.cell_width
                painter.fillRect(QRectF(x, grid.y, GAP * grid.cell_width, whole.height()), ground)
            for i in range(rows):
                y = grid.y + (i + 1 - GAP) * grid.cell_height
                painter.fillRect(QRectF(grid.x, y, whole.width(), GAP * grid.cell_height), ground)

    def _draw_values(self, painter: QPainter, grid: Grid, values: Floats) -> None:
        """Numbers in the cells, if every one of them has room."""
        font = self.letters(11.0)
        metrics = QFontMetricsF(font)
        if grid.cell_width < metrics.horizontalAdvance("\u22120.000") + 6 or grid.cell_height < metrics.height() + 2:
            return
        painter.setFont(font)
        for i, row in enumerate(values.tolist()):
            for j, value in enumerate(row):
                painter.setPen(self.scale.ink(value))
                painter.drawText(grid.cell(i, j), Qt.AlignmentFlag.AlignCenter, short(value))

    def _draw_changes(self, painter: QPainter, grid: Grid, values: Floats, changes: Floats) -> None:
        """Outline the rows that will change; a triangle in a cell points up where it grows, down where it shrinks."""
        largest = float(np.abs(changes).max(initial=0.0)) or 1.0
        for i in np.flatnonzero(np.abs(changes).max(axis=1, initial=0.0) > 0):
            painter.setPen(QPen(QColor(self.colors.accent), 2 * self.magnify))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(grid.row(int(i)).adjusted(-1, -1, 1, 1))
            if min(grid.cell_height, grid.cell_width) < 9:
                continue
            for j, change in enumerate(changes[i].tolist()):
                size = min(grid.cell_height * 0.36, 9.0 * self.magnify) * (0.45 + 0.55 * abs(change) / largest)
                cell = grid.cell(int(i), j)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(self.scale.ink(float(values[i, j])))
                corner = QPointF(cell.right() - 3 - size * 0.5, cell.bottom() - 3 - size * 0.45)
                painter.drawPolygon(_triangle(corner, size, change > 0))
                painter.setBrush(Qt.BrushStyle.NoBrush)

    def _draw_sample(self, painter: QPainter, frame: Frame, first: Grid, second: Grid) -> None:
        """A bar beside the rows that the sample looks at."""
        if frame.phase == Phase.READY and not frame.is_probe:
            return
        bar = 4.0 * self.magnify
        for grid, rows, color in (
            (first, np.flatnonzero(frame.x > 0), self.colors.accent),
            (second, frame.lit_outputs, self.colors.accent),
            (second, frame.drawn, self.colors.danger),
        ):
            for i in rows:
                row = grid.row(int(i))
                painter.fillRect(QRectF(row.left() - bar - 2, row.top(), bar, row.height()), QColor(color))

    def _draw_pointed(self, painter: QPainter, first: Grid, second: Grid) -> None:
        spot = self.spot
        if spot is None:
            return
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(self.colors.text), 1.8 * self.magnify))
        if spot.kind in ("input_cell", "input_edge"):
            painter.drawRect(first.cell(spot.row, spot.unit))
        elif spot.kind in ("output_cell", "output_edge"):
            painter.drawRect(second.cell(spot.row, spot.unit))
        elif spot.kind == "hidden":
            for grid in (first, second):
                x = grid.x + spot.row * grid.cell_width
                height = grid.n_rows * grid.cell_height
                painter.drawRect(QRectF(x - 1, grid.y - 1, grid.cell_width * (1 - GAP) + 2, height))
        elif spot.kind in ("input", "input_dot"):
            painter.drawRect(first.row(spot.row))
        elif spot.kind in ("output", "output_dot", "node") and spot.row < second.n_rows:
            painter.drawRect(second.row(spot.row))

    # Pointing -------------------------------------------------------------------------------------------------------

    def spot_at(self, place: QPointF) -> Spot | None:
        if self.frame is None:
            return None
        self._area = self.size().toSizeF()
        first, second, _ = self.grids(self.frame)
        for side, grid in zip(_SIDES, (first, second), strict=True):
            if (found := grid.at(place)) is not None:
                return Spot(f"{side}_cell", *found)
        row = int((place.y() - first.y) // first.cell_height)
        return Spot("input", row) if place.x() < first.x and 0 <= row < first.n_rows else None

    def place_of(self, spot: Spot) -> QPointF | None:
        if self.frame is None:
            return None
        first, second, _ = self.grids(self.frame)
        if spot.kind == "input":
            return first.row(spot.row).center()
        side, _, what = spot.kind.partition("_")
        return (first if side == "input" else second).cell(spot.row, spot.unit).center() if what == "cell" else None

    def next_spot(self, spot: Spot | None, right: int, down: int) -> Spot | None:
        if self.frame is None or spot is None or not spot.kind.endswith("_cell"):
            return Spot("input_cell", 0, 0)
        width = self.grids(self.frame)[0].n_columns
        side = _SIDES.index(spot.kind.partition("_")[0])
        column = min(max(side * width + spot.unit + right, 0), 2 * width - 1)
        n_rows = len(self.frame.words) if column < width else len(self.frame.outputs)
        return Spot(f"{_SIDES[column // width]}_cell", min(max(spot.row + down, 0), n_rows - 1), column % width)


def _with_bias(vectors: Floats, bias: Floats | None) -> Floats:
    """The vectors of GloVe with their biases as a last column; those of word2vec as they are."""
    return vectors if bias is None else np.column_stack([vectors, bias])


def _triangle(middle: QPointF, size: float, up: bool) -> QPolygonF:
    tip = -size * 0.45 if up else size * 0.45
    return QPolygonF(
        [
            QPointF(middle.x(), middle.y() + tip),
            QPointF(middle.x() - size / 2, middle.y() - tip),
            QPointF(middle.x() + size / 2, middle.y() - tip),
        ]
    )
