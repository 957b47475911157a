"""The window that slides over a text, with the one-hot vector of every word in it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.training.inspector.glove import GloveSetup
from explorer.training.inspector.glove_counting import CountStep
from explorer.training.inspector.history import AnySetup
from explorer.training.inspector.samples import Window
from explorer.training.inspector.setup import TextSource
from explorer.training.inspector.text_samples import Token, samples_from_text
from widgets.inspector.canvas import LETTERS, Canvas
from widgets.inspector.frame import Frame, Spot
from widgets.theme import ThemeSwitch

BETWEEN = 14.0


class SlidingWindow(Canvas):
    """The tokens around the present sample: the centre word in full colour, its window framed, the rest stepping back.

    Under each word of the window stands its one-hot vector: a cell for every word of the vocabulary, one of them lit.
    """

    about = "The words of the text; arrow keys walk the vocabulary."

    def __init__(self, theme: ThemeSwitch, parent: QWidget | None = None) -> None:
        super().__init__(theme, "Sliding window", parent)
        self.tokens: tuple[Token, ...] = ()
        self.shown: Window | None = None
        self._rows: dict[str, int] = {}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._set_height()

    def sizeHint(self) -> QSize:
        return QSize(400, self.height())

    def set_magnify(self, magnify: float) -> None:
        super().set_magnify(magnify)
        self._set_height()

    def set_text(self, tokens: tuple[Token, ...], vocabulary: tuple[str, ...]) -> None:
        """Show another text."""
        self.tokens, self.shown = tokens, None
        self._rows = {word: row for row, word in enumerate(vocabulary)}
        self.update()

    def set_window(self, window: Window | None) -> None:
        """Slide to the window of a sample."""
        if window != self.shown:
            self.shown = window
            if window is not None and window.center < len(self.tokens):
                around = [self.tokens[i].word for i in range(window.first, window.last) if i != window.center]
                self.setAccessibleDescription(f"{self.tokens[window.center].word}: {', '.join(around)}")
            self.update()

    def set_counted(self, counted: CountStep | None) -> None:
        """Show the pair of tokens that is being counted, and what lies between them."""
        if counted is None:
            self.set_window(None)
        else:
            first, last = sorted((counted.center, counted.context))
            self.set_window(Window(counted.center, first, last + 1))

    def _set_height(self) -> None:
        self.setMinimumHeight(0)
        self.setFixedHeight(round(64 * self.magnify))

    def boxes(self) -> dict[int, QRectF]:
        """Where the tokens stand, by their number; the centre word is kept in the middle once the text is too long."""
        font = self.letters(LETTERS + 2)
        metrics = QFontMetricsF(font)
        widths = [metrics.horizontalAdvance(token.word) for token in self.tokens]
        starts, x = [], 0.0
        for i, width in enumerate(widths):
            if i and self.tokens[i].sentence != self.tokens[i - 1].sentence:
                x += BETWEEN
            starts.append(x)
            x += width + BETWEEN
        total, room = x - BETWEEN, self.area.width() - 32
        shift = 16.0
        if total > room and self.shown is not None:
            center = starts[self.shown.center] + widths[self.shown.center] / 2
            shift = 16 + min(0.0, max(room - total, room / 2 - center))
        elif total < room:
            shift = 16 + (room - total) / 2
        top = 8 * self.magnify
        return {
            i: QRectF(starts[i] + shift, top, widths[i], metrics.height())
            for i in range(len(self.tokens))
            if starts[i] + shift + widths[i] > 0 and starts[i] + shift < self.area.width()
        }

    def draw(self, painter: QPainter, frame: Frame) -> None:
        boxes, window = self.boxes(), self.shown
        if window is not None:
            framed = [boxes[i] for i in range(window.first, window.last) if i in boxes]
            if framed:
                whole = framed[0].united(framed[-1]).adjusted(-8, -4, 8, 20 * self.magnify)
                painter.setPen(QPen(QColor(self.colors.accent), 1.6 * self.magnify))
                soft = QColor(self.colors.accent_soft)
                soft.setAlphaF(0.55)
                painter.setBrush(soft)
                painter.drawRoundedRect(whole, 7, 7)
        for i, box in boxes.items():
            is_center = window is not None and i == window.center
            inside = window is not None and window.first <= i < window.last
            painter.setFont(self.letters(LETTERS + 2, bold=is_center))
            color = self.colors.accent if is_center else self.colors.text if inside else self.colors.muted
            painter.setPen(QColor(color))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip, self.tokens[i].word)
            if inside:
                self._draw_one_hot(painter, box, self._rows.get(self.tokens[i].word, -1), is_center)

    def _draw_one_hot(self, painter: QPainter, box: QRectF, row: int, is_center: bool) -> None:
        n_words = max(len(self._rows), 1)
        width = max(box.width(), 26.0)
        left, top, cell = box.center().x() - width / 2, box.bottom() + 5, width / n_words
        height = 8 * self.magnify
        painter.setPen(Qt.PenStyle.NoPen)
        for i in range(n_words):
            gap = 0.8 if cell > 4 else 0.0
            lit = self.colors.accent if is_center else self.colors.text
            painter.setBrush(QColor(lit if i == row else self.colors.faded))
            width_of = max(cell - gap, 2.0 if i == row else 0.5)
            painter.drawRect(QRectF(left + i * cell, top, width_of, height))
        painter.setBrush(Qt.BrushStyle.NoBrush)

    # Pointing -------------------------------------------------------------------------------------------------------

    def spot_at(self, place: QPointF) -> Spot | None:
        self._area = self.size().toSizeF()
        for i, box in self.boxes().items():
            if box.adjusted(-4, -4, 4, 20).contains(place):
                row = self._rows.get(self.tokens[i].word)
                return Spot("input", row) if row is not None else None
        return None

    def place_of(self, spot: Spot) -> QPointF | None:
        return None

    def next_spot(self, spot: Spot | None, right: int, down: int) -> Spot | None:
        row = 0 if spot is None or spot.kind != "input" else spot.row + right + down
        return Spot("input", min(max(row, 0), max(len(self._rows) - 1, 0))) if self._rows else None


def tokens_behind(setup: AnySetup) -> tuple[Token, ...]:
    """The running text behind the samples; empty if there is none."""
    if isinstance(setup, GloveSetup):
        return setup.tokens
    source = setup.source
    return samples_from_text(source.text, source.window, source.method).tokens if isinstance(source, TextSource) else ()
