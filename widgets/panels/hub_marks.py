"""Marking the neighbours that are everybody's neighbours: counted once for an embedding and a metric, in a job."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject

from explorer.embedding import Embedding
from explorer.neighbors.hubness import Hubness, kept_hubness, measure_hubness
from explorer.wording import worded
from widgets.jobs import Job
from widgets.parts.labels import label
from widgets.parts.word_table import WordTable
from widgets.workbench import Workbench

MOST_NAMED = 6


class HubMarks(QObject):
    """Puts a quiet mark at the hubs of a table, and a sentence under it.

    sentence: the label of it, hidden while there is nothing to be said
    """

    def __init__(self, workbench: Workbench, table: WordTable) -> None:
        super().__init__(table)
        self._workbench, self._table = workbench, table
        self._job: Job | None = None
        self._asked: tuple[Embedding, str] | None = None
        self._shown: tuple[Sequence[int], Embedding] | None = None
        self.sentence = label(role="muted", wrap=True)
        self.sentence.hide()

    def show_for(self, embedding: Embedding, metric: str, indices: Sequence[int]) -> None:
        """Mark the hubs among the words of the table, at once or when they have been counted."""
        self._shown = indices, embedding
        known = kept_hubness(embedding, metric)
        if known is not None:
            self._mark(known)
            return
        self.clear_marks()
        is_counting = self._job is not None and not self._job.is_finished
        if is_counting and self._asked is not None and self._asked == (embedding, metric):
            return
        self._asked = embedding, metric
        self._job = job = self._workbench.jobs.start(
            "Counting hubs", measure_hubness, embedding, metric, group="hubness", quiet=True
        )
        job.succeeded.connect(lambda found: self._on_counted(job, found))

    def clear_marks(self) -> None:
        """Say nothing."""
        self._table.words.set_marks({})
        self.sentence.clear()
        self.sentence.hide()

    def forget(self) -> None:
        """Say nothing, whatever is still being counted."""
        self._shown = None
        self.clear_marks()

    def _on_counted(self, job: Job, found: Hubness) -> None:
        if job is not self._job or self._shown is None or self._asked is None:
            return
        if self._shown[1] is self._asked[0]:
            self._mark(found)

    def _mark(self, hubness: Hubness) -> None:
        assert self._shown is not None
        indices, embedding = self._shown
        hubs = hubness.hubs(indices)
        self._table.words.set_marks({index: worded(hubness.told(index), embedding.unit) for index in hubs})
        names = [embedding.index_to_key[index] for index in hubs]
        if not names:
            self.clear_marks()
            return
        more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
        self.sentence.setText(f"\u25e6 Near very many {embedding.unit}s: {', '.join(names[:MOST_NAMED])}{more}")
        self.sentence.setToolTip(
            f"<p>Each is a hub: among the {hubness.at} nearest of {hubness.bound:.0f} or more of {hubness.sample:,}"
            f" {embedding.unit}s drawn at random, so that it says little about this one.</p>"
        )
        self.sentence.show()
