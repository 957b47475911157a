"""A model while it is being trained: how far it is, how fast, its loss, and what it takes for near."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QWidget

from widgets.jobs import Job
from widgets.panels.followed_words import FollowedWords
from widgets.panels.replay import ReplayBar
from widgets.parts.labels import ElidedLabel, label
from widgets.parts.line_chart import LineChart
from widgets.parts.numbers import grouped, lasting
from widgets.parts.picture_saving import offer_picture
from widgets.parts.progress_row import FULL
from widgets.parts.scroll_column import ScrollColumn
from widgets.workbench import Workbench

if TYPE_CHECKING:
    from explorer.training.snapshots import TrainingSnapshot

EMPTY = "While a model is trained, its progress and its loss are shown here."


class TrainingPanel(ScrollColumn):
    """The running training, and afterwards the last one, which can be played again.

    Signals
    -------
    cancel_requested() : stop, and throw away what was learned.
    keep_requested()   : stop, and keep what was learned so far.
    """

    cancel_requested = Signal()
    keep_requested = Signal()

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workbench = workbench
        self._job: Job | None = None
        self.title = ElidedLabel()
        self.status = label(EMPTY, "muted", wrap=True)
        self.speed = label(role="muted", wrap=True)
        self.advice = label(role="muted", wrap=True)
        self.advice.hide()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Progress of the training")
        self.bar.setRange(0, FULL)
        self.chart_heading = label("Loss", "heading")
        self.chart_heading.setToolTip("How badly the model predicts the words around a word; it falls while it learns.")
        self.chart = LineChart(workbench.theme, "Loss", format_x=_words, format_y="{:.3g}".format)
        offer_picture(workbench, self.chart, lambda: f"{self.title.text()} loss")
        self.replay = ReplayBar(workbench.theme)
        self.followed = FollowedWords(workbench.theme)
        self.keep = QPushButton("Stop and keep")
        self.keep.setToolTip("End the training now and use the vectors as they are.")
        self.keep.clicked.connect(self.keep_requested)
        self.cancel = QPushButton("Cancel")
        self.cancel.setToolTip("End the training and throw away what was learned.")
        self.cancel.clicked.connect(self.cancel_requested)
        self._lay_out()
        self._show_running(False)
        for each in (self.title, self.chart_heading, self.chart):
            each.hide()

    def show_job(self, job: Job, title: str) -> None:
        """Follow a training; ``title`` says what is learned from what: "Moby-Dick · skip-gram"."""
        if job.is_finished:
            return
        self._job = job
        self.title.setText(title)
        self.title.show()
        self.status.setText("Reading the corpus…")
        self.status.show()
        self.speed.setText("")
        self.bar.setValue(0)
        self.advice.hide()
        self.chart.set_line([])
        self.chart.hide()
        self.chart_heading.hide()
        self.replay.show_frames(())
        self.followed.clear()
        self._show_running(True)
        job.told.connect(lambda sentences: self._on_told(job, sentences))
        job.progressed.connect(lambda fraction, message: self._on_progressed(job, fraction, message))
        job.finished.connect(lambda: self._on_finished(job))

    def show_snapshot(self, snapshot: TrainingSnapshot) -> None:
        """Show how far the model is."""
        rate = snapshot.words_per_second
        left = max(snapshot.words_total - snapshot.words_done, 0)
        parts = [f"{grouped(round(rate))} {snapshot.unit}/s"]
        if rate > 0 and left:
            parts.append(f"{lasting(left / rate)} left")
        self.speed.setText(" · ".join(parts))
        if snapshot.loss_curve:
            self.chart.set_line([(float(words), float(loss)) for words, loss in snapshot.loss_curve])
            self.chart.show()
            self.chart_heading.show()

    def show_ended(self, sentence: str) -> None:
        """Say how the training ended; the loss stays in sight."""
        self.status.setText(sentence)
        self.speed.setText("")
        self._show_running(False)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.keep, 1)
        buttons.addWidget(self.cancel, 1)
        for each in (self.title, self.bar, self.status, self.speed):
            self.column.addWidget(each)
        self.column.addLayout(buttons)
        self.column.addWidget(self.replay)
        self.column.addSpacing(2)
        self.column.addWidget(self.followed)
        self.column.addSpacing(2)
        self.column.addWidget(self.chart_heading)
        self.column.addWidget(self.chart)
        self.column.addWidget(self.advice)  # last, as the dialog has told it: it is for the next time
        self.column.addStretch(1)

    def _show_running(self, running: bool) -> None:
        for each in (self.bar, self.keep, self.cancel, self.speed):
            each.setVisible(running)

    def _on_progressed(self, job: Job, fraction: float, message: str) -> None:
        if job is self._job:
            self.bar.setValue(round(fraction * FULL))
            self.status.setText(message)

    def _on_told(self, job: Job, sentences: tuple[str, ...]) -> None:
        if job is self._job:
            self.advice.setText(" ".join(sentences))
            self.advice.show()

    def _on_finished(self, job: Job) -> None:
        if job is self._job:
            self._job = None
            self._show_running(False)


def _words(count: float) -> str:
    return f"{grouped(round(count))} words" if count else "0"
