"""The Evaluate tab: how many analogies a model answers, and how far it agrees with judged pairs of words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from weakref import ref

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from explorer.analysis.evaluation import Evaluation, EvaluationOptions, evaluate_files, is_test
from explorer.embedding import Embedding
from explorer.session.state import State
from explorer.wording import counted
from widgets.commands import Command
from widgets.jobs import Failure
from widgets.parts.empty_page import EmptyPage
from widgets.parts.labels import ElidedLabel, label
from widgets.parts.option_form import OptionForm
from widgets.parts.progress_row import ProgressRow
from widgets.parts.table_buttons import TableButtons
from widgets.parts.word_model import NumberColumn
from widgets.parts.word_table import WordTable
from widgets.workbench import Workbench

OPEN = "Open word vectors, or train a model on a text, to see how good it is."
CHOOSE = (
    "Drop a file of analogies here, four words a line (questions-words.txt),\n"
    "or of pairs of words that people judged, two words and a number a line (WordSim-353, SimLex-999)."
)
OPEN_BUTTON, CHOOSE_BUTTON = "Open…", "Choose tests…"
BUTTONS = {OPEN_BUTTON: "Open texts or word vectors.", CHOOSE_BUTTON: "Choose files of analogies or of judged pairs."}
FILTERS = "Tests (*.txt *.tsv *.csv);;All files (*)"


class EvaluateTab(QWidget):
    """Asks the model of the state what the chosen files ask; what is shown says of which model it is.

    Signals
    -------
    wanted() : a command asked for it to be shown.
    """

    wanted = Signal()

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("evaluate_tab")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._workbench = workbench
        self._paths: tuple[Path, ...] = ()
        self._evaluation: Evaluation | None = None
        self._evaluated: Callable[[], Embedding | None] = lambda: None  # it may be closed meanwhile
        self.choose = QPushButton(CHOOSE_BUTTON)
        self.choose.setToolTip(BUTTONS[CHOOSE_BUTTON])
        self.choose.clicked.connect(self.ask)
        self.files = ElidedLabel(role="muted")
        self.options: OptionForm[EvaluationOptions] = OptionForm(EvaluationOptions)
        self.options.setMinimumWidth(210)  # so that the name of the parameter is read
        self.options.changed.connect(self._show_button)
        self.again = QPushButton("Evaluate")
        self.again.setProperty("role", "primary")
        self.again.setToolTip("Ask the shown model what the files ask.")
        self.again.clicked.connect(self.start)
        self.progress = ProgressRow()
        self.problem = label(role="danger", wrap=True)
        self.problem.hide()
        self.about = ElidedLabel(role="muted")
        self.analogies = _Section(workbench, "Analogies", "Section")
        self.pairs = _Section(workbench, "Judged pairs", "File")
        self.empty = EmptyPage(BUTTONS)
        self.empty.button.clicked.connect(self._on_empty_asked)
        self._lay_out()
        workbench.changes.embedding_changed.connect(self._show_state)
        workbench.changes.question_changed.connect(self._show_state)
        command = Command(
            "evaluate.open", "Evaluate by analogies or judged pairs…", "View", self.ask, enabled=_has_model
        )
        workbench.commands.add(command)
        self._show_state(workbench.state)

    def ask(self) -> None:
        """Let the user choose files of analogies or judged pairs."""
        self.wanted.emit()
        folder = str(self._paths[0].parent) if self._paths else ""
        chosen, _ = QFileDialog.getOpenFileNames(self, "Choose tests", folder, FILTERS)
        if chosen:
            self.open([Path(each) for each in chosen])

    def takes(self, paths: Sequence[Path]) -> bool:
        """Open files that were dropped if there is a model to ask and all look like tests; whether they did."""
        is_taken = self._workbench.state.embedding is not None and all(map(is_test, paths))
        if is_taken:
            self.open(paths)
        return is_taken

    def open(self, paths: Sequence[Path]) -> None:
        """Ask the shown model what these files ask."""
        self._paths = tuple(paths)
        self.files.setText(", ".join(path.name for path in paths))
        self._show_state(self._workbench.state)
        self.start()

    def start(self) -> None:
        """Ask the shown model what the chosen files ask; what was being asked before is dropped."""
        state = self._workbench.state
        if state.embedding is None or not self._paths:
            return
        self._tell("")
        question = (state.embedding, self._paths, self.options.options(), state.approach.space)
        job = self._workbench.jobs.start(
            f"Evaluating {state.embedding.name}", evaluate_files, *question, group="evaluate"
        )
        self.progress.show_job(job)
        evaluated = ref(state.embedding)
        job.succeeded.connect(lambda found: self._on_found(found, evaluated))
        job.failed.connect(self._on_failed)

    def _on_found(self, found: Evaluation, evaluated: Callable[[], Embedding | None]) -> None:
        self._evaluation, self._evaluated = found, evaluated
        whole = evaluated()
        is_all = whole is None or found.n_words == len(whole)
        known = "" if whole is None or is_all else f"of the first {counted(found.n_words, whole.unit)}"
        parts = [found.name, known, found.space, "case does not count"]
        self.about.setText(" · ".join(part for part in parts if part))
        scores, name = found.analogies, found.name
        accuracies = [100 * score.accuracy if score.n_asked else np.nan for score in scores]
        self.analogies.show_rows(
            f"{name} analogies",
            [score.name for score in scores],
            NumberColumn("accuracy %", np.array(accuracies), full=100.0),
            NumberColumn("correct", np.array([score.n_correct for score in scores], np.int64)),
            NumberColumn("asked", np.array([score.n_asked for score in scores], np.int64)),
            NumberColumn("unknown", np.array([score.n_unknown for score in scores], np.int64)),
        )
        pairs = found.pairs
        self.pairs.show_rows(
            f"{name} judged pairs",
            [each.name for each in pairs],
            NumberColumn("Spearman", _or_nan([each.spearman for each in pairs]), full=1.0),
            NumberColumn("Pearson", _or_nan([each.pearson for each in pairs])),
            NumberColumn("compared", np.array([each.n_asked for each in pairs], np.int64)),
            NumberColumn("unknown", np.array([each.n_unknown for each in pairs], np.int64)),
        )
        self._show_state(self._workbench.state)

    def _on_failed(self, failure: Failure) -> None:
        self._tell(failure.sentence)
        self._show_state(self._workbench.state)

    # What is shown ------------------------------------------------------------------------------------------------

    def _show_state(self, state: State) -> None:
        if state.embedding is None:
            self.empty.say(OPEN, OPEN_BUTTON)
        else:
            self.empty.say(CHOOSE, CHOOSE_BUTTON)
        self._stack.setCurrentIndex(1 if self._paths and state.embedding is not None else 0)
        self._show_button()

    def _show_button(self) -> None:
        """Offer to ask again while what is shown is of another model, space or number of words."""
        state, shown = self._workbench.state, self._evaluation
        is_current = (
            shown is not None
            and state.embedding is not None
            and self._evaluated() is state.embedding
            and shown.space == state.approach.space.told(state.embedding.dim)
            and shown.n_words == min(self.options.options().words or len(state.embedding), len(state.embedding))
        )
        self.again.setEnabled(not is_current)

    def _tell(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))

    def _on_empty_asked(self) -> None:
        if self._workbench.state.embedding is None:
            self._workbench.commands.run("file.open")
        else:
            self.ask()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        for each in (self.choose, self.files, self.options, self.again):
            head.addWidget(each, 1 if each is self.files else 0)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        for below in (self.progress, self.problem, self.about):
            column.addWidget(below)
        column.addWidget(self.analogies, 3)
        column.addWidget(self.pairs, 1)
        column.addStretch(0)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 8)
        column.addWidget(self._stack)


class _Section(QWidget):
    """A heading with its table; in sight while it has rows."""

    def __init__(self, workbench: Workbench, name: str, heading: str) -> None:
        super().__init__()
        self.table = WordTable(workbench, name)
        self.table.words.heading = heading
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        head = QHBoxLayout()
        head.addWidget(label(name, "heading"), 1)
        head.addWidget(TableButtons(self.table, workbench.theme))
        column.addLayout(head)
        column.addWidget(self.table, 1)
        self.hide()

    def show_rows(self, export_name: str, names: Sequence[str], *columns: NumberColumn) -> None:
        self.table.export_name = export_name
        self.table.set_rows(names, range(len(names)), columns)
        self.setVisible(bool(names))


def _or_nan(values: Sequence[float | None]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.array([np.nan if value is None else value for value in values], np.float64)


def _has_model(state: State) -> bool:
    return state.embedding is not None
