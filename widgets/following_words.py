"""The neighbours of a few words, asked for again and again while a model learns."""

from __future__ import annotations

from PySide6.QtCore import QObject

from explorer.embedding import Embedding
from explorer.training.followed import Followed, follow, words_to_follow
from explorer.training.history import Frame
from widgets.jobs import Job
from widgets.panels.training import TrainingPanel
from widgets.workbench import Workbench


class FollowingWords(QObject):
    """Looks up the neighbours of the selected words, or else of the most frequent ones, and shows them in the panel.

    A question that is still open when the next vectors come is answered first: answers are never piled up.
    """

    def __init__(self, workbench: Workbench, panel: TrainingPanel) -> None:
        super().__init__(panel)
        self._workbench = workbench
        self._table = panel.followed
        self._job: Job | None = None
        self._embedding: Embedding | None = None
        self.followed: Followed = ()

    def follow(self, embedding: Embedding) -> None:
        """Ask for the neighbours in these vectors."""
        if self._job is not None:
            return
        state = self._workbench.state
        chosen = state.selection if state.embedding is embedding else [word for word, _ in self.followed]
        job = self._job = self._workbench.jobs.start(
            "Following words",
            follow,
            embedding,
            words_to_follow(embedding, chosen),
            group="followed words",
            quiet=True,
        )
        job.succeeded.connect(lambda followed: self._on_followed(embedding, followed))
        job.finished.connect(self._on_finished)

    def stop(self) -> None:
        """Follow nothing any more."""
        if self._job is not None:
            self._job.cancel()
        self._embedding, self.followed = None, ()
        self._table.clear()

    def show_frame(self, frame: Frame | None) -> None:
        """Show the neighbours as they were seen then, or with None those of now."""
        if self._embedding is not None:
            self._show(self._embedding, self.followed if frame is None else frame.followed)

    def _on_finished(self) -> None:
        self._job = None

    def _on_followed(self, embedding: Embedding, followed: Followed) -> None:
        self._embedding, self.followed = embedding, followed
        self._show(embedding, followed)

    def _show(self, embedding: Embedding, followed: Followed) -> None:
        spelled = embedding.index_to_key
        near = [[spelled[index] for index in indices] for _, indices in followed]
        self._table.show_neighbors([spelled[word] for word, _ in followed], near)
