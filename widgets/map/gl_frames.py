"""Points drawn by a graphics card frame by frame: a sample while the map moves, all of them when it rests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from explorer.projection.projection import Points
from widgets.map.camera import Camera
from widgets.map.frames import FrameBudget, few_or_part_of, part_of
from widgets.map.gl_points import N_SLABS, GlPoints
from widgets.map.motion import Motion
from widgets.map.resting import REST_MILLISECONDS
from widgets.map.scene import Scene

SECONDS_PER_POINT = 2e-8  # of an ordinary card, to begin with


class GlFrames(QObject):
    """Draws the points of a view as `PointFrames` does; a complete picture is made in slices between the frames.

    All methods but `forget` need the context of the points to be current.

    Signals
    -------
    slice_due() : `draw_slice` should be called, with the context current.
    completed() : the complete picture of what was asked for last is ready.
    """

    slice_due = Signal()
    completed = Signal()

    def __init__(self, points: GlPoints, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.budget = FrameBudget(SECONDS_PER_POINT)
        self.n_left_out = 0
        """How many points the last frame left out, wherever they stand."""
        self._points = points
        self._key: tuple[object, ...] | None = None
        self._whole: Any = None  # the framebuffer of the complete picture
        self._is_whole = False
        self._slices: Iterator[None] | None = None
        self._query: Any = None  # how long the card took for the last frame, which drew so many points
        self._n_timed = 0
        self._starts: tuple[Points, Scene, Points] | None = None
        self._rest = QTimer(self, singleShot=True, interval=REST_MILLISECONDS)
        self._rest.timeout.connect(self.slice_due)
        self._next = QTimer(self, singleShot=True, interval=0)
        self._next.timeout.connect(self.slice_due)

    def draw(self, scene: Scene, camera: Camera, ratio: float, target: Any, motion: Motion | None = None) -> None:
        """Draw the points of a scene, on their way or at rest, over what is in a framebuffer."""
        self._learn()
        key = (scene.discs, scene.selected, scene.theme, camera, ratio, target.size)
        if motion is not None or key != self._key:
            self._stop()
        self._key = None if motion is not None else key
        if self._is_whole and motion is None:
            self._points.lay(self._whole.color_attachments[0], target)
            return
        layers = scene.tinted_discs
        share = min(1.0, self.budget.n_points / max(sum(len(discs) for discs, _ in layers), 1))
        if self._query is None:
            self._query = self._points.context.query(time=True)
        looked_at = 0
        with self._query:
            for discs, tint in layers:
                is_all = discs is scene.discs
                n = part_of(len(discs), share) if is_all else few_or_part_of(len(discs), share)
                way = motion if motion is None or is_all else self._motion_of_selected(scene, motion)
                self._points.draw(discs, camera, ratio, target, prefix=n, motion=way, tint=tint)
                looked_at += n
        self._n_timed = looked_at
        self.n_left_out = len(scene.discs) - part_of(len(scene.discs), share)
        if self.n_left_out and motion is None and self._slices is None:
            self._slices = self._draw_whole(scene, camera, ratio, target.size)
            self._rest.start()

    def draw_slice(self) -> None:
        """Draw a part of the complete picture, as much as the time of a frame allows."""
        if self._slices is None:
            return
        try:
            next(self._slices)
            self._next.start()
        except StopIteration:
            self._slices, self._is_whole, self.n_left_out = None, True, 0
            self.completed.emit()

    def forget(self) -> None:
        """Draw afresh at the next frame."""
        self._key = None
        self.n_left_out = 0
        self._stop()

    def release(self) -> None:
        """Give the memory of the card back."""
        self._stop()
        self._release_whole()
        self._query, self._n_timed = None, 0

    def _stop(self) -> None:
        self._rest.stop()
        self._next.stop()
        self._slices, self._is_whole = None, False

    def _learn(self) -> None:
        """How long the card took for the last frame is known by now."""
        if self._n_timed:
            self.budget.learn(self._n_timed, self._query.elapsed * 1e-9)
            self._n_timed = 0

    def _draw_whole(self, scene: Scene, camera: Camera, ratio: float, size: tuple[int, int]) -> Iterator[None]:
        """Draw everything, a slice at each step."""
        context = self._points.context
        if self._whole is None or self._whole.size != size:
            self._release_whole()
            self._whole = context.framebuffer([context.texture(size, 4)])
        self._whole.clear(0.0, 0.0, 0.0, 0.0)
        for discs, tint in scene.tinted_discs:
            for slab in range(1 if camera.is_flat else N_SLABS):
                first = 0
                while first < len(discs):
                    last = first + self.budget.n_points
                    self._points.draw(
                        *(discs, camera, ratio, self._whole),
                        first=first,
                        last=last,
                        slabs=range(slab, slab + 1),
                        tint=tint,
                    )
                    context.finish()
                    first = last
                    yield

    def _release_whole(self) -> None:
        if self._whole is not None:
            self._whole.color_attachments[0].release()
            self._whole.release()
            self._whole = None

    def _motion_of_selected(self, scene: Scene, motion: Motion) -> Motion:
        assert scene.selected is not None
        if self._starts is None or self._starts[0] is not motion.start or self._starts[1] is not scene:
            self._starts = motion.start, scene, motion.start[scene.selected.numbers]
        return Motion(self._starts[2], motion.share)
