"""The buttons at the heading of a table that copy and export it."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from widgets.parts.word_table import WordTable
from widgets.theme import Theme, ThemeSwitch, icon

ICON = 14


class TableButtons(QWidget):
    """Copy and Export for a `WordTable`; they are enabled while it has rows."""

    def __init__(self, table: WordTable, theme: ThemeSwitch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table = table
        name = table.accessibleName().lower()
        self.copy = small_button(f"Copy the {name}", "Copy the selected rows, or all of them (Ctrl+C)")
        self.copy.clicked.connect(table.copy)
        self.export = small_button(f"Export the {name}", "Save all rows as a CSV file…")
        self.export.clicked.connect(lambda: table.export())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.copy)
        row.addWidget(self.export)
        theme.changed.connect(self._dress)
        table.words.modelReset.connect(self._on_rows_changed)
        self._dress(theme.theme)
        self._on_rows_changed()

    def _dress(self, theme: Theme) -> None:
        self.copy.setIcon(icon("copy", theme.muted, ICON))
        self.export.setIcon(icon("download", theme.muted, ICON))

    def _on_rows_changed(self) -> None:
        for button in (self.copy, self.export):
            button.setEnabled(self._table.words.rowCount() > 0)


def picture_button(name: str) -> QToolButton:
    """A small button that saves a picture; its icon, "image", is set by who knows the theme."""
    return small_button(name, "Save what is seen as PNG, SVG or PDF…")


def small_button(name: str, sentence: str) -> QToolButton:
    """A button of an icon alone, which is set by who knows the theme; the sentence is its tooltip."""
    button = QToolButton()
    button.setIconSize(QSize(ICON, ICON))
    button.setAccessibleName(name)
    button.setToolTip(sentence)
    return button
