"""The whole picture of a map: in the window, in a file, and without any window."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from explorer.embedding import Embedding, Indices
from explorer.projection.projection import Points, Projection
from widgets.map.axes import draw_axes
from widgets.map.camera import Camera
from widgets.map.cpu_points import as_image, draw_points_by_qt
from widgets.map.fitting import fit, fit_solid
from widgets.map.frames import draw_complete, tint_of
from widgets.map.labels import LabelWriter, PlacedLabel
from widgets.map.legend import draw_legend, legend_rect
from widgets.map.overlay import (
    EDGE,
    draw_discs_by_qt,
    draw_links,
    draw_rings,
    draw_sides,
    font_of,
    ringed_rows,
    spots_of,
)
from widgets.map.picking import PointGrid
from widgets.map.scene import Scene, make_scene
from widgets.map.status import describe_map
from widgets.theme import Theme

CAPTION_HEIGHT = 30


def fitted(scene: Scene, width: float, height: float, solid: bool = True) -> Camera:
    """The camera that shows all points beside the legend, if the map is wide enough for both.

    solid: whether a map in space is looked at as such, and not flat along its third axis
    """
    legend = 0.0 if scene.legend is None else legend_rect(scene.legend, width).width() + EDGE
    see = fit_solid if solid and scene.is_solid else fit
    return see(scene.projection.points, width, height, right=legend if legend < width / 4 else 0.0)


def draw_over(
    painter: QPainter,
    scene: Scene,
    camera: Camera,
    ratio: float,
    labels: Sequence[PlacedLabel],
    writer: LabelWriter,
    places_of: Callable[[Indices], Points],
    hovered: int | None = None,
) -> None:
    """Draw what lies over the points: lines with the points at their ends, rings, words and the legend."""
    draw_marks(painter, scene, camera, places_of, hovered)
    writer.draw(painter, labels, scene.theme, ratio)
    draw_legend(painter, scene, camera.width)


def draw_marks(
    painter: QPainter,
    scene: Scene,
    camera: Camera,
    places_of: Callable[[Indices], Points],
    hovered: int | None = None,
) -> None:
    """Draw the axes, lines to the neighbours, these over the lines, and rings."""
    draw_axes(painter, scene, camera)
    rows = ringed_rows(scene, hovered)
    spots = spots_of(camera, places_of(rows), rows)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw_links(painter, scene, spots)
    draw_sides(painter, scene, spots)
    draw_discs_by_qt(painter, scene, camera, spots, scene.marked_rows)
    draw_rings(painter, scene, camera, spots, hovered)


def draw_without_kernels(
    painter: QPainter, scene: Scene, camera: Camera, places_of: Callable[[Indices], Points]
) -> None:
    """Draw the first few thousand points, what is chosen, and the legend, by Qt alone: until the kernels are loaded."""
    draw_points_by_qt(painter, scene.discs, camera, tint_of(scene))
    if scene.selected is not None:
        draw_points_by_qt(painter, scene.selected.discs, camera)
    draw_marks(painter, scene, camera, places_of)
    draw_legend(painter, scene, camera.width)


def draw_picture(
    scene: Scene,
    camera: Camera,
    ratio: float,
    labels: Sequence[PlacedLabel],
    writer: LabelWriter,
    transparent: bool,
    grid: PointGrid | None = None,
) -> QImage:
    """Every point and everything over them, as an image that owns its pixels; its device pixel ratio is 1."""
    background = None if transparent else scene.theme.map
    image = as_image(draw_complete(scene, camera, ratio, grid, background), ratio).copy()

    def places_of(rows: Indices) -> Points:
        return scene.projection.points[rows]

    painter = QPainter(image)
    draw_over(painter, scene, camera, ratio, labels, writer, places_of)
    painter.end()
    image.setDevicePixelRatio(1.0)
    return image


def draw_map(
    embedding: Embedding,
    projection: Projection,
    *,
    size: tuple[int, int],
    scale: int = 1,
    theme: Theme,
    color_by: str = "none",
    size_by: str = "frequency",
    label_density: float = 0.5,
    transparent: bool = False,
    caption: bool = False,
) -> QImage:
    """The map of an embedding without a window; a `QGuiApplication` must exist, and may be offscreen.

    size:     width and height in pixels, which ``scale`` multiplies: points and words grow with it and stay crisp
    caption:  write the name, and the truth about the map, below it

    Example: ``draw_map(embedding, projection, size=(1200, 800), theme=DARK).save("map.png")``
    """
    width, height = size
    map_height = height - CAPTION_HEIGHT if caption else height
    scene = make_scene(embedding, projection, color_by, size_by, theme)
    camera = fitted(scene, width, map_height)
    writer = LabelWriter()
    labels = writer.arrange(scene, camera, label_density)
    drawn = draw_picture(scene, camera, float(scale), labels, writer, transparent)
    return _captioned(drawn, scene, width, height, scale, transparent) if caption else drawn


def _captioned(drawn: QImage, scene: Scene, width: int, height: int, scale: int, transparent: bool) -> QImage:
    image = QImage(width * scale, height * scale, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent if transparent else QColor(scene.theme.map))
    painter = QPainter(image)
    painter.drawImage(0, 0, drawn)
    painter.scale(scale, scale)
    painter.setFont(font_of(12))
    painter.setPen(QColor(scene.theme.muted))
    line = QRectF(EDGE, height - CAPTION_HEIGHT, width - 2 * EDGE, CAPTION_HEIGHT - 6)
    text = f"{scene.embedding.name} · {describe_map(scene.projection)}"
    painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, text)
    painter.end()
    return image
