"""The network drawn: neurons by their values, edges by what flows along them, words and numbers beside them."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from explorer.training.inspector.moment import Floats
from explorer.training.inspector.step import Phase
from widgets.inspector.canvas import LETTERS
from widgets.inspector.frame import Frame
from widgets.inspector.network import ARROW, Layout, Network
from widgets.inspector.numerals import short
from widgets.inspector.tree import draw_tree
from widgets.theme import ThemeSwitch


class NeuronsPanel(Network):
    """Circles for neurons, coloured by their values; edges of excited neurons, coloured by their weights.

    A neuron is excited when its value is above 1.2 / V. While a sample is at work, arrows point at its words.
    """

    about = "Arrow keys walk the neurons and tell their numbers; Enter pins an input."

    def __init__(self, theme: ThemeSwitch, parent: QWidget | None = None) -> None:
        super().__init__(theme, "Neurons", parent)

    # Drawing --------------------------------------------------------------------------------------------------------

    def draw_ground(self, painter: QPainter) -> None:
        frame = self.frame
        if frame is None:
            return
        laid = self.layout_of(frame)
        self._draw_headings(painter, laid)
        n_edges = 2 * frame.W.size
        color = QColor(self.colors.muted)
        color.setAlphaF(min(0.34, max(0.014, 30.0 / n_edges)))
        painter.setPen(QPen(color, self.magnify if n_edges < 800 else 0.8))
        lines = [QLineF(laid.left, a, laid.middle, b) for a in laid.input_y for b in laid.hidden_y]
        if self.tree is None:
            lines += [QLineF(laid.middle, b, laid.right, c) for b in laid.hidden_y for c in laid.output_y]
        painter.drawLines(lines)
        if laid.letters:
            self._draw_words(painter, frame, laid)

    def _draw_headings(self, painter: QPainter, laid: Layout) -> None:
        painter.setFont(self.letters(11.0))
        painter.setPen(QColor(self.colors.muted))
        for x, text in (
            (laid.left, "input x"),
            (laid.middle, "hidden h"),
            (laid.right, "output y" if self.tree is None else "words"),
        ):
            painter.drawText(
                QRectF(x - 90, 4, 180, 22 * self.magnify),
                Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter,
                text,
            )
        for place, text in enumerate(laid.columns):
            box = QRectF(laid.numbers + place * laid.column, 4, laid.column, 22 * self.magnify)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)

    def draw(self, painter: QPainter, frame: Frame) -> None:
        laid = self.layout_of(frame)
        self._draw_flow(painter, frame, laid)
        if self.tree is not None:
            across = laid.middle + laid.hidden_radius, laid.right
            draw_tree(painter, self, self.tree, frame, self.node_places(frame), across, laid.output_y)
        self._draw_pointed_edges(painter, frame, laid)
        self._draw_neurons(painter, frame, laid)
        self._draw_lit_words(painter, frame, laid)
        self._draw_arrows(painter, frame, laid)
        self._draw_numbers(painter, frame, laid)

    def _draw_flow(self, painter: QPainter, frame: Frame, laid: Layout) -> None:
        """The edges that carry something: forward the weights of excited neurons, backward the errors."""
        crowd = (laid.hidden_y[-1] - laid.hidden_y[0]) / len(laid.hidden_y)
        width = min(5.0, max(1.4, min(laid.radius, crowd) * 0.45)) * self.magnify
        if frame.phase == Phase.BACKWARD:
            self._draw_backward(painter, frame, laid, width)
            return
        told = 3 * frame.reveal if frame.phase == Phase.FORWARD else 3.0
        for i in np.flatnonzero(frame.x > 0).tolist():
            here = QPointF(laid.left, laid.input_y[i])
            self._draw_fan(painter, here, laid.middle, laid.hidden_y, frame.W[i], width, told)
        if told <= 1 or not len(frame.y):
            return
        if self.tree is not None:
            for i in frame.lit_outputs if Phase.READY < frame.phase < Phase.UPDATE else ():
                here = QPointF(*self.node_places(frame)[i].tolist())
                self._draw_fan(painter, here, laid.middle, laid.hidden_y, frame.W_out[i], width * 0.5, told - 1)
            return
        for i in np.flatnonzero(np.nan_to_num(frame.y) > 1.2 / len(frame.words)).tolist():
            here = QPointF(laid.right, laid.output_y[i])
            self._draw_fan(painter, here, laid.middle, laid.hidden_y, frame.W_out[i] * frame.y[i], width, told - 1)

    def _draw_backward(self, painter: QPainter, frame: Frame, laid: Layout, width: float) -> None:
        """Errors flow from the outputs to EH, and from there to the rows of the inputs."""
        errors = np.minimum(np.abs(np.nan_to_num(frame.e)), 1.0)
        places = self.node_places(frame)
        for i in np.flatnonzero(errors > 0.02).tolist():
            here, parts = QPointF(*places[i]), frame.e[i] * frame.W_out[i]
            thick = max(1.2, width * float(errors[i]))
            self._draw_fan(painter, here, laid.middle, laid.hidden_y, parts, thick, 2 * frame.reveal)
        for i in frame.context:
            here = QPointF(laid.left, laid.input_y[i])
            self._draw_fan(painter, here, laid.middle, laid.hidden_y, -frame.EH, width, 2 * frame.reveal - 1)

    def _draw_fan(
        self, painter: QPainter, here: QPointF, x: float, ys: Floats, values: Floats, width: float, opacity: float
    ) -> None:
        painter.setOpacity(min(1.0, max(0.0, opacity)))
        for y, color in zip(ys.tolist(), self.scale.colors(values), strict=True):
            painter.setPen(QPen(color, width))
            painter.drawLine(here, QPointF(x, y))
        painter.setOpacity(1.0)

    def _draw_pointed_edges(self, painter: QPainter, frame: Frame, laid: Layout) -> None:
        spot = self.spot
        width = 2.0 * self.magnify
        if spot is not None and spot.kind == "hidden":
            here = QPointF(laid.middle, laid.hidden_y[spot.row])
            self._draw_fan(painter, here, laid.left, laid.input_y, frame.W[:, spot.row], width, 1.0)
            if self.tree is None:
                self._draw_fan(painter, here, laid.right, laid.output_y, frame.W_out[:, spot.row], width, 1.0)
        elif spot is not None and spot.kind in ("output", "node") and (self.tree is None or spot.kind == "node"):
            here = QPointF(*self.node_places(frame)[spot.row].tolist())
            self._draw_fan(painter, here, laid.middle, laid.hidden_y, frame.W_out[spot.row], width, 1.0)
        if spot is None or (line := self.edge_of(spot, laid)) is None:
            return
        painter.setPen(QPen(QColor(self.colors.text), 2.4 * self.magnify))
        painter.drawLine(line)

    def _draw_neurons(self, painter: QPainter, frame: Frame, laid: Layout) -> None:
        h_shown = frame.reveal > 1 / 3 or frame.phase != Phase.FORWARD
        y_shown = frame.reveal > 2 / 3 or frame.phase != Phase.FORWARD
        rim = QPen(QColor(self.colors.muted), 1.6 * self.magnify if laid.radius > 5 else 0.8)
        layers = [(laid.left, laid.input_y, frame.x if len(frame.x) else np.zeros(len(frame.words)), laid.radius)]
        layers.append((laid.middle, laid.hidden_y, frame.h if h_shown else np.zeros_like(frame.h), laid.hidden_radius))
        if self.tree is None:
            layers.append((laid.right, laid.output_y, frame.y if y_shown else np.zeros_like(frame.y), laid.radius))
        for x, ys, values, radius in layers:
            painter.setPen(rim)
            for y, color in zip(ys.tolist(), self.scale.colors(values), strict=True):
                painter.setBrush(color)
                painter.drawEllipse(QPointF(x, y), radius, radius)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if frame.phase == Phase.BACKWARD and len(frame.EH):
            for y, color in zip(laid.hidden_y.tolist(), self.scale.colors(frame.EH), strict=True):
                painter.setPen(QPen(color, 4 * self.magnify))
                painter.drawEllipse(QPointF(laid.middle, y), laid.hidden_radius + 5, laid.hidden_radius + 5)
        painter.setPen(QPen(QColor(self.colors.accent), 2.4 * self.magnify))
        for i in self.pins:
            painter.drawEllipse(QPointF(laid.left, laid.input_y[i]), laid.radius + 4, laid.radius + 4)
        if self.spot is not None and (place := self.place_of(self.spot)) is not None and self.spot.unit < 0:
            radius = laid.hidden_radius if self.spot.kind == "hidden" else laid.radius
            painter.setPen(QPen(QColor(self.colors.text), 2 * self.magnify))
            painter.drawEllipse(place, radius + 2, radius + 2)
        self._draw_hidden_texts(painter, frame, laid, h_shown)

    def _draw_hidden_texts(self, painter: QPainter, frame: Frame, laid: Layout, h_shown: bool) -> None:
        """The names of the hidden neurons in them, and their values below, where there is room."""
        if laid.hidden_radius < 11 * self.magnify or not len(frame.h):
            return
        pitch = laid.hidden_y[1] - laid.hidden_y[0] if len(laid.hidden_y) > 1 else 100.0
        name_font, number_font = self.letters(10.5), self.letters(11.0)
        metrics = QFontMetricsF(number_font)
        for j, y in enumerate(laid.hidden_y):
            value = float(frame.h[j]) if h_shown else 0.0
            painter.setFont(name_font)
            painter.setPen(self.scale.ink(value))
            box = QRectF(laid.middle - 30, y - 12 * self.magnify, 60, 24 * self.magnify)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, f"h{j + 1}")
            if pitch < 2 * laid.hidden_radius + 24 * self.magnify or frame.phase == Phase.READY or not h_shown:
                continue
            text = short(value)
            if frame.phase == Phase.BACKWARD:
                text = f"EH {short(float(frame.EH[j]))}"
            width = metrics.horizontalAdvance(text) + 8
            below = QRectF(laid.middle - width / 2, y + laid.hidden_radius + 6, width, metrics.height())
            ground = QColor(self.colors.map)
            ground.setAlphaF(0.85)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ground)
            painter.drawRoundedRect(below, 3, 3)
            painter.setFont(number_font)
            painter.setPen(QColor(self.colors.text))
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, text)
            painter.setBrush(Qt.BrushStyle.NoBrush)

    def _draw_words(self, painter: QPainter, frame: Frame, laid: Layout) -> None:
        """The words beside their neurons."""
        font = self.letters(laid.letters)
        for i, word in enumerate(frame.words):
            for place, side in self._label_places(laid, i):
                self._draw_word(painter, word, place, side, font)

    def _draw_lit_words(self, painter: QPainter, frame: Frame, laid: Layout) -> None:
        """Over them those of the sample, the pins and what is pointed at, in strong letters."""
        font = self.letters(laid.letters or LETTERS, bold=True)
        pointed = self._pointed_words(frame)
        left = {*frame.context, *self.pins, *pointed}
        right = {*frame.targets, *frame.drawn, *pointed}
        if laid.letters == 0:  # in a crowd one covers another
            left, right = (set(sorted(each)[:12]) for each in (left, right))
        for i in left | right:
            for (place, side), lit in zip(self._label_places(laid, i), (i in left, i in right), strict=True):
                if lit:
                    self._draw_word(painter, frame.words[i], place, side, font)

    def _label_places(self, laid: Layout, row: int) -> tuple[tuple[QPointF, int], tuple[QPointF, int]]:
        """Where the word of a row stands beside its input and beside its output, and to which side."""
        return (
            (QPointF(laid.left - laid.radius - 7, laid.input_y[row]), -1),
            (QPointF(laid.right + laid.radius + 7, laid.output_y[row]), 1),
        )

    def _pointed_words(self, frame: Frame) -> tuple[int, ...]:
        spot = self.spot
        if spot is None or spot.kind in ("hidden", "node") or spot.row >= len(frame.words):
            return ()
        return (spot.row,)

    def _draw_word(self, painter: QPainter, word: str, place: QPointF, side: int, font: QFont) -> None:
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        shown = metrics.elidedText(word, Qt.TextElideMode.ElideRight, self.area.width() * 0.18)
        width, height = metrics.horizontalAdvance(shown) + 2, metrics.height()
        box = QRectF(place.x() - (width if side < 0 else 0), place.y() - height / 2, width, height)
        if font.bold():
            painter.fillRect(box.adjusted(0, 1, 0, -1), QColor(self.colors.map))  # what stands below it
        painter.setPen(QColor(self.colors.text if font.bold() else self.colors.label))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, shown)

    def _draw_arrows(self, painter: QPainter, frame: Frame, laid: Layout) -> None:
        """What the sample says: these words in, those words out; and the words that were drawn against them."""
        if frame.phase == Phase.READY or frame.phase == Phase.UPDATE or frame.is_probe:
            return
        length, thick = ARROW * self.magnify - 8, 3.2 * self.magnify
        edge = (laid.numbers if laid.columns else self.area.width()) - 6
        for i in frame.context:
            _draw_arrow(painter, QPointF(4, laid.input_y[i]), length, thick, QColor(self.colors.accent))
        for i in frame.targets:
            _draw_arrow(painter, QPointF(edge, laid.output_y[i]), -length, thick, QColor(self.colors.accent))
        for i in frame.drawn:
            _draw_arrow(
                painter, QPointF(edge, laid.output_y[i]), -length, thick, QColor(self.colors.danger), hollow=True
            )

    def _draw_numbers(self, painter: QPainter, frame: Frame, laid: Layout) -> None:
        """u, y, t and e beside each output, as far as the step has come."""
        shown = frame.phase if frame.phase != Phase.READY else (Phase.FORWARD if frame.is_probe else Phase.READY)
        if shown == Phase.READY or (frame.reveal <= 2 / 3 and shown == Phase.FORWARD):
            return
        painter.setFont(self.letters(min(laid.letters, 12.0)))
        height = QFontMetricsF(painter.font()).height()
        for place, name in enumerate(laid.columns):
            values = getattr(frame, name)
            is_later = name in ("t", "e") and not Phase.ERROR <= shown <= Phase.BACKWARD
            for i, value in enumerate([] if is_later or len(values) != len(frame.words) else values.tolist()):
                if value == value:
                    x = laid.numbers + place * laid.column
                    box = QRectF(x, laid.output_y[i] - height / 2, laid.column, height)
                    self._draw_number(painter, box, value, name == "e", i in frame.targets)

    def _draw_number(self, painter: QPainter, box: QRectF, value: float, is_error: bool, lit: bool) -> None:
        painter.setPen(QColor(self.colors.text if lit else self.colors.muted))
        if is_error:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.scale.color(value))
            painter.drawRoundedRect(box.adjusted(4, 0, 3, 0), 3, 3)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(self.scale.ink(value))
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, short(value))


def _draw_arrow(
    painter: QPainter, tip_side: QPointF, length: float, thick: float, color: QColor, hollow: bool = False
) -> None:
    """An arrow from ``tip_side`` over ``length``, to the right if positive."""
    x, y = tip_side.x(), tip_side.y()
    way = 1 if length > 0 else -1
    end = x + length
    neck = end - way * 3.2 * thick
    shape = QPolygonF(
        [
            QPointF(x, y - thick / 2), QPointF(neck, y - thick / 2), QPointF(neck, y - thick * 1.5), QPointF(end, y),
            QPointF(neck, y + thick * 1.5), QPointF(neck, y + thick / 2), QPointF(x, y + thick / 2),
        ]
    )  # fmt: skip
    painter.setPen(QPen(color, 1.4) if hollow else Qt.PenStyle.NoPen)
    painter.setBrush(Qt.BrushStyle.NoBrush if hollow else color)
    painter.drawPolygon(shape)
    painter.setBrush(Qt.BrushStyle.NoBrush)
