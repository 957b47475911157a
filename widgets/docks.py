"""The panels around the centre: movable, closable, and remembered."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence

from PySide6.QtCore import QByteArray, Qt, QTimer
from PySide6.QtWidgets import QDockWidget, QHBoxLayout, QMainWindow, QTabWidget, QToolButton, QWidget

from widgets.parts.labels import label
from widgets.theme import Theme, ThemeSwitch, icon

LAYOUT_VERSION = 1
LEFT_WIDTH, RIGHT_WIDTH = 264, 300
NEAR = 40  # pixels by which a height differs though nobody has changed it, as for the bar of the tabs
LEFT, RIGHT = Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea


class Docks:
    """The dock widgets of a window and their arrangement.

    Example: ``docks.add("projection", "Projection", panel, LEFT, height=320)``
    """

    def __init__(self, window: QMainWindow, theme: ThemeSwitch) -> None:
        self._window = window
        self._theme = theme
        self._docks: dict[str, QDockWidget] = {}
        self._areas: dict[str, Qt.DockWidgetArea] = {}
        self._heights: dict[str, int] = {}
        self._shares: dict[str, str] = {}
        self._arrangement: QByteArray | None = None
        self._room: dict[str, tuple[int, int]] = {}  # what was taken of other panels: their heights before and after
        self._are_away = False
        window.setDockNestingEnabled(True)
        window.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        window.setCorner(Qt.Corner.BottomLeftCorner, Qt.DockWidgetArea.LeftDockWidgetArea)
        window.setCorner(Qt.Corner.BottomRightCorner, Qt.DockWidgetArea.RightDockWidgetArea)

    def __getitem__(self, key: str) -> QDockWidget:
        return self._docks[key]

    def add(
        self, key: str, title: str, panel: QWidget, area: Qt.DockWidgetArea, height: int, shares_with: str = ""
    ) -> QDockWidget:
        """Put a panel into a dock, below those that are in the area already.

        height:      its share of the column, in pixels of a window of the usual size; of a panel that shares a place,
                     what it needs to show everything
        shares_with: the panel whose place it takes while it has something to show; until `show` it is closed
        """
        dock = QDockWidget(title, self._window)
        dock.setObjectName(key)
        dock.setWidget(panel)
        dock.setTitleBarWidget(_TitleBar(dock, self._theme))
        self._window.addDockWidget(area, dock)
        self._docks[key], self._areas[key], self._heights[key] = dock, area, height
        if shares_with:
            self._shares[key] = shares_with
            self._window.tabifyDockWidget(self._docks[shares_with], dock)
            dock.hide()
            dock.toggleViewAction().toggled.connect(lambda is_open: None if is_open else self._give_room_back(key))
        return dock

    def show(self, key: str) -> None:
        """Open a panel that has something to show now."""
        if not self._docks[key].isVisible():
            self._docks[key].show()
            self._docks[key].raise_()
            QTimer.singleShot(0, self._window, lambda: self._make_room(key))  # once it has its place

    def reset(self) -> None:
        """Put every panel back to where it was at the first start."""
        for key, dock in self._docks.items():
            dock.setFloating(False)
            self._window.removeDockWidget(dock)
            self._window.addDockWidget(self._areas[key], dock)
            dock.show()
        for key, other in self._shares.items():
            self._window.tabifyDockWidget(self._docks[other], self._docks[key])
            self._docks[key].hide()
        self.fit()

    def fit(self) -> None:
        """Give the columns their usual widths and the panels in them their usual heights."""
        for area, width in ((LEFT, LEFT_WIDTH), (RIGHT, RIGHT_WIDTH)):
            column = [key for key, each in self._areas.items() if each is area and key not in self._shares]
            docks = [self._docks[key] for key in column]
            self._window.resizeDocks(docks[:1], [width] * len(docks[:1]), Qt.Orientation.Horizontal)
            self._set_heights(column, [self._heights[key] for key in column])

    def _make_room(self, key: str) -> None:
        """Let a panel be as high as it needs to be, but leave half of their usual heights to the others."""
        dock, area, other = self._docks[key], self._areas[key], self._shares.get(key)
        column = [each for each in self._areas if self._areas[each] is area and each not in (key, other)]
        column = [each for each in column if self._docks[each].isVisible() and not self._docks[each].isFloating()]
        spare = {each: max(0, self._docks[each].height() - self._heights[each] // 2) for each in column}
        taken = min(self._heights[key] - dock.height(), sum(spare.values()))
        if taken > 0 and not dock.isFloating():
            shares = [taken * each // sum(spare.values()) for each in spare.values()]
            heights = [self._docks[each].height() - share for each, share in zip(column, shares, strict=True)]
            self._room = {
                each: (self._docks[each].height(), height) for each, height in zip(column, heights, strict=True)
            }
            self._set_heights([*column, key], [*heights, dock.height() + taken])

    def _give_room_back(self, closed: str | None = None) -> None:
        """Take `_make_room` back, unless the user has chosen other heights since; ``closed`` was just now."""
        if all(abs(self._docks[key].height() - after) < NEAR for key, (_, after) in self._room.items()):
            heights = {key: before for key, (before, _) in self._room.items()}
            if closed is not None and heights:
                taken = sum(before - after for before, after in self._room.values())
                heights[self._shares[closed]] = self._docks[closed].height() - taken
            self._set_heights([*heights], [*heights.values()])
        self._room = {}

    def _set_heights(self, keys: Sequence[str], heights: Sequence[int]) -> None:
        self._window.resizeDocks([self._docks[key] for key in keys], heights, Qt.Orientation.Vertical)

    @property
    def are_away(self) -> bool:
        """Whether `put_away` hid the panels."""
        return self._are_away

    def put_away(self) -> None:
        """Hide every panel, as long as there is nothing for them to show."""
        if not self._are_away:
            self._give_room_back()
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
        """The arrangement in base64, to be kept in the settings, where no panel has something to show."""
        self._give_room_back()
        away = self._are_away and self._arrangement is not None
        state = self._arrangement if away else self._window.saveState(LAYOUT_VERSION)
        return bytes(state.toBase64().data()).decode("ascii") if state is not None else ""

    def unpack(self, packed: str) -> None:
        """Arrange the panels as `packed` told; what is damaged changes nothing."""
        if (state := unpacked(packed)) is not None:
            self._window.restoreState(state, LAYOUT_VERSION)
            for key in self._shares:
                self._docks[key].hide()


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
