"""Reading text vector files block by block, the blocks in parallel."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from io import FileIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from explorer.embedding import Embedding
from explorer.errors import UnreadableFile
from explorer.formats.loading import Rows, make_embedding, told_number
from explorer.formats.text_parsing import PADDING, Parsed, parser
from explorer.formats.text_rows import HEAD, numbered_rows, parse_header, told_width
from explorer.opening import fill, opened
from explorer.task import Task
from explorer.wording import counted

BLOCK = 4 << 20
LONGEST_LINE = 16 << 20
_BOM = b"\xef\xbb\xbf"
_SEPARATE = "Vector files have one word a line; see whether this is one."


@dataclass(frozen=True)
class _Block:
    """Whole lines of a file.

    text:     (n + PADDING,) uint8, the last line with its newline even if the file lacks it
    n_bytes:  how many bytes of the file they are
    cut_off:  whether the file lacks that newline
    """

    text: NDArray[np.uint8]
    n_bytes: int
    cut_off: bool


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
        head = file.read(HEAD) or b""
        start = len(_BOM) if head.startswith(_BOM) else 0
        promised = None
        if with_header:
            line, newline, _ = head[start:].partition(b"\n")
            promised = parse_header(line)
            if promised is None:
                raise UnreadableFile(path, "the numbers of words and dimensions are missing; open it as GloVe text.", 1)
            start += len(line) + len(newline)
        dim = told_width(head[start:], size <= HEAD, promised and promised[1])
        if dim == 0:
            raise UnreadableFile(path, "it holds no rows of a word and its values. Choose another file.")
        file.seek(start)
        parts, lines, notices = _read_rows(file, path, dim, with_header, size, task)
    notices = [*_header_notices(promised, sum(map(len, lines)), dim, path.name), *notices]
    return make_embedding(path, parts, notices, lambda row: f"line {_line_of(row, lines):,} of {path.name}")


def _read_rows(
    file: FileIO, path: Path, dim: int, with_header: bool, size: int, task: Task
) -> tuple[list[Rows], list[Sequence[int]], list[str]]:
    """All rows from where the file stands, in its order, their lines, and what is to be noted about them."""
    parts: list[Rows] = []
    places: list[Sequence[int]] = []
    notices: list[str] = []
    suspicious: list[bytes] = []
    lines, done = int(with_header), file.tell()
    with closing(_parsed(_blocks(file, path), dim, size, task)) as parsed_blocks:
        for block, parsed in parsed_blocks:
            if parsed.bad is not None:
                line, problem = parsed.bad
                if not (block.cut_off and line == parsed.lines - 1 and problem.short):
                    raise UnreadableFile(path, str(problem), lines + line + 1)
                notices.append(
                    f"The last row, line {lines + line + 1:,} of {path.name}, is cut short and was left out. "
                    "Get the file again if it is needed."
                )
            parts.append(parsed.rows)
            places.append(_lines(block, parsed, lines + 1))
            suspicious.extend(parsed.suspicious)
            lines += parsed.lines
            done += block.n_bytes
            task.step(done, size, f"Reading {path.name}")
    if suspicious:
        example = suspicious[0].decode("utf-8", "replace")
        notices.append(
            f"{counted(len(suspicious), 'word')} of several parts with a number at the end, such as “{example}”: "
            "look whether a row has too many values."
        )
    return parts, places, notices


def _lines(block: _Block, parsed: Parsed, first: int) -> Sequence[int]:
    """The lines of a block's rows, counted from ``first``; looked for only if there are blank ones between them."""
    n_rows = len(parsed.rows.vectors)
    if parsed.lines == n_rows:
        return range(first, first + n_rows)
    return [first + line for line, _ in numbered_rows(block.text[:-PADDING].tobytes())][:n_rows]


def _line_of(row: int, lines: Sequence[Sequence[int]]) -> int:
    """The line of a row, counted from 0 through all blocks."""
    for block in lines:
        if row < len(block):
            return block[row]
        row -= len(block)
    raise IndexError(row)


def _parsed(blocks: Iterable[_Block], dim: int, size: int, task: Task) -> Generator[tuple[_Block, Parsed]]:
    """Each block with what it holds, in their order; as many are parsed at once as there are processors."""
    parse = parser(size)
    workers = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    waiting: deque[tuple[_Block, Future[Parsed]]] = deque()
    # Threads of our own rather than numba's: some of numba's layers may not be entered from two jobs at once.
    with ThreadPoolExecutor(workers) as pool:
        for block in blocks:
            waiting.append((block, pool.submit(parse, block.text, dim, task)))
            if len(waiting) > workers:
                first, future = waiting.popleft()
                yield first, future.result()
        for block, future in waiting:
            yield block, future.result()


def _blocks(file: FileIO, path: Path) -> Iterator[_Block]:
    """The file from where it stands, in whole lines."""
    carried = np.empty(0, np.uint8)
    while True:
        text = np.empty(len(carried) + BLOCK + 1 + PADDING, np.uint8)
        text[: len(carried)] = carried
        n = fill(file, text[len(carried) : len(carried) + BLOCK])
        end = len(carried) + n
        if n < BLOCK:
            if end:
                cut_off = text[end - 1] != ord("\n")
                text[end] = ord("\n")
                yield _Block(text[: end + cut_off + PADDING], end, bool(cut_off))
            return
        last = _last_newline(text[:end])
        if last < 0 and end > LONGEST_LINE:
            raise UnreadableFile(path, f"it has a line of more than {LONGEST_LINE >> 20} MB. {_SEPARATE}")
        carried = text[last + 1 : end].copy()
        if last >= 0:
            yield _Block(text[: last + 1 + PADDING], last + 1, False)


def _last_newline(text: NDArray[np.uint8]) -> int:
    start = max(0, len(text) - (1 << 16))
    last = text[start:].tobytes().rfind(b"\n")
    return start + last if last >= 0 else text.tobytes().rfind(b"\n")


def _header_notices(promised: tuple[int, int] | None, n_rows: int, dim: int, name: str) -> list[str]:
    """A sentence for each number of the header that is not what the file holds."""
    notices = []
    if promised is not None and promised[0] != n_rows:
        notices.append(told_number(name, promised[0], n_rows))
    if promised is not None and promised[1] != dim:
        notices.append(
            f"Line 1 of {name} promises {counted(promised[1], 'dimension')}, the rows have {dim:,}, which counts."
        )
    return notices
