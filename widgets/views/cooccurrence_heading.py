"""The line above a table of the Co-occurrence tab."""

from __future__ import annotations

import html

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from widgets.parts.labels import ElidedLabel, label
from widgets.theme import Theme, icon
from widgets.workbench import Workbench


class Heading(QWidget):
    """The title of a table, what it shows, and the buttons that keep it.

    Signals
    -------
    picture_wanted(), copy_wanted(), table_wanted() : their button was clicked.
    """

    picture_wanted = Signal()
    copy_wanted = Signal()
    table_wanted = Signal()

    def __init__(self, workbench: Workbench, title: str) -> None:
        super().__init__()
        self.title = label(title, "heading")
        self.text = ElidedLabel(role="muted")
        self.picture = _button(f"Save a picture: {title}", "Save what is seen as PNG, SVG or PDF…")
        self.copy = _button(f"Copy the table: {title}", "Copy the values, with tabs between the columns (Ctrl+C)")
        self.table = _button(f"Export the table: {title}", "Save the values as a CSV file…")
        self.picture.clicked.connect(self.picture_wanted)
        self.copy.clicked.connect(self.copy_wanted)
        self.table.clicked.connect(self.table_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 0)
        row.setSpacing(2)
        row.addWidget(self.title)
        row.addSpacing(8)
        row.addWidget(self.text, 1)
        row.addWidget(self.picture)
        row.addWidget(self.copy)
        row.addWidget(self.table)
        workbench.theme.changed.connect(self._dress)
        self._dress(workbench.theme.theme)

    def set_text(self, text: str, sentence: str) -> None:
        """Say what is shown, and explain it."""
        self.text.setText(text)
        self.setToolTip(f"<p>{html.escape(sentence)}</p>")

    def _dress(self, theme: Theme) -> None:
        self.picture.setIcon(icon("image", theme.muted, 14))
        self.copy.setIcon(icon("copy", theme.muted, 14))
        self.table.setIcon(icon("download", theme.muted, 14))


def _button(name: str, sentence: str) -> QToolButton:
    button = QToolButton()
    button.setIconSize(QSize(14, 14))
    button.setAccessibleName(name)
    button.setToolTip(sentence)
    return button
