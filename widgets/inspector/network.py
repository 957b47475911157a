"""Where the neurons and edges of the network lie, and which of them is pointed at."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QLineF, QPointF
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QWidget

from explorer.training.inspector.moment import Floats
from widgets.inspector.canvas import LETTERS, Canvas
from widgets.inspector.frame import Frame, Spot
from widgets.inspector.lettering import fitting, widest
from widgets.inspector.tree import Tree
from widgets.theme import ThemeSwitch

LARGEST_RADIUS = 15.0
REACH = 4.0  # how near an edge the pointer must be
ARROW = 34.0  # the room for the arrow of a sample
LEAST_NUMBERS = 9.0  # the smallest letters at which numbers stand beside the outputs
COLUMNS = (("u", "y", "t", "e"), ("y", "e"), ("e",), ())  # as many as there is room for
LEAST_SPAN = 170.0  # between the input and the output column


@dataclass(frozen=True, eq=False)
class Layout:
    """Where everything lies: the x of the three columns, the y of every neuron, radii and sizes of letters."""

    left: float
    middle: float
    right: float
    numbers: float  # the x at which the columns of numbers begin
    input_y: Floats
    hidden_y: Floats
    output_y: Floats
    radius: float
    hidden_radius: float
    letters: float
    column: float  # the width of a column of numbers
    columns: tuple[str, ...]  # which numbers have room


class Network(Canvas):
    """Three columns of neurons, or two and a tree."""

    def __init__(self, theme: ThemeSwitch, name: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, name, parent)
        self.tree: Tree | None = None
        self._laid: tuple[object, Layout] | None = None

    def set_tree(self, tree: Tree | None) -> None:
        """Draw a tree of words in place of the output layer; None for a plain layer."""
        self.tree = tree
        self._laid = None
        self.forget_ground()

    # Where things lie -----------------------------------------------------------------------------------------------

    def layout_of(self, frame: Frame) -> Layout:
        """The layout for a frame in the present size; kept until something that matters changes."""
        width, height = self.area.width(), self.area.height()
        key = (width, height, self.magnify, frame.words, frame.W.shape, self.tree)
        if self._laid is None or self._laid[0] != key:
            self._laid = (key, self._lay_out(frame, width, height))
        return self._laid[1]

    def _lay_out(self, frame: Frame, width: float, height: float) -> Layout:
        n_words, n_hidden = frame.W.shape
        top, bottom = 34 * self.magnify, 16.0
        pitch = (height - top - bottom) / max(n_words, 1)
        hidden_pitch = (height - top - bottom) / max(n_hidden, 1)
        radius = min(LARGEST_RADIUS * self.magnify, max(1.5, pitch * 0.36))
        hidden_radius = min(LARGEST_RADIUS * self.magnify, max(2.0, hidden_pitch * 0.36))
        letters = fitting(LETTERS + 1, pitch / self.magnify)
        labels = min(widest(frame.words, self.letters(letters or LETTERS)), width * 0.18)
        column = QFontMetricsF(self.letters(min(letters or 9.0, 12.0))).horizontalAdvance("\u22120.000") + 10
        arrow = ARROW * self.magnify
        left = arrow + labels + 10 + radius
        for columns in COLUMNS if letters >= LEAST_NUMBERS and self.tree is None else COLUMNS[-1:]:
            numbers = width - 14 - column * len(columns)
            right = numbers - labels - arrow - 14 - radius
            if right - left >= LEAST_SPAN * self.magnify:
                break
        return Layout(
            left,
            (left + right) / 2 if self.tree is None else left + (right - left) * 0.36,
            right,
            numbers,
            _spread(n_words, top, height - bottom),
            _spread(n_hidden, top, height - bottom),
            _spread(n_words, top, height - bottom)
            if self.tree is None
            else self.tree.leaf_places(top, height - bottom),
            radius,
            hidden_radius,
            letters,
            column,
            columns,
        )

    def node_places(self, frame: Frame) -> Floats:
        """The middles of the output neurons, or of the inner nodes of the tree, (N, 2)."""
        laid = self.layout_of(frame)
        if self.tree is None:
            return np.stack([np.full(len(laid.output_y), laid.right), laid.output_y], axis=1)
        return self.tree.node_places(laid.output_y, laid.middle + laid.hidden_radius + 34 * self.magnify, laid.right)

    # Pointing -------------------------------------------------------------------------------------------------------

    def spot_at(self, place: QPointF) -> Spot | None:
        frame = self.frame
        if frame is None:
            return None
        self._area = self.size().toSizeF()
        laid = self.layout_of(frame)
        x, y = place.x(), place.y()
        for kind, column, ys, radius in (
            ("input", laid.left, laid.input_y, laid.radius),
            ("hidden", laid.middle, laid.hidden_y, laid.hidden_radius),
            ("output", laid.right, laid.output_y, laid.radius),
        ):
            pitch = ys[1] - ys[0] if len(ys) > 1 else 1000.0
            row = int(np.abs(ys - y).argmin())
            on_label = (kind == "input" and x < column) or (kind == "output" and x > column)
            near = abs(ys[row] - y) <= min(max(radius + 2, 6.0), max(abs(pitch) / 2, 2.0))
            if near and (abs(x - column) <= radius + 3 or on_label):
                return Spot(kind, row)
        if self.tree is not None:
            places = self.node_places(frame)
            distances = np.hypot(places[:, 0] - x, places[:, 1] - y)
            if len(distances) and distances.min() <= laid.radius + 3:
                return Spot("node", int(distances.argmin()))
        return self._edge_at(x, y, laid)

    def _edge_at(self, x: float, y: float, laid: Layout) -> Spot | None:
        for kind, start, end, ys in (
            ("input_edge", laid.left, laid.middle, laid.input_y),
            ("output_edge", laid.right, laid.middle, laid.output_y),
        ):
            if not min(start, end) < x < max(start, end) or (kind == "output_edge" and self.tree is not None):
                continue
            share = (x - start) / (end - start)
            heights = ys[:, None] * (1 - share) + laid.hidden_y[None, :] * share
            slopes = (laid.hidden_y[None, :] - ys[:, None]) / (end - start)
            away = np.abs(heights - y) / np.sqrt(1 + slopes**2)
            row, unit = np.unravel_index(int(away.argmin()), away.shape)
            if away[row, unit] <= REACH:
                return Spot(kind, int(row), int(unit))
        return None

    def edge_of(self, spot: Spot, laid: Layout) -> QLineF | None:
        """The line of an edge, also when its cell of a matrix is pointed at."""
        if spot.kind in ("input_edge", "input_cell"):
            return QLineF(laid.left, laid.input_y[spot.row], laid.middle, laid.hidden_y[spot.unit])
        if spot.kind in ("output_edge", "output_cell") and self.tree is None:
            return QLineF(laid.right, laid.output_y[spot.row], laid.middle, laid.hidden_y[spot.unit])
        return None

    def place_of(self, spot: Spot) -> QPointF | None:
        frame = self.frame
        if frame is None:
            return None
        laid = self.layout_of(frame)
        if spot.kind in ("input", "input_dot"):
            return QPointF(laid.left, laid.input_y[spot.row])
        if spot.kind == "hidden":
            return QPointF(laid.middle, laid.hidden_y[spot.row])
        if spot.kind == "output" or (spot.kind == "output_dot" and self.tree is None):
            return QPointF(laid.right, laid.output_y[spot.row])
        if spot.kind in ("node", "output_dot"):
            return QPointF(*self.node_places(frame)[spot.row])
        line = self.edge_of(spot, laid)
        return line.center() if line is not None else None

    def next_spot(self, spot: Spot | None, right: int, down: int) -> Spot | None:
        frame = self.frame
        columns = ("input", "hidden", "output")
        if frame is None or spot is None or spot.kind not in columns:
            return Spot("input", 0)
        column = columns[min(max(columns.index(spot.kind) + right, 0), 2)]
        n_rows = frame.W.shape[1] if column == "hidden" else len(frame.words)
        return Spot(column, min(max(spot.row + down, 0), n_rows - 1))


def _spread(n: int, top: float, bottom: float) -> Floats:
    """The middles of n even rows."""
    return top + (bottom - top) * (np.arange(n) + 0.5) / max(n, 1)
