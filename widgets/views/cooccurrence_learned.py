"""What a model learned of the words of a table: their similarities, and how dot products go with counts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QVBoxLayout, QWidget

from explorer.analysis.cooccurrence_table import CooccurrenceTable, Learned
from explorer.csv_text import Cell
from explorer.training.glove_residuals import Residuals
from widgets.parts.heatmap import Heatmap
from widgets.parts.numbers import grouped, measured
from widgets.parts.picture_saving import offer_picture, save_picture
from widgets.parts.segmented import Segmented
from widgets.views.cooccurrence_heading import Heading
from widgets.views.cooccurrence_residuals import SENTENCES, VIEWS, ResidualFinder, residual_text
from widgets.views.cooccurrence_scatter import Scatter
from widgets.views.cooccurrence_telling import amount
from widgets.views.table_saving import copy_matrix, copy_rows, export_matrix, export_rows
from widgets.workbench import Workbench


class LearnedPane(QWidget):
    """What a model learned of the words of a table: their similarities, and how dot products go with counts.

    Signals
    -------
    pair_chosen(int, int) : a cell or a point was clicked, as places in the table.
    word_chosen(int)      : a label was clicked.
    """

    pair_chosen = Signal(int, int)
    word_chosen = Signal(int)

    def __init__(self, workbench: Workbench) -> None:
        super().__init__()
        self._workbench = workbench
        self._table: CooccurrenceTable | None = None
        self._residuals: Residuals | None = None
        self.residual_finder = ResidualFinder(workbench, self)
        self.residual_finder.found.connect(self._on_residuals_found)
        self.heading = Heading(workbench, "Learned")
        self.views = Segmented(VIEWS, "What GloVe learned", SENTENCES)
        self.views.choose("similarity")
        self.views.setMaximumWidth(200)
        self.views.hide()  # until there is a model of GloVe
        self.views.chosen.connect(self._on_view_chosen)
        self.heatmap = Heatmap(workbench.theme, "Cosine similarity of the same words")
        offer_picture(workbench, self.heatmap, self._name)
        self.heatmap.cell_clicked.connect(self.pair_chosen)
        self.heatmap.row_clicked.connect(self.word_chosen)
        self.heatmap.column_clicked.connect(self.word_chosen)
        self.fit_heading = Heading(workbench, "Fit")
        self.scatter = Scatter(
            workbench.theme, "Logarithm of counts and dot product", "log count", "dot product", self.point_text
        )
        offer_picture(workbench, self.scatter, lambda: f"{self._name()} fit")
        self.scatter.point_clicked.connect(self._on_point_clicked)
        self.heading.picture_wanted.connect(self.save_picture)
        self.heading.copy_wanted.connect(self.copy)
        self.fit_heading.copy_wanted.connect(self.copy_fit)
        self.heading.table_wanted.connect(self.export)
        self.fit_heading.picture_wanted.connect(self.save_fit_picture)
        self.fit_heading.table_wanted.connect(self.export_fit)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 0, 14, 0)
        column.setSpacing(2)
        column.addWidget(self.heading)
        column.addWidget(self.views)
        column.addWidget(self.heatmap, 5)
        column.addWidget(self.fit_heading)
        column.addWidget(self.scatter, 4)

    @property
    def learned(self) -> Learned | None:
        """What is shown."""
        return None if self._table is None else self._table.learned

    def show_table(self, table: CooccurrenceTable) -> None:
        """Show what was learned of the words of a table; hidden if that is nothing."""
        self._table = table
        learned = table.learned
        self.setVisible(learned is not None)
        if learned is None:
            return
        self._residuals = None
        self.views.setVisible(self.residual_finder.model(table) is not None)
        self._show_similarities(table, learned)  # also until the residuals are found, and where they cannot be
        if self._shows_residuals:
            self.residual_finder.ask(table)
        self._show_fit(learned)

    @property
    def _shows_residuals(self) -> bool:
        return self.views.current == "residual" and self.residual_finder.model(self._table) is not None

    def _on_view_chosen(self, view: str) -> None:
        self.views.choose(view)
        if self._table is not None:
            self.show_table(self._table)

    def _show_similarities(self, table: CooccurrenceTable, learned: Learned) -> None:
        unknown = f" {len(learned.unknown)} words are unknown to it." if learned.unknown else ""
        self.heading.set_text("cosine similarity", f"Cosine similarity in {learned.embedding.name}.{unknown}")
        self.heatmap.describe = None
        self.heatmap.set_matrix(
            learned.similarities, table.words, table.words, diverging=True, limits=(-1.0, 1.0), texts=True, write=_short
        )

    def _on_residuals_found(self, table: CooccurrenceTable, residuals: Residuals) -> None:
        if table is not self._table or not self._shows_residuals:
            return
        self._residuals = residuals
        self.heading.set_text(
            f"residual · mean square {_short(residuals.mean_square)}",
            f"{SENTENCES['residual']} The row is the word, the column its context. Counts are those that GloVe learned "
            "from, with its own window; pairs that never meet stay empty.",
        )
        self.heatmap.describe = lambda row, column: residual_text(table, residuals, row, column)
        self.heatmap.set_matrix(residuals.values, table.words, table.words, diverging=True, texts=True, write=_short)

    def point_text(self, point: int) -> str:
        """What is told of a point."""
        table, learned = self._table, self.learned
        assert table is not None and learned is not None and learned.fit is not None
        row, column = int(learned.fit.rows[point]), int(learned.fit.columns[point])
        dot = float(learned.fit.dots[point])
        count = amount(float(table.pairs[row, column]))
        return f"{table.words[row]} · {table.words[column]}\ncount {count}, dot product {measured(dot)}"

    def copy(self) -> None:
        """Copy the similarities, or GloVe's residuals, to the clipboard."""
        if (shown := self._values()) is not None:
            copy_matrix(*shown)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_fit() if self.scatter.hasFocus() else self.copy()
        else:
            super().keyPressEvent(event)

    def export(self, path: Path | None = None) -> None:
        """Save the similarities, or GloVe's residuals, as CSV."""
        if (shown := self._values()) is not None:
            export_matrix(self._workbench, self, self._name(), *shown, path)

    def _values(self) -> tuple[Sequence[str], Sequence[str], NDArray[np.float64]] | None:
        """(rows, columns, values) of the table that is shown."""
        if self._table is None or self.learned is None:
            return None
        values = self.learned.similarities if self._residuals is None else self._residuals.values
        return self._table.words, self._table.words, values

    def export_fit(self, path: Path | None = None) -> None:
        """Save the pairs of the scatter as CSV."""
        if (pairs := self._pairs()) is not None and self.learned is not None:
            export_rows(self._workbench, self, f"{self.learned.embedding.name} fit", *pairs, path)

    def copy_fit(self) -> None:
        """Copy the pairs of the scatter to the clipboard."""
        if (pairs := self._pairs()) is not None:
            copy_rows(*pairs)

    def _pairs(self) -> tuple[Sequence[str], Sequence[Sequence[Cell]]] | None:
        """(headings, columns) of the pairs of the scatter."""
        table, learned = self._table, self.learned
        if table is None or learned is None or learned.fit is None:
            return None
        fit = learned.fit
        columns = (
            [table.words[row] for row in fit.rows],
            [table.words[column] for column in fit.columns],
            table.pairs[fit.rows, fit.columns].tolist(),
            fit.log_counts.tolist(),
            fit.dots.tolist(),
        )
        return ("word", "other word", "count", "log count", "dot product"), columns

    def save_picture(self, path: Path | None = None) -> None:
        """Save what is seen of the table."""
        if self.learned is not None:
            save_picture(self._workbench, self, self._name(), self.heatmap, path)

    def save_fit_picture(self, path: Path | None = None) -> None:
        """Save the scatter."""
        if self.learned is not None:
            save_picture(self._workbench, self, f"{self.learned.embedding.name} fit", self.scatter, path)

    def _name(self) -> str:
        if self.learned is None:
            return "learned"
        return f"{self.learned.embedding.name} {'cosine' if self._residuals is None else 'residuals'}"

    def _show_fit(self, learned: Learned) -> None:
        fit = learned.fit
        self.fit_heading.setVisible(fit is not None)
        self.scatter.setVisible(fit is not None)
        if fit is None:
            return
        self.scatter.set_points(fit.log_counts, fit.dots, (fit.slope, fit.intercept))
        pairs = f"{grouped(len(fit.dots))} pairs"
        if self.scatter.n_drawn < len(fit.dots):
            pairs = f"{grouped(self.scatter.n_drawn)} of {pairs}"
        self.fit_heading.set_text(
            f"r = {_short(fit.correlation)} · {pairs}",
            "Each point is a pair of words that meet. The line fits all of them by least squares; r is Pearson's "
            "correlation of the logarithm of their count with the dot product of their vectors. Of very many pairs, "
            "a part that is spread evenly is drawn.",
        )

    def _on_point_clicked(self, point: int) -> None:
        if self.learned is not None and self.learned.fit is not None:
            self.pair_chosen.emit(int(self.learned.fit.rows[point]), int(self.learned.fit.columns[point]))


def _short(value: float) -> str:
    return f"{value:.2f}".replace("-", "−")
