"""Lines of equal density, as on a map of mountains: at each there are twice as many words as at the one outside it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from widgets.map.density import Field

MOST_LINES = 7
LEAST_PLACES = 2.5  # a line needs at least so many places under it, or every lone one would be an island
LEAST_CORNERS = 8  # islands of a few pixels are dust


@dataclass(frozen=True, eq=False)
class Contour:
    """The lines of one density.

    height:  0 for the outermost, rising inwards to 1
    lines:   (n, 2) float32 each, in pixels; a closed one ends where it began
    """

    height: float
    lines: tuple[NDArray[np.float32], ...]


def levels_of(field: Field) -> list[float]:
    """The counts that lines are drawn for, rising, each twice the one before; none of a field that is nearly empty."""
    crowded = field.crowded
    alone = 1 / (2 * math.pi * (field.blur / field.cell) ** 2)
    levels = [crowded * 0.75 / 2**step for step in range(MOST_LINES)]
    return [level for level in reversed(levels) if level > LEAST_PLACES * alone]


def contours_of(field: Field) -> tuple[Contour, ...]:
    """The lines of equal density of a field, the outermost first."""
    from widgets.map.contour_kernels import trace

    heights = np.ascontiguousarray(field.counts)
    n, levels = heights.size, levels_of(field)
    links, corners = np.empty((2 * n, 2), np.int32), np.empty((3 * n, 2), np.float32)
    ends, made = np.empty(n + 1, np.int64), []
    half = field.cell / 2  # counts stand for the middles of cells
    origin = np.array([field.left + half, field.top + half], np.float32)
    for place, level in enumerate(levels):
        n_lines = trace(heights, level, links, corners, ends)
        starts = [0, *ends[: max(n_lines - 1, 0)].tolist()]
        lines = tuple(
            corners[start:end] * np.float32(field.cell) + origin
            for start, end in zip(starts, ends[:n_lines].tolist(), strict=False)
            if end - start >= LEAST_CORNERS
        )
        made.append(Contour(place / max(len(levels) - 1, 1), lines))
    return tuple(made)
