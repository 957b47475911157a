"""Which way the axes of a map point: their names at their ends, and in space three arms in a corner."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from widgets.map.camera import Camera
from widgets.map.overlay import EDGE, font_of
from widgets.map.scene import Scene
from widgets.theme import Theme

ARM = 26.0  # pixels of an arm that lies in the plane of the screen
NAMES = ("x", "y", "z")
LONGEST = 220.0
REACH = 0.8
"""How far the axes go, as a share of the map: so far that their ends are in sight however it is turned."""
TOOLBAR = 46.0  # the bar of tools stands above the second axis
ARROW = 30.0


def draw_axes(painter: QPainter, scene: Scene, camera: Camera) -> None:
    """Draw what tells the axes: their names where the map ends if they mean something, and arms while it is turned."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    named = [name for name in scene.projection.axes if name]
    if camera.is_flat:
        if named:
            _draw_flat(painter, scene, camera)
        return
    if named:
        _draw_ends(painter, scene, camera)
    _draw_arms(painter, scene.theme, camera)


def _draw_flat(painter: QPainter, scene: Scene, camera: Camera) -> None:
    """The name of the first axis at the lower right, of the second at the upper left, each with an arrow."""
    across, up = (*scene.projection.axes, "", "")[:2]
    theme, width, height = scene.theme, camera.width, camera.height
    if across:
        painter.save()
        _write_along(painter, theme, across, QPointF(width - EDGE, height - EDGE))
        painter.restore()
    if up:
        painter.save()
        painter.translate(EDGE + 8, EDGE + TOOLBAR)
        painter.rotate(-90)
        _write_along(painter, theme, up, QPointF(0, 0))
        painter.restore()


def _write_along(painter: QPainter, theme: Theme, name: str, end: QPointF) -> None:
    """A name before an arrow that ends at a point."""
    text, _ = _fitting(name)
    _arrow(painter, QColor(theme.muted), end - QPointF(ARROW, 0), end)
    rect = QRectF(end.x() - ARROW - 6 - LONGEST, end.y() - 9, LONGEST, 18)
    _write(painter, theme, text, rect, Qt.AlignmentFlag.AlignRight)


def taken_by_axes(scene: Scene, camera: Camera) -> list[QRectF]:
    """Where the names and the arms stand, so that no word is written there."""
    across, up = (*scene.projection.axes, "", "")[:2]
    if not camera.is_flat:
        side = 2 * (ARM + 12)
        arms = QRectF(EDGE, camera.height - EDGE - side, side, side)
        return [arms, *(end.rect for end in _ends(scene, camera))]
    rects = []
    if across:
        length = ARROW + 6 + _fitting(across)[1]
        rects.append(QRectF(camera.width - EDGE - length, camera.height - EDGE - 9, length, 18))
    if up:
        rects.append(QRectF(EDGE - 1, EDGE + TOOLBAR, 18, ARROW + 6 + _fitting(up)[1]))
    return rects


@dataclass(frozen=True)
class _End:
    """An axis that runs from a pixel to another, and where its name is written."""

    start: QPointF
    end: QPointF
    text: str
    rect: QRectF


def _ends(scene: Scene, camera: Camera) -> list[_End]:
    """The axes in space whose ends are in sight, through the middle of the map."""
    low, high = scene.inner_corners
    middle, half = (low + high) / 2, (high - low) / 2 * REACH
    found = []
    for axis, name in enumerate(scene.projection.axes[: len(middle)]):
        ends = np.stack([middle, middle])
        ends[:, axis] += -half[axis], half[axis]
        (x0, y0), (x1, y1) = camera.to_screen(ends).tolist()
        if not name or x0 != x0 or not (0 <= x1 <= camera.width and 0 <= y1 <= camera.height):
            continue  # one of them is behind the eye or off the screen
        text, wide = _fitting(name)
        length = max(float(np.hypot(x1 - x0, y1 - y0)), 1e-9)
        x = x1 + (x1 - x0) / length * (8 + wide / 2) - wide / 2 - 1
        y = y1 + (y1 - y0) / length * 14 - 9
        x, y = min(max(x, EDGE), camera.width - EDGE - wide - 2), min(max(y, EDGE), camera.height - EDGE - 18)
        found.append(_End(QPointF(x0, y0), QPointF(x1, y1), text, QRectF(x, y, wide + 2, 18)))
    return found


def _fitting(name: str) -> tuple[str, float]:
    """A name that is not too long, and its width."""
    metrics = QFontMetricsF(font_of(11, QFont.Weight.Medium))
    text = metrics.elidedText(name, Qt.TextElideMode.ElideRight, LONGEST)
    return text, metrics.horizontalAdvance(text)


def _draw_ends(painter: QPainter, scene: Scene, camera: Camera) -> None:
    """Arrows through the middle of the map along its axes, with the names where their values are high."""
    color = QColor(scene.theme.muted)
    color.setAlphaF(0.4)
    for each in _ends(scene, camera):
        _arrow(painter, color, each.start, each.end)
        _write(painter, scene.theme, each.text, each.rect, Qt.AlignmentFlag.AlignHCenter)


def _draw_arms(painter: QPainter, theme: Theme, camera: Camera) -> None:
    """Three arms in the lower left corner that turn with the map, the farthest drawn first."""
    origin = QPointF(EDGE + ARM + 12, camera.height - EDGE - ARM - 12)
    colors = (theme.categories[5], theme.categories[2], theme.categories[0])
    toward = camera.matrix[2]
    for axis in np.argsort(toward).tolist():
        right, up = float(camera.matrix[0, axis]), float(camera.matrix[1, axis])
        end = origin + QPointF(right, -up) * ARM
        color = QColor(colors[axis])
        color.setAlphaF(0.7 + 0.3 * float(toward[axis]))
        painter.setPen(QPen(color, 2.0, c=Qt.PenCapStyle.RoundCap))
        painter.drawLine(origin, end)
        at = origin + QPointF(right, -up) * (ARM + 9)
        _write(painter, theme, NAMES[axis], QRectF(at.x() - 8, at.y() - 8, 16, 16), Qt.AlignmentFlag.AlignHCenter)


def _arrow(painter: QPainter, color: QColor, start: QPointF, end: QPointF) -> None:
    painter.setPen(QPen(color, 1.2, c=Qt.PenCapStyle.RoundCap))
    painter.drawLine(start, end)
    way = end - start
    length = max(float(np.hypot(way.x(), way.y())), 1e-9)
    along, beside = way / length * 6.0, QPointF(-way.y(), way.x()) / length * 3.0
    painter.setBrush(color)
    painter.drawPolygon(QPolygonF([end, end - along + beside, end - along - beside]))


def _write(painter: QPainter, theme: Theme, text: str, rect: QRectF, side: Qt.AlignmentFlag) -> None:
    """Letters with a rim, so that they are read over points, too."""
    painter.setFont(font_of(11, QFont.Weight.Medium))
    painter.setPen(QColor(theme.halo))
    for dx, dy in ((-1, 0), (1, 0), (0, -1), (0, 1)):
        painter.drawText(rect.translated(dx, dy), side | Qt.AlignmentFlag.AlignVCenter, text)
    painter.setPen(QColor(theme.muted))
    painter.drawText(rect, side | Qt.AlignmentFlag.AlignVCenter, text)
