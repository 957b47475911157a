"""The panels around the centre: movable, closable, and remembered."""

from __future__ import annotations

import base64
import binascii

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtWidgets import QDockWidget, QHBoxLayout, QMainWindow, QToolButton, QWidget

from widgets.parts.labels import label
from widgets.theme import Theme, ThemeSwitch, icon

LAYOUT_VERSION = 1
LEFT_WIDTH, RIGHT_WIDTH = 264, 300


class Docks:
    """The dock widgets of a window and their arrangement.

    Example: ``docks.add("projection", "Projection", panel, Qt.DockWidgetArea.LeftDockWidgetArea)``
    """

    def __init__(self, window: QMainWindow, theme: ThemeSwitch) -> None:
        self._window = window
        self._theme = theme
        self._docks: dict[str, QDockWidget] = {}
        self._areas: dict[str, Qt.DockWidgetArea] = {}
        self._arrangement: QByteArray | None = None
        self._are_away = False
        window.setDockNestingEnabled(True)
        window.setCorner(Qt.Corner.BottomLeftCorner, Qt.DockWidgetArea.LeftDockWidgetArea)
        window.setCorner(Qt.Corner.BottomRightCorner, Qt.DockWidgetArea.RightDockWidgetArea)

    def __getitem__(self, key: str) -> QDockWidget:
        return self._docks[key]

    def add(self, key: str, title: str, panel: QWidget, area: Qt.DockWidgetArea) -> QDockWidget:
        """Put a panel into a dock, below those that are in the area already."""
        dock = QDockWidget(title, self._window)
        dock.setObjectName(key)
        dock.setWidget(panel)
        dock.setTitleBarWidget(_TitleBar(dock, self._theme))
        self._window.addDockWidget(area, dock)
        self._docks[key], self._areas[key] = dock, area
        return dock

    def reset(self) -> None:
        """Put every panel back to where it was at the first start."""
        for key, dock in self._docks.items():
            dock.setFloating(False)
            self._window.removeDockWidget(dock)
            self._window.addDockWidget(self._areas[key], dock)
            dock.show()
        self.fit()

    def fit(self) -> None:
        """Give the columns their usual widths."""
        left = [self._docks[key] for key, area in self._areas.items() if area is Qt.DockWidgetArea.LeftDockWidgetArea]
        right = [self._docks[key] for key, area in self._areas.items() if area is Qt.DockWidgetArea.RightDockWidgetArea]
        docks, widths = [left[0], right[0]], [LEFT_WIDTH, RIGHT_WIDTH]
        self._window.resizeDocks(docks, widths, Qt.Orientation.Horizontal)

    def put_away(self) -> None:
        """Hide every panel, as long as there is nothing for them to show."""
        if not self._are_away:
            self._arrangement = self._window.saveState(LAYOUT_VERSION)
            self._are_away = True
            for dock in self._docks.values():
                dock.hide()

    def bring_back(self) -> None:
        """Show the panels as they were before `put_away`."""
        if self._are_away:
            self._are_away = False
            if self._arrangement is not None:
                self._window.restoreState(self._arrangement, LAYOUT_VERSION)

    def packed(self) -> str:
        """The arrangement in base64, to be kept in the settings."""
        away = self._are_away and self._arrangement is not None
        state = self._arrangement if away else self._window.saveState(LAYOUT_VERSION)
        return bytes(state.toBase64().data()).decode("ascii") if state is not None else ""

    def unpack(self, packed: str) -> None:
        """Arrange the panels as `packed` told; what is damaged changes nothing."""
        if (state := unpacked(packed)) is not None:
            self._window.restoreState(state, LAYOUT_VERSION)


def unpacked(text: str) -> QByteArray | None:
    """The bytes that base64 text stands for; None if there are none or it is damaged."""
    try:
        return QByteArray(base64.b64decode(text, validate=True)) if text else None
    except (binascii.Error, ValueError):
        return None


class _TitleBar(QWidget):
    """The heading of a panel, by which it is dragged, and a button that closes it."""

    def __init__(self, dock: QDockWidget, theme: ThemeSwitch) -> None:
        super().__init__(dock)
        self._theme = theme
        self.setProperty("role", "dock_title")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._close = QToolButton()
        self._close.setAccessibleName(f"Close the panel {dock.windowTitle()}")
        self._close.setToolTip("Close this panel; View > Panels brings it back")
        self._close.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._close.clicked.connect(dock.close)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 9, 6, 1)
        row.addWidget(label(dock.windowTitle(), "heading"), 1)
        row.addWidget(self._close)
        theme.changed.connect(self._dress)
        self._dress(theme.theme)

    def _dress(self, theme: Theme) -> None:
        self._close.setIcon(icon("x", theme.faint, 12))
