"""Painting a scene frame by frame: its points as far as the time goes, and all that lies over them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, QPointF, QRectF, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QPainter

from explorer.embedding import Indices
from explorer.projection.projection import Points
from widgets.jobs import JobRunner
from widgets.map import kernels_ready
from widgets.map.back_end import BackEnd
from widgets.map.camera import Camera
from widgets.map.carrying import Carrying
from widgets.map.density_frames import DensityFrames
from widgets.map.density_layer import NOTHING
from widgets.map.drawing import Drawing
from widgets.map.fading import Fading
from widgets.map.frames import PointFrames, pixels_of
from widgets.map.labels import MOST_MEASURED, LabelWriter, PlacedLabel
from widgets.map.layers import Layers
from widgets.map.lettering import Style
from widgets.map.overlay import draw_discs_by_qt, spots_of
from widgets.map.picture import draw_over
from widgets.map.pointing import Pointing
from widgets.map.scene import Scene
from widgets.map.travel import Travel

if TYPE_CHECKING:
    from widgets.map.gl_layer import GlLayer

MOST_MOVING_LABELS, MOST_CARRIED = 2000, 300
"""The words of a moving map are chosen from so many of the most frequent; fewer come and go if they are carried."""


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
        self.fading = Fading()
        self._carrying = Carrying()
        self.frames = PointFrames(jobs, self)
        self.frames.completed.connect(self.outdated)
        self.frames.completed.connect(self.counted)
        self.density = DensityFrames(jobs, self)
        self.density.completed.connect(self.outdated)
        self.density.completed.connect(self.counted)
        self._layer = NOTHING
        self.back_end: BackEnd | None = None
        """What may draw the points instead of the processor."""
        self._travel = travel
        self._pointing = pointing
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.outdated)
        self._next = QTimer(self, singleShot=True)
        self._next.timeout.connect(self.outdated)

    @property
    def n_left_out(self) -> int:
        """How many points the last frame left out."""
        if not self.layers.has_points:
            return self.density.n_left_out
        return self.frames.n_left_out if self._card is None else self._card.n_left_out

    @property
    def _card(self) -> GlLayer | None:
        return None if self.back_end is None else self.back_end.layer

    def forget(self) -> None:
        """Another map is shown: draw its points afresh."""
        self.frames.forget()
        self.density.forget()
        self.fading.forget()
        if self._card is not None:
            self._card.forget()

    def set_layers(self, layers: Layers) -> None:
        """Draw points, density and lines of equal density as chosen."""
        self.layers = layers
        self.outdated.emit()

    def set_label_density(self, density: float) -> None:
        """Write more or fewer words: 0 none, 1 as many as have room."""
        self.label_density = density
        self.labels.forget_shown()
        self.outdated.emit()

    def paint(self, painter: QPainter, scene: Scene, ratio: float) -> None:
        """Paint the ground of a frame: the background, the density and the points."""
        before, camera, places_at = self.n_left_out, self._travel.camera, self._travel.places_on_the_way
        self._layer = self.density.layer(scene, camera, self.layers, ratio, places_at)
        self.frames.is_transparent = self._layer.image is not None
        self._paint_density(painter, scene, camera)
        shown = scene if self.layers.has_points else scene.without_points
        if places_at is None:
            _lay(painter, self.frames.picture(shown, camera, ratio, self._pointing.grid), camera, ratio)
        else:
            _lay(painter, self.frames.moving_picture(shown, camera, ratio, places_at), camera, ratio)
        self._tell(before)

    def paint_on_card(self, card: GlLayer, scene: Scene, ratio: float) -> None:
        """The same on a graphics card."""
        before, camera = self.n_left_out, self._travel.camera
        self._layer, ground = NOTHING, None
        if self.layers.asks_for_density and kernels_ready.are_loaded():
            self._layer = self.density.layer(scene, camera, self.layers, ratio, self._travel.places_on_the_way)
        if self._layer.image is not None:
            ground = QImage(*pixels_of(camera, ratio), QImage.Format.Format_RGB32)
            ground.setDevicePixelRatio(ratio)
            painter = QPainter(ground)
            self._paint_density(painter, scene, camera)
            painter.end()
        shown = scene if self.layers.has_points else scene.without_points
        card.draw(scene.theme.map, ground, shown, camera, ratio, self._travel.motion)
        self._tell(before)

    def _paint_density(self, painter: QPainter, scene: Scene, camera: Camera) -> None:
        if self._layer.image is not None:
            painter.fillRect(QRectF(0, 0, camera.width, camera.height), QColor(scene.theme.map))
            self._layer.draw(painter)

    def _tell(self, before: int) -> None:
        if self.n_left_out != before:
            self.counted.emit()

    def paint_over(self, painter: QPainter, scene: Scene, ratio: float, covered: Sequence[QRectF]) -> None:
        """Paint what lies over it, words and lines; ``covered`` is where something else lies over the map."""
        pointing, camera, places_of = self._pointing, self._travel.camera, self._travel.places_of()
        self._layer.draw_contours(painter, scene.theme, smooth=False)
        labels = self._words(scene, camera, places_of, covered)
        if not self.labels.is_complete:
            self._carrying.forget()
            self._soon.start()
        elif self.fading.is_running:
            self._next.start(self._travel.ticks.interval())  # as often as the map moves
        if self.n_left_out and self.layers.has_points:
            self._draw_points_of(painter, scene, camera, labels, places_of)
        draw_over(painter, scene, camera, ratio, labels, self.labels, places_of, pointing.row)

    @staticmethod
    def _draw_points_of(
        painter: QPainter,
        scene: Scene,
        camera: Camera,
        labels: Sequence[PlacedLabel],
        places_of: Callable[[Indices], Points],
    ) -> None:
        """Draw the points of words that are written: no word is to stand where nothing is, while some are left out."""
        rows = np.array([each.row for each in labels if each.style not in (Style.FADED, Style.NAME)], dtype=np.int64)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_discs_by_qt(painter, scene, camera, spots_of(camera, places_of(rows), rows), rows)

    def _words(
        self, scene: Scene, camera: Camera, places_of: Callable[[Indices], Points], covered: Sequence[QRectF]
    ) -> list[PlacedLabel]:
        """The words of a frame, chosen for it, or carried along where that has to cost little."""
        pointing, travel = self._pointing, self._travel
        is_moving = travel.places_on_the_way is not None
        is_carried = is_moving and travel.spares_cores
        most = MOST_CARRIED if is_carried else MOST_MOVING_LABELS
        candidates = np.arange(min(len(scene.points), most)) if is_moving else None
        has_card = pointing.card is not None and not pointing.is_elsewhere
        named = None if has_card else pointing.row  # the card says the word, too
        chosen_for = scene, camera, self.label_density, named
        choose = partial(self.labels.arrange, *chosen_for, places_of, candidates, covered, MOST_MEASURED)
        if is_carried:
            self.fading.forget()
            return self._carrying.follow((scene, self.label_density, named), camera, places_of, choose)
        self._carrying.forget()
        return self.fading.follow(choose(), camera, places_of) if travel.glides else choose()

    def drawing(self, scene: Scene, covered: Sequence[QRectF]) -> Drawing:
        """What is seen, without the card of the pointer, every point drawn: to be drawn again in a job."""
        camera, density = self._travel.camera, self.label_density
        labels = self.labels.arrange(scene, camera, density, covered=covered)
        return Drawing(scene, camera, labels, self.layers, label_density=density)


def _lay(painter: QPainter, points: QImage, camera: Camera, ratio: float) -> None:
    """Lay the picture of the points over the map; that of a sample may have half the pixels."""
    if points.devicePixelRatio() == ratio:
        painter.drawImage(QPointF(0, 0), points)
    else:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(0, 0, camera.width, camera.height), points)
