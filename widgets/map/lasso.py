"""Which points a line that was drawn by hand encloses."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPen, QPolygonF

from explorer.embedding import Indices
from explorer.projection.projection import Points
from widgets.map.camera import Camera
from widgets.map.picking import between

INSIDE, TOUCHED = 255, 128
EDGE = 3.0
"""Pixels that the outline is drawn wide, so that every pixel it touches is among the edge."""


def enclosed(places: Points, outline: NDArray[np.float64], camera: Camera) -> Indices:
    """The numbers of the places that an outline goes around, rising.

    places:   (n, 2) or (n, 3) float32 on the map
    outline:  (k, 2) float64: its corners in pixels of the camera; the last one is joined to the first

    A place that it goes around twice is enclosed, too: nobody draws a loop to leave a hole. The outline is painted into
    a picture, in which the places are looked up, as quickly for many corners as for few; only those in a pixel that the
    outline touches are tested one by one, so that the answer is exact.
    """
    if len(outline) < 3 or not len(places):
        return np.empty(0, np.int64)
    low, high = outline.min(axis=0), outline.max(axis=0)
    numbers = between(places, low, high, camera)
    # What is off the screen was not drawn around, however far the pointer went.
    low = np.maximum(np.floor(low), 0.0)
    high = np.minimum(np.ceil(high), (np.ceil(camera.width), np.ceil(camera.height)))
    if not len(numbers) or (high <= low).any():
        return numbers[:0]
    spots = camera.to_screen(places[numbers])
    mask = _painted(outline - low, *(max(int(each), 1) for each in high - low))
    columns, rows = np.floor(spots - low).astype(np.int64).T
    on_mask = (columns >= 0) & (rows >= 0) & (columns < mask.shape[1]) & (rows < mask.shape[0])
    numbers, spots = numbers[on_mask], spots[on_mask]
    found = mask[rows[on_mask], columns[on_mask]]
    is_inside = found == INSIDE
    at_edge = np.flatnonzero(found == TOUCHED)
    is_inside[at_edge] = _goes_around(spots[at_edge], outline)
    return numbers[is_inside]


def _painted(outline: NDArray[np.float64], width: int, height: int) -> NDArray[np.uint8]:
    """The outline as a picture, (height, width) uint8: `INSIDE` it, `TOUCHED` by it, or 0."""
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
    return np.where(pixels == 0, 0, np.where(pixels == INSIDE, INSIDE, TOUCHED)).astype(np.uint8)


def _goes_around(spots: NDArray[np.float64], outline: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Whether the outline winds around each spot, (n,) bool.

    Counted are the sides that a ray to the right crosses, upwards less downwards.

    Source: Sunday (2001), Inclusion of a point in a polygon.
    """
    turns = np.zeros(len(spots), np.int64)
    x, y = spots[:, 0], spots[:, 1]
    for (x0, y0), (x1, y1) in zip(outline, np.roll(outline, -1, axis=0), strict=True):
        side = (x1 - x0) * (y - y0) - (x - x0) * (y1 - y0)
        turns += (y0 <= y) & (y1 > y) & (side > 0)
        turns -= (y0 > y) & (y1 <= y) & (side < 0)
    return turns != 0
