"""The numba kernel of GloVe; importing it may compile for seconds, once."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from explorer.training.prefetch import LINE, prefetch

_AHEAD = 6  # cells whose vectors are on their way from memory while one is worked on; most of the time goes there


@njit(
    "float64(int32[::1], int32[::1], float32[::1], float32[::1], float32[:, :, ::1], float32[:, :, ::1], float32)",
    cache=True,
    nogil=True,
    error_model="numpy",
    fastmath={"reassoc", "contract", "arcp", "nsz", "afn"},  # not "nnan": what grows beyond all bounds must show
)
def adagrad(
    rows: NDArray[np.int32],
    columns: NDArray[np.int32],
    logarithms: NDArray[np.float32],
    weights: NDArray[np.float32],
    W: NDArray[np.float32],
    C: NDArray[np.float32],
    eta: float,
) -> float:
    """Learn from some cells of the matrix, one after the other; returns their cost, summed up.

    rows, columns:   of each cell
    logarithms:      log X of each
    weights:         f(X) of each
    W, C:            (n_words, 2, dim + 1): the vectors of words and of contexts, each with its bias as the last number,
                     and below each the sums of its squared gradients
    eta:             the learning rate

    Several threads may call it on the same vectors without a lock, as the original does.
    """
    dim = W.shape[2] - 1
    size = 4 * W.shape[1] * W.shape[2]
    cost = 0.0
    half = np.float32(0.5)
    for cell in range(len(rows)):
        if cell + _AHEAD < len(rows):
            for line in range(0, size, LINE):
                prefetch(W.ctypes.data + rows[cell + _AHEAD] * size + line)
                prefetch(C.ctypes.data + columns[cell + _AHEAD] * size + line)
        w, w_squares = W[rows[cell], 0], W[rows[cell], 1]
        c, c_squares = C[columns[cell], 0], C[columns[cell], 1]
        product = np.float32(0)
        for i in range(dim):
            product += w[i] * c[i]
        difference = product + w[dim] + c[dim] - logarithms[cell]
        step = weights[cell] * difference
        cost += np.float64(half * step * difference)
        step *= eta
        for i in range(dim):
            of_w = step * c[i]
            of_c = step * w[i]
            w[i] -= of_w / np.sqrt(w_squares[i])
            c[i] -= of_c / np.sqrt(c_squares[i])
            w_squares[i] += of_w * of_w
            c_squares[i] += of_c * of_c
        w[dim] -= step / np.sqrt(w_squares[dim])
        c[dim] -= step / np.sqrt(c_squares[dim])
        w_squares[dim] += step * step
        c_squares[dim] += step * step
    return cost
