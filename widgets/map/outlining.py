"""Which words a rectangle or a lasso holds, found at once or, among very many, in a job."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QRectF, Signal

from explorer.embedding import Indices
from explorer.task import Task
from widgets.jobs import JobRunner
from widgets.map.gestures import Join
from widgets.map.lasso import enclosed
from widgets.map.picking import boxed
from widgets.map.scene import Scene
from widgets.map.travel import Travel

QUICK_POINTS = 200_000
"""Of so many points those in an outline are found within a frame."""


class Outlining(QObject):
    """Turns what is drawn around words into the words.

    Signals
    -------
    words_outlined(object, Join) : the indices of the words, rising, and how they join those that are selected.
    """

    words_outlined = Signal(object, object)

    def __init__(self, jobs: JobRunner, travel: Travel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._travel = travel

    def box(self, scene: Scene, rectangle: QRectF, join: Join) -> None:
        """Find the words in a rectangle of the screen."""
        corners = rectangle.topLeft(), rectangle.bottomRight()
        low, high = (np.array([each.x(), each.y()]) for each in corners)
        self._find(scene, partial(boxed, low=low, high=high), join)

    def encircle(self, scene: Scene, outline: NDArray[np.float64], join: Join) -> None:
        """Find the words that a line, (k, 2) pixels, goes around."""
        self._find(scene, partial(enclosed, outline=outline), join)

    def _find(self, scene: Scene, find: Callable[..., Indices], join: Join) -> None:
        self._travel.finish()
        ask = partial(find, scene.projection.points, camera=self._travel.camera)
        if len(scene.points) <= QUICK_POINTS:
            self.words_outlined.emit(_words_of(scene, ask), join)
            return
        job = self._jobs.start("Selecting words", _words_of, scene, ask, group="map outline", quiet=True)
        job.succeeded.connect(lambda words: self.words_outlined.emit(words, join))


def _words_of(scene: Scene, find: Callable[[], Indices], task: Task = Task()) -> Indices:
    task.check()
    words: Indices = scene.projection.indices[find()]
    return words
