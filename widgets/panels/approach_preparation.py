"""Preparing how neighbours are sought: the table of a space, or an index, in a job that tells how far it is."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from explorer.embedding import Embedding, same_vocabulary
from explorer.neighbors.approach import EXACT, Approach, is_prepared, prepare
from explorer.neighbors.index_options import kind_of
from explorer.session.state import State
from widgets.jobs import Job
from widgets.workbench import Workbench


class ApproachPreparation(QObject):
    """Follows the state; while an index is built the answers are exact, and if building is cancelled they stay so.

    Signals
    -------
    prepared() : what the state asks for can now be answered in the way that was chosen.
    """

    prepared = Signal()

    def __init__(self, workbench: Workbench, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workbench = workbench
        self._job: Job | None = None
        self._asked: tuple[Embedding, str, Approach] | None = None
        for signal in (workbench.changes.embedding_changed, workbench.changes.question_changed):
            signal.connect(self.follow)

    def follow(self, state: State) -> None:
        """Prepare what a state asks for, unless that is done, or being done."""
        embedding, metric, approach = state.embedding, state.metric, state.approach
        if embedding is None or approach == EXACT or is_prepared(embedding, metric, approach):
            self._stop()
            return
        if self._asked is not None:
            before, *question = self._asked
            if same_vocabulary(before, embedding) and question == [metric, approach]:
                return  # being done, if perhaps for an earlier state of the same model
        self._stop()
        self._asked = embedding, metric, approach
        is_index = approach.index is not None
        name = f"Building the {kind_of(approach.index).label} index" if approach.index else "Preparing neighbours"
        self._job = job = self._workbench.jobs.start(
            name, prepare, embedding, metric, approach, group="approach", quiet=not is_index
        )
        job.succeeded.connect(lambda _: self._on_prepared(job))
        job.failed.connect(lambda _: self._on_ended(job))
        job.cancelled.connect(lambda: self._on_ended(job))

    def _stop(self) -> None:
        job, self._job, self._asked = self._job, None, None
        if job is not None:
            job.cancel()

    def _on_prepared(self, job: Job) -> None:
        if job is self._job:
            self._job = self._asked = None
            self.prepared.emit()
            self.follow(self._workbench.state)

    def _on_ended(self, job: Job) -> None:
        """Nothing was built: what is shown is exact, and the state says so."""
        if job is not self._job:
            return
        self._job = self._asked = None
        approach = self._workbench.state.approach
        if approach.index is not None:
            self._workbench.store.change("Search exactly", approach=replace(approach, index=None))
