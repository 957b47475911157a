"""Painting a scene frame by frame: its points as far as the time goes, and all that lies over them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QObject, QPointF, QRectF, QTimer, Signal
from PySide6.QtGui import QColor, QPainter

from explorer.embedding import Indices
from widgets.jobs import JobRunner
from widgets.map.density_frames import DensityFrames
from widgets.map.drawing import Drawing
from widgets.map.frames import PointFrames
from widgets.map.labels import MOST_MEASURED, LabelWriter, PlacedLabel
from widgets.map.layers import Layers
from widgets.map.picture import draw_over
from widgets.map.pointing import Pointing
from widgets.map.scene import Scene
from widgets.map.travel import Travel

MOST_MOVING_LABELS = 2000


class Painting(QObject):
    """Paints scenes as the camera of a view sees them.

    Signals
    -------
    outdated() : there is more to be seen than the last frame showed.
    counted()  : another number of points is drawn.
    """

    outdated = Signal()
    counted = Signal()

    def __init__(self, jobs: JobRunner, travel: Travel, pointing: Pointing, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.label_density = 0.5
        self.layers = Layers()
        self.labels = LabelWriter()
        self.frames = PointFrames(jobs, self)
        self.frames.completed.connect(self.outdated)
        self.frames.completed.connect(self.counted)
        self.density = DensityFrames(jobs, self)
        self.density.completed.connect(self.outdated)
        self.density.completed.connect(self.counted)
        self._travel = travel
        self._pointing = pointing
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.outdated)

    @property
    def n_left_out(self) -> int:
        """How many points the last frame left out."""
        return self.frames.n_left_out if self.layers.has_points else self.density.n_left_out

    def forget(self) -> None:
        """Another map is shown: draw its points afresh."""
        self.frames.forget()
        self.density.forget()

    def set_layers(self, layers: Layers) -> None:
        """Draw points, density and lines of equal density as chosen."""
        self.layers = layers
        self.outdated.emit()

    def set_label_density(self, density: float) -> None:
        """Write more or fewer words: 0 none, 1 as many as have room."""
        self.label_density = density
        self.labels.forget_shown()
        self.outdated.emit()

    def paint(self, painter: QPainter, scene: Scene, ratio: float, covered: Sequence[QRectF]) -> None:
        """Paint a frame; ``covered`` is where something else lies over the map."""
        before, pointing, camera = self.n_left_out, self._pointing, self._travel.camera
        places_at, places_of = self._travel.places_on_the_way, self._travel.places_of()
        moving: Indices | None = None
        layer = self.density.layer(scene, camera, self.layers, ratio, places_at)
        self.frames.is_transparent = layer.image is not None
        if layer.image is not None:
            painter.fillRect(QRectF(0, 0, camera.width, camera.height), QColor(scene.theme.map))
            layer.draw(painter)
        shown = scene if self.layers.has_points else scene.without_points
        if places_at is None:
            points = self.frames.picture(shown, camera, ratio, pointing.grid)
        else:
            points = self.frames.moving_picture(shown, camera, ratio, places_at)
            moving = np.arange(min(len(scene.points), MOST_MOVING_LABELS))
        painter.drawImage(QPointF(0, 0), points)
        layer.draw_contours(painter, scene.theme)
        named = None if pointing.card is not None else pointing.row  # the card says the word, too
        labels = self.labels.arrange(
            scene, camera, self.label_density, named, places_of, moving, covered, MOST_MEASURED
        )
        if not self.labels.is_complete:
            self._soon.start()
        draw_over(painter, scene, camera, ratio, labels, self.labels, places_of, pointing.row)
        if self.n_left_out != before:
            self.counted.emit()

    def drawing(self, scene: Scene, covered: Sequence[QRectF]) -> Drawing:
        """What is seen, without the card of the pointer, every point drawn: to be drawn again in a job."""
        labels, density = self._arranged(scene, covered), self.label_density
        return Drawing(scene, self._travel.camera, labels, self.layers, label_density=density)

    def _arranged(self, scene: Scene, covered: Sequence[QRectF]) -> list[PlacedLabel]:
        return self.labels.arrange(scene, self._travel.camera, self.label_density, covered=covered)
