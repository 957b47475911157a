"""What a worker tells its job, carried from the worker's thread to the window's."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any


class Mailbox:
    """Keeps the newest of each kind of message and rings once until they are fetched.

    A worker holds the mailbox, never the job: the job may be deleted while the worker still runs. After `close`
    nothing is kept and nobody is rung for.

    ring: called in the thread that posts, when the first message lies in the box; it must return at once
    """

    def __init__(self, ring: Callable[[], object]) -> None:
        self._lock = threading.Lock()
        self._ring: Callable[[], object] | None = ring
        self._messages: dict[str, Any] = {}

    def post(self, kind: str, what: Any) -> None:
        """Put a message in, in place of an older one of its kind; called in any thread."""
        with self._lock:  # held while ringing, so that nobody is rung for once `close` has returned
            if self._ring is None:
                return
            is_first = not self._messages
            self._messages[kind] = what
            if is_first:
                self._ring()

    def fetch(self) -> dict[str, Any]:
        """Take out what lies in the box."""
        with self._lock:
            messages, self._messages = self._messages, {}
        return messages

    def close(self) -> None:
        """Drop what lies in the box and whatever comes later."""
        with self._lock:
            self._ring = None
            self._messages = {}
