"""Asks which column of a table holds the texts."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from explorer.corpus.judging import TextChoice
from explorer.corpus.table_heads import TableHead
from widgets.dialogs.decision_row import DecisionRow
from widgets.parts.labels import label
from widgets.parts.numbers import grouped
from widgets.theme import ThemeSwitch

SHOWN_ROWS = 8
ROW_HEIGHT, GAP = 24, 14
LONGEST_CELL = 300  # characters of a cell that are shown
BY_NUMBER = "Number of the row"
WIDTHS = (60, 190)  # of a column beside the one with the texts, pixels


class ChooseTextDialog(QDialog):
    """The likeliest column is chosen; the first rows stand below, those of the chosen column set off.

    table:     the table
    is_alone:  whether it is all that is opened, so that it can be read as a plain text instead

    Example:
    -------
    >>> dialog = ChooseTextDialog(theme, table_head(Path("reviews.csv")), is_alone=True, parent=window)
    >>> dialog.accepted.connect(lambda: open_with(dialog.choice))
    >>> dialog.open()
    """

    def __init__(
        self, theme: ThemeSwitch, table: TableHead, is_alone: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._table = theme, table
        self.setWindowTitle("Which column holds the texts?")
        self.setMinimumWidth(560)
        self.texts = _combo("Column of the texts", "What is trained on; the others are kept with it.", table.texts)
        self.names = _combo("Names of the documents", "What each row is called.", (BY_NUMBER, *table.columns))
        self.as_text = QCheckBox("Read it as a plain text instead, with all its columns")
        self.as_text.setToolTip("All that stands in the file is taken as words, the names of the columns too.")
        self.as_text.setVisible(is_alone and table.is_text)
        self.rows = _rows(table)
        self._lay_out()
        self.texts.currentTextChanged.connect(self._show_choice)
        self.as_text.toggled.connect(self._show_choice)
        self._show_choice()
        self.texts.setFocus()

    @property
    def choice(self) -> TextChoice:
        """How the table is to be read."""
        if self.as_text.isChecked():
            return TextChoice(kind="text")
        name = self.names.currentText() if self.names.currentIndex() else ""
        return TextChoice(text_column=self.texts.currentText(), name_column=name)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(8)
        n_columns = len(self._table.columns)
        what = "a table of one column" if n_columns == 1 else f"a table of {grouped(n_columns)} columns"
        column.addWidget(label(f"{self._table.path.name} is {what}.", wrap=True))
        column.addWidget(
            label("Each row becomes a document; what stands in the other columns is kept with it.", "muted", wrap=True)
        )
        form = QFormLayout()
        form.setContentsMargins(0, 4, 0, 4)
        form.setHorizontalSpacing(12)
        form.addRow("Texts", self.texts)
        form.addRow("Named by", self.names)
        column.addLayout(form)
        column.addWidget(label("First rows", "heading"))
        column.addWidget(self.rows, 1)
        column.addWidget(self.as_text)
        column.addSpacing(4)
        buttons = DecisionRow(self, "Open")
        self.open_button = buttons.go_on
        column.addLayout(buttons)

    def _show_choice(self) -> None:
        """Set the chosen column off from the others."""
        is_table = not self.as_text.isChecked()
        self.texts.setEnabled(is_table)
        self.names.setEnabled(is_table)
        theme = self._theme.theme
        for place, name in enumerate(self._table.columns):
            is_chosen = is_table and name == self.texts.currentText()
            for row in range(self.rows.rowCount()):
                item = self.rows.item(row, place)
                assert item is not None  # every cell was filled
                item.setForeground(QColor(theme.text if is_chosen or not is_table else theme.muted))
                item.setBackground(QColor(theme.accent_soft if is_chosen else theme.panel))


def _combo(name: str, sentence: str, entries: tuple[str, ...]) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(name)
    made.setToolTip(sentence)
    made.addItems(list(entries))
    return made


def _rows(table: TableHead) -> QTableWidget:
    """The first rows, the columns of texts wider than the others."""
    shown = table.rows[:SHOWN_ROWS]
    made = QTableWidget(len(shown), len(table.columns))
    made.setHorizontalHeaderLabels(list(table.columns))
    made.setAccessibleName("First rows of the table")
    made.setAccessibleDescription("To tell the columns by what stands in them")
    made.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    made.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
    made.setTabKeyNavigation(False)
    made.setWordWrap(False)
    made.setShowGrid(False)
    made.verticalHeader().hide()
    made.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
    for row, values in enumerate(shown):
        for place, name in enumerate(table.columns):
            item = QTableWidgetItem(" ".join(values.get(name, "")[:LONGEST_CELL].split()))
            item.setFlags(Qt.ItemFlag.ItemIsEnabled)
            made.setItem(row, place, item)
    header = made.horizontalHeader()
    header.setHighlightSections(False)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    made.resizeColumnsToContents()
    for place in range(len(table.columns)):
        made.setColumnWidth(place, max(WIDTHS[0], min(made.columnWidth(place) + GAP, WIDTHS[1])))
    widest = table.columns.index(table.texts[0])
    header.setSectionResizeMode(widest, QHeaderView.ResizeMode.Stretch)
    header.setMinimumSectionSize(WIDTHS[0])
    made.setMinimumHeight(header.sizeHint().height() + ROW_HEIGHT * len(shown) + 6)
    return made
