"""What is under the pointer: the point that is found, and the card that is shown when the pointer rests on it."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPointF, QTimer, Signal

from widgets.jobs import JobRunner
from widgets.map import kernels_ready
from widgets.map.camera import Camera
from widgets.map.overlay import Card
from widgets.map.picking import PointGrid, build_grid, nearest_of, nearest_seen
from widgets.map.scene import Scene
from widgets.map.travel import Travel

REACH = 9.0  # pixels around the pointer in which a point is found
HOVER_MILLISECONDS = 220
LOOK_MILLISECONDS = 40
QUICK_POINTS = 200_000
"""Of so many points in space the one under the pointer is looked for at each of its moves; of more when it halts."""


class Pointing(QObject):
    """Finds the point under the pointer, and says when the pointer has rested on it.

    Signals
    -------
    hovered(object) : the index of the word under the resting pointer; None when the pointer went on.
    changed()       : another row is pointed at, or the card came or went.
    """

    hovered = Signal(object)
    changed = Signal()

    def __init__(self, jobs: JobRunner, travel: Travel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.row: int | None = None
        self.card: Card | None = None
        self.is_elsewhere = False  # whether the pointer itself is on another map, which shows the card
        self._grid: PointGrid | None = None
        self._jobs = jobs
        self._travel = travel
        self._scene: Scene | None = None
        self._rest = QTimer(self, singleShot=True, interval=HOVER_MILLISECONDS)
        self._rest.timeout.connect(self._on_rested)
        self._at = QPointF()
        self._halt = QTimer(self, singleShot=True, interval=LOOK_MILLISECONDS)
        self._halt.timeout.connect(self._on_halted)

    @property
    def scene(self) -> Scene | None:
        """What is pointed at."""
        return self._scene

    @property
    def grid(self) -> PointGrid | None:
        """The points sorted by where they stand, if that is known and the map is looked at flat."""
        return self._grid if self._travel.camera.is_flat else None

    def show(self, scene: Scene | None) -> None:
        """Point at nothing of another scene."""
        self._scene, self._grid = scene, None
        self.point_to(None)

    def redress(self, scene: Scene) -> None:
        """Go on with a scene of the same points."""
        self._scene = scene

    def sort_points(self) -> None:
        """Prepare to find points quickly, in a job."""
        scene = self._scene
        if scene is None or not len(scene.points) or not kernels_ready.are_loaded():
            return
        job = self._jobs.start("Sorting the points", build_grid, scene.points.places, group="map grid", quiet=True)
        job.succeeded.connect(self._on_sorted)

    def _on_sorted(self, grid: PointGrid) -> None:
        if self._scene is not None and grid.places is self._scene.points.places:
            self._grid = grid

    def index_at(self, at: QPointF) -> int | None:
        """The index of the word whose point is nearest to a pixel, within reach."""
        row = self.row_at(at)
        return None if row is None else self._index_of(row)

    def row_at(self, at: QPointF) -> int | None:
        """The row of that point."""
        scene = self._scene
        if scene is None or not len(scene.points):
            return None
        number = self._number_at(self._travel.camera, at)
        return None if number is None else int(scene.points.rows[number])

    def _number_at(self, camera: Camera, at: QPointF) -> int | None:
        if not camera.is_flat:
            if not kernels_ready.are_loaded():
                return None
            return nearest_seen(self._travel.places(), camera, at.x(), at.y(), REACH)
        x, y = camera.to_map(at.x(), at.y())
        reach = REACH / camera.scale
        if self._grid is not None:
            return self._grid.nearest(x, y, reach)
        return nearest_of(self._travel.places(), x, y, reach)

    def look(self, at: QPointF) -> None:
        """Point at what is under the pointer: at once, or when it halts if that takes a moment."""
        if self.grid is not None or self._scene is None or len(self._scene.points) <= QUICK_POINTS:
            self.point_to(self.row_at(at))
        else:
            self._at = at
            self._halt.start()

    def _on_halted(self) -> None:
        """Look for what is under the pointer that halted: in a job, as that may take longer than a frame."""
        scene, camera, at = self._scene, self._travel.camera, self._at
        if scene is None or camera.is_flat or not kernels_ready.are_loaded():
            self.point_to(self.row_at(at))
            return
        asked = (scene.points.places, camera, at.x(), at.y(), REACH)
        job = self._jobs.start("Pointing", nearest_seen, *asked, group="map pointing", quiet=True)
        job.succeeded.connect(lambda number: self._on_seen(scene, camera, at, number))

    def _on_seen(self, scene: Scene, camera: Camera, at: QPointF, number: int | None) -> None:
        if (self._scene, self._travel.camera, self._at) == (scene, camera, at):
            self.point_to(None if number is None else int(scene.points.rows[number]))

    def point_to(self, row: int | None) -> None:
        """Point at a row, or at none."""
        self._halt.stop()
        if row == self.row:
            return
        self.row, self.is_elsewhere = row, False
        self.hide_card()
        self.hovered.emit(None)
        if row is not None:
            self._rest.start()
        self.changed.emit()

    @property
    def index(self) -> int | None:
        """The word that is pointed at."""
        return None if self.row is None or self._scene is None else self._index_of(self.row)

    def point_to_word(self, index: int | None) -> None:
        """Point at a word that the pointer is on elsewhere, if it has a place here."""
        self.point_to(None if index is None or self._scene is None else self._scene.row_of(index))
        self.is_elsewhere = index is not None

    def show_card(self, index: int, card: Card) -> None:
        """Show the card of a word, if the pointer is still on it."""
        if self.row is not None and self._index_of(self.row) == index:
            self.card = card
            self.changed.emit()

    def hide_card(self) -> None:
        """Take the card away until the pointer rests again."""
        self._rest.stop()
        if self.card is not None:
            self.card = None
            self.changed.emit()

    def _on_rested(self) -> None:
        if self.row is not None and self._scene is not None:
            self.hovered.emit(self._index_of(self.row))

    def _index_of(self, row: int) -> int:
        assert self._scene is not None
        return int(self._scene.projection.indices[row])
