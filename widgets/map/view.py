"""The map as a widget: mouse, keys, motion and painting."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from enum import Enum

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.embedding import Indices
from explorer.projection.projection import Points
from widgets.jobs import JobRunner
from widgets.map import kernels_ready
from widgets.map.camera import Camera, fit
from widgets.map.cpu_points import draw_points_by_qt
from widgets.map.frames import PointFrames
from widgets.map.labels import LabelWriter
from widgets.map.morph import CameraGlide, Morph
from widgets.map.overlay import Card, draw_card, draw_rectangle
from widgets.map.picking import PointGrid, build_grid, inside, nearest_of
from widgets.map.picture import chosen_picture, draw_over, draw_picture
from widgets.map.scene import Scene
from widgets.theme import Theme

REACH = 9.0  # pixels around the pointer in which a point is found
KEY_PAN = 60.0
KEY_ZOOM = 1.25
HOVER_MILLISECONDS = 220
MOST_MOVING_LABELS = 2000


class Mode(Enum):
    """What a drag does."""

    PAN = "pan"
    RECTANGLE = "rectangle"


class Join(Enum):
    """How words that are picked join those that are selected."""

    REPLACE = "replace"
    ADD = "add"
    REMOVE = "remove"


class MapView(QWidget):
    """Shows a `Scene`; what the user does comes out as signals, in indices of words.

    Signals
    -------
    word_clicked(int, Join)      : a point was clicked.
    nothing_clicked()            : the background was clicked.
    word_double_clicked(int)     : a point was double-clicked.
    words_boxed(object, Join)    : the indices in the rectangle that was drawn, rising.
    word_hovered(object)         : the index under the resting pointer, or None.
    mode_changed(Mode)           : a drag does something else now.
    frame_drawn()                : another number of points is drawn, or another view of them.
    """

    word_clicked = Signal(int, object)
    nothing_clicked = Signal()
    word_double_clicked = Signal(int)
    words_boxed = Signal(object, object)
    word_hovered = Signal(object)
    mode_changed = Signal(object)
    frame_drawn = Signal()

    def __init__(self, jobs: JobRunner, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self.theme = theme
        self.scene: Scene | None = None
        self.camera = Camera(width=max(self.width(), 1), height=max(self.height(), 1))
        self.mode = Mode.PAN
        self.label_density = 0.5
        self.morphs = True
        self.card: Card | None = None
        self.labels = LabelWriter()
        self.frames = PointFrames(jobs, self)
        self.frames.completed.connect(self.update)
        self._grid: PointGrid | None = None
        self._is_fitted = True  # the user has not moved the camera since everything was fitted
        self._morph: Morph | None = None
        self._glide: CameraGlide | None = None
        self._hovered: int | None = None  # a row
        self._chosen: tuple[object, QImage] | None = None
        self._pressed: QPointF | None = None
        self._dragged: QPointF | None = None
        self._shows_focus = False
        self._clock: Callable[[], float] = time.perf_counter
        self._ticks = QTimer(self, interval=16, timerType=Qt.TimerType.PreciseTimer)
        self._ticks.timeout.connect(self._on_tick)
        self._hover_rest = QTimer(self, singleShot=True, interval=HOVER_MILLISECONDS)
        self._hover_rest.timeout.connect(self._on_hover_rested)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName("Map")
        self._show_cursor()

    def sizeHint(self) -> QSize:
        return QSize(900, 640)

    # What is shown ----------------------------------------------------------------------------------------------

    def show_scene(self, scene: Scene | None, morph: bool = False) -> None:
        """Show another scene; with ``morph`` the points glide there from where the same words stand now."""
        old, now = self.scene, self._clock()
        is_new_map = scene is None or old is None or scene.points is not old.points
        start = self._start_of_morph(scene, now) if morph and is_new_map and scene is not None else None
        self.scene = scene
        self.frames.forget()
        if not is_new_map:
            self.update()
            return
        self._grid, self._chosen, self.card, self._hovered = None, None, None, None
        self._morph = None
        if scene is None:
            self.update()
            return
        goal = fit(scene.projection.points, self.width(), self.height())
        if start is None:
            self.labels.forget_shown()
            self._glide, self._is_fitted = None, True
            self.camera = goal
        else:
            self._morph = Morph(began=now, start=start, goal=scene.points.places)
            if self._is_fitted:
                self._glide = CameraGlide(began=now, start=self.camera, goal=goal)
            else:
                self.camera = replace(self.camera, fit_scale=goal.fit_scale)
            self._ticks.start()
        if self._morph is None:
            self._build_grid()
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours; the scene must be replaced by one of that theme, too."""
        self.theme = theme
        self.update()

    def set_label_density(self, density: float) -> None:
        """Write more or fewer words: 0 none, 1 as many as have room."""
        self.label_density = density
        self.labels.forget_shown()
        self.update()

    def set_mode(self, mode: Mode) -> None:
        """Choose what a drag does."""
        if mode is not self.mode:
            self.mode = mode
            self._show_cursor()
            self.mode_changed.emit(mode)

    @property
    def ratio(self) -> float:
        """Device pixels for each pixel."""
        return self.devicePixelRatioF()

    @property
    def hovered_row(self) -> int | None:
        """The row under the pointer."""
        return self._hovered

    @property
    def is_moving(self) -> bool:
        """Whether points or camera are on their way."""
        return self._morph is not None or self._glide is not None

    # Where it is looked at from ---------------------------------------------------------------------------------

    def fit_all(self) -> None:
        """Show everything."""
        if self.scene is not None:
            self.glide_to(fit(self.scene.projection.points, self.width(), self.height()))
            self._is_fitted = True

    def glide_to(self, goal: Camera) -> None:
        """Move the camera to another view."""
        self._is_fitted = False
        if self.morphs and self.isVisible():
            self._glide = CameraGlide(began=self._clock(), start=self.camera, goal=goal)
            self._ticks.start()
        else:
            self.camera, self._glide = goal, None
        self.update()

    def pan(self, dx: float, dy: float) -> None:
        """Shift what is seen by so many pixels."""
        self._move_to(self.camera.panned(dx, dy))

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Zoom at a pixel, or at the middle."""
        x, y = (at.x(), at.y()) if at is not None else (self.width() / 2, self.height() / 2)
        self._move_to(self.camera.zoomed(factor, x, y))

    def center_on(self, rows: Indices) -> None:
        """Bring the first row to the middle, and as many of the others as are near it on the screen."""
        if self.scene is None or not len(rows):
            return
        places = self.scene.projection.points[rows].astype(np.float64)
        reach = np.abs(places - places[0]).max(axis=1)
        camera = self._glide.goal if self._glide is not None else self.camera
        scale = max(camera.scale, camera.fit_scale * 2)
        if len(rows) > 1:
            # Three quarters of the neighbours: one that the map put far away would show everything else too.
            near = float(np.quantile(reach[1:], 0.75))
            if near > 0:
                scale = min(self.width(), self.height()) * 0.38 / near
        scale = min(max(scale, camera.fit_scale), camera.fit_scale * 40)
        self.glide_to(camera.centred(float(places[0, 0]), float(places[0, 1]), scale))

    def picture(self, scale: int, transparent: bool) -> QImage:
        """What is seen, without the card of the pointer, every point drawn, ``scale`` device pixels for each pixel."""
        if self.scene is None:
            image = QImage(self.size() * scale, QImage.Format.Format_ARGB32_Premultiplied)
            image.fill(Qt.GlobalColor.transparent if transparent else QColor(self.theme.map))
            return image
        self._finish_motion()
        labels = self.labels.arrange(self.scene, self.camera, self.label_density)
        return draw_picture(self.scene, self.camera, float(scale), labels, self.labels, transparent, self._grid)

    # Motion -----------------------------------------------------------------------------------------------------

    def _move_to(self, camera: Camera) -> None:
        self.camera, self._glide, self._is_fitted = camera, None, False
        self.update()

    def _start_of_morph(self, scene: Scene, now: float) -> Points | None:
        """Where the words of another scene stand now; a word without a place begins where it is going."""
        old = self.scene
        if old is None or not self.morphs or not self.isVisible():
            return None
        current = old.points.places if self._morph is None else self._morph.places(now)
        if np.array_equal(old.projection.indices, scene.projection.indices):
            return current  # as many words are shuffled in the same order
        indices = scene.projection.indices[scene.points.rows]
        rows = np.minimum(np.searchsorted(old.projection.indices, indices), len(old.projection) - 1)
        known = old.projection.indices[rows] == indices
        start = scene.points.places.copy()
        start[known] = current[old.points.numbers[rows[known]]]
        return start

    def _on_tick(self) -> None:
        self._advance(self._clock())
        if not self.is_moving:
            self._ticks.stop()
        self.update()

    def _advance(self, now: float) -> None:
        if self._glide is not None:
            self.camera = self._glide.camera(now)
            if self._glide.is_over(now):
                self._glide = None
        if self._morph is not None and self._morph.is_over(now):
            self._morph = None
            self._build_grid()

    def _finish_motion(self) -> None:
        self._advance(float("inf"))
        self.update()

    def _build_grid(self) -> None:
        if self.scene is None or not len(self.scene.points) or not kernels_ready.are_loaded():
            return
        places = self.scene.points.places
        job = self._jobs.start("Sorting the points", build_grid, places, group="map grid", quiet=True)
        job.succeeded.connect(self._on_grid_built)

    def _on_grid_built(self, grid: PointGrid) -> None:
        if self.scene is not None and grid.places is self.scene.points.places:
            self._grid = grid

    def on_kernels_loaded(self) -> None:
        """Draw properly from now on."""
        self._build_grid()
        self.update()

    # Painting ---------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.scene is None or not len(self.scene.points):
            painter.fillRect(self.rect(), QColor(self.theme.map))
        elif kernels_ready.are_loaded():
            self._paint_scene(painter, self.scene)
        else:
            painter.fillRect(self.rect(), QColor(self.theme.map))
            tint = self.scene.theme.faded if self.scene.is_faded else None
            draw_points_by_qt(painter, self.scene.discs, self.camera, tint)
        self._paint_gestures(painter)

    def _paint_scene(self, painter: QPainter, scene: Scene) -> None:
        now = self._clock()
        places_of = self._places_of(scene, now)
        if self._morph is None:
            before = self.frames.n_drawn
            points = self.frames.picture(scene, self.camera, self.ratio, self._grid)
            changed = self.frames.n_drawn != before
        else:
            numbers = slice(0, min(self.frames.budget.n_points, len(scene.points)))
            places = self._morph.places(now, numbers)
            points, changed = self.frames.moving_picture(scene, self.camera, self.ratio, places), True
        painter.drawImage(QPointF(0, 0), points)
        moving = np.arange(min(len(scene.points), MOST_MOVING_LABELS)) if self._morph is not None else None
        labels = self.labels.arrange(scene, self.camera, self.label_density, self._hovered, places_of, moving)
        chosen = self._chosen_layer(scene, places_of)
        draw_over(painter, scene, self.camera, self.ratio, labels, self.labels, chosen, places_of, self._hovered)
        if changed:
            self.frame_drawn.emit()

    def _places_of(self, scene: Scene, now: float) -> Callable[[Indices], Points]:
        morph, points = self._morph, scene.projection.points
        if morph is None:
            return lambda rows: points[rows]
        return lambda rows: morph.places(now, scene.points.numbers[rows])

    def _chosen_layer(self, scene: Scene, places_of: Callable[[Indices], Points]) -> QImage | None:
        """The chosen points, drawn again over the others; kept while nothing moves."""
        if not len(scene.chosen_rows):
            return None
        key = (scene, self.camera, self.ratio)
        if self._morph is not None or self._chosen is None or self._chosen[0] != key:
            self._chosen = key, chosen_picture(scene, self.camera, self.ratio, places_of)
        return self._chosen[1]

    def _paint_gestures(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.mode_of_drag is Mode.RECTANGLE and self._pressed is not None and self._dragged is not None:
            draw_rectangle(painter, self.theme, QRectF(self._pressed, self._dragged).normalized())
        elif self.card is not None and self.scene is not None and self._hovered is not None:
            place = self._places_of(self.scene, self._clock())(np.array([self._hovered]))
            x, y = self.camera.to_screen(place)[0]
            draw_card(painter, self.theme, self.card, QPointF(x, y), QRectF(self.rect()))
        if self._shows_focus and self.hasFocus():
            painter.setPen(QPen(QColor(self.theme.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))

    # Mouse ------------------------------------------------------------------------------------------------------

    @property
    def mode_of_drag(self) -> Mode:
        """What the drag that is going on does: Shift and Alt draw a rectangle in either mode."""
        return Mode.RECTANGLE if self._drag_is_rectangle else self.mode

    _drag_is_rectangle = False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._shows_focus = False
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed, self._dragged = event.position(), None
            self._drag_is_rectangle = self.mode is Mode.RECTANGLE or _join_of(event) is not Join.REPLACE
            self._hide_card()
        elif event.button() == Qt.MouseButton.MiddleButton:
            self._pressed, self._dragged = event.position(), None
            self._drag_is_rectangle = False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        if self._pressed is None:
            self._point_at(at)
            return
        last = self._dragged or self._pressed
        is_click_so_far = self._dragged is None and (at - self._pressed).manhattanLength() < 4
        if is_click_so_far:
            return
        self._dragged = at
        if self._drag_is_rectangle:
            self.update()
        else:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.pan(at.x() - last.x(), at.y() - last.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, dragged, boxed = self._pressed, self._dragged, self._drag_is_rectangle
        self._pressed = self._dragged = None
        self._drag_is_rectangle = False
        self._show_cursor()
        if pressed is None or self.scene is None:
            return
        if dragged is None:
            if event.button() == Qt.MouseButton.LeftButton:
                self._click(event.position(), _join_of(event))
        elif boxed:
            self._box(pressed, dragged, _join_of(event))
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        row = self.row_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and row is not None and self.scene is not None:
            self.word_double_clicked.emit(int(self.scene.projection.indices[row]))

    def wheelEvent(self, event: QWheelEvent) -> None:
        # A touchpad tells pixels, a wheel eighths of a degree; 120 of them are one notch.
        pixels, notches = event.pixelDelta().y(), event.angleDelta().y() / 120
        factor = 1.0035**pixels if pixels else 1.2**notches
        if factor != 1.0:
            self._hide_card()
            self.zoom(factor, event.position())
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        self._point_to(None)

    def row_at(self, at: QPointF) -> int | None:
        """The row whose point is nearest to a pixel, within reach."""
        scene = self.scene
        if scene is None or not len(scene.points):
            return None
        x, y = self.camera.to_map(at.x(), at.y())
        reach = REACH / self.camera.scale
        if self._grid is not None:
            number = self._grid.nearest(x, y, reach)
        else:
            places = scene.points.places if self._morph is None else self._morph.places(self._clock())
            number = nearest_of(places, x, y, reach)
        return None if number is None else int(scene.points.rows[number])

    def _click(self, at: QPointF, join: Join) -> None:
        row = self.row_at(at)
        if row is not None and self.scene is not None:
            self.word_clicked.emit(int(self.scene.projection.indices[row]), join)
        elif join is Join.REPLACE:
            self.nothing_clicked.emit()

    def _box(self, corner: QPointF, other: QPointF, join: Join) -> None:
        if self.scene is not None:
            self._finish_motion()
            one = self.camera.to_map(corner.x(), corner.y())
            rows = inside(self.scene.projection.points, one, self.camera.to_map(other.x(), other.y()))
            self.words_boxed.emit(self.scene.projection.indices[rows], join)

    def _point_at(self, at: QPointF) -> None:
        if not self.is_moving:
            self._point_to(self.row_at(at))

    def _point_to(self, row: int | None) -> None:
        if row == self._hovered:
            return
        self._hovered = row
        self._hide_card()
        self._show_cursor()
        if row is None:
            self._hover_rest.stop()
            self.word_hovered.emit(None)
        else:
            self._hover_rest.start()
        self.update()

    def _on_hover_rested(self) -> None:
        if self._hovered is not None and self.scene is not None:
            self.word_hovered.emit(int(self.scene.projection.indices[self._hovered]))

    def show_card(self, index: int, card: Card) -> None:
        """Show the card of a word, if the pointer is still on it."""
        scene, row = self.scene, self._hovered
        if scene is not None and row is not None and int(scene.projection.indices[row]) == index:
            self.card = card
            self.update()

    def _hide_card(self) -> None:
        self._hover_rest.stop()
        if self.card is not None:
            self.card = None
            self.update()

    def _show_cursor(self) -> None:
        if self.mode is Mode.RECTANGLE:
            self.setCursor(Qt.CursorShape.CrossCursor)
        elif self._hovered is not None:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        else:
            self.setCursor(Qt.CursorShape.OpenHandCursor)

    def cancel_gesture(self) -> bool:
        """End a drag without its effect; True if there was one."""
        was_dragging = self._dragged is not None
        self._pressed = self._dragged = None
        self._drag_is_rectangle = False
        self._show_cursor()
        self.update()
        return was_dragging

    # Keys, focus, size ------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: (KEY_PAN, 0.0),
            Qt.Key.Key_Right: (-KEY_PAN, 0.0),
            Qt.Key.Key_Up: (0.0, KEY_PAN),
            Qt.Key.Key_Down: (0.0, -KEY_PAN),
        }
        key = Qt.Key(event.key())
        if key in steps:
            self.pan(*steps[key])
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(KEY_ZOOM)
        elif key is Qt.Key.Key_Minus:
            self.zoom(1 / KEY_ZOOM)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._shows_focus = event.reason() in (
            Qt.FocusReason.TabFocusReason,
            Qt.FocusReason.BacktabFocusReason,
            Qt.FocusReason.ShortcutFocusReason,
        )
        super().focusInEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        size = event.size()
        if self.scene is not None and self._is_fitted and self._glide is None:
            self.camera = fit(self.scene.projection.points, size.width(), size.height())
        else:
            self.camera = self.camera.resized(max(size.width(), 1), max(size.height(), 1))
            self._glide = None


def _join_of(event: QMouseEvent) -> Join:
    if event.modifiers() & Qt.KeyboardModifier.AltModifier:
        return Join.REMOVE
    if event.modifiers() & (Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier):
        return Join.ADD
    return Join.REPLACE
