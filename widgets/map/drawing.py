"""A map as it is kept in a file: the same that is seen, with points and words that stay crisp at any size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from explorer.analysis.clusters import Clusters
from explorer.embedding import Embedding
from explorer.projection.projection import Projection
from explorer.task import Task
from widgets.map.camera import Camera
from widgets.map.cpu_points import as_image
from widgets.map.density_layer import DensityLayer, density_layer
from widgets.map.frames import draw_complete
from widgets.map.labels import LabelWriter, PlacedLabel
from widgets.map.layers import POINTS, Layers
from widgets.map.legend import draw_legend
from widgets.map.lettering import write
from widgets.map.overlay import EDGE, font_of
from widgets.map.picture import draw_marks, fitted
from widgets.map.rules import Rules
from widgets.map.scene import Scene, make_scene
from widgets.map.status import describe_map
from widgets.map.vector_discs import draw_discs_one_by_one, on_screen
from widgets.theme import Theme

MOST_VECTORS = 50_000
"""More points on the screen than that are one picture within the file, which would be slow to open otherwise."""
RASTER_SCALE = 3
CAPTION_HEIGHT = 30
PAD = 8.0  # around a word, for its halo


@dataclass(frozen=True, eq=False)
class Drawing:
    """What a view showed at one moment; it can be drawn in a job, since nothing of it changes.

    labels:   the words that are written, in the order of priority
    layers:   whether there are points, density and lines of it
    legend:   whether the meaning of the colours is told, if they have one
    caption:  whether the name and the truth about the map are written below it
    label_density:  by which the labels were chosen
    """

    scene: Scene
    camera: Camera
    labels: Sequence[PlacedLabel]
    layers: Layers = POINTS
    legend: bool = True
    caption: bool = False
    label_density: float = 0.5

    @property
    def size(self) -> QSize:
        """In device-independent pixels, with the caption."""
        return QSize(round(self.camera.width), round(self.camera.height) + (CAPTION_HEIGHT if self.caption else 0))

    @property
    def words(self) -> str:
        """The caption: "moby-dick · 4,000 words · UMAP · cosine · 15 neighbours"."""
        return f"{self.scene.embedding.name} · {describe_map(self.scene.projection, unit=self.scene.embedding.unit)}"


def make_drawing(
    embedding: Embedding,
    projection: Projection,
    *,
    size: tuple[int, int],
    theme: Theme,
    color_by: str = "none",
    size_by: str = "frequency",
    clusters: Clusters | None = None,
    label_density: float = 0.5,
    layers: Layers = POINTS,
    legend: bool = True,
    caption: bool = False,
) -> Drawing:
    """The map of an embedding without a window; a `QGuiApplication` must exist, and may be offscreen.

    size:      width and height in pixels, of which the caption takes some
    clusters:  those that ``color_by="cluster"`` tells

    Example: ``image_of_drawing(make_drawing(embedding, projection, size=(1200, 800), theme=DARK)).save("map.png")``
    """
    width, height = size
    scene = make_scene(embedding, projection, Rules(color_by, size_by, theme, clusters=clusters))
    if not legend:
        scene = scene.without_legend
    camera = fitted(scene, width, height - (CAPTION_HEIGHT if caption else 0))
    labels = LabelWriter().arrange(scene, camera, label_density)
    return Drawing(scene, camera, labels, layers, legend, caption, label_density)


def image_of_drawing(drawing: Drawing, scale: int = 1, transparent: bool = False, task: Task = Task()) -> QImage:
    """The drawing with ``scale`` device pixels a pixel, whole; its device pixel ratio is 1."""
    layer = layer_of(drawing, 1 / scale, task)
    return image_of_piece(drawing, layer, scale, transparent, QRect(QPointF().toPoint(), drawing.size * scale), task)


def layer_of(drawing: Drawing, least_cell: float, task: Task = Task()) -> DensityLayer:
    """The density of a drawing, if it has any."""
    return density_layer(drawing.scene, drawing.camera, drawing.layers, least_cell=least_cell, task=task)


def image_of_piece(
    drawing: Drawing, layer: DensityLayer, scale: int, transparent: bool, piece: QRect, task: Task = Task()
) -> QImage:
    """A rectangle of the drawing, in device pixels, as an image; what is around it is not drawn at all."""
    scene = drawing.scene
    image = QImage(piece.size(), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent if transparent else QColor(scene.theme.map))
    painter = QPainter(image)
    try:
        painter.translate(-piece.left(), -piece.top())
        painter.scale(scale, scale)
        layer.draw(painter)
        _draw_points(painter, drawing, scale, piece, task)
        seen = QRectF(piece.left() / scale, piece.top() / scale, piece.width() / scale, piece.height() / scale)
        _draw_over(painter, drawing, layer, seen)
    finally:
        painter.end()
    return image


def _draw_points(painter: QPainter, drawing: Drawing, scale: int, piece: QRect, task: Task) -> None:
    shown = drawing.scene if drawing.layers.has_points else drawing.scene.without_points
    rest = QRect(0, 0, round(drawing.camera.width) * scale, round(drawing.camera.height) * scale).intersected(piece)
    if rest.isEmpty():
        return  # the caption alone
    points = draw_complete(shown, drawing.camera, float(scale), None, None, task, rest)
    where = QRectF(rest.left() / scale, rest.top() / scale, rest.width() / scale, rest.height() / scale)
    painter.drawImage(where, as_image(points))
    task.check()


def draw_vectors(painter: QPainter, drawing: Drawing, task: Task = Task()) -> None:
    """Draw the map with as much of it as reasonable in vectors."""
    scene, camera = drawing.scene, drawing.camera
    layer = layer_of(drawing, 1 / RASTER_SCALE, task)
    layer.draw(painter)
    shown = scene if drawing.layers.has_points else scene.without_points
    if len(on_screen(shown.discs, camera)) > MOST_VECTORS:
        _draw_points(painter, drawing, RASTER_SCALE, QRect(QPointF().toPoint(), drawing.size * RASTER_SCALE), task)
    else:
        for discs, tint in shown.tinted_discs:
            draw_discs_one_by_one(painter, discs, camera, tint, task)
    _draw_over(painter, drawing, layer, QRectF(QPointF(), drawing.size.toSizeF()))


def _draw_over(painter: QPainter, drawing: Drawing, layer: DensityLayer, seen: QRectF) -> None:
    """Draw what lies over the points, as far as it reaches into the rectangle that is seen."""
    scene, camera = drawing.scene, drawing.camera
    painter.save()
    if drawing.caption:
        painter.setClipRect(QRectF(0, 0, camera.width, camera.height))
    layer.draw_contours(painter, scene.theme)
    draw_marks(painter, scene, camera, scene.places_of)
    for label in reversed(drawing.labels):
        if label.rect.adjusted(-PAD, -PAD, PAD, PAD).intersects(seen):
            painter.setOpacity(label.opacity)
            write(painter, label.text, label.style, scene.theme, label.rect.topLeft())
    painter.setOpacity(1.0)
    if drawing.legend:
        draw_legend(painter, scene, camera.width)
    painter.restore()
    if drawing.caption:
        painter.setFont(font_of(12))
        painter.setPen(QColor(scene.theme.muted))
        line = QRectF(EDGE, camera.height, camera.width - 2 * EDGE, CAPTION_HEIGHT - 6)
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, drawing.words)
