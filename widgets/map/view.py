"""The map as a widget: it holds the camera, moves it, and paints the scene."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from widgets.jobs import JobRunner
from widgets.map import kernels_ready
from widgets.map.back_end import BackEnd
from widgets.map.camera import Camera
from widgets.map.drawing import Drawing
from widgets.map.gestures import Join, Mode
from widgets.map.legend_buttons import LegendButtons
from widgets.map.outlining import Outlining
from widgets.map.overlay import draw_card, draw_card_links, draw_outline, draw_rectangle, spots_of
from widgets.map.painting import Painting
from widgets.map.picture import draw_without_kernels
from widgets.map.pointing import Pointing
from widgets.map.scene import Scene
from widgets.map.surface import GestureSurface
from widgets.map.travel import Travel
from widgets.theme import Theme

if TYPE_CHECKING:
    from widgets.map.gl_layer import GlLayer


class MapView(GestureSurface):
    """Shows a `Scene`; what the user does comes out as signals, in indices of words.

    Signals
    -------
    word_clicked(int, Join)    : a point was clicked.
    nothing_clicked()          : the background was clicked.
    word_double_clicked(int)   : a point was double-clicked.
    words_outlined(object, Join)  : the indices in the rectangle or lasso that was drawn, rising.
    category_asked(str, Join)  : the words of a category of the legend are wanted.
    color_asked(str), color_reset(str) : a category of the legend is to have another colour, or its first one again.
    legend_folded(bool)        : the user wants the first entries of a long legend, or all of them.
    mode_changed(Mode)         : a drag does something else now.
    look_changed(bool)         : the map is looked at in space now, or flat.
    space_asked()              : the map is flat, and one in space is wanted.
    """

    word_clicked = Signal(int, object)
    nothing_clicked = Signal()
    word_double_clicked = Signal(int)
    words_outlined = Signal(object, object)
    category_asked = Signal(str, object)
    color_asked = Signal(str)
    color_reset = Signal(str)
    legend_folded = Signal(bool)
    mode_changed = Signal(object)
    look_changed = Signal(bool)
    space_asked = Signal()

    def __init__(self, jobs: JobRunner, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.scene: Scene | None = None
        self.travel = Travel(self)
        self.pointing = Pointing(jobs, self.travel, self)
        self.painting = Painting(jobs, self.travel, self.pointing, self)
        self.outlining = Outlining(jobs, self.travel, self)
        self.back_end = BackEnd(self, self.paint_on_card, self.paint_over)
        self.painting.back_end = self.back_end
        self.legend = LegendButtons(self)
        self._connect()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName("Map")
        self.show_cursor(self.pointing.row is not None)

    def _connect(self) -> None:
        travel, pointing, gestures = self.travel, self.pointing, self.gestures
        self.painting.outdated.connect(self.refresh)
        self.back_end.changed.connect(self.refresh)
        self.back_end.completed.connect(self.painting.outdated)
        self.back_end.completed.connect(self.painting.counted)
        travel.moved.connect(self.refresh)
        travel.departed.connect(lambda: pointing.point_to(None))
        travel.arrived.connect(pointing.sort_points)
        pointing.changed.connect(self._on_changed)
        gestures.pointed.connect(self._on_pointed)
        gestures.pressed.connect(pointing.hide_card)
        gestures.clicked.connect(self._on_clicked)
        gestures.double_clicked.connect(self._on_double_clicked)
        gestures.panned.connect(travel.pan)
        gestures.orbited.connect(self._on_orbited)
        gestures.zoomed.connect(self._on_zoomed)
        gestures.boxed.connect(self._on_boxed)
        gestures.lassoed.connect(self._on_lassoed)
        gestures.changed.connect(self._on_changed)
        self.outlining.words_outlined.connect(self.words_outlined)

    @property
    def camera(self) -> Camera:
        """Where the map is looked at from."""
        return self.travel.camera

    def sizeHint(self) -> QSize:
        return QSize(900, 640)

    # What is shown ----------------------------------------------------------------------------------------------

    def show_scene(self, scene: Scene | None, morph: bool = False) -> None:
        """Show another scene; with ``morph`` the points glide there from where the same words stand now."""
        scene = None if scene is None else scene.with_legend_folded(self.legend.is_folded)
        old, self.scene = self.scene, scene
        self.legend.show(scene, self.legend_folded, self.category_asked, self.color_asked, self.color_reset)
        if scene is not None and old is not None and scene.points is old.points:
            self.refresh()
            if scene.selected is not old.selected:
                self.painting.labels.forget_shown()  # what is selected now goes before what was written
            self.travel.redress(scene)
            self.pointing.redress(scene)
            return
        self.painting.forget()
        self.travel.show(scene, morph)
        if not (self.travel.spares_cores and self.travel.is_moving):  # then the next step shows it soon enough
            self.refresh()
        self._show_look()
        self.pointing.show(scene)
        if self.travel.places_on_the_way is None:
            self.painting.labels.forget_shown()
            self.pointing.sort_points()

    def fold_legend(self, folded: bool) -> None:
        """Show the first entries of a long legend only, or all of them."""
        self.legend.is_folded = folded
        if self.scene is not None:
            self.show_scene(self.scene)

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours; the scene must be replaced by one of that theme, too."""
        self.theme = theme
        self.refresh()

    @property
    def mode(self) -> Mode:
        """What a drag does."""
        return self.gestures.mode

    def set_mode(self, mode: Mode) -> None:
        """Choose what a drag does."""
        if mode is not self.mode:
            self.gestures.mode = mode
            self.show_cursor(self.pointing.row is not None)
            self.mode_changed.emit(mode)

    @property
    def is_solid(self) -> bool:
        """Whether a map in space is looked at as such."""
        return self.scene is not None and self.scene.is_solid and self.travel.is_solid

    def look(self, solid: bool) -> None:
        """Look at the map in space, or flat; if it is flat, ask for one in space."""
        if solid and self.scene is not None and not self.scene.is_solid:
            self.travel.is_solid = True
            self.space_asked.emit()
        else:
            self.travel.look(solid)
        self._show_look()

    def _show_look(self) -> None:
        self.gestures.orbits = self.is_solid
        self.look_changed.emit(self.is_solid)

    @property
    def ratio(self) -> float:
        """Device pixels for each pixel."""
        return self.devicePixelRatioF()

    def drawing(self) -> Drawing | None:
        """What is seen, to be drawn in a job; None if nothing is."""
        if self.scene is None:
            return None
        self.travel.finish()
        return self.painting.drawing(self.scene.with_legend_folded(None), self.covered())

    def on_kernels_loaded(self) -> None:
        """Draw properly from now on."""
        self.pointing.sort_points()
        self.refresh()

    # Painting ---------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Paint afresh as soon as there is time."""
        self.back_end.refresh()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.back_end.layer is None:
            painter = QPainter(self)
            self.paint(painter)
            self.paint_over(painter)

    def paint_on_card(self, card: GlLayer) -> None:
        """Paint the ground of the map on a graphics card."""
        if self.scene is None or not len(self.scene.points):
            card.draw(self.theme.map, None)
        else:
            self.painting.paint_on_card(card, self.scene, self.ratio)

    def paint(self, painter: QPainter) -> None:
        """Paint the ground of the map."""
        if self.scene is None or not len(self.scene.points):
            painter.fillRect(self.rect(), QColor(self.theme.map))
        elif kernels_ready.are_loaded():
            self.painting.paint(painter, self.scene, self.ratio)
        else:
            painter.fillRect(self.rect(), QColor(self.theme.map))
            draw_without_kernels(painter, self.scene, self.camera, self.travel.places_of())

    def paint_over(self, painter: QPainter) -> None:
        """Paint what lies over the ground."""
        if self.scene is not None and len(self.scene.points) and kernels_ready.are_loaded():
            self.painting.paint_over(painter, self.scene, self.ratio, self.covered())
        self._paint_gestures(painter)

    def _paint_gestures(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rectangle, card, row = self.gestures.rectangle, self.pointing.card, self.pointing.row
        if rectangle is not None:
            draw_rectangle(painter, self.theme, rectangle)
        elif self.gestures.outline:
            draw_outline(painter, self.theme, self.gestures.outline)
        elif card is not None and row is not None:
            rows = np.array([row, *(link.row for link in card.links)])
            spots = spots_of(self.camera, self.travel.places_of()(rows), rows)
            if row in spots:  # or it is behind the eye
                draw_card_links(painter, self.theme, row, card, spots)
                if not self.pointing.is_elsewhere:
                    draw_card(painter, self.theme, card, spots[row], QRectF(self.rect()))
        self.paint_focus(painter, self.theme)

    # What the mouse does ----------------------------------------------------------------------------------------

    def leaveEvent(self, event: QEvent) -> None:
        self.pointing.point_to(None)

    def _on_pointed(self, at: QPointF) -> None:
        if not self.travel.is_moving:
            self.pointing.look(at)

    def _on_clicked(self, at: QPointF, join: Join) -> None:
        index = self.pointing.index_at(at)
        if index is not None:
            self.word_clicked.emit(index, join)
        elif join is Join.REPLACE:
            self.nothing_clicked.emit()

    def _on_double_clicked(self, at: QPointF) -> None:
        index = self.pointing.index_at(at)
        if index is not None:
            self.word_double_clicked.emit(index)

    def _on_orbited(self, dx: float, dy: float) -> None:
        self.pointing.point_to(None)
        self.travel.orbit(dx, dy)

    def _on_zoomed(self, factor: float, at: QPointF | None) -> None:
        self.pointing.hide_card()
        self.travel.zoom(factor, at, None if at is None else self.pointing.row)

    def _on_boxed(self, rectangle: QRectF, join: Join) -> None:
        if self.scene is not None:
            self.outlining.box(self.scene, rectangle, join)

    def _on_lassoed(self, outline: object, join: Join) -> None:
        if self.scene is not None:
            self.outlining.encircle(self.scene, np.asarray(outline), join)

    def _on_changed(self) -> None:
        self.show_cursor(self.pointing.row is not None)
        self.refresh()

    # Size -------------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.travel.resize(event.size().width(), event.size().height())
        self.legend.place()
        self.back_end.fill()

    def showEvent(self, event: QShowEvent) -> None:
        self.travel.is_seen = True
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self.travel.is_seen = False
        super().hideEvent(event)
