"""The layout of UMAP, one epoch after the other, on all cores and yet the same each time."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import pairwise

import numpy as np

from explorer.projection.projection import Points
from explorer.projection.umap_graph import Ties, force_tables
from explorer.task import Task

RATE = 0.5  # how far the forces of the first epoch move a point; umap-learn's is 1, see `laid_out`
PUSHES = 5  # random words that push for each tie that pulls, as in umap-learn
START_SIZE = 2.5  # the root mean square of the places along the wider axis: what umap-learn's box of 10 comes to
_FEWEST_ROWS = 2_000  # of a share; for fewer, a thread costs more than it saves
_MOST_THREADS = 8


def laid_out(
    places: Points,
    ties: Ties,
    curve: tuple[float, float],
    n_epochs: int,
    seed: int,
    task: Task,
    show: Callable[[Points], None],
    n_fixed: int = 0,
    rate: float = RATE,
) -> Points:
    """The words moved by their ties for ``n_epochs``; the same each time for one seed, however many cores there are.

    places:   (n, 2) or (n, 3) where they start
    curve:    (a, b) of `umap_graph.curve_parameters`
    show:     called at the beginning of each epoch with the layout as it stands, which is overwritten later
    n_fixed:  how many words, the first ones, stay where they are: they pull and push the others only
    rate:     how far the forces of the first epoch move a point; it falls to 0

    In an epoch every word moves by what pulls and pushes it, all others standing where they stood when the epoch
    began, and each word draws the others that push it from a sequence of its own. So no word's move depends on which
    came first, and any number of threads may share them. umap-learn moves words one after the other, which is either
    the same each time or on several cores. Since here both ends of a tie answer at once to where the other stood, a
    rate of 1 would throw them past each other; half of it keeps them steady, and the quality is equal or better
    (`make bench AREA=projection`).

    Source: McInnes, Healy & Melville (2018), UMAP, algorithm 5.
    """
    from explorer.projection.umap_kernels import EPOCH_KERNELS

    pull, push = force_tables(*curve)
    before = np.array(places, np.float32, order="C")
    after = before.copy()
    lay_out_epoch = EPOCH_KERNELS[before.shape[1]]
    with _shares(n_fixed, len(places)) as for_each_share:
        for epoch in range(n_epochs):
            task.step(epoch, n_epochs, f"UMAP: epoch {epoch:,} of {n_epochs:,}")
            show(before)
            now = np.float32(rate * (1 - epoch / n_epochs))
            arguments = (ties.ends, ties.others, ties.shares, before, after, pull, push, now, epoch, seed, PUSHES)
            for_each_share(lay_out_epoch, arguments)
            before, after = after, before
    task.step(n_epochs, n_epochs, f"UMAP: epoch {n_epochs:,} of {n_epochs:,}")
    return before


@contextmanager
def _shares(first: int, last: int) -> Iterator[Callable[..., None]]:
    """What calls a kernel, which lets go of the interpreter, for shares of the rows at once, and waits for all."""
    n = last - first
    n_threads = max(1, min(os.cpu_count() or 1, _MOST_THREADS, n // _FEWEST_ROWS))
    limits = [first + n * each // n_threads for each in range(n_threads + 1)]
    if n_threads == 1:
        yield lambda kernel, arguments: kernel(*arguments, first, last)
        return
    with ThreadPoolExecutor(n_threads - 1, "umap") as pool:

        def for_each_share(kernel: Callable[..., None], arguments: tuple[object, ...]) -> None:
            others = [pool.submit(kernel, *arguments, start, stop) for start, stop in pairwise(limits[1:])]
            kernel(*arguments, *limits[:2])
            for each in others:
                each.result()

        yield for_each_share
