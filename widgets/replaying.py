"""Seeing a training again on the map, without a trace in what can be undone."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject

from explorer.embedding import Embedding
from explorer.projection.projection import Projection
from explorer.session.state import State
from explorer.training.history import Frame
from widgets.panels.training import TrainingPanel
from widgets.shown_maps import ShownMaps
from widgets.workbench import Workbench


class Replaying(QObject):
    """Shows the moments of the last training that the panel asks for, in the place of the map of that model.

    At the end of the slider, or as soon as the user does something else with the map, the map that was there before is
    back; it stays in its place in everything that can be undone.

    show_neighbors: told of each frame that is shown, or of None when there is none any more
    """

    def __init__(
        self,
        workbench: Workbench,
        panel: TrainingPanel,
        maps: ShownMaps,
        show_neighbors: Callable[[Frame | None], object] = lambda _: None,
    ) -> None:
        super().__init__(panel)
        self._workbench = workbench
        self._bar = panel.replay
        self._maps = maps
        self._show_neighbors = show_neighbors
        self._embedding: Embedding | None = None
        self._frames: Sequence[Frame] = ()
        self._usual: Projection | None = None  # the map that a frame has taken the place of
        self._shown: Projection | None = None
        self._bar.moved.connect(self._on_moved)
        workbench.changes.projection_changed.connect(self._on_changed)
        workbench.changes.embedding_changed.connect(self._on_changed)
        workbench.changes.embeddings_changed.connect(self._on_embeddings_changed)

    @property
    def is_on(self) -> bool:
        """Whether the map shows a moment of the training."""
        return self._shown is not None

    def offer(self, embedding: Embedding, frames: Sequence[Frame]) -> None:
        """Let the user see the training of this embedding again."""
        self.leave()
        self._embedding, self._frames = embedding, frames
        self._bar.show_frames(frames)

    def forget(self) -> None:
        """Offer nothing any more."""
        self.leave()
        self._embedding, self._frames = None, ()
        self._bar.show_frames(())

    def leave(self) -> None:
        """Put back the map that was there before."""
        shown, usual, self._shown, self._usual = self._shown, self._usual, None, None
        self._bar.go_to_end()
        if shown is not None and usual is not None:
            self._maps.show_instead(shown, usual)
            self._show_neighbors(None)

    def _on_moved(self, place: int) -> None:
        state = self._workbench.state
        if place >= len(self._frames) - 1:
            self.leave()
            return
        if state.embedding is not self._embedding or state.projection is None:
            self._bar.go_to_end()
            return
        before = state.projection
        if not self.is_on:
            self._usual = before
        self._shown = self._frames[place].projection
        self._maps.show_instead(before, self._shown)
        self._show_neighbors(self._frames[place])

    def _on_changed(self, state: State) -> None:
        if self.is_on and state.projection is not self._shown:
            self.leave()

    def _on_embeddings_changed(self, state: State) -> None:
        if self._embedding is not None and self._embedding not in state.embeddings:
            self.forget()
