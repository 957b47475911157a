"""The Huffman tree of hierarchical softmax, drawn from its root beside the hidden layer to the words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from explorer.training.inspector.huffman import HuffmanTree
from explorer.training.inspector.moment import Floats
from explorer.training.inspector.step import Phase
from widgets.inspector.frame import Frame
from widgets.inspector.numerals import short

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
    painter: QPainter, canvas: Canvas, drawn: Tree, frame: Frame, nodes: Floats, right: float, leaf_y: Floats
) -> None:
    """Draw the branches, light those that lead to the target, and the inner nodes by their scores."""
    theme, n_words = canvas.colors, drawn.tree.n_words
    active = frame.phase not in (Phase.READY, Phase.UPDATE)
    lit = drawn.path_branches(frame.targets) if active and frame.reveal > 1 / 3 else set()
    radius = min(9.0 * canvas.magnify, max(2.5, 0.3 * (leaf_y.max() - leaf_y.min()) / max(n_words, 1)))
    faint = QColor(theme.muted)
    faint.setAlphaF(0.6)
    turns: list[tuple[QPointF, str]] = []
    for node, child, turn in sorted(drawn.branches(), key=lambda each: (each[0], each[1]) in lit):
        start = QPointF(*nodes[node])
        end = QPointF(right, leaf_y[child]) if child < n_words else QPointF(*nodes[child - n_words])
        is_lit = (node, child) in lit
        painter.setPen(QPen(QColor(theme.accent) if is_lit else faint, (3.6 if is_lit else 1.0) * canvas.magnify))
        painter.drawLine(QLineF(start, end))
        if is_lit:
            turns.append(((start + end) / 2, "1" if turn else "0"))
    scores = frame.u if len(frame.u) == len(nodes) else np.full(len(nodes), np.nan)
    for place, score in zip(nodes, scores, strict=True):
        known = score == score and frame.reveal > 1 / 3
        painter.setPen(QPen(QColor(theme.text if known and active else theme.muted), 1.4 * canvas.magnify))
        painter.setBrush(canvas.scale.color(float(score)) if known else QColor(theme.raised))
        painter.drawEllipse(QPointF(*place), radius, radius)
    if frame.phase in (Phase.ERROR, Phase.BACKWARD):
        _draw_errors(painter, canvas, frame, nodes, radius)
    values = frame.p if len(frame.p) == n_words else np.zeros(n_words)
    painter.setPen(QPen(QColor(theme.muted), 1.2 * canvas.magnify))
    for y, color in zip(leaf_y.tolist(), canvas.scale.colors(values), strict=True):
        painter.setBrush(color)
        painter.drawRoundedRect(QRectF(right - radius, y - radius, 2 * radius, 2 * radius), 3, 3)
    painter.setFont(canvas.letters(11.0, bold=True))
    for place, text in turns:
        box = QRectF(place.x() - 8, place.y() - 8, 16, 16)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.map))
        painter.drawEllipse(box)
        painter.setPen(QColor(theme.accent))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _draw_errors(painter: QPainter, canvas: Canvas, frame: Frame, nodes: Floats, radius: float) -> None:
    """The error of each turn above its node."""
    painter.setFont(canvas.letters(11.0))
    height = painter.fontMetrics().height()
    for node in frame.lit_outputs:
        text = f"e {short(float(frame.e[node]))}"
        width = painter.fontMetrics().horizontalAdvance(text) + 8
        box = QRectF(nodes[node][0] - width / 2, nodes[node][1] - radius - height - 4, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(canvas.scale.color(float(frame.e[node])))
        painter.drawRoundedRect(box, 3, 3)
        painter.setPen(canvas.scale.ink(float(frame.e[node])))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
    painter.setBrush(Qt.BrushStyle.NoBrush)
