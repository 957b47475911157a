"""The buttons over the legend of a map: one on each of its entries, one on each dot, and one that folds it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QColor, QContextMenuEvent, QEnterEvent, QGuiApplication, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QMenu, QWidget

from widgets.map.coloring import Legend, LegendEntry
from widgets.map.gestures import join_of
from widgets.map.legend import entry_rect
from widgets.map.overlay import ROW
from widgets.map.scene import Scene
from widgets.theme import Theme

DOT = 22
"""Pixels at the left of an entry that belong to its dot."""


class LegendRow(QAbstractButton):
    """Lies over a row of the legend, which is painted with the map."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._is_under_pointer = False
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def sizeHint(self) -> QSize:
        return QSize(120, int(ROW))

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


class LegendButton(LegendRow):
    """A row of the legend that is an entry.

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
        super().__init__(theme, parent)
        self._label = label = entry.label
        self._has_color = entry.is_category
        self.setAccessibleName(f"Select {label}")
        self.setToolTip(f"{label}: a click selects its {unit}s, and another lets go of them; with Shift it adds them.")
        self.clicked.connect(self._on_clicked)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self._has_color:
            menu = QMenu(self)
            menu.addAction("Change colour…", lambda: self.color_asked.emit(self._label))
            menu.addAction("Its first colour again", lambda: self.color_reset.emit(self._label))
            menu.aboutToHide.connect(menu.deleteLater)
            menu.popup(event.globalPos())

    def _on_clicked(self) -> None:
        self.asked.emit(self._label, join_of(QGuiApplication.keyboardModifiers()))


class FoldButton(LegendRow):
    """The last row of a long legend: shows all of its entries, or the first few."""

    def __init__(self, text: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self.setAccessibleName(f"Entries of the legend: {text}")


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
    """The buttons over the legend of a view, one for each category that is shown.

    is_folded: whether a long legend shows its first entries only
    """

    def __init__(self, view: QWidget) -> None:
        self._view = view
        self._legend: Legend | None = None
        self._theme: Theme | None = None
        self.is_folded = True
        self.buttons: list[LegendButton] = []
        self.fold: FoldButton | None = None
        self.dots: list[LegendDot | None] = []
        """Those over the dots, None over one whose colour is no category's."""

    def show(self, scene: Scene | None, folded: SignalInstance, *told: SignalInstance) -> None:
        """Lie over the legend of a scene.

        folded: emitted with whether the user wants fewer entries
        told:   emitted as ``asked``, ``color_asked`` and ``color_reset`` of the entries
        """
        legend, theme = (None, None) if scene is None else (scene.legend, scene.theme)
        if (legend, theme) == (self._legend, self._theme):
            return
        self._legend, self._theme = legend, theme
        was_at_fold = self.fold is not None and self.fold.hasFocus()
        for old in self._all():
            old.deleteLater()
            old.hide()
        self.buttons, self.dots, self.fold = [], [], None
        if scene is None or legend is None or theme is None:
            return
        for entry in legend.shown:
            button = LegendButton(entry, scene.embedding.unit, theme, self._view)
            for signal, passed_on in zip((button.asked, button.color_asked, button.color_reset), told, strict=True):
                signal.connect(passed_on)
            self.buttons.append(button)
            self.dots.append(LegendDot(entry.label, theme, self._view) if entry.is_category else None)
            if (dot := self.dots[-1]) is not None:
                dot.clicked.connect(partial(button.color_asked.emit, entry.label))
        if legend.fold:
            self.fold = FoldButton(legend.fold, theme, self._view)
            self.fold.clicked.connect(lambda: folded.emit(not legend.is_folded))
        self.place()
        for each in self._all():
            each.show()
        if was_at_fold and self.fold is not None:
            self.fold.setFocus()

    def _all(self) -> list[QAbstractButton]:
        """The buttons, those of the dots over the others."""
        fold = [] if self.fold is None else [self.fold]
        return [*self.buttons, *fold, *(dot for dot in self.dots if dot is not None)]

    def place(self) -> None:
        """Follow the legend when the view has another size."""
        if self._legend is not None:
            for place, (button, dot) in enumerate(zip(self.buttons, self.dots, strict=True)):
                rect = entry_rect(self._legend, self._view.width(), place).toAlignedRect()
                button.setGeometry(rect)
                if dot is not None:
                    dot.setGeometry(rect.adjusted(0, 0, DOT - rect.width(), 0))
            if self.fold is not None:
                rect = entry_rect(self._legend, self._view.width(), len(self.buttons)).toAlignedRect()
                self.fold.setGeometry(rect)
