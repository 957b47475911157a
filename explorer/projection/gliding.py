"""The pictures of a layout that is still being made: turned and sized so that nothing jumps from one to the next."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from explorer.projection.projection import Points

SECONDS_BETWEEN_FRAMES = 0.1
_AVERAGED = 0.05  # the part of all epochs that a frame is the mean of, at first
_TURN = 0.5  # the part of the way to the best turn that each frame goes

Float64s = NDArray[np.float64]


class Gliding:
    """Lays each state of a layout onto the map that is shown when it starts.

    places:  (n, 2), where the layout starts
    onto:    (n, 2), the map that is shown then

    Each state is moved and sized as `alignment.aligned` does. Whether it is mirrored is decided by the start and then
    kept; the turn goes from that of the start towards the best one, half of the way with each frame.
    """

    def __init__(self, places: Points, onto: Points) -> None:
        shown = onto.astype(np.float64)
        self._middle = shown.mean(axis=0)
        self._onto = shown - self._middle
        self._size = float(np.sqrt(np.square(self._onto).sum()))
        a = _centred(places)
        self._mirror = np.array([1.0, 1.0])
        if _likeness(a * (1, -1), self._onto) > _likeness(a, self._onto):
            self._mirror = np.array([1.0, -1.0])
        self._angle = _best_angle(a * self._mirror, self._onto)

    def frame(self, layout: Points) -> Points:
        """(n, 2) float32: the layout as it is shown on the way."""
        a = _centred(layout) * self._mirror
        beyond = _best_angle(a, self._onto) - self._angle
        self._angle += _TURN * ((beyond + np.pi) % (2 * np.pi) - np.pi)
        return self._laid(a, self._angle)

    def last(self, layout: Points) -> Points:
        """(n, 2) float32: the layout as it is shown in the end, turned as near as can be to the map before."""
        a = _centred(layout) * self._mirror
        return self._laid(a, _best_angle(a, self._onto))

    def _laid(self, a: Float64s, angle: float) -> Points:
        cosine, sine = np.cos(angle), np.sin(angle)
        a = a @ np.array([[cosine, sine], [-sine, cosine]])
        size = np.sqrt(np.square(a).sum())
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


def _cross_products(a: Float64s, b: Float64s) -> tuple[float, float]:
    products = a.T @ b
    return float(products[0, 0] + products[1, 1]), float(products[0, 1] - products[1, 0])


def _best_angle(a: Float64s, b: Float64s) -> float:
    """The angle by which ``a`` is turned, anticlockwise, to differ least from ``b``."""
    along, across = _cross_products(a, b)
    return float(np.arctan2(across, along))


def _likeness(a: Float64s, b: Float64s) -> float:
    return float(np.hypot(*_cross_products(a, b)))
