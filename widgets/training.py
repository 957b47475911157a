"""Training a model on a corpus, with its map moving while it learns."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from weakref import WeakKeyDictionary

from PySide6.QtCore import QObject, Signal

from explorer.corpus.preprocessing import TokenOptions
from explorer.corpus.reading import Corpus
from explorer.embedding import Embedding, same_vocabulary
from explorer.session.store import KEYED_BY_WORD
from explorer.training.history import History
from explorer.training.kept_models import KeptModels
from explorer.training.learned import FurtherOptions, Learned, Model
from explorer.training.naming import distinct_name
from explorer.training.snapshots import TrainingSnapshot
from explorer.training.trainers import learn, trainer_of
from widgets.following_words import FollowingWords
from widgets.jobs import Failure, Job
from widgets.panels.training import TrainingPanel
from widgets.parts.numbers import grouped, lasting
from widgets.projecting import Projecting
from widgets.replaying import Replaying
from widgets.workbench import Workbench

SECONDS_BETWEEN_EMBEDDINGS = 1.0
CANCELLED = "The training was cancelled."
MAPS = ("projection", "maps", "beside")  # of the fields that are keyed by word, those that belong to the vectors


class Training(QObject):
    """Runs one training at a time and shows it: the map at every snapshot, the neighbours about once a second.

    The first snapshot opens an embedding, which can be undone as one step; every later one takes its place, with the
    same words at the same indices, so that what is selected stays selected. What was seen is kept, so that it can be
    seen again; and the model behind the embedding, so that the training can go on, as long as memory allows.

    Signals
    -------
    started() : a training began.
    ended() : it is over, however it ended.
    said(str) : how the training ended, unless it failed, which the job tells.
    """

    started = Signal()
    ended = Signal()
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
        self._options: Any = None
        self._name = ""  # of what is learned, unless the trainer names it
        self._models = KeptModels()
        self._trained_with: WeakKeyDictionary[Embedding, Any] = WeakKeyDictionary()
        self._history = History()
        self.following = FollowingWords(workbench, panel)
        self.replaying = Replaying(workbench, panel, projecting.shown_maps, self.following.show_frame)
        panel.cancel_requested.connect(self.cancel)
        panel.keep_requested.connect(self.keep)

    @property
    def is_running(self) -> bool:
        """Whether a model is being trained."""
        return self._job is not None

    def start(self, corpus: Corpus, options: Any, tokens: TokenOptions | None = None) -> None:
        """Train by the trainer that the options are for; a training that runs is cancelled first."""
        title = f"{corpus.name} · {trainer_of(options).name}"
        self._run(title, "", options, learn, corpus, options, tokens or TokenOptions())

    def model_of(self, embedding: Embedding | None) -> Model | None:
        """The model behind an embedding, if it is kept: then it can be trained further."""
        return self._models.of(embedding)

    def further(self, embedding: Embedding, further: FurtherOptions) -> None:
        """Go on from where the model behind an embedding is; what that gives opens beside it."""
        model = self._models.of(embedding)
        if model is not None:
            epochs = f"{grouped(further.epochs)} more {'epoch' if further.epochs == 1 else 'epochs'}"
            title = f"{embedding.name}, {epochs}"
            self._run(title, title, model.options, model.train_further, further)

    def _run(self, title: str, name: str, options: Any, function: Callable[..., Learned], *args: Any) -> None:
        self._projecting.stop()
        self.replaying.forget()
        self._enough = threading.Event()
        job = self._workbench.jobs.start(f"Training {title}", function, *args, enough=self._enough, group="training")
        self._job, self._live, self._before = job, None, self._workbench.state.embedding
        self._options, self._name, self._history = options, name, History()
        self._panel.show_job(job, title)
        self.started.emit()
        job.partial.connect(lambda snapshot: self._on_snapshot(job, snapshot))
        job.succeeded.connect(lambda learned: self._on_trained(job, learned))
        job.cancelled.connect(lambda: self._on_cancelled(job))
        job.failed.connect(lambda failure: self._on_failed(job, failure))
        job.finished.connect(self._on_finished)

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
        self._history.add(snapshot, self.following.followed)
        if self._live is None:
            self._open(snapshot)
        elif self._live not in self._workbench.state.embeddings:  # the user closed it
            self.cancel()
        else:
            self._show(snapshot)

    def _open(self, snapshot: TrainingSnapshot) -> None:
        embedding = self._live = self._named(snapshot.embedding)
        self._open_beside(embedding, projection=snapshot.projection)
        self._last_swap = self._job.seconds if self._job else 0.0
        self.following.follow(embedding)

    def _open_beside(self, embedding: Embedding, **fields: object) -> None:
        """Show another embedding, as one step; what is chosen by its words stays if the words are the same."""
        state = self._workbench.state
        if same_vocabulary(state.embedding, embedding):
            fields = {name: getattr(state, name) for name in KEYED_BY_WORD if name not in MAPS} | fields
        embeddings = (*state.embeddings, embedding)
        self._workbench.store.change(f"Train {embedding.name}", embeddings=embeddings, embedding=embedding, **fields)

    def _named(self, embedding: Embedding) -> Embedding:
        """The embedding with a name that tells it from the others that are open."""
        others = [each for each in self._workbench.state.embeddings if each is not self._live]
        taken = [(each.name, self._trained_with.get(each)) for each in others]
        name = distinct_name(self._name or embedding.name, self._options, taken)
        return embedding if name == embedding.name else replace(embedding, name=name)

    def _show(self, snapshot: TrainingSnapshot) -> None:
        """The map moves at every snapshot; the vectors, which cost the other views more, are swapped less often."""
        seconds = self._job.seconds if self._job else 0.0
        if seconds - self._last_swap >= SECONDS_BETWEEN_EMBEDDINGS:
            self._last_swap = seconds
            named = self._named(snapshot.embedding)
            self._swap(named, projection=snapshot.projection)
            self.following.follow(named)
        elif self._workbench.state.embedding is self._live:
            self._workbench.store.amend(projection=snapshot.projection)

    def _swap(self, new: Embedding, **fields: object) -> None:
        """Put a later embedding of the same words in the place of the live one."""
        old, self._live = self._live, new
        assert old is not None
        self._workbench.store.swap_embedding(old, new, **(fields if self._workbench.state.embedding is old else {}))

    def _on_trained(self, job: Job, learned: Learned) -> None:
        if job is not self._job:
            return
        if self._live is not None and self._live not in self._workbench.state.embeddings:  # closed at the last moment
            self._on_cancelled(job)
            return
        embedding = self._named(learned.embedding)
        self._job = None
        self._models.keep(embedding, learned.model)  # first, since commands ask for it when the embedding is shown
        self._trained_with[embedding] = self._options
        was_open = self._live is not None
        if was_open:
            self._swap(embedding)
        else:  # so small a corpus that it was learned before the first snapshot
            self._open_beside(embedding)
        self._live = None
        self.following.follow(embedding)
        if learned.documents is not None:
            self._open_documents(embedding, learned.documents)
        self._tell_learned(job, embedding, learned.documents)
        self.replaying.offer(embedding, self._history.frames)
        if was_open and not self._projecting.refine(embedding):
            self._projecting.first_map(embedding)

    def _on_finished(self) -> None:
        if self._job is None:  # otherwise another took its place
            self.ended.emit()

    def _open_documents(self, words: Embedding, documents: Embedding) -> None:
        """Open the documents beside the words, within the same step of undo."""
        named = replace(documents, name=f"{words.name}, documents")
        self._workbench.store.amend(embeddings=(*self._workbench.state.embeddings, named))

    def _tell_learned(self, job: Job, embedding: Embedding, documents: Embedding | None) -> None:
        words = f"{grouped(len(embedding))} words × {grouped(embedding.dim)} dimensions"
        if documents is not None:
            words += f", and {grouped(len(documents))} documents beside them"
        how = "Stopped early" if self._enough.is_set() else "Learned"
        self._tell(" ".join([f"{how} in {lasting(job.seconds)}: {words}.", *embedding.notices]))

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
        self.following.stop()
        if live is not None:
            left = [each for each in self._workbench.state.embeddings if each is not live]
            before = self._before if self._before in left else None
            self._workbench.store.withdraw(live, before or (left[-1] if left else None))

    def _tell(self, sentence: str) -> None:
        self._panel.show_ended(sentence)
        self.said.emit(sentence)
