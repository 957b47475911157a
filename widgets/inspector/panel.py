"""The Inspector tab, made of its panels when it is first looked at."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from explorer.session.state import State
from widgets.commands import Command
from widgets.inspector.view import InspectorView
from widgets.workbench import Workbench


class InspectorTab(QWidget):
    """Word2vec and GloVe taken apart.

    Its many controls are made when it is first shown, so that the window comes up without them.
    """

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("inspector_tab")
        self._workbench = workbench
        self._view: InspectorView | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._add_commands()

    @property
    def view(self) -> InspectorView:
        """The panels; made now if they are not there yet."""
        if self._view is None:
            self._view = InspectorView(self._workbench)
            self._column.addWidget(self._view)
            self._view.begin()
        return self._view

    def inspect_words(self) -> None:
        """Begin anew with the selected words of the model that is open."""
        self.view.controls.take_selection()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.view.setFocus()

    def _add_commands(self) -> None:
        """The commands of the tab; their keys hold only in it."""
        rows: tuple[tuple[str, str, Callable[[], object], str], ...] = (
            ("inspector.next", "Inspector: next", lambda: self.view.player.next(), "N"),
            ("inspector.back", "Inspector: step back", lambda: self.view.player.step_back(), "B"),
            ("inspector.play", "Inspector: play or pause", lambda: self.view.play_or_pause(), "K"),
            ("inspector.fit", "Inspector: fit the axes", lambda: self.view.fit_axes(), "P"),
            ("inspector.presentation", "Inspector: presentation size", lambda: self.view.looks.toggle_size(), "S"),
        )
        for key, text, run, shortcut in rows:
            command = Command(
                key, text, "View", run, enabled=_is_open, separator=key == "inspector.next",
                context=Qt.ShortcutContext.WidgetWithChildrenShortcut,
            )  # fmt: skip
            action = self._workbench.commands.add(command)
            action.setShortcut(shortcut)
            self.addAction(action)


def _is_open(state: State) -> bool:
    return state.inspector is not None
