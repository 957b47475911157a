"""What is drawn over the points: lines to neighbours, rings, the outline that is drawn, and the card."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from explorer.embedding import Indices
from explorer.projection.projection import Points
from widgets.map.camera import Camera
from widgets.map.points import SOLID, radii_of
from widgets.map.scene import Link, Scene
from widgets.parts.letters import letters
from widgets.parts.numbers import measured
from widgets.theme import Theme

MOST_RINGS = 100
"""More selected words than that have no rings: full colours among faded ones tell them well enough."""
EDGE = 12.0  # between the border of the map and what lies over it
ROW = 19.0


def font_of(pixels: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The font of the window in another size."""
    font = letters(pixels)
    font.setWeight(weight)
    return font


def draw_links(painter: QPainter, scene: Scene, spots: dict[int, QPointF]) -> None:
    """Lines from the current word to its neighbours, thicker the nearer they are in the space of the vectors."""
    start = None if scene.word_row is None else spots.get(scene.word_row)
    if start is not None:
        _draw_lines(painter, scene.theme.accent, start, scene.links, spots)


def draw_card_links(painter: QPainter, theme: Theme, row: int, card: Card, spots: dict[int, QPointF]) -> None:
    """Lines from the word under the pointer to its true neighbours, with a ring at the end of each."""
    _draw_lines(painter, theme.selected, spots[row], card.links, spots)
    ring = QColor(theme.selected)
    ring.setAlphaF(0.6)  # neighbours often stand so near that their rings overlap
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(ring, 1.0))
    for link in card.links:
        if link.row in spots:
            painter.drawEllipse(spots[link.row], 4, 4)


def _draw_lines(
    painter: QPainter, color: str, start: QPointF, links: Sequence[Link], spots: dict[int, QPointF]
) -> None:
    for link in reversed(links):
        if link.row in spots:
            shade = QColor(color)
            shade.setAlphaF(0.30 + 0.45 * link.strength)
            painter.setPen(QPen(shade, 0.9 + 2.1 * link.strength, c=Qt.PenCapStyle.RoundCap))
            painter.drawLine(start, spots[link.row])


def draw_sides(painter: QPainter, scene: Scene, spots: dict[int, QPointF]) -> None:
    """The parallelogram of an analogy, or lines to the word that an expression leads to."""
    for side in scene.sides:
        start, end = (spots.get(row) for row in side.rows)
        if start is not None and end is not None:
            color = QColor(scene.theme.accent)
            color.setAlphaF(0.9 if side.is_strong else 0.5)
            style = Qt.PenStyle.SolidLine if side.is_strong else Qt.PenStyle.DashLine
            painter.setPen(QPen(color, 2.0 if side.is_strong else 1.2, style, Qt.PenCapStyle.RoundCap))
            painter.drawLine(start, end)


def draw_rings(
    painter: QPainter, scene: Scene, camera: Camera, spots: dict[int, QPointF], hovered: int | None = None
) -> None:
    """A ring around each selected word, a filled mark for the current one, and a ring for the one pointed at."""
    theme = scene.theme
    radii = _radii_of_rows(scene, camera, spots)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if 1 < len(scene.selected_rows) <= MOST_RINGS:
        painter.setPen(QPen(QColor(theme.selected), 1.3))
        for row in scene.selected_rows.tolist():
            if row in spots:
                painter.drawEllipse(spots[row], radii[row] + 2, radii[row] + 2)
    row = scene.word_row
    if row is not None and row in spots:
        painter.setPen(QPen(QColor(theme.halo), 1.5))
        painter.setBrush(QColor(theme.accent))
        size = max(radii[row] + 1.5, 6.0)
        painter.drawEllipse(spots[row], size, size)
    if hovered is not None and hovered in spots:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(theme.selected), 1.5))
        painter.drawEllipse(spots[hovered], radii[hovered] + 3, radii[hovered] + 3)


def draw_discs_by_qt(painter: QPainter, scene: Scene, camera: Camera, spots: dict[int, QPointF], rows: Indices) -> None:
    """The points of a few rows in full colour, over the lines that lead to them."""
    radii, discs = _radii_of_rows(scene, camera, spots), scene.discs
    painter.setPen(Qt.PenStyle.NoPen)
    for row, number in zip(rows.tolist(), scene.points.numbers[rows].tolist(), strict=True):
        if row not in spots:
            continue
        color = QColor.fromRgb(int(discs.colors[number]) & 0xFFFFFF)
        color.setAlphaF(SOLID)
        painter.setBrush(color)
        painter.drawEllipse(spots[row], radii[row], radii[row])


def _radii_of_rows(scene: Scene, camera: Camera, spots: dict[int, QPointF]) -> dict[int, float]:
    """How large the points of the rows on the screen are drawn."""
    rows = np.fromiter(spots, np.int64, len(spots))
    levels = scene.discs.levels[scene.points.numbers[rows]]
    radii = radii_of(scene.discs.n_points, camera.zoom, 1.0)[levels] * camera.nearness(scene.projection.points[rows])
    return dict(zip(rows.tolist(), radii.tolist(), strict=True))


