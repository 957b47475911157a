"""What every reader shares: making an embedding of the rows that were read."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from explorer.embedding import Embedding
from explorer.errors import UnreadableFile
from explorer.formats.text_rows import count
from explorer.formats.words import decode_words

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


def make_embedding(path: Path, parts: list[Rows], notices: Sequence[str] = ()) -> Embedding:
    """An embedding of all rows that can be used, with notices of those that cannot; empties ``parts`` as it goes.

    Rows without a word, with NaN or infinity in them, or with a word that came before are left out and counted.

    Raises
    ------
    UnreadableFile : no row is left.
    """
    words, guessed = decode_words(b"".join(part.words for part in parts))
    if not words:
        raise UnreadableFile(path, "it holds no word vectors. Choose another file.")
    kept, left_out = _usable(words, np.concatenate([part.finite for part in parts]))
    if kept is not None and not kept.any():
        raise UnreadableFile(path, f"none of its rows can be used: {' '.join(left_out)} Choose another file.")
    vectors = _joined(parts, kept)
    if kept is not None:
        words = [word for word, keep in zip(words, kept.tolist(), strict=True) if keep]
    return Embedding(
        name=path.stem,
        index_to_key=tuple(words),
        vectors=vectors,
        origin=f"opened from {path.name}",
        notices=(*notices, *guessed, *left_out),
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


def _usable(words: list[str], finite: NDArray[np.bool_]) -> tuple[NDArray[np.bool_] | None, list[str]]:
    """Which rows can be used, None for all of them, and a sentence on each reason why others cannot."""
    if finite.all() and len(set(words)) == len(words) and "" not in words:
        return None, []
    worded = np.array([word != "" for word in words])
    kept = finite & worded
    seen: set[str] = set()
    repeated = 0
    for index in np.flatnonzero(kept).tolist():
        if words[index] in seen:
            kept[index] = False
            repeated += 1
        seen.add(words[index])
    notices = []
    if not finite.all():
        n = int(np.count_nonzero(~finite))
        notices.append(f"{count(n, 'row')} with NaN or infinite values {_were(n)} left out.")
    if wordless := int(np.count_nonzero(finite & ~worded)):
        notices.append(f"{count(wordless, 'row')} without a word {_were(wordless)} left out.")
    if repeated:
        notices.append(
            f"{count(repeated, 'row')} of words that came before {_were(repeated)} left out; the first counts."
        )
    return kept, notices


def _were(n: int) -> str:
    return "was" if n == 1 else "were"
