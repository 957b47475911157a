"""What a model learned of the words of a table: their similarities, and how dot products go with counts."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from explorer.analysis.cooccurrence_table import CooccurrenceTable, Learned
from widgets.parts.heatmap import Heatmap
from widgets.parts.numbers import grouped, measured
from widgets.parts.picture_saving import save_picture
from widgets.views.cooccurrence_heading import Heading
from widgets.views.cooccurrence_scatter import Scatter
from widgets.views.cooccurrence_telling import amount
from widgets.views.table_saving import export_matrix, export_rows
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
        self.heading = Heading(workbench, "Learned")
        self.heatmap = Heatmap(workbench.theme, "Cosine similarity of the same words")
        self.heatmap.cell_clicked.connect(self.pair_chosen)
        self.heatmap.row_clicked.connect(self.word_chosen)
        self.heatmap.column_clicked.connect(self.word_chosen)
        self.fit_heading = Heading(workbench, "Fit")
        self.scatter = Scatter(
            workbench.theme, "Logarithm of counts and dot product", "log count", "dot product", self.point_text
        )
        self.scatter.point_clicked.connect(self._on_point_clicked)
        self.heading.picture_wanted.connect(self.save_picture)
        self.heading.table_wanted.connect(self.export)
        self.fit_heading.picture_wanted.connect(self.save_fit_picture)
        self.fit_heading.table_wanted.connect(self.export_fit)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 0, 14, 0)
        column.setSpacing(2)
        column.addWidget(self.heading)
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
        unknown = f" {len(learned.unknown)} words are unknown to it." if learned.unknown else ""
        self.heading.set_text("cosine similarity", f"Cosine similarity in {learned.embedding.name}.{unknown}")
        self.heatmap.set_matrix(
            learned.similarities, table.words, table.words, diverging=True, limits=(-1.0, 1.0), texts=True, write=_short
        )
        self._show_fit(learned)

    def point_text(self, point: int) -> str:
        """What is told of a point."""
        table, learned = self._table, self.learned
        assert table is not None and learned is not None and learned.fit is not None
        row, column = int(learned.fit.rows[point]), int(learned.fit.columns[point])
        dot = float(learned.fit.dots[point])
        count = amount(float(table.pairs[row, column]))
        return f"{table.words[row]} · {table.words[column]}\ncount {count}, dot product {measured(dot)}"

    def export(self, path: Path | None = None) -> None:
        """Save the similarities as CSV."""
        if self._table is not None and self.learned is not None:
            name = f"{self.learned.embedding.name} cosine"
            words = self._table.words
            export_matrix(self._workbench, self, name, words, words, self.learned.similarities, path)

    def export_fit(self, path: Path | None = None) -> None:
        """Save the pairs of the scatter as CSV."""
        table, learned = self._table, self.learned
        if table is None or learned is None or learned.fit is None:
            return
        fit = learned.fit
        columns = (
            [table.words[row] for row in fit.rows],
            [table.words[column] for column in fit.columns],
            table.pairs[fit.rows, fit.columns].tolist(),
            fit.log_counts.tolist(),
            fit.dots.tolist(),
        )
        headings = ("word", "other word", "count", "log count", "dot product")
        export_rows(self._workbench, self, f"{learned.embedding.name} fit", headings, columns, path)

    def save_picture(self, path: Path | None = None) -> None:
        """Save what is seen of the similarities."""
        if self.learned is not None:
            save_picture(self._workbench, self, f"{self.learned.embedding.name} cosine", self.heatmap, path)

    def save_fit_picture(self, path: Path | None = None) -> None:
        """Save the scatter."""
        if self.learned is not None:
            save_picture(self._workbench, self, f"{self.learned.embedding.name} fit", self.scatter, path)

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
