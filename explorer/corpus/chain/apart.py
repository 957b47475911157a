"""A function that cannot be stopped, run in a process of its own that can be ended.

A regular expression may try for years, and a library may not listen; a process can be ended at any moment. It is
Python alone with what the function imports, so it is there within a tenth of a second.
"""

from __future__ import annotations

import atexit
import os
import pickle
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from types import TracebackType
from typing import Any

from explorer.errors import ExplorerError
from explorer.task import Task

_POLL_SECONDS = 0.05


class TooLong(Exception):
    """A call took longer than it was given."""


class Apart:
    """Calls functions in one child process; to be used in a ``with``, which ends it.

    Functions and what they are given have to be picklable. Nothing is started before the first call.

    Example: ``with Apart() as apart: apart.call(math.factorial, 20)``
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._answers: queue.SimpleQueue[tuple[bool, Any]] = queue.SimpleQueue()

    def __enter__(self) -> Apart:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()

    def end(self) -> None:
        """End the child; a later call starts another one."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe is not None:
                    with suppress(OSError):  # what was still to be written does not matter any more
                        pipe.close()
            self._process = None

    def call(self, function: Callable[..., Any], *args: Any, seconds: float | None = None, task: Task = Task()) -> Any:
        """``function(*args)``, as the child answers it.

        Raises
        ------
        TooLong       : it took more than ``seconds``.
        Cancelled     : the task was cancelled; leaving the ``with`` ends the child.
        ExplorerError : the child died. What the function raises is raised here, too.
        """
        if seconds is not None and self._process is None:
            self.call(bool, task=task)  # so that the time to start is not counted
        process = self._process or self._start()
        assert process.stdin is not None
        try:
            pickle.dump((function, args), process.stdin)
            process.stdin.flush()
        except OSError as error:
            raise _died() from error
        end = None if seconds is None else time.monotonic() + seconds
        while True:
            task.check()
            try:
                is_result, answer = self._answers.get(timeout=_POLL_SECONDS)
                break
            except queue.Empty:
                if end is not None and time.monotonic() > end:
                    raise TooLong from None
        if is_result:
            return answer
        raise answer

    def _start(self) -> subprocess.Popen[bytes]:
        try:
            process = self._process = subprocess.Popen(
                [sys.executable, "-c", "from explorer.corpus.chain.apart import serve; serve()"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as error:
            raise ExplorerError(
                f"The process that takes the text apart could not be started ({error.strerror or error}). "
                "Close other programs and try again."
            ) from error
        threading.Thread(target=_listen, args=(process, self._answers), daemon=True).start()
        return process


def load_beside(task: Task, *kernels: str) -> None:
    """Import modules of numba kernels `beside`: the first time ever that compiles them, which takes seconds each."""
    beside(lambda: [import_module(each) for each in kernels], task)


def beside(function: Callable[[], object], task: Task) -> None:
    """Call a function that reads what is kept for later, such as a dictionary, in a thread of its own.

    If the task is cancelled the thread is left alone: what it reads will be of use the next time.

    Raises
    ------
    Cancelled : at once. What the function raises is raised here, too.
    """
    errors: list[Exception] = []

    def run() -> None:
        try:
            function()
        except Exception as error:
            errors.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    while thread.is_alive():
        thread.join(_POLL_SECONDS)
        task.check()
    if errors:
        raise errors[0]


@contextmanager
def lent_apart() -> Iterator[Apart]:
    """A child that may have been there before, which waits for the next to ask when this one is done with it.

    It is ended if something goes wrong in the ``with``: it may still be working then.
    """
    try:
        apart = _spare.pop()
    except IndexError:
        apart = Apart()
    try:
        yield apart
    except GeneratorExit:  # the one who asks has enough
        _put_back(apart)
        raise
    except BaseException:
        apart.end()
        raise
    _put_back(apart)


_spare: list[Apart] = []  # at most one


def _put_back(apart: Apart) -> None:
    if _spare:
        apart.end()
    else:
        _spare.append(apart)


@atexit.register
def _end_spare() -> None:
    while _spare:
        _spare.pop().end()


def serve() -> None:
    """What the child does: answer calls until the pipe is closed."""
    calls, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not get among the answers
    while True:
        try:
            function, args = pickle.load(calls)
        except EOFError:
            return
        try:
            answer = True, function(*args)
        except Exception as error:
            answer = False, error
        pickle.dump(answer, answers)
        answers.flush()


def _listen(process: subprocess.Popen[bytes], answers: queue.SimpleQueue[tuple[bool, Any]]) -> None:
    assert process.stdout is not None
    while True:
        try:
            answers.put(pickle.load(process.stdout))
        except (EOFError, OSError, ValueError, pickle.UnpicklingError):  # it has ended, or was ended
            answers.put((False, _died()))
            return


def _died() -> ExplorerError:
    return ExplorerError("The process that takes the text apart has ended. Try again; if it ends again, restart.")
