"""The numba kernel that puts words together from their parts; importing it may compile for a second, once."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray


@njit(
    "void(float32[:, ::1], float32[:, ::1], int64[::1], int64[::1], float32[:, ::1])",
    cache=True,
    nogil=True,
    error_model="numpy",
)
def sums_of_parts(
    whole: NDArray[np.float32],
    shared: NDArray[np.float32],
    starts: NDArray[np.int64],
    parts: NDArray[np.int64],
    out: NDArray[np.float32],
) -> None:
    """Fill ``out`` with the mean of each word's own vector and of those of its parts.

    whole:   (n_words, dim) the vectors that belong to each word alone
    shared:  (n_buckets, dim) those of the parts
    starts:  (n_words + 1,) where the parts of each word begin
    parts:   the rows of ``shared`` for each word, one word after the other

    The sums are taken in the order in which gensim takes them, so that they are equal to the last bit.
    """
    dim = whole.shape[1]
    for word in range(len(whole)):
        for i in range(dim):
            out[word, i] = whole[word, i]
        for place in range(starts[word], starts[word + 1]):
            part = parts[place]
            for i in range(dim):
                out[word, i] += shared[part, i]
        n = np.float32(starts[word + 1] - starts[word] + 1)
        for i in range(dim):
            out[word, i] /= n
