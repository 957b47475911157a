"""The density of a scene as a camera sees it: a picture and lines, made in any thread and drawn by Qt."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QByteArray, QDataStream, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen

from explorer.projection.projection import Points
from explorer.task import Task
from widgets.map.camera import Camera
from widgets.map.contours import Contour, contours_of
from widgets.map.cpu_points import Discs, as_image, flattened
from widgets.map.density import CELL_OF_BLUR, Field, Frame, blur_of, field_of, toned
from widgets.map.frames import pixels_of
from widgets.map.layers import Layers
from widgets.map.scene import Scene
from widgets.theme import Theme

GLOW, MOST_GLOW, GLOW_STRENGTH = 2.0, 20.0, 0.6  # below points it is wider and fainter, to be seen between them
CONTOUR_BLUR, LEAST_CONTOUR_BLUR = 1.3, 5.0
MOVE_TO, LINE_TO = 0, 1  # kinds of the elements of a path
FAINTEST, STRONGEST = 0.22, 0.55  # of the outermost and of the innermost line


@dataclass(frozen=True, eq=False)
class DensityLayer:
    """What there is to be drawn.

    image, rect:  the density picture and the rectangle of the screen that it fills; no image if none is wanted
    contours:     lines of equal density, the outermost first
    lines:        the same as a picture of the screen, once it is drawn; smooth lines take too long for every frame
    """

    image: QImage | None
    rect: QRectF
    contours: tuple[Contour, ...]
    lines: QImage | None = None

    def draw(self, painter: QPainter) -> None:
        """Draw the picture."""
        if self.image is not None:
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(self.rect, self.image)
            painter.restore()

    def draw_contours(self, painter: QPainter, theme: Theme, smooth: bool = True) -> None:
        """Draw the lines; those that are not smooth in a tenth of the time."""
        if self.lines is not None:
            painter.drawImage(QPointF(0, 0), self.lines)
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, smooth)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for contour in self.contours:
            color = QColor(theme.text)
            color.setAlphaF(FAINTEST + (STRONGEST - FAINTEST) * contour.height)
            painter.setPen(QPen(color, 1.0))
            painter.drawPath(_path_of(contour))
        painter.restore()

    def with_lines(self, camera: Camera, ratio: float, theme: Theme) -> DensityLayer:
        """With the lines as a picture of the screen."""
        if not self.contours:
            return self
        lines = QImage(*pixels_of(camera, ratio), QImage.Format.Format_ARGB32_Premultiplied)
        lines.setDevicePixelRatio(ratio)
        lines.fill(Qt.GlobalColor.transparent)
        painter = QPainter(lines)
        self.draw_contours(painter, theme)
        painter.end()
        return replace(self, lines=lines)


NOTHING = DensityLayer(None, QRectF(), ())


def density_layer(
    scene: Scene,
    camera: Camera,
    layers: Layers,
    *,
    places: Points | None = None,
    least_cell: float = 1.0,
    task: Task = Task(),
) -> DensityLayer:
    """The density of the points of a scene.

    places:      where the first points of the shuffled order stand now, if it is not all of them or elsewhere
    least_cell:  the smallest square that is told from its neighbours, in pixels
    """
    if not layers.asks_for_density or not len(scene.points):
        return NOTHING
    places = scene.discs.places if places is None else places
    discs, seen = scene.discs.first(len(places), places), camera
    share = len(places) / len(scene.discs)
    if not camera.is_flat:
        discs, seen = flattened(discs, camera, task=task)
    of_picture, of_contours = _blurs(camera, layers, len(places))
    image, rect = None, QRectF()
    contours: tuple[Contour, ...] = ()
    if layers.density != "none":
        field = _field(discs, seen, of_picture, least_cell, task)
        of_all, _ = _blurs(camera, layers, len(scene.discs))
        picture = toned(field, scene.theme, GLOW_STRENGTH if layers.has_points else 1.0, scene.tint, share, of_all)
        image, rect = as_image(picture), _rect_of(field)
    if layers.contours:
        contours = contours_of(_field(discs, seen, of_contours, 1.5 * least_cell, task, channels=1))
    return DensityLayer(image, rect, contours)


def coarse_cell(camera: Camera, most_cells: int) -> float:
    """The cell at which a screen has no more than so many of them."""
    return math.sqrt(camera.width * camera.height / most_cells)


def needed_cell(camera: Camera, layers: Layers, n_points: int) -> float:
    """The largest cell that loses nothing, since everything is blurred farther."""
    of_picture, of_contours = _blurs(camera, layers, n_points)
    return CELL_OF_BLUR * (of_contours if layers.density == "none" else of_picture)


def _blurs(camera: Camera, layers: Layers, n_points: int) -> tuple[float, float]:
    """How far the picture is blurred, and how far what the lines are drawn through."""
    blur = blur_of(n_points, camera.width * camera.height * camera.zoom**2)
    return min(blur * GLOW, MOST_GLOW) if layers.has_points else blur, max(blur * CONTOUR_BLUR, LEAST_CONTOUR_BLUR)


def _field(discs: Discs, camera: Camera, blur: float, least_cell: float, task: Task, channels: int = 4) -> Field:
    across, down = camera.origin
    frame = Frame(camera.scale, -camera.scale, across, down, camera.width, camera.height)
    return field_of(discs.places, discs.colors, frame, blur, least_cell, channels, task)


def _rect_of(field: Field) -> QRectF:
    rows, columns = field.counts.shape
    return QRectF(field.left, field.top, columns * field.cell, rows * field.cell)


def _path_of(contour: Contour) -> QPainterPath:
    """The lines of a contour as one path, read as Qt itself writes paths: corner by corner takes ten times as long."""
    path = QPainterPath()
    if contour.lines:
        corners = np.zeros(sum(map(len, contour.lines)), [("kind", ">i4"), ("x", ">f8"), ("y", ">f8")])
        corners["x"], corners["y"] = np.concatenate(contour.lines).T
        corners["kind"] = LINE_TO
        starts = np.cumsum([0, *map(len, contour.lines[:-1])])
        corners["kind"][starts] = MOVE_TO
        numbers = np.array([len(corners), int(starts[-1]), 0], ">i4").tobytes()  # how many, the last start, the filling
        stream = QDataStream(QByteArray(numbers[:4] + corners.tobytes() + numbers[4:]))
        stream >> path
    return path
