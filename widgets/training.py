"""Training a model on a corpus, with its map moving while it learns."""

from __future__ import annotations

import threading
from typing import Any

from PySide6.QtCore import QObject, Signal

from explorer.corpus.preprocessing import TokenOptions
from explorer.corpus.reading import Corpus
from explorer.embedding import Embedding
from explorer.training.snapshots import TrainingSnapshot
from explorer.training.trainers import train, trainer_of
from widgets.jobs import Failure, Job
from widgets.panels.training import TrainingPanel
from widgets.parts.numbers import grouped, lasting
from widgets.projecting import Projecting
from widgets.workbench import Workbench

SECONDS_BETWEEN_EMBEDDINGS = 1.0
CANCELLED = "The training was cancelled."


class Training(QObject):
    """Runs one training at a time and shows it: the map at every snapshot, the neighbours about once a second.

    The first snapshot opens an embedding, which can be undone as one step; every later one takes its place, with the
    same words at the same indices, so that what is selected stays selected.

    Signals
    -------
    started() : a training began.
    said(str) : how the training ended, unless it failed, which the job tells.
    """

    started = Signal()
    said = Signal(str)

    def __init__(self, workbench: Workbench, panel: TrainingPanel, projecting: Projecting) -> None:
        super().__init__(panel)
        self._workbench = workbench
        self._panel = panel
        self._projecting = projecting
        self._job: Job | None = None
        self._enough = threading.Event()
        self._live: Embedding | None = None
        self._before: Embedding | None = None
        self._last_swap = 0.0
        panel.cancel_requested.connect(self.cancel)
        panel.keep_requested.connect(self.keep)

    @property
    def is_running(self) -> bool:
        """Whether a model is being trained."""
        return self._job is not None

    def start(self, corpus: Corpus, options: Any, tokens: TokenOptions | None = None) -> None:
        """Train by the trainer that the options are for; a training that runs is cancelled first."""
        self._projecting.stop()
        self._enough = threading.Event()
        title = f"{corpus.name} · {trainer_of(options).name}"
        job = self._workbench.jobs.start(
            f"Training {title}",
            train,
            corpus,
            options,
            tokens or TokenOptions(),
            enough=self._enough,
            group="training",
        )
        self._job, self._live, self._before = job, None, self._workbench.state.embedding
        self._panel.show_job(job, title)
        self.started.emit()
        job.partial.connect(lambda snapshot: self._on_snapshot(job, snapshot))
        job.succeeded.connect(lambda embedding: self._on_trained(job, embedding))
        job.cancelled.connect(lambda: self._on_cancelled(job))
        job.failed.connect(lambda failure: self._on_failed(job, failure))

    def cancel(self) -> None:
        """Stop and throw away what was learned."""
        if self._job is not None:
            self._job.cancel()

    def keep(self) -> None:
        """Stop and keep what was learned so far."""
        self._enough.set()

    def _on_snapshot(self, job: Job, snapshot: TrainingSnapshot) -> None:
        if job is not self._job:
            return
        self._panel.show_snapshot(snapshot)
        if self._live is None:
            self._open(snapshot)
        elif self._live not in self._workbench.state.embeddings:  # the user closed it
            self.cancel()
        else:
            self._show(snapshot)

    def _open(self, snapshot: TrainingSnapshot) -> None:
        embedding = self._live = snapshot.embedding
        embeddings = (*self._workbench.state.embeddings, embedding)
        self._workbench.store.change(
            f"Train {embedding.name}", embeddings=embeddings, embedding=embedding, projection=snapshot.projection
        )
        self._last_swap = self._job.seconds if self._job else 0.0

    def _show(self, snapshot: TrainingSnapshot) -> None:
        """The map moves at every snapshot; the vectors, which cost the other views more, are swapped less often."""
        seconds = self._job.seconds if self._job else 0.0
        if seconds - self._last_swap >= SECONDS_BETWEEN_EMBEDDINGS:
            self._last_swap = seconds
            self._swap(snapshot.embedding, projection=snapshot.projection)
        elif self._workbench.state.embedding is self._live:
            self._workbench.store.amend(projection=snapshot.projection)

    def _swap(self, new: Embedding, **fields: object) -> None:
        """Put a later embedding of the same words in the place of the live one."""
        old, self._live = self._live, new
        assert old is not None
        self._workbench.store.swap_embedding(old, new, **(fields if self._workbench.state.embedding is old else {}))

    def _on_trained(self, job: Job, embedding: Embedding) -> None:
        if job is not self._job:
            return
        if self._live is not None and self._live not in self._workbench.state.embeddings:  # closed at the last moment
            self._on_cancelled(job)
            return
        self._job = None
        was_open = self._live is not None
        if was_open:
            self._swap(embedding)
        else:  # so small a corpus that it was learned before the first snapshot
            embeddings = (*self._workbench.state.embeddings, embedding)
            self._workbench.store.change(f"Train {embedding.name}", embeddings=embeddings, embedding=embedding)
        self._live = None
        words = f"{grouped(len(embedding))} words × {grouped(embedding.dim)} dimensions"
        how = "Stopped early" if self._enough.is_set() else "Learned"
        self._tell(" ".join([f"{how} in {lasting(job.seconds)}: {words}.", *embedding.notices]))
        if was_open and not self._projecting.refine(embedding):
            self._projecting.first_map(embedding)

    def _on_cancelled(self, job: Job) -> None:
        if job is self._job:
            self._withdraw()
            self._tell(CANCELLED)

    def _on_failed(self, job: Job, failure: Failure) -> None:
        if job is self._job:
            self._withdraw()
            self._panel.show_ended(failure.sentence)  # the bottom of the window tells it already, with its details

    def _withdraw(self) -> None:
        """The live embedding goes, also from the steps of undo and redo; what was shown before it comes back."""
        live, self._job, self._live = self._live, None, None
        if live is not None:
            left = [each for each in self._workbench.state.embeddings if each is not live]
            before = self._before if self._before in left else None
            self._workbench.store.withdraw(live, before or (left[-1] if left else None))

    def _tell(self, sentence: str) -> None:
        self._panel.show_ended(sentence)
        self.said.emit(sentence)
