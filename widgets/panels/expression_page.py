"""An expression of words, such as king - man + woman: the words it leads to, by the reading that was chosen."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from explorer.analysis.analogies import READINGS, Answer, answer
from explorer.analysis.expressions import parse_with_made
from explorer.embedding import Embedding, same_vocabulary
from explorer.errors import ExplorerError
from explorer.neighbors.metrics import METRICS
from explorer.neighbors.space import Space, in_space
from explorer.session.state import State
from explorer.task import Task
from explorer.wording import counted, worded
from widgets.jobs import Failure, Job
from widgets.parts.labels import ElidedLabel, hairline, label
from widgets.parts.quiet_buttons import quiet_button
from widgets.parts.segmented import Segmented
from widgets.parts.table_buttons import TableButtons
from widgets.parts.word_model import NumberColumn
from widgets.parts.word_table import WordTable
from widgets.theme import Theme, icon
from widgets.workbench import Workbench

ZOOM = "map.zoom_selected"


@dataclass(frozen=True)
class Question:
    """Which expression is asked, and how."""

    embedding: Embedding
    text: str
    reading: str
    metric: str
    topn: int
    leaves_out_terms: bool
    space: Space


def ask(question: Question, task: Task = Task()) -> Answer:
    """Read the expression and answer it.

    Raises
    ------
    ExplorerError : it cannot be read, a word is unknown, or it cancels to zero.
    """
    each = question
    _, terms = parse_with_made(each.embedding, each.text)
    embedding = in_space(each.embedding, each.space, task)
    return answer(embedding, terms, each.topn, each.reading, each.metric, each.leaves_out_terms, task)


class ExpressionPage(QWidget):
    """The expression of the state; its answer is found over the whole vocabulary, in a job.

    Signals
    -------
    word_asked(int) : the user went to a word of the answer.
    answered(object): the `Answer` was found and is shown.
    """

    word_asked = Signal(int)
    answered = Signal(object)

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workbench = workbench
        self._asked: Question | None = None
        self._job: Job | None = None
        self._selection: tuple[int, ...] = ()
        self.title = ElidedLabel(role="title")
        self.close_button = QToolButton()
        self.close_button.setAccessibleName("Close the expression")
        self.close_button.setToolTip("Close the expression")
        self.close_button.clicked.connect(self._on_close)
        self.readings = Segmented(
            {key: reading.label for key, reading in READINGS.items()},
            "Reading of the expression",
            {key: reading.sentence for key, reading in READINGS.items()},
        )
        self.readings.chosen.connect(self._on_reading_chosen)
        self.metrics = Segmented(
            {key: metric.label for key, metric in METRICS.items()},
            "Metric of the expression",
            {key: metric.sentence for key, metric in METRICS.items()},
        )
        self.metrics.chosen.connect(self._on_metric_chosen)
        self.leave_out = QCheckBox("Leave out its own words")
        self.leave_out.setToolTip("The words nearest to an expression are mostly those that it is made of.")
        self.leave_out.toggled.connect(self._on_leave_out_toggled)
        self.zoom = quiet_button("Zoom to it on the map", "Have the words of the expression fill the map (Z)")
        self.zoom.setProperty("inline", True)
        self.zoom.clicked.connect(self._on_zoom)
        self.note = label(role="muted", wrap=True)
        self.searched = ElidedLabel(role="muted")
        self.problem = label(role="danger", wrap=True)
        self.problem.hide()
        self.table = WordTable(workbench, "Answers to the expression")
        self.table.word_activated.connect(self.word_asked)
        self.buttons = TableButtons(self.table, workbench.theme)
        self._lay_out()
        changes = workbench.changes
        changes.question_changed.connect(self.show_expression)
        workbench.theme.changed.connect(self._dress)
        self._dress(workbench.theme.theme)

    @property
    def selection(self) -> tuple[int, ...]:
        """The words of the expression as a selection, rising; empty if there is none."""
        return self._selection

    def show_expression(self, state: State) -> None:
        """Show the expression of a state and ask for its answer."""
        self.readings.choose(state.reading)
        self.metrics.choose(state.metric)
        self.metrics.setVisible(state.reading == "distance")
        self.leave_out.blockSignals(True)
        self.leave_out.setChecked(state.leaves_out_terms)
        self.leave_out.blockSignals(False)
        if state.embedding is None or not state.expression:
            self._forget()
            return
        self._selection, made = _words_of(state.embedding, state.expression)
        self.title.setText(state.expression)
        self.searched.setText(f"best of {counted(len(state.embedding), state.unit)}")
        metric = state.metric if state.reading == "distance" else "cosine"
        space = state.approach.space
        told = space.told(state.embedding.dim)
        notes = [told[:1].upper() + told[1:], _told_made(made)]
        self.note.setText("\n".join(each for each in notes if each))
        self.note.setVisible(any(notes))
        self._want(
            Question(
                state.embedding, state.expression, state.reading, metric, state.topn, state.leaves_out_terms, space
            )
        )

    def _want(self, question: Question) -> None:
        before = self._asked
        if question == before:
            return
        self._asked = question
        self.table.export_name = f"{question.text} by {READINGS[question.reading].label}"
        if before is None or not same_vocabulary(before.embedding, question.embedding):
            self.table.set_rows((), (), ())
        self._job = job = self._workbench.jobs.start(question.text, ask, question, group="expression", quiet=True)
        job.succeeded.connect(self._on_answered)
        job.failed.connect(self._on_failed)

    def _forget(self) -> None:
        if self._job is not None:
            self._job.cancel()
        self._asked = self._job = None
        self._selection = ()
        self.table.set_rows((), (), ())

    def _on_answered(self, found: Answer) -> None:
        assert self._asked is not None
        words = [self._asked.embedding.index_to_key[index] for index in found.indices]
        full = float(found.values.max(initial=0.0))
        self.table.set_rows(words, found.indices.tolist(), [NumberColumn(found.quantity, found.values, full or None)])
        self.problem.hide()
        self.answered.emit(found)

    def _on_failed(self, failure: Failure) -> None:
        self.table.set_rows((), (), ())
        self.problem.setText(failure.sentence)
        self.problem.show()

    def _on_reading_chosen(self, reading: str) -> None:
        self._workbench.store.change(f"Answer by {READINGS[reading].label}", reading=reading)

    def _on_metric_chosen(self, metric: str) -> None:
        self._workbench.store.change(f"Neighbours by {METRICS[metric].label}", metric=metric)

    def _on_leave_out_toggled(self, on: bool) -> None:
        label = "Leave out the words of the expression" if on else "Allow the words of the expression"
        self._workbench.store.change(worded(label, self._workbench.state.unit), leaves_out_terms=on)

    def _on_zoom(self) -> None:
        if ZOOM in self._workbench.commands:
            self._workbench.commands.run(ZOOM)

    def _on_close(self) -> None:
        self._workbench.store.change("Close the expression", expression="", selection=())

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 8)
        column.setSpacing(7)
        head = QHBoxLayout()
        head.setSpacing(0)
        head.addWidget(self.title, 1)
        head.addWidget(self.close_button)
        column.addLayout(head)
        column.addWidget(self.zoom)
        column.addWidget(hairline())
        heading = QHBoxLayout()
        heading.setSpacing(0)
        heading.addWidget(ElidedLabel("WORDS IT LEADS TO", "heading"), 1)
        heading.addWidget(self.buttons)
        column.addLayout(heading)
        column.addWidget(self.note)
        column.addWidget(self.readings)
        column.addWidget(self.metrics)
        column.addWidget(self.problem)
        column.addWidget(self.table, 1)
        column.addWidget(self.leave_out)
        column.addWidget(self.searched)

    def _dress(self, theme: Theme) -> None:
        self.close_button.setIcon(icon("x", theme.muted, 16))
        self.table.viewport().update()


def _words_of(embedding: Embedding, text: str) -> tuple[tuple[int, ...], list[str]]:
    """The indices of the words of an expression, rising, and the words that are made from their parts."""
    try:
        _, terms = parse_with_made(embedding, text)
    except ExplorerError:  # which the answer tells
        return (), []
    indices = sorted(term for term, _ in terms if isinstance(term, int))
    return tuple(indices), [term for term, _ in terms if isinstance(term, str)]


def _told_made(words: list[str]) -> str:
    if not words:
        return ""
    named = " and ".join(f"“{word}”" for word in words)
    if len(words) == 1:
        return f"{named} is not in the vocabulary: it is made from its parts."
    return f"{named} are not in the vocabulary: they are made from their parts."
