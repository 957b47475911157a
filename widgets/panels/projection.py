"""Choosing how the words are placed on the map, and starting it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QStackedWidget, QWidget

from explorer.analysis.map_plans import Foreseen, foresee
from explorer.embedding import Embedding, same_columns, same_vocabulary
from explorer.errors import ExplorerError
from explorer.projection.estimate import MACHINE, check_memory
from explorer.projection.methods import METHODS
from explorer.session.state import State
from explorer.wording import counted
from widgets.jobs import Job
from widgets.panels.axis_fields import AxisFields
from widgets.panels.kept_maps import KeptMapsList
from widgets.panels.method_page import MethodPage
from widgets.panels.shown_axes import ShownAxes
from widgets.panels.word_choice import WordChoiceRow
from widgets.parts.keep_settings import keep_settings
from widgets.parts.labels import label
from widgets.parts.option_form import OptionForm
from widgets.parts.progress_row import ProgressRow
from widgets.parts.scroll_column import ScrollColumn
from widgets.parts.segmented import Segmented
from widgets.parts.speaking import speak_of_entries
from widgets.workbench import Workbench

FORESIGHT_AFTER = 200  # milliseconds of rest after the last change


class ProjectionPanel(ScrollColumn):
    """The method, its parameters and which words; Run starts it and Stop ends it.

    Below Run stands what it will cost; below that what the axes of the map in sight mean, if anything, and the maps
    that are kept. The parameters of each method are remembered in the settings.

    Signals
    -------
    project_requested(str, object, object) : method, its options, and the `WordChoice`.
    components_chosen(object)              : components of PCA that are to be the axes, counted from 1.
    rest_requested()                       : the words that the map leaves out are to be placed into it.
    stop_requested()                       : the user wants the running projection to end.
    """

    project_requested = Signal(str, object, object)
    components_chosen = Signal(object)
    rest_requested = Signal()
    stop_requested = Signal()

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workbench = workbench
        self._pages: dict[str, MethodPage] = {}
        self._kinds: dict[str, object] = {}
        self._embedding: Embedding | None = None
        names = {key: method.label for key, method in METHODS.items()}
        self.methods = Segmented(names, "Method", {key: method.sentence for key, method in METHODS.items()})
        self.methods.chosen.connect(self._show_method)
        self._stack = _AsHighAsShown()
        self.words = WordChoiceRow()
        self.words.changed.connect(self._on_words_chosen)
        self.problem = label(role="danger", wrap=True)
        self.problem.hide()
        self.run = QPushButton("Run")
        self.run.setProperty("role", "primary")
        self.run.setAccessibleName("Run the projection")
        self.run.setToolTip("Place the words on the map by this method, with these parameters.")
        self.run.clicked.connect(self._on_run)
        self.cost = label(role="muted", wrap=True)
        self.cost.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.rest = QPushButton()
        self.rest.setToolTip("The map stays as it is; the words that it leaves out are placed beside their neighbours.")
        self.rest.clicked.connect(self.rest_requested)
        self.progress = ProgressRow("Stop")
        self.progress.button.clicked.connect(self.stop_requested)
        self.axes = ShownAxes(workbench)
        self.axes.components_chosen.connect(self.components_chosen)
        self.maps = KeptMapsList(workbench)
        self._foresight = QTimer(self, interval=FORESIGHT_AFTER, singleShot=True)
        self._foresight.timeout.connect(self._foresee)
        top = (self.methods, self._stack, self.words, self.problem, self.run, self.progress, self.cost, self.rest)
        for each in (*top, self.axes, self.maps):
            self.column.addWidget(each)
        self.column.addStretch(1)
        workbench.changes.embedding_changed.connect(self._on_embedding_changed)
        workbench.changes.selection_changed.connect(self._on_selection_changed)
        workbench.changes.projection_changed.connect(self._offer_rest)
        self._offer_rest(workbench.state)
        self._show_method(self.methods.current)
        self._on_embedding_changed(workbench.state)
        speak_of_entries(self, workbench)

    @property
    def method(self) -> str:
        """The method that is chosen."""
        return self.methods.current

    @property
    def form(self) -> OptionForm[Any]:
        """The form of the chosen method."""
        return self._page_of(self.method).form

    @property
    def axis_fields(self) -> AxisFields | None:
        """The lines in which the axes of the chosen method are typed, if it has such."""
        return self._page_of(self.method).fields

    @property
    def options(self) -> Any:
        """The parameters of the chosen method; the usual ones while what is typed is none."""
        try:
            return self._page_of(self.method).options()
        except ExplorerError:
            return None

    def choose_method(self, method: str) -> None:
        """Show a method and its parameters."""
        self.methods.choose(method)
        self._show_method(method)

    def show_components(self, shown: tuple[int, ...]) -> None:
        """What PCA shows now is also what its next run will show."""
        self._page_of("pca").show_components(shown)

    def show_job(self, job: Job) -> None:
        """Follow a running projection; Run comes back when it has finished."""
        self.progress.show_job(job)
        if self.progress.job is job:
            for each in (self.run, self.cost, self.rest):
                each.hide()
            job.finished.connect(self._on_finished)

    def show_problem(self, sentence: str, role: str = "danger") -> None:
        """Say above Run why there is no map, or "muted" what was made otherwise; "" takes it away."""
        _tell(self.problem, sentence, role)
        self.problem.setVisible(bool(sentence))

    # Methods and words --------------------------------------------------------------------------------------------

    def _page_of(self, method: str) -> MethodPage:
        if method not in self._pages:
            page = self._pages[method] = MethodPage(self._workbench, method)
            page.form.changed.connect(self._on_options_changed)
            page.form.unfolded.connect(self._stack.updateGeometry)
            if page.fields is not None:
                page.fields.changed.connect(self._on_options_changed)
                page.fields.entered.connect(self.run.click)
            self._stack.addWidget(page)
            self._suggest_columns(page)
        return self._pages[method]

    def _suggest_columns(self, page: MethodPage) -> None:
        page.form.suggest("target", () if self._embedding is None else self._embedding.metadata)

    def _show_method(self, method: str) -> None:
        self._stack.setCurrentWidget(self._page_of(method))
        self._stack.updateGeometry()
        self.show_problem("")
        self.words.choose(self._kinds.get(method))
        self._foresight.start()

    def _on_words_chosen(self) -> None:
        self._kinds[self.method] = self.words.box.currentData()
        self.show_problem("")
        self._foresight.start()

    def _on_embedding_changed(self, state: State) -> None:
        before, self._embedding = self._embedding, state.embedding
        if same_columns(before, state.embedding):
            return
        self.run.setEnabled(state.embedding is not None)
        for page in self._pages.values():
            self._suggest_columns(page)
        if not same_vocabulary(before, state.embedding):
            self._kinds.clear()
            self.words.choose(None)
        self.words.fill(state.embedding, len(state.selection))
        self._foresight.start()

    def _on_selection_changed(self, state: State) -> None:
        self.words.fill(state.embedding, len(state.selection))
        if self.words.choice.selected:
            self._foresight.start()

    def _on_options_changed(self) -> None:
        page = self._page_of(self.method)
        if page.fields is not None and (options := self.options) is not None:
            page.fields.show_dimensions(options.n_components)
        self._stack.updateGeometry()
        self.show_problem("")
        self._foresight.start()

    def _offer_rest(self, state: State) -> None:
        """Offer to place the words that the map in sight leaves out."""
        shown = state.projection
        n_left = 0 if shown is None or shown.method not in METHODS else shown.n_words - len(shown)
        rest = counted(n_left, state.unit) if n_left != 1 else state.unit
        self.rest.setText(f"Place the other {rest}")
        self.rest.setVisible(n_left > 0 and self.progress.job is None)

    # Running ------------------------------------------------------------------------------------------------------

    def _foresee(self) -> None:
        """Tell what Run would cost, once that is known."""
        state, options = self._workbench.state, self.options
        if state.embedding is None or options is None:
            self.cost.hide()
            return
        asked = (state.embedding, self.method, options, self.words.choice, state.selection)
        pace = dict(self._workbench.settings.pace)
        job = self._workbench.jobs.start("Cost of a map", foresee, *asked, pace, group="cost of a map", quiet=True)
        job.succeeded.connect(self._show_cost)
        job.failed.connect(lambda failure: self._tell_cost(failure.sentence, "danger"))

    def _show_cost(self, foreseen: Foreseen) -> None:
        self._workbench.settings.pace[MACHINE] = foreseen.machine
        try:
            check_memory(foreseen.estimate, foreseen.n)
        except ExplorerError as error:
            self._tell_cost(str(error), "danger")
            return
        words = "" if self.words.choice.is_all else f"{counted(foreseen.n, self._workbench.state.unit)} · "
        told = foreseen.estimate.told()
        self._tell_cost(words + told if words else told[0].upper() + told[1:], "muted")

    def _tell_cost(self, text: str, role: str) -> None:
        _tell(self.cost, text, role)
        self.cost.setVisible(self.progress.job is None)

    def _on_run(self) -> None:
        try:
            options = self._page_of(self.method).options()
        except ExplorerError as error:
            self.show_problem(str(error))
            return
        self._workbench.settings.options[self.method] = _simple(options)
        keep_settings(self._workbench)
        self.project_requested.emit(self.method, options, self.words.choice)

    def _on_finished(self) -> None:
        if self.progress.job is None:
            self.run.show()
            self._offer_rest(self._workbench.state)
            self._foresight.start()  # by what was learned of the speed


def _tell(line: QLabel, text: str, role: str) -> None:
    line.setText(text)
    line.setProperty("role", role)
    line.style().polish(line)


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
