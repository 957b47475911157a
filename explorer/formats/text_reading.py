"""Reading text vector files block by block, the blocks in parallel."""

from __future__ import annotations

import os
import sys
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from io import FileIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from explorer.embedding import Embedding
from explorer.errors import UnreadableFile
from explorer.formats.loading import Rows, make_embedding
from explorer.formats.text_rows import (
    BadRow,
    Row,
    count,
    first_rows,
    numbered_rows,
    parse_header,
    parse_row,
    width,
)
from explorer.opening import fill, opened
from explorer.task import Task

BLOCK = 4 << 20
LONGEST_LINE = 16 << 20
_HEAD = 1 << 20
SMALL = 4 << 20  # smaller files are not worth loading the kernel
_PADDING = 8  # as the kernel wants it
_BOM = b"\xef\xbb\xbf"
_SEPARATE = "Vector files have one word a line; see whether this is one."


@dataclass(frozen=True)
class _Parsed:
    """What became of a block: rows up to the first bad one, the number of lines, and what was odd."""

    rows: Rows
    lines: int
    suspicious: tuple[bytes, ...] = ()
    bad: tuple[int, BadRow] | None = None


def read_text(path: Path, with_header: bool, task: Task) -> Embedding:
    """Read rows of "word value value ...", values separated by spaces or tabs, after a header line if there is one.

    The number of values is told from the rows; the header is only compared with what is there, never believed.

    Raises
    ------
    UnreadableFile : naming the line, if a row has too few or too many values or one that is no number.
    Cancelled : between two blocks of 4 MiB.
    """
    with opened(path) as file:
        size = os.fstat(file.fileno()).st_size
        head = file.read(_HEAD) or b""
        start = len(_BOM) if head.startswith(_BOM) else 0
        promised = None
        if with_header:
            line, newline, _ = head[start:].partition(b"\n")
            promised = parse_header(line)
            if promised is None:
                raise UnreadableFile(path, "the numbers of words and dimensions are missing; open it as GloVe text.", 1)
            start += len(line) + len(newline)
        dim = width(first_rows(head[start:], size <= _HEAD)[:100], promised and promised[1])
        if dim == 0:
            raise UnreadableFile(path, "it holds no rows of a word and its values. Choose another file.")
        file.seek(start)
        parts, notices = _read_rows(file, path, dim, with_header, size, task)
    return make_embedding(path, parts, [*_header_notices(promised, parts, dim), *notices])


def _read_rows(
    file: FileIO, path: Path, dim: int, with_header: bool, size: int, task: Task
) -> tuple[list[Rows], list[str]]:
    """All rows from where the file stands, in its order, and what is to be noted about them."""
    parse = _parse_with_kernel if size >= SMALL or "explorer.formats.text_kernels" in sys.modules else _parse_in_python
    workers = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    parts: list[Rows] = []
    notices: list[str] = []
    suspicious: list[bytes] = []
    lines, done = int(with_header), file.tell()
    waiting: deque[tuple[Future[_Parsed], int, bool]] = deque()
    # Threads of our own rather than numba's: some of numba's layers may not be entered from two jobs at once.
    with ThreadPoolExecutor(workers) as pool:

        def collect() -> None:
            nonlocal lines, done
            future, n_bytes, cut_off = waiting.popleft()
            parsed = future.result()
            if parsed.bad is not None:
                line, problem = parsed.bad
                if not (cut_off and line == parsed.lines - 1 and problem.short):
                    raise UnreadableFile(path, str(problem), lines + line + 1)
                notices.append("The last row is cut short and was left out.")
            parts.append(parsed.rows)
            suspicious.extend(parsed.suspicious)
            lines += parsed.lines
            done += n_bytes
            task.step(done, size, f"Reading {path.name}")

        for text, n_bytes, cut_off in _blocks(file, path):
            waiting.append((pool.submit(parse, text, dim), n_bytes, cut_off))
            if len(waiting) > workers:
                collect()
        while waiting:
            collect()
    if suspicious:
        example = suspicious[0].decode("utf-8", "replace")
        notices.append(
            f"{count(len(suspicious), 'word')} of several parts with a number at the end, such as “{example}”: "
            "look whether a row has too many values."
        )
    return parts, notices


