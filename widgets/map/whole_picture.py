"""The last picture of all points, which serves while the map is dragged and zoomed, so that its tone does not jump."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter

from widgets.map.camera import Camera

LEAST_SCALE, MOST_SCALE = 0.4, 3.0
"""A picture that was shrunk or enlarged further than that tells less than a sample of the points would."""
LEAST_PART = 0.2
"""Nor does one that fills less than this part of the screen."""


@dataclass(frozen=True, eq=False)
class WholePicture:
    """A picture of every point.

    look:    what it shows, and how; another look makes it void
    camera:  where it was seen from
    """

    look: tuple[object, ...]
    camera: Camera
    image: QImage

    def serves(self, camera: Camera) -> bool:
        """Whether it can stand in for what another camera sees, moved and scaled: for flat maps of the same size."""
        if not (camera.is_flat and self.camera.is_flat):
            return False
        if (camera.width, camera.height) != (self.camera.width, self.camera.height):
            return False
        seen = self._place(camera).intersected(_screen(camera))
        part = max(seen.width(), 0) * max(seen.height(), 0) / (camera.width * camera.height)
        return LEAST_SCALE <= camera.scale / self.camera.scale <= MOST_SCALE and part >= LEAST_PART

    def covers(self, camera: Camera) -> bool:
        """Whether nothing on the screen of another camera is beyond its edges."""
        return self._place(camera).contains(_screen(camera))

    def seen_by(self, camera: Camera, ground: QImage | None) -> QImage:
        """What another camera sees of it, over a picture of the points beyond its edges, if there is one."""
        drawn = QImage(self.image.size(), self.image.format()) if ground is None else ground.copy()
        drawn.setDevicePixelRatio(self.image.devicePixelRatio())
        painter = QPainter(drawn)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        place, ratio = self._place(camera), self.image.devicePixelRatio()
        if camera.scale == self.camera.scale:  # on whole pixels, or it blurs
            corner = QPointF(round(place.left() * ratio) / ratio, round(place.top() * ratio) / ratio)
            painter.drawImage(corner, self.image)
        else:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(place, self.image)
        painter.end()
        return drawn

    def _place(self, camera: Camera) -> QRectF:
        """Where its rectangle stands on the screen of another camera."""
        grown = camera.scale / self.camera.scale
        corner = self.camera.to_map(0.0, 0.0)
        across, down = camera.origin
        left, top = across + corner[0] * camera.scale, down - corner[1] * camera.scale
        return QRectF(left, top, self.camera.width * grown, self.camera.height * grown)


def _screen(camera: Camera) -> QRectF:
    return QRectF(0.75, 0.75, camera.width - 1.5, camera.height - 1.5)  # what is rounded to whole pixels may lack one
