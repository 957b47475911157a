"""Choosing in sight which words get a place on the map."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QSizePolicy, QWidget

from explorer.embedding import Embedding
from explorer.projection.words import WordChoice
from explorer.wording import WORD, worded
from widgets.parts.calm_wheel import calm_wheel
from widgets.parts.labels import label
from widgets.parts.numbers import grouped
from widgets.parts.option_form import CONTROL_WIDTH

PORTIONS = (1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000)
SELECTED, FILTER, EQUALLY = "selected", "filter", "equally"
FILTER_TIP = (
    "Words that begin so; /ing$/ for those that hold a regular expression; column: value for those with this value "
    "in a column."
)


class WordChoiceRow(QWidget):
    """All words, the most frequent, the selected ones, those of a filter, or equally many of each kind.

    What belongs to one of these only is in sight only with it.

    Signals
    -------
    changed() : the user chose otherwise.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = QComboBox()
        self.box.setMinimumWidth(CONTROL_WIDTH)
        self.box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.box.setAccessibleName("Words")
        self.box.setToolTip("Which words get a place on the map; the others can be placed into it afterwards.")
        self.box.activated.connect(self._on_chosen)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText("un, /ing$/, or column: value")
        self.filter.setAccessibleName("Filter of the words")
        self.filter.setToolTip(FILTER_TIP)
        self.filter.setClearButtonEnabled(True)
        self.filter.textEdited.connect(lambda: self.changed.emit())
        self.column = QComboBox()
        self.column.setAccessibleName("Column")
        self.column.setToolTip("Equally many words of each value of this column, the most frequent ones.")
        self.column.activated.connect(lambda: self.changed.emit())
        self.number = QComboBox()
        self.number.setFixedWidth(CONTROL_WIDTH - 8)
        self.number.setAccessibleName("Number of words")
        self.number.setToolTip("How many words together.")
        self.number.activated.connect(lambda: self.changed.emit())
        for box in (self.box, self.column, self.number):
            calm_wheel(box)
        self._lay_out()
        self.fill(None, 0)

    @property
    def choice(self) -> WordChoice:
        """What is chosen."""
        kind = self.box.currentData()
        if kind == SELECTED:
            return WordChoice(selected=True)
        if kind == FILTER:
            return WordChoice(filter=self.filter.text())
        if kind == EQUALLY:
            return WordChoice(column=self.column.currentText(), n=self.number.currentData())
        return WordChoice(n=kind)

    def fill(self, embedding: Embedding | None, n_selected: int) -> None:
        """Offer what there is of an embedding; what was chosen stays if it is still offered."""
        n, unit = (0, WORD) if embedding is None else (len(embedding), embedding.unit)
        chosen = self.box.currentData()
        portions = [each for each in PORTIONS if each < n]
        self.box.clear()
        self.box.addItem(f"All {grouped(n)}" if n else "All", None)
        for portion in reversed(portions):
            self.box.addItem(worded(f"{grouped(portion)} most frequent", unit), portion)
        if n:
            self.box.addItem(f"{grouped(n_selected)} selected" if n_selected > 1 else "Selected", SELECTED)
            self.box.addItem("Filter", FILTER)
        if embedding is not None and embedding.metadata:
            if portions or n > 1:
                self.box.addItem("Equally by column", EQUALLY)
            self._fill_columns(embedding, portions or [max(n // 2, 1)])
        self.box.setCurrentIndex(max(self.box.findData(chosen), 0))
        self.setEnabled(embedding is not None)
        self._show_what_belongs()

    def choose(self, kind: object) -> None:
        """Show a choice, a number of the most frequent words or a kind; what is not offered is all."""
        self.box.setCurrentIndex(max(self.box.findData(kind), 0))
        self._show_what_belongs()

    def _fill_columns(self, embedding: Embedding, portions: list[int]) -> None:
        column, number = self.column.currentText(), self.number.currentData()
        self.column.clear()
        self.column.addItems(list(embedding.metadata))
        self.column.setCurrentIndex(max(self.column.findText(column), 0))
        self.number.clear()
        for portion in reversed(portions):
            self.number.addItem(grouped(portion), portion)
        self.number.setCurrentIndex(max(self.number.findData(number), 0))

    def _on_chosen(self) -> None:
        self._show_what_belongs()
        if self.box.currentData() == FILTER:
            self.filter.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def _show_what_belongs(self) -> None:
        kind = self.box.currentData()
        self.filter.setVisible(kind == FILTER)
        self.column.setVisible(kind == EQUALLY)
        self.number.setVisible(kind == EQUALLY)

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        grid.setHorizontalSpacing(6)
        grid.setColumnMinimumWidth(0, 42)
        grid.addWidget(label("Words", "muted"), 0, 0)
        grid.addWidget(self.box, 0, 1, 1, 2)
        grid.addWidget(self.filter, 1, 0, 1, 3)
        grid.addWidget(self.column, 2, 0, 1, 2)
        grid.addWidget(self.number, 2, 2)
