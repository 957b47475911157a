"""The map of a model that is still being trained: axes that turn slowly, so that the words can be followed."""

from __future__ import annotations

from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from explorer.embedding import Vectors
from explorer.projection.pca import PcaOptions, main_axes
from explorer.projection.projection import Projection

Float64s = NDArray[np.float64]

_WORDS_FOR_AXES = 3_000  # the most frequent words set the axes; more would cost a training more than they add
_TURN = 0.2  # the part of the way to the newest axes that each snapshot turns


class LiveAxes:
    """Places the snapshots of a training on axes that stay nearly put.

    The axes are the PCA of a snapshot, found anew at the 1st, 2nd, 4th, 8th, 16th snapshot and then at every 16th:
    while a model is young its main axes change quickly, later hardly. New axes are turned within their plane so that
    they differ least from the shown ones (`aligned` of their directions), and the shown ones then turn towards them by
    a fifth of the way at each snapshot, so that nothing jumps. The mean of the words stays at the origin.

    Example:
    -------
    >>> axes = LiveAxes()
    >>> maps = [axes.place(vectors) for vectors in snapshots]
    """

    def __init__(self) -> None:
        self._n_placed = 0
        self._shown: Float64s | None = None
        self._sought: Float64s | None = None

    def place(self, vectors: Vectors) -> Projection:
        """The snapshot's words on the map; the vectors have the same dimension each time."""
        mean = vectors.mean(axis=0, dtype=np.float64)
        shown = self._turned(vectors)
        points = np.asarray((vectors @ shown.T.astype(np.float32)) - (mean @ shown.T), dtype=np.float32)
        self._n_placed += 1
        flat = vectors.ravel()
        # A figure to look at: summed up in single precision, it costs a tenth of the exact one.
        total = max(float(np.dot(flat, flat)) / len(vectors) - float(mean @ mean), 0.0)
        kept = float(points.var(axis=0, dtype=np.float64).sum())
        return Projection(
            method="live",
            points=points,
            indices=np.arange(len(vectors), dtype=np.int64),
            n_words=len(vectors),
            figures=MappingProxyType({"explained variance": min(kept / total, 1.0) if total > 0 else 1.0}),
        )

    def _turned(self, vectors: Vectors) -> Float64s:
        """The axes of this snapshot, (2, dim)."""
        if self._is_due():
            newest = main_axes(vectors[:_WORDS_FOR_AXES], PcaOptions()).axes
            self._sought = newest if self._shown is None else _turned_onto(newest, self._shown)
        assert self._sought is not None
        if self._shown is None:
            self._shown = self._sought
        else:
            self._shown = _orthonormal((1 - _TURN) * self._shown + _TURN * self._sought)
        return self._shown

    def _is_due(self) -> bool:
        nth = self._n_placed + 1
        return nth % 16 == 0 or nth in (1, 2, 4, 8)


def _turned_onto(axes: Float64s, shown: Float64s) -> Float64s:
    """``axes`` rotated or reflected within their plane so as to differ least from ``shown``."""
    U, _, Vt = np.linalg.svd(shown @ axes.T)
    return np.asarray(U @ Vt @ axes)


def _orthonormal(axes: Float64s) -> Float64s:
    """The nearest axes that are at right angles and of length 1."""
    U, _, Vt = np.linalg.svd(axes, full_matrices=False)
    return np.asarray(U @ Vt)
