"""Words as rows of pieces, the newest piece set off."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QWidget

from explorer.corpus.chain.subwords import END
from widgets.parts.drawn import DrawnWidget
from widgets.parts.letters import letters
from widgets.theme import ThemeSwitch

PIXELS, ROW, GAP, PADDING = 17, 40, 3.0, 7.0


class MergeDrawing(DrawnWidget):
    """Draws each word as its pieces; rows that do not fit are told of at the bottom."""

    def __init__(self, theme: ThemeSwitch, parent: QWidget | None = None) -> None:
        super().__init__(theme, "The words and their pieces", parent)
        self._words: Mapping[str, tuple[str, ...]] = {}
        self._piece = ""

    def sizeHint(self) -> QSize:
        return QSize(420, 280)

    def show_words(self, words: Mapping[str, tuple[str, ...]], piece: str) -> None:
        """Show the pieces of words; the given piece is set off."""
        self._words, self._piece = words, piece
        rows = ("; ".join(" ".join(parts) for parts in words.values())).replace(END, "")
        self.setAccessibleDescription(rows)
        self.update()

    def _draw(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(letters(PIXELS))
        fitting = max(1, self.height() // ROW)
        rows = list(self._words.values())
        room = fitting if len(rows) <= fitting else fitting - 1
        for place, parts in enumerate(rows[:room]):
            self._draw_row(painter, parts, place * ROW)
        if len(rows) > room:
            painter.setPen(QColor(self._theme.theme.muted))
            painter.drawText(
                QRectF(0, room * ROW, self.width(), ROW), Qt.AlignmentFlag.AlignVCenter, f"and {len(rows) - room} more"
            )

    def _draw_row(self, painter: QPainter, parts: tuple[str, ...], top: float) -> None:
        theme, metrics = self._theme.theme, QFontMetricsF(painter.font())
        x = 0.5
        for part in parts:
            text = part.removesuffix(END)
            is_last = part.endswith(END)
            width = metrics.horizontalAdvance(text) + 2 * PADDING + (8 if is_last else 0)
            box = QRectF(x, top + 4.5, width, ROW - 10)
            is_new = part == self._piece
            painter.setPen(QPen(QColor(theme.accent if is_new else theme.hairline), 1))
            painter.setBrush(QColor(theme.accent_soft if is_new else theme.raised))
            painter.drawRoundedRect(box, 6, 6)
            painter.setPen(QColor(theme.text))
            painter.drawText(box.adjusted(PADDING, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, text)
            if is_last:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(theme.muted))
                painter.drawEllipse(QRectF(box.right() - PADDING - 4, box.center().y() - 2, 4, 4))
            x += width + GAP
