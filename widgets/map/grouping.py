"""The clusters of the words: found in a job as soon as the colours are to tell them, and kept with the embedding."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from PySide6.QtCore import QObject

from explorer.analysis.clusters import Clusters, find_clusters
from explorer.embedding import Embedding, same_vocabulary
from explorer.session.state import State
from widgets.map.coloring import CLUSTER
from widgets.workbench import Workbench


class Grouping(QObject):
    """Puts the clusters into the state while points are coloured by them.

    While a model learns, the clusters that were found first stay; they are found anew when it has learned.
    """

    def __init__(self, workbench: Workbench, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workbench = workbench
        self._known: WeakKeyDictionary[Embedding, dict[int, Clusters]] = WeakKeyDictionary()
        self._asked: tuple[Embedding, int] | None = None
        for changed in ("coloring_changed", "embedding_changed", "projection_changed"):
            getattr(workbench.changes, changed).connect(self._follow)

    def _follow(self, state: State) -> None:
        embedding, n = state.embedding, state.n_clusters
        if state.color_by != CLUSTER or embedding is None:
            return
        if (known := self._known.get(embedding, {}).get(n)) is not None:
            self._show(embedding, known)
            return
        is_learning = state.projection is None or state.projection.method == "live"
        if self._asked == (embedding, n) or (is_learning and (state.clusters is not None or self._asked is not None)):
            return
        self._asked = embedding, n
        job = self._workbench.jobs.start(
            "Looking for clusters", find_clusters, embedding, n, group="clusters", can_pause=True
        )
        job.succeeded.connect(lambda clusters: self._on_found(embedding, clusters))
        job.finished.connect(self._on_finished)

    def _on_found(self, embedding: Embedding, clusters: Clusters) -> None:
        self._known.setdefault(embedding, {})[clusters.asked] = clusters
        self._show(embedding, clusters)

    def _show(self, embedding: Embedding, clusters: Clusters) -> None:
        """Show clusters, which is no step of undo."""
        state = self._workbench.state
        is_wanted = state.color_by == CLUSTER and state.n_clusters == clusters.asked
        if is_wanted and state.clusters is not clusters and same_vocabulary(embedding, state.embedding):
            self._workbench.store.amend(clusters=clusters)

    def _on_finished(self) -> None:
        self._asked = None
