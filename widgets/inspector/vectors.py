"""Input and output vectors as dots in a plane whose axes stay while the training goes on."""

from __future__ import annotations

import time

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF, QStaticText
from PySide6.QtWidgets import QWidget

from explorer.training.inspector.moment import Floats, Ints
from explorer.training.inspector.step import Phase
from widgets.inspector.canvas import LETTERS, PRESENTATION
from widgets.inspector.frame import Frame
from widgets.inspector.plane import Plane
from widgets.inspector.vector_labels import label_boxes, place_labels
from widgets.theme import Theme, ThemeSwitch

HASTE = 0.25  # seconds for which labels keep their sides while it plays
_COLORS = {"dark": ("#5AA9E6", "#FF9A3D"), "light": ("#1F77B4", "#E8710A")}


class VectorsPanel(Plane):
    """Dots for the vectors of both layers, their words, where they came from and where they go, and the origin."""

    about = "Arrow keys walk the vectors and tell their numbers; the wheel zooms, a drag moves."

    def __init__(self, theme: ThemeSwitch, parent: QWidget | None = None) -> None:
        super().__init__(theme, "Vectors", parent)
        self.layers = ("input vectors", "output vectors")
        self.is_twin = False  # both layers are the same, as of a model without output vectors: one of them is drawn
        self.is_hasty = False  # while it plays, labels keep their sides for a moment
        self._texts: tuple[tuple[tuple[str, ...], int], list[QStaticText], Floats] | None = None
        self._choices: tuple[float, Ints] | None = None

    @property
    def dot_colors(self) -> tuple[str, str]:
        """The colours of input and output vectors."""
        theme: Theme = self.colors
        return _COLORS[theme.name]

    # Drawing --------------------------------------------------------------------------------------------------------

    def draw(self, painter: QPainter, frame: Frame) -> None:
        inputs, outputs = self.positions(frame)
        both = np.vstack([inputs, outputs])
        self.is_twin = frame.W.shape == frame.W_out.shape and np.array_equal(frame.W, frame.W_out)
        self.fit(both)
        self._draw_cross(painter)
        self._draw_trails(painter)
        places = self.to_screen(both)
        if frame.phase == Phase.BACKWARD:
            self._draw_ways(painter, frame, places)
        self._draw_dots(painter, frame, places)
        self._draw_labels(painter, frame, places)
        self._draw_key(painter, frame)

    def _draw_cross(self, painter: QPainter) -> None:
        ((x, y),) = self.to_screen(np.zeros((1, 2)))
        pen = QPen(QColor(self.colors.faint), 1, Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([4, 4])
        painter.setPen(pen)
        painter.drawLine(QPointF(0, y), QPointF(self.area.width(), y))
        painter.drawLine(QPointF(x, 0), QPointF(x, self.area.height()))

    def _draw_trails(self, painter: QPainter) -> None:
        if len(self.trails) < 2:
            return
        n_inputs = len(self.frame.words) if self.frame is not None else 0
        places = self.to_screen(self.trails)
        for dot in range(places.shape[1]):
            color = QColor(self.dot_colors[dot >= n_inputs])
            color.setAlphaF(0.4)
            painter.setPen(QPen(color, 1.2 * self.magnify))
            painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in places[:, dot].tolist()]))

    def _draw_ways(self, painter: QPainter, frame: Frame, places: Floats) -> None:
        """Arrows from the vectors that will change to where they go."""
        if self.axes is None:
            return
        moved = -frame.rate * np.vstack([frame.dW, frame.dW_out]) @ self.axes.axes.T
        for dot in np.flatnonzero(np.abs(moved).max(axis=1, initial=0.0) > 0):
            way = moved[dot] * self.pixels_a_unit * (1, -1)
            length = float(np.hypot(*way))
            if length < 1e-9:
                continue
            shown = way / length * max(length, self.radius_of(frame) + 9 * self.magnify)
            start, end = QPointF(*places[dot]), QPointF(*(places[dot] + shown))
            painter.setPen(QPen(QColor(self.colors.accent), 2 * self.magnify))
            painter.drawLine(start, end)
            sideways = QPointF(-shown[1], shown[0]) / float(np.hypot(*shown)) * 3 * self.magnify
            back = QPointF(*(shown / float(np.hypot(*shown)))) * 6.5 * self.magnify
            painter.setBrush(QColor(self.colors.accent))
            painter.drawPolygon(QPolygonF([end, end - back + sideways, end - back - sideways]))
            painter.setBrush(Qt.BrushStyle.NoBrush)

    def _draw_dots(self, painter: QPainter, frame: Frame, places: Floats) -> None:
        radius, n_inputs = self.radius_of(frame), len(frame.words)
        active = frame.phase != Phase.READY
        for start, stop, color, lit in (
            (0, n_inputs, self.dot_colors[0], set(frame.context) | set(self.pins) if active else set(self.pins)),
            (n_inputs, len(places), self.dot_colors[1], set(frame.lit_outputs) if active else set()),
        ):
            if start and self.is_twin:
                continue
            painter.setBrush(QColor(color))
            for row, (x, y) in enumerate(places[start:stop].tolist()):
                is_lit = row in lit
                rim = QColor(self.colors.text if is_lit else self.colors.map)
                painter.setPen(QPen(rim, (2.2 if is_lit else 1.0) * self.magnify))
                painter.drawEllipse(QPointF(x, y), radius, radius)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if (dot := self.pointed_dot(frame)) is not None and dot < len(places):
            painter.setPen(QPen(QColor(self.colors.text), 2 * self.magnify))
            painter.drawEllipse(QPointF(*places[dot]), radius + 4, radius + 4)

    def _draw_labels(self, painter: QPainter, frame: Frame, places: Floats) -> None:
        """Words beside their dots, where `place_labels` found room for them."""
        n_inputs = len(frame.words)
        font = self.letters(LETTERS + (1 if n_inputs <= 24 else -2))
        names = (*frame.words, *frame.outputs)
        key = (names, font.pixelSize())
        if self._texts is None or self._texts[0] != key:
            texts = [QStaticText(name) for name in names]
            for text in texts:
                text.setTextFormat(Qt.TextFormat.PlainText)
                text.prepare(font=font)
            self._texts = (key, texts, np.array([(text.size().width(), text.size().height()) for text in texts]))
            self._choices = None
        _, texts, sizes = self._texts
        boxes = label_boxes(places, self.radius_of(frame) + 2, sizes)
        now = time.monotonic()
        if self._choices is None or not self.is_hasty or now - self._choices[0] > HASTE:
            urgent = self._urgent(frame, len(places))
            area = self.area.width(), self.area.height()
            drawn = slice(n_inputs) if self.is_twin else slice(None)
            urgent = [dot for dot in urgent if dot < len(places[drawn])]
            self._choices = (now, place_labels(places[drawn], boxes[drawn], urgent, n_inputs <= 12, area))
        painter.setFont(font)
        inks = [self._ink(color) for color in self.dot_colors]
        for dot, choice in enumerate(self._choices[1].tolist()):
            if choice >= 0:
                painter.setPen(inks[dot >= n_inputs])
                painter.drawStaticText(QPointF(boxes[dot, choice, 0], boxes[dot, choice, 1]), texts[dot])

    def _urgent(self, frame: Frame, n_dots: int) -> list[int]:
        """The dots that must have their words: what is pointed at, the words of the sample, the pins."""
        pointed = self.pointed_dot(frame)
        rows = [*frame.context, *self.pins, *(len(frame.words) + i for i in frame.lit_outputs)]
        return ([pointed] if pointed is not None and pointed < n_dots else []) + rows

    def _ink(self, color: str) -> QColor:
        """The colour of a layer's dots, nearer to that of the letters so that it can be read."""
        dots, text = QColor(color), QColor(self.colors.text)
        return QColor(*((2 * a + b) // 3 for a, b in zip(_rgb(dots), _rgb(text), strict=True)))

    def _draw_key(self, painter: QPainter, frame: Frame) -> None:
        font = self.letters(11.0)
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        x, y = 10.0, self.area.height() - 8 - metrics.height() / 2
        for text, color in zip(self.layers[: 1 + (not self.is_twin)], self.dot_colors, strict=False):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(color))
            painter.drawEllipse(QPointF(x + 4, y), 4 * self.magnify, 4 * self.magnify)
            painter.setPen(QColor(self.colors.muted))
            painter.drawText(QPointF(x + 7 + 4 * self.magnify, y + metrics.ascent() / 2 - 1), text)
            x += metrics.horizontalAdvance(text) + 26 * self.magnify
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self.axes is not None:
            share = float(np.sum(self.axes.explained))
            text = (
                f"PCA axes, {share:.0%} of the variance when fitted"
                if self.magnify < PRESENTATION
                else f"PCA {share:.0%}"
            )
            box = QRectF(x, self.area.height() - 8 - metrics.height(), self.area.width() - x - 10, metrics.height())
            if metrics.horizontalAdvance(text) <= box.width():
                painter.drawText(box, Qt.AlignmentFlag.AlignRight, text)


def _rgb(color: QColor) -> tuple[int, int, int]:
    return color.red(), color.green(), color.blue()
