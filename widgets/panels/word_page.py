"""One word: how frequent it is, its vector, and its nearest neighbours."""

from __future__ import annotations

import numpy as np
from explorer.neighbors.exact import Neighbors, nearest
from explorer.neighbors.metrics import METRICS
from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QSpinBox, QToolButton, QVBoxLayout, QWidget

from explorer.embedding import Embedding
from explorer.session.state import State
from widgets.jobs import Failure
from widgets.parts.barcode import Barcode
from widgets.parts.calm_wheel import calm_wheel
from widgets.parts.labels import ElidedLabel, hairline, label
from widgets.parts.numbers import grouped, measured
from widgets.parts.segmented import Segmented
from widgets.parts.word_model import NumberColumn
from widgets.parts.word_table import WordTable
from widgets.theme import Theme, icon
from widgets.workbench import Workbench

MOST_NEIGHBORS = 1000


class WordPage(QWidget):
    """The current word of the state; its neighbours are found over the whole vocabulary, in a job.

    Signals
    -------
    word_asked(int) : the user went to a neighbour.
    """

    word_asked = Signal(int)

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workbench = workbench
        self.title = ElidedLabel(role="title")
        self.facts = label(role="muted", wrap=True)
        self.barcode = Barcode(workbench.theme)
        self.back_button = _way("Back to the word before (Alt+Left)")
        self.forward_button = _way("Forward to the next word (Alt+Right)")
        self.list_button = QPushButton()
        self.list_button.setProperty("role", "quiet")
        self.list_button.setToolTip("Show the list of the selected words")
        self.list_button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.list_button.hide()
        self.metrics = Segmented(
            {key: metric.label for key, metric in METRICS.items()},
            "Metric",
            {key: metric.sentence for key, metric in METRICS.items()},
        )
        self.metrics.chosen.connect(self._on_metric_chosen)
        self.topn = self._topn_box()
        self.problem = label(role="danger", wrap=True)
        self.problem.hide()
        self.table = WordTable(workbench, "Nearest neighbours")
        self.table.word_activated.connect(self.word_asked)
        self._lay_out()
        workbench.changes.question_changed.connect(self._on_question_changed)

    def show_word(self, state: State) -> None:
        """Show the current word of a state and ask for its neighbours."""
        self._show_question(state)
        if state.embedding is None or state.word is None:
            return
        embedding, index = state.embedding, state.word
        word = embedding.index_to_key[index]
        self.title.setText(word)
        self.facts.setText(facts_of(embedding, index))
        self.barcode.set_vector(embedding.vectors[index])
        self.barcode.setAccessibleName(f"Vector of {word}")
        job = self._workbench.jobs.start(
            f"Neighbours of {word}",
            nearest,
            embedding,
            index,
            state.topn,
            state.metric,
            group="neighbors",
            quiet=True,
        )
        job.succeeded.connect(lambda found: self._show_neighbors(embedding, found))
        job.failed.connect(self._on_failed)

    def dress(self, theme: Theme) -> None:
        """Draw the icons in the colours of a theme."""
        self.back_button.setIcon(_arrow("chevron-left", theme))
        self.forward_button.setIcon(_arrow("chevron-right", theme))
        self.table.viewport().update()

    def _topn_box(self) -> QSpinBox:
        box = QSpinBox()
        box.setRange(1, MOST_NEIGHBORS)
        box.setKeyboardTracking(False)
        box.setFixedWidth(72)
        box.setAccessibleName("Number of neighbours")
        box.setToolTip("How many neighbours are listed; the whole vocabulary is searched for them.")
        box.valueChanged.connect(self._on_topn_chosen)
        calm_wheel(box)
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
        column.addLayout(head)
        column.addWidget(self.facts)
        column.addWidget(self.barcode)
        column.addSpacing(4)
        column.addWidget(hairline())
        question = QHBoxLayout()
        question.addWidget(label("Nearest neighbours", "heading"), 1)
        question.addWidget(self.topn)
        column.addLayout(question)
        column.addWidget(self.metrics)
        column.addWidget(self.problem)
        column.addWidget(self.table, 1)

    def _show_question(self, state: State) -> None:
        self.metrics.choose(state.metric)
        self.topn.blockSignals(True)
        self.topn.setValue(state.topn)
        self.topn.blockSignals(False)

    def _on_question_changed(self, state: State) -> None:
        self.show_word(state)

    def _on_metric_chosen(self, metric: str) -> None:
        self._workbench.store.change(f"Neighbours by {METRICS[metric].label}", metric=metric)

    def _on_topn_chosen(self, topn: int) -> None:
        self._workbench.store.change(f"List {topn} neighbours", topn=topn)

    def _show_neighbors(self, embedding: Embedding, found: Neighbors) -> None:
        metric = METRICS[found.metric]
        words = [embedding.index_to_key[index] for index in found.indices]
        full = float(found.values.max(initial=0.0))  # the longest bar: the best of similarities, the worst of distances
        self.problem.hide()
        self.table.set_rows(words, found.indices.tolist(), [NumberColumn(metric.quantity, found.values, full or None)])

    def _on_failed(self, failure: Failure) -> None:
        self.table.set_rows((), (), ())
        self.problem.setText(failure.sentence)
        self.problem.show()


def facts_of(embedding: Embedding, index: int) -> str:
    """What is known of a word: "rank 412 · 318 occurrences · norm 4.810"."""
    facts = [f"rank {grouped(index + 1)}"]
    if embedding.counts is not None:
        count = int(embedding.counts[index])
        facts.append(f"{grouped(count)} occurrence{'' if count == 1 else 's'}")
    facts.append(f"norm {measured(float(np.linalg.norm(embedding.vectors[index])))}")
    return " · ".join(facts)


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
