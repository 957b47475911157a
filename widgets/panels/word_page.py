"""One word: how frequent it is, its vector, its nearest neighbours, and its lines in the corpus."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QSpinBox, QToolButton, QVBoxLayout, QWidget

from explorer.embedding import Embedding, same_vocabulary
from explorer.neighbors.exact import Neighbors, nearest
from explorer.neighbors.metrics import METRICS
from explorer.session.state import State
from widgets.jobs import Failure, Job
from widgets.panels.all_metrics import AllMetrics
from widgets.panels.in_the_corpus import InTheCorpus
from widgets.parts.barcode import Barcode
from widgets.parts.labels import ElidedLabel, hairline, label
from widgets.parts.numbers import grouped, measured
from widgets.parts.option_form import prepare_spin
from widgets.parts.segmented import Segmented
from widgets.parts.table_buttons import TableButtons
from widgets.parts.word_model import NumberColumn
from widgets.parts.word_table import WordTable
from widgets.theme import Theme, icon
from widgets.workbench import Workbench

MOST_NEIGHBORS = 1000
ALL = "all"  # beside the keys of the metrics


@dataclass(frozen=True)
class Question:
    """Which neighbours are asked for."""

    embedding: Embedding
    index: int
    metric: str
    topn: int

    def differs_only_in_vectors(self, other: Question | None) -> bool:
        """Whether the other asked the same about an earlier or later state of the same model."""
        return (
            other is not None
            and same_vocabulary(self.embedding, other.embedding)
            and (self.index, self.metric, self.topn) == (other.index, other.metric, other.topn)
        )


class WordPage(QWidget):
    """The current word of the state; its neighbours are found over the whole vocabulary, in a job.

    While a model is trained the vectors change about once a second: the neighbours are then asked for again as soon
    as the last answer is there, and take its place without moving the table.

    Signals
    -------
    word_asked(int) : the user went to a neighbour.
    """

    word_asked = Signal(int)

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workbench = workbench
        self._asked: Question | None = None
        self._answered: Question | None = None
        self._job: Job | None = None
        self.title = ElidedLabel(role="title")
        self.facts = label(role="muted", wrap=True)
        self.barcode = Barcode(workbench.theme)
        self.back_button = _way("Back to the word before (Alt+Left)")
        self.forward_button = _way("Forward to the next word (Alt+Right)")
        self.list_button = _way_up("Back to the selected words", "Show the list of the selected words")
        self.expression_button = _way_up("Back to the expression", "Show what the expression leads to")
        self.metrics = Segmented(
            {**{key: metric.label for key, metric in METRICS.items()}, ALL: "All"},
            "Metric",
            {
                **{key: metric.sentence for key, metric in METRICS.items()},
                ALL: "All metrics side by side, how far they agree, and the spread of the similarities.",
            },
        )
        self.metrics.chosen.connect(self._on_metric_chosen)
        self.topn = self._topn_box()
        self.searched = ElidedLabel(role="muted")
        self.problem = label(role="danger", wrap=True)
        self.problem.hide()
        self.table = WordTable(workbench, "Nearest neighbours")
        self.table.word_activated.connect(self.word_asked)
        self.all = AllMetrics(workbench)
        self.all.word_asked.connect(self.word_asked)
        self.all.hide()
        self.buttons = TableButtons(self.table, workbench.theme)
        self.lines = InTheCorpus(workbench)
        self._lay_out()
        workbench.changes.question_changed.connect(self._on_question_changed)

    def show_word(self, state: State) -> None:
        """Show the current word of a state and ask for its neighbours."""
        self._show_question(state)
        self.lines.show_word(state)
        if state.embedding is None or state.word is None:
            self._forget()
            return
        embedding, index = state.embedding, state.word
        word = embedding.index_to_key[index]
        self.title.setText(word)
        self.facts.setText(facts_of(embedding, index))
        self.searched.setText(f"nearest of {grouped(len(embedding) - 1)} words")
        self.barcode.set_vector(embedding.vectors[index])
        self.barcode.setAccessibleName(f"Vector of {word}")
        self.table.export_name = f"{word} neighbours by {METRICS[state.metric].label}"
        self._want(Question(embedding, index, state.metric, state.topn))
        if self.shows_all:
            self.all.show_word(embedding, index, state.topn, state.metric)

    @property
    def shows_all(self) -> bool:
        """Whether all metrics are shown side by side."""
        return not self.all.isHidden()

    def dress(self, theme: Theme) -> None:
        """Draw the icons in the colours of a theme."""
        for button in (self.list_button, self.expression_button):
            button.setIcon(icon("chevron-left", theme.muted, 14))
        self.back_button.setIcon(_arrow("chevron-left", theme))
        self.forward_button.setIcon(_arrow("chevron-right", theme))
        self.table.viewport().update()

    def _want(self, question: Question) -> None:
        """Ask, unless that is asked or answered already; only the vectors being later can wait for the answer."""
        before, self._asked = self._asked, question
        is_busy = self._job is not None and not self._job.is_finished
        if question == before and (is_busy or question == self._answered):
            return
        if before is None or not same_vocabulary(before.embedding, question.embedding):
            self.table.set_rows((), (), ())  # the indices of those rows mean other words now
        if not (is_busy and question.differs_only_in_vectors(before)):
            self._ask(question)

    def _ask(self, question: Question) -> None:
        self._job = job = self._workbench.jobs.start(
            f"Neighbours of {question.embedding.index_to_key[question.index]}",
            nearest,
            question.embedding,
            question.index,
            question.topn,
            question.metric,
            group="neighbors",
            quiet=True,
        )
        job.succeeded.connect(lambda found: self._on_found(question, found))
        job.failed.connect(lambda failure: self._on_failed(question, failure))

    def _forget(self) -> None:
        if self._job is not None:
            self._job.cancel()
        self._asked = self._answered = self._job = None
        self.all.forget()
        self.table.set_rows((), (), ())

    def _topn_box(self) -> QSpinBox:
        box = QSpinBox()
        box.setRange(1, MOST_NEIGHBORS)
        box.setFixedWidth(72)
        box.setAccessibleName("Number of neighbours")
        box.setToolTip("How many neighbours are listed; the whole vocabulary is searched for them.")
        box.valueChanged.connect(self._on_topn_chosen)
        prepare_spin(box)
        return box

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 8)
        column.setSpacing(7)
        head = QHBoxLayout()
        head.setSpacing(0)
        head.addWidget(self.title, 1)
        head.addWidget(self.back_button)
        head.addWidget(self.forward_button)
        column.addWidget(self.list_button)
        column.addWidget(self.expression_button)
        column.addLayout(head)
        column.addWidget(self.facts)
        column.addWidget(self.barcode)
        column.addSpacing(4)
        column.addWidget(hairline())
        heading = QHBoxLayout()
        heading.setSpacing(0)
        heading.addWidget(ElidedLabel("NEAREST NEIGHBOURS", "heading"), 1)
        heading.addWidget(self.buttons)
        column.addLayout(heading)
        column.addWidget(self.metrics)
        column.addWidget(self.problem)
        column.addWidget(self.table, 2)
        column.addWidget(self.all, 2)
        number = QHBoxLayout()
        number.addWidget(self.topn)
        number.addWidget(self.searched, 1)
        column.addLayout(number)
        column.addWidget(self.lines, 1)

    def _show_question(self, state: State) -> None:
        self.metrics.choose(ALL if self.shows_all else state.metric)
        self.topn.blockSignals(True)
        self.topn.setValue(state.topn)
        self.topn.blockSignals(False)

    def _on_question_changed(self, state: State) -> None:
        self.show_word(state)

    def _on_metric_chosen(self, metric: str) -> None:
        shows_all = metric == ALL
        self.all.setVisible(shows_all)
        for each in (self.table, self.buttons):
            each.setVisible(not shows_all)
        self.problem.setVisible(bool(self.problem.text()) and not shows_all)
        if shows_all:
            self.show_word(self._workbench.state)
        else:
            self._workbench.store.change(f"Neighbours by {METRICS[metric].label}", metric=metric)

    def _on_topn_chosen(self, topn: int) -> None:
        self._workbench.store.change(f"List {topn} neighbours", topn=topn)

    def _on_found(self, question: Question, found: Neighbors) -> None:
        words = [question.embedding.index_to_key[index] for index in found.indices]
        full = float(found.values.max(initial=0.0))  # the longest bar: the best of similarities, the worst of distances
        column = NumberColumn(METRICS[found.metric].quantity, found.values, full or None)
        is_later = question.differs_only_in_vectors(self._answered)
        show = self.table.refresh_rows if is_later else self.table.set_rows
        show(words, found.indices.tolist(), [column])
        self.problem.clear()
        self.problem.hide()
        self._answered = question
        self._ask_again_if_later(question)

    def _on_failed(self, question: Question, failure: Failure) -> None:
        self.table.set_rows((), (), ())
        self.problem.setText(failure.sentence)
        self.problem.setVisible(not self.shows_all)
        self._answered = question
        self._ask_again_if_later(question)

    def _ask_again_if_later(self, answered: Question) -> None:
        if self._asked is not None and self._asked != answered and self._asked.differs_only_in_vectors(answered):
            self._ask(self._asked)


def facts_of(embedding: Embedding, index: int) -> str:
    """What is known of a word: "rank 412 · 318 occurrences · norm 4.810", broken only between the facts."""
    facts = [f"rank\u00a0{grouped(index + 1)}"]
    if embedding.counts is not None:
        count = int(embedding.counts[index])
        facts.append(f"{grouped(count)}\u00a0occurrence{'' if count == 1 else 's'}")
    facts.append(f"norm\u00a0{measured(float(np.linalg.norm(embedding.vectors[index])))}")
    return " · ".join(facts)


def _way_up(name: str, sentence: str) -> QPushButton:
    """A quiet button to what the word was reached from; hidden as long as there is none."""
    button = QPushButton()
    button.setProperty("role", "quiet")
    button.setAccessibleName(name)
    button.setToolTip(sentence)
    button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    button.hide()
    return button


def _way(sentence: str) -> QToolButton:
    button = QToolButton()
    button.setToolTip(sentence)
    button.setAccessibleName(sentence)
    button.setEnabled(False)
    return button


def _arrow(name: str, theme: Theme) -> QIcon:
    """An arrow that is faint while there is nowhere to go."""
    arrow = QIcon(icon(name, theme.text, 18))
    for pixmap in (icon(name, theme.faint, 18).pixmap(QSize(18, 18), ratio) for ratio in (1, 2, 3)):
        arrow.addPixmap(pixmap, QIcon.Mode.Disabled)
    return arrow
