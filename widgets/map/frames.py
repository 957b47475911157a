"""Pictures of the points, frame by frame: a sample of them while the map moves, all of them when it rests."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QRect, Signal
from PySide6.QtGui import QImage

from explorer.embedding import Indices
from explorer.projection.projection import Points
from explorer.task import Task
from widgets.jobs import JobRunner
from widgets.map.camera import Camera
from widgets.map.cpu_points import Canvas, Discs, as_image, blank, draw_points, picture_of
from widgets.map.picking import PointGrid
from widgets.map.resting import Resting
from widgets.map.scene import Scene
from widgets.map.whole_picture import WholePicture

FRAME_SECONDS = 0.005
"""What the points may take of the 16 ms of a frame; words and lines need the rest."""
CROWD = 300_000
"""Of more points than that in sight a sample is drawn with half the pixels, across and down: its discs are large, since
each stands for many, and four times as many of them give the tone of the whole."""
PlacesAt = Callable[[slice | Indices], Points]
FEWEST = 12_000
"""So many points take some thousandths of a second even where all is slow, and fewer hardly less: they are larger."""


class FrameBudget:
    """How many points can be drawn in the time of a frame, learned from the last frames."""

    def __init__(self, seconds_per_point: float = 2.5e-7) -> None:
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
        self.is_transparent = False
        """Whether something is to be seen below the points."""
        self._key: tuple[object, ...] | None = None
        self._picture = QImage()
        self._canvas: Canvas | None = None
        self._whole: WholePicture | None = None
        self._rest = Resting(jobs, "Drawing the map", "map frame", self)

    @property
    def is_complete(self) -> bool:
        """Whether the last picture shows every point."""
        return self.n_left_out == 0

    def picture(self, scene: Scene, camera: Camera, ratio: float, grid: PointGrid | None) -> QImage:
        """The points of a scene that rests, on the background; the kernels must be loaded."""
        look = (scene.discs, scene.selected, scene.theme, ratio, self.is_transparent)
        if (*look, camera) != self._key:
            self._rest.drop()
            is_exact = self._draw_sample(scene, camera, ratio, grid, look)
            self._key = (*look, camera)
            if is_exact:
                self._whole = WholePicture(look, camera, self._picture)
            else:
                show = partial(self._on_completed, look, camera, ratio)
                self._rest.ask(show, draw_complete, scene, camera, ratio, grid, self._ground(scene))
        return self._picture

    def moving_picture(self, scene: Scene, camera: Camera, ratio: float, places_at: PlacesAt) -> QImage:
        """The points of a scene on their way; ``places_at`` tells where those of some numbers are at this moment."""
        self._key = None
        self._rest.drop()
        whole = len(scene.discs)
        share = min(1.0, self.budget.n_points / max(whole + len(scene.selected_rows), 1))
        n = part_of(whole, share)
        discs = scene.discs.first(n, places_at(slice(0, n)))
        selected: Discs | None = None
        if scene.selected is not None:
            n_selected = few_or_part_of(len(scene.selected), share)
            selected = scene.selected.discs.first(n_selected, places_at(scene.selected.numbers[:n_selected]))
        self._draw(scene, discs, selected, camera, ratio / 2 if whole > CROWD else ratio)
        self.n_left_out = whole - n
        return self._picture

    def forget(self) -> None:
        """Draw afresh at the next frame."""
        self._key = self._whole = None
        self.n_left_out = 0
        self._rest.drop()

    def _ground(self, scene: Scene) -> str | None:
        return None if self.is_transparent else scene.theme.map

    def _draw_sample(
        self, scene: Scene, camera: Camera, ratio: float, grid: PointGrid | None, look: tuple[object, ...]
    ) -> bool:
        """Draw as much as there is time for; True if that was all there is."""
        n = len(scene.discs)
        on_screen = len(scene.selected_rows) + (n if grid is None else grid.count_on(camera))
        share = min(1.0, self.budget.n_points / max(on_screen, 1))
        self.n_left_out = n - part_of(n, share)
        if share >= 1.0:
            self._whole = None  # it shares its pixels with the picture, which is drawn anew
        whole = self._whole
        if share < 1.0 and whole is not None and whole.look == look and whole.serves(camera):
            if whole.covers(camera):
                self.n_left_out = 0
                self._picture = whole.seen_by(camera, None)
                return False
            share /= 2  # it takes some of the time, and there is less to be filled
            self.n_left_out = n - part_of(n, share)
        else:
            whole = None
            if share < 1.0 and on_screen > CROWD:
                ratio /= 2
        selected = None if scene.selected is None else scene.selected.discs
        self._draw(scene, scene.discs, selected, camera, ratio, prefix=share, grid=grid)
        if whole is not None:
            self._picture = whole.seen_by(camera, self._picture)
        return share >= 1.0

    def _draw(
        self, scene: Scene, discs: Discs, selected: Discs | None, camera: Camera, ratio: float, **how: Any
    ) -> None:
        self._canvas = canvas = blank(*pixels_of(camera, ratio), self._ground(scene), self._canvas)
        began = time.perf_counter()
        drawn = draw_layers(canvas, discs, selected, camera, ratio, tint=scene.tint, **how)
        self.budget.learn(drawn, time.perf_counter() - began)
        self._picture = as_image(picture_of(canvas), ratio)

    def _on_completed(
        self, look: tuple[object, ...], camera: Camera, ratio: float, picture: NDArray[np.uint32]
    ) -> None:
        self._picture = as_image(picture, ratio)
        self._whole = WholePicture(look, camera, self._picture)
        self.n_left_out = 0
        self.completed.emit()


def pixels_of(camera: Camera, ratio: float) -> tuple[int, int]:
    """The width and the height of a picture in device pixels."""
    return max(round(camera.width * ratio), 1), max(round(camera.height * ratio), 1)


def part_of(n: int, share: float) -> int:
    """How many of n points a share of them is; at least one."""
    return n if share >= 1.0 else min(n, math.ceil(n * share))


def few_or_part_of(n: int, share: float) -> int:
    """The same of points that were selected: as long as they are few, none is left out."""
    return min(n, max(part_of(n, share), FEWEST))


def draw_layers(
    canvas: Canvas,
    discs: Discs,
    selected: Discs | None,
    camera: Camera,
    ratio: float,
    *,
    prefix: float = 1.0,
    grid: PointGrid | None = None,
    tint: str | None = None,
    corner: tuple[int, int] = (0, 0),
    task: Task = Task(),
) -> int:
    """Draw all points, and the selected ones over them; returns how many discs stand on the canvas.

    prefix:  draw only this share of both, 0 to 1, each point stronger
    """
    n = part_of(len(discs), prefix)
    drawn = draw_points(canvas, discs, camera, ratio, prefix=n, grid=grid, tint=tint, corner=corner, task=task)
    if selected is not None:
        n = few_or_part_of(len(selected), prefix)
        drawn += draw_points(canvas, selected, camera, ratio, prefix=n, corner=corner, task=task)
    return drawn


def draw_complete(
    scene: Scene,
    camera: Camera,
    ratio: float,
    grid: PointGrid | None,
    background: str | None,
    task: Task = Task(),
    piece: QRect | None = None,
) -> NDArray[np.uint32]:
    """Every point on the background, (height, width) uint32; of a piece of the screen, in device pixels, if asked."""
    width, height = pixels_of(camera, ratio) if piece is None else (piece.width(), piece.height())
    corner = (0, 0) if piece is None else (piece.left(), piece.top())
    canvas = blank(width, height, background)
    selected = None if scene.selected is None else scene.selected.discs
    how: dict[str, Any] = {"grid": grid, "tint": scene.tint, "corner": corner, "task": task}
    draw_layers(canvas, scene.discs, selected, camera, ratio, **how)
    return picture_of(canvas)
