"""The Huffman tree of hierarchical softmax, drawn from its root beside the hidden layer to the words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from explorer.training.inspector.huffman import HuffmanTree
from explorer.training.inspector.moment import Floats
from explorer.training.inspector.step import Phase
from widgets.inspector.frame import Frame
from widgets.inspector.numerals import short
from widgets.inspector.tree_signs import Sign, SignRoom

if TYPE_CHECKING:
    from widgets.inspector.canvas import Canvas


class Tree:
    """Where the leaves and inner nodes of a Huffman tree are drawn.

    Words stand in the order of the leaves, so that no branches cross; depth goes from left to right.
    """

    def __init__(self, tree: HuffmanTree) -> None:
        self.tree = tree
        self._places = tree.places()
        self._depth = float(self._places[:, 1].max(initial=1.0)) or 1.0

    def leaf_places(self, top: float, bottom: float) -> Floats:
        """The height of each word, in the order of the words."""
        n_words = self.tree.n_words
        order = np.argsort(np.argsort(self._places[:n_words, 0], kind="stable"), kind="stable")
        return top + (bottom - top) * (order + 0.5) / max(n_words, 1)

    def node_places(self, leaf_y: Floats, left: float, right: float) -> Floats:
        """The middles of the inner nodes, (V-1, 2)."""
        n_words = self.tree.n_words
        order = np.sort(leaf_y)
        shares = np.sort(self._places[:n_words, 0])
        y = np.interp(self._places[n_words:, 0], shares, order)
        x = left + (right - left) * self._places[n_words:, 1] / self._depth
        return np.stack([x, y], axis=1)

    def branches(self) -> list[tuple[int, int, int]]:
        """Every branch as (inner node, child, turn); a child below the number of words is a word."""
        made = []
        for node in range(self.tree.n_words - 1):
            made += [(node, int(self.tree.left[node]), 1), (node, int(self.tree.right[node]), 0)]
        return made

    def path_branches(self, words: tuple[int, ...]) -> set[tuple[int, int]]:
        """The branches from the root to some words, as (inner node, child)."""
        lit = set()
        for word in words:
            path = [int(node) for node in self.tree.paths[word]]
            children = [node + self.tree.n_words for node in path[1:]] + [word]
            lit |= set(zip(path, children, strict=True))
        return lit


def draw_tree(
    painter: QPainter,
    canvas: Canvas,
    drawn: Tree,
    frame: Frame,
    nodes: Floats,
    across: tuple[float, float],
    leaf_y: Floats,
) -> None:
    """Draw the branches, light those that lead to the target, and the inner nodes by their scores.

    across: where the hidden layer ends, and where the words stand
    """
    left, right = across
    theme, n_words = canvas.colors, drawn.tree.n_words
    active = frame.phase not in (Phase.READY, Phase.UPDATE)
    lit = drawn.path_branches(frame.targets) if active and frame.reveal > 1 / 3 else set()
    radius = min(9.0 * canvas.magnify, max(2.5, 0.3 * (leaf_y.max() - leaf_y.min()) / max(n_words, 1)))
    faint = QColor(theme.muted)
    faint.setAlphaF(0.6)
    turns: list[tuple[QLineF, str]] = []
    for node, child, turn in sorted(drawn.branches(), key=lambda each: (each[0], each[1]) in lit):
        start = QPointF(*nodes[node])
        end = QPointF(right, leaf_y[child]) if child < n_words else QPointF(*nodes[child - n_words])
        is_lit = (node, child) in lit
        painter.setPen(QPen(QColor(theme.accent) if is_lit else faint, (3.6 if is_lit else 1.0) * canvas.magnify))
        painter.drawLine(QLineF(start, end))
        if is_lit:
            turns.append((QLineF(start, end), str(turn)))
    scores = frame.u if len(frame.u) == len(nodes) else np.full(len(nodes), np.nan)
    for place, score in zip(nodes, scores, strict=True):
        known = score == score and frame.reveal > 1 / 3
        painter.setPen(QPen(QColor(theme.text if known and active else theme.muted), 1.4 * canvas.magnify))
        painter.setBrush(canvas.scale.color(float(score)) if known else QColor(theme.raised))
        painter.drawEllipse(QPointF(*place), radius, radius)
    values = frame.p if len(frame.p) == n_words else np.zeros(n_words)
    painter.setPen(QPen(QColor(theme.muted), 1.2 * canvas.magnify))
    for y, color in zip(leaf_y.tolist(), canvas.scale.colors(values), strict=True):
        painter.setBrush(color)
        painter.drawRoundedRect(QRectF(right - radius, y - radius, 2 * radius, 2 * radius), 3, 3)
    whole = QRectF(QPointF(left, 0), QPointF(right, canvas.height()))
    _draw_signs(painter, canvas, frame, nodes, radius, turns, whole)


def _draw_signs(
    painter: QPainter,
    canvas: Canvas,
    frame: Frame,
    nodes: Floats,
    radius: float,
    turns: list[tuple[QLineF, str]],
    whole: QRectF,
) -> None:
    """The turns on the lit branches and the errors at their nodes, as far as there is room; pointing tells the rest."""
    lit = {(line.x1(), line.y1()) for line, _ in turns} | {(line.x2(), line.y2()) for line, _ in turns}
    circles = [QRectF(x - radius, y - radius, 2 * radius, 2 * radius) for x, y in lit]
    room = SignRoom(whole, circles, [line for line, _ in turns])
    bold, plain = canvas.letters(11.0, bold=True), canvas.letters(11.0)
    metrics = QFontMetricsF(bold)
    painter.setFont(bold)
    for line, text in sorted(turns, key=lambda each: each[0].x1()):
        size = QSizeF(metrics.horizontalAdvance(text) + 8, metrics.height())
        if (sign := room.on_branch(text, size, line)) is not None:
            _draw_sign(painter, sign, QColor(canvas.colors.map), QColor(canvas.colors.accent))
    if frame.phase in (Phase.ERROR, Phase.BACKWARD):
        metrics = QFontMetricsF(plain)
        painter.setFont(plain)
        for node in _by_importance(frame, canvas):
            error = float(frame.e[node])
            text = f"e {short(error)}"
            size = QSizeF(metrics.horizontalAdvance(text) + 8, metrics.height())
            if (sign := room.at_node(text, size, QPointF(*nodes[node]), radius)) is not None:
                _draw_sign(painter, sign, canvas.scale.color(error), canvas.scale.ink(error))
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _by_importance(frame: Frame, canvas: Canvas) -> list[int]:
    """The inner nodes on the way: the one that is pointed at, then those that are most in error."""
    spot = canvas.spot
    pointed = spot.row if spot is not None and spot.kind == "node" else -1
    return sorted(frame.lit_outputs, key=lambda node: (node != pointed, -abs(float(frame.e[node]))))


def _draw_sign(painter: QPainter, sign: Sign, ground: QColor, ink: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(sign.box, 3, 3)
    painter.setPen(ink)
    painter.drawText(sign.box, Qt.AlignmentFlag.AlignCenter, sign.text)
