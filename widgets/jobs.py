"""Long work: the only place where the window's threads are started.

The life of a job
-----------------
1. A view calls ``jobs.start("UMAP", function, *args, group="projection")`` in the GUI thread.
2. A worker thread runs ``function(*args, task=task)``; with ``process=True`` it passes it on to a child process.
3. What the function tells (progress, partial results) and how it ended is put in the job's mailbox by the worker,
   which then emits one queued signal; the worker touches nothing else of Qt.
4. In the GUI thread the job empties the mailbox and emits its signals: any number of ``progressed`` and ``partial``,
   then exactly one of ``succeeded``, ``failed``, ``cancelled``, then ``finished``.
5. A job that was replaced in its group, or cancelled, ends at once for its listeners; a late result is dropped.
"""

from __future__ import annotations

import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from explorer.errors import ExplorerError
from explorer.task import Cancelled, Task
from widgets.job_process import JobProcess


@dataclass(frozen=True)
class Failure:
    """Why a job failed: the sentence for the user, and the traceback if it was not foreseen."""

    sentence: str
    details: str = ""


def failure_of(error: BaseException, label: str) -> Failure:
    """The failure that an exception means to the user."""
    if isinstance(error, ExplorerError):
        return Failure(str(error))
    if isinstance(error, MemoryError):
        return Failure(f"{label}: there is not enough memory. Close an embedding, or take fewer words.")
    details = "".join(traceback.format_exception(error))
    return Failure(f"{label} failed unexpectedly: {error or type(error).__name__}.", details)


class Job(QObject):
    """One piece of long work, as the window sees it; lives in the GUI thread.

    Signals
    -------
    progressed(float, str) : how far it is, 0 to 1, and what it does.
    partial(object)        : a result worth showing before the end; only the newest is kept if the window is busy.
    succeeded(object)      : the result.
    failed(Failure)        : what went wrong.
    cancelled()            : the user, or a newer job of the group, stopped it.
    finished()             : after any of the three.
    """

    progressed = Signal(float, str)
    partial = Signal(object)
    succeeded = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    finished = Signal()
    _posted = Signal()

    def __init__(self, label: str, group: str, quiet: bool, parent: QObject) -> None:
        super().__init__(parent)
        self.label = label
        self.group = group
        self.quiet = quiet
        self.started_at = time.monotonic()
        self.is_finished = False
        self.task = Task(self._post_progress, self._post_partial)
        self._mailbox_lock = threading.Lock()
        self._mailbox: dict[str, Any] = {}
        self._posted.connect(self._on_posted, Qt.ConnectionType.QueuedConnection)

    def cancel(self) -> None:
        """Stop it: listeners hear ``cancelled`` at once, the worker ends at its next step."""
        self.task.cancel()
        self._finish(self.cancelled)

    # In the worker thread ---------------------------------------------------------------------------------------

    def work(self, function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        """Run the function and post how it ended; called by the runner in a worker thread."""
        try:
            self._post("succeeded", function(*args, task=self.task, **kwargs))
        except Cancelled:
            self._post("cancelled", None)
        except BaseException as error:  # whatever it is, the window must hear of it
            self._post("failed", failure_of(error, self.label))

    def _post_progress(self, fraction: float, message: str) -> None:
        self._post("progressed", (fraction, message))

    def _post_partial(self, result: Any) -> None:
        self._post("partial", result)

    def _post(self, kind: str, what: Any) -> None:
        with self._mailbox_lock:
            first = not self._mailbox
            self._mailbox[kind] = what
        if first:  # one queued call carries everything that is posted until it arrives
            self._posted.emit()

    # In the GUI thread ------------------------------------------------------------------------------------------

    def _on_posted(self) -> None:
        with self._mailbox_lock:
            mail, self._mailbox = self._mailbox, {}
        if self.is_finished:
            return
        if "progressed" in mail:
            self.progressed.emit(*mail["progressed"])
        if "partial" in mail and not self.is_finished:
            self.partial.emit(mail["partial"])
        if "succeeded" in mail:
            self._finish(self.succeeded, mail["succeeded"])
        elif "failed" in mail:
            self._finish(self.failed, mail["failed"])
        elif "cancelled" in mail:
            self._finish(self.cancelled)

    def _finish(self, how: Any, *what: Any) -> None:
        if not self.is_finished:
            self.is_finished = True
            how.emit(*what)
            self.finished.emit()


class JobRunner(QObject):
    """Starts jobs and ends them; owned by the window.

    With ``synchronous=True`` a job runs in the GUI thread when the event loop comes round, which makes tests short.

    Signals
    -------
    started(Job) : a job began; also for quiet ones, which the status bar does not show.
    """

    started = Signal(object)

    def __init__(self, parent: QObject | None = None, synchronous: bool = False) -> None:
        super().__init__(parent)
        self._synchronous = synchronous
        self._jobs: list[Job] = []
        self._threads: list[threading.Thread] = []
        self._process = JobProcess()
        self._closed = False

    @property
    def running(self) -> tuple[Job, ...]:
        """The jobs that have not finished, oldest first."""
        return tuple(self._jobs)

    def start(
        self,
        label: str,
        function: Callable[..., Any],
        *args: Any,
        group: str = "",
        quiet: bool = False,
        process: bool = False,
        **kwargs: Any,
    ) -> Job:
        """Run ``function(*args, task=task, **kwargs)`` in the background and return its `Job`.

        label:   what the status bar calls it, "Training Moby Dick"
        group:   a running job of the same group is cancelled first
        quiet:   not shown in the status bar, for work of less than a second
        process: in a child process, for work that cannot be stopped otherwise; the function must be importable and
                 its arguments picklable; large arrays travel as memory-mapped files
        """
        if group:
            for other in self.running:
                if other.group == group:
                    other.cancel()
        job = Job(label, group, quiet, self)
        self._jobs.append(job)
        job.finished.connect(lambda: self._forget(job))
        if process and not self._synchronous:
            args, function = (function, *args), self._process.run
        if self._synchronous:
            job._posted.connect(lambda: None)
            _Later(job, function, args, kwargs).run_when_idle()
        else:
            self._threads = [thread for thread in self._threads if thread.is_alive()]
            thread = threading.Thread(target=job.work, args=(function, args, kwargs), name=label, daemon=True)
            self._threads.append(thread)
            thread.start()
        self.started.emit(job)
        return job

    def close(self, timeout: float = 5.0) -> bool:
        """Cancel every job, wait for the workers and end the child process; True if all ended in time."""
        self._closed = True
        for job in self.running:
            job.cancel()
        self._process.close()
        deadline = time.monotonic() + timeout
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))
        return not any(thread.is_alive() for thread in self._threads)

    def _forget(self, job: Job) -> None:
        if job in self._jobs:
            self._jobs.remove(job)
        job.deleteLater()


class _Later(QObject):
    """Runs a synchronous job when the event loop comes round, so that its listeners are connected by then."""

    _due = Signal()

    def __init__(self, job: Job, function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        super().__init__(job)
        self._due.connect(
            lambda: None if job.is_finished else job.work(function, args, kwargs), Qt.ConnectionType.QueuedConnection
        )

    def run_when_idle(self) -> None:
        self._due.emit()
