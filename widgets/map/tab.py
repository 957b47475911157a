"""The Map tab: follows the state, and turns what the user does on the map into changes of it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from explorer.session.state import State
from explorer.wording import counted, worded
from widgets.commands import Command
from widgets.map import kernels_ready
from widgets.map.beside import Beside
from widgets.map.cards import Cards
from widgets.map.choosing import Choosing
from widgets.map.doubting import Doubting
from widgets.map.drawing import image_of_drawing
from widgets.map.empty import EmptyMap
from widgets.map.following import Following
from widgets.map.gestures import Mode
from widgets.map.grouping import Grouping
from widgets.map.layers import DensityPlace, Layers
from widgets.map.reckoning import Reckoning
from widgets.map.recoloring import KeptColors, Recoloring
from widgets.map.status import describe_map
from widgets.map.toolbar import MapToolbar
from widgets.map.view import MapView
from widgets.parts.keep_settings import keep_settings
from widgets.parts.labels import ElidedLabel
from widgets.parts.speaking import speak_of_entries
from widgets.workbench import Workbench

COPIED_SCALE = 2  # crisp where it is pasted


class MapTab(QWidget):
    """The map of the embedding that is shown, a bar of tools over it, and a line that tells the truth under it.

    Signals
    -------
    isolate_requested() : the selected words are to be projected alone, or all again.
    space_requested()   : a map in space is wanted, and this one is flat.
    wanted()            : a command asked for it to be shown.
    said(str)           : a sentence for the user.
    """

    isolate_requested = Signal()
    space_requested = Signal()
    wanted = Signal()
    said = Signal(str)

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("map_tab")
        self._workbench = workbench
        theme = workbench.theme.theme
        self.view = MapView(workbench.jobs, theme, self)
        self.view.painting.label_density = workbench.settings.label_density
        self.view.painting.layers = Layers(workbench.settings.density, workbench.settings.contours)
        self.view.travel.glides = workbench.settings.morph
        self.status = ElidedLabel(role="muted")
        self.status.setAccessibleName("About the map")
        self.empty = EmptyMap(workbench, self.view)
        self.beside = Beside(workbench, self.view)
        self.toolbar = MapToolbar(self.view)
        self.following = Following(workbench, self.view)
        self.reckoning = Reckoning(workbench, self.view, self.following)
        self.choosing = Choosing(workbench, self.view)
        self.cards = Cards(workbench, self.view.pointing)
        self.doubting = Doubting(workbench, self)
        self.grouping = Grouping(workbench, self)
        self.recoloring = Recoloring(workbench, self.view)
        self.kept_colors = KeptColors(workbench, self)
        self._add_commands()
        self._lay_out()
        self._connect()
        self.toolbar.dress(theme)
        self._load_kernels()
        self.view.back_end.choose(workbench.settings.renderer)
        self.view.fold_legend(workbench.settings.legend_folded)
        speak_of_entries(self, workbench)

    # What others ask for ----------------------------------------------------------------------------------------

    def set_label_density(self, density: float) -> None:
        """Write more or fewer words on the map: 0 none, 1 as many as have room."""
        for view in self.beside.views:
            view.painting.set_label_density(density)

    def set_layers(self, density: DensityPlace, contours: bool) -> None:
        """Where the density goes, and whether there are lines of equal density."""
        for view in self.beside.views:
            view.painting.set_layers(Layers(density, contours))

    def set_morph(self, on: bool) -> None:
        """Whether points and camera glide to their new places."""
        for view in self.beside.views:
            view.travel.glides = on

    def set_renderer(self, choice: str) -> None:
        """Draw by the graphics card, "gl", by the processor, "cpu", or as the computer allows, "auto"."""
        for view in self.beside.views:
            view.back_end.choose(choice)

    def center_on(self, index: int) -> None:
        """Bring a word to the middle, with its neighbours if they are known or being looked for."""
        self.following.center_on(index)

    def zoom_to_selected(self) -> None:
        """Have the selected words fill the map; an expression with its answer, and a word with its neighbours."""
        self.wanted.emit()
        scene = self.view.scene
        if scene is None:
            return
        rows = np.union1d(scene.selected_rows, scene.link_rows)
        if len(rows):
            self.view.travel.look_at(rows)
        else:
            self.said.emit(worded("None of the selected words has a place on this map.", scene.embedding.unit))

    # Commands, words and layout ---------------------------------------------------------------------------------

    def _connect(self) -> None:
        view, following, choosing = self.view, self.following, self.choosing
        following.followed.connect(self._on_followed)
        choosing.word_chosen.connect(lambda _: following.stop_centering())
        choosing.center_wanted.connect(following.center_on)
        self._workbench.theme.changed.connect(self.toolbar.dress)
        view.mode_changed.connect(self.toolbar.show_mode)
        view.look_changed.connect(self.toolbar.show_look)
        view.space_asked.connect(self.space_requested)
        view.legend_folded.connect(self._on_legend_folded)
        view.back_end.gave_up.connect(self.said)
        self.beside.added.connect(self._on_view_added)
        view.painting.counted.connect(self._show_status, Qt.ConnectionType.QueuedConnection)

    def _on_view_added(self, view: MapView) -> None:
        """A further map looks as the first does."""
        view.painting.label_density, view.painting.layers = self.view.painting.label_density, self.view.painting.layers
        view.travel.glides = self.view.travel.glides
        view.fold_legend(self.view.legend.is_folded)
        view.legend_folded.connect(self._on_legend_folded)
        view.back_end.choose(self._workbench.settings.renderer)

    def _on_legend_folded(self, folded: bool) -> None:
        """All maps have their legends alike, and the next time the program starts, too."""
        self._workbench.settings.legend_folded = folded
        keep_settings(self._workbench)
        for view in self.beside.views:
            view.fold_legend(folded)

    def _on_followed(self) -> None:
        state = self._workbench.state
        self.toolbar.setVisible(self.view.scene is not None)
        self.empty.show_state(state)
        self._announce(state)
        self._show_status()

    def _load_kernels(self) -> None:
        if not kernels_ready.are_loaded():
            job = self._workbench.jobs.start("Preparing the map", kernels_ready.load, group="map kernels", quiet=True)
            job.succeeded.connect(self._on_kernels_loaded)

    def _on_kernels_loaded(self) -> None:
        for view in self.beside.views:
            view.on_kernels_loaded()

    def _add_commands(self) -> None:
        rows: tuple[tuple[str, str, str, Callable[[], object], str, Callable[[State], bool]], ...] = (
            ("map.pan", "Drag to move the map", "View", lambda: self.view.set_mode(Mode.PAN), "M", _has_map),
            (
                "map.rectangle",
                "Drag to select words",
                "Edit",
                lambda: self.view.set_mode(Mode.RECTANGLE),
                "R",
                _has_map,
            ),
            ("map.flat", "Look at the map flat", "View", lambda: self.view.look(solid=False), "2", _is_in_space),
            ("map.space", "Look at the map in space", "View", lambda: self.view.look(solid=True), "3", _has_map),
            ("map.lasso", "Draw around words", "Edit", lambda: self.view.set_mode(Mode.LASSO), "L", _has_map),
            ("map.fit", "Fit all on the screen", "View", self._fit_all, "F", _has_map),
            ("map.zoom_in", "Zoom in", "View", lambda: self.view.travel.zoom(1.5), "", _has_map),
            ("map.zoom_out", "Zoom out", "View", lambda: self.view.travel.zoom(1 / 1.5), "", _has_map),
            ("map.center", "Centre the word on the map", "View", self._on_center, "C", _has_word),
            ("map.zoom_selected", "Zoom to the selected words", "View", self.zoom_to_selected, "Z", _has_selection),
            ("map.copy", "Copy the map as a picture", "Edit", self._on_copy, "Ctrl+Shift+C", _has_map),
            ("map.isolate", "Isolate the selected words", "View", self.isolate_requested.emit, "I", _can_isolate),
            ("map.clear", "Clear the selection", "Edit", self.choosing.clear, "Esc", _has_map),
        )
        for key, text, menu, run, shortcut, enabled in rows:
            # Letters and Escape hold on the map alone: elsewhere they are typed, or close something.
            context = Qt.ShortcutContext.WidgetWithChildrenShortcut
            command = Command(key, text, menu, run, shortcut, enabled, context)
            self.addAction(self._workbench.commands.add(command))
        action = self._workbench.commands.action
        self.toolbar.add_mode(Mode.PAN, action("map.pan"), "hand")
        self.toolbar.add_mode(Mode.RECTANGLE, action("map.rectangle"), "square-dashed-mouse-pointer")
        self.toolbar.add_mode(Mode.LASSO, action("map.lasso"), "lasso")
        self.toolbar.add_look(False, action("map.flat"), "2D")
        self.toolbar.add_look(True, action("map.space"), "3D")
        for key, name in (("map.fit", "maximize"), ("map.zoom_in", "plus"), ("map.zoom_out", "minus")):
            self.toolbar.add(action(key), name)
        self.toolbar.show_mode(Mode.PAN)
        self.toolbar.show_look(False)

    def _fit_all(self) -> None:
        for view in self.beside.views:
            view.travel.fit_all()

    def _on_center(self) -> None:
        if self._workbench.state.word is not None:
            self.center_on(self._workbench.state.word)

    def _on_copy(self) -> None:
        drawing = self.view.drawing()
        if drawing is not None:
            start, said = self._workbench.jobs.start, "The map is copied as a picture."
            job = start("Copying the map", image_of_drawing, drawing, COPIED_SCALE, group="map copy", said=said)
            job.succeeded.connect(lambda image: QGuiApplication.clipboard().setImage(image))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.beside, 1)
        line = QHBoxLayout()
        line.setContentsMargins(14, 5, 14, 6)
        line.addWidget(self.status)
        column.addLayout(line)
        self.toolbar.move(12, 12)
        self.toolbar.hide()
        self.setFocusProxy(self.view)

    def _show_status(self) -> None:
        scene = self.view.scene
        if scene is None:
            self.status.setText("")
            return
        text = describe_map(
            scene.projection, len(scene.projection) - self.view.painting.n_left_out, scene.embedding.unit
        )
        if scene.n_nowhere:
            text = f"{text} · {counted(scene.n_nowhere, scene.embedding.unit)} without a finite place"
        if scene.word is not None and scene.word_row is None:
            text = f"“{scene.embedding.index_to_key[scene.word]}” has no place on this map · {text}"
        self.status.setText(text)

    def _announce(self, state: State) -> None:
        """Tell screen readers what is selected."""
        embedding = state.embedding
        if embedding is None:
            description = ""
        elif len(state.selection) > 1:
            description = f"{counted(len(state.selection), state.unit)} are selected"
        elif state.word is not None:
            description = f"{embedding.index_to_key[state.word]} is selected"
        else:
            description = worded("No word is selected", state.unit)
        if description != self.view.accessibleDescription():
            self.view.setAccessibleDescription(description)
            QAccessible.updateAccessibility(QAccessibleEvent(self.view, QAccessible.Event.DescriptionChanged))


def _has_map(state: State) -> bool:
    return state.projection is not None


def _is_in_space(state: State) -> bool:
    return state.projection is not None and state.projection.n_dims == 3


def _has_selection(state: State) -> bool:
    return state.projection is not None and bool(state.selection)


def _can_isolate(state: State) -> bool:
    """Whether there are words to show alone, or others to show again."""
    return state.projection is not None and (len(state.selection) > 1 or not state.projection.is_complete)


def _has_word(state: State) -> bool:
    return state.projection is not None and state.word is not None
