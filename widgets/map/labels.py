"""The words on the map: which are written, where, and how they are drawn quickly."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPixmap

from explorer.embedding import Indices
from explorer.projection.projection import Points
from widgets.map.camera import Camera
from widgets.map.points import radii_of
from widgets.map.scene import Scene
from widgets.theme import Theme

HEIGHT = 17.0
HALO = 1.6
LONGEST = 190.0  # pixels; what is longer ends in "…"
KEPT_PIXMAPS = 3000
MOST_FORCED = 40
KEPT_ROOM = 0.75
"""A label that was shown stays until it has less than this share of the room that a new one needs."""


class Style(Enum):
    """How much a label stands out."""

    PLAIN = "plain"
    FADED = "faded"
    NEIGHBOR = "neighbor"
    CHOSEN = "chosen"


@dataclass(frozen=True)
class PlacedLabel:
    """A word on the screen: its row, its text, and the rectangle that it fills."""

    row: int
    text: str
    style: Style
    rect: QRectF
    side: int


def label_font(style: Style) -> QFont:
    """The font of a label."""
    font = QFont("Inter")
    font.setPixelSize(14 if style is Style.CHOSEN else 12)
    weight = {Style.CHOSEN: QFont.Weight.DemiBold, Style.NEIGHBOR: QFont.Weight.Medium}
    font.setWeight(weight.get(style, QFont.Weight.Normal))
    return font


def room_around(density: float) -> tuple[float, float]:
    """The pixels kept free beside and above a label: wide for few labels, narrow for as many as have room."""
    area = 12_000 * (1 - density) / max(density, 1e-3)
    return 3 + 0.35 * area**0.5, 1 + 0.24 * area**0.5


class LabelWriter:
    """Chooses and draws labels; remembers what was shown, what was measured and what was drawn.

    Labels of the last frame go before others of the same kind, so that they do not flicker while the map moves.
    """

    def __init__(self) -> None:
        self._metrics = {style: QFontMetricsF(label_font(style)) for style in Style}
        self._texts: dict[tuple[str, Style], tuple[str, float]] = {}
        self._pixmaps: OrderedDict[tuple[str, Style, str, float], QPixmap] = OrderedDict()
        self._shown: dict[int, int] = {}  # row -> side

    def forget_shown(self) -> None:
        """Let the next frame choose afresh, because another map is shown."""
        self._shown.clear()

    def arrange(
        self,
        scene: Scene,
        camera: Camera,
        density: float,
        hovered: int | None = None,
        places_of: Callable[[Indices], Points] | None = None,
        candidates: Indices | None = None,
    ) -> list[PlacedLabel]:
        """The labels of a frame, none over another, in the order of priority.

        Chosen and hovered words come first and are written wherever they do not cover each other; then the words on the
        screen by falling frequency, with room around them as ``density`` (0 to 1) asks.

        places_of:   where rows stand at this moment, while they move
        candidates:  the rows to choose from, if it is not all; rising
        """
        from widgets.map.label_kernels import place_labels

        points = scene.projection.points
        places_of = places_of or (lambda rows: points[rows])
        forced = self._forced_rows(scene, hovered)
        others = self._candidates(scene, camera, density, candidates, places_of) if density > 0 else forced[:0]
        others = others[~np.isin(others, forced)]
        shown = np.isin(others, np.fromiter(self._shown, np.int64, len(self._shown)))
        rows = np.concatenate([forced, others[shown], others[~shown]])
        if not len(rows):
            self._shown = {}
            return []
        styles = self._styles(scene, rows, hovered)
        written = [self._text(scene.word_of(row), style) for row, style in zip(rows, styles, strict=True)]
        widths = np.array([width for _, width in written])
        spots = camera.to_screen(places_of(rows))
        radii = radii_of(scene.discs.n_points, camera.zoom, 1.0)
        gaps = radii[scene.discs.levels[scene.points.numbers[rows]]] + 3.0
        gaps[: len(forced)] += 3.0  # for the ring
        sides = np.array([self._shown.get(int(row), 0) for row in rows], dtype=np.int64)
        taken = _cells_of(spots[: len(forced)], camera)
        needs = np.ones(len(rows))
        needs[: len(forced) + shown.sum()] = KEPT_ROOM
        needs[: len(forced)] = 0.0
        size = camera.width, camera.height
        place_labels(spots, widths, HEIGHT, gaps, *room_around(density), *size, sides, taken, needs)
        placed = [
            PlacedLabel(int(row), text, style, _rect(spot, width, gap, side), int(side))
            for row, (text, width), style, spot, gap, side in zip(
                rows, written, styles, spots, gaps, sides.tolist(), strict=True
            )
            if side >= 0
        ]
        self._shown = {label.row: label.side for label in placed}
        return placed

    def draw(self, painter: QPainter, labels: Sequence[PlacedLabel], theme: Theme, ratio: float) -> None:
        """Draw labels, the most important last; ``ratio`` is how many device pixels a pixel has."""
        for label in reversed(labels):
            pixmap = self._pixmap(label.text, label.style, theme, ratio)
            corner = label.rect.topLeft() - QPointF(2, 2)
            # On whole device pixels, or the letters blur.
            painter.drawPixmap(QPointF(round(corner.x() * ratio) / ratio, round(corner.y() * ratio) / ratio), pixmap)

    def _forced_rows(self, scene: Scene, hovered: int | None) -> Indices:
        first = [row for row in (hovered, scene.word_row) if row is not None]
        rows = [*first, *scene.selected_rows[:MOST_FORCED].tolist(), *scene.link_rows.tolist()]
        return np.array(list(dict.fromkeys(rows)), dtype=np.int64)

    def _candidates(
        self,
        scene: Scene,
        camera: Camera,
        density: float,
        candidates: Indices | None,
        places_of: Callable[[Indices], Points],
    ) -> Indices:
        """The rows of the most frequent words on the screen, the words before signs and numbers."""
        from widgets.map.place_kernels import first_inside

        found = np.empty(int(300 + 1500 * density), np.int64)
        places = scene.projection.points if candidates is None else places_of(candidates)
        n = first_inside(places, camera.scale, *camera.origin, camera.width, camera.height, found)
        rows = found[:n] if candidates is None else candidates[found[:n]]
        is_word = np.array([any(map(str.isalpha, scene.word_of(row))) for row in rows], dtype=bool)
        return np.concatenate([rows[is_word], rows[~is_word]]).astype(np.int64)

    def _styles(self, scene: Scene, rows: Indices, hovered: int | None) -> list[Style]:
        selected, linked = set(scene.selected_rows.tolist()), set(scene.link_rows.tolist())
        rest = Style.FADED if scene.is_faded else Style.PLAIN

        def style(row: int) -> Style:
            if row == hovered or row == scene.word_row:
                return Style.CHOSEN
            if row in selected or row in linked:
                return Style.NEIGHBOR
            return rest

        return [style(row) for row in rows.tolist()]

    def _text(self, word: str, style: Style) -> tuple[str, float]:
        """A word as it is written, and how wide that is."""
        known = self._texts.get((word, style))
        if known is None:
            metrics = self._metrics[style]
            shown = metrics.elidedText(" ".join(word.split()) or "␣", Qt.TextElideMode.ElideRight, LONGEST)
            known = self._texts[word, style] = shown, metrics.horizontalAdvance(shown)
        return known

    def _pixmap(self, text: str, style: Style, theme: Theme, ratio: float) -> QPixmap:
        """A word with its halo, drawn once."""
        key = text, style, theme.name, ratio
        pixmap = self._pixmaps.get(key)
        if pixmap is None:
            pixmap = self._pixmaps[key] = _written(text, style, theme, ratio, self._metrics[style])
            if len(self._pixmaps) > KEPT_PIXMAPS:
                self._pixmaps.popitem(last=False)
        else:
            self._pixmaps.move_to_end(key)
        return pixmap


def _written(text: str, style: Style, theme: Theme, ratio: float, metrics: QFontMetricsF) -> QPixmap:
    size = QSize(round((metrics.horizontalAdvance(text) + 5) * ratio), round((HEIGHT + 4) * ratio))
    pixmap = QPixmap(size)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setFont(label_font(style))
    baseline = QPointF(2, 2 + (HEIGHT + metrics.capHeight()) / 2)
    painter.setPen(QColor(theme.halo))
    painter.setOpacity(0.55)
    for step in range(16):  # letters all around make the rim; a stroked path would do the same many times slower
        angle = step * math.pi / 8
        painter.drawText(baseline + QPointF(HALO * math.cos(angle), HALO * math.sin(angle)), text)
    painter.setOpacity(1.0)
    painter.setPen(_ink(style, theme))
    painter.drawText(baseline, text)
    painter.end()
    return pixmap


def _ink(style: Style, theme: Theme) -> QColor:
    return QColor({Style.FADED: theme.faint, Style.CHOSEN: theme.selected}.get(style, theme.label))


def _cells_of(spots: NDArray[np.float64], camera: Camera) -> NDArray[np.uint8]:
    """The screen in cells of 4 pixels; those of chosen points are taken, so that no word covers them."""
    taken = np.zeros((int(camera.height / 4) + 2, int(camera.width / 4) + 2), np.uint8)
    for x, y in spots:
        if 0 <= x < camera.width and 0 <= y < camera.height:
            taken[int(max(y - 2, 0) / 4) : int((y + 2) / 4) + 1, int(max(x - 2, 0) / 4) : int((x + 2) / 4) + 1] = 1
    return taken


def _rect(spot: NDArray[np.float64], width: float, gap: float, side: int) -> QRectF:
    x, y = float(spot[0]), float(spot[1])
    corners = (
        (x + gap, y - HEIGHT / 2),
        (x - gap - width, y - HEIGHT / 2),
        (x - width / 2, y - gap - HEIGHT),
        (x - width / 2, y + gap),
    )
    return QRectF(*corners[side], width, HEIGHT)
