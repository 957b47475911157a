"""The map as a widget: it holds the camera, moves it, and paints the scene."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

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
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from explorer.embedding import Indices
from explorer.projection.projection import Points
from widgets.jobs import JobRunner
from widgets.map import kernels_ready
from widgets.map.camera import Camera
from widgets.map.frames import PointFrames
from widgets.map.gestures import Gestures, Join, Mode
from widgets.map.labels import MOST_MEASURED, LabelWriter
from widgets.map.motion import CameraGlide, Morph, places_before
from widgets.map.overlay import Card, draw_card, draw_rectangle
from widgets.map.picking import PointGrid, build_grid, inside, nearest_of
from widgets.map.picture import draw_over, draw_picture, draw_without_kernels, fitted
from widgets.map.scene import Scene
from widgets.theme import Theme

REACH = 9.0  # pixels around the pointer in which a point is found
KEY_PAN, KEY_ZOOM = 60.0, 1.25
HOVER_MILLISECONDS = 220
MOST_MOVING_LABELS = 2000


class MapView(QWidget):
    """Shows a `Scene`; what the user does comes out as signals, in indices of words.

    Signals
    -------
    word_clicked(int, Join)    : a point was clicked.
    nothing_clicked()          : the background was clicked.
    word_double_clicked(int)   : a point was double-clicked.
    words_boxed(object, Join)  : the indices in the rectangle that was drawn, rising.
    word_hovered(object)       : the index under the resting pointer, or None.
    mode_changed(Mode)         : a drag does something else now.
    frame_drawn()              : another number of points is drawn.
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
        self.label_density = 0.5
        self.morphs = True
        self.card: Card | None = None
        self.labels = LabelWriter()
        self.frames = PointFrames(jobs, self)
        self.gestures = Gestures(self)
        self._grid: PointGrid | None = None
        self._is_fitted = True  # the user has not moved the camera since everything was fitted
        self._morph: Morph | None = None
        self._glide: CameraGlide | None = None
        self._hovered: int | None = None  # a row
        self._shows_focus = False
        self._clock: Callable[[], float] = time.perf_counter
        self._ticks = QTimer(self, interval=16, timerType=Qt.TimerType.PreciseTimer)
        self._hover_rest = QTimer(self, singleShot=True, interval=HOVER_MILLISECONDS)
        self._connect()
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName("Map")
        self._show_cursor()

    def _connect(self) -> None:
        self.frames.completed.connect(self.update)
        self._ticks.timeout.connect(self._on_tick)
        self._hover_rest.timeout.connect(self._on_hover_rested)
        gestures = self.gestures
        gestures.pointed.connect(self._on_pointed)
        gestures.pressed.connect(self._on_pressed)
        gestures.clicked.connect(self._on_clicked)
        gestures.panned.connect(self.pan)
        gestures.boxed.connect(self._on_boxed)
        gestures.changed.connect(self._on_gesture_changed)

    def sizeHint(self) -> QSize:
        return QSize(900, 640)

    # What is shown ----------------------------------------------------------------------------------------------

    def show_scene(self, scene: Scene | None, morph: bool = False) -> None:
        """Show another scene; with ``morph`` the points glide there from where the same words stand now."""
        old, self.scene = self.scene, scene
        self.update()
        if scene is not None and old is not None and scene.points is old.points:
            if scene.selected is not old.selected:
                self.labels.forget_shown()  # what is selected now goes before what was written
            if (scene.legend is None) != (old.legend is None) and self._is_fitted:
                self.fit_all()  # the legend took or gave room
            return
        now = self._clock()
        glides = morph and old is not None and self.morphs and self.isVisible()
        start = places_before(old, self._places(old, now), scene) if glides and old and scene else None
        self._grid, self._morph = None, None
        self.frames.forget()
        self._point_to(None)
        if scene is None:
            return
        goal = fitted(scene, self.width(), self.height())
        if start is None:
            self.labels.forget_shown()
            self._glide, self._is_fitted, self.camera = None, True, goal
            self._build_grid()
            return
        self._morph = Morph(began=now, start=start, goal=scene.points.places)
        if self._is_fitted:
            self._glide = CameraGlide(began=now, start=self.camera, goal=goal)
        else:
            self.camera = replace(self.camera, fit_scale=goal.fit_scale)
        self._ticks.start()

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours; the scene must be replaced by one of that theme, too."""
        self.theme = theme
        self.update()

    def set_label_density(self, density: float) -> None:
        """Write more or fewer words: 0 none, 1 as many as have room."""
        self.label_density = density
        self.labels.forget_shown()
        self.update()

    @property
    def mode(self) -> Mode:
        """What a drag does."""
        return self.gestures.mode

    def set_mode(self, mode: Mode) -> None:
        """Choose what a drag does."""
        if mode is not self.mode:
            self.gestures.mode = mode
            self._show_cursor()
            self.mode_changed.emit(mode)

    @property
    def ratio(self) -> float:
        """Device pixels for each pixel."""
        return self.devicePixelRatioF()

    @property
    def is_moving(self) -> bool:
        """Whether points or camera are on their way."""
        return self._morph is not None or self._glide is not None

    def picture(self, scale: int, transparent: bool) -> QImage:
        """What is seen, without the card of the pointer, every point drawn, ``scale`` device pixels for each pixel."""
        if self.scene is None:
            image = QImage(self.size() * scale, QImage.Format.Format_ARGB32_Premultiplied)
            image.fill(Qt.GlobalColor.transparent if transparent else QColor(self.theme.map))
            return image
        self.finish_motion()
        labels = self.labels.arrange(self.scene, self.camera, self.label_density, covered=self._covered())
        return draw_picture(self.scene, self.camera, float(scale), labels, self.labels, transparent, self._grid)

    def on_kernels_loaded(self) -> None:
        """Draw properly from now on."""
        self._build_grid()
        self.update()

    # Where it is looked at from ---------------------------------------------------------------------------------

    def fit_all(self) -> None:
        """Show everything."""
        if self.scene is not None:
            self.glide_to(fitted(self.scene, self.width(), self.height()))
            self._is_fitted = True

    def glide_to(self, goal: Camera) -> None:
        """Move the camera to another view."""
        self._is_fitted = False
        self._point_to(None)
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
        """Bring the first row to the middle, and as many of the others as are near it into view."""
        if self.scene is None or not len(rows):
            return
        places = self.scene.projection.points[rows].astype(np.float64)
        camera = self._glide.goal if self._glide is not None else self.camera
        scale = max(camera.scale, camera.fit_scale * 2)
        if len(rows) > 1:
            # Three quarters of the others: one that the map put far away would show everything else too.
            near = float(np.quantile(np.abs(places[1:] - places[0]).max(axis=1), 0.75))
            if near > 0:
                scale = min(self.width(), self.height()) * 0.38 / near
        scale = min(max(scale, camera.fit_scale), camera.fit_scale * 40)
        self.glide_to(camera.centred(float(places[0, 0]), float(places[0, 1]), scale))

    def finish_motion(self) -> None:
        """Put points and camera where they were going."""
        self._advance(float("inf"))
        self.update()

    def _move_to(self, camera: Camera) -> None:
        self.camera, self._glide, self._is_fitted = camera, None, False
        self.update()

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

    def _places(self, scene: Scene, now: float) -> Points:
        """Where the points are now, in their shuffled order."""
        return scene.points.places if self._morph is None else self._morph.places(now)

    def _places_of(self, scene: Scene, now: float) -> Callable[[Indices], Points]:
        """Where rows are now."""
        morph, points = self._morph, scene.projection.points
        if morph is None:
            return lambda rows: points[rows]
        return lambda rows: morph.places(now, scene.points.numbers[rows])

    def _build_grid(self) -> None:
        if self.scene is None or not len(self.scene.points) or not kernels_ready.are_loaded():
            return
        places = self.scene.points.places
        job = self._jobs.start("Sorting the points", build_grid, places, group="map grid", quiet=True)
        job.succeeded.connect(self._on_grid_built)

    def _on_grid_built(self, grid: PointGrid) -> None:
        if self.scene is not None and grid.places is self.scene.points.places:
            self._grid = grid

    # Painting ---------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.scene is None or not len(self.scene.points):
            painter.fillRect(self.rect(), QColor(self.theme.map))
        elif kernels_ready.are_loaded():
            self._paint_scene(painter, self.scene)
        else:
            painter.fillRect(self.rect(), QColor(self.theme.map))
            draw_without_kernels(painter, self.scene, self.camera, self._places_of(self.scene, self._clock()))
        self._paint_gestures(painter)

    def _paint_scene(self, painter: QPainter, scene: Scene) -> None:
        now, morph, before = self._clock(), self._morph, self.frames.n_left_out
        places_of = self._places_of(scene, now)
        moving: Indices | None = None
        if morph is None:
            points = self.frames.picture(scene, self.camera, self.ratio, self._grid)
        else:
            points = self.frames.moving_picture(scene, self.camera, self.ratio, partial(morph.places, now))
            moving = np.arange(min(len(scene.points), MOST_MOVING_LABELS))
        painter.drawImage(QPointF(0, 0), points)
        named = None if self.card is not None else self._hovered  # the card says the word, too
        labels = self.labels.arrange(
            scene, self.camera, self.label_density, named, places_of, moving, self._covered(), MOST_MEASURED
        )
        if not self.labels.is_complete:
            QTimer.singleShot(0, self, self.update)
        draw_over(painter, scene, self.camera, self.ratio, labels, self.labels, places_of, self._hovered)
        if self.frames.n_left_out != before:
            self.frame_drawn.emit()

    def _covered(self) -> list[QRectF]:
        """Where the bar of tools lies over the map."""
        return [
            QRectF(each.geometry())
            for each in self.findChildren(QFrame, options=Qt.FindChildOption.FindDirectChildrenOnly)
            if each.isVisible()
        ]

    def _paint_gestures(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rectangle = self.gestures.rectangle
        if rectangle is not None:
            draw_rectangle(painter, self.theme, rectangle)
        elif self.card is not None and self.scene is not None and self._hovered is not None:
            place = self._places_of(self.scene, self._clock())(np.array([self._hovered]))
            x, y = self.camera.to_screen(place)[0]
            draw_card(painter, self.theme, self.card, QPointF(x, y), QRectF(self.rect()))
        if self._shows_focus and self.hasFocus():
            painter.setPen(QPen(QColor(self.theme.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))

    # Mouse ------------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._shows_focus = False
        self.gestures.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.gestures.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.gestures.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.index_at(event.position())
        if event.button() is Qt.MouseButton.LeftButton and index is not None:
            self.word_double_clicked.emit(index)

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

    def index_at(self, at: QPointF) -> int | None:
        """The index of the word whose point is nearest to a pixel, within reach."""
        row = self._row_at(at)
        return None if row is None or self.scene is None else int(self.scene.projection.indices[row])

    def show_card(self, index: int, card: Card) -> None:
        """Show the card of a word, if the pointer is still on it."""
        scene, row = self.scene, self._hovered
        if scene is not None and row is not None and int(scene.projection.indices[row]) == index:
            self.card = card
            self.update()

    def _row_at(self, at: QPointF) -> int | None:
        scene = self.scene
        if scene is None or not len(scene.points):
            return None
        x, y = self.camera.to_map(at.x(), at.y())
        reach = REACH / self.camera.scale
        if self._grid is not None:
            number = self._grid.nearest(x, y, reach)
        else:
            number = nearest_of(self._places(scene, self._clock()), x, y, reach)
        return None if number is None else int(scene.points.rows[number])

    def _on_pressed(self) -> None:
        self._hide_card()

    def _on_clicked(self, at: QPointF, join: Join) -> None:
        index = self.index_at(at)
        if index is not None:
            self.word_clicked.emit(index, join)
        elif join is Join.REPLACE:
            self.nothing_clicked.emit()

    def _on_boxed(self, rectangle: QRectF, join: Join) -> None:
        if self.scene is not None:
            self.finish_motion()
            corner, other = rectangle.topLeft(), rectangle.bottomRight()
            one, two = self.camera.to_map(corner.x(), corner.y()), self.camera.to_map(other.x(), other.y())
            self.words_boxed.emit(self.scene.projection.indices[inside(self.scene.projection.points, one, two)], join)

    def _on_gesture_changed(self) -> None:
        self._show_cursor()
        self.update()

    def _on_pointed(self, at: QPointF) -> None:
        if not self.is_moving:
            self._point_to(self._row_at(at))

    def _point_to(self, row: int | None) -> None:
        if row == self._hovered:
            return
        self._hovered = row
        self._hide_card()
        self._show_cursor()
        self.word_hovered.emit(None)
        if row is not None:
            self._hover_rest.start()
        self.update()

    def _on_hover_rested(self) -> None:
        if self._hovered is not None and self.scene is not None:
            self.word_hovered.emit(int(self.scene.projection.indices[self._hovered]))

    def _hide_card(self) -> None:
        self._hover_rest.stop()
        if self.card is not None:
            self.card = None
            self.update()

    def _show_cursor(self) -> None:
        if self.gestures.is_panning:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif self.mode is Mode.RECTANGLE:
            self.setCursor(Qt.CursorShape.CrossCursor)
        elif self._hovered is not None:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        else:
            self.setCursor(Qt.CursorShape.OpenHandCursor)

    # Keys, focus, size ------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: (KEY_PAN, 0.0),
            Qt.Key.Key_Right: (-KEY_PAN, 0.0),
            Qt.Key.Key_Up: (0.0, KEY_PAN),
            Qt.Key.Key_Down: (0.0, -KEY_PAN),
        }
        key = event.key()
        if key in steps:
            self.pan(*steps[Qt.Key(key)])
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(KEY_ZOOM)
        elif key == Qt.Key.Key_Minus:
            self.zoom(1 / KEY_ZOOM)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        by_keys = (
            Qt.FocusReason.TabFocusReason,
            Qt.FocusReason.BacktabFocusReason,
            Qt.FocusReason.ShortcutFocusReason,
        )
        self._shows_focus = event.reason() in by_keys
        super().focusInEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        width, height = max(event.size().width(), 1), max(event.size().height(), 1)
        if self.scene is not None and self._is_fitted:
            self.camera = fitted(self.scene, width, height)
        else:
            self.camera = self.camera.resized(width, height)
        self._glide = None
