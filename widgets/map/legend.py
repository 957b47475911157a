"""The legend: what the colours mean, drawn over the map, and a button on each of its categories."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFont,
    QFontMetricsF,
    QGuiApplication,
    QLinearGradient,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractButton, QWidget

from widgets.map.coloring import Legend
from widgets.map.gestures import join_of
from widgets.map.overlay import EDGE, ROW, draw_panel, font_of
from widgets.map.scene import Scene
from widgets.theme import Theme


def legend_rect(legend: Legend, width: float) -> QRectF:
    """Where the legend stands: in the upper right corner of a map so wide."""
    metrics = QFontMetricsF(font_of(12))
    longest = max([metrics.horizontalAdvance(entry.label) for entry in legend.entries], default=130.0)
    title = QFontMetricsF(font_of(11, QFont.Weight.DemiBold)).horizontalAdvance(legend.title)
    inner = min(max(longest + 20, title, 110.0), 220.0)
    rows = len(legend.entries) if legend.entries else 2
    return QRectF(width - EDGE - inner - 24, EDGE, inner + 24, 34 + rows * ROW + 4)


def entry_rect(legend: Legend, width: float, place: int) -> QRectF:
    """Where one of its entries stands."""
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
    for entry in legend.entries:
        painter.setOpacity(1.0 if scene.shows_color(entry.color) else 0.35)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(entry.color))
        painter.drawEllipse(QPointF(x + 4.5, y + ROW / 2), 4.5, 4.5)
        painter.setPen(QColor(theme.text))
        text = metrics.elidedText(entry.label, Qt.TextElideMode.ElideRight, inner - 18)
        painter.drawText(QRectF(x + 18, y, inner - 18, ROW), Qt.AlignmentFlag.AlignVCenter, text)
        y += ROW
    painter.setOpacity(1.0)
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


class LegendButton(QAbstractButton):
    """Lies over an entry of the legend, which is painted with the map; a click asks for the words of its category.

    Signals
    -------
    asked(str, Join) : the label of the category, and how its words join those that are selected.
    """

    asked = Signal(str, object)

    def __init__(self, label: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._label = label
        self._theme = theme
        self._is_under_pointer = False
        self.setAccessibleName(f"Select {label}")
        self.setToolTip(f"{label}: a click selects its words, and another lets go of them; with Shift it adds them.")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(self._on_clicked)

    def sizeHint(self) -> QSize:
        return QSize(120, int(ROW))

    def _on_clicked(self) -> None:
        self.asked.emit(self._label, join_of(QGuiApplication.keyboardModifiers()))

    def enterEvent(self, event: QEnterEvent) -> None:
        self._is_under_pointer = True
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._is_under_pointer = False
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not (self._is_under_pointer or self.hasFocus()):
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = QColor(self._theme.accent)
        ground.setAlphaF(0.14)
        painter.setBrush(ground)
        painter.setPen(QPen(QColor(self._theme.accent), 1.5) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 5, 5)


class LegendButtons:
    """The buttons over the legend of a view, one for each category."""

    def __init__(self, view: QWidget) -> None:
        self._view = view
        self._legend: Legend | None = None
        self._theme: Theme | None = None
        self.buttons: list[LegendButton] = []

    def show(self, scene: Scene | None, asked: SignalInstance) -> None:
        """Lie over the legend of a scene; ``asked`` is what is emitted."""
        legend, theme = (None, None) if scene is None else (scene.legend, scene.theme)
        if (legend, theme) == (self._legend, self._theme):
            return
        self._legend, self._theme = legend, theme
        for button in self.buttons:
            button.deleteLater()
            button.hide()
        self.buttons = []
        if legend is None or theme is None:
            return
        for entry in legend.entries:
            button = LegendButton(entry.label, theme, self._view)
            button.asked.connect(asked)
            self.buttons.append(button)
        self.place()
        for button in self.buttons:
            button.show()

    def place(self) -> None:
        """Follow the legend when the view has another size."""
        if self._legend is not None:
            for place, button in enumerate(self.buttons):
                button.setGeometry(entry_rect(self._legend, self._view.width(), place).toAlignedRect())
