"""Ranks in several columns with a line for each word, so that what rises and falls between them is seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from widgets.parts.drawn import DrawnWidget
from widgets.parts.letters import letters
from widgets.parts.numbers import grouped
from widgets.theme import ThemeSwitch

ROW = 18
HEAD = 22
BELOW = 30  # where the lines of words go that are not among the shown ranks
TEXT_PIXELS = 12
DOT = 2.6
NAMES = 0.285  # of the width, on either side
STAYING = 0.55  # opacity of the lines of words that stay among the shown ranks
REACH = 8.0  # how near the pointer has to be to a line


@dataclass(frozen=True, eq=False)
class Slopes:
    """What a `SlopeChart` shows.

    headings:  of the columns, m of them
    words:     n of them
    indices:   (n,) their indices in the embedding
    ranks:     (n, m) from 1
    n_ranks:   how many ranks are shown; lines of words beyond them end below
    """

    headings: tuple[str, ...]
    words: Sequence[str]
    indices: Sequence[int]
    ranks: NDArray[np.int64]
    n_ranks: int

    def told(self, row: int) -> str:
        """A word and its rank in each column: "queen: Cosine 2, L2 5"."""
        ranks = zip(self.headings, self.ranks[row].tolist(), strict=True)
        return f"{self.words[row]}: {', '.join(f'{heading} {grouped(rank)}' for heading, rank in ranks)}"


NOTHING = Slopes((), (), (), np.zeros((0, 0), np.int64), 0)


class SlopeChart(DrawnWidget):
    """Draws `Slopes`; the words stand at the left by their rank in the first column, at the right by that in the last.

    The line under the pointer, or the one chosen by the arrow keys, is drawn strong and told.

    Signals
    -------
    word_activated(int) : a line was clicked, or Enter pressed on it; the index of its word.
    """

    word_activated = Signal(int)

    def __init__(self, theme: ThemeSwitch, name: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, name, parent, in_panel=True)
        self._slopes = NOTHING
        self._pointed: int | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @property
    def slopes(self) -> Slopes:
        """What is shown."""
        return self._slopes

    @property
    def pointed(self) -> int | None:
        """The row of the word whose line is drawn strong."""
        return self._pointed

    def show_slopes(self, slopes: Slopes) -> None:
        """Show other ranks."""
        self._slopes, self._pointed = slopes, None
        self.setAccessibleDescription("The arrow keys walk along the lines, Enter goes to one.")
        self.updateGeometry()
        self.resize(self.width(), self.sizeHint().height())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, HEAD + ROW * self._slopes.n_ranks + BELOW)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.sizeHint().height())

    def line_at(self, place: QPointF) -> int | None:
        """The row of the word whose line, or name, is nearest to a place; None if none is near."""
        if not len(self._slopes.ranks) or place.y() < HEAD:
            return None
        xs, ys = self._xs(), self._ys()
        at = min(max(place.x(), xs[0]), xs[-1])
        heights = np.array([np.interp(at, xs, line) for line in ys])
        row = int(np.abs(heights - place.y()).argmin())
        return row if abs(heights[row] - place.y()) <= REACH else None

    def _draw(self, painter: QPainter) -> None:
        slopes, theme = self._slopes, self._theme.theme
        if not len(slopes.ranks):
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(letters(TEXT_PIXELS))
        xs, ys = self._xs(), self._ys()
        painter.setPen(QColor(theme.muted))
        for x, heading in zip(xs.tolist(), slopes.headings, strict=True):
            painter.drawText(QRectF(x - 40, 0, 80, HEAD - 4), Qt.AlignmentFlag.AlignCenter, heading)
        below = QRectF(0, self.height() - BELOW + 8, xs[0] - 8, BELOW - 10)
        painter.drawText(below, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"beyond {slopes.n_ranks}")
        order = [row for row in range(len(ys)) if row != self._pointed]
        for row in [*order, *([self._pointed] if self._pointed is not None else [])]:
            is_strong = row == self._pointed
            stays = bool((slopes.ranks[row] <= slopes.n_ranks).all())
            color = QColor(theme.accent if is_strong or stays else theme.hairline)
            color.setAlphaF(1.0 if is_strong or not stays else STAYING)
            self._draw_line(painter, xs, ys[row], color, 2.4 if is_strong else 1.6)
            self._draw_names(painter, row, xs, ys[row])

    def _draw_line(
        self, painter: QPainter, xs: NDArray[np.float64], line: NDArray[np.float64], color: QColor, width: float
    ) -> None:
        painter.setPen(QPen(color, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        points = [QPointF(x, y) for x, y in zip(xs.tolist(), line.tolist(), strict=True)]
        painter.drawPolyline(points)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        for point in points:
            painter.drawEllipse(point, DOT, DOT)

    def _draw_names(self, painter: QPainter, row: int, xs: NDArray[np.float64], line: NDArray[np.float64]) -> None:
        slopes, theme = self._slopes, self._theme.theme
        painter.setPen(QColor(theme.accent if row == self._pointed else theme.text))
        room = xs[0] - 10
        name = painter.fontMetrics().elidedText(slopes.words[row], Qt.TextElideMode.ElideRight, int(room))
        middle = Qt.AlignmentFlag.AlignVCenter
        if slopes.ranks[row, 0] <= slopes.n_ranks:
            painter.drawText(QRectF(0, line[0] - ROW / 2, room, ROW), Qt.AlignmentFlag.AlignRight | middle, name)
        if slopes.ranks[row, -1] <= slopes.n_ranks:
            right = QRectF(xs[-1] + 10, line[-1] - ROW / 2, room, ROW)
            painter.drawText(right, Qt.AlignmentFlag.AlignLeft | middle, name)

    def _xs(self) -> NDArray[np.float64]:
        names = NAMES * self.width()
        return np.linspace(names, self.width() - names, max(len(self._slopes.headings), 1))

    def _ys(self) -> NDArray[np.float64]:
        """(n, m): the height of each word in each column."""
        ranks, n = self._slopes.ranks.astype(np.float64), self._slopes.n_ranks
        return np.where(ranks <= n, HEAD + ROW * (ranks - 0.5), HEAD + ROW * n + BELOW / 2)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point_at(self.line_at(event.position()))
        if self._pointed is not None:
            QToolTip.showText(event.globalPosition().toPoint(), self._slopes.told(self._pointed), self)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        row = self.line_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and row is not None:
            self.word_activated.emit(int(self._slopes.indices[row]))

    def leaveEvent(self, event: QEvent) -> None:
        self._point_at(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        if step and len(self._slopes.ranks):
            before = self._pointed if self._pointed is not None else -1 if step > 0 else len(self._slopes.ranks)
            self._point_at(min(max(before + step, 0), len(self._slopes.ranks) - 1))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._pointed is not None:
            self.word_activated.emit(int(self._slopes.indices[self._pointed]))
        else:
            super().keyPressEvent(event)

    def _point_at(self, row: int | None) -> None:
        if row != self._pointed:
            self._pointed = row
            if row is not None:
                self.setAccessibleDescription(self._slopes.told(row))
            self.update()