def _blocks(file: FileIO, path: Path) -> Iterator[tuple[NDArray[np.uint8], int, bool]]:
    """Whole lines as (n + padding,) uint8, the n bytes, and whether the last line lacks its newline (one is added)."""
    carried = np.empty(0, np.uint8)
    while True:
        text = np.empty(len(carried) + BLOCK + 1 + _PADDING, np.uint8)
        text[: len(carried)] = carried
        n = fill(file, text[len(carried) : len(carried) + BLOCK])
        end = len(carried) + n
        if n < BLOCK:
            if end:
                cut_off = text[end - 1] != ord("\n")
                text[end] = ord("\n")
                yield text[: end + cut_off + _PADDING], end, cut_off
            return
        last = _last_newline(text[:end])
        if last < 0 and end > LONGEST_LINE:
            raise UnreadableFile(path, f"it has a line of more than {LONGEST_LINE >> 20} MB. {_SEPARATE}")
        carried = text[last + 1 : end].copy()
        if last >= 0:
            yield text[: last + 1 + _PADDING], last + 1, False


def _last_newline(text: NDArray[np.uint8]) -> int:
    start = max(0, len(text) - (1 << 16))
    last = text[start:].tobytes().rfind(b"\n")
    return start + last if last >= 0 else text.tobytes().rfind(b"\n")


def _parse_with_kernel(text: NDArray[np.uint8], dim: int) -> _Parsed:
    from explorer.formats.text_kernels import FINE, parse_rows

    capacity = len(text) // (2 * dim) + 1  # a row takes two bytes a value at least
    vectors = np.empty((capacity, dim), np.float32)
    words, outcomes = np.empty(len(text), np.uint8), np.empty(capacity, np.uint8)
    odd = np.empty((capacity, 4), np.int64)
    n_rows, n_words, lines, n_odd = parse_rows(text, vectors, words, outcomes, odd)
    blob = words[:n_words].tobytes()
    finite = outcomes[:n_rows] == FINE
    if n_odd == 0:
        return _Parsed(Rows(blob, vectors[:n_rows], finite), lines)
    each = blob.split(b"\n")
    suspicious: list[bytes] = []
    for row, line, start, end in odd[:n_odd].tolist():
        try:
            read = parse_row(text[start:end].tobytes(), dim)
        except BadRow as problem:
            blob = b"".join(word + b"\n" for word in each[:row])
            return _Parsed(
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
    return _Parsed(Rows(b"\n".join(each), vectors[:n_rows], finite), lines, tuple(suspicious))


def _parse_in_python(text: NDArray[np.uint8], dim: int) -> _Parsed:
    rows: list[Row] = []
    bad = None
    for line, content in numbered_rows(text[:-_PADDING].tobytes()):
        try:
            rows.append(parse_row(content, dim))
        except BadRow as problem:
            bad = (line, problem)
            break
    vectors = np.array([row.values for row in rows], np.float32).reshape(len(rows), dim)
    words = b"".join(row.word + b"\n" for row in rows)
    suspicious = tuple(row.word for row in rows if row.suspicious)
    return _Parsed(
        Rows(words, vectors, np.asarray(np.isfinite(vectors).all(axis=1))), _count_lines(text), suspicious, bad
    )


def _count_lines(text: NDArray[np.uint8]) -> int:
    return int(np.count_nonzero(text[:-_PADDING] == ord("\n")))


def _header_notices(promised: tuple[int, int] | None, parts: list[Rows], dim: int) -> list[str]:
    """A sentence for each number of the header that is not what the file holds."""
    if promised is None:
        return []
    notices = []
    n_rows = sum(len(part.vectors) for part in parts)
    if promised[0] != n_rows:
        notices.append(f"The header promises {count(promised[0], 'word')}, the file holds {n_rows:,}.")
    if promised[1] != dim:
        notices.append(f"The header promises {count(promised[1], 'dimension')}, the rows have {dim:,}.")
    return notices
