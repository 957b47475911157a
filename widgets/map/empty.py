"""What the Map tab shows while there is no map."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from explorer.session.state import State
from widgets.jobs import Job
from widgets.parts.labels import label
from widgets.workbench import Workbench

COMMAND = "embedding.project"
GROUPS = ("projection", "training")


class EmptyMap(QWidget):
    """Says what is being worked on, or what is missing; offers to project if the window has a command for it."""

    def __init__(self, workbench: Workbench, parent: QWidget) -> None:
        super().__init__(parent)
        self._workbench = workbench
        self.sentence = label(role="muted", wrap=True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.button = QPushButton("Project")
        self.button.setProperty("role", "primary")
        self.button.clicked.connect(lambda: workbench.commands.run(COMMAND))
        column = QVBoxLayout(self)
        column.setSpacing(14)
        column.addStretch(1)
        column.addWidget(self.sentence)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignCenter)
        column.addStretch(1)
        parent.installEventFilter(self)
        workbench.jobs.started.connect(self._on_job_started)
        self.show_state(workbench.state)

    def show_state(self, state: State) -> None:
        """Show what is missing in a state, or nothing if there is a map."""
        self.setVisible(state.projection is None)
        running = [job for job in self._workbench.jobs.running if job.group in GROUPS]
        if running:
            self._show_progress(running[-1], 0.0, "")
        elif state.embedding is None:
            self.sentence.setText("Open word vectors, or train a model on a text, to see its words on a map.")
        else:
            self.sentence.setText(f"{state.embedding.name} has no map yet.")
        has_command = COMMAND in self._workbench.commands
        self.button.setVisible(state.embedding is not None and not running and has_command)

    def _on_job_started(self, job: Job) -> None:
        if job.group in GROUPS:
            job.progressed.connect(lambda fraction, message: self._show_progress(job, fraction, message))
            job.finished.connect(lambda: self.show_state(self._workbench.state))
            self.show_state(self._workbench.state)

    def _show_progress(self, job: Job, fraction: float, message: str) -> None:
        share = f" · {fraction:.0%}" if fraction > 0 else ""
        self.sentence.setText(f"{job.label}{share}" + (f"\n{message}" if message else ""))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fill the map."""
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.resize(watched.size())
        return False
