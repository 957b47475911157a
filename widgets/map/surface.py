"""A surface that hands mouse and keys on to gestures, and shows the focus when it came by the keyboard."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPen, QWheelEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from widgets.map.gestures import Gestures, Mode
from widgets.theme import Theme

BY_KEYS = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class GestureSurface(QWidget):
    """Takes the focus and every event of mouse and keys; what they mean is told by ``gestures``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.gestures = Gestures(self)
        self._shows_focus = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._shows_focus = False
        self.gestures.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.gestures.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.gestures.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.gestures.double_click(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.gestures.wheel(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.gestures.key(event):
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._shows_focus = event.reason() in BY_KEYS
        super().focusInEvent(event)

    def show_cursor(self, is_over_something: bool) -> None:
        """Show by the cursor what a press would do."""
        if self.gestures.is_panning:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif self.gestures.mode is not Mode.PAN:
            self.setCursor(Qt.CursorShape.CrossCursor)
        else:
            shape = Qt.CursorShape.PointingHandCursor if is_over_something else Qt.CursorShape.OpenHandCursor
            self.setCursor(shape)

    def covered(self) -> list[QRectF]:
        """Where frames, such as a bar of tools, lie over the surface."""
        return [
            QRectF(each.geometry())
            for each in self.findChildren(QFrame, options=Qt.FindChildOption.FindDirectChildrenOnly)
            if each.isVisible()
        ]

    def paint_focus(self, painter: QPainter, theme: Theme) -> None:
        """Draw a frame if the keyboard brought the focus here."""
        if self._shows_focus and self.hasFocus():
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))
