"""A child process for work that can only be stopped by ending it, such as umap-learn's.

The child stays for the next job, because importing and compiling such a library costs many seconds in each process;
it is ended when its job is cancelled, when it dies, and with the window.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import tempfile
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import numpy as np

from explorer.errors import ExplorerError
from explorer.task import Cancelled, Task

LARGE = 1 << 16  # bytes from which an array travels as a file
POLL_SECONDS = 0.05
PATIENCE_SECONDS = 2.0

_PAUSE, _RESUME = "pause", "resume"

_GONE = (EOFError, BrokenPipeError, ConnectionResetError)


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
    """Runs functions in one child process, one at a time; `run` is called in worker threads.

    Only the thread that has the turn touches the child and the pipe to it.
    """

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._process: SpawnProcess | None = None
        self._connection: Connection | None = None

    def run(self, function: Callable[..., Any], *args: Any, task: Task = Task(), **kwargs: Any) -> Any:
        """Run ``function(*args, task=..., **kwargs)`` in the child and return its result.

        While another function runs there it waits for its turn, and says so.

        Raises
        ------
        Cancelled     : the task was cancelled; if the child was working for it, the child is gone.
        ExplorerError : the function raised it, or the child died.
        """
        while not self._turn.acquire(timeout=POLL_SECONDS):
            task.step(0, 1, "waiting for other work to end")
        try:
            with tempfile.TemporaryDirectory(prefix="lexiscope-", ignore_cleanup_errors=True) as folder:
                task.step(0, 1, "starting")
                order = _Order(
                    function,
                    tuple(_sendable(value, Path(folder)) for value in args),
                    {name: _sendable(value, Path(folder)) for name, value in kwargs.items()},
                )
                task.check()
                return self._carry_out(order, task)
        finally:
            self._turn.release()

    def close(self) -> None:
        """End the child; the jobs that use it were cancelled before."""
        has_turn = self._turn.acquire(timeout=PATIENCE_SECONDS)
        try:
            if has_turn:
                self._end()
            elif self._process is not None:  # its worker is stuck: without the child it wakes up, and clears away
                self._process.kill()
        finally:
            if has_turn:
                self._turn.release()

    def _carry_out(self, order: _Order, task: Task) -> Any:
        connection = self._started()
        is_answered = False
        try:
            connection.send(order)
            answer = self._answer(connection, task)
            is_answered = True
        except _GONE as error:
            task.check()
            raise ExplorerError("The computation ended unexpectedly; fewer words may need less memory.") from error
        finally:
            if not is_answered:  # cancelled, or dead, or halfway through a message
                self._end()
        kind, what = answer
        if kind == "failed":
            raise what
        return what

    def _answer(self, connection: Connection, task: Task) -> tuple[str, Any]:
        """How the child ended its work: "succeeded" with the result, or "failed" with the error."""
        is_paused = False
        while True:
            if task.cancelled:
                raise Cancelled
            if task.paused != is_paused:
                is_paused = task.paused
                connection.send(_PAUSE if is_paused else _RESUME)
            if not connection.poll(POLL_SECONDS):
                continue
            kind, what = connection.recv()
            if kind == "progressed":
                task.report(what[0], 1.0, what[1])
            elif kind == "partial":
                task.partial(what)
            elif kind == "told":
                task.tell(*what)
            else:
                return kind, what

    def _started(self) -> Connection:
        if self._connection is None or self._process is None or not self._process.is_alive():
            self._end()
            context = multiprocessing.get_context("spawn")  # a forked child of a threaded program may hang
            self._connection, theirs = context.Pipe()
            self._process = context.Process(target=_serve, args=(theirs,), name="lexiscope-work", daemon=True)
            self._process.start()
            theirs.close()
        return self._connection

    def _end(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.join(PATIENCE_SECONDS)
            if self._process.is_alive():
                self._process.kill()
                self._process.join()
            self._process = None
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _sendable(value: Any, folder: Path) -> Any:
    """The value itself, or, of a large array, the file into which it was written."""
    if not isinstance(value, np.ndarray) or value.nbytes < LARGE:
        return value
    path = folder / f"{id(value)}.npy"
    try:
        np.save(path, value, allow_pickle=False)
    except OSError as error:
        problem = f"{error.strerror or error}. Make room there, or take fewer words."
        raise ExplorerError(f"The vectors could not be copied to {tempfile.gettempdir()}: {problem}") from error
    return _ArrayFile(str(path))


# In the child -------------------------------------------------------------------------------------------------------


def _serve(connection: Connection) -> None:
    """Carry out orders until the window is gone."""
    with contextlib.suppress(OSError, AttributeError):
        os.nice(5)  # the window comes first
    _use_no_named_semaphores()
    task = Task(
        lambda fraction, message: connection.send(("progressed", (fraction, message))),
        lambda result: connection.send(("partial", result)),
        lambda sentences: connection.send(("told", sentences)),
    )
    orders: SimpleQueue[_Order | Exception | None] = SimpleQueue()
    threading.Thread(target=_listen, args=(connection, orders, task), name="orders", daemon=True).start()
    with contextlib.suppress(*_GONE):
        while (order := orders.get()) is not None:
            try:
                if isinstance(order, Exception):
                    raise order
                result = order.function(
                    *map(_received, order.args),
                    task=task,
                    **{name: _received(value) for name, value in order.kwargs.items()},
                )
                connection.send(("succeeded", result))
            except _GONE:
                raise
            except BaseException as error:
                connection.send(("failed", _told(error)))


def _listen(connection: Connection, orders: SimpleQueue[_Order | Exception | None], task: Task) -> None:
    """Pass orders on, let the task wait and go on meanwhile, and end the orders when the window is gone."""
    while True:
        try:
            told = connection.recv()
        except (EOFError, OSError):
            break
        except Exception as error:  # an order that means nothing in this process
            orders.put(error)
            continue
        if told == _PAUSE:
            task.pause()
            continue
        task.resume()
        if told != _RESUME:
            orders.put(told)
    task.resume()
    orders.put(None)


def _use_no_named_semaphores() -> None:
    """Give tqdm, which umap-learn imports, a plain lock: Python complains of a named one when the child is ended."""
    with contextlib.suppress(ImportError):
        import tqdm  # type: ignore[import-untyped]

        tqdm.tqdm.set_lock(threading.RLock())


def _received(value: Any) -> Any:
    return np.load(value.path, mmap_mode="r", allow_pickle=False) if isinstance(value, _ArrayFile) else value


def _told(error: BaseException) -> Exception:
    """An error of a kind that any process can unpickle, with the child's traceback as a note."""
    if isinstance(error, ExplorerError):
        return ExplorerError(str(error))
    if isinstance(error, MemoryError):
        return MemoryError()
    told = RuntimeError(f"{type(error).__name__}: {error}")
    told.add_note("".join(traceback.format_exception(error)))
    return told
