"""The numba kernels that count word pairs; importing them may compile for a second, once."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray


@njit(
    "void(int32[::1], int64[::1], float64[::1], int64[::1], int64[::1], int64, int64, float64[::1], int64[::1],"
    " int32[::1], float64[::1])",
    cache=True,
    nogil=True,
    error_model="numpy",
)
def rows_of_followers(
    tokens: NDArray[np.int32],
    ends: NDArray[np.int64],
    weights: NDArray[np.float64],
    starts: NDArray[np.int64],
    places: NDArray[np.int64],
    first: int,
    last: int,
    row: NDArray[np.float64],
    lengths: NDArray[np.int64],
    indices: NDArray[np.int32],
    data: NDArray[np.float64],
) -> None:
    """Count the words behind each occurrence of the words from ``first`` up to ``last``, a row each.

    tokens:   the words of the text, one document after the other
    ends:     where the document of each token ends
    weights:  what a pair adds by its distance, from 1 to the window
    starts:   (n_words + 1,), where the occurrences of each word begin in ``places``
    places:   where in ``tokens`` each word occurs, rising for each word
    row:      (n_words,) zeros, and left as such
    lengths:  (n_words,), filled with the length of each of these rows
    indices:  filled with the words of each row, rising
    data:     filled with their sums

    Each row is summed up in a dense one: there is no hash table, and rows do not depend on each other.
    """
    window = len(weights)
    end = 0
    for word in range(first, last):
        head = end
        for occurrence in range(starts[word], starts[word + 1]):
            place = places[occurrence]
            for behind in range(place + 1, min(place + window + 1, ends[place])):
                other = tokens[behind]
                if row[other] == 0.0:
                    indices[end] = other
                    end += 1
                row[other] += weights[behind - place - 1]
        indices[head:end].sort()
        for at in range(head, end):
            data[at] = row[indices[at]]
            row[indices[at]] = 0.0
        lengths[word] = end - head


@njit("void(int32[::1], int64[::1], int64[::1])", cache=True, nogil=True)
def places_of_words(tokens: NDArray[np.int32], nexts: NDArray[np.int64], places: NDArray[np.int64]) -> None:
    """Fill ``places`` with where each word occurs, rising for each word.

    nexts:  (n_words,) where the places of each word begin; changed to where they end
    """
    for place in range(len(tokens)):
        word = tokens[place]
        places[nexts[word]] = place
        nexts[word] += 1
