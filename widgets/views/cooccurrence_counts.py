"""The table of how often words meet."""

from __future__ import annotations

import html
from pathlib import Path

import numpy as np
from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCursor, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QToolTip, QVBoxLayout, QWidget

from explorer.analysis.cooccurrence_table import CooccurrenceTable
from explorer.corpus.concordance import Lines
from explorer.corpus.weighting import WEIGHTINGS
from widgets.parts.heatmap import Heatmap
from widgets.parts.line_finder import LineFinder, LineQuestion
from widgets.parts.line_list import rich_text, told_of
from widgets.parts.numbers import grouped, measured
from widgets.parts.picture_saving import offer_picture, save_picture
from widgets.views.cooccurrence_heading import Heading
from widgets.views.cooccurrence_telling import quantity_of, question_of, times_of
from widgets.views.table_saving import copy_matrix, export_matrix
from widgets.workbench import Workbench

REST = 450  # milliseconds that the pointer rests on a cell before the lines are looked for
LINES_IN_TOOLTIP = 3
MOST_WITH_ZEROS = 20  # words up to which a cell without a meeting shows its 0; in larger tables it stays empty
ROOTED = ("counts", "probability")
ROOTED_SENTENCE = "The colours go by square roots, so that a few high values do not leave the rest in the dark."


class CountsPane(QWidget):
    """The table of what was counted. After a rest the tooltip of a cell also shows lines in which the words meet.

    Signals
    -------
    pair_chosen(int, int) : a cell was clicked, (row, column).
    word_chosen(int)      : a label was clicked.
    """

    pair_chosen = Signal(int, int)
    word_chosen = Signal(int)

    def __init__(self, workbench: Workbench) -> None:
        super().__init__()
        self._workbench = workbench
        self._table: CooccurrenceTable | None = None
        self._hovered = (-1, -1)
        self._is_rooted = False
        self.heading = Heading(workbench, "How often words meet")
        self.heatmap = Heatmap(workbench.theme, "How often words meet")
        self.heatmap.describe = self.text_of
        offer_picture(workbench, self.heatmap, self._name)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST)
        self._rest.timeout.connect(self._on_rested)
        self._finder = LineFinder(workbench, "hovered lines", self)
        self._finder.found.connect(self._on_lines_found)
        self.heatmap.cell_hovered.connect(self._on_hovered)
        self.heatmap.cell_clicked.connect(self.pair_chosen)
        self.heatmap.row_clicked.connect(self.word_chosen)
        self.heatmap.column_clicked.connect(self.word_chosen)
        self.heading.picture_wanted.connect(self.save_picture)
        self.heading.copy_wanted.connect(self.copy)
        self.heading.table_wanted.connect(self.export)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 0, 6, 0)
        column.setSpacing(2)
        column.addWidget(self.heading)
        column.addWidget(self.heatmap, 1)

    def show_table(self, table: CooccurrenceTable) -> None:
        """Show a table."""
        self._table = table
        self._rest.stop()
        weighting = WEIGHTINGS[table.options.weighting]
        self._is_rooted = weighting.key in ROOTED
        sentence = f"{weighting.sentence} {ROOTED_SENTENCE}" if self._is_rooted else weighting.sentence
        self.heading.set_text(quantity_of(table), sentence)
        shown = np.sqrt(table.values) if self._is_rooted else table.values
        top = float(shown.max()) or 1.0
        if len(table.words) > MOST_WITH_ZEROS:
            shown = np.where(shown > 0, shown, np.nan)
        self.heatmap.set_matrix(
            shown,
            table.words,
            table.words,
            limits=(0.0, top),
            texts=True,
            write=self._write,
            tree=table.tree,
        )

    def text_of(self, row: int, column: int) -> str:
        """What is told of a cell."""
        table = self._table
        assert table is not None
        text = f"{table.words[row]} · {table.words[column]}: {times_of(table, row, column)}"
        if table.options.weighting == "counts":
            return text
        return f"{text}\n{WEIGHTINGS[table.options.weighting].quantity} {measured(float(table.values[row, column]))}"

    def copy(self) -> None:
        """Copy the table to the clipboard."""
        if self._table is not None:
            copy_matrix(self._table.words, self._table.words, self._table.values)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def export(self, path: Path | None = None) -> None:
        """Save the table as CSV."""
        if self._table is not None:
            words = self._table.words
            export_matrix(self._workbench, self, self._name(), words, words, self._table.values, path)

    def save_picture(self, path: Path | None = None) -> None:
        """Save what is seen of it."""
        if self._table is not None:
            save_picture(self._workbench, self, self._name(), self.heatmap, path)

    def _name(self) -> str:
        if self._table is None:
            return "co-occurrence"
        return f"{self._table.counted.corpus.name} {WEIGHTINGS[self._table.options.weighting].label}"

    def _write(self, value: float) -> str:
        table = self._table
        assert table is not None
        if np.isnan(value):
            return ""
        if self._is_rooted:
            value *= value
        weighting = table.options.weighting
        if weighting == "counts" and not table.counted.cooccurrences.distance_weighting:
            return grouped(round(value))
        digits = 2 if weighting in ("counts", "probability") else 1
        return f"{value:,.{digits}f}" if value else "0"

    def _on_hovered(self, row: int, column: int) -> None:
        self._hovered = (row, column)
        self._finder.forget()
        if row >= 0:
            self._rest.start()
        else:
            self._rest.stop()

    def _on_rested(self) -> None:
        if self._table is not None and self._hovered[0] >= 0:
            self._finder.ask(question_of(self._table, *self._hovered, LINES_IN_TOOLTIP))

    def _on_lines_found(self, question: LineQuestion, found: Lines) -> None:
        row, column = self._hovered
        if self._table is None or row < 0 or question != question_of(self._table, row, column, LINES_IN_TOOLTIP):
            return
        if found.lines and self.heatmap.isVisible():
            QToolTip.showText(QCursor.pos(), self.rich_text_of(row, column, found), self.heatmap)

    def rich_text_of(self, row: int, column: int, found: Lines) -> str:
        """What is told of a cell, with lines."""
        facts = html.escape(self.text_of(row, column)).replace("\n", "<br>")
        lines = "".join(f"<p>{rich_text(line)}</p>" for line in found.lines)
        return f"<b>{facts}</b>{lines}<p><i>{told_of(found)}. A click keeps them below.</i></p>"
