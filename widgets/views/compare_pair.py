"""Two words looked at closely: which dimensions make their distance, and who is met on the way between them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from explorer.analysis.comparison import WAYS, Contributions, Path
from explorer.embedding import Embedding, Indices
from explorer.neighbors.metrics import METRICS
from explorer.neighbors.space import Space
from widgets.jobs import Failure
from widgets.parts.labels import ElidedLabel, label
from widgets.parts.line_chart import LineChart
from widgets.parts.numbers import measured
from widgets.parts.picture_saving import offer_picture, save_picture
from widgets.parts.segmented import Segmented
from widgets.parts.table_buttons import ICON, TableButtons, picture_button
from widgets.parts.word_model import NumberColumn
from widgets.parts.word_table import WordTable
from widgets.theme import Theme, icon
from widgets.views.compare_table import Pair, look_at_pair
from widgets.workbench import Workbench

PAGES = {"dimensions": "Dimensions", "path": "Path"}
PAGE_SENTENCES = {
    "dimensions": "What each dimension adds to the similarity or distance of the two words.",
    "path": "The words that are nearest to places on the way from the one to the other.",
}
WAY_SENTENCES = {
    "line": "Straight from the end of the one vector to the end of the other.",
    "slerp": "Turning from the direction of the one to that of the other at an even pace, on a sphere.",
}
PART_HEADINGS = {"cosine": "part", "dot": "product", "l1": "|difference|", "l2": "difference²"}


class PairPane(QWidget):
    """Shows the pair that was chosen.

    Signals
    -------
    word_asked(int)      : the user went to a word of the path.
    dimension_asked(int) : the user chose a dimension.
    closed()             : the user closed the pane.
    """

    word_asked = Signal(int)
    dimension_asked = Signal(int)
    closed = Signal()

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workbench = workbench
        self._asked: tuple[Embedding, int, int, str, Space, str] | None = None
        self.title = ElidedLabel(role="title")
        self.close_button = QToolButton()
        self.close_button.setAccessibleName("Close the pair")
        self.close_button.setToolTip("Close the pair (Esc)")
        self.close_button.clicked.connect(self.closed)
        self.facts = label(role="muted", wrap=True)
        self.pages = Segmented(PAGES, "About the pair", PAGE_SENTENCES)
        self.pages.chosen.connect(self._on_page_chosen)
        self.problem = label(role="danger", wrap=True)
        self.problem.hide()
        self.told = label(role="muted", wrap=True)
        self.chart = LineChart(workbench.theme, "Share of the whole by dimensions", "{:.0f}".format, "{:.0%}".format)
        offer_picture(workbench, self.chart, lambda: f"{self.dimensions.export_name}, curve")
        self.dimensions = WordTable(workbench, "Dimensions of the pair")
        self.dimensions.words.heading = "Dim."
        self.dimensions.words.is_numbered = True
        self.save_curve = picture_button("Save the curve")
        self.save_curve.clicked.connect(
            lambda: save_picture(workbench, self, f"{self.dimensions.export_name}, curve", self.chart)
        )
        self.dimensions.word_activated.connect(self.dimension_asked)
        self.ways = Segmented(WAYS, "Way between the two", WAY_SENTENCES)
        self.ways.chosen.connect(lambda _: self._ask())
        self.path = WordTable(workbench, "Words on the way")
        self.path.word_activated.connect(self.word_asked)
        self._stack = QStackedWidget()
        self._lay_out()
        workbench.theme.changed.connect(self._dress)
        self._dress(workbench.theme.theme)

    @property
    def pair(self) -> tuple[int, int] | None:
        """The two words that are shown or being looked at."""
        return self._asked[1:3] if self._asked else None

    def show_pair(self, embedding: Embedding, one: int, other: int, metric: str, space: Space) -> None:
        """Look closely at two words by a metric, in a space."""
        self._ask((embedding, one, other, metric, space))

    def forget(self) -> None:
        """Show no pair."""
        self._asked = None
        self.dimensions.set_rows((), (), ())
        self.path.set_rows((), (), ())

    def _ask(self, pair: tuple[Embedding, int, int, str, Space] | None = None) -> None:
        pair = pair or (self._asked[:5] if self._asked else None)
        if pair is None:
            return
        question = (*pair, self.ways.current)
        if question == self._asked:
            return
        self._asked = question
        embedding, one, other, *_ = pair
        name = f"{embedding.index_to_key[one]} and {embedding.index_to_key[other]}"
        self.dimensions.export_name, self.path.export_name = f"{name} by dimensions", f"from {name}"
        job = self._workbench.jobs.start(name, look_at_pair, *question, group="compare-pair", quiet=True)
        job.succeeded.connect(self._on_found)
        job.failed.connect(self._on_failed)

    def _on_found(self, pair: Pair) -> None:
        self.title.setText(pair.title)
        facts = [
            f"{METRICS[key].label.lower() if key in ('cosine', 'dot') else METRICS[key].label}\u00a0"
            f"{'undefined' if value is None else measured(value)}"
            for key, value in pair.values.items()
        ]
        told = pair.space.told(pair.embedding.dim)
        self.facts.setText(" · ".join([*facts, told] if told else facts))
        self.problem.setText(pair.problem)
        self.problem.setVisible(bool(pair.problem))
        self._show_parts(pair)
        self._show_path(pair.embedding, pair.path)

    def _show_parts(self, pair: Pair) -> None:
        parts = pair.parts
        self.chart.set_line([] if parts is None else cumulative(parts))
        if parts is None:
            self.told.clear()
            self.dimensions.set_rows((), (), ())
            return
        a, b = pair.vectors[:, parts.dimensions]
        names = [pair.embedding.index_to_key[index] for index in (pair.one, pair.other)]
        columns = [
            NumberColumn(PART_HEADINGS[parts.metric], parts.parts),
            NumberColumn(names[0], a),
            NumberColumn(names[1], b),
        ]
        rows = [str(dimension + 1) for dimension in parts.dimensions]
        self.dimensions.set_rows(rows, parts.dimensions.tolist(), columns)
        self.told.setText(half_text(parts))

    def _show_path(self, embedding: Embedding, path: Path | None) -> None:
        if path is None:
            self.path.set_rows((), (), ())
            return
        indices, best, first, last = met(path)
        columns = [
            NumberColumn(METRICS[path.metric].quantity, best),
            NumberColumn("from %", first),
            NumberColumn("to %", last),
        ]
        self.path.set_rows([embedding.index_to_key[index] for index in indices], indices.tolist(), columns)

    def _on_failed(self, failure: Failure) -> None:
        self.forget()
        self.problem.setText(failure.sentence)
        self.problem.show()

    def _on_page_chosen(self, page: str) -> None:
        self._stack.setCurrentIndex(list(PAGES).index(page))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 8)
        column.setSpacing(7)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.close_button)
        column.addLayout(head)
        for each in (self.facts, self.pages, self.problem):
            column.addWidget(each)
        column.addWidget(self._stack, 1)
        self._stack.addWidget(self._page(self.dimensions, self.chart, self.told))
        self._stack.addWidget(self._page(self.path, self.ways))

    def _page(self, table: WordTable, *above: QWidget) -> QWidget:
        """A page with a table, its buttons, and what stands above it."""
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for each in above:
            column.addWidget(each)
        row = QHBoxLayout()
        row.addStretch(1)
        if self.chart in above:
            row.addWidget(self.save_curve)
        row.addWidget(TableButtons(table, self._workbench.theme))
        column.addLayout(row)
        column.addWidget(table, 1)
        return page

    def _dress(self, theme: Theme) -> None:
        self.close_button.setIcon(icon("x", theme.muted, 16))
        self.save_curve.setIcon(icon("image", theme.muted, ICON))


def cumulative(parts: Contributions) -> list[tuple[float, float]]:
    """(number of dimensions, share of the whole), from none to all."""
    return [(0.0, 0.0), *((float(place), share) for place, share in enumerate(parts.shares.tolist(), 1))]


def met(path: Path) -> tuple[Indices, NDArray[np.float64], Indices, Indices]:
    """Each word once as long as it is the nearest: (indices, best values, from and to which percent of the way)."""
    starts = np.flatnonzero(np.diff(path.indices, prepend=-1))
    ends = np.append(starts[1:], len(path.indices)) - 1
    best = np.maximum if METRICS[path.metric].is_similarity else np.minimum
    percent = np.rint(path.shares * 100).astype(np.int64)
    return path.indices[starts], best.reduceat(path.values, starts), percent[starts], percent[ends]


def half_text(parts: Contributions) -> str:
    """How many dimensions make half of the whole: "6 of 50 dimensions make half of the L2 distance, squared"."""
    reached = np.flatnonzero(parts.shares >= 0.5)
    whole = METRICS[parts.metric].quantity + (", squared" if parts.metric == "l2" else "")
    n = len(parts.parts)
    if not len(reached) or not parts.totals[-1]:
        return f"The {whole} is {measured(float(parts.totals[-1]))}."
    needed = int(reached[0]) + 1
    return f"{needed} of {n} dimensions make{'s' if needed == 1 else ''} half of the {whole}."
