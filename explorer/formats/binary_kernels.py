"""The numba kernel that reads rows of the binary word2vec format; import it inside a function."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

_NEWLINE, _SPACE = 10, 32


@njit(
    "UniTuple(int64, 3)(uint8[::1], int64, uint8[:, ::1], uint8[::1])",
    cache=True,
    nogil=True,
    error_model="numpy",
)
def parse_rows(
    data: NDArray[np.uint8], limit: int, vectors: NDArray[np.uint8], words: NDArray[np.uint8]
) -> tuple[int, int, int]:
    """Read rows of "word, space, values" until ``data`` or ``vectors`` ends or a word is longer than ``limit`` bytes.

    vectors:  (capacity, 4 dim) uint8, filled with the bytes of the values
    words:    (len(data),) uint8, filled with the words, a newline after each

    Returns the numbers of rows, bytes of words, and bytes of ``data`` that were used. The newlines that word2vec writes
    behind a row are dropped; one inside a word becomes a space.
    """
    capacity, width = vectors.shape
    used = rows = size = 0
    while rows < capacity:
        at = used
        while at < len(data) and data[at] == _NEWLINE:
            at += 1
        start = at
        while at < len(data) and data[at] != _SPACE and at - start <= limit:
            at += 1
        if at - start > limit or at + 1 + width > len(data):
            break
        for place in range(start, at):
            words[size] = _SPACE if data[place] == _NEWLINE else data[place]
            size += 1
        words[size] = _NEWLINE
        size += 1
        vectors[rows] = data[at + 1 : at + 1 + width]
        used = at + 1 + width
        rows += 1
    return rows, size, used
