"""Points drawn by the processor into a picture: all of them, a sample of them, or a few thousand by Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from explorer.embedding import Indices
from explorer.projection.projection import Points
from explorer.task import Task
from widgets.map.bands import SLICE, draw_in_bands
from widgets.map.camera import Camera
from widgets.map.picking import PointGrid
from widgets.map.points import (
    GROWTH,
    N_SOLID_LEVELS,
    PLAIN_LEVEL,
    SOLID,
    SOLID_SHIFT,
    TINT_SHARE,
    Colors,
    Levels,
    growth_of,
    opacities_of,
    radii_of,
)

DRAWN_BY_QT = 4000
Canvas = NDArray[np.int64]

FAR, MIDDLE = 0.24, 0.62
"""How much of its strength a point keeps that is far away in space, and one in the middle of it."""


@dataclass(frozen=True, eq=False)
class Discs:
    """What is to be drawn.

    places:    (n, 2) or (n, 3) float32 on the map
    colors:    (n,) uint32: 0xDDRRGGBB with the crowding in the uppermost byte
    levels:    (n,) uint8: the size
    density:   see `PointStore`
    n_points:  how many points the whole map has, which sets the size of each
    strength:  how much more opaque each is, because it stands for others, too
    fades:     (n,) uint8, how much of its opacity each keeps, if they were laid out from space; see `flattened`
    """

    places: Points
    colors: Colors
    levels: Levels
    density: float
    n_points: int
    strength: float = 1.0
    fades: NDArray[np.uint8] | None = None

    def __len__(self) -> int:
        return len(self.places)

    @cached_property
    def crowds(self) -> NDArray[np.int64]:
        """(256,) int64: how many points there are of each step of crowding."""
        # Some ten thousand tell it as well as millions.
        return np.bincount(self.colors[:50_000] >> np.uint32(24), minlength=256)

    def radii(self, zoom: float, ratio: float) -> NDArray[np.float64]:
        """The radius for each level, in device pixels."""
        return radii_of(self.n_points, zoom, ratio, solid=self.fades is not None)

    def only(self, numbers: NDArray[np.int64]) -> Discs:
        """Some of them, as solid as they are without the others."""
        return replace(
            self,
            places=np.ascontiguousarray(self.places[numbers]),
            colors=self.colors[numbers],
            levels=self.levels[numbers],
            density=self.density * len(numbers) / max(len(self), 1),
        )

    def first(self, n: int, places: Points) -> Discs:
        """The first n, which stand at these places now, each as much stronger as the others are missed."""
        share = n / max(len(self), 1)
        return replace(self, places=places, colors=self.colors[:n], levels=self.levels[:n], strength=1.0 / share)


@lru_cache(maxsize=8)
def _stamps_of(radii: tuple[float, ...], width: int) -> tuple[NDArray[np.int32], Indices, Indices]:
    """Ready-made discs for the size levels; see `make_stamps`."""
    from widgets.map.disc_kernels import SUBPIXELS, make_stamps

    starts, halves = np.zeros(len(radii) * SUBPIXELS**2 + 1, np.int64), np.zeros(len(radii), np.int64)
    n = make_stamps(np.array(radii), width, np.empty(0, np.int32), starts, halves)
    pieces = np.empty(n, np.int32)
    make_stamps(np.array(radii), width, pieces, starts, halves)
    return pieces, starts, halves


def blank(width: int, height: int, color: str | None, used: Canvas | None = None) -> Canvas:
    """A canvas of one colour, transparent without one, to draw points on.

    used: a canvas that is not needed any more; new memory costs as much as the points of a small map
    """
    rgb = 0 if color is None else QColor(color).rgba()
    canvas = np.empty((height, width), np.int64) if used is None or used.shape != (height, width) else used
    canvas.fill(((rgb & 0xFF00FF00) << 24) | (rgb & 0xFF00FF))
    return canvas


def picture_of(canvas: Canvas) -> NDArray[np.uint32]:
    """The pixels of a canvas as premultiplied 0xAARRGGBB, (height, width) uint32."""
    from widgets.map.disc_kernels import pack

    picture = np.empty(canvas.shape, np.uint32)
    pack(canvas, picture)
    return picture


def as_image(picture: NDArray[np.uint32], ratio: float = 1.0) -> QImage:
    """A picture as Qt draws it, not copied; the image keeps the array alive."""
    height, width = picture.shape
    image = QImage(picture.data, width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    return image


def draw_points(
    canvas: Canvas,
    discs: Discs,
    camera: Camera,
    ratio: float,
    *,
    prefix: int | None = None,
    grid: PointGrid | None = None,
    tint: str | None = None,
    corner: tuple[int, int] = (0, 0),
    task: Task = Task(),
) -> int:
    """Draw discs on a canvas; returns how many of them stand in it.

    ratio:   device pixels for each pixel of the camera
    prefix:  draw only so many, the first ones, each stronger
    grid:    of the same places, if there is one: what is off the screen is then passed over
    tint:    a colour that all are mixed with, because they step back
    corner:  the device pixel of the screen at which the canvas, if it is a piece of it, begins
    """
    n = len(discs) if prefix is None else min(prefix, len(discs))
    if not n:
        return 0
    share = n / len(discs) / discs.strength
    radius, scale = float(discs.radii(camera.zoom, ratio)[PLAIN_LEVEL]), camera.scale * ratio
    growth = growth_of(discs.crowds, discs.density, scale, radius, share)
    if not camera.is_flat:
        discs, camera = flattened(discs, camera, ratio, n, growth, task)
        n, grid, ratio_left = len(discs), None, 1.0
    else:
        ratio_left = ratio
    opacities = opacities_of(discs.density, camera.scale * ratio_left, radius, share * growth * growth)
    radii = discs.radii(camera.zoom, ratio) * growth
    stamps = _stamps_of(tuple(np.round(radii * 8) / 8), canvas.shape[1])
    across, down = (start * ratio_left - cut for start, cut in zip(camera.origin, corner, strict=True))
    look: tuple[Any, ...] = (
        *(camera.scale * ratio_left, across, down, *stamps, opacities),
        *((QColor(tint).rgb() & 0xFFFFFF, TINT_SHARE) if tint else (0, 0)),
    )
    numbers = np.empty(0, np.int64)
    margin = float(radii.max()) / ratio + 2
    if grid is not None and grid.count_on(camera, margin) < n / 3:  # or looking at all of them is quicker
        numbers = grid.numbers_on(camera, margin, n)
        n = len(numbers)
    fades = np.empty(0, np.uint8) if discs.fades is None else discs.fades
    return draw_in_bands(canvas, (discs.places, discs.colors, discs.levels, fades, numbers), n, look, task)


def flattened(
    discs: Discs,
    camera: Camera,
    ratio: float = 1.0,
    prefix: int | None = None,
    growth: float = 1.0,
    task: Task = Task(),
) -> tuple[Discs, Camera]:
    """Discs in space as they are seen: those on the screen, laid out on it, the farthest first, and a flat camera.

    One unit of the camera returned is one device pixel. What is nearer is larger and stronger; discs in about the same
    depth keep their order. ``prefix`` of them are looked at, each to be drawn larger by ``growth``.
    """
    from widgets.map.solid_kernels import BEHIND, N_SLABS, lay_out, sort_into_slabs

    n = len(discs) if prefix is None else prefix
    view, width, height = camera.view(ratio), camera.width * ratio, camera.height * ratio
    margin = growth * float(radii_of(discs.n_points, camera.zoom, ratio, solid=True).max()) + 2
    slabs, counts = np.full(n, BEHIND, np.uint8), np.zeros(N_SLABS, np.int64)
    cuts = [(start, min(start + SLICE, n)) for start in range(0, n, SLICE)]
    total = 0
    for start, stop in cuts:
        task.check()
        total += sort_into_slabs(discs.places, start, stop, view, width, height, margin, slabs, counts)
    free = np.cumsum(counts) - counts
    spots, colors = np.empty((total, 2), np.float32), np.empty(total, np.uint32)
    levels, fades = np.empty(total, np.uint8), np.empty(total, np.uint8)
    for start, stop in cuts:
        task.check()
        given = (discs.places, discs.colors, discs.levels, start, stop, view, slabs, free)
        rules = (FAR, MIDDLE, GROWTH, SOLID_SHIFT, N_SOLID_LEVELS)
        lay_out(*given, *rules, spots, colors, levels, fades)
    scale = camera.scale * ratio
    laid = replace(
        discs, places=spots, colors=colors, levels=levels, fades=fades, density=discs.density / (scale * scale)
    )
    return laid, Camera(scale=1.0, width=width, height=height, fit_scale=1 / camera.zoom, shift=camera.shift * ratio)


def draw_points_by_qt(painter: QPainter, discs: Discs, camera: Camera, tint: str | None = None) -> int:
    """Draw the first few thousand with Qt alone, for as long as the kernels are not loaded; returns how many."""
    n = min(len(discs), DRAWN_BY_QT)
    radii = radii_of(discs.n_points, camera.zoom, 1.0)
    spots = camera.to_screen(discs.places[:n])
    nearness = camera.nearness(discs.places[:n])
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    for (x, y), color, level, near in zip(spots, discs.colors[:n], discs.levels[:n], nearness, strict=True):
        if np.isnan(x):
            continue
        drawn = QColor(tint) if tint else QColor.fromRgb(int(color) & 0xFFFFFF)
        drawn.setAlphaF(SOLID)
        painter.setBrush(drawn)
        painter.drawEllipse(QPointF(x, y), radii[level] * near, radii[level] * near)
    painter.restore()
    return n
