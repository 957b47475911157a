"""What the user picks on the map, as changes of the state."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject, Signal

from explorer.embedding import Indices
from explorer.session.selection import indices_of, selection_of
from explorer.wording import counted
from widgets.map.gestures import Join, Mode
from widgets.map.view import MapView
from widgets.workbench import Workbench


class Choosing(QObject):
    """Turns clicks and outlines into a current word and selected ones.

    Signals
    -------
    word_chosen(int)    : the user went to this word.
    center_wanted(int)  : and wants it in the middle of the map, with its neighbours.
    """

    word_chosen = Signal(int)
    center_wanted = Signal(int)

    def __init__(self, workbench: Workbench, view: MapView) -> None:
        super().__init__(view)
        self._workbench = workbench
        self._view = view
        view.word_clicked.connect(self._on_word_clicked)
        view.word_double_clicked.connect(self._on_word_double_clicked)
        view.words_outlined.connect(self._on_words_outlined)
        view.category_asked.connect(self._on_category_asked)
        view.nothing_clicked.connect(self.clear)

    def clear(self) -> None:
        """Let go of a drag, then of the selected words, then of the mode that selects: what comes first."""
        state = self._workbench.state
        if self._view.gestures.cancel():
            return
        if state.selection or state.word is not None:
            self._workbench.store.change("Clear the selection", word=None, selection=())
        else:
            self._view.set_mode(Mode.PAN)

    def _on_word_clicked(self, index: int, join: Join) -> None:
        state = self._workbench.state
        assert state.embedding is not None
        word = state.embedding.index_to_key[index]
        if join is Join.REPLACE:
            self._go_to(index)
        elif join is Join.ADD and index not in state.selection:
            selection = tuple(sorted({*state.selection, index}))
            self._workbench.store.change(f"Add {word} to the selection", selection=selection)
        elif index in state.selection:
            selection = tuple(other for other in state.selection if other != index)
            self._workbench.store.change(f"Remove {word} from the selection", selection=selection)

    def _on_word_double_clicked(self, index: int) -> None:
        self._go_to(index)
        self.center_wanted.emit(index)

    def _go_to(self, index: int) -> None:
        embedding = self._workbench.state.embedding
        if embedding is not None:
            self.word_chosen.emit(index)
            word = embedding.index_to_key[index]
            self._workbench.store.change(f"Go to {word}", word=index, selection=(index,))

    def _on_category_asked(self, label: str, join: Join) -> None:
        """Show a category alone, or with Shift beside others; asked for once more, let go of it."""
        scene, before = self._view.scene, self._selected()
        if scene is None or scene.legend is None:
            return
        color = next((entry.color for entry in scene.legend.entries if entry.label == label), None)
        words = before[:0] if color is None else scene.words_of(color)
        n_words = len(scene.embedding)
        if join is Join.REPLACE and np.array_equal(words, before):
            words = words[:0]
        elif join is Join.ADD and len(joined(before, words, Join.ADD, n_words)) == len(before):
            words = joined(before, words, Join.REMOVE, n_words)
        else:
            words = joined(before, words, join, n_words)
        text = f"Select {label}" if len(words) else f"Let go of {label}"
        self._select(text, words)

    def _selected(self) -> Indices:
        return indices_of(self._workbench.state.selection)

    def _select(self, text: str, words: Indices) -> None:
        self._workbench.store.change(text, selection=selection_of(words))

    def _on_words_outlined(self, indices: Indices, join: Join) -> None:
        before, embedding = self._selected(), self._workbench.state.embedding
        if embedding is None:
            return
        indices = joined(before, indices, join, len(embedding))
        if np.array_equal(indices, before):
            return
        if not len(indices):
            self.clear()
            return
        self._select(f"Select {counted(len(indices), embedding.unit)}", indices)


def joined(before: Indices, words: Indices, join: Join, n_words: int) -> Indices:
    """The words that are selected after others have joined them, of so many in all, rising.

    Marked in a table and read off, in a tenth of the time that sorting them takes.
    """
    if join is Join.REPLACE:
        return words
    is_selected = np.zeros(n_words, np.bool_)
    is_selected[before] = True
    is_selected[words] = join is Join.ADD
    found: Indices = np.flatnonzero(is_selected)
    return found
