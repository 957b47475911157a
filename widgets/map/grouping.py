"""The clusters of the words: found in a job as soon as the colours are to tell them, and kept with the embedding."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from PySide6.QtCore import QObject, QTimer

from explorer.analysis.clusters import Clusters, find_clusters
from explorer.embedding import Embedding, same_vocabulary
from explorer.session.state import State
from widgets.map.coloring import CLUSTER
from widgets.workbench import Workbench

REST_MILLISECONDS = 1500


class Grouping(QObject):
    """Puts the clusters into the state while points are coloured by them.

    While a model learns, those that were found before stay; new ones are found when its vectors have come to rest.
    """

    def __init__(self, workbench: Workbench, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workbench = workbench
        self._known: WeakKeyDictionary[Embedding, dict[int, Clusters]] = WeakKeyDictionary()
        self._asked: tuple[Embedding, int] | None = None
        self.rest = QTimer(self, singleShot=True, interval=REST_MILLISECONDS)
        self.rest.timeout.connect(self._find)
        for changed in ("coloring_changed", "embedding_changed", "projection_changed"):
            getattr(workbench.changes, changed).connect(self._follow)

    def _follow(self, state: State) -> None:
        self.rest.stop()
        if state.color_by != CLUSTER or state.embedding is None:
            return
        if (known := self._known.get(state.embedding, {}).get(state.n_clusters)) is not None:
            self._show(state.embedding, known)
        elif state.projection is not None and state.projection.method == "live":
            self.rest.start()
        else:
            self._find()

    def _find(self) -> None:
        embedding, n = self._workbench.state.embedding, self._workbench.state.n_clusters
        if embedding is None or self._asked == (embedding, n):
            return
        self._asked = embedding, n
        job = self._workbench.jobs.start(
            "Looking for clusters", find_clusters, embedding, n, group="clusters", can_pause=True
        )
        job.succeeded.connect(lambda clusters: self._on_found(embedding, clusters))
        job.finished.connect(lambda: self._on_finished((embedding, n)))

    def _on_found(self, embedding: Embedding, clusters: Clusters) -> None:
        self._known.setdefault(embedding, {})[clusters.asked] = clusters
        self._show(embedding, clusters)

    def _show(self, embedding: Embedding, clusters: Clusters) -> None:
        """Show clusters, which is no step of undo."""
        state = self._workbench.state
        is_wanted = state.color_by == CLUSTER and state.n_clusters == clusters.asked
        if is_wanted and state.clusters is not clusters and same_vocabulary(embedding, state.embedding):
            self._workbench.store.amend(clusters=clusters)

    def _on_finished(self, asked: tuple[Embedding, int]) -> None:
        if self._asked == asked:  # otherwise another was asked for meanwhile
            self._asked = None
