"""The camera that shows everything that matters."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from widgets.map.camera import Camera
from widgets.map.turning import STRAIGHT, Turn, after, turn_about

Corners = tuple[NDArray[np.float64], NDArray[np.float64]]

FRONT: Turn = after(turn_about((1.0, 0.0, 0.0), 0.38), turn_about((0.0, 1.0, 0.0), -0.5))
"""How a map in space is looked at first: a little from above and from the side, so that all three axes are seen."""
FEWEST = 1000
"""Of fewer places none is far out: each is a good part of the map."""
FAR_OUT = 0.005
"""The share of the places at each side that may count as far out."""
WINS = 0.15
"""They must have made the map longer by this share of it, at their side, to be left out."""
MOST_SAMPLED = 8_000


def outer_box(points: NDArray[np.floating]) -> Corners:
    """The lowest and the highest corner of the box of all places, (n, 2) or (n, 3) with n > 0."""
    columns = points.T  # one by one, in a tenth of the time
    low: NDArray[np.float64] = np.array([column.min() for column in columns], np.float64)
    high: NDArray[np.float64] = np.array([column.max() for column in columns], np.float64)
    return low, high


def inner_box(points: NDArray[np.floating]) -> Corners:
    """The lowest and the highest corner of the box that matters, for finite places (n, 2) or (n, 3) with n > 0.

    A few places far out do not shrink everything else: at each side the outermost half of a percent is left out if that
    makes the box shorter by 15 percent and more, as small islands of a map by UMAP do. They are drawn where they stand
    all the same, and reached by dragging the map or zooming out.
    """
    low, high = outer_box(points)
    if len(points) >= FEWEST:
        sample = points[:: max(1, len(points) // MOST_SAMPLED)]
        inner_low, inner_high = np.quantile(sample, (FAR_OUT, 1 - FAR_OUT), axis=0)
        # Measured against what the other sides leave, or two islands would excuse each other.
        pad, extent = 0.03 * (inner_high - inner_low), inner_high - inner_low
        low = np.where(inner_low - pad - low > WINS * extent, inner_low - pad, low)
        high = np.where(high - inner_high - pad > WINS * extent, inner_high + pad, high)
    return low, high


def fit(points: NDArray[np.floating], width: float, height: float, margin: float = 36.0, right: float = 0.0) -> Camera:
    """The camera that shows all places, (n, 2), or all but a few far out, with a margin in pixels.

    right: pixels at the right that something else covers

    Of places (n, 3) the first two coordinates are looked at.
    """
    width, height = max(width, 1.0), max(height, 1.0)
    if not len(points):
        return Camera(width=width, height=height)
    low, high = inner_box(points)
    room_x, room_y = max(width - right - 2 * margin, width / 2), max(height - 2 * margin, height / 2)
    scales = [room / extent for room, extent in zip((room_x, room_y), (high - low)[:2], strict=True) if extent > 0]
    scale = float(min(scales)) if scales else 1.0
    middle = ((low + high) / 2).tolist()
    z = middle[2] if len(middle) == 3 else 0.0
    return Camera(middle[0] + right / 2 / scale, middle[1], scale, width, height, scale, z)


def fit_solid(
    points: NDArray[np.floating],
    width: float,
    height: float,
    margin: float = 36.0,
    right: float = 0.0,
    turn: Turn = FRONT,
) -> Camera:
    """The camera that shows all places, (n, 3), or all but a few far out, however the map is turned.

    The map is as large as the ball that holds 19 of 20 places of the box that matters: a whole cube would be smaller
    by a half, for the sake of corners in which nothing stands.
    """
    width, height = max(width, 1.0), max(height, 1.0)
    if not len(points):
        return Camera(width=width, height=height, turn=turn, lens=1.0)
    low, high = inner_box(points)
    middle = (low + high) / 2
    sample = points[:: max(1, len(points) // MOST_SAMPLED)]
    inside = sample[((sample >= low) & (sample <= high)).all(axis=1)]
    distances = np.linalg.norm(inside - middle, axis=1) if len(inside) else np.zeros(1)
    radius = float(np.quantile(distances, 0.95)) if len(inside) >= FEWEST else float(distances.max())
    room = min(max(width - right - 2 * margin, width / 2), max(height - 2 * margin, height / 2))
    scale = room / 2 / radius if radius > 0 else 1.0
    x, y, z = middle.tolist()
    return Camera(x, y, scale, width, height, scale, z, turn, 1.0, right / 2)


def flat_of(camera: Camera) -> Camera:
    """The same map looked at straight along the third axis, about the same place."""
    return replace(camera, x=camera.x + camera.shift / camera.scale, turn=STRAIGHT, lens=0.0, shift=0.0)
