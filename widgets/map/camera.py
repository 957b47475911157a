"""Where the map is looked at from: places of the map to places on the screen, and back."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from widgets.map.turning import STRAIGHT, Turn, after, between, matrix_of, turn_about

LARGEST_ZOOM = 1e6  # beyond that the float32 places themselves are the limit
EYE = 1.25
"""How far the eye is from what it looks at, as a share of the shorter side of the screen; zooming enlarges the map."""
NEAREST = 0.05
"""What is nearer to the eye than this share of that distance is behind the viewer's forehead, and not seen."""


@dataclass(frozen=True)
class Camera:
    """A view of the map in float64; moving it gives another one.

    x, y, z:        the place of the map that stands in the middle of the screen; y grows upwards on the map
    scale:          pixels for one unit of the map, at that place
    width, height:  of the screen, in device-independent pixels
    fit_scale:      the scale that shows everything: the measure for "how far zoomed in"
    turn:           how the map is turned before it is looked at
    lens:           how much smaller what is farther away looks: 0 not at all, 1 as to an eye
    shift:          pixels by which the middle is moved to the left, because something covers the right

    A flat map is looked at straight and without a lens; of places with three coordinates it shows the first two.
    """

    x: float = 0.0
    y: float = 0.0
    scale: float = 1.0
    width: float = 1.0
    height: float = 1.0
    fit_scale: float = 1.0
    z: float = 0.0
    turn: Turn = STRAIGHT
    lens: float = 0.0
    shift: float = 0.0

    @property
    def is_flat(self) -> bool:
        """Whether the third coordinate does not matter."""
        return self.lens == 0.0 and self.turn == STRAIGHT

    @property
    def zoom(self) -> float:
        """How far zoomed in: 1 shows everything."""
        return self.scale / self.fit_scale

    @property
    def middle(self) -> tuple[float, float]:
        """The pixel at which the place in the middle stands."""
        return self.width / 2 - self.shift, self.height / 2

    @property
    def origin(self) -> tuple[float, float]:
        """Where the map's (0, 0) stands on the screen of a flat map."""
        across, down = self.middle
        return across - self.x * self.scale, down + self.y * self.scale

    @property
    def depth(self) -> float:
        """Pixels from the middle to the nearest and to the farthest places of a map that is seen whole."""
        return min(self.width, self.height) / 2

    @cached_property
    def matrix(self) -> NDArray[np.float64]:
        """The turn as (3, 3) float64: its rows are what is to the right, above, and toward the eye, on the map."""
        return matrix_of(self.turn)

    @property
    def _bend(self) -> float:
        """The share of the way to the eye of a pixel's depth."""
        return self.lens / (EYE * min(self.width, self.height))

    def view(self, ratio: float = 1.0) -> NDArray[np.float64]:
        """The camera as 17 numbers, for kernels and shaders, in device pixels of which each pixel has ``ratio``.

        They are the place in the middle (3), the matrix (9), the pixel of the middle (2), pixels for a unit, the share
        of the way to the eye of a pixel's depth, and the depth of the map in pixels.
        """
        across, down = self.middle
        ends = (across * ratio, down * ratio, self.scale * ratio, self._bend / ratio, self.depth * ratio)
        return np.array([self.x, self.y, self.z, *self.matrix.ravel().tolist(), *ends], dtype=np.float64)

    def to_screen(self, points: NDArray[np.floating]) -> NDArray[np.float64]:
        """Places of the map, (n, 2) or (n, 3), as pixels from the top left corner, (n, 2) float64.

        What is behind the eye has no place on the screen, and NaN for it.
        """
        places: NDArray[np.float64] = np.asarray(points, dtype=np.float64)
        if self.is_flat:
            across, down = self.origin
            flat: NDArray[np.float64] = places[:, :2] * (self.scale, -self.scale) + (across, down)
            return flat
        seen = (in_space(places) - (self.x, self.y, self.z)) @ self.matrix.T * self.scale
        away: NDArray[np.float64] = 1.0 - seen[:, 2] * self._bend
        away[away < NEAREST] = np.nan
        spots: NDArray[np.float64] = seen[:, :2] / away[:, None] * (1.0, -1.0) + self.middle
        return spots

    def nearness(self, points: NDArray[np.floating]) -> NDArray[np.float64]:
        """How much larger than in the middle something looks at each place: 1 everywhere on a flat map."""
        if self.is_flat:
            return np.ones(len(points))
        depth = (in_space(points) - (self.x, self.y, self.z)) @ self.matrix[2] * self.scale
        return 1.0 / np.maximum(1.0 - depth * self._bend, NEAREST)

    def to_map(self, x: float, y: float) -> tuple[float, float]:
        """The place of a flat map under a pixel."""
        across, down = self.origin
        return (x - across) / self.scale, (down - y) / self.scale

    def _moved(self, right: float, up: float) -> Camera:
        """Looking at what is so far to the right and above, in units of the map."""
        x, y, z = self.matrix[0] * right + self.matrix[1] * up
        return replace(self, x=self.x + float(x), y=self.y + float(y), z=self.z + float(z))

    def panned(self, dx: float, dy: float) -> Camera:
        """Moved so that what is seen shifts by (dx, dy) pixels."""
        return self._moved(-dx / self.scale, dy / self.scale)

    def zoomed(self, factor: float, x: float, y: float) -> Camera:
        """Zoomed so that the place under the pixel (x, y) stays where it is, at the depth of the middle."""
        across, down = self.middle
        right, up = (x - across) / self.scale, (down - y) / self.scale
        return self.zoomed_about(factor, self._centre + self.matrix[0] * right + self.matrix[1] * up)

    def zoomed_about(self, factor: float, place: NDArray[np.floating]) -> Camera:
        """Zoomed so that a place of the map, (3,), keeps its pixel and its depth: the rest grows away from it."""
        lowest, highest = self.fit_scale / 10, self.fit_scale * LARGEST_ZOOM
        scale = min(max(self.scale * factor, lowest), highest)
        x, y, z = (place + (self._centre - place) * (self.scale / scale)).tolist()
        return replace(self, scale=scale, x=x, y=y, z=z)

    @property
    def _centre(self) -> NDArray[np.float64]:
        return np.array([self.x, self.y, self.z])

    def orbited(self, dx: float, dy: float) -> Camera:
        """Turned as a ball would be whose front is dragged by (dx, dy) pixels; once over the screen is half a turn."""
        angle = math.pi / max(min(self.width, self.height), 1.0)
        drag = after(turn_about((0.0, 1.0, 0.0), dx * angle), turn_about((1.0, 0.0, 0.0), dy * angle))
        return replace(self, turn=after(drag, self.turn))

    def resized(self, width: float, height: float) -> Camera:
        """For a screen of another size: the middle stays, and as much is seen as before in the tighter direction."""
        factor = min(width / self.width, height / self.height)
        return replace(self, width=width, height=height, scale=self.scale * factor, fit_scale=self.fit_scale * factor)

    def centred(self, place: NDArray[np.floating], scale: float | None = None) -> Camera:
        """With a place of the map, (2,) or (3,), in the middle of the screen."""
        x, y, z = in_space(np.asarray(place, dtype=np.float64)[None])[0].tolist()
        return replace(self, x=x, y=y, z=z, scale=scale or self.scale)

    def toward(self, goal: Camera, share: float) -> Camera:
        """Between this camera and another of the same screen: the zoom runs evenly to the eye."""
        if share >= 1.0:
            return goal
        scale = self.scale * (goal.scale / self.scale) ** share
        # The middle moves as the scale does, so that a zoom on one place does not swing past it.
        ratio = goal.scale / self.scale
        moved = share if abs(ratio - 1.0) < 1e-6 else (1.0 - self.scale / scale) / (1.0 - 1.0 / ratio)
        return replace(
            goal,
            scale=scale,
            x=self.x + (goal.x - self.x) * moved,
            y=self.y + (goal.y - self.y) * moved,
            z=self.z + (goal.z - self.z) * moved,
            turn=goal.turn if self.turn == goal.turn else between(self.turn, goal.turn, share),
            lens=self.lens + (goal.lens - self.lens) * share,
            shift=self.shift + (goal.shift - self.shift) * share,
        )


def in_space(places: NDArray[np.floating]) -> NDArray[np.float64]:
    """Places, (n, 2) or (n, 3), as (n, 3) float64: a flat map lies at depth zero."""
    found: NDArray[np.float64] = np.asarray(places, dtype=np.float64)
    return found if found.shape[1] == 3 else np.pad(found, ((0, 0), (0, 1)))
