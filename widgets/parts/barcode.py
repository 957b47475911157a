"""The vector of a word as a barcode: one stripe a dimension."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from widgets.parts.drawn import DrawnWidget
from widgets.parts.numbers import grouped, measured
from widgets.theme import Theme, ThemeSwitch


class Barcode(DrawnWidget):
    """Stripes from the colour for negative over that for zero to that for positive values.

    Hovering, or the arrow keys while it has the focus, tells a dimension and its value.

    Signals
    -------
    dimension_pointed(int) : the dimension under the pointer, from 0; -1 when it left.
    """

    dimension_pointed = Signal(int)

    def __init__(self, theme: ThemeSwitch, parent: QWidget | None = None, height: int = 36) -> None:
        super().__init__(theme, "Vector", parent)
        self._vector: NDArray[np.float32] = np.zeros(0, dtype=np.float32)
        self._limit = 1.0
        self._pointed = -1
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(height)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def sizeHint(self) -> QSize:
        return QSize(200, self.height())

    def set_vector(self, vector: NDArray[np.float32] | None, limit: float | None = None) -> None:
        """Show a vector of any length; ``limit`` is the value of full colour, by default its largest magnitude."""
        self._vector = np.zeros(0, dtype=np.float32) if vector is None else np.asarray(vector, dtype=np.float32)
        largest = float(np.abs(self._vector).max(initial=0.0))
        self._limit = limit or largest or 1.0
        self._point_at(-1)
        self.setAccessibleDescription(
            f"{grouped(len(self._vector))} dimensions, values up to {measured(largest)} in magnitude"
        )
        self.update()

    def text_of(self, dimension: int) -> str:
        """What is told of a dimension, counted from 1 for the reader."""
        value = measured(float(self._vector[dimension]))
        return f"dimension {dimension + 1} of {grouped(len(self._vector))}: {value}"

    def dimension_at(self, x: float) -> int:
        """The dimension whose stripe lies at ``x``; -1 when there is none."""
        if not len(self._vector) or not 0 <= x < self.width():
            return -1
        return min(int(x * len(self._vector) / self.width()), len(self._vector) - 1)

    def _draw(self, painter: QPainter) -> None:
        theme: Theme = self._theme.theme
        if not len(self._vector):
            painter.fillRect(self.rect(), QColor(theme.zero))
            return
        pixels = max(1, round(self.width() * painter.deviceTransform().m11()))
        strip = stripes(self._vector, pixels, self._limit, (theme.negative, theme.zero, theme.positive))
        image = QImage(strip.data, pixels, 1, pixels * 4, QImage.Format.Format_RGB32)
        painter.drawImage(self.rect(), image)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter, theme = QPainter(self), self._theme.theme
        if self._pointed >= 0:
            width = self.width() / len(self._vector)
            left = round(self._pointed * width)
            painter.setPen(QPen(QColor(theme.text), 1))
            painter.drawRect(QRect(left, 0, max(2, round(width)) - 1, self.height() - 1))
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.accent), 1))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point_at(self.dimension_at(event.position().x()))
        if self._pointed >= 0:
            QToolTip.showText(event.globalPosition().toPoint(), self.text_of(self._pointed), self)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._point_at(self.dimension_at(event.position().x()))

    def leaveEvent(self, event: QEvent) -> None:
        self._point_at(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if not step or not len(self._vector):
            super().keyPressEvent(event)
            return
        self._point_at(min(max(self._pointed + step, 0), len(self._vector) - 1))
        x = round((self._pointed + 0.5) * self.width() / len(self._vector))
        QToolTip.showText(self.mapToGlobal(QPoint(x, self.height())), self.text_of(self._pointed), self)

    def _point_at(self, dimension: int) -> None:
        if dimension != self._pointed:
            self._pointed = dimension
            self.dimension_pointed.emit(dimension)
            self.update()


def stripes(vector: NDArray[np.float32], pixels: int, limit: float, colors: tuple[str, str, str]) -> NDArray[np.uint32]:
    """The colours of a row of pixels, (pixels,) uint32 as 0xffRRGGBB, in the order of the dimensions.

    Where several dimensions share a pixel the one of the largest magnitude is seen, so that no peak is lost.
    ``colors`` are those of -limit, 0 and +limit; between them they are mixed evenly.
    """
    n = len(vector)
    if n <= pixels:
        values = vector[np.arange(pixels) * n // pixels]
    else:
        starts = np.arange(pixels) * n // pixels
        low, high = np.minimum.reduceat(vector, starts), np.maximum.reduceat(vector, starts)
        values = np.where(-low > high, low, high)
    level = np.clip(values / limit, -1.0, 1.0)[:, None]
    negative, zero, positive = (_rgb(color) for color in colors)
    rgb = np.rint(zero + np.abs(level) * (np.where(level < 0, negative, positive) - zero)).astype(np.uint32)
    return np.ascontiguousarray(0xFF000000 | rgb[:, 0] << 16 | rgb[:, 1] << 8 | rgb[:, 2], dtype=np.uint32)


def _rgb(color: str) -> NDArray[np.float64]:
    parsed = QColor(color)
    return np.array((parsed.red(), parsed.green(), parsed.blue()), dtype=np.float64)
