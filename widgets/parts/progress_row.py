"""How far a job is, what it does, and the buttons that let it wait and stop it."""

from __future__ import annotations

from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from widgets.jobs import Job
from widgets.parts.labels import ElidedLabel

FULL = 1000


class ProgressRow(QWidget):
    """A thin bar, the message under it and a button; in sight only while its job runs.

    A job that can wait has a second button, "Pause", which becomes "Resume".
    """

    def __init__(self, stop_text: str = "Cancel", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._job: Job | None = None
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Progress")
        self.message = ElidedLabel(role="muted")
        self.pause = QPushButton("Pause")
        self.pause.setToolTip("Let what is running wait")
        self.pause.clicked.connect(self._on_pause_clicked)
        self.button = QPushButton(stop_text)
        self.button.setToolTip("Stop what is running")
        self.button.clicked.connect(self._on_stop_clicked)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.bar)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.addWidget(self.message, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.pause)
        buttons.addWidget(self.button)
        self._row.addLayout(buttons)
        column.addLayout(self._row)
        self.hide()

    @property
    def job(self) -> Job | None:
        """The job that is shown, or None."""
        return self._job

    def show_job(self, job: Job) -> None:
        """Follow a job until it finishes; a job shown before is let go, not cancelled."""
        self._let_go()
        if job.is_finished:
            return
        self._job = job
        self.bar.setRange(0, 0)  # until it says how far it is
        self.message.setText(job.label)
        self.button.setToolTip(f"Stop: {job.label}")
        self.button.setAccessibleName(f"{self.button.text()}: {job.label}")
        self.pause.setVisible(job.can_pause)
        # Beside two buttons the message would have no room.
        direction = QBoxLayout.Direction.TopToBottom if job.can_pause else QBoxLayout.Direction.LeftToRight
        self._row.setDirection(direction)
        self._on_paused_changed(job.is_paused)
        job.progressed.connect(self._on_progressed)
        job.paused_changed.connect(self._on_paused_changed)
        job.finished.connect(self._on_finished)
        self.show()

    def _let_go(self) -> None:
        if self._job is not None:
            self._job.progressed.disconnect(self._on_progressed)
            self._job.paused_changed.disconnect(self._on_paused_changed)
            self._job.finished.disconnect(self._on_finished)
            self._job = None

    def _on_progressed(self, fraction: float, message: str) -> None:
        self.bar.setRange(0, FULL)
        self.bar.setValue(round(fraction * FULL))
        if message:
            self.message.setText(message)

    def _on_finished(self) -> None:
        self._let_go()
        self.hide()

    def _on_paused_changed(self, is_paused: bool) -> None:
        assert self._job is not None
        text = "Resume" if is_paused else "Pause"
        self.pause.setText(text)
        self.pause.setToolTip(f"Go on with {self._job.label}" if is_paused else f"Let {self._job.label} wait")
        self.pause.setAccessibleName(f"{text}: {self._job.label}")

    def _on_pause_clicked(self) -> None:
        if self._job is not None:
            self._job.resume() if self._job.is_paused else self._job.pause()

    def _on_stop_clicked(self) -> None:
        if self._job is not None:
            self._job.cancel()
