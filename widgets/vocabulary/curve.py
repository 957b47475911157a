"""A curve over the ranks of words, on linear or logarithmic axes, with a line beside it and marks on it."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QMouseEvent, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy

from widgets.parts.drawn import DrawnWidget
from widgets.parts.letters import letters
from widgets.parts.line_chart import TICK_PIXELS, nice_ticks
from widgets.theme import ThemeSwitch

MOST_POINTS = 1200
Numbers = NDArray[np.float64]


class Curve(DrawnWidget):
    """Values of words by rank, from 1; the pointer tells of a word, a click goes to it.

    tell:  what is told of a place in the vocabulary, from 0
    log_y: whether the values are on a logarithmic axis; ranks always are

    Signals
    -------
    rank_clicked(int) : a word was clicked, as its place in the vocabulary.
    """

    rank_clicked = Signal(int)

    def __init__(
        self,
        theme: ThemeSwitch,
        name: str,
        axis: str,
        tell: Callable[[int], str],
        write: Callable[[float], str],
        log_y: bool = False,
    ) -> None:
        super().__init__(theme, name)
        self._axis, self._tell, self._write, self._log_y = axis, tell, write, log_y
        self._values: Numbers = np.zeros(0)
        self._range = 0.0, 0.0  # of the values as they stand on the axis
        self._ranks: NDArray[np.int64] = np.zeros(0, np.int64)  # which are drawn
        self._line: Callable[[float], float] | None = None
        self._limit: int | None = None
        self._mark: int | None = None
        self._pointed: int | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 120)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        return QSize(320, 140)

    def set_values(self, values: Numbers, line: Callable[[float], float] | None = None) -> None:
        """Show other values, (n,) by rank, and perhaps a line by rank."""
        self._values, self._line, self._pointed = values, line, None
        n = len(values)
        if n:
            least, most = float(values.min()), float(values.max())
            self._range = (math.log(max(least, 1e-12)), math.log(most * 1.3)) if self._log_y else (0.0, most)
        self._ranks = (
            np.unique(np.geomspace(1, n, min(n, MOST_POINTS)).round().astype(np.int64)) if n else self._ranks[:0]
        )
        self.update()

    def set_limit(self, n_kept: int | None) -> None:
        """Shade the words behind the first ``n_kept``, which would be left out."""
        self._limit = n_kept
        self.update()

    def set_mark(self, place: int | None) -> None:
        """Mark a word by its place in the vocabulary."""
        self._mark = place
        self.setAccessibleDescription("" if place is None else self._tell(place))
        self.update()

    @property
    def pointed_text(self) -> str:
        """What is told of the word under the pointer, or else of the marked one."""
        place = self._mark if self._pointed is None else self._pointed
        return "" if place is None or place >= len(self._values) else self._tell(place)

    def place_at(self, x: float) -> int | None:
        """The place in the vocabulary that lies at a horizontal position."""
        if not len(self._values):
            return None
        plot = self._plot()
        share = min(max((x - plot.left()) / plot.width(), 0.0), 1.0)
        return min(max(round(math.exp(share * self._log_n)) - 1, 0), len(self._values) - 1)

    def point_of(self, place: int) -> QPointF:
        """Where a word of the vocabulary is drawn."""
        return self._point(place, self._plot())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._pointed = self.place_at(event.position().x())
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        place = self.place_at(event.position().x())
        if event.button() == Qt.MouseButton.LeftButton and place is not None:
            self.rank_clicked.emit(place)

    def leaveEvent(self, event: QEvent) -> None:
        self._pointed = None
        self.update()

    # Drawing ----------------------------------------------------------------------------------------------------

    @property
    def _log_n(self) -> float:
        return math.log(max(len(self._values), 2))

    def _plot(self) -> QRectF:
        metrics = QFontMetricsF(letters(TICK_PIXELS))
        ticks = [self._write(tick) for tick in self._y_ticks()] if len(self._values) else []
        left = 8 + max((metrics.horizontalAdvance(tick) for tick in ticks), default=0.0)
        return QRectF(left, TICK_PIXELS + 8, self.width() - left - 6, self.height() - 2 * TICK_PIXELS - 18)

    def _x(self, rank: float, plot: QRectF) -> float:
        return plot.left() + math.log(rank) / self._log_n * plot.width()

    def _y(self, value: float, plot: QRectF) -> float:
        low, high = self._range
        height = math.log(max(value, 1e-12)) if self._log_y else value
        return plot.bottom() - (height - low) / ((high - low) or 1.0) * plot.height()

    def _point(self, place: int, plot: QRectF) -> QPointF:
        return QPointF(self._x(place + 1, plot), self._y(float(self._values[place]), plot))

    def _y_ticks(self) -> list[float]:
        low, high = self._range
        if self._log_y:
            powers = range(math.ceil(low / math.log(10) - 1e-9), math.floor(high / math.log(10)) + 1)
            return [10.0**power for power in powers]
        return nice_ticks(low, high, 4)

    def _draw(self, painter: QPainter) -> None:
        if not len(self._values):
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(letters(TICK_PIXELS))
        self._draw_axes(painter)
        self._draw_curve(painter)
        self._draw_told(painter)

    def _draw_axes(self, painter: QPainter) -> None:
        plot, theme = self._plot(), self._theme.theme
        for tick in self._y_ticks():
            y = round(self._y(tick, plot)) + 0.5
            painter.setPen(QPen(QColor(theme.hairline), 1))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            painter.setPen(QColor(theme.muted))
            beside = QRectF(0, y - TICK_PIXELS, plot.left() - 6, 2 * TICK_PIXELS)
            painter.drawText(beside, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._write(tick))
        for power in range(int(self._log_n / math.log(10) + 1e-9) + 1):
            x = self._x(10**power, plot)
            painter.setPen(QPen(QColor(theme.hairline), 1))
            painter.drawLine(QPointF(x, plot.bottom()), QPointF(x, plot.bottom() + 3))
            painter.setPen(QColor(theme.muted))
            below = QRectF(x - 40, plot.bottom() + 3, 80, TICK_PIXELS + 4)
            if power == 0:
                below.moveLeft(x - 2)
            side = Qt.AlignmentFlag.AlignHCenter if power else Qt.AlignmentFlag.AlignLeft
            painter.drawText(below, side, f"{10**power:,}")

    def _draw_curve(self, painter: QPainter) -> None:
        plot, theme = self._plot(), self._theme.theme
        if self._limit is not None and self._limit < len(self._values):
            x = self._x(max(self._limit, 1), plot) if self._limit else plot.left()
            shade = QColor(theme.faint)
            shade.setAlphaF(0.16)
            painter.fillRect(QRectF(x, plot.top(), plot.right() - x, plot.height()), shade)
        if self._line is not None:
            painter.setPen(QPen(QColor(theme.muted), 1.2, Qt.PenStyle.DashLine))
            ends = [(rank, self._line(rank)) for rank in (1, len(self._values))]
            painter.save()
            painter.setClipRect(plot)
            painter.drawLine(*(QPointF(self._x(rank, plot), self._y(value, plot)) for rank, value in ends))
            painter.restore()
        painter.setPen(QPen(QColor(theme.accent), 1.8, j=Qt.PenJoinStyle.RoundJoin))
        painter.drawPolyline(QPolygonF([self._point(rank - 1, plot) for rank in self._ranks.tolist()]))

    def _draw_told(self, painter: QPainter) -> None:
        theme, plot = self._theme.theme, self._plot()
        place = self._mark if self._pointed is None else self._pointed
        text = self.pointed_text
        painter.setPen(QColor(theme.text if text else theme.muted))
        told = painter.fontMetrics().elidedText(text or self._axis, Qt.TextElideMode.ElideRight, int(plot.width()))
        painter.drawText(QRectF(plot.left(), 0, plot.width(), TICK_PIXELS + 6), Qt.AlignmentFlag.AlignLeft, told)
        if place is not None and place < len(self._values):
            painter.setPen(QPen(QColor(theme.window), 1.5))
            painter.setBrush(QColor(theme.accent))
            painter.drawEllipse(self._point(place, plot), 4, 4)
