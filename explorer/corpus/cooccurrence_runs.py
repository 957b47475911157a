"""Counts of word pairs that do not fit into memory: sorted runs on the disk, merged a few rows at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from explorer.corpus.cooccurrence import (
    BLOCK,
    WORKERS,
    Documents,
    add_run,
    counts_of,
    followers,
    sum_of,
)
from explorer.errors import ExplorerError
from explorer.task import Task

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

_BYTES_OF_A_PAIR = 36  # while a block is counted: a run is there three times, with 12 bytes a pair

Int64s = NDArray[np.int64]


class StoredCounts:
    """A matrix of co-occurrences in a folder, as several matrices whose sum it is."""

    def __init__(self, folder: Path, n_words: int) -> None:
        self._folder, self._n_words = folder, n_words
        self._sides: tuple[list[int], list[int]] = ([], [])  # the runs as they are, and those that are transposed
        self._ends = np.zeros(n_words + 1, np.int64)  # entries up to each row, all runs together
        self._n_runs = 0

    @property
    def n_cells(self) -> int:
        """How many entries the files hold, which are at least as many as the matrix has."""
        return int(self._ends[-1])

    def add(self, run: csr_matrix, symmetric: bool) -> None:
        """Write a run, and for symmetric counts the same seen from the other word.

        Raises
        ------
        ExplorerError : the disk is full.
        """
        self._write(run, 0)
        if symmetric:
            self._write(run.T.tocsr(), 1)

    def blocks(self, n_cells: int, task: Task = Task()) -> Iterator[tuple[int, csr_matrix]]:
        """The matrix in blocks of rows, each with the number of its first row.

        A block has at most so many entries, unless a single row has more. Progress is counted in entries.

        Raises
        ------
        Cancelled : between two blocks.
        """
        for first, last in self._ranges(n_cells):
            task.step(float(self._ends[first]), self.n_cells, "Merging the counts")
            sides = [[self._rows(run, first, last) for run in side] for side in self._sides if side]
            block = sum_of([sum(side[1:], start=side[0]) for side in sides], task)
            if block is not None and block.nnz:
                yield first, block

    def _write(self, run: csr_matrix, side: int) -> None:
        number = self._n_runs
        try:
            for name in ("indptr", "indices", "data"):
                np.save(self._folder / f"{number}-{name}.npy", getattr(run, name))
        except OSError as error:
            raise ExplorerError(
                "The disk has no room for the counts of word pairs. Free some, give more memory (memory_gb), or raise "
                "the minimum count (min_count)."
            ) from error
        self._ends += run.indptr
        self._sides[side].append(number)
        self._n_runs += 1

    def _rows(self, run: int, first: int, last: int) -> csr_matrix:
        from scipy.sparse import csr_matrix

        indptr, indices, data = (
            np.load(self._folder / f"{run}-{name}.npy", mmap_mode="r") for name in ("indptr", "indices", "data")
        )
        begin, end = int(indptr[first]), int(indptr[last])
        parts = np.array(data[begin:end]), np.array(indices[begin:end]), np.array(indptr[first : last + 1]) - begin
        return csr_matrix(parts, shape=(last - first, self._n_words))

    def _ranges(self, n_cells: int) -> Iterator[tuple[int, int]]:
        first = 0
        while first < self._n_words:
            most = int(np.searchsorted(self._ends, self._ends[first] + n_cells, side="right")) - 1
            last = min(max(most, first + 1), self._n_words)
            yield first, last
            first = last


def count_within(
    memory: int,
    bytes_of_a_cell: int,
    folder: Path,
    documents: Documents,
    vocabulary: Sequence[str],
    window: int,
    *,
    symmetric: bool = True,
    distance_weighting: bool = True,
    n_tokens: int = 0,
    workers: int = WORKERS,
    task: Task = Task(),
) -> csr_matrix | StoredCounts:
    """What `count_cooccurrences` counts, in memory if it has room there, else in a folder.

    memory:           so many bytes may be taken
    bytes_of_a_cell:  of what the caller makes of each entry later
    folder:           empty; who made it removes it

    Raises
    ------
    ExplorerError : the disk is full.
    EmptyCorpus, BadOption, Cancelled : as `count_cooccurrences` does.
    """
    sides = 2 if symmetric else 1
    stored = StoredCounts(folder, len(vocabulary))
    runs: list[csr_matrix] = []
    for run in followers(
        documents,
        vocabulary,
        window,
        distance_weighting=distance_weighting,
        block=max(1000, min(BLOCK, memory // (_BYTES_OF_A_PAIR * window))),
        n_tokens=n_tokens,
        workers=workers,
        task=task,
    ):
        add_run(runs, run, task)
        if sides * bytes_of_a_cell * sum(each.nnz for each in runs) > memory:
            followed = sum_of(runs, task)
            assert followed is not None
            stored.add(followed, symmetric)
    followed = sum_of(runs, task)
    if not stored.n_cells:
        return counts_of(followed, symmetric)
    if followed is not None:
        stored.add(followed, symmetric)
    return stored
