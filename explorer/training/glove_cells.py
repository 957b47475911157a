"""What GloVe learns from: the counts of word pairs in a random order, in memory or chunk by chunk from the disk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from explorer.corpus.cooccurrence_runs import StoredCounts
from explorer.errors import ExplorerError
from explorer.task import Task
from explorer.training.glove_options import GloveOptions

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

MULTIPLICATIONS = 10_000_000  # of a job at most, some hundredths of a second
FEWEST_JOBS = 64  # in an epoch: within a job, cells are in the order of their rows
BYTES_OF_A_CELL = 60
"""Memory that an entry of the matrix takes at the moment when it takes most: while the cells are put in their order."""

_CELL = np.dtype([("row", "<i4"), ("column", "<i4"), ("logarithm", "<f4"), ("weight", "<f4")])


class Source(Protocol):
    """All cells of a matrix."""

    def __len__(self) -> int: ...

    def chunks(self) -> Iterator[Cells]:
        """The cells in the order of an epoch, the same in each, in as many pieces as memory asks for."""


@dataclass(frozen=True, eq=False)
class Cells:
    """Entries of the matrix in a random order, the same in each epoch.

    rows, columns:  (n,) the words of each
    logarithms:     (n,) of the entries
    weights:        (n,) how much each counts: f(X) = (X / x_max) ^ alpha, at most 1
    job:            so many in a row are a job; within it they are in the order of rows, so that a vector that has come
                    from memory serves more than once
    """

    rows: NDArray[np.int32]
    columns: NDArray[np.int32]
    logarithms: NDArray[np.float32]
    weights: NDArray[np.float32]
    job: int

    def __len__(self) -> int:
        return len(self.rows)

    def chunks(self) -> Iterator[Cells]:
        """All of them at once."""
        yield self

    def jobs(self) -> Iterator[slice]:
        """The jobs of an epoch."""
        return (slice(start, min(start + self.job, len(self))) for start in range(0, len(self), self.job))


def cells_of(counts: csr_matrix, options: GloveOptions) -> Cells:
    """The entries of a matrix of co-occurrences, shuffled by the seed."""
    job = _cells_of_a_job(counts.nnz, options)
    order = _order(counts.nnz, job, options.seed, 1)
    values = counts.data[order]
    return Cells(
        _rows_of(counts)[order],
        counts.indices.astype(np.int32, copy=False)[order],
        np.log(values).astype(np.float32),
        _weights(values, options),
        job,
    )


class StoredCells:
    """The entries of a matrix that is on the disk, in a folder, shuffled by the seed.

    Each entry goes to one of a few files at random, and each file is put in a random order when it is read, so that
    every order of all entries is as likely as any other. Who made the folder removes it.

    memory:  so many bytes may be taken at once
    """

    def __init__(
        self, counts: StoredCounts, options: GloveOptions, folder: Path, memory: int, task: Task = Task()
    ) -> None:
        self._options = options
        at_once = max(1, memory // (2 * BYTES_OF_A_CELL))
        n_files = -(-counts.n_cells // at_once)
        self._paths = [folder / f"cells-{number}" for number in range(n_files)]
        self._n_cells = 0
        random = np.random.default_rng([options.seed, 2])
        for first, block in counts.blocks(at_once, task):
            cells = _records(first, block, options)
            self._n_cells += len(cells)
            goes_to = random.integers(n_files, size=len(cells))
            for number, path in enumerate(self._paths):
                _append(path, cells[goes_to == number])
        self._job = _cells_of_a_job(self._n_cells, options)

    def __len__(self) -> int:
        return self._n_cells

    def chunks(self) -> Iterator[Cells]:
        """The cells of one file after the other."""
        for number, path in enumerate(self._paths):
            cells = np.fromfile(path, _CELL)
            cells = cells[_order(len(cells), self._job, self._options.seed, 3 + number)]
            rows, columns, logarithms, weights = (np.ascontiguousarray(cells[name]) for name in _CELL.names or ())
            yield Cells(rows, columns, logarithms, weights, self._job)


def _records(first: int, block: csr_matrix, options: GloveOptions) -> NDArray[np.void]:
    records = np.empty(block.nnz, _CELL)
    records["row"] = first + _rows_of(block)
    records["column"] = block.indices
    records["logarithm"] = np.log(block.data)
    records["weight"] = _weights(block.data, options)
    return records


def _rows_of(matrix: csr_matrix) -> NDArray[np.int32]:
    """The row of each entry."""
    return np.repeat(np.arange(matrix.shape[0], dtype=np.int32), np.diff(matrix.indptr))


def _cells_of_a_job(n: int, options: GloveOptions) -> int:
    return max(1, min(MULTIPLICATIONS // options.dim, n // FEWEST_JOBS))


def _append(path: Path, cells: NDArray[np.void]) -> None:
    try:
        with path.open("ab") as file:
            cells.tofile(file)
    except OSError as error:
        raise ExplorerError(
            "The disk has no room for the counts of word pairs. Free some, or give more memory (memory_gb)."
        ) from error


def _order(n: int, job: int, *seed: int) -> NDArray[np.int64]:
    order: NDArray[np.int64] = np.random.default_rng(seed).permutation(n)
    for start in range(0, n, job):
        order[start : start + job].sort()  # which is the order of rows, as the matrix keeps it
    return order


def _weights(values: NDArray[np.float64], options: GloveOptions) -> NDArray[np.float32]:
    return np.minimum((values / options.x_max) ** options.alpha, 1.0).astype(np.float32)
