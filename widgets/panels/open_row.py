"""A row for something that is open: its name, a line about it, and buttons that appear under the pointer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QEnterEvent, QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QToolButton, QVBoxLayout, QWidget

from widgets.parts.labels import ElidedLabel
from widgets.theme import Theme, ThemeSwitch, icon


class OpenRow(QFrame):
    """One open embedding or corpus; Enter or a click activates it, Delete closes it; a sign tells of notices.

    keeps_room: whether there is room for the buttons also while they are hidden, rather than for a long name

    Signals
    -------
    activated()       : clicked, or Enter.
    close_requested() : its close button, Delete, or the context menu.
    """

    activated = Signal()
    close_requested = Signal()

    def __init__(
        self, theme: ThemeSwitch, name: str, about: str, parent: QWidget | None = None, keeps_room: bool = True
    ) -> None:
        super().__init__(parent)
        self._keeps_room = keeps_room
        self._theme = theme
        self._actions: list[tuple[str, Callable[[], object]]] = []
        self._buttons: dict[str, QToolButton] = {}
        self.setProperty("role", "row")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(name)
        row = QHBoxLayout(self)
        row.setContentsMargins(7, 4, 2, 4)
        row.setSpacing(2)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        # Models of one corpus begin alike and differ at the end: "moby-dick · skip-gram, window 10".
        self.name = ElidedLabel(name, elide=Qt.TextElideMode.ElideMiddle)
        self.about = ElidedLabel(about, "muted")
        texts.addWidget(self.name)
        texts.addWidget(self.about)
        row.addLayout(texts, 1)
        self.sign = QLabel()
        self.sign.hide()
        row.addWidget(self.sign)
        self._row = row
        self.set_about(about)
        self.add_action("x", f"Close {name}", self.close_requested.emit)
        theme.changed.connect(self._dress)

    def add_action(self, icon_name: str, text: str, slot: Callable[[], object]) -> QToolButton:
        """Add a button, left of those before it, and an entry of the context menu."""
        button = QToolButton()
        button.setToolTip(text)
        button.setAccessibleName(text)
        button.clicked.connect(lambda: slot())
        policy = button.sizePolicy()
        policy.setRetainSizeWhenHidden(self._keeps_room)  # the name is not cut when the buttons appear
        button.setSizePolicy(policy)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keyboard has Enter, Delete and the context menu
        button.hide()
        self._buttons[icon_name] = button
        self._actions.append((text, slot))
        self._row.insertWidget(1, button)
        self._dress(self._theme.theme)
        return button

    def set_about(self, about: str, notices: Sequence[str] = ()) -> None:
        """Change the line under the name, and what was noticed when it was opened, to be read under the pointer."""
        self.about.setText(about)
        self.setAccessibleDescription("\n".join([about, *notices]))
        self.setToolTip("".join(f"<p>{escape(notice)}</p>" for notice in notices))
        self.sign.setVisible(bool(notices))

    def set_current(self, is_current: bool) -> None:
        """Mark it as the one that is shown."""
        self.setProperty("current", is_current)
        self.style().polish(self)

    def menu(self) -> QMenu:
        """What can be done with it."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for text, slot in reversed(self._actions):
            menu.addAction(text, slot)
        return menu

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu().popup(event.globalPos())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()  # what is pressed here is not meant for what lies below

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.activated.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.activated.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.close_requested.emit()
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._show_buttons()

    def leaveEvent(self, event: QEvent) -> None:
        self._show_buttons()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._show_buttons()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._show_buttons()

    def _dress(self, theme: Theme) -> None:
        self.sign.setPixmap(icon("triangle-alert", theme.muted, 14).pixmap(QSize(14, 14), self.devicePixelRatioF()))
        for icon_name, button in self._buttons.items():
            button.setIcon(icon(icon_name, theme.muted, 14))

    def _show_buttons(self) -> None:
        for button in self._buttons.values():
            button.setVisible(self.underMouse() or self.hasFocus())
