"""Running projections and showing their maps."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from PySide6.QtCore import QObject

from explorer.embedding import Embedding, Indices
from explorer.projection.methods import METHODS, run_projection
from explorer.projection.projection import Points, Projection
from explorer.session.state import State
from widgets.jobs import Job
from widgets.panels.projection import ProjectionPanel
from widgets.parts.numbers import grouped
from widgets.workbench import Workbench

FEWEST_TO_REFINE, MOST_TO_REFINE = 50, 20_000


class Projecting(QObject):
    """Starts projections: those that the user asks for, and a first map of whatever is shown without one.

    The first map is PCA of all words, which is there at once. With a moderate number of words UMAP follows by itself,
    if the user has not turned that off. Who returns to an embedding finds its last map.
    """

    def __init__(self, workbench: Workbench, panel: ProjectionPanel) -> None:
        super().__init__(panel)
        self._workbench = workbench
        self._panel = panel
        self._job: Job | None = None
        self._maps: WeakKeyDictionary[Embedding, Projection] = WeakKeyDictionary()
        self._maps_before: WeakKeyDictionary[Projection, Projection] = WeakKeyDictionary()  # an isolated one was made
        panel.project_requested.connect(self.run)
        panel.stop_requested.connect(self.stop)
        workbench.changes.embedding_changed.connect(self._on_embedding_changed)
        workbench.changes.projection_changed.connect(self._on_projection_changed)

    def run(self, method: str, options: Any = None, n_words: int | None = None) -> None:
        """Project the embedding that is shown, as a step that can be undone."""
        embedding = self._workbench.state.embedding
        if embedding is not None:
            self._start(method, options, n_words, embedding, by_itself=False)

    def isolate(self) -> None:
        """Project the selected words alone, as the panel says; without some to tell apart, show all words again."""
        state = self._workbench.state
        embedding, shown = state.embedding, state.projection
        if embedding is None or shown is None:
            return
        chosen = np.fromiter(state.selection, np.int64, len(state.selection))
        if len(chosen) > 1 and not np.array_equal(chosen, shown.indices):
            self._start(self._panel.method, self._panel.options, None, embedding, by_itself=False, indices=chosen)
        elif (before := self._maps_before.get(shown)) is not None:
            self._workbench.store.change("Leave the isolated words", projection=before)

    def go_into_space(self) -> None:
        """Project the words of the map once more, by the same method and parameters, but to three dimensions."""
        state = self._workbench.state
        embedding, shown = state.embedding, state.projection
        if embedding is None or shown is None:
            return
        method = shown.method if shown.method in METHODS else "pca"
        options = (self._panel.options if self._panel.method == method else None) or METHODS[method].options()
        if not hasattr(options, "n_components"):
            method, options = "pca", METHODS["pca"].options()
        is_of_first = len(shown) == 0 or int(shown.indices[-1]) == len(shown) - 1
        n_words, indices = (len(shown), None) if is_of_first else (None, shown.indices)
        solid = replace(options, n_components=3)
        self._start(method, solid, n_words, embedding, by_itself=False, indices=indices)

    def stop(self) -> None:
        """End the running projection; the map stays as it is."""
        if self._job is not None:
            self._job.cancel()

    def first_map(self, embedding: Embedding) -> None:
        """Draw a map of an embedding that has none, if it is the one that is shown."""
        if self._workbench.state.embedding is embedding:
            job = self._start("pca", None, None, embedding, by_itself=True)
            job.succeeded.connect(lambda _: self.refine(embedding))

    def refine(self, embedding: Embedding) -> bool:
        """Go on to UMAP if the user wants that and the number of words is moderate; whether it did."""
        wanted = self._workbench.settings.refine_with_umap and FEWEST_TO_REFINE <= len(embedding) <= MOST_TO_REFINE
        if wanted and self._workbench.state.embedding is embedding:
            self._panel.choose_method("umap")
            self._start("umap", None, None, embedding, by_itself=True)
            return True
        return False

    def _start(
        self,
        method: str,
        options: Any,
        n_words: int | None,
        embedding: Embedding,
        by_itself: bool,
        indices: Indices | None = None,
    ) -> Job:
        """Start a projection of the first words, or of those of ``indices``."""
        chosen = METHODS[method]
        if options is None:
            options = chosen.options()
        vectors = embedding.vectors[:n_words] if indices is None else embedding.vectors[indices]
        shown = self._workbench.state.projection
        job = self._workbench.jobs.start(
            chosen.label,
            run_projection,
            vectors,
            method,
            options,
            len(embedding),
            start=None if method == "pca" else _places_now(shown, len(vectors), indices),
            group="projection",
            process=chosen.in_process(options),
            can_pause=not chosen.in_process(options),
        )
        self._job = job
        self._panel.show_job(job)
        if indices is None:
            job.partial.connect(lambda projection: self._show(embedding, projection, by_itself=True))
            job.succeeded.connect(lambda projection: self._show(embedding, projection, by_itself))
        else:
            job.succeeded.connect(lambda projection: self._show_isolated(embedding, projection, indices))
        return job

    def _show_isolated(self, embedding: Embedding, projection: Projection, indices: Indices) -> None:
        """Show a map of some words, and remember the one that it was made from."""
        shown = self._workbench.state.projection
        isolated = replace(projection, indices=indices)
        if shown is not None and self._workbench.state.embedding is embedding:
            self._maps_before[isolated] = shown
            text = f"Isolate {grouped(len(indices))} words"
            self._workbench.store.change(text, projection=isolated)

    def _show(self, embedding: Embedding, projection: Projection, by_itself: bool) -> None:
        if self._workbench.state.embedding is not embedding:
            self._maps[embedding] = projection  # to be found on returning to it
        elif by_itself:
            self._workbench.store.amend(projection=projection)
        else:
            label = f"Project by {METHODS[projection.method].label}"
            self._workbench.store.change(label, projection=projection)

    def _on_embedding_changed(self, state: State) -> None:
        if state.embedding is None or state.projection is not None:
            return
        if (known := self._maps.get(state.embedding)) is not None:
            self._workbench.store.amend(projection=known)
        else:
            self.first_map(state.embedding)

    def _on_projection_changed(self, state: State) -> None:
        if state.embedding is not None and state.projection is not None:
            self._maps[state.embedding] = state.projection


def _places_now(shown: Projection | None, n: int, indices: Indices | None) -> Points | None:
    """Where the words that are to be placed stand now, so that their points need not go far; None if not all do."""
    if shown is None:
        return None
    if indices is None:
        return shown.points if len(shown) == n else None
    rows = shown.rows_of(indices)
    return shown.points[rows] if len(rows) == n else None
