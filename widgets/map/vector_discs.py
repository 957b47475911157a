"""Points as discs that Qt draws one by one, for files whose points stay points."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter

from explorer.embedding import Indices
from explorer.task import Task
from widgets.map.camera import Camera
from widgets.map.cpu_points import Discs, flattened
from widgets.map.points import PLAIN_LEVEL, TINT_SHARE, opacities_of

BETWEEN_CHECKS = 2000


def on_screen(discs: Discs, camera: Camera) -> Indices:
    """The numbers of the discs that can be seen."""
    if not len(discs):
        return np.empty(0, np.int64)
    x, y = camera.to_screen(discs.places).T
    reach = float(discs.radii(camera.zoom, 1.0).max()) + 1
    inside = (x > -reach) & (x < camera.width + reach) & (y > -reach) & (y < camera.height + reach)
    found: Indices = np.flatnonzero(inside)
    return found


def draw_discs_one_by_one(
    painter: QPainter, discs: Discs, camera: Camera, tint: str | None, task: Task = Task()
) -> None:
    """Draw the discs that stand on the screen, in their order, looking as `draw_points` makes them look."""
    if not len(discs):
        return
    radius, scale, zoom = float(discs.radii(camera.zoom, 1.0)[PLAIN_LEVEL]), camera.scale, camera.zoom
    opacities = opacities_of(discs.density, scale, radius, 1.0 / discs.strength) / 256
    if not camera.is_flat:
        discs, camera = flattened(discs, camera, task=task)
    numbers = on_screen(discs, camera)
    radii = discs.radii(zoom, 1.0)
    colors, spots = discs.colors[numbers], camera.to_screen(discs.places[numbers])
    rgb = np.stack([colors >> 16 & 0xFF, colors >> 8 & 0xFF, colors & 0xFF], axis=1).astype(np.float64)
    if tint is not None:
        other, share = QColor(tint), TINT_SHARE / 256
        rgb = rgb * (1 - share) + np.array([other.red(), other.green(), other.blue()]) * share
    alpha = opacities[colors >> 24] * (1.0 if discs.fades is None else (discs.fades[numbers] + 1.0) / 256)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    looks = zip(
        spots.tolist(),
        np.rint(rgb).astype(int).tolist(),
        np.rint(alpha * 255).astype(int).tolist(),
        radii[discs.levels[numbers]].tolist(),
        strict=True,
    )
    try:
        for place, ((x, y), (red, green, blue), opacity, size) in enumerate(looks):
            if place % BETWEEN_CHECKS == 0:
                task.check()
            painter.setBrush(QColor(red, green, blue, opacity))
            painter.drawEllipse(QPointF(x, y), size, size)
    finally:
        painter.restore()
