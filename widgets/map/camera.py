"""Where the map is looked at from: places of the map to places on the screen, and back."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

LARGEST_ZOOM = 1e6  # beyond that the float32 places themselves are the limit


@dataclass(frozen=True)
class Camera:
    """A view of the plane in float64; moving it gives another one.

    x, y:           the place of the map that stands in the middle of the screen; y grows upwards on the map
    scale:          pixels for one unit of the map
    width, height:  of the screen, in device-independent pixels
    fit_scale:      the scale that shows everything: the measure for "how far zoomed in"
    """

    x: float = 0.0
    y: float = 0.0
    scale: float = 1.0
    width: float = 1.0
    height: float = 1.0
    fit_scale: float = 1.0

    @property
    def zoom(self) -> float:
        """How far zoomed in: 1 shows everything."""
        return self.scale / self.fit_scale

    @property
    def origin(self) -> tuple[float, float]:
        """Where the map's (0, 0) stands on the screen."""
        return self.width / 2 - self.x * self.scale, self.height / 2 + self.y * self.scale

    def to_screen(self, points: NDArray[np.floating]) -> NDArray[np.float64]:
        """Places of the map, (n, 2), as pixels from the top left corner, (n, 2) float64."""
        across, down = self.origin
        return np.asarray(points, dtype=np.float64) * (self.scale, -self.scale) + (across, down)

    def to_map(self, x: float, y: float) -> tuple[float, float]:
        """The place of the map under a pixel."""
        across, down = self.origin
        return (x - across) / self.scale, (down - y) / self.scale

    def panned(self, dx: float, dy: float) -> Camera:
        """Moved so that what is seen shifts by (dx, dy) pixels."""
        return replace(self, x=self.x - dx / self.scale, y=self.y + dy / self.scale)

    def zoomed(self, factor: float, x: float, y: float) -> Camera:
        """Zoomed so that the place under the pixel (x, y) stays where it is."""
        lowest, highest = self.fit_scale / 10, self.fit_scale * LARGEST_ZOOM
        scale = min(max(self.scale * factor, lowest), highest)
        map_x, map_y = self.to_map(x, y)
        return replace(
            self,
            scale=scale,
            x=map_x - (x - self.width / 2) / scale,
            y=map_y + (y - self.height / 2) / scale,
        )

    def resized(self, width: float, height: float) -> Camera:
        """For a screen of another size: the middle stays, and as much is seen as before in the tighter direction."""
        factor = min(width / self.width, height / self.height)
        return replace(self, width=width, height=height, scale=self.scale * factor, fit_scale=self.fit_scale * factor)

    def centred(self, x: float, y: float, scale: float | None = None) -> Camera:
        """With the place (x, y) of the map in the middle of the screen."""
        return replace(self, x=x, y=y, scale=scale or self.scale)

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
        )


def inner_box(points: NDArray[np.floating]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The lowest and the highest corner of the box that matters, for places (n, 2) with n > 0.

    A few places far out do not shrink everything else: when the outermost thousandth spans more than three times what
    the rest does, only the rest counts.
    """
    low, high = np.float64(points.min(axis=0)), np.float64(points.max(axis=0))
    if len(points) >= 1000:
        sample = points[:: max(1, len(points) // 20_000)]
        inner_low, inner_high = np.quantile(sample, (0.001, 0.999), axis=0)
        if ((high - low) > 3 * (inner_high - inner_low)).any():
            pad = 0.1 * (inner_high - inner_low)
            low, high = np.maximum(low, inner_low - pad), np.minimum(high, inner_high + pad)
    return np.atleast_1d(low), np.atleast_1d(high)


def fit(points: NDArray[np.floating], width: float, height: float, margin: float = 36.0, right: float = 0.0) -> Camera:
    """The camera that shows all places, (n, 2), or all but a few far out, with a margin in pixels.

    right: pixels at the right that something else covers
    """
    width, height = max(width, 1.0), max(height, 1.0)
    if not len(points):
        return Camera(width=width, height=height)
    low, high = inner_box(points)
    room_x, room_y = max(width - right - 2 * margin, width / 2), max(height - 2 * margin, height / 2)
    scales = [room / extent for room, extent in zip((room_x, room_y), high - low, strict=True) if extent > 0]
    scale = min(scales) if scales else 1.0
    middle = (low + high) / 2
    return Camera(float(middle[0] + right / 2 / scale), float(middle[1]), float(scale), width, height, float(scale))
