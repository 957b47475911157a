"""One table of commands: menus, shortcuts and the palette are made from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence

from explorer.session.state import State
from explorer.wording import worded


def _always(_: State) -> bool:
    return True


@dataclass(frozen=True)
class Command:
    """Something the user can do.

    key:      its name in the program, "map.fit"
    label:    as menus and the palette show it, "Fit all on the screen"; what it says of words they say of documents
              while those are shown
    menu:     the menu it stands in: "File", "Edit", "View", "Embedding", "Help"
    run:      what it does
    shortcut: as Qt spells it, "Ctrl+K"; empty for none
    enabled:  whether it makes sense in a state
    context:  where its shortcut holds; single letters hold only where no text is typed
    separator: whether a line stands above it in its menu
    """

    key: str
    label: str
    menu: str
    run: Callable[[], object]
    shortcut: str = ""
    enabled: Callable[[State], bool] = _always
    context: Qt.ShortcutContext = Qt.ShortcutContext.WindowShortcut
    separator: bool = False


class CommandTable(QObject):
    """The commands of a window and the `QAction` of each.

    Example: ``commands.add(Command("map.fit", "Fit all", "View", view.fit, "F"))``
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._commands: dict[str, Command] = {}
        self._actions: dict[str, QAction] = {}
        self._state = State()

    def __iter__(self) -> Iterator[Command]:
        return iter(self._commands.values())

    def __contains__(self, key: str) -> bool:
        return key in self._commands

    def add(self, command: Command) -> QAction:
        """Add a command; its key and its shortcut must be free."""
        if command.key in self._commands:
            raise ValueError(f"the command {command.key} exists already")
        shortcut = QKeySequence(command.shortcut)
        if command.shortcut and any(shortcut in other.shortcuts() for other in self._actions.values()):
            raise ValueError(f"the shortcut {command.shortcut} is taken; {command.key} needs another")
        action = QAction(worded(command.label, self._state.unit), self)
        action.setShortcut(shortcut)
        action.setShortcutContext(command.context)
        action.setEnabled(command.enabled(self._state))
        action.triggered.connect(lambda: command.run())
        self._commands[command.key] = command
        self._actions[command.key] = action
        return action

    def action(self, key: str) -> QAction:
        """The action of a command, for a menu or a button."""
        return self._actions[key]

    def run(self, key: str) -> None:
        """Do it, if it makes sense now."""
        self._actions[key].trigger()

    def refresh(self, state: State) -> None:
        """Enable what makes sense in a state, and speak of what it holds; also in what is added later."""
        is_of_others, self._state = state.unit != self._state.unit, state
        for key, command in self._commands.items():
            self._actions[key].setEnabled(command.enabled(state))
            if is_of_others:
                self._actions[key].setText(worded(command.label, state.unit))
