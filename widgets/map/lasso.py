"""Which points a line that was drawn by hand encloses."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPen, QPolygonF

from explorer.cores import in_parts
from explorer.embedding import Indices
from explorer.projection.projection import Points
from widgets.map.camera import Camera
from widgets.map.picking import between

EDGE = 2.0
"""Pixels that the outline is drawn wide, so that every pixel it touches is among the edge."""


def enclosed(places: Points, outline: NDArray[np.float64], camera: Camera) -> Indices:
    """The numbers of the places that an outline goes around, rising.

    places:   (n, 2) or (n, 3) float32 on the map
    outline:  (k, 2) float64: its corners in pixels of the camera; the last one is joined to the first

    A place that it goes around twice is enclosed, too: nobody draws a loop to leave a hole. The outline is painted into
    a picture, in which the places are looked up, as quickly for many corners as for few; only those in a pixel that the
    outline touches are tested one by one, so that the answer is exact.
    """
    outline = np.ascontiguousarray(outline, dtype=np.float64)
    if len(outline) < 3 or not len(places):
        return np.empty(0, np.int64)
    low, high = outline.min(axis=0), outline.max(axis=0)
    # What is off the screen was not drawn around, however far the pointer went.
    left_top = np.maximum(np.floor(low), 0.0)
    right_bottom = np.minimum(np.ceil(high), (np.ceil(camera.width), np.ceil(camera.height)))
    if (right_bottom <= left_top).any():
        return np.empty(0, np.int64)
    mask = _painted(outline - left_top, *(max(int(each), 1) for each in right_bottom - left_top))
    if not camera.is_flat:
        near = between(places, low, high, camera)
        seen, where = camera.to_screen(places[near]), (1.0, 1.0, 0.0, 0.0)
        return near[_among(seen, (*where, *left_top, mask, outline))]
    flat = np.ascontiguousarray(places[:, :2], dtype=np.float32)
    return _among(flat, (camera.scale, -camera.scale, *camera.origin, *left_top, mask, outline))


def _among(places: NDArray[np.floating], asked: tuple[Any, ...]) -> Indices:
    """The numbers of the places that are enclosed, looked up on all cores."""
    from widgets.map.place_kernels import numbers_enclosed

    def part(start: int, stop: int) -> Indices:
        own = found[start:stop]
        return own[: numbers_enclosed(*(places[start:stop], *asked, start, own))]

    found = np.empty(len(places), np.int64)
    parts = in_parts(part, len(places), at_least=100_000)
    return parts[0] if len(parts) == 1 else np.concatenate(parts)


def _painted(outline: NDArray[np.float64], width: int, height: int) -> NDArray[np.uint8]:
    """The outline as a picture, (height, width) uint8: 255 inside it, 0 outside, and between where it may touch."""
    image = QImage(width, height, QImage.Format.Format_Grayscale8)
    image.fill(0)
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(x, y) for x, y in outline.tolist()]))
    path.closeSubpath()
    path.setFillRule(Qt.FillRule.WindingFill)
    painter = QPainter(image)
    painter.fillPath(path, Qt.GlobalColor.white)
    pen = QPen(Qt.GlobalColor.gray, EDGE, j=Qt.PenJoinStyle.RoundJoin, c=Qt.PenCapStyle.RoundCap)
    painter.strokePath(path, pen)
    painter.end()
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(height, image.bytesPerLine())[:, :width]
    return pixels.copy()  # the image goes
