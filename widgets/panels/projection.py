"""Choosing how the words are placed on the map, and starting it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QStackedWidget, QWidget

from explorer.embedding import Embedding, same_vocabulary
from explorer.errors import ExplorerError
from explorer.options import remembered
from explorer.projection.methods import METHODS
from explorer.session.state import State
from widgets.jobs import Job
from widgets.parts.calm_wheel import calm_wheel
from widgets.parts.keep_settings import keep_settings
from widgets.parts.labels import label
from widgets.parts.numbers import grouped
from widgets.parts.option_form import CONTROL_WIDTH, OptionForm
from widgets.parts.progress_row import ProgressRow
from widgets.parts.scroll_column import ScrollColumn
from widgets.parts.segmented import Segmented
from widgets.workbench import Workbench

BASIC = {"umap": ("n_neighbors", "min_dist", "metric"), "tsne": ("perplexity", "metric")}
"""The parameters that are always in sight; the others of the method unfold. All of a method that is not named."""

PORTIONS = (1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000)


class ProjectionPanel(ScrollColumn):
    """The method, its parameters and how many words; Run starts it and Stop ends it.

    The parameters of each method are remembered in the settings.

    Signals
    -------
    project_requested(str, object, object) : method, its options, and the number of the most frequent words to place,
                                             or None for all.
    stop_requested()                       : the user wants the running projection to end.
    """

    project_requested = Signal(str, object, object)
    stop_requested = Signal()

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workbench = workbench
        self._forms: dict[str, OptionForm[Any]] = {}
        self._n_words: dict[str, int | None] = {}
        self._embedding: Embedding | None = None
        names = {key: method.label for key, method in METHODS.items()}
        self.methods = Segmented(names, "Method", {key: method.sentence for key, method in METHODS.items()})
        self.methods.chosen.connect(self._on_method_chosen)
        self._stack = _AsHighAsShown()
        self.words = QComboBox()
        self.words.setFixedWidth(CONTROL_WIDTH + 32)
        self.words.setAccessibleName("Words")
        self.words.setToolTip("How many words get a place on the map: all, or the most frequent ones.")
        self.words.activated.connect(self._on_words_chosen)
        calm_wheel(self.words)
        self.problem = label(role="danger", wrap=True)
        self.problem.hide()
        self.run = QPushButton("Run")
        self.run.setProperty("role", "primary")
        self.run.setAccessibleName("Run the projection")
        self.run.setToolTip("Place the words on the map by this method, with these parameters.")
        self.run.clicked.connect(self._on_run)
        self.progress = ProgressRow("Stop")
        self.progress.button.clicked.connect(self.stop_requested)
        self._lay_out()
        workbench.changes.embedding_changed.connect(self._on_embedding_changed)
        self._show_method(self.methods.current)
        self._on_embedding_changed(workbench.state)

    @property
    def method(self) -> str:
        """The method that is chosen."""
        return self.methods.current

    @property
    def form(self) -> OptionForm[Any]:
        """The form of the chosen method."""
        return self._form_of(self.method)

    @property
    def n_words(self) -> int | None:
        """How many of the most frequent words are to be placed; None for all."""
        chosen: int | None = self.words.currentData()
        return chosen

    @property
    def options(self) -> Any:
        """The parameters of the chosen method; the usual ones while what is typed is none."""
        try:
            return self.form.options()
        except ExplorerError:
            return None

    def choose_method(self, method: str) -> None:
        """Show a method and its parameters."""
        self.methods.choose(method)
        self._show_method(method)

    def show_job(self, job: Job) -> None:
        """Follow a running projection; Run comes back when it has finished."""
        self.progress.show_job(job)
        if self.progress.job is job:
            self.run.hide()
            job.finished.connect(self._on_finished)

    def _lay_out(self) -> None:
        self.column.addWidget(self.methods)
        self.column.addWidget(self._stack)
        row = QHBoxLayout()
        row.addWidget(label("Words", "muted"))
        row.addStretch(1)
        row.addWidget(self.words)
        self.column.addLayout(row)
        self.column.addWidget(self.problem)
        self.column.addWidget(self.run)
        self.column.addWidget(self.progress)
        self.column.addStretch(1)

    def _form_of(self, method: str) -> OptionForm[Any]:
        if method not in self._forms:
            kind = METHODS[method].options
            form: OptionForm[Any] = OptionForm(kind, basic=BASIC.get(method))
            form.set_options(remembered(kind, self._workbench.settings.options.get(method, {})))
            form.changed.connect(self._on_options_changed)
            form.unfolded.connect(self._stack.updateGeometry)
            self._forms[method] = form
            self._stack.addWidget(form)
        return self._forms[method]

    def _show_method(self, method: str) -> None:
        self._stack.setCurrentWidget(self._form_of(method))
        self._stack.updateGeometry()
        self.problem.hide()
        self._fill_words()

    def _fill_words(self) -> None:
        embedding = self._workbench.state.embedding
        n = len(embedding) if embedding is not None else 0
        self.words.clear()
        self.words.addItem(f"All {grouped(n)}" if n else "All", None)
        for portion in reversed([each for each in PORTIONS if each < n]):
            self.words.addItem(f"{grouped(portion)} most frequent", portion)
        self.words.setCurrentIndex(max(self.words.findData(self._n_words.get(self.method)), 0))

    def _on_method_chosen(self, method: str) -> None:
        self._show_method(method)

    def _on_words_chosen(self) -> None:
        self._n_words[self.method] = self.n_words

    def _on_embedding_changed(self, state: State) -> None:
        before, self._embedding = self._embedding, state.embedding
        if same_vocabulary(before, state.embedding):
            return
        self.run.setEnabled(state.embedding is not None)
        self.words.setEnabled(state.embedding is not None)
        self._n_words.clear()
        self._fill_words()

    def _on_options_changed(self) -> None:
        self.problem.hide()

    def _on_run(self) -> None:
        try:
            options = self.form.options()
        except ExplorerError as error:
            self.problem.setText(str(error))
            self.problem.show()
            return
        self._workbench.settings.options[self.method] = _simple(options)
        keep_settings(self._workbench)
        self.project_requested.emit(self.method, options, self.n_words)

    def _on_finished(self) -> None:
        if self.progress.job is None:
            self.run.show()


def _simple(options: Any) -> dict[str, bool | int | float | str]:
    """The options that the settings file can hold."""
    return {name: value for name, value in asdict(options).items() if isinstance(value, bool | int | float | str)}


class _AsHighAsShown(QStackedWidget):
    """A stack that is as high as the page in sight, not as its highest."""

    def sizeHint(self) -> QSize:
        page = self.currentWidget()
        return page.sizeHint() if page else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        page = self.currentWidget()
        return page.minimumSizeHint() if page else super().minimumSizeHint()
