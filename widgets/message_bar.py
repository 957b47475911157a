"""The bottom of the window: the last message, and what is running, with its progress and a button that cancels it."""

from __future__ import annotations

from collections import deque
from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QSizePolicy, QToolButton, QWidget

from widgets.jobs import Failure, Job
from widgets.parts.labels import ElidedLabel
from widgets.parts.progress_row import FULL
from widgets.theme import icon
from widgets.workbench import Workbench

BAR_WIDTH = 140
LONGEST_JOB = 300
REMEMBERED = 5


class MessageBar(QWidget):
    """One line: on the left what was last to be said, on the right the newest job that is worth showing.

    An error that was not foreseen gets a link "Details"; nothing here ever stands in the user's way. An error leaves
    when what failed has succeeded. What was said before can be read again in the tooltip.

    Signals
    -------
    details_requested(Failure) : the user wants to see the traceback.
    """

    details_requested = Signal(object)

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workbench = workbench
        self._jobs: list[Job] = []
        self._failure: Failure | None = None
        self._failed_group = ""  # of the job that the failure is of
        self._said: deque[str] = deque(maxlen=REMEMBERED)
        self.message = _Message()
        self.message.setTextFormat(Qt.TextFormat.RichText)
        self.message.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.message.setAccessibleName("Last message")
        self.message.linkActivated.connect(self._on_details)
        self.message.resized.connect(self._show_message)
        self.job_label = ElidedLabel(role="muted")
        self.job_label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.job_label.setMaximumWidth(LONGEST_JOB)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(BAR_WIDTH)
        self.bar.setAccessibleName("Progress")
        self.cancel = QToolButton()
        self.cancel.clicked.connect(self._on_cancel)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 3, 8, 3)
        row.setSpacing(10)
        row.addWidget(self.message, 1)
        for each in (self.job_label, self.bar, self.cancel):
            row.addWidget(each)
        self.setFixedHeight(30)
        workbench.jobs.started.connect(self._on_started)
        workbench.theme.changed.connect(self._dress)
        self._dress()
        self._show_job()

    @property
    def text(self) -> str:
        """The message in plain words, without the link."""
        return self.message.accessibleDescription()

    def say(self, sentence: str) -> None:
        """Show a sentence until the next one."""
        self._failure = None
        self._write(sentence)

    def say_failed(self, failure: Failure) -> None:
        """Show what went wrong; with a traceback, also the way to it."""
        self._failure, self._failed_group = failure, ""
        self._write(failure.sentence)

    def take_back(self, sentence: str) -> None:
        """Show nothing, if this sentence is still shown."""
        if self.text == sentence:
            self._failure = None
            self.message.setAccessibleDescription("")
            self._show_message()

    def _write(self, sentence: str) -> None:
        if not self._said or self._said[0] != sentence:
            self._said.appendleft(sentence)
        self.message.setAccessibleDescription(sentence)
        self.message.setToolTip("".join(f"<p>{escape(each)}</p>" for each in self._said))
        self._show_message()

    def _show_message(self) -> None:
        """Write as much of the message as there is room for; the tooltip has all of it."""
        theme, metrics = self._workbench.theme.theme, self.message.fontMetrics()
        has_details = self._failure is not None and bool(self._failure.details)
        room = self.message.width() - (metrics.horizontalAdvance(" Details") if has_details else 0)
        text = escape(metrics.elidedText(self.text, Qt.TextElideMode.ElideRight, room))
        if self._failure is not None:
            text = f'<span style="color: {theme.danger}">{text}</span>'
        if has_details:
            text += f' <a href="details" style="color: {theme.accent}">Details</a>'
        self.message.setText(text)

    def _on_started(self, job: Job) -> None:
        job.failed.connect(lambda failure: self._on_failed(job, failure))
        job.succeeded.connect(lambda _: self._on_succeeded(job))
        if job.said:
            job.succeeded.connect(lambda _: self.say(job.said))
        if job.quiet or job.is_finished:
            return
        self._jobs.append(job)
        job.progressed.connect(lambda fraction, message: self._on_progressed(job, fraction, message))
        job.finished.connect(lambda: self._on_finished(job))
        self._show_job()

    def _on_failed(self, job: Job, failure: Failure) -> None:
        self.say_failed(failure)
        self._failed_group = job.group

    def _on_succeeded(self, job: Job) -> None:
        if job.group and job.group == self._failed_group and self._failure is not None:
            self.take_back(self._failure.sentence)

    def _on_progressed(self, job: Job, fraction: float, message: str) -> None:
        if self._jobs and job is self._jobs[-1]:
            self.bar.setRange(0, FULL)
            self.bar.setValue(round(fraction * FULL))
            self.job_label.setText(message or job.label)

    def _on_finished(self, job: Job) -> None:
        if job in self._jobs:
            self._jobs.remove(job)
        self._show_job()

    def _show_job(self) -> None:
        for each in (self.job_label, self.bar, self.cancel):
            each.setVisible(bool(self._jobs))
        if self._jobs:
            job = self._jobs[-1]
            self.bar.setRange(0, 0)  # until it says how far it is
            self.job_label.setText(job.label)
            self.cancel.setToolTip(f"Cancel: {job.label}")
            self.cancel.setAccessibleName(f"Cancel: {job.label}")

    def _on_cancel(self) -> None:
        if self._jobs:
            job = self._jobs[-1]
            job.cancel()
            self.say(f"{job.label}: cancelled.")

    def _on_details(self) -> None:
        if self._failure is not None:
            self.details_requested.emit(self._failure)

    def _dress(self) -> None:
        self.cancel.setIcon(icon("x", self._workbench.theme.theme.muted, 14))
        self._show_message()


class _Message(QLabel):
    """Tells when it has another width.

    Signals
    -------
    resized() : there is more or less room.
    """

    resized = Signal()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()
