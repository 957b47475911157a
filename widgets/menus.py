"""The menu bar, made from the command table."""

from __future__ import annotations

from PySide6.QtWidgets import QMainWindow, QMenu

from explorer.session.state import State
from widgets.docks import Docks
from widgets.start_page import recent_name
from widgets.workbench import Workbench

MENUS = ("File", "Edit", "View", "Embedding", "Help")
PANELS = ("embeddings", "projection", "appearance", "training", "word")


class Menus:
    """A menu for each place that commands name, in the order in which they were added."""

    def __init__(self, window: QMainWindow, workbench: Workbench, docks: Docks) -> None:
        self._workbench = workbench
        self._menus = {name: window.menuBar().addMenu(f"&{name}") for name in MENUS}
        self.recent = QMenu("Open &recent", window)
        self.recent.aboutToShow.connect(self._fill_recent)
        for command in workbench.commands:
            menu = self._menus[command.menu]
            if command.separator:
                menu.addSeparator()
            menu.addAction(workbench.commands.action(command.key))
            if command.key == "file.open_folder":
                menu.addMenu(self.recent)
        self._add_panels(docks)
        workbench.changes.changed.connect(self._on_changed)
        self._on_changed(workbench.state)

    def _add_panels(self, docks: Docks) -> None:
        panels = self._menus["View"].addMenu("&Panels")
        for key in PANELS:
            panels.addAction(docks[key].toggleViewAction())

    def _fill_recent(self) -> None:
        self.recent.clear()
        for entry in self._workbench.settings.recent_files:
            action = self.recent.addAction(recent_name(entry).replace("&", "&&"))
            action.setData(entry)
        if self.recent.isEmpty():
            self.recent.addAction("Nothing was opened yet").setEnabled(False)

    def _on_changed(self, state: State) -> None:
        commands, store = self._workbench.commands, self._workbench.store
        commands.refresh(state)
        for key, verb, label in (
            ("edit.undo", "Undo", store.undo_label),
            ("edit.redo", "Redo", store.redo_label),
        ):
            commands.action(key).setText(f"{verb}: {label}" if label else verb)
