"""Pictures of the points, frame by frame: a sample of them while the map moves, all of them when it rests."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from explorer.projection.projection import Points
from explorer.task import Task
from widgets.jobs import Job, JobRunner
from widgets.map.camera import Camera
from widgets.map.cpu_points import Discs, as_image, blank, draw_points, picture_of
from widgets.map.picking import PointGrid
from widgets.map.scene import Scene

FRAME_SECONDS = 0.009
"""What the points may take of the 16 ms of a frame; words and lines need the rest."""
REST_MILLISECONDS = 120
FEWEST = 3000


class FrameBudget:
    """How many points can be drawn in the time of a frame, learned from the last frames."""

    def __init__(self, seconds_per_point: float = 1e-7) -> None:
        self.seconds_per_point = seconds_per_point

    @property
    def n_points(self) -> int:
        """So many points take about the time of a frame."""
        return max(FEWEST, int(FRAME_SECONDS / self.seconds_per_point))

    def learn(self, n_points: int, seconds: float) -> None:
        """A frame of so many points took so long; one slow frame alone does not change much."""
        if n_points >= FEWEST:
            self.seconds_per_point += 0.3 * (seconds / n_points - self.seconds_per_point)


class PointFrames(QObject):
    """Gives the view a picture of the points for each frame at once, and a complete one when the map has rested.

    Signals
    -------
    completed() : the complete picture of what was asked for last is ready.
    """

    completed = Signal()

    def __init__(self, jobs: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.budget = FrameBudget()
        self.n_left_out = 0
        """How many points the last picture left out, wherever they stand."""
        self._jobs = jobs
        self._job: Job | None = None
        self._key: tuple[object, ...] | None = None
        self._picture = QImage()
        self._wanted: tuple[Scene, Camera, float, PointGrid | None] | None = None
        self._rest = QTimer(self, singleShot=True, interval=REST_MILLISECONDS)
        self._rest.timeout.connect(self._on_rested)

    @property
    def is_complete(self) -> bool:
        """Whether the last picture shows every point."""
        return self.n_left_out == 0

    def picture(self, scene: Scene, camera: Camera, ratio: float, grid: PointGrid | None) -> QImage:
        """The points of a scene that rests, on the background; the kernels must be loaded."""
        key = (scene.discs, scene.is_faded, scene.theme, camera, ratio)
        if key != self._key:
            self._draw_sample(scene, camera, ratio, grid)
            self._key = key
            self._wanted = (scene, camera, ratio, grid)
            if self._job is not None:
                self._job.cancel()
            if self.is_complete:
                self._rest.stop()
            else:
                self._rest.start()
        return self._picture

    def moving_picture(self, scene: Scene, camera: Camera, ratio: float, places: Points) -> QImage:
        """The points of a scene on their way; ``places`` are those of the first points at this moment."""
        self._key = None
        self._rest.stop()
        n = len(places)
        discs = scene.discs
        moved = replace(discs, places=places, colors=discs.colors[:n], levels=discs.levels[:n])
        self._time(scene, camera, ratio, moved, n, None, n / max(len(discs), 1))
        self.n_left_out = len(discs) - n
        return self._picture

    def forget(self) -> None:
        """Draw afresh at the next frame."""
        self._key = None
        self.n_left_out = 0
        if self._job is not None:
            self._job.cancel()

    def _draw_sample(self, scene: Scene, camera: Camera, ratio: float, grid: PointGrid | None) -> None:
        n, on_screen = len(scene.discs), len(scene.discs)
        if grid is not None:
            on_screen = max(grid.count_on(camera), 1)
        prefix = min(n, int(n * self.budget.n_points / max(on_screen, 1)))
        self._time(scene, camera, ratio, scene.discs, prefix, grid, None)
        self.n_left_out = n - prefix

    def _time(
        self,
        scene: Scene,
        camera: Camera,
        ratio: float,
        discs: Discs,
        prefix: int,
        grid: PointGrid | None,
        share: float | None,
    ) -> None:
        width, height = pixels_of(camera, ratio)
        canvas = blank(width, height, scene.theme.map)
        tint = scene.theme.faded if scene.is_faded else None
        began = time.perf_counter()
        drawn = draw_points(canvas, discs, camera, ratio, prefix=prefix, grid=grid, tint=tint, share=share)
        self.budget.learn(drawn, time.perf_counter() - began)
        self._picture = as_image(picture_of(canvas), ratio)

    def _on_rested(self) -> None:
        if self._wanted is None or self._key is None:
            return
        scene, camera, ratio, grid = self._wanted
        tint = scene.theme.faded if scene.is_faded else None
        job = self._jobs.start(
            "Drawing the map",
            draw_complete,
            *(scene.discs, camera, ratio, grid, scene.theme.map, tint),
            group="map frame",
            quiet=True,
        )
        key = self._key
        job.succeeded.connect(lambda picture: self._on_completed(key, picture, ratio))
        job.finished.connect(lambda: self._on_finished(job))
        self._job = job

    def _on_completed(self, key: tuple[object, ...], picture: NDArray[np.uint32], ratio: float) -> None:
        if key == self._key:
            self._picture = as_image(picture, ratio)
            self.n_left_out = 0
            self.completed.emit()

    def _on_finished(self, job: Job) -> None:
        if self._job is job:
            self._job = None


def pixels_of(camera: Camera, ratio: float) -> tuple[int, int]:
    """The width and the height of a picture in device pixels."""
    return max(round(camera.width * ratio), 1), max(round(camera.height * ratio), 1)


def draw_complete(
    discs: Discs,
    camera: Camera,
    ratio: float,
    grid: PointGrid | None,
    background: str | None,
    tint: str | None,
    task: Task = Task(),
) -> NDArray[np.uint32]:
    """Every point on the background, (height, width) uint32."""
    canvas = blank(*pixels_of(camera, ratio), background)
    draw_points(canvas, discs, camera, ratio, grid=grid, tint=tint, task=task)
    return picture_of(canvas)
