"""What the points of a view are drawn by: the processor, or a graphics card if there is one and it works."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from widgets.map.gl_choice import uses_gl, wanted_renderer

if TYPE_CHECKING:
    from widgets.map.gl_layer import GlLayer

GAVE_UP = "The graphics card could not draw the map ({why}); the processor draws it now."


class Overlay(QWidget):
    """Lies over what a graphics card draws: letters and lines are drawn by the processor, as crisply as ever."""

    def __init__(self, paint: Callable[[QPainter], None], parent: QWidget) -> None:
        super().__init__(parent)
        self._paint = paint
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)

    def paintEvent(self, event: QPaintEvent) -> None:
        self._paint(QPainter(self))


class BackEnd(QObject):
    """Chooses for a view, and falls back to the processor, for good, if the card fails.

    Signals
    -------
    changed()   : something else draws now; paint afresh.
    completed() : the card has a complete picture of what was drawn last.
    gave_up(str) : the card failed; a sentence for the user.
    """

    changed = Signal()
    completed = Signal()
    gave_up = Signal(str)

    def __init__(self, view: QWidget, paint: Callable[[GlLayer], None], paint_over: Callable[[QPainter], None]) -> None:
        super().__init__(view)
        self.layer: GlLayer | None = None
        """What the card draws on; None while the processor draws."""
        self.overlay: Overlay | None = None
        self._view = view
        self._paint, self._paint_over = paint, paint_over
        self._has_failed = False

    def choose(self, setting: str) -> None:
        """Draw as a setting says, "auto", "gl" or "cpu", unless the environment says otherwise."""
        wants_gl = not self._has_failed and uses_gl(wanted_renderer(setting))
        if wants_gl == (self.layer is not None):
            return
        if wants_gl:
            self._begin()
        else:
            self._remove()
        self.changed.emit()

    def _begin(self) -> None:
        from widgets.map.gl_layer import GlLayer

        self.layer = GlLayer(self._paint, self._view)
        # Later on, since a widget cannot be taken away while it is painted.
        self.layer.failed.connect(self._on_failed, Qt.ConnectionType.QueuedConnection)
        self.layer.completed.connect(self.completed)
        self.overlay = Overlay(self._paint_over, self._view)
        self.overlay.lower()
        self.layer.lower()
        self.fill()
        self.layer.show()
        self.overlay.show()

    def fill(self) -> None:
        """Be as large as the view."""
        for each in (self.layer, self.overlay):
            if each is not None:
                each.setGeometry(self._view.rect())

    def refresh(self) -> None:
        """Paint the view afresh as soon as there is time."""
        if self.layer is None:
            self._view.update()
        else:
            self.layer.update()
        if self.overlay is not None:
            self.overlay.update()

    def _remove(self) -> None:
        for each in (self.layer, self.overlay):
            if each is not None:
                each.hide()
                each.deleteLater()
        self.layer = self.overlay = None

    def _on_failed(self, why: str) -> None:
        if self.layer is None:
            return
        self._has_failed = True
        self._remove()
        self.changed.emit()
        self.gave_up.emit(GAVE_UP.format(why=why.rstrip(".")))
