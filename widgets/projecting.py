"""Running projections and showing their maps."""

from __future__ import annotations

from typing import Any
from weakref import WeakKeyDictionary

from PySide6.QtCore import QObject

from explorer.embedding import Embedding
from explorer.projection.methods import METHODS, run_projection
from explorer.projection.projection import Projection
from explorer.session.state import State
from widgets.jobs import Job
from widgets.panels.projection import ProjectionPanel
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
        panel.project_requested.connect(self.run)
        panel.stop_requested.connect(self.stop)
        workbench.changes.embedding_changed.connect(self._on_embedding_changed)
        workbench.changes.projection_changed.connect(self._on_projection_changed)

    def run(self, method: str, options: Any = None, n_words: int | None = None) -> None:
        """Project the embedding that is shown, as a step that can be undone."""
        embedding = self._workbench.state.embedding
        if embedding is not None:
            self._start(method, options, n_words, embedding, by_itself=False)

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

    def _start(self, method: str, options: Any, n_words: int | None, embedding: Embedding, by_itself: bool) -> Job:
        chosen = METHODS[method]
        if options is None:
            options = chosen.options()
        vectors = embedding.vectors if n_words is None else embedding.vectors[:n_words]
        shown = self._workbench.state.projection
        start = shown.points if shown is not None and len(shown) == len(vectors) and method != "pca" else None
        job = self._workbench.jobs.start(
            chosen.label,
            run_projection,
            vectors,
            method,
            options,
            len(embedding),
            start=start,  # so that the points need not go far
            group="projection",
            process=chosen.in_process(options),
        )
        self._job = job
        self._panel.show_job(job)
        job.partial.connect(lambda projection: self._show(embedding, projection, by_itself=True))
        job.succeeded.connect(lambda projection: self._show(embedding, projection, by_itself))
        return job

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
