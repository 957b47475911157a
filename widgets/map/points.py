"""The points of a map in the order in which they are drawn."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from explorer.embedding import Indices
from explorer.projection.projection import Points, Projection
from widgets.map.fitting import FEWEST, MOST_SAMPLED, outer_box

Colors = NDArray[np.uint32]
Levels = NDArray[np.uint8]

N_LEVELS = 16
PLAIN_LEVEL = 5
"""The size level of a point whose size tells nothing."""
SMALLEST, LARGEST = 0.72, 1.9  # the radius at the lowest and at the highest level, as a share of the base radius
N_SOLID_LEVELS, SOLID_SHIFT = 32, 8
"""In space what is near is larger and what is far smaller: so many levels, of which these are below the lowest."""
GROWTH = (LARGEST / SMALLEST) ** (1 / (N_LEVELS - 1))
"""How much larger one level is than the one below."""

MOST_CELLS = 256
STEPS_PER_OCTAVE = 12
AVERAGE_CROWDING = 128
SOLID = 0.93  # the opacity of a lone point
FAINTEST = 0.035
MOST_GROWTH = 4.0
TINT_SHARE = 210  # of 256: how far a point that steps back loses its own colour


@dataclass(frozen=True, eq=False)
class PointStore:
    """Places in one shuffled order, so that the first k are an unbiased sample of all, for any k.

    rows:      (n,) int64: the row of the projection that each point stands for
    places:    (n, 2) or (n, 3) float32
    crowding:  (n,) uint8: see `crowding_of`
    density:   places on one unit of area of the map, on average: what a crowding of 128 means
    """

    rows: Indices
    places: Points
    crowding: NDArray[np.uint8]
    density: float

    def __len__(self) -> int:
        return len(self.places)

    @cached_property
    def numbers(self) -> Indices:
        """(n,) int64: the place in the shuffled order of each row; the inverse of ``rows``."""
        numbers = np.empty_like(self.rows)
        numbers[self.rows] = np.arange(len(self.rows))
        return numbers


def placed(projection: Projection) -> Projection:
    """A projection without the words whose places are no numbers or not finite; itself, if there are none."""
    kept = np.isfinite(projection.points).all(axis=1)
    if kept.all():
        return projection

    def cut(values: NDArray[np.float32] | None) -> NDArray[np.float32] | None:
        return None if values is None else values[kept]

    return replace(
        projection,
        points=projection.points[kept],
        indices=projection.indices[kept],
        components=cut(projection.components),
        errors=cut(projection.errors),
    )


def shuffled(projection: Projection, seed: int = 1) -> PointStore:
    """The points of a projection, shuffled; maps of the same number of words are shuffled alike."""
    rows = _order(len(projection), seed)
    places = np.take(np.asarray(projection.points, np.float32), rows, axis=0)
    crowding, density = crowding_of(places)
    return PointStore(rows, places, crowding, density)


@lru_cache(maxsize=2)
def _order(n: int, seed: int) -> Indices:
    """The numbers below n, shuffled; kept for the next map of a training."""
    rows = np.random.default_rng(seed).permutation(n).astype(np.int64)
    rows.flags.writeable = False
    return rows


def crowding_of(places: Points) -> tuple[NDArray[np.uint8], float]:
    """How crowded it is around each place, and the average density that this is measured against.

    The density of the others is counted in square cells, at most 256 along the longer side of the map and fewer for few
    places, each cell averaged with its eight neighbours. Returns (n,) uint8, 128 + 12 log2(density / average), and the
    average in places per unit of area. In space the mean of what is seen along the three axes is told, so that a map
    that is turned keeps its tone.
    """
    n = len(places)
    if n == 0:
        return np.empty(0, np.uint8), 1.0
    low, high = _wide_box(places)
    extent = float((high - low).max())
    if extent <= 0:
        return np.full(n, AVERAGE_CROWDING, np.uint8), 0.0
    sides = ((0, 1),) if places.shape[1] == 2 else ((0, 1), (0, 2), (1, 2))
    seen = [_crowding_along(places, across, up, low, extent) for across, up in sides]
    if len(seen) == 1:
        return seen[0], n / extent**2
    total = seen[0].astype(np.uint16)
    for other in seen[1:]:
        total += other
    return (total // len(seen)).astype(np.uint8), n / extent**2


def _wide_box(places: Points) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The box of the places, but for a few that are farther out than the others reach."""
    low, high = outer_box(places)
    if len(places) >= FEWEST:
        inner_low, inner_high = np.quantile(places[:: max(1, len(places) // MOST_SAMPLED)], (0.001, 0.999), axis=0)
        reach = inner_high - inner_low
        low, high = np.maximum(low, inner_low - reach), np.minimum(high, inner_high + reach)
    return low, high


def _crowding_along(places: Points, across: int, up: int, low: NDArray[np.float64], extent: float) -> NDArray[np.uint8]:
    """The crowding as it is seen along one axis."""
    n = len(places)
    side = int(min(max(math.sqrt(n) / 1.5, 4), MOST_CELLS))
    cell = extent / side
    # Clipped before the cast: a place far out must not overflow.
    x, y = (
        np.clip((places[:, axis] - np.float32(low[axis])) * np.float32(1 / cell), 0, side - 1).astype(np.int32)
        for axis in (across, up)
    )
    flat = y * np.int32(side) + x
    counts = np.bincount(flat, minlength=side * side).reshape(side, side)
    average = n / extent**2
    density = (_averaged(counts) - 1 / 9) / (cell * cell)  # a place does not crowd itself
    steps = np.clip(AVERAGE_CROWDING + STEPS_PER_OCTAVE * np.log2(np.maximum(density / average, 1e-9)), 0, 255)
    steps_of_cells: NDArray[np.uint8] = np.rint(steps).astype(np.uint8).ravel()
    crowding = steps_of_cells[flat]
    # Those out of the box were counted at its rim, which they are not near to.
    spots, corner = places[:, (across, up)], low[[across, up]].astype(np.float32)
    crowding[((spots < corner) | (spots > corner + np.float32(extent * 1.001))).any(axis=1)] = 0
    return crowding


def _averaged(counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """Each cell averaged with its neighbours; beyond the rim there is nothing."""
    padded = np.pad(counts.astype(np.float64), 1)
    rows = padded[:-2] + padded[1:-1] + padded[2:]
    return (rows[:, :-2] + rows[:, 1:-1] + rows[:, 2:]) / 9.0


def radii_of(n_points: int, zoom: float, ratio: float, solid: bool = False) -> NDArray[np.float64]:
    """The radius for each level of size, in device pixels; many points are small and grow with the zoom.

    There are 16 levels, or the 32 of a map in space, of which the 8th is the lowest of a flat one.
    """
    base = min(max(7.2 * max(n_points, 1) ** -0.13, 1.1), 5.2)
    base = min(base * zoom**0.3, max(base, 6.0))
    levels = np.arange(N_SOLID_LEVELS) - SOLID_SHIFT if solid else np.arange(N_LEVELS)
    radii: NDArray[np.float64] = np.maximum(base * SMALLEST * GROWTH**levels, 0.45 if solid else 0.6) * ratio
    return radii


def opacities_of(density: float, scale: float, radius: float, share: float) -> NDArray[np.int64]:
    """The opacity for each of the 256 steps of crowding, 0 to 256.

    density:  places on one unit of area of the map, on average
    scale:    device pixels for one unit
    radius:   of a plain point, in device pixels
    share:    of the points that are drawn, times how much larger in area they are drawn

    The more discs lie over each other, the lighter each is, so that a crowd has structure and a lone point is solid.
    When only a share is drawn each is so much stronger that the tone stays.
    """
    opacity = _opacity(_layers(density, scale, radius)) / max(share, 1e-9)
    opacities: NDArray[np.int64] = np.rint(256 * np.clip(opacity, FAINTEST, SOLID)).astype(np.int64)
    return opacities


def _layers(density: float, scale: float, radius: float) -> NDArray[np.float64]:
    """How many discs lie over each other for each of the 256 steps of crowding."""
    steps = np.arange(256) - AVERAGE_CROWDING
    layers: NDArray[np.float64] = (
        density / (scale * scale) * math.pi * radius * radius * 2.0 ** (steps / STEPS_PER_OCTAVE)
    )
    return layers


def _opacity(layers: NDArray[np.float64]) -> NDArray[np.float64]:
    """The opacity of each of so many discs over each other."""
    opacity: NDArray[np.float64] = SOLID * (1.0 + layers) ** -0.74
    return opacity


def growth_of(crowds: NDArray[np.int64], density: float, scale: float, radius: float, share: float) -> float:
    """How much larger the radius must be for a share of the points to give as much tone as all.

    crowds:  (256,) how many points there are of each step of crowding
    others:  as in `opacities_of`

    What stands alone in the whole cannot be given back by a tenth of it; a crowd can, by fewer and larger discs. The
    tone is the part of the map that is covered, counted as for discs strewn at random; at most `MOST_GROWTH`.
    """
    steps = np.flatnonzero(crowds)
    if share >= 1.0 or density <= 0.0 or not len(steps):
        return 1.0
    layers = _layers(density, scale, radius)[steps]
    opacity = np.clip(_opacity(layers), FAINTEST, SOLID)
    areas = crowds[steps] / layers

    def tone(part: float) -> float:
        strength = np.clip(opacity / part, FAINTEST, SOLID)
        return float(areas @ -np.expm1(-strength * layers * part))

    whole, low, high = tone(1.0), 1.0, MOST_GROWTH
    if tone(share) >= whole:
        return 1.0
    for _ in range(10):
        middle = (low + high) / 2
        low, high = (middle, high) if tone(share * middle * middle) < whole else (low, middle)
    return high
