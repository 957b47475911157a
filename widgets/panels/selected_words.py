"""The list of the words that are selected."""

from __future__ import annotations

from collections.abc import Sequence
from typing import overload

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from explorer.session.state import State
from widgets.parts.labels import label
from widgets.parts.numbers import grouped
from widgets.parts.table_buttons import TableButtons
from widgets.parts.word_model import NumberColumn
from widgets.parts.word_table import WordTable
from widgets.workbench import Workbench


class SelectedWords(QWidget):
    """How many words are selected, and which, with their counts or, where those are not known, their ranks.

    Signals
    -------
    word_asked(int) : the user went to one of them.
    """

    word_asked = Signal(int)

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
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
        column.addWidget(self.table, 1)

    def show_selection(self, state: State) -> None:
        """Show the selection of a state; one word or none leaves the list empty."""
        if state.embedding is None or len(state.selection) < 2:
            self.table.set_rows((), (), ())
            return
        chosen = np.fromiter(state.selection, np.int64, len(state.selection))
        embedding = state.embedding
        self.title.setText(f"{grouped(len(chosen))} words")
        column = (
            NumberColumn("rank", chosen + 1)
            if embedding.counts is None
            else NumberColumn("count", embedding.counts[chosen])
        )
        self.table.set_rows(_Words(embedding.index_to_key, state.selection), state.selection, [column])


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
