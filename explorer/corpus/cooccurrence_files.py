"""Matrices of co-occurrences as files: for scipy, or for a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from explorer.csv_text import csv_lines
from explorer.errors import BadOption
from explorer.saving import atomic_write
from explorer.task import Task

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Write = Callable[[Path, Sequence[str], "csr_matrix", Task], None]

_ROWS = 200  # written at once


def writer_of(path: Path) -> Write:
    """What writes a file of that ending.

    Raises
    ------
    BadOption : the ending is neither .npz nor .csv.
    """
    writers: dict[str, Write] = {".npz": save_npz, ".csv": save_pairs}
    if path.suffix.lower() not in writers:
        raise BadOption(f"The ending of “{path.name}” tells no format. End it in .npz or .csv.")
    return writers[path.suffix.lower()]


def save_npz(path: Path, words: Sequence[str], matrix: csr_matrix, task: Task = Task()) -> None:
    """Write a matrix as `scipy.sparse.load_npz` reads it, with the words of its rows and columns as "words".

    Raises
    ------
    UnwritableFile : the folder is missing or read-only, or the disk is full.

    Example: after it, ``numpy.load(path)["words"]`` are the words.
    """
    task.step(0, 1, f"Writing {path.name}")
    with atomic_write(path) as file:
        np.savez_compressed(
            file,
            format=np.array(b"csr"),
            shape=np.array(matrix.shape),
            data=matrix.data,
            indices=matrix.indices,
            indptr=matrix.indptr,
            words=np.array(words, dtype=np.str_),
        )
    task.report(1, 1, f"Writing {path.name}")


def save_pairs(path: Path, words: Sequence[str], matrix: csr_matrix, task: Task = Task()) -> None:
    """Write a matrix as CSV, a line for each pair that occurs: its two words and the value.

    Raises
    ------
    UnwritableFile : the folder is missing or read-only, or the disk is full.
    Cancelled : between 200 rows of the matrix; an older file is as it was.
    """
    n = matrix.shape[0]
    with atomic_write(path) as file:
        file.write(csv_lines([("word", "other word", "value")]).encode())
        for start in range(0, n, _ROWS):
            task.step(start, n, f"Writing {path.name}")
            part = matrix[start : start + _ROWS].tocoo()
            lines = csv_lines(
                (words[start + row], words[column], value)
                for row, column, value in zip(part.row.tolist(), part.col.tolist(), part.data.tolist(), strict=True)
            )
            file.write(lines.encode("utf-8", errors="replace"))
    task.report(1, 1, f"Writing {path.name}")
