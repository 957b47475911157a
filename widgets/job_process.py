"""A child process for work that can only be stopped by ending it, such as umap-learn's.

The child stays for the next job, because importing and compiling such a library costs many seconds in each process;
it is ended when a job is cancelled, when it dies, and with the window.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import shutil
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import numpy as np

from explorer.errors import ExplorerError
from explorer.task import Task

LARGE = 1 << 16  # bytes from which an array travels as a file
POLL_SECONDS = 0.05


@dataclass(frozen=True)
class _ArrayFile:
    """An array that the child maps into its memory."""

    path: str


@dataclass(frozen=True)
class _Order:
    """What the child is asked to do."""

    function: Callable[..., Any]
    args: tuple[Any, ...]
    kwargs: dict[str, Any]


class JobProcess:
    """Runs functions in one child process, one at a time; `run` is called in a worker thread."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._process: Any = None
        self._connection: Connection | None = None

    def run(self, function: Callable[..., Any], *args: Any, task: Task = Task(), **kwargs: Any) -> Any:
        """Run ``function(*args, task=..., **kwargs)`` in the child and return its result.

        Raises
        ------
        Cancelled     : the task was cancelled; the child is gone.
        ExplorerError : the function raised it, or the child died.
        """
        while not self._turn.acquire(timeout=POLL_SECONDS):
            task.check()
        folder = Path(tempfile.mkdtemp(prefix="lexiscope-"))
        try:
            task.report(0, 1, "starting")
            connection = self._started()
            sent = [_sendable(value, folder) for value in args]
            connection.send(_Order(function, tuple(sent), kwargs))
            return self._answer(connection, task)
        except (EOFError, BrokenPipeError, ConnectionResetError) as error:
            self.close()
            task.check()
            raise ExplorerError("The computation ended unexpectedly; fewer words may need less memory.") from error
        finally:
            shutil.rmtree(folder, ignore_errors=True)
            self._turn.release()

    def close(self) -> None:
        """End the child."""
        process, self._process = self._process, None
        if process is not None:
            process.terminate()
            process.join(2)
            if process.is_alive():
                process.kill()
                process.join()
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _started(self) -> Connection:
        if self._process is None or not self._process.is_alive() or self._connection is None:
            self.close()
            context = multiprocessing.get_context("spawn")  # a forked child of a threaded program may hang
            self._connection, theirs = context.Pipe()
            self._process = context.Process(target=_serve, args=(theirs,), name="lexiscope-work", daemon=True)
            self._process.start()
            theirs.close()
        return self._connection

    def _answer(self, connection: Connection, task: Task) -> Any:
        while True:
            while not connection.poll(POLL_SECONDS):
                if task.cancelled:
                    self.close()
                    task.check()
            kind, what = connection.recv()
            if kind == "progressed":
                task.report(what[0], 1.0, what[1])
            elif kind == "partial":
                task.partial(what)
            elif kind == "failed":
                raise what
            else:
                return what


def _sendable(value: Any, folder: Path) -> Any:
    if not isinstance(value, np.ndarray) or value.nbytes < LARGE:
        return value
    path = folder / f"{id(value)}.npy"
    np.save(path, value, allow_pickle=False)
    return _ArrayFile(str(path))


def _received(value: Any) -> Any:
    return np.load(value.path, mmap_mode="r", allow_pickle=False) if isinstance(value, _ArrayFile) else value


def _serve(connection: Connection) -> None:
    """The child: carry out orders until the pipe is closed."""
    with contextlib.suppress(OSError, AttributeError):
        os.nice(5)  # the window comes first
    while True:
        try:
            order = connection.recv()
        except (EOFError, OSError):
            return
        task = Task(
            lambda fraction, message: connection.send(("progressed", (fraction, message))),
            lambda result: connection.send(("partial", result)),
        )
        try:
            result = order.function(*map(_received, order.args), task=task, **order.kwargs)
            connection.send(("succeeded", result))
        except ExplorerError as error:
            connection.send(("failed", ExplorerError(str(error))))
        except Exception as error:
            connection.send(("failed", RuntimeError(f"{type(error).__name__}: {error}")))
