"""What mouse and keys do on the map: clicks, drags, rectangles, pointing and zooming, told in pixels."""

from __future__ import annotations

from enum import Enum

import numpy as np
from PySide6.QtCore import QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent

CLICK_REACH = 4  # a press that moves less than this is a click
LASSO_STEP = 3.0  # pixels from one corner of a lasso to the next
KEY_PAN, KEY_ZOOM = 60.0, 1.25


class Mode(Enum):
    """What a drag does."""

    PAN = "pan"
    RECTANGLE = "rectangle"
    LASSO = "lasso"


class Join(Enum):
    """How words that are picked join those that are selected."""

    REPLACE = "replace"
    ADD = "add"
    REMOVE = "remove"


class Gestures(QObject):
    """Turns events into gestures. Shift or Alt draws a rectangle while a drag would pan; the middle button always pans.

    In space a drag orbits, and pans with Shift; arrows do the same. Alt draws a rectangle there, too.

    Signals
    -------
    pointed(QPointF)        : the pointer moved without a button.
    pressed()               : a gesture began.
    clicked(QPointF, Join)  : a press without a drag.
    double_clicked(QPointF) : two clicks at once.
    panned(float, float)    : a drag, or a key, moves the map by so many pixels.
    orbited(float, float)   : a drag, or a key, turns the map by so many pixels.
    zoomed(float, object)   : by this factor, at a pixel, or None for the middle.
    boxed(QRectF, Join)     : a rectangle was drawn.
    lassoed(object, Join)   : a line was drawn around something: its corners, (k, 2) float64.
    changed()               : the rectangle or the line grew, or a gesture ended.
    """

    pointed = Signal(QPointF)
    pressed = Signal()
    clicked = Signal(QPointF, object)
    double_clicked = Signal(QPointF)
    panned = Signal(float, float)
    orbited = Signal(float, float)
    zoomed = Signal(float, object)
    boxed = Signal(QRectF, object)
    lassoed = Signal(object, object)
    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.mode = Mode.PAN
        self.orbits = False
        """Whether the map is in space, so that a drag turns it."""
        self._start: QPointF | None = None
        self._last: QPointF | None = None  # None until the press has become a drag
        self._button = Qt.MouseButton.NoButton
        self._draws = False
        self._turns = False
        self._corners: list[QPointF] = []

    @property
    def is_dragging(self) -> bool:
        """Whether a drag goes on."""
        return self._last is not None

    @property
    def is_panning(self) -> bool:
        """Whether the map is being dragged."""
        return self._last is not None and not self._draws

    @property
    def rectangle(self) -> QRectF | None:
        """The rectangle that is being drawn."""
        if not self._draws or self._start is None or self._last is None or self.mode is Mode.LASSO:
            return None
        return QRectF(self._start, self._last).normalized()

    @property
    def outline(self) -> list[QPointF]:
        """The corners of the line that is being drawn around something; empty if there is none."""
        return self._corners if self.mode is Mode.LASSO and self._last is not None else []

    def press(self, event: QMouseEvent) -> None:
        """A button went down."""
        if self._start is not None or event.button() not in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            return
        self._start, self._last, self._button = event.position(), None, event.button()
        is_left, join = self._button is Qt.MouseButton.LeftButton, join_of(event.modifiers())
        moves = self.mode is Mode.PAN and (join is Join.REPLACE or (self.orbits and join is Join.ADD))
        self._draws = is_left and not moves
        self._turns = is_left and self.orbits and moves and join is Join.REPLACE
        self._corners = [event.position()] if self._draws else []
        self.pressed.emit()

    def move(self, event: QMouseEvent) -> None:
        """The pointer moved."""
        at = event.position()
        if self._start is None:
            self.pointed.emit(at)
            return
        if self._last is None and (at - self._start).manhattanLength() < CLICK_REACH:
            return
        last, self._last = self._last or self._start, at
        if not self._draws:
            (self.orbited if self._turns else self.panned).emit(at.x() - last.x(), at.y() - last.y())
        elif (at - self._corners[-1]).manhattanLength() >= LASSO_STEP:
            self._corners.append(at)
        self.changed.emit()

    def release(self, event: QMouseEvent) -> None:
        """A button went up."""
        if event.button() is not self._button or self._start is None:
            return
        rectangle, was_dragging, join = self.rectangle, self.is_dragging, join_of(event.modifiers())
        outline = np.array([(each.x(), each.y()) for each in self.outline], dtype=np.float64)
        self.cancel()
        if rectangle is not None:
            self.boxed.emit(rectangle, join)
        elif len(outline):
            self.lassoed.emit(outline, join)
        elif not was_dragging and event.button() is Qt.MouseButton.LeftButton:
            self.clicked.emit(event.position(), join)

    def double_click(self, event: QMouseEvent) -> None:
        """A button went down a second time at once."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.double_clicked.emit(event.position())

    def wheel(self, event: QWheelEvent) -> None:
        """The wheel was turned, or a touchpad stroked."""
        # A touchpad tells pixels, a wheel eighths of a degree; 120 of them are one notch.
        pixels, notches = event.pixelDelta().y(), event.angleDelta().y() / 120
        factor = 1.0035**pixels if pixels else 1.2**notches
        if factor != 1.0:
            self.zoomed.emit(factor, event.position())
        event.accept()

    def key(self, event: QKeyEvent) -> bool:
        """A key went down; whether it means anything here."""
        steps = {
            Qt.Key.Key_Left: (KEY_PAN, 0.0),
            Qt.Key.Key_Right: (-KEY_PAN, 0.0),
            Qt.Key.Key_Up: (0.0, KEY_PAN),
            Qt.Key.Key_Down: (0.0, -KEY_PAN),
        }
        factors = {Qt.Key.Key_Plus: KEY_ZOOM, Qt.Key.Key_Equal: KEY_ZOOM, Qt.Key.Key_Minus: 1 / KEY_ZOOM}
        key = event.key()
        if key in steps:
            turns = self.orbits and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            (self.orbited if turns else self.panned).emit(*steps[Qt.Key(key)])
        elif key in factors:
            self.zoomed.emit(factors[Qt.Key(key)], None)
        return key in steps or key in factors

    def cancel(self) -> bool:
        """End a drag without its effect; True if there was one."""
        was_dragging = self.is_dragging
        self._start = self._last = None
        self._button, self._draws, self._corners = Qt.MouseButton.NoButton, False, []
        self.changed.emit()
        return was_dragging


def join_of(held: Qt.KeyboardModifier) -> Join:
    """What the keys that are held ask for: Alt removes, Shift or Ctrl adds."""
    if held & Qt.KeyboardModifier.AltModifier:
        return Join.REMOVE
    if held & (Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier):
        return Join.ADD
    return Join.REPLACE
