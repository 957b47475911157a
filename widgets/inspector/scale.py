"""The colours of values: blue for negative, pale for zero, red for positive."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor

from widgets.theme import Theme

STEEPNESS = 5.0  # beyond about 0.9 in magnitude the colour is full
LEVELS = 1024
LIGHT_STOPS = (
    "#427DA8", "#6998BB", "#91B3CD", "#BAD0E0", "#E1ECF3", "#FADEE0", "#F2B5BA", "#EA8B92", "#E2636C", "#DB3B47",
)  # fmt: skip
# The same hues on a dark ground: what is near zero steps back instead of shining.
DARK_STOPS = (
    "#6DB4EA", "#549BD2", "#427FB0", "#34608A", "#2C4058", "#4D3139", "#86404A", "#B54E58", "#DC5D67", "#FF7480",
)  # fmt: skip


class HeatScale:
    """Colours for values, by a logistic curve over ten even stops.

    A value v goes to ``1 / (1 + exp(-5 v / unit))`` and from there to the colours, which are mixed evenly between
    their stops. With a unit of 1 (the fixed scale) colours can be compared between steps; with the largest weight as
    the unit (following the data) small weights are told apart too.

    Example: ``HeatScale(theme).color(0.0)`` is the middle of the scale.
    """

    def __init__(self, theme: Theme, unit: float = 1.0) -> None:
        self.unit = unit
        self.stops = DARK_STOPS if theme.name == "dark" else LIGHT_STOPS
        self._packed, self._colors, self._inks = _levels_of(self.stops)

    def color(self, value: float) -> QColor:
        """The colour of one value; what is not a number has that of zero."""
        return self._colors[self._level(value)]

    def colors(self, values: NDArray[np.float64]) -> list[QColor]:
        """The colours of several values, in their order."""
        return [self._colors[level] for level in self._levels(values).tolist()]

    def pixels(self, values: NDArray[np.float64]) -> NDArray[np.uint32]:
        """The colours of an array as 0xffRRGGBB, of the same shape."""
        return np.ascontiguousarray(self._packed[self._levels(values)])

    def ink(self, value: float) -> QColor:
        """Black or white, whichever can be read on the colour of a value."""
        return self._inks[self._level(value)]

    def _level(self, value: float) -> int:
        """As `_levels`, for one value; numpy takes long for so little."""
        scaled = 0.0 if math.isnan(value) else min(max(value / self.unit, -10.0), 10.0)
        return round((LEVELS - 1) / (1.0 + math.exp(-STEEPNESS * scaled)))

    def _levels(self, values: NDArray[np.float64]) -> NDArray[np.intp]:
        scaled = np.clip(np.asarray(values, dtype=np.float64) / self.unit, -10.0, 10.0)
        scaled = np.where(np.isnan(scaled), 0.0, scaled)
        return np.rint((LEVELS - 1) / (1.0 + np.exp(-STEEPNESS * scaled))).astype(np.intp)


@lru_cache(maxsize=4)
def _levels_of(stops: tuple[str, ...]) -> tuple[NDArray[np.uint32], list[QColor], list[QColor]]:
    """The colours of the levels, as 0xffRRGGBB and for painting, and the ink that can be read on each."""
    table = _mixed(stops)
    packed = table.astype(np.uint32)
    pixels = 0xFF000000 | packed[:, 0] << 16 | packed[:, 1] << 8 | packed[:, 2]
    dark, bright = QColor("#16181D"), QColor("#FFFFFF")
    inks = [dark if light > 140 else bright for light in (table @ (0.299, 0.587, 0.114)).tolist()]
    return np.ascontiguousarray(pixels, dtype=np.uint32), [QColor(*map(int, row)) for row in table], inks


def _mixed(stops: Sequence[str]) -> NDArray[np.int64]:
    """The stops with what lies between them, (LEVELS, 3)."""
    colors = np.array([(QColor(stop).red(), QColor(stop).green(), QColor(stop).blue()) for stop in stops])
    places = np.linspace(0.0, 1.0, len(stops))
    return np.rint(
        np.stack([np.interp(np.linspace(0.0, 1.0, LEVELS), places, colors[:, c]) for c in range(3)], axis=1)
    ).astype(np.int64)
