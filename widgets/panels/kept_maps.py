"""The maps of the embedding that are kept: shown again by a click, renamed, removed, or shown beside each other."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from explorer.projection.projection import Projection
from explorer.session.kept_maps import KeptMap, rename
from explorer.session.state import State
from explorer.wording import counted
from widgets.panels.open_row import OpenRow
from widgets.parts.labels import label
from widgets.workbench import Workbench

FIGURES = ("trustworthiness", "explained variance")
MOST_BESIDE = 3


class KeptMapsList(QWidget):
    """A row for each map, in the order in which they were made; in sight once there are two of them."""

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workbench = workbench
        self.rows: dict[KeptMap, OpenRow] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(4)
        column.addWidget(label("Maps", "heading"))
        self._column = QVBoxLayout()
        self._column.setSpacing(1)
        column.addLayout(self._column)
        workbench.changes.maps_changed.connect(self._on_maps_changed)
        workbench.changes.projection_changed.connect(self._mark)
        self._on_maps_changed(workbench.state)

    def _on_maps_changed(self, state: State) -> None:
        rows = {kept: self.rows[kept] if kept in self.rows else self._row(kept) for kept in state.maps}
        for place, row in enumerate(rows.values()):
            self._column.insertWidget(place, row)
        for row in [row for kept, row in self.rows.items() if kept not in rows]:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = rows
        self.setVisible(len(rows) > 1)
        self._mark(state)

    def _row(self, kept: KeptMap) -> OpenRow:
        row = OpenRow(self._workbench.theme, kept.name, "", keeps_room=False)
        row.add_action("pencil", f"Rename {kept.name}", lambda: self._ask_name(kept))
        row.add_action("columns-2", f"Show {kept.name} beside the map, or no longer", lambda: self._set_beside(kept))
        row.activated.connect(lambda: self._show(kept))
        row.close_requested.connect(lambda: self._remove(kept))
        return row

    def _mark(self, state: State) -> None:
        """Mark the map in sight and tell which are beside it."""
        for kept, row in self.rows.items():
            is_beside = any(each is kept.projection for each in state.beside)
            row.set_current(kept.projection is state.projection)
            row.set_about(("Beside · " if is_beside else "") + about_map(kept.projection, state.unit))

    # What the user does -------------------------------------------------------------------------------------------

    def _show(self, kept: KeptMap) -> None:
        state = self._workbench.state
        if kept.projection is not state.projection:
            beside = tuple(state.projection if each is kept.projection else each for each in state.beside)
            fields = {"projection": kept.projection, "beside": tuple(each for each in beside if each is not None)}
            self._workbench.store.change(f"Show {kept.name}", **fields)

    def _remove(self, kept: KeptMap) -> None:
        """Take a map from the list; that in sight stays in sight until another is shown."""
        state = self._workbench.state
        maps = tuple(each for each in state.maps if each is not kept)
        beside = tuple(each for each in state.beside if each is not kept.projection)
        self._workbench.store.change(f"Remove {kept.name}", maps=maps, beside=beside)

    def _set_beside(self, kept: KeptMap) -> None:
        state = self._workbench.state
        others = tuple(each for each in state.beside if each is not kept.projection)
        if len(others) < len(state.beside):
            self._workbench.store.change(f"Put {kept.name} away", beside=others)
        elif kept.projection is not state.projection:
            beside = (*others, kept.projection)[-MOST_BESIDE:]
            self._workbench.store.change(f"Show {kept.name} beside the map", beside=beside)

    def _ask_name(self, kept: KeptMap) -> None:
        _NameEditor(self.rows[kept], kept.name, lambda name: self._rename(kept, name))

    def _rename(self, kept: KeptMap, name: str) -> None:
        maps = rename(self._workbench.state.maps, kept, name)
        if [each.name for each in maps] != [each.name for each in self._workbench.state.maps]:
            self._workbench.store.change(f"Rename {kept.name}", maps=maps)


class _NameEditor(QLineEdit):
    """A line over the name of a row; Enter or leaving it renames, Escape does not."""

    def __init__(self, row: OpenRow, name: str, renamed: Callable[[str], object]) -> None:
        super().__init__(name, row)
        self._renamed = renamed
        self._is_done = False
        self.setAccessibleName(f"New name of {name}")
        self.setToolTip("Enter keeps the name; empty gives back the first one.")
        self.setMaxLength(120)
        self.setGeometry(row.rect().adjusted(2, 2, -2, -2))
        self.selectAll()
        self.editingFinished.connect(lambda: self._end(True))
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._end(False)
        else:
            super().keyPressEvent(event)
            event.accept()  # the row would take Enter for a click, and Delete for a wish

    def _end(self, keeps: bool) -> None:
        if not self._is_done:
            self._is_done = True
            self.hide()
            self.deleteLater()
            if keeps:
                self._renamed(self.text())


def about_map(projection: Projection, unit: str) -> str:
    """A line about a map: "trustworthiness 0.94", or how many words it places if that was not measured."""
    told = [f"{name} {projection.figures[name]:.2f}" for name in FIGURES if name in projection.figures]
    return told[0] if told else counted(len(projection), unit)
