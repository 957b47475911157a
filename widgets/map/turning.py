"""Turns in space as unit quaternions: (w, x, y, z), where (1, 0, 0, 0) turns nothing."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Turn = tuple[float, float, float, float]

STRAIGHT: Turn = (1.0, 0.0, 0.0, 0.0)
"""Looking straight along the third axis, the first one to the right and the second upwards."""


def turn_about(axis: tuple[float, float, float], angle: float) -> Turn:
    """A turn about a unit axis, in radians, anticlockwise for who looks against the axis."""
    w, s = math.cos(angle / 2), math.sin(angle / 2)
    return w, axis[0] * s, axis[1] * s, axis[2] * s


def after(second: Turn, first: Turn) -> Turn:
    """One turn after another, as one; its length is mended, so that many small turns do not wear it off."""
    a, b, c, d = second
    w, x, y, z = first
    joined = (
        a * w - b * x - c * y - d * z,
        a * x + b * w + c * z - d * y,
        a * y - b * z + c * w + d * x,
        a * z + b * y - c * x + d * w,
    )
    length = math.sqrt(sum(part * part for part in joined))
    return joined[0] / length, joined[1] / length, joined[2] / length, joined[3] / length


def matrix_of(turn: Turn) -> NDArray[np.float64]:
    """The turn as a matrix, (3, 3) float64, that a place (x, y, z) is multiplied with from the left."""
    w, x, y, z = turn
    return np.array(
        [
            [1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)],
            [2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)],
            [2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)],
        ]
    )


def between(start: Turn, goal: Turn, share: float) -> Turn:
    """A share, 0 to 1, of the way from one turn to another, at an even pace along the shorter way.

    Source: Shoemake (1985), Animating rotation with quaternion curves.
    """
    cosine = sum(one * other for one, other in zip(start, goal, strict=True))
    if cosine < 0:
        goal, cosine = (-goal[0], -goal[1], -goal[2], -goal[3]), -cosine
    angle = math.acos(min(cosine, 1.0))
    if angle < 1e-6:
        return goal
    one, other = math.sin((1 - share) * angle) / math.sin(angle), math.sin(share * angle) / math.sin(angle)
    w, x, y, z = (one * a + other * b for a, b in zip(start, goal, strict=True))
    return w, x, y, z
