"""The pictures of a layout that is still being made: turned and sized so that nothing jumps from one to the next."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from explorer.projection.alignment import best_turn, in_dimensions, size_of
from explorer.projection.projection import Points

SECONDS_BETWEEN_FRAMES = 0.1
_AVERAGED = 0.05  # the part of all epochs that a frame is the mean of, at first
_OPPOSITE = 1e-6  # turns whose sum is smaller have no middle

Float64s = NDArray[np.float64]


class Gliding:
    """Lays each state of a layout onto the map that is shown when it starts.

    places:  (n, 2) or (n, 3), where the layout starts
    onto:    the map that is shown then, which may be flat where the layout is in space

    Each state is moved and sized as `alignment.aligned` does. Whether it is mirrored is decided by the start and then
    kept; the turn goes from that of the start towards the best one, half of the way with each frame.
    """

    def __init__(self, places: Points, onto: Points) -> None:
        n_dims = places.shape[1]
        shown = in_dimensions(onto, n_dims).astype(np.float64)
        self._middle = shown.mean(axis=0)
        self._onto = shown - self._middle
        self._size = size_of(self._onto)
        turn = best_turn(_centred(places), self._onto)
        self._turn = np.eye(n_dims) if turn is None else turn
        self._handedness = 1 if np.linalg.det(self._turn) > 0 else -1

    def frame(self, layout: Points) -> Points:
        """The layout as it is shown on the way, of its shape, float32."""
        a = _centred(layout)
        self._turn = _half_way(self._turn, self._best(a))
        return self._laid(a, self._turn)

    def last(self, layout: Points) -> Points:
        """The layout as it is shown in the end, turned as near as can be to the map before."""
        a = _centred(layout)
        return self._laid(a, self._best(a))

    def _best(self, a: Float64s) -> Float64s:
        turn = best_turn(a, self._onto, self._handedness)
        return self._turn if turn is None else turn

    def _laid(self, a: Float64s, turn: Float64s) -> Points:
        a = a @ turn
        size = size_of(a)
        if size > 0 and self._size > 0:
            a *= self._size / size
        return np.asarray(a + self._middle, dtype=np.float32)


class Frames:
    """Hands over a state now and then: one after the first epoch, and then ten a second at most.

    n_epochs:  how many epochs there are; it is called at the beginning of each

    Early epochs throw each word about by a good part of the map. What is handed over is a running mean of the layouts:
    it begins with the start, is made of about a twentieth of all epochs at first, and of fewer as the moves get
    smaller.
    """

    def __init__(self, n_epochs: int, show: Callable[[Points], None]) -> None:
        self._n_epochs = n_epochs
        self._show = show
        self._n_seen = 0
        self._mean: Points | None = None
        self._due_at = 0.0

    def __call__(self, layout: Points) -> None:
        if self._mean is None:
            self._mean = layout.copy()
            return
        self._n_seen += 1
        weight = (1 + self._n_epochs * _AVERAGED) ** (self._n_seen / self._n_epochs - 1)
        self._mean += np.float32(weight) * (layout - self._mean)
        now = time.monotonic()
        if now >= self._due_at:
            self._show(self._mean)
            self._due_at = now + SECONDS_BETWEEN_FRAMES


def _centred(points: Points) -> Float64s:
    centred = points.astype(np.float64)
    centred -= centred.mean(axis=0)
    return centred


def _half_way(one: Float64s, other: Float64s) -> Float64s:
    """The turn between two of the same handedness; the other, if they are opposite."""
    U, sizes, Vt = np.linalg.svd(one + other)
    if sizes[-1] < _OPPOSITE:
        return other
    return np.asarray(U @ Vt)
