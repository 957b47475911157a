"""A small line chart with hairline axes, such as the loss of a training."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QMouseEvent, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.parts.drawn import DrawnWidget
from widgets.parts.letters import letters
from widgets.theme import ThemeSwitch

TICK_PIXELS = 10


class LineChart(DrawnWidget):
    """One line over rising x; the pointer tells the nearest value.

    Painted by hand: a plotting library takes longer to load than the first curve takes to be drawn.
    """

    def __init__(
        self,
        theme: ThemeSwitch,
        name: str,
        format_x: Callable[[float], str] = "{:g}".format,
        format_y: Callable[[float], str] = "{:.3g}".format,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, name, parent, in_panel=True)
        self._format_x, self._format_y = format_x, format_y
        self._line = np.zeros((0, 2))
        self._pointed: int | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)  # lower where room is scarce
        self.setMinimumHeight(60)

    def sizeHint(self) -> QSize:
        return QSize(220, 120)

    def set_line(self, points: Sequence[tuple[float, float]] | NDArray[np.float64]) -> None:
        """Show other points, (n, 2) as x and y with x rising; points that are not finite are left out."""
        line = np.asarray(points, dtype=np.float64).reshape(-1, 2)
        self._line = line[np.isfinite(line).all(axis=1)]
        self._pointed = None
        if len(self._line):
            x, y = self._line[-1]
            self.setAccessibleDescription(f"{self._format_y(y)} at {self._format_x(x)}")
        self.update()

    @property
    def pointed_text(self) -> str:
        """What is told of the point under the pointer: "0.42 at 120 000"; empty when there is none."""
        if self._pointed is None or self._pointed >= len(self._line):
            return ""
        x, y = self._line[self._pointed]
        return f"{self._format_y(y)} at {self._format_x(x)}"

    def _draw(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(letters(TICK_PIXELS))
        if len(self._line):
            self._draw_axes(painter)
            self._draw_line(painter)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if len(self._line):
            places = self._places(self._line)[:, 0]
            self._pointed = int(np.abs(places - event.position().x()).argmin())
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._pointed = None
        self.update()

    def _plot(self) -> QRectF:
        """Where the line is drawn: right of the numbers of the y axis, above those of the x axis."""
        left = self._y_axis_width()
        return QRectF(left, TICK_PIXELS + 6, self.width() - left - 4, self.height() - 2 * TICK_PIXELS - 12)

    def _y_axis_width(self) -> float:
        _, _, low, high = self._ranges()
        metrics = QFontMetricsF(letters(TICK_PIXELS))
        return 6 + max(
            (metrics.horizontalAdvance(self._format_y(tick)) for tick in nice_ticks(low, high, 3)), default=0
        )

    def _ranges(self) -> tuple[float, float, float, float]:
        low, high = self._line[:, 1].min(), self._line[:, 1].max()
        if low >= 0 and low < 0.5 * high:
            low = 0.0  # a loss is read against zero where that costs little room
        margin = (high - low) * 0.05 or abs(high) * 0.1 or 1.0
        left, right = self._line[0, 0], self._line[-1, 0]
        return left, right if right > left else left + 1.0, low - (margin if low else 0), high + margin

    def _places(self, line: NDArray[np.float64]) -> NDArray[np.float64]:
        """Points of the line in pixels, (n, 2)."""
        plot, (left, right, low, high) = self._plot(), self._ranges()
        x = plot.left() + (line[:, 0] - left) / (right - left) * plot.width()
        y = plot.bottom() - (line[:, 1] - low) / (high - low) * plot.height()
        return np.stack([x, y], axis=1)

    def _draw_axes(self, painter: QPainter) -> None:
        plot, theme = self._plot(), self._theme.theme
        left, right, low, high = self._ranges()
        for tick in nice_ticks(low, high, 3):
            y = round(plot.bottom() - (tick - low) / (high - low) * plot.height()) + 0.5
            painter.setPen(QPen(QColor(theme.hairline), 1))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            painter.setPen(QColor(theme.muted))
            beside = QRectF(0, y - TICK_PIXELS, plot.left() - 6, 2 * TICK_PIXELS)
            painter.drawText(beside, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._format_y(tick))
        bottom = QRectF(plot.left(), plot.bottom() + 3, plot.width(), TICK_PIXELS + 5)
        painter.setPen(QColor(theme.muted))
        painter.drawText(bottom, Qt.AlignmentFlag.AlignLeft, self._format_x(left))
        painter.drawText(bottom, Qt.AlignmentFlag.AlignRight, self._format_x(right))

    def _draw_line(self, painter: QPainter) -> None:
        theme = self._theme.theme
        line = self._line[thinned(len(self._line), 2 * max(self.width(), 1))]
        painter.setPen(QPen(QColor(theme.accent), 1.5, j=Qt.PenJoinStyle.RoundJoin))
        painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in self._places(line)]))
        shown = len(self._line) - 1 if self._pointed is None else min(self._pointed, len(self._line) - 1)
        x, y = self._places(self._line[shown : shown + 1])[0]
        painter.setBrush(QColor(theme.accent))
        painter.drawEllipse(QPointF(x, y), 2.5, 2.5)
        if text := self.pointed_text:
            painter.setPen(QColor(theme.text))
            width = painter.fontMetrics().horizontalAdvance(text) + 4
            place = min(max(x - width / 2, 0.0), self.width() - width)
            painter.drawText(QRectF(place, 0, width, TICK_PIXELS + 5), Qt.AlignmentFlag.AlignHCenter, text)


def nice_ticks(low: float, high: float, about: int) -> list[float]:
    """Round numbers within low and high, about so many, as multiples of 1, 2 or 5 times a power of ten.

    Example: nice_ticks(0, 1, 3) -> [0.0, 0.5, 1.0]
    """
    if not high > low:
        return [low]
    rough = (high - low) / about
    power = 10.0 ** math.floor(math.log10(rough))
    step = min((1, 2, 5, 10), key=lambda each: abs(math.log(each * power / rough))) * power
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [round(each * step, 12) for each in range(first, last + 1)]


def thinned(n: int, most: int) -> NDArray[np.int64]:
    """Which of n points to draw so that at most ``most`` are, evenly, the first and the last among them."""
    return np.unique(np.linspace(0, n - 1, min(n, most)).astype(np.int64))
