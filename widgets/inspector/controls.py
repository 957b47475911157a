"""The control panel: samples, options, what restarts, and the five buttons that go on."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from explorer.errors import ExplorerError
from explorer.training.inspector.config import format_config, parse_config
from explorer.training.inspector.glove import GloveSetup
from explorer.training.inspector.options import GloveOptions, InspectorOptions
from explorer.training.inspector.problems import Problem
from explorer.training.inspector.setup import GrammarSource, Setup, TextSource
from widgets.inspector.marked_text import MarkedText
from widgets.inspector.model_source import ModelSource
from widgets.inspector.sources import GloveSource, SamplesSource, Source, TextSourcePage
from widgets.parts.labels import hairline, label
from widgets.parts.line_chart import LineChart
from widgets.parts.option_form import OptionForm
from widgets.parts.picture_saving import offer_picture
from widgets.parts.scroll_column import ScrollColumn
from widgets.parts.segmented import Segmented
from widgets.workbench import Workbench

SOURCES = {"samples": "Samples", "text": "Text", "glove": "GloVe", "model": "Model"}
_ABOUT = {
    "samples": "Samples written by hand, in wevi's grammar.",
    "text": "A window slides over a text and makes the samples.",
    "glove": "Count which words stand together, then fit the counts.",
    "model": "Words of a model that is open, with its own vectors.",
}
_BASIC = ("hidden_size", "learning_rate", "objective")
AMOUNTS = (20, 100, 500)


class Controls(QWidget):
    """What is learned from and how; nothing restarts before the texts are right.

    Signals
    -------
    restart_requested(Setup, str) : begin anew with a setup, and the label for undo.
    rate_requested(float)         : learn on at another rate.
    next_requested()              : one press of Next.
    run_requested(int)            : learn from so many samples.
    fit_requested()               : lay the axes of the vectors anew.
    """

    restart_requested = Signal(object, str)
    rate_requested = Signal(float)
    next_requested = Signal()
    run_requested = Signal(int)
    fit_requested = Signal()

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = workbench.theme
        self.source = Segmented(SOURCES, "Source", _ABOUT)
        self.sources: dict[str, Source] = {
            "samples": SamplesSource(theme),
            "text": TextSourcePage(theme),
            "glove": GloveSource(theme),
            "model": ModelSource(workbench),
        }
        self.forms: dict[type, OptionForm] = {
            InspectorOptions: OptionForm(InspectorOptions, basic=_BASIC),
            GloveOptions: OptionForm(GloveOptions, basic=("hidden_size", "learning_rate", "window")),
        }
        self.forms[InspectorOptions].control("objective").setFixedWidth(150)
        self.config = MarkedText(
            theme, "Config", "The options as one line of JSON, as in wevi.", self._read_config, rows=2
        )
        self.problem = label(role="danger", wrap=True)
        self.problem.hide()
        self.restart = QPushButton("Update and restart")
        self.restart.setToolTip("Begin anew with this training data and these options.")
        self.update_rate = QPushButton("Update learning rate")
        self.update_rate.setToolTip("Go on with the learning rate of the form; weights and position stay.")
        self.next = QPushButton("Next")
        self.next.setToolTip("Go on by a phase, half a step or a sample, as chosen below (N)")
        self.amounts = {n: QPushButton(str(n)) for n in AMOUNTS}
        self.pca = QPushButton("PCA")
        self.pca.setToolTip("Lay the axes of the vectors anew, along the two directions in which they differ most (P)")
        self.loss = label("", "muted")
        self.loss.setAccessibleName("Loss of this sample")
        self.chart = LineChart(theme, "Mean loss of each pass", lambda x: f"pass {x:g}")
        offer_picture(workbench, self.chart)
        self._lay_out()
        self._connect()
        self._show_config()

    @property
    def current(self) -> Source:
        """The source that is chosen."""
        return self.sources[self.source.current]

    @property
    def form(self) -> OptionForm:
        """The options of the chosen source."""
        return self.forms[self.current.kind]

    # Laying out -----------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        scroll = ScrollColumn(margin=12, spacing=7)
        scroll.column.addWidget(self.source)
        for page in self.sources.values():
            scroll.column.addWidget(page)
        scroll.column.addWidget(label("Options", "heading"))
        for form in self.forms.values():
            scroll.column.addWidget(form)
        scroll.column.addWidget(label("Config", "heading"))
        scroll.column.addWidget(self.config)
        scroll.column.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(scroll, 1)
        column.addWidget(hairline())
        foot = QVBoxLayout()
        foot.setContentsMargins(12, 8, 12, 8)
        foot.setSpacing(6)
        foot.addWidget(self.problem)  # beside the button that waits for it, never scrolled out of sight
        begin = QHBoxLayout()
        begin.setSpacing(4)
        for button in (self.restart, self.update_rate):
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            button.setStyleSheet("padding-left: 2px; padding-right: 2px;")
            begin.addWidget(button, 1)
        foot.addLayout(begin)
        row = QHBoxLayout()
        row.setSpacing(4)
        self.next.setProperty("role", "primary")
        for button in (self.next, *self.amounts.values(), self.pca):
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            button.setStyleSheet("padding-left: 2px; padding-right: 2px;")
            row.addWidget(button, 4 if button in (self.next, self.pca) else 3)
        for n, button in self.amounts.items():
            button.setToolTip(f"Learn from {n} samples")
            button.setAccessibleName(f"{n} samples")
        foot.addLayout(row)
        foot.addWidget(self.loss)
        self.chart.setFixedHeight(92)
        foot.addWidget(self.chart)
        column.addLayout(foot)
        self._fit_pages()

    def _fit_pages(self) -> None:
        """Show the page and the form of the chosen source."""
        for page in self.sources.values():
            page.setVisible(page is self.current)
        for form in self.forms.values():
            form.setVisible(form is self.form)

    # What the user does ---------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        self.source.chosen.connect(self._on_source_chosen)
        for page in self.sources.values():
            page.edited.connect(self._check)
            page.restarts.connect(self.begin)
        for form in self.forms.values():
            form.changed.connect(self._on_form_changed)
        self.config.edited.connect(self._on_config_edited)
        self.restart.clicked.connect(lambda: self.begin("Restart the Inspector"))
        self.update_rate.clicked.connect(self._on_update_rate)
        self.next.clicked.connect(self.next_requested)
        for n, button in self.amounts.items():
            button.clicked.connect(lambda _=False, n=n: self.run_requested.emit(n))
        self.pca.clicked.connect(self.fit_requested)

    def take_selection(self) -> None:
        """Change to the words of the model that are selected in the window."""
        page = self.sources["model"]
        assert isinstance(page, ModelSource)
        self.source.choose("model")
        self._fit_pages()
        self._show_config()
        page.take_selection()

    def begin(self, label_of_undo: str) -> None:
        """Begin anew if everything is right; otherwise say what is not."""
        setup = self._made()
        if setup is not None:
            self.restart_requested.emit(setup, label_of_undo)

    def _made(self) -> Setup | GloveSetup | None:
        try:
            setup = self.current.make(self.form.options()) if self.current.is_right and self.config.is_right else None
        except ExplorerError as error:
            self._say(str(error))
            return None
        if setup is not None:
            self._say("")
        return setup

    def _check(self) -> None:
        """Offer the restart only while the texts are right."""
        is_right = self.current.is_right and self.config.is_right
        self.restart.setEnabled(is_right)
        if is_right:
            self._made()

    def _say(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))
        self.restart.setEnabled(not sentence and self.current.is_right and self.config.is_right)

    def _on_source_chosen(self, _: str) -> None:
        self._fit_pages()
        self._show_config()
        self._say("")
        self.begin(f"Inspect {SOURCES[self.source.current]}")

    def _on_update_rate(self) -> None:
        try:
            self.rate_requested.emit(float(self.form.options().learning_rate))
        except ExplorerError as error:
            self._say(str(error))

    def _on_form_changed(self) -> None:
        self._show_config()
        self._check()

    def _on_config_edited(self) -> None:
        parsed = parse_config(self.config.text, self.current.kind)
        if parsed.options is not None:
            self.form.set_options(parsed.options)
        self._check()

    def _read_config(self, text: str) -> tuple[Problem, ...]:
        return parse_config(text, self.current.kind).problems

    def _show_config(self) -> None:
        try:
            self.config.set_text(format_config(self.form.options()))
        except ExplorerError as error:
            self._say(str(error))

    # What is shown --------------------------------------------------------------------------------------------------

    def show_setup(self, setup: Setup | GloveSetup) -> None:
        """Show the source and options of a run that was begun or brought back."""
        source = None if isinstance(setup, GloveSetup) else setup.source
        if isinstance(setup, GloveSetup):
            self.source.choose("glove")
            page = self.sources["glove"]
            assert isinstance(page, GloveSource)
            page.show_text(setup.text)
        elif isinstance(source, GrammarSource):
            self.source.choose("samples")
            page = self.sources["samples"]
            assert isinstance(page, SamplesSource)
            page.show_text(source.text)
        elif isinstance(source, TextSource):
            self.source.choose("text")
            page = self.sources["text"]
            assert isinstance(page, TextSourcePage)
            page.show_source(source)
        elif source is not None:
            self.source.choose("model")
            page = self.sources["model"]
            assert isinstance(page, ModelSource)
            page.show_source(source)
        self.form.set_options(setup.options)
        self._fit_pages()
        self._show_config()
        self._say("")

    def show_losses(self, losses: np.ndarray, loss: float) -> None:
        """Show the mean loss of each pass, and that of the present sample."""
        finite = [(float(i + 1), float(value)) for i, value in enumerate(losses) if np.isfinite(value)]
        self.chart.set_line(finite)
        last = f"   last pass {finite[-1][1]:.3f}" if finite else ""
        self.loss.setText(f"Loss   this sample {loss:.3f}{last}" if np.isfinite(loss) else f"Loss{last}")
