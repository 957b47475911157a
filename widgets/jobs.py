"""Long work: the only place where the window's threads are started.

The life of a job
-----------------
1. A view calls ``jobs.start("UMAP", function, *args, group="projection")`` in the GUI thread.
2. A worker thread runs ``function(*args, task=task)``; with ``process=True`` it passes it on to a child process.
3. What the function tells (progress, partial results) and how it ended is put in the job's `Mailbox` by the worker,
   which rings by one queued signal; the worker knows nothing else of Qt, and does not know the job.
4. In the GUI thread the job empties the mailbox and emits its signals: any number of ``progressed`` and ``partial``,
   then exactly one of ``succeeded``, ``failed``, ``cancelled``, then ``finished``.
5. A job that was replaced in its group, or cancelled, ends at once for its listeners; its mailbox is closed, so that a
   late result is dropped, and the worker ends at its next step.
"""

from __future__ import annotations

import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from queue import SimpleQueue
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from explorer.errors import ExplorerError
from explorer.task import Cancelled, Task
from widgets.job_mailbox import Mailbox
from widgets.job_process import JobProcess

PROGRESS_MILLISECONDS = 50
"""Between two reports of progress: each has bars and lines painted anew, and more of them nobody can read."""


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

    label: what it is called, "Training Moby Dick"
    group: at most one job of a group runs; "" for none
    quiet: whether the status bar passes over it
    said:  what the status bar says once it has succeeded, "Saved neighbours.csv"; "" for nothing
    can_pause: whether its function can wait at its steps; set by the runner

    Signals
    -------
    progressed(float, str) : how far it is, 0 to 1, and what it does.
    partial(object)        : a result worth showing before the end; only the newest is kept if the window is busy.
    told(tuple)            : sentences that are worth knowing before the end.
    succeeded(object)      : the result.
    failed(Failure)        : what went wrong.
    cancelled()            : the user, or a newer job of the group, stopped it.
    finished()             : after any of the three.
    paused_changed(bool)   : it waits from now on, or goes on.
    """

    progressed = Signal(float, str)
    partial = Signal(object)
    told = Signal(tuple)
    succeeded = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    finished = Signal()
    paused_changed = Signal(bool)
    _posted = Signal()

    def __init__(self, label: str, group: str = "", quiet: bool = False, said: str = "") -> None:
        super().__init__()  # the runner keeps it; a parent that goes first would take it away under its listeners
        self.label = label
        self.group = group
        self.quiet = quiet
        self.said = said
        self.can_pause = False
        self.started_at = time.monotonic()
        self.is_finished = False
        self.mailbox = Mailbox(self._posted.emit)
        self.task = task_posting_to(self.mailbox)
        self._posted.connect(self._on_posted, Qt.ConnectionType.QueuedConnection)
        self._progress: tuple[float, str] | None = None  # not emitted yet
        self._resting = QTimer(self, singleShot=True, interval=PROGRESS_MILLISECONDS)
        self._resting.timeout.connect(self._tell_progress)

    @property
    def seconds(self) -> float:
        """How long ago it was started."""
        return time.monotonic() - self.started_at

    def cancel(self) -> None:
        """Stop it: listeners hear ``cancelled`` at once, the worker ends at its next step."""
        self.task.cancel()
        self._finish(self.cancelled)

    @property
    def is_paused(self) -> bool:
        """Whether it waits, or will at its next step."""
        return self.task.paused

    def pause(self) -> None:
        """Let it wait at its next step until `resume` or `cancel`; one that cannot wait goes on."""
        if self.can_pause and not self.is_finished and not self.is_paused:
            self.task.pause()
            self.paused_changed.emit(True)

    def resume(self) -> None:
        """Let it go on."""
        if self.is_paused:
            self.task.resume()
            self.paused_changed.emit(False)

    def _on_posted(self) -> None:
        mail = self.mailbox.fetch()
        self._progress = mail.pop("progressed", self._progress)
        if mail or not self._resting.isActive():
            self._tell_progress()
        for kind in ("told", "partial", "succeeded", "failed", "cancelled"):
            if kind not in mail or self.is_finished:  # a listener may have cancelled it in between
                continue
            if kind in ("told", "partial"):
                getattr(self, kind).emit(mail[kind])
            elif kind == "cancelled":
                self._finish(self.cancelled)
            else:
                self._finish(getattr(self, kind), mail[kind])

    def _tell_progress(self) -> None:
        progress, self._progress = self._progress, None
        if progress is not None and not self.is_finished:
            self._resting.start()
            self.progressed.emit(*progress)

    def _finish(self, how: Any, *what: Any) -> None:
        if not self.is_finished:
            self.is_finished = True
            self._resting.stop()
            self.mailbox.close()
            how.emit(*what)
            self.finished.emit()


def task_posting_to(mailbox: Mailbox) -> Task:
    """A task whose progress, partial results and sentences go into a mailbox."""
    return Task(
        lambda fraction, message: mailbox.post("progressed", (fraction, message)),
        lambda result: mailbox.post("partial", result),
        lambda sentences: mailbox.post("told", sentences),
    )


def work(mailbox: Mailbox, label: str, function: Callable[[], Any]) -> None:
    """Run the function and post how it ended; what a worker thread does."""
    try:
        mailbox.post("succeeded", function())
    except Cancelled:
        mailbox.post("cancelled", None)
    except BaseException as error:  # whatever it is, the window must hear of it
        mailbox.post("failed", failure_of(error, label))


def start_all(unstarted: SimpleQueue[threading.Thread | None]) -> None:
    """Start threads as they come, until None: whoever starts one waits until it runs, and the window must not."""
    for thread in iter(unstarted.get, None):
        thread.start()


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
        self._unstarted: SimpleQueue[threading.Thread | None] = SimpleQueue()
        self._starter = threading.Thread(target=start_all, args=(self._unstarted,), name="starting jobs", daemon=True)
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
        can_pause: bool = False,
        said: str = "",
        **kwargs: Any,
    ) -> Job:
        """Run ``function(*args, task=task, **kwargs)`` in the background and return its `Job`.

        label:   what the status bar calls it, "Training Moby Dick"
        group:   a running job of the same group is cancelled first
        quiet:   not shown in the status bar, for work of less than a second
        process: in a child process, for work that cannot be stopped otherwise; the function must be importable and
                 its arguments picklable; large arrays travel as memory-mapped files
        can_pause: its steps come often, so that `Job.pause` makes sense; in the GUI thread nothing can wait
        said:    what the status bar says once it has succeeded, "Saved neighbours.csv"

        Once the runner is closed nothing is run any more: the job is cancelled as soon as the event loop comes round.
        """
        self.cancel(group)
        job = Job(label, group, quiet, said)
        job.can_pause = can_pause and not self._synchronous
        self._jobs.append(job)
        job.finished.connect(lambda: self._forget(job))
        if process and not self._synchronous:
            args, function = (function, *args), self._process.run
        call = partial(work, job.mailbox, label, partial(function, *args, task=job.task, **kwargs))
        if self._closed:
            QTimer.singleShot(0, job, job.cancel)
        elif self._synchronous:
            QTimer.singleShot(0, job, lambda: None if job.is_finished else call())
        else:
            self._start_thread(label, call)
        self.started.emit(job)
        return job

    def cancel(self, group: str) -> None:
        """Cancel the running job of a group, if there is one."""
        for job in self.running:
            if group and job.group == group:
                job.cancel()

    def close(self, timeout: float = 5.0) -> bool:
        """Cancel every job, wait for the workers and end the child process; True if all ended in time."""
        self._closed = True
        deadline = time.monotonic() + timeout
        for job in self.running:
            job.cancel()
        self._unstarted.put(None)
        if self._starter.ident is not None:
            self._starter.join(max(0.0, deadline - time.monotonic()))
        for thread in self._threads:
            if thread.ident is None:
                continue
            thread.join(max(0.0, deadline - time.monotonic()))
        self._process.close()
        return not any(thread.is_alive() for thread in self._threads)

    def _start_thread(self, label: str, call: Callable[[], None]) -> None:
        self._threads = [thread for thread in self._threads if thread.ident is None or thread.is_alive()]
        thread = threading.Thread(target=call, name=label, daemon=True)
        self._threads.append(thread)
        self._unstarted.put(thread)
        if self._starter.ident is None:
            self._starter.start()

    def _forget(self, job: Job) -> None:
        if job in self._jobs:
            self._jobs.remove(job)
        job.deleteLater()
