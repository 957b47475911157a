"""What lies over the points of a map, in the window and in a file, and the camera that shows all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtGui import QPainter

from explorer.embedding import Indices
from explorer.projection.projection import Points
from widgets.map.axes import draw_axes
from widgets.map.camera import Camera
from widgets.map.cpu_points import draw_points_by_qt
from widgets.map.fitting import fit, fit_solid
from widgets.map.labels import LabelWriter, PlacedLabel
from widgets.map.legend import draw_legend, legend_rect
from widgets.map.overlay import (
    EDGE,
    draw_discs_by_qt,
    draw_links,
    draw_rings,
    draw_sides,
    ringed_rows,
    spots_of,
)
from widgets.map.scene import Scene


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
    for discs, tint in scene.tinted_discs:
        draw_points_by_qt(painter, discs, camera, tint)
    draw_marks(painter, scene, camera, places_of)
    draw_legend(painter, scene, camera.width)
