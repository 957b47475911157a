"""The legend: what the colours mean, drawn over the map, and a button on each of its categories."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QEnterEvent,
    QFont,
    QFontMetricsF,
    QGuiApplication,
    QLinearGradient,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractButton, QMenu, QWidget

from widgets.map.coloring import Legend, LegendEntry
from widgets.map.gestures import join_of
from widgets.map.overlay import EDGE, ROW, draw_panel, font_of
from widgets.map.scene import Scene
from widgets.theme import Theme

DOT = 22
"""Pixels at the left of an entry that belong to its dot."""


def legend_rect(legend: Legend, width: float) -> QRectF:
    """Where the legend stands: in the upper right corner of a map so wide."""
    metrics = QFontMetricsF(font_of(12))
    longest = max([metrics.horizontalAdvance(entry.label) for entry in legend.entries], default=130.0)
    title = QFontMetricsF(font_of(11, QFont.Weight.DemiBold)).horizontalAdvance(legend.title)
    inner = min(max(longest + 20, title, 110.0), 220.0, max(0.4 * width, 110.0))
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
    """Lies over an entry of the legend, which is painted with the map.

    A click asks for the words of its category; its menu has another colour for it.

    Signals
    -------
    asked(str, Join) : the label of the category, and how its words join those that are selected.
    color_asked(str) : the label of the category that is to have another colour.
    color_reset(str) : or the one that it had at first.
    """

    asked = Signal(str, object)
    color_asked = Signal(str)
    color_reset = Signal(str)

    def __init__(self, entry: LegendEntry, unit: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._label = label = entry.label
        self._has_color = entry.is_category
        self._theme = theme
        self._is_under_pointer = False
        self.setAccessibleName(f"Select {label}")
        self.setToolTip(f"{label}: a click selects its {unit}s, and another lets go of them; with Shift it adds them.")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(self._on_clicked)

    def sizeHint(self) -> QSize:
        return QSize(120, int(ROW))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self._has_color:
            menu = QMenu(self)
            menu.addAction("Change colour…", lambda: self.color_asked.emit(self._label))
            menu.addAction("Its first colour again", lambda: self.color_reset.emit(self._label))
            menu.aboutToHide.connect(menu.deleteLater)
            menu.popup(event.globalPos())

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


class LegendDot(QAbstractButton):
    """Lies over the dot of an entry, and asks for another colour; by the keyboard the entry's menu does."""

    def __init__(self, label: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName(f"Change the colour of {label}")
        self.setToolTip(f"Change the colour of {label}")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.underMouse():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(self._theme.text), 1.5))
            painter.drawEllipse(QPointF(11.5, self.height() / 2), 6.5, 6.5)


class LegendButtons:
    """The buttons over the legend of a view, one for each category."""

    def __init__(self, view: QWidget) -> None:
        self._view = view
        self._legend: Legend | None = None
        self._theme: Theme | None = None
        self.buttons: list[LegendButton] = []
        self.dots: list[LegendDot | None] = []
        """Those over the dots, None over one whose colour is no category's."""

    def show(self, scene: Scene | None, *told: SignalInstance) -> None:
        """Lie over the legend of a scene; ``told`` are emitted as ``asked``, ``color_asked`` and ``color_reset``."""
        legend, theme = (None, None) if scene is None else (scene.legend, scene.theme)
        if (legend, theme) == (self._legend, self._theme):
            return
        self._legend, self._theme = legend, theme
        for old in self._all():
            old.deleteLater()
            old.hide()
        self.buttons, self.dots = [], []
        if scene is None or legend is None or theme is None:
            return
        for entry in legend.entries:
            button = LegendButton(entry, scene.embedding.unit, theme, self._view)
            for signal, passed_on in zip((button.asked, button.color_asked, button.color_reset), told, strict=True):
                signal.connect(passed_on)
            self.buttons.append(button)
            self.dots.append(LegendDot(entry.label, theme, self._view) if entry.is_category else None)
            if (dot := self.dots[-1]) is not None:
                dot.clicked.connect(partial(button.color_asked.emit, entry.label))
        self.place()
        for each in self._all():
            each.show()

    def _all(self) -> list[QAbstractButton]:
        """The buttons, those of the dots over the others."""
        return [*self.buttons, *(dot for dot in self.dots if dot is not None)]

    def place(self) -> None:
        """Follow the legend when the view has another size."""
        if self._legend is not None:
            for place, (button, dot) in enumerate(zip(self.buttons, self.dots, strict=True)):
                rect = entry_rect(self._legend, self._view.width(), place).toAlignedRect()
                button.setGeometry(rect)
                if dot is not None:
                    dot.setGeometry(rect.adjusted(0, 0, DOT - rect.width(), 0))
