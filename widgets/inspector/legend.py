"""The legend of the colours, and whether they are fixed or follow the data."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.inspector.scale import HeatScale
from widgets.theme import ThemeSwitch

SPAN = 1.0  # of the unit to each side
_TICKS = (-1.0, -0.5, 0.0, 0.5, 1.0)


class Legend(QWidget):
    """A strip of the scale with numbers under it."""

    def __init__(self, theme: ThemeSwitch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._scale = HeatScale(theme.theme)
        self._magnify = 1.0
        self.setAccessibleName("Legend of the colours")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.changed.connect(lambda: self.set_scale(HeatScale(theme.theme, self._scale.unit)))
        self.set_scale(self._scale)

    def sizeHint(self) -> QSize:
        return QSize(round(200 * self._magnify), round(30 * self._magnify))

    def minimumSizeHint(self) -> QSize:
        return QSize(90, self.sizeHint().height())

    def set_magnify(self, magnify: float) -> None:
        """Draw it larger."""
        self._magnify = magnify
        self.updateGeometry()
        self.update()

    def set_unit(self, unit: float) -> None:
        """Show from which value on the colour is full."""
        if unit != self._scale.unit:
            self._scale.unit = unit
            self.set_scale(self._scale)

    def set_scale(self, scale: HeatScale) -> None:
        """Show another scale."""
        self._scale = scale
        self.setAccessibleDescription(
            f"Blue is negative, red is positive; full colour from {0.9 * scale.unit:.2g} in magnitude."
        )
        self.setToolTip(f"<p>{self.accessibleDescription()} Beyond that the colour stays the same.</p>")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        font = QFont(self.font())
        font.setPixelSize(round(10 * self._magnify))
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        margin = metrics.horizontalAdvance("\u22120.00") / 2
        strip = QRectF(margin, 2, self.width() - 2 * margin, 10 * self._magnify)
        values = np.linspace(-SPAN, SPAN, max(2, round(strip.width()))) * self._scale.unit
        for i, color in enumerate(self._scale.colors(values)):
            painter.fillRect(QRectF(strip.left() + i, strip.top(), 1.5, strip.height()), color)
        painter.setPen(QColor(self._theme.theme.muted))
        for tick in _TICKS if strip.width() > 130 else _TICKS[::2]:
            x = strip.left() + (tick + SPAN) / (2 * SPAN) * strip.width()
            text = f"{tick * self._scale.unit:.2g}".replace("-", "\u2212")
            box = QRectF(x - 30, strip.bottom() + 2, 60, metrics.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, text)
