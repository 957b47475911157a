"""The commands of the Inspector and their keys, which hold only in its tab."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from explorer.session.state import State
from widgets.commands import Command
from widgets.workbench import Workbench

if TYPE_CHECKING:
    from widgets.inspector.panel import InspectorTab


def add_commands(workbench: Workbench, tab: InspectorTab) -> None:
    """Add them to the table, and their keys to the tab."""
    scope = Qt.ShortcutContext.WidgetWithChildrenShortcut
    for key, text, run, shortcut in (
        ("inspector.next", "Inspector: next", tab.player.next, "N"),
        ("inspector.back", "Inspector: step back", tab.player.step_back, "B"),
        ("inspector.play", "Inspector: play or pause", tab.play_or_pause, "K"),
        ("inspector.fit", "Inspector: fit the axes", tab.fit_axes, "P"),
        ("inspector.presentation", "Inspector: presentation size", tab.looks.presentation.toggle, "L"),
    ):
        first = key == "inspector.next"
        command = Command(key, text, "View", run, enabled=_is_open, context=scope, separator=first)
        action = workbench.commands.add(command)
        action.setShortcut(shortcut)
        tab.addAction(action)


def _is_open(state: State) -> bool:
    return state.inspector is not None
