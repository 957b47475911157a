"""Where on the map a category is at home, and where its name is written while the whole map is in view."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF

from widgets.map.coloring import Legend, rgb_of
from widgets.map.cpu_points import Discs
from widgets.map.points import PointStore

MOST_LOOKED_AT = 100_000
"""Of so many points the places are found; they are a fair sample."""
CELLS = {2: 48, 3: 20}  # along each axis, by the number of axes
COMPACT, PURE = 0.5, 0.6
"""A category is at home in one place if half of its words are nearer to it than this share of what half of all words
are, and if of the words that are nearest, as many as a quarter of its own, at least this share are its own."""
WHOLE, CLOSE = 1.3, 2.6
"""Zooms at which names begin to give way to words, and at which they are gone."""
CLEAR = 5.0  # pixels around a name that are kept free of words


@dataclass(frozen=True)
class Region:
    """A category that has a name of its own on the map.

    color:  that of its points
    texts:  its name, and shorter ones for where there is less room
    row:    the row of the word in the middle of the place where its words are densest
    """

    color: str
    texts: tuple[str, ...]
    row: int


def find_regions(points: PointStore, discs: Discs, legend: Legend | None, every: bool) -> tuple[Region, ...]:
    """The categories of a legend that are at home in one place of the map, or ``every`` one, in the legend's order."""
    categories = [entry for entry in legend.entries if entry.is_category] if legend is not None else []
    places, colors = points.places[:MOST_LOOKED_AT], discs.colors[:MOST_LOOKED_AT] & np.uint32(0xFFFFFF)
    if not categories or not len(places):
        return ()
    grid = _Grid(places)
    regions = []
    for entry in categories:
        own = np.flatnonzero(colors == np.uint32(rgb_of(entry.color)))
        if len(own):
            middle = own[grid.densest(own)]
            if every or _is_at_home(places, own, middle):
                regions.append(Region(entry.color, _shorter(entry.label, every), int(points.rows[middle])))
    return tuple(regions)


def _is_at_home(places: NDArray[np.float32], own: NDArray[np.int64], middle: int) -> bool:
    """Whether words stand around one of them, and mostly among themselves."""
    away = np.linalg.norm(places - places[middle], axis=1)
    if np.median(away[own]) > COMPACT * np.median(away):
        return False
    n_near = len(own) // 4 + 1
    nearest = np.argpartition(away, n_near - 1)[:n_near]
    return bool(np.isin(nearest, own).mean() >= PURE)


class _Grid:
    """Places sorted into cells of equal size, over the part of the map where nearly all are."""

    def __init__(self, places: NDArray[np.float32]) -> None:
        self._places, self._n = places, CELLS[places.shape[1]]
        low, high = np.quantile(places[:10_000], (0.01, 0.99), axis=0)
        self._width = np.maximum(high - low, 1e-12).max() / self._n
        cells = np.clip((places - (low + high) / 2) / self._width + self._n / 2, 0, self._n - 1).astype(np.int64)
        self._shape = (self._n,) * places.shape[1]
        self._cells = np.ravel_multi_index(tuple(cells.T), self._shape)

    def densest(self, rows: NDArray[np.int64]) -> int:
        """Which of some places is in the middle of where they are densest."""
        from scipy.ndimage import gaussian_filter

        counts = np.bincount(self._cells[rows], minlength=math.prod(self._shape)).reshape(self._shape)
        crowd = gaussian_filter(counts.astype(np.float64), self._n / 16, mode="constant")
        at = np.array(np.unravel_index(crowd.argmax(), self._shape))
        cells = np.stack(np.unravel_index(self._cells[rows], self._shape), axis=1)
        off = ((cells - at) ** 2).sum(axis=1)
        places = self._places[rows]
        middle = places[off <= max(off.min(), (self._n / 8) ** 2)].mean(axis=0)
        return int(((places - middle) ** 2).sum(axis=1).argmin())


def _shorter(label: str, is_list: bool) -> tuple[str, ...]:
    """A name, and if it lists words the first two and the first of them."""
    words = label.split(", ") if is_list else [label]
    return tuple(", ".join(words[:n]) for n in range(len(words), 0, -1))


def name_opacity(zoom: float) -> float:
    """How clearly names are written: 1 while the whole map is in view, 0 where words have taken over."""
    gone = math.log(max(zoom, 1e-9) / WHOLE) / math.log(CLOSE / WHOLE)
    return 1.0 - min(max(gone, 0.0), 1.0)


def place_names(
    regions: Sequence[Region],
    spots: NDArray[np.float64],
    width_of: Callable[[str], float],
    height: float,
    taken: NDArray[np.uint8],
    size: tuple[float, float],
) -> list[tuple[Region, str, QRectF]]:
    """The names that have room, each at the spot of its region, near it, or shorter; what they take is marked.

    spots:  (n, 2) pixels, of the regions
    taken:  the screen in cells of 4 pixels, zero where free
    size:   width and height of the screen
    """
    placed = []
    for region, (x, y) in zip(regions, spots.tolist(), strict=True):
        if not (0 <= x < size[0] and 0 <= y < size[1]):
            continue
        for text in region.texts:
            rect = _free(x, y, width_of(text), height, taken, size)
            if rect is not None:
                taken[_cells(rect.adjusted(-CLEAR, -CLEAR, CLEAR, CLEAR))] = 1
                placed.append((region, text, rect))
                break
    return placed


def _free(
    x: float, y: float, width: float, height: float, taken: NDArray[np.uint8], size: tuple[float, float]
) -> QRectF | None:
    left = min(max(x - width / 2, 6.0), size[0] - width - 6.0)
    for step in (0.0, -1.0, 1.0):  # farther away it would name something else
        rect = QRectF(left, y - height / 2 + step * (height + 2 * CLEAR), width, height)
        if rect.left() >= 0 and rect.top() >= 2 and rect.bottom() <= size[1] - 2 and not taken[_cells(rect)].any():
            return rect
    return None


def _cells(rect: QRectF) -> tuple[slice, slice]:
    rows = slice(max(int(rect.top() / 4), 0), max(int(rect.bottom() / 4) + 1, 0))
    return rows, slice(max(int(rect.left() / 4), 0), max(int(rect.right() / 4) + 1, 0))
