"""What lies over the points of a map, in the window and in a file, and the camera that shows all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

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

AROUND = 90.0
"""Pixels around places that fill the screen: for the words beside them, and for what lies over the map above."""
CLOSEST = 400.0
"""So many times as near as everything is looked at some places at most; beyond that nothing else would be in sight."""


def fitted(scene: Scene, width: float, height: float, solid: bool = True) -> Camera:
    """The camera that shows all points beside the legend, if the map is wide enough for both.

    solid: whether a map in space is looked at as such, and not flat along its third axis
    """
    see = fit_solid if solid and scene.is_solid else fit
    return see(scene.projection.points, width, height, right=_right_of(scene, width))


def fitted_to(scene: Scene, rows: Indices, camera: Camera) -> Camera:
    """The camera that has the places of some rows fill the screen, with room for their words; it is turned as before.

    No nearer than `CLOSEST` times as near as what shows everything, and no farther than that.
    """
    right, places = _right_of(scene, camera.width), scene.places_of(rows)
    if camera.is_flat:
        goal = fit(places, camera.width, camera.height, AROUND, right)
    else:
        goal = fit_solid(places, camera.width, camera.height, AROUND, right, camera.turn)
    scale = min(max(goal.scale, camera.fit_scale), camera.fit_scale * CLOSEST)
    x = goal.x + right / 2 * (1 / scale - 1 / goal.scale) if goal.is_flat else goal.x
    return replace(goal, x=x, scale=scale, fit_scale=camera.fit_scale)


def _right_of(scene: Scene, width: float) -> float:
    """The pixels at the right that the legend takes from a map that is wide enough for both."""
    legend = 0.0 if scene.legend is None else legend_rect(scene.legend, width).width() + EDGE
    return legend if legend < width / 4 else 0.0


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
