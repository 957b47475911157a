"""Points over two axes with the line that fits them, such as log counts and dot products."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QToolTip

from widgets.parts.drawn import DrawnWidget
from widgets.parts.letters import letters
from widgets.parts.line_chart import nice_ticks
from widgets.theme import ThemeSwitch

MOST_DRAWN = 20_000
TICK_PIXELS = 11
REACH = 10  # pixels from the pointer within which a point is meant

Float64s = NDArray[np.float64]


class Scatter(DrawnWidget):
    """Up to 20,000 points of however many there are; those are spread evenly over all.

    describe: what is told of a point, its number -> text

    Signals
    -------
    point_clicked(int) : the user chose this point.
    """

    point_clicked = Signal(int)

    def __init__(self, theme: ThemeSwitch, name: str, x_name: str, y_name: str, describe: Callable[[int], str]) -> None:
        super().__init__(theme, name)
        self._x_name, self._y_name, self._describe = x_name, y_name, describe
        self._x = self._y = np.zeros(0)
        self._drawn: NDArray[np.int64] = np.zeros(0, dtype=np.int64)
        self._line: tuple[float, float] | None = None
        self._pointed: int | None = None
        self._kept: QImage | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 120)
        theme.changed.connect(self._forget)

    def sizeHint(self) -> QSize:
        return QSize(320, 260)

    @property
    def n_drawn(self) -> int:
        """How many points are drawn."""
        return len(self._drawn)

    def set_points(self, x: Float64s, y: Float64s, line: tuple[float, float] | None = None) -> None:
        """Show other points, finite, and the line y = slope * x + intercept."""
        self._x, self._y, self._line, self._pointed = x, y, line, None
        self._drawn = np.arange(len(x))
        if len(x) > MOST_DRAWN:
            self._drawn = np.sort(np.random.default_rng(0).choice(len(x), MOST_DRAWN, replace=False))
        self._forget()

    def place_of(self, point: int) -> QPointF:
        """Where a point is drawn."""
        x, y = self._places(np.array([point]))[0].tolist()
        return QPointF(x, y)

    def paintEvent(self, event: QPaintEvent) -> None:
        ratio = self.devicePixelRatioF()
        size = self.size() * ratio
        if self._kept is None or self._kept.size() != size:
            self._kept = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
            self._kept.setDevicePixelRatio(ratio)
            self._kept.fill(Qt.GlobalColor.transparent)
            painter = QPainter(self._kept)
            self._draw(painter)
            painter.end()
        painter = QPainter(self)
        painter.drawImage(0, 0, self._kept)
        if self._pointed is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(self._theme.theme.selected), 1.5))
            painter.setBrush(QColor(self._theme.theme.accent))
            painter.drawEllipse(self.place_of(self._pointed), 4, 4)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = self._point_at(event.position())
        if point != self._pointed:
            self._pointed = point
            self.setCursor(Qt.CursorShape.ArrowCursor if point is None else Qt.CursorShape.PointingHandCursor)
            self.update()
        if point is None:
            QToolTip.hideText()
        else:
            QToolTip.showText(event.globalPosition().toPoint(), self._describe(point), self)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        point = self._point_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and point is not None:
            self.point_clicked.emit(point)

    def leaveEvent(self, event: QEvent) -> None:
        self._pointed = None
        self.update()

    def _forget(self) -> None:
        self._kept = None
        self.update()

    def _point_at(self, place: QPointF) -> int | None:
        if not len(self._drawn):
            return None
        away = np.hypot(*(self._places(self._drawn) - (place.x(), place.y())).T)
        nearest = int(away.argmin())
        return int(self._drawn[nearest]) if away[nearest] <= REACH else None

    def _ranges(self) -> tuple[float, float, float, float]:
        ranges: list[float] = []
        for values in (self._x, self._y):
            low, high = float(values.min()), float(values.max())
            margin = 0.04 * (high - low) or 1.0
            ranges += [low - margin, high + margin]
        left, right, low, high = ranges
        return left, right, low, high

    def _plot(self) -> QRectF:
        _, _, low, high = self._ranges()
        metrics = QFontMetricsF(letters(TICK_PIXELS))
        widest = max((metrics.horizontalAdvance(_tick(tick)) for tick in nice_ticks(low, high, 4)), default=0.0)
        return QRectF(widest + 14, 22, self.width() - widest - 24, self.height() - 22 - 2 * TICK_PIXELS - 20)

    def _places(self, points: NDArray[np.int64]) -> Float64s:
        plot, (left, right, low, high) = self._plot(), self._ranges()
        x = plot.left() + (self._x[points] - left) / (right - left) * plot.width()
        y = plot.bottom() - (self._y[points] - low) / (high - low) * plot.height()
        return np.stack([x, y], axis=1)

    def _draw(self, painter: QPainter) -> None:
        if not len(self._x):
            return
        theme, plot = self._theme.theme, self._plot()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_axes(painter, plot)
        painter.save()
        painter.setClipRect(plot)
        color = QColor(theme.point)
        color.setAlphaF(min(max(30 / len(self._drawn) ** 0.5, 0.18), 0.85))
        size = 5.0 if len(self._drawn) < 500 else 3.5
        painter.setPen(QPen(color, size, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawPoints(QPolygonF([QPointF(x, y) for x, y in self._places(self._drawn).tolist()]))
        if self._line is not None:
            self._draw_line(painter, plot, *self._line)
        painter.restore()

    def _draw_line(self, painter: QPainter, plot: QRectF, slope: float, intercept: float) -> None:
        left, right, low, high = self._ranges()
        ends = [plot.bottom() - (slope * x + intercept - low) / (high - low) * plot.height() for x in (left, right)]
        painter.setPen(QPen(QColor(self._theme.theme.accent), 2))
        painter.drawLine(QLineF(plot.left(), ends[0], plot.right(), ends[1]))

    def _draw_axes(self, painter: QPainter, plot: QRectF) -> None:
        theme = self._theme.theme
        left, right, low, high = self._ranges()
        painter.setFont(letters(TICK_PIXELS))
        line, ink = QPen(QColor(theme.hairline), 1), QColor(theme.muted)
        for tick in nice_ticks(low, high, 4):
            y = round(plot.bottom() - (tick - low) / (high - low) * plot.height()) + 0.5
            painter.setPen(line)
            painter.drawLine(QLineF(plot.left(), y, plot.right(), y))
            painter.setPen(ink)
            beside = QRectF(0, y - TICK_PIXELS, plot.left() - 6, 2 * TICK_PIXELS)
            painter.drawText(beside, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, _tick(tick))
        for tick in nice_ticks(left, right, 5):
            x = plot.left() + (tick - left) / (right - left) * plot.width()
            below = QRectF(x - 30, plot.bottom() + 3, 60, TICK_PIXELS + 4)
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, _tick(tick))
        bottom = QRectF(plot.left(), plot.bottom() + TICK_PIXELS + 8, plot.width(), TICK_PIXELS + 5)
        painter.drawText(bottom, Qt.AlignmentFlag.AlignRight, self._x_name)
        painter.drawText(QRectF(6, 2, self.width() - 12, TICK_PIXELS + 5), Qt.AlignmentFlag.AlignLeft, self._y_name)


def _tick(value: float) -> str:
    return f"{value:g}".replace("-", "−")
