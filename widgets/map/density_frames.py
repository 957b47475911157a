"""The density frame by frame: of a sample while the map moves, of all points and in full detail when it rests."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from explorer.task import Task
from widgets.jobs import JobRunner
from widgets.map.camera import Camera
from widgets.map.density_layer import NOTHING, DensityLayer, coarse_cell, density_layer, needed_cell
from widgets.map.frames import PlacesAt
from widgets.map.layers import Layers
from widgets.map.resting import Resting
from widgets.map.scene import Scene

MOST_POINTS, MOST_CELLS = 80_000, 64_000
"""What is added and blurred in a frame, in some four milliseconds; more waits until the map rests."""


class DensityFrames(QObject):
    """Gives the view the density for each frame at once, and a complete one when the map has rested.

    Signals
    -------
    completed() : the complete density of what was asked for last is ready.
    """

    completed = Signal()

    def __init__(self, jobs: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.n_left_out = 0
        """How many points the last layer left out."""
        self._key: tuple[object, ...] | None = None
        self._layer = NOTHING
        self._rest = Resting(jobs, "Drawing the density", "map density", self)

    def layer(
        self, scene: Scene, camera: Camera, layers: Layers, ratio: float, places_at: PlacesAt | None = None
    ) -> DensityLayer:
        """The density of a scene; ``places_at`` tells where points are at this moment, while they are on their way."""
        if not layers.asks_for_density:
            self.forget()
            return NOTHING
        key = (scene.discs, scene.is_faded, scene.theme, camera, layers, ratio)
        if places_at is not None:
            self.forget()
            self._draw_sample(scene, camera, layers, ratio, places_at)
        elif key != self._key:
            self._rest.drop()
            is_whole = self._draw_sample(scene, camera, layers, ratio, None)
            self._key = key
            if not is_whole:
                self._rest.ask(self._on_completed, _complete, scene, camera, layers, ratio)
        return self._layer

    def forget(self) -> None:
        """Draw afresh at the next frame."""
        self._key, self.n_left_out = None, 0
        self._rest.drop()

    def _draw_sample(
        self, scene: Scene, camera: Camera, layers: Layers, ratio: float, places_at: PlacesAt | None
    ) -> bool:
        """Draw as much as the time of a frame allows; True if that was all there is."""
        whole = len(scene.discs)
        n = min(whole, MOST_POINTS)
        places = scene.discs.places[:n] if places_at is None else places_at(slice(0, n))
        coarse, finest = coarse_cell(camera, MOST_CELLS), 1 / ratio
        self._layer = density_layer(scene, camera, layers, places=places, least_cell=max(coarse, finest))
        self.n_left_out = whole - n
        return n == whole and not layers.contours and max(needed_cell(camera, layers, n), finest) >= coarse

    def _on_completed(self, layer: DensityLayer) -> None:
        self._layer, self.n_left_out = layer, 0
        self.completed.emit()


def _complete(scene: Scene, camera: Camera, layers: Layers, ratio: float, task: Task = Task()) -> DensityLayer:
    layer = density_layer(scene, camera, layers, least_cell=1 / ratio, task=task)
    return layer.with_lines(camera, ratio, scene.theme)
