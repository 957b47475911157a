"""GloVe's co-occurrence matrix: counted in front of the eyes, then fitted one cell at a time."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QWidget

from explorer.training.inspector.glove import GloveSetup, GloveStep
from explorer.training.inspector.glove_counting import CountStep
from explorer.training.inspector.moment import Floats
from explorer.training.inspector.step import Phase
from widgets.inspector.canvas import LETTERS, Canvas
from widgets.inspector.frame import Frame, Spot
from widgets.inspector.lettering import fitting, widest
from widgets.inspector.matrices import GAP, Grid
from widgets.inspector.numerals import short
from widgets.theme import ThemeSwitch


class CountsPanel(Canvas):
    """The counts X as a grid: the redder, the more often two words stand together; the cell of the step is framed.

    Beside the grid stands what the step does: f(X), the prediction, the residual.
    """

    about = "Arrow keys walk the counts of pairs of words."

    def __init__(self, theme: ThemeSwitch, parent: QWidget | None = None) -> None:
        super().__init__(theme, "Co-occurrence counts", parent)
        self.counts: Floats = np.zeros((0, 0))
        self.limit = 1.0
        self.counted: CountStep | None = None

    def show_counts(self, setup: GloveSetup, n_counted: int) -> None:
        """Show the counts after so many neighbours were counted."""
        is_done = n_counted >= len(setup.counting)
        self.counts = setup.X if is_done else setup.counted(n_counted)
        self.limit = float(setup.X.max()) or 1.0
        self.counted = None if is_done or n_counted == 0 else setup.counting[n_counted - 1]
        self.update()

    def grid(self, frame: Frame) -> tuple[Grid, float]:
        """Where the grid lies and the size of its letters."""
        n_words = len(frame.words)
        width, height = self.area.width(), self.area.height()
        side = width * 0.4 if width > 420 * self.magnify else 0.0
        letters = fitting(LETTERS, (height - 60) / max(n_words, 1) / self.magnify)
        labels = min(widest(frame.words, self.letters(letters or 9.0)), width * 0.2) + 16
        top = 34 * self.magnify + (labels if letters else 10)
        pitch = min((width - labels - 12 - side) / max(n_words, 1), (height - top - 12) / max(n_words, 1))
        return Grid(labels, top, pitch, pitch, n_words, n_words), letters

    def draw(self, painter: QPainter, frame: Frame) -> None:
        if self.counts.shape != (len(frame.words),) * 2:
            return
        grid, letters = self.grid(frame)
        painter.setFont(self.letters(LETTERS, bold=True))
        painter.setPen(QColor(self.colors.text))
        title = "Counts X" if self.counted is None else "Counting X"
        painter.drawText(QRectF(12, 4, self.area.width(), 24 * self.magnify), Qt.AlignmentFlag.AlignVCenter, title)
        self._draw_cells(painter, grid)
        if letters:
            self._draw_words(painter, frame, grid, letters)
        self._draw_framed(painter, frame, grid)
        if frame.fitted is not None:
            self._draw_step(painter, frame, frame.fitted, grid)

    def _draw_cells(self, painter: QPainter, grid: Grid) -> None:
        font = self.letters(11.0)
        metrics = QFontMetricsF(font)
        has_room = grid.cell_width > metrics.horizontalAdvance("0.00") + 4 and grid.cell_height > metrics.height() + 2
        painter.setFont(font)
        unit = self.scale.unit
        for i, row in enumerate(self.counts.tolist()):
            for j, count in enumerate(row):
                cell, shade = grid.cell(i, j), count / self.limit * unit
                painter.fillRect(cell, self.scale.color(shade))
                if has_room and count > 0:
                    painter.setPen(self.scale.ink(shade))
                    painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, f"{count:.3g}")

    def _draw_words(self, painter: QPainter, frame: Frame, grid: Grid, letters: float) -> None:
        painter.setFont(self.letters(letters))
        painter.setPen(QColor(self.colors.label))
        for i, word in enumerate(frame.words):
            box = QRectF(0, grid.y + i * grid.cell_height, grid.x - 8, grid.cell_height * (1 - GAP))
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, word)
            painter.save()
            painter.translate(grid.x + (i + 0.5) * grid.cell_width, grid.y - 6)
            painter.rotate(-90)
            painter.drawText(QRectF(0, -20, grid.y, 40), Qt.AlignmentFlag.AlignVCenter, word)
            painter.restore()

    def _draw_framed(self, painter: QPainter, frame: Frame, grid: Grid) -> None:
        """The cell that is being counted or fitted, and its row and column."""
        at = None
        if self.counted is not None:
            at = self.counted.row, self.counted.column
        elif frame.fitted is not None:
            at = frame.fitted.i, frame.fitted.j
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if at is not None:
            painter.setPen(QPen(QColor(self.colors.accent), 3 * self.magnify))
            painter.drawRect(grid.cell(*at).adjusted(-1, -1, 1, 1))
        if self.spot is not None and self.spot.kind == "count":
            painter.setPen(QPen(QColor(self.colors.text), 1.6 * self.magnify))
            painter.drawRect(grid.cell(self.spot.row, self.spot.unit))

    def _draw_step(self, painter: QPainter, frame: Frame, step: GloveStep, grid: Grid) -> None:
        left = grid.x + grid.n_columns * grid.cell_width + 28
        if self.area.width() - left < 130 * self.magnify:
            return
        rows = [("X", f"{step.X:.3g}"), ("log X", short(step.log_X)), ("f(X)", short(step.f))]
        rows += [("w \u00b7 w\u0303 + b + b\u0303", short(step.prediction))]
        if frame.phase >= Phase.ERROR:
            rows += [("residual", short(step.residual)), ("loss", short(step.loss))]
        if frame.phase >= Phase.BACKWARD:
            rows += [("f(X) \u00b7 residual", short(step.e))]
        line, y = 24 * self.magnify, grid.y
        painter.setFont(self.letters(LETTERS + 2, bold=True))
        painter.setPen(QColor(self.colors.text))
        painter.drawText(QPointF(left, y + 6), f"{frame.words[step.i]}, {frame.words[step.j]}")
        for text, number in rows:
            y += line
            box = QRectF(left, y - 4, min(230 * self.magnify, self.area.width() - left - 14), line)
            painter.setFont(self.letters(LETTERS))
            painter.setPen(QColor(self.colors.muted))
            painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
            painter.setPen(QColor(self.colors.text))
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, number)

    # Pointing -------------------------------------------------------------------------------------------------------

    def spot_at(self, place: QPointF) -> Spot | None:
        if self.frame is None:
            return None
        self._area = self.size().toSizeF()
        found = self.grid(self.frame)[0].at(place)
        return Spot("count", *found) if found is not None else None

    def place_of(self, spot: Spot) -> QPointF | None:
        if self.frame is None or spot.kind != "count":
            return None
        return self.grid(self.frame)[0].cell(spot.row, spot.unit).center()

    def next_spot(self, spot: Spot | None, right: int, down: int) -> Spot | None:
        last = len(self.frame.words) - 1 if self.frame is not None else 0
        if spot is None or spot.kind != "count":
            return Spot("count", 0, 0)
        return Spot("count", min(max(spot.row + down, 0), last), min(max(spot.unit + right, 0), last))
