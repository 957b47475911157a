"""Progress and cancel, handed to every function that can take longer than a moment."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any


class Cancelled(Exception):
    """Raised by `Task.check` once the user has cancelled; not an error, and never shown as one."""


def _ignore(*_: Any) -> None:
    pass


class Task:
    """What a slow function tells its caller, and how the caller stops it.

    A function calls `step` as it goes (which also raises `Cancelled` when it should stop) and `partial` for results
    worth showing before the end. The default ``Task()`` listens to nothing and is never cancelled.

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
    ) -> None:
        self._on_progress = on_progress
        self._on_partial = on_partial
        self._cancelled = threading.Event()

    @property
    def cancelled(self) -> bool:
        """Whether `cancel` was called; safe to read from any thread."""
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """Ask the function to stop at its next step; safe to call from any thread."""
        self._cancelled.set()

    def check(self) -> None:
        """Raise `Cancelled` if the task was cancelled."""
        if self.cancelled:
            raise Cancelled

    def step(self, done: float, total: float, message: str = "") -> None:
        """Say that ``done`` of ``total`` is behind us; raises `Cancelled` if the task was cancelled."""
        self.check()
        self.report(done, total, message)

    def report(self, done: float, total: float, message: str = "") -> None:
        """As `step`, but never raises: for the inside of an iterator that a library consumes."""
        self._on_progress(min(max(done / total, 0.0), 1.0) if total else 0.0, message)

    def partial(self, result: Any) -> None:
        """Hand over a result that is worth showing before the end, such as a snapshot of the vectors."""
        self._on_partial(result)

    def part(self, start: float, stop: float) -> Task:
        """A task for a part of the work: its progress 0 to 1 is ours from ``start`` to ``stop``."""
        part = Task(
            lambda fraction, message: self._on_progress(start + fraction * (stop - start), message), self._on_partial
        )
        part._cancelled = self._cancelled
        return part
