"""The plane of the vectors: its axes, its scale, and which dot is pointed at."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from explorer.training.inspector.axes import PrincipalAxes
from explorer.training.inspector.moment import Floats
from widgets.inspector.canvas import Canvas
from widgets.inspector.frame import Frame, Spot
from widgets.theme import ThemeSwitch

CROWD = 45  # beyond so many words dots are small
_KINDS = ("input_dot", "output_dot")


class Plane(Canvas):
    """Where the dots lie.

    The axes are those of the last restart or fit, so that learning is seen as motion in a fixed frame. The scale grows
    when a dot would leave the panel and shrinks again with the next fit. The wheel zooms, a drag pans and a double
    click shows everything.
    """

    def __init__(self, theme: ThemeSwitch, name: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, name, parent)
        self.axes: PrincipalAxes | None = None
        self.trails: Floats = np.zeros((0, 0, 2))  # (moments, dots, 2), oldest first
        self._reach = 0.0  # how far the dots went since the axes were fitted, in units of the half panel
        self._zoom = 1.0
        self._pan = QPointF(0, 0)
        self._grabbed: QPointF | None = None
        self._is_dragging = False

    def set_axes(self, axes: PrincipalAxes) -> None:
        """Look along other axes, and fit the dots anew."""
        if axes is not self.axes:
            self.axes = axes
            self.trails = np.zeros((0, 0, 2))
            self.show_all()

    def show_all(self) -> None:
        """Fit all dots into the panel."""
        self._reach, self._zoom, self._pan = 0.0, 1.0, QPointF(0, 0)
        self.update()

    def set_trails(self, trails: Floats) -> None:
        """Show where the dots came from: (moments, dots, 2), oldest first; nothing hides the trails."""
        self.trails = trails
        self.update()

    def positions(self, frame: Frame) -> tuple[Floats, Floats]:
        """Input and output vectors along the axes, (V, 2) and (N, 2), measured from the origin."""
        if self.axes is None:
            return np.zeros((len(frame.W), 2)), np.zeros((len(frame.W_out), 2))
        return frame.W @ self.axes.axes.T, frame.W_out @ self.axes.axes.T

    # Where things lie -----------------------------------------------------------------------------------------------

    def fit(self, positions: Floats) -> None:
        """Make the scale so small that every dot, of this moment and those before, is within the panel."""
        half = np.array([max(self.area.width() / 2 - 64 * self.magnify, 20), max(self.area.height() / 2 - 40, 20)])
        reach = float(np.max(np.abs(np.nan_to_num(positions)) / half, initial=0.0))
        if reach > self._reach:
            self._reach = reach * 1.02

    @property
    def pixels_a_unit(self) -> float:
        """How many pixels a unit of the vectors has."""
        return self._zoom / (self._reach or 1.0)

    def to_screen(self, positions: Floats) -> Floats:
        """Places on the panel; y grows upwards."""
        middle = (self.area.width() / 2 + self._pan.x(), self.area.height() / 2 + self._pan.y())
        return np.asarray(np.nan_to_num(positions) * self.pixels_a_unit * (1, -1) + middle)

    def radius_of(self, frame: Frame) -> float:
        """The radius of the dots: smaller in a crowd."""
        return (6.5 if len(frame.words) <= 24 else 4.5 if len(frame.words) <= CROWD else 3.2) * self.magnify

    def pointed_dot(self, frame: Frame) -> int | None:
        """Which dot belongs to what is pointed at, here or on another panel."""
        spot = self.spot
        if spot is None or spot.kind in ("hidden", "count"):
            return None
        return spot.row if spot.kind.startswith("input") else len(frame.words) + spot.row

    # Pointing -------------------------------------------------------------------------------------------------------

    def spot_at(self, place: QPointF) -> Spot | None:
        if self.frame is None:
            return None
        self._area = self.size().toSizeF()
        places = self.to_screen(np.vstack(self.positions(self.frame)))
        distances = np.hypot(places[:, 0] - place.x(), places[:, 1] - place.y())
        dot = int(distances.argmin())
        if distances[dot] > self.radius_of(self.frame) + 4:
            return None
        n_inputs = len(self.frame.words)
        return Spot(_KINDS[dot >= n_inputs], dot - n_inputs * (dot >= n_inputs))

    def place_of(self, spot: Spot) -> QPointF | None:
        if self.frame is None or spot.kind not in _KINDS:
            return None
        row = self.positions(self.frame)[_KINDS.index(spot.kind)][spot.row]
        return QPointF(*self.to_screen(row[None, :])[0])

    def next_spot(self, spot: Spot | None, right: int, down: int) -> Spot | None:
        if self.frame is None or spot is None or spot.kind not in _KINDS:
            return Spot("input_dot", 0)
        n_inputs = len(self.frame.words)
        dot = spot.row + n_inputs * _KINDS.index(spot.kind) + right + down
        dot = min(max(dot, 0), n_inputs + len(self.frame.outputs) - 1)
        return Spot(_KINDS[dot >= n_inputs], dot - n_inputs * (dot >= n_inputs))

    def wheelEvent(self, event: QWheelEvent) -> None:
        factor = 1.0015 ** event.angleDelta().y()
        factor = min(max(self._zoom * factor, 0.2), 40.0) / self._zoom
        middle = QPointF(self.width() / 2, self.height() / 2)
        self._pan = (self._pan - (event.position() - middle)) * factor + (event.position() - middle)
        self._zoom *= factor
        self.update()
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._grabbed, self._is_dragging = event.position(), False
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grabbed is not None and event.buttons() & Qt.MouseButton.LeftButton:
            way = event.position() - self._grabbed
            if self._is_dragging or way.manhattanLength() > 4:
                self._is_dragging = True
                self._pan += way
                self._grabbed = event.position()
                self.update()
            return
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        was_dragging, self._grabbed, self._is_dragging = self._is_dragging, None, False
        if not was_dragging:
            super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.show_all()
