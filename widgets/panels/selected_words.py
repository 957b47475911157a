"""The list of the words that are selected."""

from __future__ import annotations

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
        chosen = np.array(state.selection, dtype=np.int64)
        embedding = state.embedding
        self.title.setText(f"{grouped(len(chosen))} words")
        column = (
            NumberColumn("rank", chosen + 1)
            if embedding.counts is None
            else NumberColumn("count", embedding.counts[chosen])
        )
        self.table.set_rows([embedding.index_to_key[i] for i in state.selection], state.selection, [column])
