"""Motion: points that glide to their new places, and a camera that glides to another view."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from explorer.embedding import Indices
from explorer.projection.projection import Points
from widgets.map.camera import Camera
from widgets.map.scene import Scene

SECONDS = 0.35


def eased(share: float) -> float:
    """Quick at first and slow at the end, so that a glide that is interrupted by another does not stand still."""
    return 1.0 - (1.0 - min(max(share, 0.0), 1.0)) ** 3


@dataclass(frozen=True, eq=False, kw_only=True)
class Glide:
    """A motion that began at a moment, in seconds of any clock."""

    began: float
    seconds: float = SECONDS

    def share(self, now: float) -> float:
        """How much of the way is behind us, 0 to 1."""
        return eased((now - self.began) / self.seconds)

    def is_over(self, now: float) -> bool:
        """Whether the goal is reached."""
        return now - self.began >= self.seconds


@dataclass(frozen=True, eq=False, kw_only=True)
class Morph(Glide):
    """Points on the way from ``start`` to ``goal``, both (n, 2) or both (n, 3) float32, in the same order."""

    start: Points
    goal: Points

    def places(self, now: float, numbers: slice | Indices = slice(None)) -> Points:
        """Where the points are now, or some of them."""
        share = np.float32(self.share(now))
        start = self.start[numbers]
        return np.ascontiguousarray(start + share * (self.goal[numbers] - start))


@dataclass(frozen=True, eq=False)
class Motion:
    """Points on their way at one moment: where they started, in their shuffled order, and how much is behind them."""

    start: Points
    share: float


@dataclass(frozen=True, eq=False, kw_only=True)
class CameraGlide(Glide):
    """A camera on the way from ``start`` to ``goal``."""

    start: Camera
    goal: Camera

    def camera(self, now: float) -> Camera:
        """Where the camera is now."""
        return self.start.toward(self.goal, self.share(now))


def places_before(old: Scene, current: Points, scene: Scene) -> Points:
    """Where the points of a scene begin their way: where the same words stand in the scene before.

    current: the places of the old scene at this moment, in its shuffled order

    A word that had no place begins where it is going. Returns (n, 2) or (n, 3) float32 in the new scene's shuffled
    order, as many columns as either of both has.
    """
    n_dims = max(current.shape[1], scene.points.places.shape[1])
    current = widened(current, n_dims)
    if np.array_equal(old.projection.indices, scene.projection.indices):
        return current  # as many words are shuffled in the same order
    indices = scene.projection.indices[scene.points.rows]
    rows = np.minimum(np.searchsorted(old.projection.indices, indices), len(old.projection) - 1)
    known = old.projection.indices[rows] == indices
    start = widened(scene.points.places, n_dims).copy()
    start[known] = current[old.points.numbers[rows[known]]]
    return start


def widened(places: Points, n_dims: int) -> Points:
    """Places with so many columns: a flat map lies at depth zero in space."""
    lacking = n_dims - places.shape[1]
    return places if lacking <= 0 else np.pad(places, ((0, 0), (0, lacking)))
