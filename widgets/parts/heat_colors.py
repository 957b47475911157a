"""The colours of a heatmap: from a number to the colour of its cell, and a letter colour that can be read on it."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor

from widgets.theme import Theme

STEPS = 256
DARK_LETTERS, LIGHT_LETTERS = "#14161A", "#FFFFFF"

Uint32s = NDArray[np.uint32]


def stops_of(theme: Theme, diverging: bool) -> tuple[str, ...]:
    """The colours from low to high; around zero they meet in the theme's colour for zero."""
    return (theme.negative, theme.zero, theme.positive) if diverging else theme.ramp


@lru_cache(maxsize=8)
def table_of(theme: Theme, diverging: bool) -> Uint32s:
    """(256,) uint32 as 0xffRRGGBB, evenly from low to high."""
    colors = [QColor(stop) for stop in stops_of(theme, diverging)]
    stops = np.array([(color.red(), color.green(), color.blue()) for color in colors], dtype=np.float64)
    places = np.linspace(0, len(stops) - 1, STEPS)
    rgb = [np.interp(places, np.arange(len(stops)), stops[:, channel]) for channel in range(3)]
    red, green, blue = (np.rint(each).astype(np.uint32) for each in rgb)
    table: Uint32s = (0xFF000000 | red << 16 | green << 8 | blue).astype(np.uint32)
    table.flags.writeable = False
    return table


def colors_of(values: NDArray[np.float64], low: float, high: float, diverging: bool, theme: Theme) -> Uint32s:
    """The colours of values of any shape; outside of low and high those of the ends, and 0, transparent, for NaN."""
    table = table_of(theme, diverging)
    span = high - low if high > low else 1.0
    with np.errstate(invalid="ignore", over="ignore"):
        level = np.clip((values - low) / span, 0.0, 1.0)
    steps = np.nan_to_num(level * (STEPS - 1)).round().astype(np.intp)
    return np.where(np.isnan(values), np.uint32(0), table[steps])


def limits_of(values: NDArray[np.float64], diverging: bool) -> tuple[float, float]:
    """The smallest and the largest finite value, or as far below zero as above; (0, 1) if there is none."""
    finite = values[np.isfinite(values)]
    if not finite.size:
        return (-1.0, 1.0) if diverging else (0.0, 1.0)
    low, high = float(finite.min()), float(finite.max())
    if diverging:
        reach = max(-low, high) or 1.0
        return -reach, reach
    return (low, high) if high > low else (low, low + 1.0)


def letters_on(color: int) -> str:
    """The colour of letters that stands out most from a ground, 0xffRRGGBB, by the contrast of WCAG 2."""
    ground = _luminance(color)
    dark, light = (_luminance(QColor(each).rgb()) for each in (DARK_LETTERS, LIGHT_LETTERS))
    return DARK_LETTERS if (ground + 0.05) / (dark + 0.05) > (light + 0.05) / (ground + 0.05) else LIGHT_LETTERS


def _luminance(color: int) -> float:
    channels = ((color >> shift & 255) / 255 for shift in (16, 8, 0))
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
