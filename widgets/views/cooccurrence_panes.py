"""The tables of the Co-occurrence tab: what was counted, and beside it what a model learned."""

from __future__ import annotations

import html
from pathlib import Path

import numpy as np
from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QToolTip, QVBoxLayout, QWidget

from explorer.analysis.cooccurrence_table import CooccurrenceTable, Learned
from explorer.corpus.concordance import Lines
from explorer.corpus.weighting import WEIGHTINGS
from widgets.parts.heatmap import Heatmap
from widgets.parts.labels import ElidedLabel, label
from widgets.parts.line_finder import LineFinder, LineQuestion
from widgets.parts.line_list import rich_text, told_of
from widgets.parts.numbers import grouped, measured
from widgets.theme import Theme, icon
from widgets.views.cooccurrence_saving import export_rows, export_square, save_picture
from widgets.views.cooccurrence_scatter import Scatter
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
        self.heading.set_text(_quantity(table), sentence)
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

    def export(self, path: Path | None = None) -> None:
        """Save the table as CSV."""
        if self._table is not None:
            export_square(self._workbench, self, self._name(), self._table.words, self._table.values, path)

    def save_picture(self, path: Path | None = None) -> None:
        """Save what is seen of it."""
        if self._table is not None:
            save_picture(self._workbench, self, self._name(), self.heatmap, path)

    def _name(self) -> str:
        assert self._table is not None
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
            export_square(self._workbench, self, name, self._table.words, self.learned.similarities, path)

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
            pairs = f"{grouped(self.scatter.n_drawn)} of {pairs} drawn"
        self.fit_heading.set_text(
            f"r = {_short(fit.correlation)} · {pairs}",
            "Each point is a pair of words that meet. The line fits all of them by least squares; r is Pearson's "
            "correlation of the logarithm of their count with the dot product of their vectors.",
        )

    def _on_point_clicked(self, point: int) -> None:
        if self.learned is not None and self.learned.fit is not None:
            self.pair_chosen.emit(int(self.learned.fit.rows[point]), int(self.learned.fit.columns[point]))


class Heading(QWidget):
    """The title of a table, what it shows, and the buttons that keep it.

    Signals
    -------
    picture_wanted(), table_wanted() : their button was clicked.
    """

    picture_wanted = Signal()
    table_wanted = Signal()

    def __init__(self, workbench: Workbench, title: str) -> None:
        super().__init__()
        self.title = label(title, "heading")
        self.text = ElidedLabel(role="muted")
        self.picture = _button(f"Save a picture: {title}", "Save what is seen as PNG, SVG or PDF…")
        self.table = _button(f"Export the table: {title}", "Save the values as a CSV file…")
        self.picture.clicked.connect(self.picture_wanted)
        self.table.clicked.connect(self.table_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 0)
        row.setSpacing(2)
        row.addWidget(self.title)
        row.addSpacing(8)
        row.addWidget(self.text, 1)
        row.addWidget(self.picture)
        row.addWidget(self.table)
        workbench.theme.changed.connect(self._dress)
        self._dress(workbench.theme.theme)

    def set_text(self, text: str, sentence: str) -> None:
        """Say what is shown, and explain it."""
        self.text.setText(text)
        self.setToolTip(f"<p>{html.escape(sentence)}</p>")

    def _dress(self, theme: Theme) -> None:
        self.picture.setIcon(icon("image", theme.muted, 14))
        self.table.setIcon(icon("download", theme.muted, 14))


def question_of(table: CooccurrenceTable, row: int, column: int, most: int) -> LineQuestion:
    """The question for the lines in which the words of a cell meet, as they were counted."""
    counted = table.counted
    return LineQuestion(
        counted.corpus,
        counted.tokens,
        (table.words[row], table.words[column]),
        counted.cooccurrences.window,
        table.options.direction,
        counted.min_count,
        most,
    )


def times_of(table: CooccurrenceTable, row: int, column: int) -> str:
    """How often two words meet: "3 times within 5 words"."""
    count, found = float(table.counts[row, column]), table.counted.cooccurrences
    window = "next to each other" if found.window == 1 else f"within {found.window} words"
    if found.distance_weighting:
        return f"weighed count {amount(count)} {window}"
    from_both = ""
    if count and row == column and table.options.direction == "both":
        count, from_both = count / 2, ", counted from both sides"
    times = "never" if not count else "once" if count == 1 else f"{amount(count)} times"
    return f"{times} {window}{from_both}"


def amount(count: float) -> str:
    """A count, which is a whole number unless it was weighed by distance."""
    return grouped(round(count)) if count == round(count) else f"{count:,.2f}"


def _quantity(table: CooccurrenceTable) -> str:
    weighting = WEIGHTINGS[table.options.weighting]
    if weighting.key == "counts" and table.counted.cooccurrences.distance_weighting:
        return "count weighed by distance"
    return weighting.quantity


def _short(value: float) -> str:
    return f"{value:.2f}".replace("-", "−")


def _button(name: str, sentence: str) -> QToolButton:
    button = QToolButton()
    button.setIconSize(QSize(14, 14))
    button.setAccessibleName(name)
    button.setToolTip(sentence)
    return button
