"""Parsing a block of a text vector file: by the kernel if the file is large, else in plain Python."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explorer.formats.loading import Rows, all_finite, is_for_kernel
from explorer.formats.text_rows import BadRow, Row, numbered_rows, parse_row
from explorer.task import Task

PADDING = 8  # bytes behind the text, as the kernel wants it


@dataclass(frozen=True)
class Parsed:
    """What became of a block.

    rows:        those up to the first bad one
    lines:       the number of all lines, blank ones too
    suspicious:  words that may have swallowed a value
    bad:         the place among the lines, from 0, of the first row that cannot be read, and why
    """

    rows: Rows
    lines: int
    suspicious: tuple[bytes, ...] = ()
    bad: tuple[int, BadRow] | None = None


def parser(size: int) -> Callable[[NDArray[np.uint8], int, Task], Parsed]:
    """The quicker way to parse a file of so many bytes."""
    return parse_with_kernel if is_for_kernel(size, "explorer.formats.text_kernels") else parse_in_python


def parse_with_kernel(text: NDArray[np.uint8], dim: int, task: Task = Task()) -> Parsed:
    """Read the lines of ``text``, (n + PADDING,) uint8, by the kernel; the rows that it leaves aside, in Python."""
    from explorer.formats.text_kernels import FINE, parse_rows

    capacity = len(text) // (2 * dim) + 1  # a row takes two bytes a value at least
    vectors = np.empty((capacity, dim), np.float32)
    words, outcomes = np.empty(len(text), np.uint8), np.empty(capacity, np.uint8)
    odd = np.empty((capacity, 4), np.int64)
    n_rows, n_words, lines, n_odd = parse_rows(text, vectors, words, outcomes, odd)
    blob = words[:n_words].tobytes()
    finite = outcomes[:n_rows] == FINE
    if n_odd == 0:
        return Parsed(Rows(blob, vectors[:n_rows], finite), lines)
    each = blob.split(b"\n")
    suspicious: list[bytes] = []
    for row, line, start, end in odd[:n_odd].tolist():
        task.check()
        try:
            read = parse_row(text[start:end].tobytes(), dim)
        except BadRow as problem:
            blob = b"".join(word + b"\n" for word in each[:row])
            return Parsed(
                Rows(blob, vectors[:row], finite[:row]),
                _count_lines(text),
                tuple(suspicious),
                (line, problem),
            )
        each[row] = read.word
        vectors[row] = read.values
        finite[row] = np.isfinite(read.values).all()
        if read.suspicious:
            suspicious.append(read.word)
    return Parsed(Rows(b"\n".join(each), vectors[:n_rows], finite), lines, tuple(suspicious))


def parse_in_python(text: NDArray[np.uint8], dim: int, task: Task = Task()) -> Parsed:
    """As `parse_with_kernel`, for small files, where loading the kernel would take longer."""
    rows: list[Row] = []
    bad = None
    for line, content in numbered_rows(text[:-PADDING].tobytes()):
        task.check()
        try:
            rows.append(parse_row(content, dim))
        except BadRow as problem:
            bad = (line, problem)
            break
    vectors = np.array([row.values for row in rows], np.float32).reshape(len(rows), dim)
    words = b"".join(row.word + b"\n" for row in rows)
    suspicious = tuple(row.word for row in rows if row.suspicious)
    return Parsed(Rows(words, vectors, all_finite(vectors)), _count_lines(text), suspicious, bad)


def _count_lines(text: NDArray[np.uint8]) -> int:
    return int(np.count_nonzero(text[:-PADDING] == ord("\n")))
