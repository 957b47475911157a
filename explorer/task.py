"""Progress, pause and cancel, handed to every function that can take longer than a moment."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any


class Cancelled(Exception):
    """Raised by `Task.check` once the user has cancelled; not an error, and never shown as one."""


def _ignore(*_: Any) -> None:
    pass


class _Reins:
    """What a task and its parts share: whether they are to wait, and whether they are to stop."""

    def __init__(self) -> None:
        self.cancelled = threading.Event()
        self.running = threading.Event()
        self.running.set()
        self._lock = threading.Lock()

    def pause(self) -> None:
        with self._lock:  # who is cancelled must not wait again
            if not self.cancelled.is_set():
                self.running.clear()

    def cancel(self) -> None:
        with self._lock:
            self.cancelled.set()
            self.running.set()


class Task:
    """What a slow function tells its caller, and how the caller stops it or lets it wait.

    A function calls `step` as it goes (which also raises `Cancelled` when it should stop, and waits while the task is
    paused), `partial` for results worth showing before the end, and `tell` for sentences worth knowing before it. The
    default ``Task()`` listens to nothing and is never cancelled.

    Example:
    -------
    >>> seen = []
    >>> task = Task(on_progress=lambda fraction, message: seen.append((fraction, message)))
    >>> task.step(1, 4, "counting")
    >>> seen
    [(0.25, 'counting')]
    """

    def __init__(
        self,
        on_progress: Callable[[float, str], None] = _ignore,
        on_partial: Callable[[Any], None] = _ignore,
        on_told: Callable[[tuple[str, ...]], None] = _ignore,
    ) -> None:
        self._on_progress = on_progress
        self._on_partial = on_partial
        self._on_told = on_told
        self._reins = _Reins()

    @property
    def cancelled(self) -> bool:
        """Whether `cancel` was called; safe to read from any thread."""
        return self._reins.cancelled.is_set()

    @property
    def paused(self) -> bool:
        """Whether the function waits, or is to wait, at its next step; safe to read from any thread."""
        return not self._reins.running.is_set()

    def cancel(self) -> None:
        """Ask the function to stop at its next step, also if it waits there; safe to call from any thread."""
        self._reins.cancel()

    def pause(self) -> None:
        """Let the function wait at its next step until `resume` or `cancel`; safe to call from any thread."""
        self._reins.pause()

    def resume(self) -> None:
        """Let the function go on."""
        self._reins.running.set()

    def check(self) -> None:
        """Wait while the task is paused; raise `Cancelled` if it was cancelled."""
        self._reins.running.wait()
        if self.cancelled:
            raise Cancelled

    def step(self, done: float, total: float, message: str = "") -> None:
        """Say that ``done`` of ``total`` is behind us; waits while paused, raises `Cancelled` if it was cancelled."""
        self.check()
        self.report(done, total, message)

    def report(self, done: float, total: float, message: str = "") -> None:
        """As `step`, but never waits and never raises: for the inside of an iterator that a library consumes."""
        self._on_progress(min(max(done / total, 0.0), 1.0) if total else 0.0, message)

    def partial(self, result: Any) -> None:
        """Hand over a result that is worth showing before the end, such as a snapshot of the vectors."""
        self._on_partial(result)

    def tell(self, *sentences: str) -> None:
        """Say what is known before the long work and worth knowing then, such as that its parameters do not suit."""
        if sentences:
            self._on_told(sentences)

    def part(self, start: float, stop: float) -> Task:
        """A task for a part of the work: its progress 0 to 1 is ours from ``start`` to ``stop``; it stops as we do."""
        part = Task(
            lambda fraction, message: self._on_progress(start + fraction * (stop - start), message),
            self._on_partial,
            self._on_told,
        )
        part._reins = self._reins
        return part
