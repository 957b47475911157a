"""Motion on the map: where it is looked at from, and where its points stand, while either is on its way."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np
from PySide6.QtCore import QObject, QPointF, Qt, QTimer, Signal

from explorer.embedding import Indices
from explorer.projection.projection import Points
from widgets.map.camera import Camera, in_space
from widgets.map.fitting import flat_of
from widgets.map.frames import PlacesAt
from widgets.map.motion import CameraGlide, Morph, Motion, places_before, widened
from widgets.map.picture import fitted, fitted_to
from widgets.map.scene import Scene

SMOOTH, SPARING = 16, 120  # milliseconds between two steps of a motion


class Travel(QObject):
    """The camera of a view and the way of its points from one map to the next.

    Signals
    -------
    moved()    : another frame is due.
    departed() : the camera left for another view.
    arrived()  : the points are where they were going.
    """

    moved = Signal()
    departed = Signal()
    arrived = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.camera = Camera()
        self.glides = True
        """Whether points and camera glide to their new places."""
        self.is_seen = False
        """Whether there is a screen to see it on."""
        self.is_solid = True
        """Whether maps in space are looked at as such, and not flat along their third axis."""
        self.is_fitted = True
        """Whether the user has not moved the camera since everything was fitted."""
        self.clock: Callable[[], float] = time.perf_counter
        self.ticks = QTimer(self, interval=SMOOTH, timerType=Qt.TimerType.PreciseTimer)
        self.ticks.timeout.connect(self.tick)
        self._scene: Scene | None = None
        self._morph: Morph | None = None
        self._glide: CameraGlide | None = None

    @property
    def is_moving(self) -> bool:
        """Whether points or camera are on their way."""
        return self._morph is not None or self._glide is not None

    # The points -------------------------------------------------------------------------------------------------

    def show(self, scene: Scene | None, morph: bool) -> None:
        """Turn to another scene; with ``morph`` its points start from where the same words stand now."""
        old, now, start = self._scene, self.clock(), None
        if scene is not None and old is not None and morph and self.glides and self.is_seen:
            start = places_before(old, self.places(), scene)
        self._scene, self._morph = scene, None
        if scene is None:
            return
        goal = self._fitted(scene)
        if start is None:
            self._glide, self.is_fitted, self.camera = None, True, goal
            return
        self._morph = Morph(began=now, start=start, goal=widened(scene.points.places, start.shape[1]))
        if self.is_fitted or goal.is_flat != self._goal.is_flat:
            self.is_fitted = True
            self._glide = CameraGlide(began=now, start=self.camera, goal=goal)
        else:
            self.camera = replace(self.camera, fit_scale=goal.fit_scale)
        if not self.ticks.isActive():  # or maps that follow each other quickly would put off every step
            self.ticks.start()

    def spare_cores(self, on: bool) -> None:
        """Whether to move in fewer steps: each draws the whole map and its words."""
        self.ticks.setInterval(SPARING if on else SMOOTH)

    @property
    def spares_cores(self) -> bool:
        """Whether each frame is to cost little, because the cores are needed."""
        return self.ticks.interval() == SPARING

    def redress(self, scene: Scene) -> None:
        """Go on with a scene of the same points."""
        legend_came_or_went = self._scene is not None and (self._scene.legend is None) != (scene.legend is None)
        self._scene = scene
        if legend_came_or_went and self.is_fitted:
            self.fit_all()

    @property
    def places_on_the_way(self) -> PlacesAt | None:
        """Tells where points are at this moment, by their numbers; None if they are where they belong."""
        return None if self._morph is None else partial(self._morph.places, self.clock())

    @property
    def motion(self) -> Motion | None:
        """How far the points are on their way; None if they are where they belong."""
        return None if self._morph is None else Motion(self._morph.start, self._morph.share(self.clock()))

    def places(self) -> Points:
        """Where all points are now, in their shuffled order."""
        assert self._scene is not None
        return self._scene.points.places if self._morph is None else self._morph.places(self.clock())

    def places_of(self) -> Callable[[Indices], Points]:
        """Tells where the points of rows are at this moment."""
        assert self._scene is not None
        scene, morph, now = self._scene, self._morph, self.clock()
        if morph is None:
            return scene.places_of
        return lambda rows: morph.places(now, scene.points.numbers[rows])

    def tick(self) -> None:
        """Go on by as much as time has passed."""
        self._advance(self.clock())
        if not self.is_moving:
            self.ticks.stop()
        self.moved.emit()

    def finish(self) -> None:
        """Put points and camera where they were going."""
        self._advance(float("inf"))
        self.moved.emit()

    def _advance(self, now: float) -> None:
        if self._glide is not None:
            self.camera = self._glide.camera(now)
            if self._glide.is_over(now):
                self._glide = None
        if self._morph is not None and self._morph.is_over(now):
            self._morph = None
            self.arrived.emit()

    # The camera -------------------------------------------------------------------------------------------------

    @property
    def _goal(self) -> Camera:
        """Where the camera is going, or is."""
        return self.camera if self._glide is None else self._glide.goal

    def _fitted(self, scene: Scene) -> Camera:
        """Everything in sight; a map that is orbited stays turned as it is."""
        goal = fitted(scene, self.camera.width, self.camera.height, self.is_solid)
        return goal if goal.is_flat or self._goal.is_flat else replace(goal, turn=self._goal.turn)

    def fit_all(self) -> None:
        """Show everything."""
        if self._scene is not None:
            self.glide_to(self._fitted(self._scene))
            self.is_fitted = True

    def look(self, solid: bool) -> None:
        """Look at a map in space as such, or flat along its third axis; what is in the middle stays there."""
        self.is_solid = solid
        scene, now = self._scene, self._goal
        if scene is None or not scene.is_solid or now.is_flat is not solid:
            return
        if self.is_fitted:
            self.fit_all()
        elif solid:
            goal = fitted(scene, now.width, now.height)
            self.glide_to(
                replace(now, scale=goal.fit_scale * now.zoom, fit_scale=goal.fit_scale, turn=goal.turn, lens=1.0)
            )
        else:
            goal = flat_of(now)
            fit_scale = fitted(scene, now.width, now.height, solid=False).fit_scale
            self.glide_to(replace(goal, scale=fit_scale * now.zoom, fit_scale=fit_scale))

    def orbit(self, dx: float, dy: float) -> None:
        """Turn the map by so many pixels."""
        self._jump_to(self.camera.orbited(dx, dy), is_fitted=self.is_fitted)

    def glide_to(self, goal: Camera) -> None:
        """Move the camera to another view."""
        self.is_fitted = False
        self.departed.emit()
        if self.glides and self.is_seen:
            self._glide = CameraGlide(began=self.clock(), start=self.camera, goal=goal)
            self.ticks.start()
        else:
            self.camera, self._glide = goal, None
        self.moved.emit()

    def pan(self, dx: float, dy: float) -> None:
        """Shift what is seen by so many pixels."""
        self._jump_to(self.camera.panned(dx, dy))

    def zoom(self, factor: float, at: QPointF | None = None, row: int | None = None) -> None:
        """Zoom at a pixel, or at the middle; in space at the point of a row, however deep it is, if one is given."""
        if row is not None and not self.camera.is_flat:
            place = in_space(self.places_of()(np.array([row])))[0]
            self._jump_to(self.camera.zoomed_about(factor, place))
            return
        x, y = (at.x(), at.y()) if at is not None else self.camera.middle
        self._jump_to(self.camera.zoomed(factor, x, y))

    def center_on(self, rows: Indices) -> None:
        """Bring the first row to the middle, and as many of the others as are near it into view."""
        if self._scene is None or not len(rows):
            return
        places = self._scene.projection.points[rows].astype(np.float64)
        camera = self._goal
        scale = max(camera.scale, camera.fit_scale * 2)
        if len(rows) > 1:
            # Three quarters of the others: one that the map put far away would show everything else too.
            near = float(np.quantile(np.abs(places[1:] - places[0]).max(axis=1), 0.75))
            if near > 0:
                scale = min(camera.width, camera.height) * 0.38 / near
        scale = min(max(scale, camera.fit_scale), camera.fit_scale * 40)
        self.glide_to(camera.centred(places[0], scale))

    def look_at(self, rows: Indices) -> None:
        """Have the places of some rows fill the view."""
        if self._scene is not None and len(rows):
            self.glide_to(fitted_to(self._scene, rows, self._goal))

    def resize(self, width: int, height: int) -> None:
        """Look through a screen of another size."""
        width, height = max(width, 1), max(height, 1)
        if self._scene is not None and self.is_fitted:
            self.camera = replace(self.camera, width=width, height=height)
            self.camera = self._fitted(self._scene)
        else:
            self.camera = self.camera.resized(width, height)
        self._glide = None

    def _jump_to(self, camera: Camera, is_fitted: bool = False) -> None:
        self.camera, self._glide, self.is_fitted = camera, None, is_fitted
        self.moved.emit()
