"""The table of a vocabulary: ranks and counts, sortable, filtered by what is typed."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QItemSelectionModel
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from explorer.corpus.word_frequencies import WordCounts, coverage
from widgets.parts.labels import ElidedLabel
from widgets.parts.numbers import grouped
from widgets.parts.table_buttons import TableButtons
from widgets.parts.word_model import NumberColumn
from widgets.parts.word_table import WordTable
from widgets.workbench import Workbench


class VocabularyTable(QWidget):
    """Every word with its rank, its count, and the share of the text that it and all more frequent words make up.

    `table` tells which word the user went to, by its place in the vocabulary.
    """

    def __init__(self, workbench: Workbench) -> None:
        super().__init__()
        self._counts: WordCounts | None = None
        self.filter = QLineEdit()
        self.filter.setPlaceholderText("Filter")
        self.filter.setClearButtonEnabled(True)
        self.filter.setAccessibleName("Filter the words")
        self.filter.setToolTip("Only words with these letters in them; “^un” those that begin so, “ing$” that end so.")
        self.filter.textChanged.connect(lambda _: self._fill())
        self.told = ElidedLabel("", "muted")
        self.table = WordTable(workbench, "Vocabulary")
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(self.filter, 1)
        head.addWidget(TableButtons(self.table, workbench.theme))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        column.addWidget(self.told)

    def show_counts(self, counts: WordCounts) -> None:
        """Show the words of another corpus, or of the same one taken apart otherwise."""
        self._counts = counts
        self.table.export_name = f"{counts.corpus.name} vocabulary"
        self._fill()

    def choose(self, place: int | None) -> None:
        """Select the row of a word and bring it into sight; none if it is filtered out."""
        selection, model = self.table.selectionModel(), self.table.words
        row = None if place is None else model.row_of(place)
        if row is None:
            selection.clearSelection()
        elif not selection.isRowSelected(row):
            flags = QItemSelectionModel.SelectionFlag
            selection.setCurrentIndex(model.index(row, 0), flags.ClearAndSelect | flags.Rows)
            self.table.scrollTo(model.index(row, 0))

    def _fill(self) -> None:
        if self._counts is None:
            return
        counts = self._counts
        places = np.array(places_of(counts.words, self.filter.text()), dtype=np.int64)
        columns = [
            NumberColumn("rank", places + 1),
            NumberColumn("count", counts.counts[places]),
            NumberColumn("% so far", 100 * coverage(counts.counts)[places]),
        ]
        self.table.refresh_rows([counts.words[place] for place in places], places.tolist(), columns)
        n, n_all = len(places), len(counts.words)
        self.told.setText(f"{grouped(n_all)} words" if n == n_all else f"{grouped(n)} of {grouped(n_all)} words")


def places_of(words: tuple[str, ...], wanted: str) -> list[int]:
    """The places of the words that have these letters in them, whatever their case; "^" begins a word, "$" ends it.

    Example: ``places_of(("run", "Unrun"), "^un")`` is ``[1]``.
    """
    letters = wanted.strip().casefold()
    begins, ends = letters.startswith("^"), letters.endswith("$") and len(letters) > 1
    letters = letters.removeprefix("^").removesuffix("$") if ends else letters.removeprefix("^")
    if not letters:
        return list(range(len(words)))
    found = []
    for place, word in enumerate(words):
        folded = word.casefold()
        if letters not in folded:
            continue
        if (not begins or folded.startswith(letters)) and (not ends or folded.endswith(letters)):
            found.append(place)
    return found
