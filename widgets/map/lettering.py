"""How words look on the map: their letters with a halo, drawn once and kept, and how wide they are."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Sequence
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap, QTextLayout

from explorer.embedding import Embedding, Indices
from widgets.parts.letters import letters
from widgets.theme import Theme

HEIGHT = 17.0
HALO = 1.6
MARGIN = 4.0  # around a word, for the halo and for accents over accents
LONGEST, LONGEST_NAME = 190.0, 260.0  # pixels; what is longer ends in "…"
KEPT_PIXMAPS, KEPT_TEXTS = 3000, 20_000


class Style(StrEnum):  # a `str` is hashed in no time, and styles are in the keys of what is kept
    """How much a label stands out."""

    PLAIN = "plain"
    FADED = "faded"
    NEIGHBOR = "neighbor"
    CHOSEN = "chosen"
    NAME = "name"  # of a category, which a part of the map is called by


def label_font(style: Style) -> QFont:
    """The font of a label; plain and faded ones are as wide as each other."""
    font = letters({Style.CHOSEN: 14, Style.NAME: 15}.get(style, 12))
    weight = {Style.CHOSEN: QFont.Weight.DemiBold, Style.NEIGHBOR: QFont.Weight.Medium, Style.NAME: QFont.Weight.Medium}
    font.setWeight(weight.get(style, QFont.Weight.Normal))
    return font


class Lettering:
    """Measures and draws words; what is known of each word of an embedding is kept, so that a frame costs little."""

    def __init__(self) -> None:
        self._metrics = {style: QFontMetricsF(label_font(style)) for style in Style}
        self._pixmaps: OrderedDict[tuple[str, Style, str, float], QPixmap] = OrderedDict()
        self._texts: dict[tuple[str, Style], tuple[str, float]] = {}
        self._words: tuple[str, ...] = ()
        self._widths = np.empty(0, np.float32)  # of plain labels; NaN where not measured yet
        self._are_words = np.empty(0, np.int8)  # -1 where not looked at yet

    def text(self, word: str, style: Style) -> str:
        """A word as it is written: on one line, and not endlessly long."""
        return self._written(word, style)[0]

    def width(self, word: str, style: Style) -> float:
        """How wide a word is as it is written."""
        return self._written(word, style)[1]

    def _written(self, word: str, style: Style) -> tuple[str, float]:
        known = self._texts.get((word, style))
        if known is None:
            if len(self._texts) >= KEPT_TEXTS:
                self._texts.clear()
            metrics, text = self._metrics[style], " ".join(word.split()) or "␣"
            width = metrics.horizontalAdvance(text)
            longest = LONGEST_NAME if style is Style.NAME else LONGEST
            if width > longest:
                text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, longest)
                width = metrics.horizontalAdvance(text)
            known = self._texts[word, style] = text, width
        return known

    def widths(self, embedding: Embedding, indices: Indices, most: int | None = None) -> NDArray[np.float64]:
        """How wide the plain labels of some words are; at most so many are measured now, and NaN stands for others."""
        self._turn_to(embedding)
        for index in indices[np.isnan(self._widths[indices])][:most].tolist():
            self._widths[index] = self.width(embedding.index_to_key[index], Style.PLAIN)
        return self._widths[indices].astype(np.float64)

    def are_words(self, embedding: Embedding, indices: Indices) -> NDArray[np.bool_]:
        """Which of them hold a letter of any script, and are no mere signs and numbers."""
        self._turn_to(embedding)
        for index in indices[self._are_words[indices] < 0].tolist():
            self._are_words[index] = any(map(str.isalpha, embedding.index_to_key[index]))
        return self._are_words[indices] == 1

    def draw(
        self, painter: QPainter, labels: Sequence[tuple[str, Style, QPointF, float]], theme: Theme, ratio: float
    ) -> None:
        """Draw texts as `text` gives them, with the upper left corner and the opacity of each, the last one first."""
        for text, style, corner, opacity in reversed(labels):
            x, y = corner.x() - MARGIN, corner.y() - MARGIN
            # On whole device pixels, or the letters blur.
            at = QPointF(round(x * ratio) / ratio, round(y * ratio) / ratio)
            painter.setOpacity(opacity)
            painter.drawPixmap(at, self.pixmap(text, style, theme, ratio))
        painter.setOpacity(1.0)

    def pixmap(self, text: str, style: Style, theme: Theme, ratio: float) -> QPixmap:
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

    def _turn_to(self, embedding: Embedding) -> None:
        if self._words is not embedding.index_to_key:
            self._words = embedding.index_to_key
            self._widths = np.full(len(embedding), np.nan, np.float32)
            self._are_words = np.full(len(embedding), -1, np.int8)


def _written(text: str, style: Style, theme: Theme, ratio: float, metrics: QFontMetricsF) -> QPixmap:
    width, height = metrics.horizontalAdvance(text) + 2 * MARGIN + 1, HEIGHT + 2 * MARGIN
    size = QSize(round(width * ratio), round(height * ratio))
    pixmap = QPixmap(size)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setFont(label_font(style))
    baseline = QPointF(MARGIN, MARGIN + (HEIGHT + metrics.capHeight()) / 2)
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


def write(painter: QPainter, text: str, style: Style, theme: Theme, corner: QPointF) -> None:
    """Write a word as text with a halo around it, for a file that is drawn once; ``corner`` is its upper left one."""
    font = label_font(style)
    baseline = corner + QPointF(0, (HEIGHT + QFontMetricsF(font).capHeight()) / 2)
    outlines = _outlines(text, font).translated(baseline)
    rim = QPen(QColor(theme.halo), 2 * HALO, j=Qt.PenJoinStyle.RoundJoin, c=Qt.PenCapStyle.RoundCap)
    painter.strokePath(outlines, rim)
    painter.setFont(font)
    painter.setPen(_ink(style, theme))
    painter.drawText(baseline, text)


def _outlines(text: str, font: QFont) -> QPainterPath:
    """The outlines of a line of text that begins at (0, 0); what is a picture, as emoji are, has none.

    `QPainterPath.addText` would leave a font of pictures without any from then on.
    """
    layout = QTextLayout(text, font)
    layout.beginLayout()
    line = layout.createLine()
    layout.endLayout()
    outlines, ascent = QPainterPath(), QPointF(0, line.ascent())
    for run in layout.glyphRuns():
        raw = run.rawFont()
        if any(raw.fontTable(table).size() for table in ("glyf", "CFF ", "CFF2")):
            for glyph, place in zip(run.glyphIndexes(), run.positions(), strict=True):
                outlines.addPath(raw.pathForGlyph(glyph).translated(place - ascent))
    outlines.setFillRule(Qt.FillRule.WindingFill)
    return outlines


def _ink(style: Style, theme: Theme) -> QColor:
    return QColor({Style.FADED: theme.faint, Style.CHOSEN: theme.selected}.get(style, theme.label))