def ringed_rows(scene: Scene, hovered: int | None = None) -> Indices:
    """The rows that something is drawn for one by one: lines, rings or marks."""
    rings = scene.selected_rows if len(scene.selected_rows) <= MOST_RINGS else scene.selected_rows[:0]
    pointed = [] if hovered is None else [hovered]
    return np.unique(np.concatenate([scene.marked_rows, rings, np.array(pointed, dtype=np.int64)]))


def spots_of(camera: Camera, places: Points, rows: Indices) -> dict[int, QPointF]:
    """Where rows stand on the screen, given their places; without those that are behind the eye."""
    screen = camera.to_screen(places)
    return {row: QPointF(x, y) for row, (x, y) in zip(rows.tolist(), screen.tolist(), strict=True) if x == x}


def draw_rectangle(painter: QPainter, theme: Theme, rect: QRectF) -> None:
    """The rectangle that the user is drawing."""
    fill = QColor(theme.accent)
    fill.setAlphaF(0.12)
    painter.setPen(QPen(QColor(theme.accent), 1))
    painter.setBrush(fill)
    painter.drawRect(rect)


def draw_outline(painter: QPainter, theme: Theme, corners: Sequence[QPointF]) -> None:
    """The line that the user is drawing around something, and how it would be closed."""
    fill = QColor(theme.accent)
    fill.setAlphaF(0.12)
    painter.setPen(QPen(QColor(theme.accent), 1, Qt.PenStyle.DotLine))
    painter.setBrush(fill)
    painter.drawPolygon(QPolygonF(corners), Qt.FillRule.WindingFill)
    painter.setPen(QPen(QColor(theme.accent), 1))
    painter.drawPolyline(QPolygonF(corners))


@dataclass(frozen=True)
class Card:
    """What is told of the word under the pointer; ``neighbors`` are None until they are found.

    links: lines to those that have a place, also to more than are told
    """

    word: str
    facts: str
    neighbors: Sequence[tuple[str, float]] | None = None
    links: tuple[Link, ...] = ()


def draw_card(painter: QPainter, theme: Theme, card: Card, anchor: QPointF, bounds: QRectF) -> QRectF:
    """The card beside a point, kept inside the map; returns its rectangle."""
    title, plain = font_of(14, QFont.Weight.DemiBold), font_of(12)
    metrics = QFontMetricsF(plain)
    neighbors = card.neighbors or ()
    wanted = [QFontMetricsF(title).horizontalAdvance(card.word), metrics.horizontalAdvance(card.facts)]
    wanted += [metrics.horizontalAdvance(word) + 60 for word, _ in neighbors]
    inner = min(max(*wanted, 150.0), 260.0)
    # Room is kept for five neighbours while they are looked for, so that the card does not jump.
    n_rows = 5 if card.neighbors is None else len(neighbors)
    size_y = 10 + 20 + 18 + (8 + n_rows * ROW if n_rows else 0) + 10
    rect = QRectF(anchor.x() + 16, anchor.y() + 14, inner + 24, size_y)
    if rect.right() > bounds.right() - 8:
        rect.moveRight(anchor.x() - 16)
    if rect.bottom() > bounds.bottom() - 8:
        rect.moveBottom(anchor.y() - 14)
    rect.moveTopLeft(QPointF(max(rect.left(), 8), max(rect.top(), 8)))
    draw_panel(painter, theme, rect)
    x, y = rect.left() + 12, rect.top() + 10
    middle = Qt.AlignmentFlag.AlignVCenter
    painter.setFont(title)
    painter.setPen(QColor(theme.text))
    elide = Qt.TextElideMode.ElideRight
    painter.drawText(QRectF(x, y, inner, 20), middle, QFontMetricsF(title).elidedText(card.word, elide, inner))
    painter.setFont(plain)
    painter.setPen(QColor(theme.muted))
    painter.drawText(QRectF(x, y + 20, inner, 18), middle, metrics.elidedText(card.facts, elide, inner))
    y += 46
    for word, value in neighbors:
        painter.setPen(QColor(theme.text))
        painter.drawText(QRectF(x, y, inner - 56, ROW), middle, metrics.elidedText(word, elide, inner - 56))
        painter.setPen(QColor(theme.muted))
        painter.drawText(QRectF(x, y, inner, ROW), middle | Qt.AlignmentFlag.AlignRight, measured(value))
        y += ROW
    return rect


def draw_panel(painter: QPainter, theme: Theme, rect: QRectF) -> None:
    """The ground of a card or a legend."""
    ground = QColor(theme.raised)
    ground.setAlphaF(0.94)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(theme.hairline), 1))
    painter.setBrush(ground)
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
