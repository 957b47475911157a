"""Points drawn by the processor into a picture: all of them, a sample of them, or a few thousand by Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from explorer.projection.projection import Points
from explorer.task import Task
from widgets.map.camera import Camera
from widgets.map.picking import PointGrid
from widgets.map.points import PLAIN_LEVEL, Colors, Levels, opacities_of, radii_of

SLICE = 100_000  # points between two looks at whether the task was cancelled
DRAWN_BY_QT = 4000
TINT_SHARE = 210  # of 256: how far a point that steps back loses its own colour


@dataclass(frozen=True, eq=False)
class Discs:
    """What is to be drawn.

    places:    (n, 2) float32 on the map
    colors:    (n,) uint32: 0xDDRRGGBB with the crowding in the uppermost byte
    levels:    (n,) uint8: the size
    density:   see `PointStore`
    n_points:  how many points the whole map has, which sets the size of each
    """

    places: Points
    colors: Colors
    levels: Levels
    density: float
    n_points: int

    def __len__(self) -> int:
        return len(self.places)

    def only(self, numbers: NDArray[np.int64]) -> Discs:
        """Some of them, as solid as if each stood alone."""
        return replace(
            self,
            places=np.ascontiguousarray(self.places[numbers]),
            colors=self.colors[numbers] & np.uint32(0x00FFFFFF),
            levels=self.levels[numbers],
            density=0.0,
        )


@dataclass(frozen=True)
class Stamps:
    """Ready-made discs for the 16 size levels; see `make_stamps`."""

    stamps: NDArray[np.uint16]
    halves: NDArray[np.int64]
    spans: NDArray[np.int64]


@lru_cache(maxsize=8)
def _stamps_of(radii: tuple[float, ...]) -> Stamps:
    from widgets.map.disc_kernels import SUBPIXELS, make_stamps

    side = 2 * int(np.ceil(max(radii) + 0.5)) + 1
    n = len(radii) * SUBPIXELS**2
    made = Stamps(
        np.zeros((n, side, side), np.uint16), np.zeros(len(radii), np.int64), np.zeros((n, side, 2), np.int64)
    )
    make_stamps(np.array(radii), made.stamps, made.halves, made.spans)
    return made


def blank(width: int, height: int, color: str | None) -> NDArray[np.uint32]:
    """A picture of one colour, (height, width) uint32; transparent without one."""
    return np.full((height, width), 0 if color is None else QColor(color).rgba(), dtype=np.uint32)


def as_image(picture: NDArray[np.uint32], ratio: float = 1.0) -> QImage:
    """The picture as Qt draws it, not copied; it keeps the array alive."""
    height, width = picture.shape
    image = QImage(picture.data, width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    return image


def draw_points(
    picture: NDArray[np.uint32],
    discs: Discs,
    camera: Camera,
    ratio: float,
    *,
    prefix: int | None = None,
    grid: PointGrid | None = None,
    tint: str | None = None,
    share: float | None = None,
    task: Task = Task(),
) -> int:
    """Draw discs over a picture; returns how many of them stand in it.

    ratio:   device pixels for each pixel of the camera
    prefix:  draw only so many, the first ones, each stronger
    grid:    of the same places, if there is one: what is off the screen is then passed over
    tint:    a colour that all are mixed with, because they step back
    share:   of the map's points that are drawn, if ``discs`` holds only some of them
    """
    from widgets.map import disc_kernels as kernels

    n = len(discs) if prefix is None else min(prefix, len(discs))
    if not n:
        return 0
    radii = radii_of(discs.n_points, camera.zoom, ratio)
    stamps = _stamps_of(tuple(np.round(radii * 8) / 8))
    scale = camera.scale * ratio
    across, down = camera.origin
    opacities = opacities_of(discs.density, scale, radii[PLAIN_LEVEL], share or n / len(discs))
    look: tuple[Any, ...] = (
        *(scale, across * ratio, down * ratio),
        *(stamps.stamps, stamps.halves, stamps.spans, opacities),
        *((QColor(tint).rgb() & 0xFFFFFF, TINT_SHARE) if tint else (0, 0)),
    )
    arrays: tuple[Any, ...] = (discs.places, discs.colors, discs.levels)
    drawn = 0
    if grid is None:
        for start in range(0, n, SLICE):
            task.check()
            drawn += kernels.draw_discs(picture, *(*arrays, start, min(start + SLICE, n), *look))
        return drawn
    first, last, bottom, top = grid.cells_on(camera, float(radii.max()) + 2)
    rows = max(1, int(SLICE * grid.side / len(discs)))
    for row in range(bottom, top, rows):
        task.check()
        cells: tuple[Any, ...] = (grid.starts, grid.order, grid.side, first, last, row, min(row + rows, top), n)
        drawn += kernels.draw_cells(picture, *(*arrays, *cells, *look))
    return drawn


def draw_points_by_qt(painter: QPainter, discs: Discs, camera: Camera, tint: str | None = None) -> int:
    """Draw the first few thousand with Qt alone, for as long as the kernels are not loaded; returns how many."""
    n = min(len(discs), DRAWN_BY_QT)
    radii = radii_of(discs.n_points, camera.zoom, 1.0)
    spots = camera.to_screen(discs.places[:n])
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    for (x, y), color, level in zip(spots, discs.colors[:n], discs.levels[:n], strict=True):
        drawn = QColor(tint) if tint else QColor.fromRgb(int(color) & 0xFFFFFF)
        drawn.setAlpha(215)
        painter.setBrush(drawn)
        painter.drawEllipse(QPointF(x, y), radii[level], radii[level])
    painter.restore()
    return n
