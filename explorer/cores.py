"""Work shared out among the cores, within one call; what runs on them has to let go of the interpreter's lock."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import pairwise
from typing import TypeVar

Piece = TypeVar("Piece")
Result = TypeVar("Result")

_ROWS_A_THREAD = 20_000  # fewer are done sooner than a thread has started


def equal_parts(first: int, last: int, at_least: int, at_most: int) -> list[tuple[int, int]]:
    """Cut some rows into ``at_most`` parts, of no fewer than ``at_least`` rows each unless there is one only."""
    n_parts = max(1, min((last - first) // at_least, at_most))
    return list(pairwise(first + (last - first) * part // n_parts for part in range(n_parts + 1)))


def in_parts(function: Callable[[int, int], Result], n: int, at_least: int = _ROWS_A_THREAD) -> list[Result]:
    """What ``function(start, stop)`` gives for as many equal parts of ``n`` rows as there are cores, in their order.

    Parts of fewer rows than ``at_least`` are not made.
    An error in one of them is raised when all have ended.
    """
    own, *others = equal_parts(0, n, at_least, os.cpu_count() or 1)
    if not others:
        return [function(*own)]
    with ThreadPoolExecutor(len(others), "parts") as pool:
        running = [pool.submit(function, *part) for part in others]
        first = function(*own)
        return [first, *(each.result() for each in running)]


def on_all_cores(function: Callable[[], object], n_turns: int) -> None:
    """Run ``function`` in several threads at once, each of which takes what is next of ``n_turns`` pieces of work.

    There is a thread more than cores: after a rest a scheduler often puts two threads on the same core and leaves them
    there for milliseconds, and three on two cores leave none idle.
    An error in one of them is raised when all have ended.
    """
    n_others = min(os.cpu_count() or 1, n_turns - 1)
    if n_others < 1:
        function()
        return
    with ThreadPoolExecutor(n_others, "turns") as pool:
        others = [pool.submit(function) for _ in range(n_others)]
        function()
        for other in others:
            other.result()


@contextmanager
def each_in_order(function: Callable[[Piece], Result], pieces: Sequence[Piece]) -> Iterator[Iterator[Result]]:
    """What ``function`` gives for each piece, in their order, so that sums are the same with any number of cores.

    What has not begun when the ``with`` is left is not done.
    """
    with ThreadPoolExecutor(os.cpu_count() or 1, "pieces") as pool:
        try:
            yield pool.map(function, pieces)
        finally:
            pool.shutdown(cancel_futures=True)
