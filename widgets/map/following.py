"""The map follows the state: what is shown, selected, coloured and near, made at once or in jobs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QObject, Signal

from explorer.embedding import Embedding
from explorer.neighbors.approach import Asked, ask
from explorer.projection.projection import Projection
from explorer.session.state import State
from widgets.map.links import MOST_LINKS, links_of
from widgets.map.rules import Rules
from widgets.map.scene import Link, Look, Scene, SelectedPoints, color_scene, make_scene, select_points
from widgets.map.view import MapView
from widgets.theme import Theme
from widgets.workbench import Workbench

QUICK_POINTS, QUICK_VALUES = 30_000, 5_000_000


class Following(QObject):
    """Shows in a view what the state says.

    Signals
    -------
    followed() : the view shows another map, or another word is selected on it.
    """

    followed = Signal()

    def __init__(self, workbench: Workbench, view: MapView) -> None:
        super().__init__(view)
        self._workbench = workbench
        self._view = view
        self._centers_on: int | None = None  # the word whose neighbours are to be brought into view once they are known
        changes = workbench.changes
        changes.embedding_changed.connect(self._on_map_changed)
        changes.projection_changed.connect(self._on_map_changed)
        changes.word_changed.connect(self._on_word_changed)
        changes.selection_changed.connect(self._on_selection_changed)
        changes.question_changed.connect(self._find_links)
        changes.coloring_changed.connect(self._color)
        workbench.theme.changed.connect(self._on_theme_changed)

    def center_on(self, index: int) -> None:
        """Bring a word to the middle, with its neighbours if they are known or being looked for."""
        scene = self._view.scene
        row = None if scene is None else scene.row_of(index)
        if scene is None or row is None:
            return
        if scene.word == index:
            self._centers_on = index
            if scene.links:
                self._center(scene)
                return
        self._view.travel.center_on(np.array([row], dtype=np.int64))

    def stop_centering(self) -> None:
        """Leave the camera where it is when the neighbours are found."""
        self._centers_on = None

    def _on_map_changed(self, state: State) -> None:
        embedding, projection, shown = state.embedding, state.projection, self._view.scene
        if embedding is None or projection is None:
            self._workbench.jobs.cancel("map scene")
            self._view.show_scene(None)
        elif shown is None or shown.embedding is not embedding or not shown.shows(projection):
            self._make_scene(state, embedding, projection)
        self.followed.emit()

    def _make_scene(self, state: State, embedding: Embedding, projection: Projection) -> None:
        """Prepare another map: at once, or in a job if it is large."""
        rules = Rules.of(state, self._workbench.theme.theme)
        if _is_quick(embedding, projection):
            self._workbench.jobs.cancel("map scene")
            self._show_map(make_scene(embedding, projection, rules), rules)
            return
        shown = self._view.scene
        if shown is not None and shown.embedding.index_to_key is not embedding.index_to_key:
            self._view.show_scene(None)
        job = self._workbench.jobs.start(
            "Preparing the map", make_scene, embedding, projection, rules, group="map scene", quiet=True
        )
        job.succeeded.connect(lambda scene: self._show_map(scene, rules))

    def _show_map(self, scene: Scene, rules: Rules) -> None:
        state, shown = self._workbench.state, self._view.scene
        if scene.embedding is not state.embedding or not scene.shows(state.projection):
            return
        scene = replace(scene, word=state.word)
        # Snapshots of one training share their words: the same points, elsewhere.
        is_same = shown is not None and shown.embedding.index_to_key is scene.embedding.index_to_key
        if shown is not None and is_same and shown.word == scene.word:
            scene = replace(scene, links=_moved_links(shown, scene))
        quick = len(state.selection) <= QUICK_POINTS
        self._view.show_scene(scene.selecting(state.selection) if quick else scene, morph=is_same)
        if not quick:
            self._select(state)
        if rules != Rules.of(state, self._workbench.theme.theme):
            self._color(state)  # they were changed while the map was being prepared
        self._find_links(state)
        self.followed.emit()

    def _on_word_changed(self, state: State) -> None:
        self._on_selection_changed(state)
        self._find_links(state)
        if state.color_by == "similarity" or state.size_by == "similarity":
            self._color(state)

    def _on_selection_changed(self, state: State) -> None:
        scene = self._view.scene
        if scene is None or scene.embedding is not state.embedding:
            return
        if scene.word != state.word:
            self._view.show_scene(replace(scene, word=state.word, links=()))
        if scene.selection is not state.selection:
            self._select(state)
        self.followed.emit()

    def _on_theme_changed(self, theme: Theme) -> None:
        self._view.set_theme(theme)
        scene = self._view.scene
        if scene is not None:
            self._view.show_scene(replace(scene, theme=theme))
            self._color(self._workbench.state)

    # Selection, colours and neighbours, found in jobs -----------------------------------------------------------

    def _select(self, state: State) -> None:
        """Show what is selected: at once, or in a job if it is a large part of a large map."""
        scene = self._view.scene
        assert scene is not None
        self._workbench.jobs.cancel("map selection")
        if len(state.selection) <= QUICK_POINTS:
            self._view.show_scene(scene.selecting(state.selection))
            return
        job = self._workbench.jobs.start(
            "Selecting words", select_points, scene, state.selection, group="map selection", quiet=True
        )
        job.succeeded.connect(lambda selected: self._on_selected(scene, selected))

    def _on_selected(self, asked: Scene, selected: SelectedPoints) -> None:
        scene = self._view.scene
        if scene is None or scene.points is not asked.points:
            return
        if scene.discs is not asked.discs:  # they got other colours meanwhile
            selected = replace(selected, discs=scene.discs.only(selected.numbers))
        self._view.show_scene(replace(scene, selected=selected))
        self.followed.emit()

    def _color(self, state: State) -> None:
        """Colour the points by the rules of the state: at once, or in a job if that takes a moment."""
        scene = self._view.scene
        if scene is None or state.embedding is not scene.embedding:
            return
        projection = scene.projection
        rules = Rules.of(state, scene.theme)
        self._workbench.jobs.cancel("map colours")
        if _is_quick(scene.embedding, projection):
            self._on_colored(projection, color_scene(scene, rules))
            return
        job = self._workbench.jobs.start(
            "Colouring the map", color_scene, scene, rules, group="map colours", quiet=True
        )
        job.succeeded.connect(lambda look: self._on_colored(projection, look))

    def _on_colored(self, projection: object, look: Look) -> None:
        scene = self._view.scene
        if scene is not None and scene.projection is projection:
            self._view.show_scene(scene.colored(look))

    def _find_links(self, state: State) -> None:
        scene = self._view.scene
        if scene is None or state.embedding is not scene.embedding:
            return
        if state.word is None or scene.word_row is None:
            self._workbench.jobs.cancel("map neighbours")
            if scene.links:
                self._view.show_scene(replace(scene, links=()))
            return
        index, embedding = state.word, state.embedding
        job = self._workbench.jobs.start(
            f"Neighbours of {embedding.index_to_key[index]}",
            ask,
            *(embedding, index, min(state.topn, MOST_LINKS), state.metric, state.approach),
            group="map neighbours",
            quiet=True,
        )
        job.succeeded.connect(lambda asked: self._on_links_found(index, asked))

    def _on_links_found(self, index: int, asked: Asked) -> None:
        scene = self._view.scene
        if scene is None or scene.word != index:
            return
        linked = replace(scene, links=links_of(scene, asked.neighbors))
        self._view.show_scene(linked)
        if self._centers_on == index:
            self._center(linked)

    def _center(self, scene: Scene) -> None:
        self._centers_on = None
        if scene.word_row is not None:
            self._view.travel.center_on(np.array([scene.word_row, *scene.link_rows], dtype=np.int64))


def _is_quick(embedding: Embedding, projection: Projection) -> bool:
    """Whether the points can be prepared and coloured in the time of a frame or two."""
    return len(projection) <= QUICK_POINTS and embedding.vectors.size <= QUICK_VALUES


def _moved_links(shown: Scene, scene: Scene) -> tuple[Link, ...]:
    """The lines of the map before, drawn on until the neighbours in the new vectors are known."""
    return shown.links if np.array_equal(shown.projection.indices, scene.projection.indices) else ()
