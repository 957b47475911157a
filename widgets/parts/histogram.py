"""A small histogram with hairline axes and marks, such as the similarities of a word to all others."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from explorer.wording import WORD, counted
from widgets.parts.drawn import DrawnWidget
from widgets.parts.letters import letters
from widgets.parts.numbers import grouped, measured
from widgets.theme import ThemeSwitch

TICK_PIXELS = 10
MARK_HEIGHT = 7.0


class Histogram(DrawnWidget):
    """Bars of counts over a range of values; marks below them tell where some of the values are.

    The heights are square roots of the counts, so that a few words beside thousands can still be seen.
    """

    def __init__(
        self, theme: ThemeSwitch, name: str, write: Callable[[float], str] = measured, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, name, parent, in_panel=True)
        self._write = write
        self._unit = WORD
        self._counts: NDArray[np.int64] = np.zeros(0, np.int64)
        self._edges = np.zeros(1)
        self._marks: NDArray[np.float64] = np.zeros(0)
        self._pointed: int | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(220, 84)

    def set_counts(
        self,
        counts: Sequence[int] | NDArray[np.int64],
        edges: Sequence[float] | NDArray[np.float64],
        unit: str = WORD,
    ) -> None:
        """Show (bins,) counts, of what ``unit`` tells, between (bins + 1,) rising edges."""
        self._unit = unit
        self._counts, self._edges = np.asarray(counts, np.int64), np.asarray(edges, np.float64)
        self._pointed = None
        if len(self._counts):
            most = int(self._counts.argmax())
            self.setAccessibleDescription(
                f"{grouped(int(self._counts.sum()))} values from {self._write(self._edges[0])} to"
                f" {self._write(self._edges[-1])}, most of them near {self._write(self._edges[most])}"
            )
        self.update()

    def set_marks(self, values: Sequence[float] | NDArray[np.float64]) -> None:
        """Mark the places of some values."""
        self._marks = np.asarray(values, np.float64)
        self.update()

    def text_of(self, place: int) -> str:
        """What is told of a bar: "0.120 to 0.160: 412 words"."""
        low, high = (self._write(edge) for edge in self._edges[place : place + 2])
        return f"{low} to {high}: {counted(int(self._counts[place]), self._unit)}"

    def bar_at(self, x: float) -> int | None:
        """The bar at a place; None beside them."""
        plot = self._plot()
        if not len(self._counts) or not plot.left() <= x < plot.right():
            return None
        return min(int((x - plot.left()) / plot.width() * len(self._counts)), len(self._counts) - 1)

    def _draw(self, painter: QPainter) -> None:
        if not len(self._counts):
            return
        theme, plot = self._theme.theme, self._plot()
        heights = np.sqrt(self._counts / max(int(self._counts.max()), 1)) * plot.height()
        width = plot.width() / len(self._counts)
        for place, height in enumerate(heights.tolist()):
            color = theme.accent if place == self._pointed else theme.bar
            if height:
                bar = QRectF(
                    plot.left() + place * width, plot.bottom() - max(height, 1), max(width - 1, 1), max(height, 1)
                )
                painter.fillRect(bar, QColor(color))
        painter.setPen(QPen(QColor(theme.hairline), 1))
        painter.drawLine(plot.bottomLeft(), plot.bottomRight())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.accent), 1.2))
        span = float(self._edges[-1] - self._edges[0]) or 1.0
        for mark in self._marks.tolist():
            x = plot.left() + (mark - self._edges[0]) / span * plot.width()
            painter.drawLine(QPointF(x, plot.bottom() + 1), QPointF(x, plot.bottom() + MARK_HEIGHT))
        self._draw_ends(painter, plot)

    def _draw_ends(self, painter: QPainter, plot: QRectF) -> None:
        painter.setFont(letters(TICK_PIXELS))
        painter.setPen(QColor(self._theme.theme.muted))
        below = QRectF(plot.left(), plot.bottom() + MARK_HEIGHT + 2, plot.width(), TICK_PIXELS + 4)
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, self._write(float(self._edges[0])))
        painter.drawText(below, Qt.AlignmentFlag.AlignRight, self._write(float(self._edges[-1])))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        pointed = self.bar_at(event.position().x())
        if pointed != self._pointed:
            self._pointed = pointed
            self.update()
        if pointed is not None:
            QToolTip.showText(event.globalPosition().toPoint(), self.text_of(pointed), self)

    def leaveEvent(self, event: QEvent) -> None:
        self._pointed = None
        self.update()

    def _plot(self) -> QRectF:
        return QRectF(0, 4, self.width(), self.height() - MARK_HEIGHT - TICK_PIXELS - 12)
