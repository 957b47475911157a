"""What every reader shares: opening a file safely, and making an embedding of the rows that were read."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import FileIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from explorer.embedding import Embedding
from explorer.errors import UnreadableFile
from explorer.formats.text_rows import count
from explorer.formats.words import decode_words


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


@contextmanager
def opened(path: Path | str) -> Iterator[FileIO]:
    """Open a file for reading; it is the caller's mistake, told in a sentence, if that cannot be done.

    Raises
    ------
    UnreadableFile : there is no such file, it is a folder or a device, it may not be read, the disk fails while the
        block reads it, or it changed in the meantime.
    """
    path = Path(path)
    try:
        before = path.stat()
        if stat.S_ISDIR(before.st_mode):
            raise UnreadableFile(path, "this is a folder. Open the files in it.")
        if not stat.S_ISREG(before.st_mode):  # opening a pipe would wait for ever
            raise UnreadableFile(path, "this is not a file but a device or a pipe. Save its content as a file first.")
        with FileIO(path, "r") as file:
            before = os.fstat(file.fileno())
            yield file
            after = os.fstat(file.fileno())
    except FileNotFoundError as error:
        raise UnreadableFile(path, "there is no such file. Was it moved or renamed?") from error
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise UnreadableFile(path, f"it could not be read: {reason}. Check it and open it again.") from error
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise UnreadableFile(path, "it changed while it was being read. Open it again when it is complete.")


def fill(file: FileIO, buffer: NDArray[np.uint8]) -> int:
    """Read into the buffer until it is full or the file ends; returns the number of bytes."""
    view, filled = buffer.data, 0
    while filled < len(view) and (n := file.readinto(view[filled:])):
        filled += n
    return filled


def read_head(path: Path | str, size: int) -> tuple[bytes, bool]:
    """The first ``size`` bytes of a file at most, and whether that is all of it; raises as `opened`."""
    with opened(path) as file:
        buffer = np.empty(size + 1, np.uint8)
        n = fill(file, buffer)
    return buffer[: min(n, size)].tobytes(), n <= size


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
    n = len(words) if kept is None else int(np.count_nonzero(kept))
    vectors = np.empty((n, parts[0].vectors.shape[1]), np.float32)
    parts.reverse()
    row = start = 0
    while parts:  # each part is let go as soon as it was copied, so that memory holds the vectors once
        chunk = parts.pop().vectors
        size = len(chunk)
        if kept is not None:
            chunk = chunk[kept[start : start + size]]
        vectors[row : row + len(chunk)] = chunk
        row, start = row + len(chunk), start + size
    if kept is not None:
        words = [word for word, keep in zip(words, kept.tolist(), strict=True) if keep]
    return Embedding(
        name=path.stem,
        index_to_key=tuple(words),
        vectors=vectors,
        origin=f"opened from {path.name}",
        notices=(*notices, *guessed, *left_out),
    )


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
