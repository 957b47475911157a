"""A few words and their nearest ones, changing while a model learns."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from widgets.parts.labels import ElidedLabel, label
from widgets.theme import ThemeSwitch

WORD_WIDTH, GAP = 70, 8


class FollowedWords(QWidget):
    """A row for each word that is followed, with as many of its nearest ones as there is room for.

    Neighbours that have just come are in the colour of what is chosen.
    """

    def __init__(self, theme: ThemeSwitch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words: tuple[str, ...] = ()
        self._before: tuple[tuple[str, ...], ...] = ()
        self._now: tuple[tuple[str, ...], ...] = ()
        self.heading = label("Neighbours", "heading")
        self.heading.setToolTip("Select words on the map to follow others.")
        self.rows: list[tuple[ElidedLabel, QLabel]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(GAP)
        self._grid.setVerticalSpacing(3)
        self._grid.setColumnMinimumWidth(0, WORD_WIDTH)
        self._grid.setColumnStretch(1, 1)
        self._grid.addWidget(self.heading, 0, 0, 1, 2)
        theme.changed.connect(self._draw)
        self.hide()

    def clear(self) -> None:
        """Follow nothing."""
        self._words = self._before = self._now = ()
        self.hide()

    def show_neighbors(self, words: Sequence[str], neighbors: Sequence[Sequence[str]]) -> None:
        """Show the nearest words of each word, best first; what was not there the last time is marked."""
        found = tuple(tuple(each) for each in neighbors)
        self._before = self._now if tuple(words) == self._words else found
        self._words, self._now = tuple(words), found
        self._draw()
        self.setVisible(bool(words))

    def _draw(self) -> None:
        while len(self.rows) < len(self._words):
            self._add_row()
        for place, (word, near) in enumerate(self.rows):
            is_used = place < len(self._words)
            word.setVisible(is_used)
            near.setVisible(is_used)
            if is_used:
                word.setText(self._words[place])
                near.setText(self._told(place))
                near.setAccessibleName(f"Near {self._words[place]}: {', '.join(self._now[place])}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._draw()

    def _told(self, place: int) -> str:
        before = self._before[place] if place < len(self._before) else ()
        colour = self._theme.theme.accent
        parts = [
            escape(each) if each in before else f'<span style="color:{colour}">{escape(each)}</span>'
            for each in self._now[place][: self._n_fitting(place)]
        ]
        return ", ".join(parts) or "–"

    def _n_fitting(self, place: int) -> int:
        """How many of the neighbours fit into a line; one at least."""
        measure, room = self.rows[place][1].fontMetrics(), self.width() - WORD_WIDTH - GAP
        words = self._now[place]
        lengths = (measure.horizontalAdvance(", ".join(words[:n])) for n in range(1, len(words) + 1))
        return max(1, sum(length <= room for length in lengths))

    def _add_row(self) -> None:
        word, near = ElidedLabel(), QLabel()
        near.setTextFormat(Qt.TextFormat.RichText)
        near.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        near.setProperty("role", "muted")
        row = len(self.rows) + 1
        self._grid.addWidget(word, row, 0)
        self._grid.addWidget(near, row, 1)
        self.rows.append((word, near))
