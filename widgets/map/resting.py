"""What takes longer than a frame: made in a job once the map has rested."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer

from widgets.jobs import Job, JobRunner

REST_MILLISECONDS = 120


class Resting(QObject):
    """Starts a job when the map has rested, and drops it when something else is to be seen.

    label, group: of the job
    """

    def __init__(self, jobs: JobRunner, label: str, group: str, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs, self._label, self._group = jobs, label, group
        self._start: Callable[[], None] | None = None
        self._job: Job | None = None
        self._timer = QTimer(self, singleShot=True, interval=REST_MILLISECONDS)
        self._timer.timeout.connect(self._on_rested)

    @property
    def is_waiting(self) -> bool:
        """Whether a job is to be started."""
        return self._timer.isActive()

    def ask(self, show: Callable[[Any], None], function: Callable[..., Any], *args: Any) -> None:
        """Have ``show`` called with what ``function(*args, task=task)`` makes, unless it is dropped before."""
        self.drop()
        self._start = lambda: self._make(show, function, *args)
        self._timer.start()

    def drop(self) -> None:
        """Make nothing of what was asked for."""
        self._timer.stop()
        self._start = None
        if self._job is not None:
            self._job.cancel()

    def _on_rested(self) -> None:
        start, self._start = self._start, None
        if start is not None:
            start()

    def _make(self, show: Callable[[Any], None], function: Callable[..., Any], *args: Any) -> None:
        job = self._jobs.start(self._label, function, *args, group=self._group, quiet=True)
        job.succeeded.connect(show)
        job.finished.connect(lambda: self._on_finished(job))
        self._job = job

    def _on_finished(self, job: Job) -> None:
        if self._job is job:
            self._job = None
