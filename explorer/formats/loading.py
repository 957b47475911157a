"""What every reader shares: making an embedding of the rows that were read."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from explorer.embedding import Embedding
from explorer.errors import UnreadableFile
from explorer.formats.words import decode_words
from explorer.wording import counted

SMALL = 4 << 20  # bytes; smaller files are not worth loading a kernel


@dataclass(frozen=True)
class Rows:
    """Rows in the order of the file.

    words:    the words as the file holds them, a newline after each
    vectors:  (n, dim) float32
    finite:   (n,) bool: whether a row has neither NaN nor infinity
    """

    words: bytes
    vectors: NDArray[np.float32]
    finite: NDArray[np.bool_]


def is_for_kernel(size: int, module: str) -> bool:
    """Whether a file of so many bytes is read by the kernel in ``module``: if it is large, or the kernel is there.

    While another thread compiles it, which takes seconds the first time ever, a small file need not wait.
    """
    return size >= SMALL or hasattr(sys.modules.get(module), "parse_rows")


def place_of_row(row: int) -> str:
    """Where a row is, counted from 0, in a file that has no lines."""
    return f"row {row + 1:,}"


def told_number(name: str, promised: int, n_rows: int) -> str:
    """A sentence on a header that promises another number of words than the file holds, and what to do."""
    what = "Get the file again if it is cut short." if promised > n_rows else "All of them were read."
    return f"Line 1 of {name} promises {counted(promised, 'word')}, the file holds {n_rows:,}. {what}"


def make_embedding(
    path: Path, parts: list[Rows], notices: Sequence[str] = (), place_of: Callable[[int], str] = place_of_row
) -> Embedding:
    """An embedding of all rows that can be used, with notices of those that cannot; empties ``parts`` as it goes.

    Rows without a word, with NaN or infinity in them, or with a word that came before are left out and counted, and
    ``place_of`` says where the first of them is.

    Raises
    ------
    UnreadableFile : no row is left.
    """
    words, guessed = decode_words(b"".join(part.words for part in parts))
    if not words:
        raise UnreadableFile(path, "it holds no word vectors. Choose another file.")
    kept, left_out = _usable(words, np.concatenate([part.finite for part in parts]), place_of)
    if kept is not None and not kept.any():
        reasons = "; ".join(told for told, _ in left_out)
        raise UnreadableFile(path, f"none of its rows can be used: {reasons}. Correct them or choose another file.")
    vectors = _joined(parts, kept)
    if kept is not None:
        words = [word for word, keep in zip(words, kept.tolist(), strict=True) if keep]
    return Embedding(
        name=path.stem,
        index_to_key=tuple(words),
        vectors=vectors,
        origin=f"opened from {path.name}",
        notices=(*notices, *guessed, *(f"{told}. {what}" for told, what in left_out)),
    )


def all_finite(vectors: NDArray[np.float32]) -> NDArray[np.bool_]:
    """(n,) bool: whether a row has neither NaN nor infinity."""
    # A sum is finite only if all its terms are; one that overflows is looked at again.
    with np.errstate(over="ignore", invalid="ignore"):
        finite = np.asarray(np.isfinite(vectors.sum(axis=1)))
    doubtful = np.flatnonzero(~finite)
    finite[doubtful] = np.isfinite(vectors[doubtful]).all(axis=1)
    return finite


def _joined(parts: list[Rows], kept: NDArray[np.bool_] | None) -> NDArray[np.float32]:
    """The rows to be kept, all if that is None; each part is let go once copied, so that memory holds them once."""
    if kept is None and len(parts) == 1:
        return parts.pop().vectors
    n = sum(len(part.vectors) for part in parts) if kept is None else int(np.count_nonzero(kept))
    vectors = np.empty((n, parts[0].vectors.shape[1]), np.float32)
    parts.reverse()
    row = start = 0
    while parts:
        chunk = parts.pop().vectors
        stop = start + len(chunk)
        if kept is not None:
            chunk = chunk[kept[start:stop]]
        vectors[row : row + len(chunk)] = chunk
        row, start = row + len(chunk), stop
    return vectors


def _usable(
    words: list[str], finite: NDArray[np.bool_], place_of: Callable[[int], str]
) -> tuple[NDArray[np.bool_] | None, list[tuple[str, str]]]:
    """Which rows can be used, None for all of them; and of each reason why others cannot, what it is and what to do."""
    if finite.all() and len(set(words)) == len(words) and "" not in words:
        return None, []
    worded = np.array([word != "" for word in words])
    kept = finite & worded
    seen: set[str] = set()
    repeated: list[int] = []
    for index in np.flatnonzero(kept).tolist():
        if words[index] in seen:
            kept[index] = False
            repeated.append(index)
        seen.add(words[index])
    reasons = (
        (np.flatnonzero(~finite).tolist(), "with NaN or infinite values", "Correct the file if they are needed."),
        (np.flatnonzero(finite & ~worded).tolist(), "without a word", "Correct the file if they are needed."),
        (repeated, "of words that came before", "The first vector of a word counts."),
    )
    return kept, [(_left_out(rows, why, place_of(rows[0])), what) for rows, why, what in reasons if rows]


def _left_out(rows: Sequence[int], why: str, place: str) -> str:
    """How many rows were left out, why, and where the first of them is."""
    where = f"was left out, {place}" if len(rows) == 1 else f"were left out, the first in {place}"
    return f"{counted(len(rows), 'row')} {why} {where}"
