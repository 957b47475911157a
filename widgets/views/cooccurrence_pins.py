"""The lines of the corpus that the user pinned: of a pair of words, or of one word."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from explorer.corpus.concordance import Lines
from widgets.parts.labels import ElidedLabel, hairline
from widgets.parts.line_buttons import LineButtons
from widgets.parts.line_finder import LineFinder, LineQuestion
from widgets.parts.line_list import LineList, told_of
from widgets.theme import Theme, icon
from widgets.workbench import Workbench

ROWS = 6  # always as many, so that the table above does not change its size under the pointer


class PinnedLines(QWidget):
    """Lies below the tables; hidden until something is pinned, and closed by its button."""

    def __init__(self, workbench: Workbench) -> None:
        super().__init__()
        self.title = ElidedLabel(role="strong")
        self._finder = LineFinder(workbench, "pinned lines", self)
        self._finder.found.connect(self._on_found)
        self._finder.stopped.connect(self._on_stopped)
        self.list = LineList(workbench, "Pinned lines", rows=(ROWS, ROWS))
        self.buttons = LineButtons(self.list, self._finder, workbench)
        self.close_button = QToolButton()
        self.close_button.setIconSize(QSize(14, 14))
        self.close_button.setAccessibleName("Close the pinned lines")
        self.close_button.setToolTip("Close this list")
        self.close_button.clicked.connect(self.unpin)
        self._lay_out()
        workbench.theme.changed.connect(self._dress)
        self._dress(workbench.theme.theme)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.hide()

    def pin(self, question: LineQuestion) -> None:
        """Show the lines in answer to a question."""
        names = " · ".join(question.words)
        self.title.setText(names)
        self.list.set_lines(())
        self.list.export_name = f"{' and '.join(question.words)} in {question.corpus.name}"
        self.show()
        self._finder.ask(question)

    def unpin(self) -> None:
        """Forget the lines and go."""
        self._finder.forget()
        self.list.set_lines(())
        self.hide()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 0, 14, 8)
        column.setSpacing(4)
        column.addWidget(hairline())
        head = QHBoxLayout()
        head.setSpacing(0)
        head.addWidget(self.title, 1)
        head.addWidget(self.buttons)
        head.addWidget(self.close_button)
        column.addLayout(head)
        column.addWidget(self.list)

    def _on_found(self, question: LineQuestion, found: Lines) -> None:
        if self.isHidden():
            return
        self.title.setText(f"{' · '.join(question.words)} — {told_of(found)}")
        self.list.set_lines(found.lines)

    def _on_stopped(self, sentence: str) -> None:
        self.title.setText(sentence or "The corpus was not read through.")

    def _dress(self, theme: Theme) -> None:
        self.close_button.setIcon(icon("x", theme.muted, 14))
