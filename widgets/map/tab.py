"""The Map tab: follows the state, and turns what the user does on the map into changes of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent, QImage
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from explorer.embedding import Embedding, Indices
from explorer.neighbors.exact import Neighbors, nearest
from explorer.projection.projection import Projection
from explorer.session.state import State
from widgets.commands import Command
from widgets.jobs import Job
from widgets.map import kernels_ready
from widgets.map.empty import EmptyMap
from widgets.map.gestures import Join, Mode
from widgets.map.overlay import Card
from widgets.map.scene import (
    MOST_LINKS,
    Link,
    Look,
    Scene,
    SelectedPoints,
    color_scene,
    links_of,
    make_scene,
    neighbor_lines,
    select_points,
)
from widgets.map.status import describe_map
from widgets.map.toolbar import MapToolbar
from widgets.map.view import MapView
from widgets.parts.labels import ElidedLabel
from widgets.parts.numbers import grouped
from widgets.theme import Theme
from widgets.workbench import Workbench

QUICK_POINTS, QUICK_VALUES = 30_000, 5_000_000


class MapTab(QWidget):
    """The map of the embedding that is shown, a bar of tools over it, and a line that tells the truth under it."""

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("map_tab")
        self._workbench = workbench
        self._centers_on: int | None = None  # the word whose neighbours are to be brought into view once they are known
        theme = workbench.theme.theme
        self.view = MapView(workbench.jobs, theme, self)
        self.view.label_density = workbench.settings.label_density
        self.view.morphs = workbench.settings.morph
        self.status = ElidedLabel(role="muted")
        self.status.setAccessibleName("About the map")
        self.empty = EmptyMap(workbench, self.view)
        self.toolbar = MapToolbar(self.view)
        self._add_commands()
        self._lay_out()
        self._connect()
        self._on_theme_changed(theme)
        self._load_kernels()

    # What others ask for ----------------------------------------------------------------------------------------

    def set_label_density(self, density: float) -> None:
        """Write more or fewer words on the map: 0 none, 1 as many as have room."""
        self.view.set_label_density(density)

    def set_morph(self, on: bool) -> None:
        """Whether points and camera glide to their new places."""
        self.view.morphs = on

    def picture(self, scale: int, transparent: bool) -> QImage:
        """The map as it is seen, every point drawn, with ``scale`` device pixels for each pixel."""
        return self.view.picture(scale, transparent)

    def center_on(self, index: int) -> None:
        """Bring a word to the middle, with its neighbours if they are known or being looked for."""
        scene = self.view.scene
        row = None if scene is None else scene.row_of(index)
        if scene is None or row is None:
            return
        if scene.word == index:
            self._centers_on = index
            if scene.links:
                self._center(scene)
                return
        self.view.center_on(np.array([row], dtype=np.int64))

    # The state --------------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        changes, view = self._workbench.changes, self.view
        changes.embedding_changed.connect(self._on_map_changed)
        changes.projection_changed.connect(self._on_map_changed)
        changes.word_changed.connect(self._on_word_changed)
        changes.selection_changed.connect(self._on_selection_changed)
        changes.question_changed.connect(self._on_question_changed)
        changes.coloring_changed.connect(self._on_coloring_changed)
        self._workbench.theme.changed.connect(self._on_theme_changed)
        view.word_clicked.connect(self._on_word_clicked)
        view.nothing_clicked.connect(self.clear_selection)
        view.word_double_clicked.connect(self._on_word_double_clicked)
        view.words_boxed.connect(self._on_words_boxed)
        view.word_hovered.connect(self._on_word_hovered)
        view.mode_changed.connect(self.toolbar.show_mode)
        view.frame_drawn.connect(self._show_status, Qt.ConnectionType.QueuedConnection)
        view.frames.completed.connect(self._show_status)

    def _on_map_changed(self, state: State) -> None:
        embedding, projection, shown = state.embedding, state.projection, self.view.scene
        if embedding is None or projection is None:
            self._cancel("map scene")
            self.view.show_scene(None)
        elif shown is None or shown.embedding is not embedding or shown.projection is not projection:
            self._make_scene(state, embedding, projection)
        self.toolbar.setVisible(self.view.scene is not None)
        self.empty.show_state(state)
        self._show_status()

    def _make_scene(self, state: State, embedding: Embedding, projection: Projection) -> None:
        """Prepare another map: at once, or in a job if it is large."""
        looks = state.color_by, state.size_by, self._workbench.theme.theme, state.word
        if _is_quick(embedding, projection):
            self._cancel("map scene")
            self._show_map(make_scene(embedding, projection, *looks), looks)
            return
        shown = self.view.scene
        if shown is not None and shown.embedding.index_to_key is not embedding.index_to_key:
            self.view.show_scene(None)
        job = self._workbench.jobs.start(
            "Preparing the map", make_scene, embedding, projection, *looks, group="map scene", quiet=True
        )
        job.succeeded.connect(lambda scene: self._show_map(scene, looks))

    def _show_map(self, scene: Scene, looks: tuple[object, ...]) -> None:
        state, shown = self._workbench.state, self.view.scene
        if scene.embedding is not state.embedding or scene.projection is not state.projection:
            return
        scene = replace(scene, word=state.word)
        # Snapshots of one training share their words: the same points, elsewhere.
        is_same = shown is not None and shown.embedding.index_to_key is scene.embedding.index_to_key
        if shown is not None and is_same and shown.word == scene.word:
            scene = replace(scene, links=_moved_links(shown, scene))
        quick = len(state.selection) <= QUICK_POINTS
        self.view.show_scene(scene.selecting(state.selection) if quick else scene, morph=is_same)
        if not quick:
            self._select(state)
        self.toolbar.show()
        if looks != (state.color_by, state.size_by, self._workbench.theme.theme, state.word):
            self._color(state)  # they were changed while the map was being prepared
        self._find_links(state)
        self._show_status()

    def _on_word_changed(self, state: State) -> None:
        self._on_selection_changed(state)
        self._find_links(state)
        if state.color_by == "similarity" or state.size_by == "similarity":
            self._color(state)

    def _on_selection_changed(self, state: State) -> None:
        scene = self.view.scene
        if scene is None or scene.embedding is not state.embedding:
            return
        if scene.word != state.word:
            self.view.show_scene(replace(scene, word=state.word, links=()))
        if scene.selection is not state.selection:
            self._select(state)
        self._announce(state)
        self._show_status()

    def _on_question_changed(self, state: State) -> None:
        self._find_links(state)

    def _on_coloring_changed(self, state: State) -> None:
        self._color(state)

    def _on_theme_changed(self, theme: Theme) -> None:
        self.view.set_theme(theme)
        self.toolbar.dress(theme)
        scene = self.view.scene
        if scene is not None:
            self.view.show_scene(replace(scene, theme=theme))
            self._color(self._workbench.state)

    # Selection, colours and neighbours, found in jobs -----------------------------------------------------------

    def _select(self, state: State) -> None:
        """Show what is selected: at once, or in a job if it is a large part of a large map."""
        scene = self.view.scene
        assert scene is not None
        self._cancel("map selection")
        if len(state.selection) <= QUICK_POINTS:
            self.view.show_scene(scene.selecting(state.selection))
            return
        job = self._workbench.jobs.start(
            "Selecting words", select_points, scene, state.selection, group="map selection", quiet=True
        )
        job.succeeded.connect(lambda selected: self._on_selected(scene, selected))

    def _on_selected(self, asked: Scene, selected: SelectedPoints) -> None:
        scene = self.view.scene
        if scene is None or scene.points is not asked.points:
            return
        if scene.discs is not asked.discs:  # they got other colours meanwhile
            selected = replace(selected, discs=scene.discs.only(selected.numbers))
        self.view.show_scene(replace(scene, selected=selected))
        self._show_status()

    def _color(self, state: State) -> None:
        """Colour the points by the rules of the state: at once, or in a job if that takes a moment."""
        scene = self.view.scene
        if scene is None or state.embedding is not scene.embedding:
            return
        projection = scene.projection
        rules = (scene, state.color_by, state.size_by, scene.theme, state.word)
        self._cancel("map colours")
        if _is_quick(scene.embedding, projection):
            self._on_colored(projection, color_scene(*rules))
            return
        job = self._workbench.jobs.start("Colouring the map", color_scene, *rules, group="map colours", quiet=True)
        job.succeeded.connect(lambda look: self._on_colored(projection, look))

    def _on_colored(self, projection: object, look: Look) -> None:
        scene = self.view.scene
        if scene is not None and scene.projection is projection:
            self.view.show_scene(scene.colored(look))

    def _find_links(self, state: State) -> None:
        scene = self.view.scene
        if scene is None or state.embedding is not scene.embedding:
            return
        if state.word is None or scene.word_row is None:
            self._cancel("map neighbours")
            if scene.links:
                self.view.show_scene(replace(scene, links=()))
            return
        job = self._start_nearest(
            state.embedding, state.word, min(state.topn, MOST_LINKS), state.metric, "map neighbours"
        )
        index = state.word
        job.succeeded.connect(lambda neighbors: self._on_links_found(index, neighbors))

    def _on_links_found(self, index: int, neighbors: Neighbors) -> None:
        scene = self.view.scene
        if scene is None or scene.word != index:
            return
        linked = replace(scene, links=links_of(scene, neighbors))
        self.view.show_scene(linked)
        if self._centers_on == index:
            self._center(linked)

    def _center(self, scene: Scene) -> None:
        self._centers_on = None
        if scene.word_row is not None:
            self.view.center_on(np.array([scene.word_row, *scene.link_rows], dtype=np.int64))

    def _start_nearest(self, embedding: Embedding, index: int, topn: int, metric: str, group: str) -> Job:
        word = embedding.index_to_key[index]
        return self._workbench.jobs.start(
            f"Neighbours of {word}", nearest, embedding, index, topn, metric, group=group, quiet=True
        )

    def _cancel(self, group: str) -> None:
        for job in self._workbench.jobs.running:
            if job.group == group:
                job.cancel()

    def _load_kernels(self) -> None:
        if not kernels_ready.are_loaded():
            job = self._workbench.jobs.start("Preparing the map", kernels_ready.load, group="map kernels", quiet=True)
            job.succeeded.connect(lambda _: self.view.on_kernels_loaded())

    # What the user does on the map ------------------------------------------------------------------------------

    def _on_word_clicked(self, index: int, join: Join) -> None:
        state = self._workbench.state
        assert state.embedding is not None
        word = state.embedding.index_to_key[index]
        if join is Join.REPLACE:
            self._centers_on = None
            self._workbench.store.change(f"Go to {word}", word=index, selection=(index,))
        elif join is Join.ADD and index not in state.selection:
            selection = tuple(sorted({*state.selection, index}))
            self._workbench.store.change(f"Add {word} to the selection", selection=selection)
        elif index in state.selection:
            selection = tuple(other for other in state.selection if other != index)
            self._workbench.store.change(f"Remove {word} from the selection", selection=selection)

    def _on_word_double_clicked(self, index: int) -> None:
        self._centers_on = index
        embedding = self._workbench.state.embedding
        if embedding is not None:
            word = embedding.index_to_key[index]
            self._workbench.store.change(f"Go to {word}", word=index, selection=(index,))
            self.center_on(index)

    def _on_words_boxed(self, indices: Indices, join: Join) -> None:
        before = np.array(self._workbench.state.selection, dtype=np.int64)
        if join is Join.ADD:
            indices = np.union1d(before, indices)
        elif join is Join.REMOVE:
            indices = np.setdiff1d(before, indices)
        if np.array_equal(indices, before):
            return
        if not len(indices):
            self.clear_selection()
            return
        n = len(indices)
        label = "Select 1 word" if n == 1 else f"Select {grouped(n)} words"
        self._workbench.store.change(label, selection=tuple(indices.tolist()))

    def _on_word_hovered(self, index: int | None) -> None:
        embedding = self._workbench.state.embedding
        if index is None or embedding is None:
            self._cancel("hover")
            return
        card = Card(embedding.index_to_key[index], _facts(embedding, index))
        self.view.show_card(index, card)
        job = self._start_nearest(embedding, index, 5, self._workbench.state.metric, "hover")
        job.succeeded.connect(
            lambda found: self.view.show_card(index, replace(card, neighbors=neighbor_lines(embedding, found)))
        )
        job.failed.connect(lambda _: self.view.show_card(index, replace(card, neighbors=())))

    def clear_selection(self) -> None:
        """Let go of a drag, then of the rectangle mode, then of the selected words: what comes first."""
        state = self._workbench.state
        if self.view.gestures.cancel():
            return
        if state.selection or state.word is not None:
            self._workbench.store.change("Clear the selection", word=None, selection=())
        else:
            self.view.set_mode(Mode.PAN)

    # Commands, words and layout ---------------------------------------------------------------------------------

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
            ("map.fit", "Fit all on the screen", "View", self.view.fit_all, "F", _has_map),
            ("map.zoom_in", "Zoom in", "View", lambda: self.view.zoom(1.5), "", _has_map),
            ("map.zoom_out", "Zoom out", "View", lambda: self.view.zoom(1 / 1.5), "", _has_map),
            ("map.center", "Centre the word on the map", "View", self._on_center, "C", _has_word),
            ("map.clear", "Clear the selection", "Edit", self.clear_selection, "Esc", _has_map),
        )
        for key, text, menu, run, shortcut, enabled in rows:
            # Letters and Escape hold on the map alone: elsewhere they are typed, or close something.
            context = Qt.ShortcutContext.WidgetWithChildrenShortcut
            command = Command(key, text, menu, run, shortcut, enabled, context)
            self.addAction(self._workbench.commands.add(command))
        action = self._workbench.commands.action
        self.toolbar.add_mode(Mode.PAN, action("map.pan"), "hand")
        self.toolbar.add_mode(Mode.RECTANGLE, action("map.rectangle"), "square-dashed-mouse-pointer")
        for key, name in (("map.fit", "maximize"), ("map.zoom_in", "plus"), ("map.zoom_out", "minus")):
            self.toolbar.add(action(key), name)
        self.toolbar.show_mode(Mode.PAN)

    def _on_center(self) -> None:
        if self._workbench.state.word is not None:
            self.center_on(self._workbench.state.word)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.view, 1)
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
        text = describe_map(scene.projection, len(scene.projection) - self.view.frames.n_left_out)
        if scene.word is not None and scene.word_row is None:
            text = f"“{scene.embedding.index_to_key[scene.word]}” has no place on this map · {text}"
        self.status.setText(text)

    def _announce(self, state: State) -> None:
        """Tell screen readers what is selected."""
        embedding = state.embedding
        if embedding is None:
            description = ""
        elif len(state.selection) > 1:
            description = f"{grouped(len(state.selection))} words are selected"
        elif state.word is not None:
            description = f"{embedding.index_to_key[state.word]} is selected"
        else:
            description = "No word is selected"
        if description != self.view.accessibleDescription():
            self.view.setAccessibleDescription(description)
            QAccessible.updateAccessibility(QAccessibleEvent(self.view, QAccessible.Event.DescriptionChanged))


def _is_quick(embedding: Embedding, projection: Projection) -> bool:
    """Whether the points can be prepared and coloured in the time of a frame or two."""
    return len(projection) <= QUICK_POINTS and embedding.vectors.size <= QUICK_VALUES


def _moved_links(shown: Scene, scene: Scene) -> tuple[Link, ...]:
    """The lines of the map before, drawn on until the neighbours in the new vectors are known."""
    return shown.links if np.array_equal(shown.projection.indices, scene.projection.indices) else ()


def _facts(embedding: Embedding, index: int) -> str:
    rank = f"rank {grouped(index + 1)}"
    if embedding.counts is None:
        return rank
    count = int(embedding.counts[index])
    return f"{rank} · {grouped(count)} " + ("occurrence" if count == 1 else "occurrences")


def _has_map(state: State) -> bool:
    return state.projection is not None


def _has_word(state: State) -> bool:
    return state.projection is not None and state.word is not None
