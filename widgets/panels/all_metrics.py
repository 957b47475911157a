"""All metrics side by side: each neighbour's rank in each, drawn, how far they agree, and who is farthest away."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from explorer.embedding import same_vocabulary
from explorer.neighbors.agreement import Agreement, Spread, compare_metrics, spread_of
from explorer.neighbors.exact import nearest
from explorer.neighbors.metrics import METRICS
from explorer.neighbors.space import in_space
from explorer.task import Task
from widgets.jobs import Failure, Job
from widgets.panels.word_question import Question
from widgets.parts.histogram import Histogram
from widgets.parts.labels import ElidedLabel, label
from widgets.parts.picture_saving import offer_picture, save_picture
from widgets.parts.segmented import Segmented
from widgets.parts.slope_chart import NOTHING, SlopeChart, Slopes
from widgets.parts.table_buttons import ICON, TableButtons, picture_button
from widgets.parts.word_model import NumberColumn
from widgets.parts.word_table import WordTable
from widgets.theme import Theme, icon
from widgets.workbench import Workbench

MOST_DRAWN = 30  # ranks, of which each takes a line
LOOKS = {
    "chart": "Lines between the columns show which words rise and fall from metric to metric.",
    "table": "The ranks as numbers, to sort, copy and export.",
}


@dataclass(frozen=True, eq=False)
class Found:
    """The answer to a question: ``near`` are the values of the nearest words in the metric of the spread."""

    agreement: Agreement
    spread: Spread
    near: NumberColumn


def compare(question: Question, task: Task = Task()) -> Found:
    """Compare all metrics, exactly and in the space chosen, and tell how near all words are by one of them.

    Raises
    ------
    ExplorerError : the word's vector is zero, or there is no other word.
    """
    index, topn, metric = question.index, question.topn, question.metric
    embedding = in_space(question.embedding, question.approach.space, task)
    agreement = compare_metrics(embedding, index, topn, task=task)
    spread = spread_of(embedding, index, metric, n_least=topn, task=task)
    near = nearest(embedding, index, topn, metric, task)
    return Found(agreement, spread, NumberColumn(METRICS[metric].quantity, near.values))


class AllMetrics(QWidget):
    """Shows what `compare` found of a word.

    Signals
    -------
    word_asked(int) : the user went to a word of the table.
    """

    word_asked = Signal(int)

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workbench = workbench
        self._asked: Question | None = None
        self._job: Job | None = None
        self.problem = label(role="danger", wrap=True)
        self.problem.hide()
        self.looks = Segmented({"chart": "Drawn", "table": "Table"}, "Ranks as", LOOKS)
        self.looks.setFixedWidth(116)
        self.looks.chosen.connect(self._on_look_chosen)
        self.chart = SlopeChart(workbench.theme, "Ranks by all metrics, drawn")
        self.chart.word_activated.connect(self.word_asked)
        offer_picture(workbench, self.chart, lambda: self.table.export_name)
        self.drawn = QScrollArea()
        self.drawn.setWidgetResizable(True)
        self.drawn.setFrameShape(QFrame.Shape.NoFrame)
        self.drawn.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.drawn.setWidget(self.chart)
        self.table = WordTable(workbench, "Ranks by all metrics")
        self.table.word_activated.connect(self.word_asked)
        self.table.hide()
        self.buttons = TableButtons(self.table, workbench.theme)
        self.picture = picture_button("Save the picture of the ranks")
        self.picture.clicked.connect(lambda: save_picture(workbench, self, self.table.export_name, self.chart))
        self.shared = label(role="muted", wrap=True)
        self.shared.setToolTip(
            "How many of the nearest the other metrics share, and how alike they rank the words of the table:"
            " 1 for the same order, −1 for its reverse."
        )
        self.histogram = Histogram(workbench.theme, "Similarities to all words")
        self.histogram.setToolTip("How near all other words are; the marks below are the nearest of them.")
        self.heading = ElidedLabel(role="muted")
        offer_picture(workbench, self.histogram, lambda: f"{self.table.export_name}, similarities")
        self.histogram_picture = picture_button("Save the picture of the similarities")
        self.histogram_picture.clicked.connect(
            lambda: save_picture(workbench, self, f"{self.table.export_name}, similarities", self.histogram)
        )
        self.least = label(role="muted", wrap=True)
        workbench.theme.changed.connect(self._dress)
        self._dress(workbench.theme.theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        head = QHBoxLayout()
        head.setSpacing(0)
        head.addWidget(self.looks)
        head.addStretch(1)
        head.addWidget(self.picture)
        head.addWidget(self.buttons)
        column.addLayout(head)
        column.addWidget(self.problem)
        column.addWidget(self.drawn, 1)
        column.addWidget(self.table, 1)
        column.addWidget(self.shared)
        about = QHBoxLayout()
        about.setSpacing(0)
        about.addWidget(self.heading, 1)
        about.addWidget(self.histogram_picture)
        column.addLayout(about)
        column.addWidget(self.histogram)
        column.addWidget(self.least)

    def show_word(self, question: Question) -> None:
        """Ask about the word of a question and show the answer as soon as it is there."""
        before = self._asked
        if before == question:
            return
        self._asked = question
        word = question.embedding.index_to_key[question.index]
        if before is None or not same_vocabulary(before.embedding, question.embedding):
            self.table.set_rows((), (), ())
        self.table.export_name = f"{word} by all metrics"
        self._job = job = self._workbench.jobs.start(
            f"Comparing the neighbours of {word}", compare, question, group="agreement", quiet=True
        )
        job.succeeded.connect(self._on_found)
        job.failed.connect(self._on_failed)

    def forget(self) -> None:
        """Stop looking, and be empty."""
        if self._job is not None:
            self._job.cancel()
        self._asked = self._job = None
        self.table.set_rows((), (), ())
        self.chart.show_slopes(NOTHING)

    def _on_found(self, found: Found) -> None:
        assert self._asked is not None
        embedding, metric = self._asked.embedding, self._asked.metric
        agreement = found.agreement
        columns = [
            NumberColumn(METRICS[key].label, agreement.ranks[:, place]) for place, key in enumerate(agreement.metrics)
        ]
        words = [embedding.index_to_key[index] for index in agreement.indices]
        drawn = np.flatnonzero((agreement.ranks <= MOST_DRAWN).any(axis=1))
        self.chart.show_slopes(
            Slopes(
                tuple(METRICS[key].label for key in agreement.metrics),
                [words[row] for row in drawn],
                agreement.indices[drawn].tolist(),
                agreement.ranks[drawn],
                min(agreement.topn, MOST_DRAWN),
            )
        )
        self.table.set_rows(words, agreement.indices.tolist(), columns)
        self.shared.setText(shared_text(agreement, agreement.metrics.index(metric)))
        quantity = METRICS[metric].quantity
        self.heading.setText(f"{quantity[0].upper()}{quantity[1:]} to all {embedding.unit}s")
        self.histogram.set_counts(found.spread.counts, found.spread.edges, embedding.unit)
        self.histogram.set_marks(found.near.values.astype(float))
        least = ", ".join(embedding.index_to_key[index] for index in found.spread.least[:8])
        self.least.setText(f"Farthest: {least}")
        for each in (self.shared, self.heading, self.histogram_picture, self.histogram, self.least):
            each.show()
        self.problem.hide()

    def _on_look_chosen(self, look: str) -> None:
        self.drawn.setVisible(look == "chart")
        self.picture.setVisible(look == "chart")
        self.table.setVisible(look == "table")

    def _dress(self, theme: Theme) -> None:
        for button in (self.picture, self.histogram_picture):
            button.setIcon(icon("image", theme.muted, ICON))

    def _on_failed(self, failure: Failure) -> None:
        self.table.set_rows((), (), ())
        self.chart.show_slopes(NOTHING)
        for each in (self.shared, self.heading, self.histogram_picture, self.histogram, self.least):
            each.hide()
        self.problem.setText(failure.sentence)
        self.problem.show()


def shared_text(agreement: Agreement, one: int) -> str:
    """How far the others agree with one metric, in two lines: the neighbours that they share, and Kendall's tau."""
    others = [place for place in range(len(agreement.metrics)) if place != one]
    labels = [METRICS[agreement.metrics[place]].label for place in others]
    near = f"Shared with {METRICS[agreement.metrics[one]].label} of {agreement.topn}"
    shared = [f"{label}\u00a0{agreement.overlap[one, place]}" for label, place in zip(labels, others, strict=True)]
    taus = [f"{label}\u00a0{agreement.taus[one, place]:.2f}" for label, place in zip(labels, others, strict=True)]
    return f"{near}: {', '.join(shared)}\nKendall’s tau: {', '.join(taus)}".replace("-", "\u2212")
