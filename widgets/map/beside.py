"""Maps side by side: the one in sight, and up to three more of the same words, linked to it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QToolButton, QVBoxLayout, QWidget

from explorer.projection.projection import Projection
from explorer.session.kept_maps import name_of
from explorer.session.state import State
from widgets.map.cards import Cards
from widgets.map.choosing import Choosing
from widgets.map.following import Following
from widgets.map.pointing import Pointing
from widgets.map.recoloring import Recoloring
from widgets.map.side_bench import SideStore, side_bench
from widgets.map.status import describe_map
from widgets.map.view import MapView
from widgets.parts.labels import ElidedLabel
from widgets.theme import Theme, icon
from widgets.workbench import Workbench

MOST, HEADING = 4, 30


class Beside(QWidget):
    """A splitter with the map in sight and those of ``State.beside``: one row of two, or two rows of two.

    Word and selection are those of the window, and a word that is pointed at is pointed at in every map.

    Signals
    -------
    added(MapView) : a further map came into sight; whatever is set for all maps must be set for it.
    """

    added = Signal(object)

    def __init__(self, workbench: Workbench, view: MapView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workbench = workbench
        self._link = Link(self)
        self._link.add(view.pointing)
        self.main = _Frame(view)
        self.sides: list[SideMap] = []
        self._rows = [QSplitter(Qt.Orientation.Horizontal) for _ in range(2)]
        self._column = QSplitter(Qt.Orientation.Vertical)
        for splitter in (self._column, *self._rows):
            splitter.setHandleWidth(5)
            splitter.setChildrenCollapsible(False)
        for row in self._rows:
            self._column.addWidget(row)
        self._rows[0].addWidget(self.main)
        self._rows[1].hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._column)
        workbench.changes.maps_changed.connect(self._on_maps_changed)
        workbench.changes.projection_changed.connect(self._on_maps_changed)
        self._on_maps_changed(workbench.state)

    @property
    def views(self) -> tuple[MapView, ...]:
        """All maps in sight, the main one first."""
        return (self.main.view, *(side.view for side in self.sides))

    def _on_maps_changed(self, state: State) -> None:
        wanted = min(len(state.beside), MOST - 1)
        while len(self.sides) > wanted:
            self._link.remove(self.sides[-1].view.pointing)
            self.sides.pop().leave()
        while len(self.sides) < wanted:
            self._add()
        self._rows[1].setVisible(wanted > 1)
        names = {id(each.projection): each.name for each in state.maps}

        def told(projection: Projection | None) -> str:
            return "" if projection is None else names.get(id(projection)) or name_of(projection)

        self.main.show_name(told(state.projection) if wanted else "")
        for side, projection in zip(self.sides, state.beside, strict=False):
            side.show_name(told(projection), describe_map(projection, unit=state.unit))

    def _add(self) -> None:
        place = len(self.sides)
        side = SideMap(self._workbench, place, self.main.view)
        self.sides.append(side)
        row = self._rows[0 if place == 0 else 1]
        row.addWidget(side)
        row.setSizes([1000] * row.count())
        self._column.setSizes([1000, 1000])
        self._link.add(side.view.pointing)
        self.added.emit(side.view)


class _Frame(QWidget):
    """A map with its name over it, if there are several."""

    def __init__(self, view: MapView) -> None:
        super().__init__()
        self.view = view
        self.name = ElidedLabel(role="muted")
        self._heading = QWidget()
        self.bar = QHBoxLayout(self._heading)
        self.bar.setContentsMargins(14, 0, 6, 0)
        self._heading.setFixedHeight(HEADING)
        self.bar.addWidget(self.name, 1)
        self._heading.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._heading)
        column.addWidget(view, 1)

    def show_name(self, name: str, about: str = "") -> None:
        """Write a name over the map, and what there is to say of it under the pointer; none takes the line away."""
        self.name.setText(name)
        self.name.setToolTip(about or name)
        self._heading.setVisible(bool(name))


class SideMap(_Frame):
    """A further map: it follows the window's state, except for the projection, which is one of ``State.beside``."""

    def __init__(self, workbench: Workbench, place: int, main: MapView) -> None:
        self._window, self._place = workbench, place
        self.bench = bench = side_bench(workbench, place)
        view = MapView(bench.jobs, bench.theme.theme)
        view.setAccessibleName(f"Map {place + 2}")
        super().__init__(view)
        self.following = Following(bench, view)
        self.choosing = Choosing(bench, view)
        self.choosing.center_wanted.connect(self.following.center_on)
        self.recoloring = Recoloring(bench, view)
        self.cards = Cards(bench, view.pointing)
        main.mode_changed.connect(view.set_mode)
        view.set_mode(main.mode)
        self._close = QToolButton()
        self._close.setAccessibleName(f"Close map {place + 2}")
        self._close.setToolTip("Put this map away; it stays in the list of maps")
        self._close.clicked.connect(self._put_away)
        self.bar.addWidget(self._close)
        bench.theme.changed.connect(self._dress)
        self._dress(bench.theme.theme)
        bench.changes.projection_changed.emit(bench.state)  # what is there already

    def leave(self) -> None:
        """End; the state no longer has a map at this place."""
        assert isinstance(self.bench.store, SideStore)
        self.bench.store.end()
        self.hide()
        self.setParent(None)
        self.deleteLater()

    def _put_away(self) -> None:
        beside = self._window.state.beside
        left = tuple(each for place, each in enumerate(beside) if place != self._place)
        self._window.store.change("Put a map away", beside=left)

    def _dress(self, theme: Theme) -> None:
        self._close.setIcon(icon("x", theme.muted, 12))


class Link(QObject):
    """Lets all maps point at the word that one of them points at."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._slots: dict[Pointing, Callable[[], None]] = {}
        self._is_passing_on = False

    def add(self, pointing: Pointing) -> None:
        """Link one more map."""
        self._slots[pointing] = slot = lambda: self._pass_on(pointing)
        pointing.changed.connect(slot)

    def remove(self, pointing: Pointing) -> None:
        """Let a map go."""
        pointing.changed.disconnect(self._slots.pop(pointing))

    def _pass_on(self, source: Pointing) -> None:
        if self._is_passing_on or len(self._slots) < 2:
            return
        self._is_passing_on = True
        index = source.index
        for other in self._slots:
            if other is not source:
                other.point_to_word(index)
        self._is_passing_on = False
