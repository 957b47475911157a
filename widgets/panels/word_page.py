"""One word: how frequent it is, its vector, its nearest neighbours, and its lines in the corpus."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from explorer.embedding import same_vocabulary
from explorer.neighbors.approach import Asked, ask
from explorer.neighbors.metrics import METRICS
from explorer.neighbors.space import kept_in_space
from explorer.session.state import State
from explorer.wording import counted, worded
from widgets.jobs import Failure, Job
from widgets.panels.all_metrics import AllMetrics
from widgets.panels.approach_form import ApproachForm
from widgets.panels.approach_preparation import ApproachPreparation
from widgets.panels.hub_marks import HubMarks
from widgets.panels.in_the_corpus import InTheCorpus
from widgets.panels.ways import arrow, way, way_up
from widgets.panels.word_question import Question, facts_of
from widgets.parts.barcode import Barcode
from widgets.parts.labels import ElidedLabel, hairline, label
from widgets.parts.option_form import prepare_spin
from widgets.parts.picture_saving import offer_picture
from widgets.parts.segmented import Segmented
from widgets.parts.table_buttons import TableButtons
from widgets.parts.word_model import NumberColumn
from widgets.parts.word_table import WordTable
from widgets.theme import Theme, icon
from widgets.workbench import Workbench

MOST_NEIGHBORS = 1000
ALL = "all"  # beside the keys of the metrics


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
        offer_picture(workbench, self.barcode, lambda: f"vector of {self.title.text()}")
        self.back_button = way("Back to the word before (Alt+Left)")
        self.forward_button = way("Forward to the next word (Alt+Right)")
        self.list_button = way_up("Back to the selected words", "Show the list of the selected words")
        self.expression_button = way_up("Back to the expression", "Show what the expression leads to")
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
        self.approach = ApproachForm(workbench)
        self.preparation = ApproachPreparation(workbench, self)
        self.preparation.prepared.connect(self._on_prepared)
        self.note = label(role="muted", wrap=True)
        self.searched = ElidedLabel(role="muted")
        self.problem = label(role="danger", wrap=True)
        self.problem.hide()
        self.table = WordTable(workbench, "Nearest neighbours")
        self.table.word_activated.connect(self.word_asked)
        self.hubs = HubMarks(workbench, self.table)
        self.all = AllMetrics(workbench)
        self.all.word_asked.connect(self.word_asked)
        self.all.hide()
        self.buttons = TableButtons(self.table, workbench.theme)
        kept = self.buttons.sizePolicy()
        kept.setRetainSizeWhenHidden(True)  # so that nothing moves when all metrics are shown
        self.buttons.setSizePolicy(kept)
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
        self.searched.setText(f"nearest of {counted(len(embedding) - 1, embedding.unit)}")
        self.barcode.set_vector(embedding.vectors[index])
        self.barcode.setAccessibleName(f"Vector of {word}")
        self.table.export_name = f"{word} neighbours by {METRICS[state.metric].label}"
        question = Question.of(state)
        assert question is not None
        self._want(question)
        if self.shows_all:
            self.all.show_word(question)

    @property
    def shows_all(self) -> bool:
        """Whether all metrics are shown side by side."""
        return not self.all.isHidden()

    def dress(self, theme: Theme) -> None:
        """Draw the icons in the colours of a theme."""
        for button in (self.list_button, self.expression_button):
            button.setIcon(icon("chevron-left", theme.muted, 14))
        self.back_button.setIcon(arrow("chevron-left", theme))
        self.forward_button.setIcon(arrow("chevron-right", theme))
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
            ask,
            *(question.embedding, question.index, question.topn, question.metric, question.approach),
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
        self.hubs.forget()
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
        column.addWidget(self.note)
        column.addWidget(self.metrics)
        column.addWidget(self.approach)
        column.addWidget(self.problem)
        column.addWidget(self.table, 2)
        column.addWidget(self.hubs.sentence)
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
        self._show_note(state, "")

    def _show_note(self, state: State, found: str) -> None:
        """Say in the heading what differs from the exact search in the space as it was loaded."""
        dim = state.embedding.dim if state.embedding is not None else 1
        said = state.approach.space.told(dim) if found else state.approach.told(dim)
        text = " · ".join(part for part in (said, found) if part)
        self.note.setText(worded(text[:1].upper() + text[1:], state.unit))
        self.note.setVisible(bool(text))

    def _on_question_changed(self, state: State) -> None:
        self.show_word(state)

    def _on_metric_chosen(self, metric: str) -> None:
        shows_all = metric == ALL
        self.all.setVisible(shows_all)
        for each in (self.table, self.buttons):
            each.setVisible(not shows_all)
        self.hubs.sentence.setVisible(not shows_all and bool(self.hubs.sentence.text()))
        self.problem.setVisible(bool(self.problem.text()) and not shows_all)
        if shows_all:
            self.show_word(self._workbench.state)
        else:
            self._workbench.store.change(f"Neighbours by {METRICS[metric].label}", metric=metric)

    def _on_topn_chosen(self, topn: int) -> None:
        self._workbench.store.change(f"List {topn} neighbours", topn=topn)

    def _on_prepared(self) -> None:
        if self._asked is not None and (self._job is None or self._job.is_finished):
            self._ask(self._asked)

    def _on_found(self, question: Question, asked: Asked) -> None:
        found = asked.neighbors
        words = [question.embedding.index_to_key[index] for index in found.indices]
        full = float(found.values.max(initial=0.0))  # the longest bar: the best of similarities, the worst of distances
        column = NumberColumn(METRICS[found.metric].quantity, found.values, full or None)
        is_later = question.differs_only_in_vectors(self._answered)
        show = self.table.refresh_rows if is_later else self.table.set_rows
        show(words, found.indices.tolist(), [column])
        self.problem.clear()
        self.problem.hide()
        self._show_note(self._workbench.state, asked.note)
        moved = kept_in_space(question.embedding, question.approach.space)
        is_learning = is_later and self._answered is not None and question.embedding is not self._answered.embedding
        if moved is not None and not is_learning:
            self.hubs.show_for(moved, found.metric, found.indices.tolist())
        self._answered = question
        self._ask_again_if_later(question)

    def _on_failed(self, question: Question, failure: Failure) -> None:
        self.hubs.forget()
        self.table.set_rows((), (), ())
        self.problem.setText(failure.sentence)
        self.problem.setVisible(not self.shows_all)
        self._answered = question
        self._ask_again_if_later(question)

    def _ask_again_if_later(self, answered: Question) -> None:
        if self._asked is not None and self._asked != answered and self._asked.differs_only_in_vectors(answered):
            self._ask(self._asked)
