"""The legend: what the colours mean, drawn over the map."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QLinearGradient, QPainter

from widgets.map.coloring import Legend
from widgets.map.overlay import EDGE, ROW, draw_panel, font_of
from widgets.map.scene import Scene
from widgets.theme import Theme

LEAST_WIDTH, MOST_WIDTH = 110.0, 220.0
"""Of its texts, in pixels."""
IN_WINDOW, IN_FILE = 0.2, 0.4
"""The most of a map's width that they take; what is longer is cut, and in the window told in full under the pointer."""


def legend_rect(legend: Legend, width: float) -> QRectF:
    """Where the legend stands: in the upper right corner of a map so wide."""
    metrics = QFontMetricsF(font_of(12))
    longest = max([metrics.horizontalAdvance(entry.label) for entry in legend.shown], default=130.0)
    title = QFontMetricsF(font_of(11, QFont.Weight.DemiBold)).horizontalAdvance(legend.title)
    share = IN_FILE if legend.is_folded is None else IN_WINDOW
    inner = min(max(longest + 20, title, LEAST_WIDTH), MOST_WIDTH, max(share * width, LEAST_WIDTH))
    rows = len(legend.shown) + bool(legend.fold) if legend.entries else 2
    return QRectF(width - EDGE - inner - 24, EDGE, inner + 24, 34 + rows * ROW + 4)


def entry_rect(legend: Legend, width: float, place: int) -> QRectF:
    """Where one of its entries stands; what folds it stands behind the last that is shown."""
    rect = legend_rect(legend, width)
    return QRectF(rect.left() + 5, rect.top() + 32 + place * ROW, rect.width() - 10, ROW)


def draw_legend(painter: QPainter, scene: Scene, width: float) -> None:
    """The legend of a scene over a map so wide; categories of which nothing is selected step back with their points."""
    theme, legend = scene.theme, scene.legend
    if legend is None:
        return
    heading, plain = font_of(11, QFont.Weight.DemiBold), font_of(12)
    metrics = QFontMetricsF(plain)
    rect = legend_rect(legend, width)
    draw_panel(painter, theme, rect)
    inner = rect.width() - 24
    x, y = rect.left() + 12, rect.top() + 10
    painter.setFont(heading)
    painter.setPen(QColor(theme.muted))
    title = QFontMetricsF(heading).elidedText(legend.title, Qt.TextElideMode.ElideRight, inner)
    painter.drawText(QRectF(x, y, inner, 16), Qt.AlignmentFlag.AlignVCenter, title)
    y += 22
    painter.setFont(plain)
    for entry in legend.shown:
        painter.setOpacity(1.0 if scene.shows_color(entry.color) else 0.35)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(entry.color))
        painter.drawEllipse(QPointF(x + 4.5, y + ROW / 2), 4.5, 4.5)
        painter.setPen(QColor(theme.text))
        text = metrics.elidedText(entry.label, Qt.TextElideMode.ElideRight, inner - 18)
        painter.drawText(QRectF(x + 18, y, inner - 18, ROW), Qt.AlignmentFlag.AlignVCenter, text)
        y += ROW
    painter.setOpacity(1.0)
    if legend.fold:
        painter.setPen(QColor(theme.muted))
        painter.drawText(QRectF(x + 18, y, inner - 18, ROW), Qt.AlignmentFlag.AlignVCenter, legend.fold)
    if legend.ramp:
        _draw_ramp(painter, theme, legend, QRectF(x, y + 2, inner, 8))


def _draw_ramp(painter: QPainter, theme: Theme, legend: Legend, bar: QRectF) -> None:
    gradient = QLinearGradient(bar.topLeft(), bar.topRight())
    for place, color in enumerate(legend.ramp):
        gradient.setColorAt(place / max(len(legend.ramp) - 1, 1), QColor(color))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(gradient)
    painter.drawRoundedRect(bar, 4, 4)
    painter.setPen(QColor(theme.muted))
    below = QRectF(bar.left(), bar.bottom() + 3, bar.width(), ROW)
    painter.drawText(below, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, legend.low)
    painter.drawText(below, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, legend.high)
