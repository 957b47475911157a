"""What the drawn panels have in common: scale of the letters, pointing, the card of numbers, and pictures."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from widgets.inspector.frame import Frame, Spot
from widgets.inspector.scale import HeatScale
from widgets.parts.letters import letters
from widgets.parts.pictures import pdf_of, svg_of
from widgets.theme import Theme, ThemeSwitch

LETTERS = 13.0
CARD_WIDTH = 420.0  # beyond which its lines are broken
PRESENTATION = 1.55  # how much larger letters and lines are for the back of a room
_ARROWS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}


class Canvas(QWidget):
    """A panel that is drawn from a `Frame`; subclasses draw and find what lies under the pointer.

    What seldom changes is drawn by `draw_ground` into a pixmap that is kept, everything else by `draw`.

    Signals
    -------
    pointed(Spot | None) : what is under the pointer, or where the arrow keys went; None when it left.
    clicked(Spot)        : it was clicked, or Enter or Space was pressed.
    """

    pointed = Signal(object)
    clicked = Signal(object)
    about = ""  # what can be done with it, for those who do not see it

    def __init__(self, theme: ThemeSwitch, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.frame: Frame | None = None
        self.scale = HeatScale(theme.theme)
        self.magnify = 1.0
        self.spot: Spot | None = None  # pointed at here or in another panel
        self.pins: frozenset[int] = frozenset()
        self.pointer: QPointF | None = None  # where the mouse is; None while the arrow keys point
        self.draws_vectors = False  # whether the picture being drawn is made of shapes, as SVG is
        self._area = QSizeF(1, 1)
        self._ground = QPixmap()
        self.setObjectName("inspector_canvas")
        self.setAccessibleName(name)
        self.setAccessibleDescription(self.about)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # the ground covers all of it
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 120)
        self.card = QLabel(self)
        self.card.setObjectName("inspector_card")
        self.card.setTextFormat(Qt.TextFormat.RichText)
        self.card.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.card.hide()
        theme.changed.connect(self._on_theme_changed)
        self._dress_card(theme.theme)

    # What subclasses do ---------------------------------------------------------------------------------------------

    def draw_ground(self, painter: QPainter) -> None:
        """Draw what only a new model, size or theme changes."""

    def draw(self, painter: QPainter, frame: Frame) -> None:
        """Draw the moment."""
        raise NotImplementedError

    def spot_at(self, place: QPointF) -> Spot | None:
        """What lies there."""
        raise NotImplementedError

    def place_of(self, spot: Spot) -> QPointF | None:
        """Where something lies; None if it is not on this panel."""
        raise NotImplementedError

    def next_spot(self, spot: Spot | None, right: int, down: int) -> Spot | None:
        """Where an arrow key leads from a spot."""
        raise NotImplementedError

    # What others ask for --------------------------------------------------------------------------------------------

    def show_frame(self, frame: Frame | None) -> None:
        """Show another moment."""
        before, self.frame = self.frame, frame
        if before is None or frame is None or self.is_other_model(before, frame):
            self.forget_ground()
        self.update()

    def is_other_model(self, before: Frame, frame: Frame) -> bool:
        """Whether the ground has to be drawn again."""
        return before.words != frame.words or before.W.shape != frame.W.shape or before.outputs != frame.outputs

    def set_unit(self, unit: float) -> None:
        """Let the colours be full from about this value on."""
        self.scale.unit = unit
        self.update()

    def set_magnify(self, magnify: float) -> None:
        """Draw letters and lines so many times their usual size."""
        self.magnify = magnify
        self.card.setFont(self.letters())
        self.forget_ground()

    def point_at(self, spot: Spot | None) -> None:
        """Light up what is pointed at in any of the panels."""
        if spot != self.spot:
            self.spot = spot
            self.update()

    def set_pins(self, pins: frozenset[int]) -> None:
        """Mark the pinned words."""
        self.pins = pins
        self.update()

    def tell(self, text: str) -> None:
        """Tell the numbers beside what is pointed at; an empty text takes the card away."""
        place = self.place_of(self.spot) if self.spot is not None else None
        if self.spot is not None and (place is None or "edge" in self.spot.kind):
            place = self.pointer or place
        self.card.setVisible(bool(text) and place is not None)
        if not text or place is None:
            return
        self.card.setText(text)
        self.card.setWordWrap(False)
        self.card.setMinimumWidth(0)
        limit = round(min(self.width() - 16, CARD_WIDTH * self.magnify))
        if self.card.sizeHint().width() > limit:
            self.card.setWordWrap(True)
            self.card.setMinimumWidth(limit)
        self.card.adjustSize()
        x, y = place.x() + 18, place.y() + 14
        if x + self.card.width() > self.width() - 4:
            x = place.x() - 14 - self.card.width()
        if y + self.card.height() > self.height() - 4:
            y = place.y() - 10 - self.card.height()
        self.card.move(
            round(min(max(4.0, x), max(4, self.width() - self.card.width() - 4))),
            round(min(max(4.0, y), max(4, self.height() - self.card.height() - 4))),
        )
        self.card.raise_()

    def picture(self, ratio: int = 1, size: QSize | None = None) -> QImage:
        """The panel as it is seen, with ``ratio`` device pixels for each pixel."""
        area = size or self.size()
        image = QImage(area * ratio, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(ratio)
        painter = QPainter(image)
        self._draw_all(painter, QSizeF(area))
        painter.end()
        return image

    def svg(self) -> bytes:
        """The panel as it is seen, as shapes that stay crisp at any size."""
        return svg_of(self._draw_shapes, self.size(), self.accessibleName())

    def pdf(self) -> bytes:
        """The panel as it is seen, as a page of PDF of its size."""
        return pdf_of(self._draw_shapes, self.size(), self.accessibleName())

    # Drawing --------------------------------------------------------------------------------------------------------

    @property
    def colors(self) -> Theme:
        """The colours of the window."""
        return self._theme.theme

    @property
    def area(self) -> QSizeF:
        """The size of what is being drawn: the panel, or the picture that is saved."""
        return self._area

    def letters(self, size: float = LETTERS, bold: bool = False) -> QFont:
        """The font for a size at normal magnification."""
        return letters(max(6, size * self.magnify), bold)

    def forget_ground(self) -> None:
        """Have the ground drawn again."""
        self._ground = QPixmap()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._area = QSizeF(self.size())
        ratio = self.devicePixelRatioF()
        if self._ground.isNull() or self._ground.size() != self.size() * ratio:
            self._ground = QPixmap(self.size() * ratio)
            self._ground.setDevicePixelRatio(ratio)
            self._ground.fill(QColor(self.colors.map))
            below = QPainter(self._ground)
            below.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self.frame is not None:
                self.draw_ground(below)
            below.end()
        painter.drawPixmap(0, 0, self._ground)
        if self.frame is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self.draw(painter, self.frame)
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.setPen(QColor(self.colors.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _draw_shapes(self, painter: QPainter) -> None:
        self.draws_vectors = True
        try:
            self._draw_all(painter, QSizeF(self.size()))
        finally:
            self.draws_vectors = False

    def _draw_all(self, painter: QPainter, area: QSizeF) -> None:
        before, self._area = self._area, area
        painter.fillRect(QRectF(0, 0, area.width(), area.height()), QColor(self.colors.map))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.frame is not None:
            self.draw_ground(painter)
            self.draw(painter, self.frame)
        self._area = before

    # What the user does ---------------------------------------------------------------------------------------------

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.pointer = event.position()
        self._point(self.spot_at(event.position()) if self.frame is not None else None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.frame is not None:
            spot = self.spot_at(event.position())
            if spot is not None:
                self.clicked.emit(spot)

    def leaveEvent(self, event: QEvent) -> None:
        self._point(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if self.frame is not None and key in _ARROWS:
            self.pointer = None
            self._point(self.next_spot(self.spot, *_ARROWS[key]))
        elif self.spot is not None and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.clicked.emit(self.spot)
        elif self.spot is not None and key == Qt.Key.Key_Escape:
            self._point(None)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.forget_ground()

    def _point(self, spot: Spot | None) -> None:
        if spot != self.spot:
            self.spot = spot
            self.update()
            self.pointed.emit(spot)

    def _on_theme_changed(self, theme: Theme) -> None:
        self.scale = HeatScale(theme, self.scale.unit)
        self._dress_card(theme)
        self.forget_ground()

    def _dress_card(self, theme: Theme) -> None:
        self.card.setStyleSheet(
            f"background: {theme.raised}; color: {theme.text}; border: 1px solid {theme.hairline};"
            "border-radius: 6px; padding: 6px 9px;"
        )
