"""A map as it is kept in a file: the same that is seen, with points and words that stay crisp at any size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter

from explorer.embedding import Indices
from explorer.projection.projection import Points
from explorer.task import Task
from widgets.map.camera import Camera
from widgets.map.cpu_points import Discs, as_image
from widgets.map.frames import draw_complete, tint_of
from widgets.map.labels import PlacedLabel
from widgets.map.legend import draw_legend
from widgets.map.lettering import write
from widgets.map.picking import PointGrid
from widgets.map.picture import draw_marks
from widgets.map.points import PLAIN_LEVEL, TINT_SHARE, opacities_of, radii_of
from widgets.map.scene import Scene
from widgets.parts.pictures import image_of, pdf_of, svg_of, write_picture

MOST_VECTORS = 50_000
"""More points on the screen than that are one picture within the file, which would be slow to open otherwise."""
RASTER_SCALE = 3
BETWEEN_CHECKS = 2000


@dataclass(frozen=True, eq=False)
class Drawing:
    """What a view showed at one moment; it can be drawn in a job, since nothing of it changes."""

    scene: Scene
    camera: Camera
    labels: Sequence[PlacedLabel]
    grid: PointGrid | None

    @property
    def size(self) -> QSize:
        """In device-independent pixels."""
        return QSize(round(self.camera.width), round(self.camera.height))


def write_drawing(drawing: Drawing, path: Path, scale: int, transparent: bool, task: Task = Task()) -> None:
    """Write the map as SVG, PDF or, of ``scale`` pixels for each of the screen, PNG: what the file's ending says.

    SVG and PDF hold up to 50,000 points as discs, more as one picture; lines, words and the legend are never pictures.

    Raises
    ------
    UnwritableFile : the folder is missing or read-only, or the disk is full.
    """
    ending, title = path.suffix.lower(), drawing.scene.embedding.name
    ground = None if transparent else drawing.scene.theme.map
    if ending in (".svg", ".pdf"):
        pack = svg_of if ending == ".svg" else pdf_of
        packed = pack(partial(draw_vectors, drawing=drawing, task=task), drawing.size, title, ground)
        write_picture(packed, path, task)
    else:
        draw = partial(_draw, drawing=drawing, scale=scale, task=task)
        write_picture(image_of(draw, drawing.size, scale, ground), path, task)


def draw_vectors(painter: QPainter, drawing: Drawing, task: Task = Task()) -> None:
    """Draw the map with as much of it as reasonable in vectors."""
    scene, camera = drawing.scene, drawing.camera
    if len(_on_screen(scene.discs, camera)) > MOST_VECTORS:
        _draw(painter, drawing, RASTER_SCALE, task)
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    _draw_discs(painter, scene.discs, camera, tint_of(scene), task)
    if scene.selected is not None:
        _draw_discs(painter, scene.selected.discs, camera, None, task)
    _draw_over(painter, drawing)


def _draw(painter: QPainter, drawing: Drawing, scale: int, task: Task) -> None:
    scene, camera = drawing.scene, drawing.camera
    points = as_image(draw_complete(scene, camera, float(scale), drawing.grid, None, task), float(scale))
    painter.drawImage(QRectF(0, 0, camera.width, camera.height), points)
    task.check()
    _draw_over(painter, drawing)


def _draw_over(painter: QPainter, drawing: Drawing) -> None:
    scene, camera = drawing.scene, drawing.camera

    def places_of(rows: Indices) -> Points:
        return scene.projection.points[rows]

    draw_marks(painter, scene, camera, places_of)
    for label in reversed(drawing.labels):
        write(painter, label.text, label.style, scene.theme, label.rect.topLeft())
    draw_legend(painter, scene, camera.width)


def _on_screen(discs: Discs, camera: Camera) -> Indices:
    """The numbers of the discs that can be seen."""
    x, y = camera.to_screen(discs.places).T
    reach = float(radii_of(discs.n_points, camera.zoom, 1.0).max()) + 1
    inside = (x > -reach) & (x < camera.width + reach) & (y > -reach) & (y < camera.height + reach)
    found: Indices = np.flatnonzero(inside)
    return found


def _draw_discs(painter: QPainter, discs: Discs, camera: Camera, tint: str | None, task: Task) -> None:
    """Draw the discs that stand on the screen one by one, in their order, as `draw_points` looks."""
    numbers = _on_screen(discs, camera)
    radii = radii_of(discs.n_points, camera.zoom, 1.0)
    opacities = opacities_of(discs.density, camera.scale, radii[PLAIN_LEVEL], 1.0) / 256
    colors, spots = discs.colors[numbers], camera.to_screen(discs.places[numbers])
    rgb = np.stack([colors >> 16 & 0xFF, colors >> 8 & 0xFF, colors & 0xFF], axis=1).astype(np.float64)
    if tint is not None:
        other = QColor(tint)
        share = TINT_SHARE / 256
        rgb = rgb * (1 - share) + np.array([other.red(), other.green(), other.blue()]) * share
    looks = zip(
        spots.tolist(),
        np.rint(rgb).astype(int).tolist(),
        opacities[colors >> 24].tolist(),
        radii[discs.levels[numbers]].tolist(),
        strict=True,
    )
    for place, ((x, y), (red, green, blue), opacity, radius) in enumerate(looks):
        if place % BETWEEN_CHECKS == 0:
            task.check()
        painter.setBrush(QColor(red, green, blue, round(opacity * 255)))
        painter.drawEllipse(QPointF(x, y), radius, radius)
