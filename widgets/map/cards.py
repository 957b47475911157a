"""The card of the word under the pointer: rank and count at once, neighbours and lines to them once they are found."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject

from explorer.embedding import Embedding
from explorer.neighbors.approach import Asked, ask
from widgets.jobs import Job
from widgets.map.links import links_of, neighbor_lines
from widgets.map.overlay import Card
from widgets.map.pointing import Pointing
from widgets.workbench import Workbench

MOST_NEIGHBORS = 10  # that lines lead to; the first of them are told


class Cards(QObject):
    """Shows cards where the pointer rests."""

    def __init__(self, workbench: Workbench, pointing: Pointing) -> None:
        super().__init__(pointing)
        self._workbench = workbench
        self._pointing = pointing
        self._job: Job | None = None
        pointing.hovered.connect(self._on_hovered)

    def _on_hovered(self, index: int | None) -> None:
        state, pointing = self._workbench.state, self._pointing
        if self._job is not None:
            self._job.cancel()
        if index is None or state.embedding is None:
            return
        embedding, word = state.embedding, state.embedding.index_to_key[index]
        card = Card(word, facts_of(embedding, index))
        pointing.show_card(index, card)
        job = self._workbench.jobs.start(
            f"Neighbours of {word}",
            ask,
            *(embedding, index, MOST_NEIGHBORS, state.metric, state.approach),
            group="hover",
            quiet=True,
        )
        job.succeeded.connect(lambda asked: self._show_neighbors(index, card, embedding, asked))
        job.failed.connect(lambda _: pointing.show_card(index, replace(card, neighbors=())))
        job.finished.connect(lambda: self._on_finished(job))
        self._job = job

    def _show_neighbors(self, index: int, card: Card, embedding: Embedding, asked: Asked) -> None:
        scene = self._pointing.scene
        if scene is None or scene.embedding is not embedding:
            return
        has_lines = index == self._workbench.state.word  # as the current word has anyway
        links = () if has_lines else links_of(scene, asked.neighbors)
        lines = neighbor_lines(embedding, asked.neighbors)
        self._pointing.show_card(index, replace(card, neighbors=lines, links=links))

    def _on_finished(self, job: Job) -> None:
        if self._job is job:
            self._job = None


def facts_of(embedding: Embedding, index: int) -> str:
    """The rank of a word, and how often it occurs if that is known; the place of a document, and its length."""
    return " · ".join(embedding.standing(index))
