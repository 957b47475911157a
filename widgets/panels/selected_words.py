"""The list of the words that are selected."""

from __future__ import annotations

from collections.abc import Sequence
from typing import overload

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from explorer.analysis.analogies import odd_one_out
from explorer.embedding import Embedding
from explorer.neighbors.space import Space, in_space
from explorer.session.selection import indices_of
from explorer.session.state import State
from explorer.task import Task
from explorer.wording import counted, worded
from widgets.parts.labels import label
from widgets.parts.quiet_buttons import quiet_button
from widgets.parts.table_buttons import TableButtons
from widgets.parts.word_model import NumberColumn
from widgets.parts.word_table import WordTable
from widgets.workbench import Workbench

MOST_COMPARED = 500  # words of which the odd one is sought


def odd_word(embedding: Embedding, selection: Sequence[int], space: Space, task: Task = Task()) -> int:
    """The index of the word that matches the others least.

    Raises
    ------
    ExplorerError : there are fewer than three, or one of their vectors is zero.
    """
    return int(odd_one_out(in_space(embedding, space, task), selection)[0][0])


class SelectedWords(QWidget):
    """How many words are selected, and which, with their counts or, where those are not known, their ranks.

    Of three words or more, and not too many, the one that does not match the others is named.

    Signals
    -------
    word_asked(int) : the user went to one of them.
    """

    word_asked = Signal(int)

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workbench = workbench
        self._odd: int | None = None
        self.odd_button = quiet_button(
            "", "The word whose vector is farthest from the mean of all of them. Click to go to it."
        )
        self.odd_button.setProperty("inline", True)
        self.odd_button.clicked.connect(self._on_odd_clicked)
        self.odd_button.hide()
        self.title = label(role="title")
        self.table = WordTable(workbench, "Selected words")
        self.table.word_activated.connect(self.word_asked)
        self.buttons = TableButtons(self.table, workbench.theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 8)
        column.setSpacing(6)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.buttons)
        column.addLayout(head)
        column.addWidget(label("Click one to see its neighbours; the others stay selected.", "muted", wrap=True))
        column.addWidget(self.odd_button)
        column.addWidget(self.table, 1)
        workbench.changes.question_changed.connect(self._ask_for_odd)

    def show_selection(self, state: State) -> None:
        """Show the selection of a state; one word or none leaves the list empty."""
        self._ask_for_odd(state)
        if state.embedding is None or len(state.selection) < 2:
            self.table.set_rows((), (), ())
            return
        chosen = indices_of(state.selection)
        embedding = state.embedding
        self.title.setText(counted(len(chosen), embedding.unit))
        column = (
            NumberColumn("rank", chosen + 1)
            if embedding.counts is None
            else NumberColumn("count", embedding.counts[chosen])
        )
        self.table.set_rows(_Words(embedding.index_to_key, state.selection), state.selection, [column])

    def _ask_for_odd(self, state: State) -> None:
        self._show_odd(None, "")
        if state.embedding is None or not 3 <= len(state.selection) <= MOST_COMPARED:
            return
        embedding = state.embedding
        job = self._workbench.jobs.start(
            worded("Comparing the selected words", embedding.unit),
            odd_word,
            *(embedding, state.selection, state.approach.space),
            group="odd word",
            quiet=True,
        )
        job.succeeded.connect(lambda index: self._show_odd(index, embedding.index_to_key[index]))
        job.failed.connect(lambda _: self._show_odd(None, ""))

    def _show_odd(self, index: int | None, word: str) -> None:
        self._odd = index
        self.odd_button.setText(f"Least like the others: {word}")
        self.odd_button.setVisible(index is not None)

    def _on_odd_clicked(self) -> None:
        if self._odd is not None:
            self.word_asked.emit(self._odd)


class _Words(Sequence[str]):
    """The words of some indices, looked up as they are asked for: a table of 400,000 shows thirty of them."""

    def __init__(self, index_to_key: Sequence[str], indices: Sequence[int]) -> None:
        self._index_to_key = index_to_key
        self._indices = indices

    def __len__(self) -> int:
        return len(self._indices)

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[str]: ...
    def __getitem__(self, at: int | slice) -> str | Sequence[str]:
        if isinstance(at, slice):
            return _Words(self._index_to_key, self._indices[at])
        return self._index_to_key[self._indices[at]]
