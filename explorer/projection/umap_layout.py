"""The layout of UMAP, one epoch after the other, on all cores and yet the same each time."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import numpy as np

from explorer.cores import equal_parts
from explorer.projection.projection import Points
from explorer.projection.umap_graph import Ties, force_tables
from explorer.task import Task

RATE = 0.35  # how far the forces of the first epoch move a point; umap-learn's is 1, see `laid_out`
PUSHES = 5  # random words that push for each tie that pulls, as in umap-learn
START_SIZE = 2.5  # the root mean square of the places along the wider axis: what umap-learn's box of 10 comes to
_MOST_TURNS, _ROWS_A_TURN = 16, 4_000  # of an epoch: more turns make the map no better
_FEWEST_ROWS = 1_000  # of a share; for fewer, a thread costs more than it saves
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

    In an epoch the words move in turns, some thousands at once, by what pulls and pushes them, all standing where they
    stood when the turn began; and each word draws the others that push it from a sequence of its own. So no word's move
    depends on which came first within its turn, and any number of threads may share them. umap-learn moves words one
    after the other, which is either the same each time or on several cores. Since both ends of a tie in one turn answer
    at once to where the other stood, a rate of 1 would throw them past each other; a third of it keeps them steady. The
    turns let the others know sooner: of 50,000 words all moved at once, more would end among strangers. The quality is
    that of umap-learn (`make bench AREA=projection`).

    Source: McInnes, Healy & Melville (2018), UMAP, algorithm 5.
    """
    from explorer.projection.umap_kernels import EPOCH_KERNELS

    pull, push = force_tables(*curve)
    standing = np.array(places, np.float32, order="C")
    moved = standing.copy()
    lay_out_epoch = EPOCH_KERNELS[standing.shape[1]]
    turns = equal_parts(n_fixed, len(places), _ROWS_A_TURN, _MOST_TURNS)
    with _on_all_cores() as in_shares:
        for epoch in range(n_epochs):
            task.step(epoch, n_epochs, f"UMAP: epoch {epoch:,} of {n_epochs:,}")
            show(standing)
            now = np.float32(rate * (1 - epoch / n_epochs))
            arguments = (ties.ends, ties.others, ties.shares, standing, moved, pull, push, now, epoch, seed, PUSHES)
            for first, last in turns:
                in_shares(lay_out_epoch, arguments, first, last)
                standing[first:last] = moved[first:last]
    task.step(n_epochs, n_epochs, f"UMAP: epoch {n_epochs:,} of {n_epochs:,}")
    return standing


@contextmanager
def _on_all_cores() -> Iterator[Callable[..., None]]:
    """What calls a kernel, which lets go of the interpreter, for shares of some rows at once, and waits for all."""
    n_threads = min(os.cpu_count() or 1, _MOST_THREADS)
    with ThreadPoolExecutor(n_threads, "umap") as pool:

        def in_shares(kernel: Callable[..., None], arguments: tuple[object, ...], first: int, last: int) -> None:
            own, *others = equal_parts(first, last, _FEWEST_ROWS, n_threads)
            running = [pool.submit(kernel, *arguments, *share) for share in others]
            kernel(*arguments, *own)
            for each in running:
                each.result()

        yield in_shares
