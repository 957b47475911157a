"""The small bar over the map: what a drag does, fitting and zooming."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QToolButton, QWidget

from widgets.map.gestures import Mode
from widgets.theme import Theme, icon

ICON = 18


class MapToolbar(QFrame):
    """Buttons of commands, laid over the upper left corner of the map."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("map_toolbar")
        self._icons: list[tuple[QToolButton, str]] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(4, 4, 4, 4)
        self._row.setSpacing(2)
        self._modes = QButtonGroup(self)
        self.modes: dict[Mode, QToolButton] = {}
        self._looks = QButtonGroup(self)
        self.looks: dict[bool, QToolButton] = {}

    def add_mode(self, mode: Mode, action: QAction, name: str) -> None:
        """A button that is pressed in while a mode holds."""
        button = self.add(action, name)
        button.setCheckable(True)
        self._modes.addButton(button)
        self.modes[mode] = button

    def add_look(self, solid: bool, action: QAction, text: str) -> None:
        """A button that is pressed in while the map is looked at flat, or in space."""
        button = self.add(action, "")
        button.setText(text)
        button.setCheckable(True)
        self._looks.addButton(button)
        self.looks[solid] = button

    def show_look(self, solid: bool) -> None:
        """Press the button in that tells how the map is looked at."""
        self.looks[solid].setChecked(True)

    def add(self, action: QAction, name: str) -> QToolButton:
        """A button for a command, with an icon if a name is given."""
        button = QToolButton()
        button.setIconSize(QSize(ICON, ICON))
        shortcut = action.shortcut().toString()
        button.setToolTip(f"{action.text()} ({shortcut})" if shortcut else action.text())
        button.setAccessibleName(action.text())
        button.clicked.connect(action.trigger)
        self._row.addWidget(button)
        if name:
            self._icons.append((button, name))
        return button

    def show_mode(self, mode: Mode) -> None:
        """Press the button of a mode in."""
        self.modes[mode].setChecked(True)

    def dress(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.setStyleSheet(
            f"#map_toolbar {{ background: {theme.raised}; border: 1px solid {theme.hairline}; border-radius: 8px; }}"
        )
        for button, name in self._icons:
            button.setIcon(icon(name, theme.text, ICON))
