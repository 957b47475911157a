"""Asks what a file is when its content could be two things."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QPlainTextEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from widgets.dialogs.decision_row import DecisionRow
from widgets.parts.labels import label

LONGEST_LINE = 160


class ChooseReadingDialog(QDialog):
    """The likelier reading comes first and is chosen; the first rows of the file stand below.

    path:     the file
    readings: key, name and a sentence for each, the likeliest first
    preview:  the first lines of the file
    """

    def __init__(
        self,
        path: Path,
        readings: Sequence[tuple[str, str, str]],
        preview: Sequence[str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("What is in this file?")
        self.setMinimumWidth(480)
        self._keys = [key for key, _, _ in readings]
        self._group = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(6)
        column.addWidget(label(f"{path.name} can be read in more than one way.", wrap=True))
        column.addSpacing(6)
        for place, (_, name, sentence) in enumerate(readings):
            button = QRadioButton(name)
            button.setAccessibleDescription(sentence)
            self._group.addButton(button, place)
            column.addWidget(button)
            about = label(sentence, "muted", wrap=True)
            about.setContentsMargins(23, 0, 0, 6)
            column.addWidget(about)
        self._group.button(0).setChecked(True)
        column.addSpacing(4)
        column.addWidget(label("First rows", "heading"))
        column.addWidget(_preview(preview), 1)
        column.addSpacing(6)
        buttons = DecisionRow(self, "Open")
        self.open_button = buttons.go_on
        column.addLayout(buttons)
        self._group.button(0).setFocus()

    @property
    def chosen(self) -> str:
        """The key of the reading that is chosen."""
        return self._keys[self._group.checkedId()]


def _preview(lines: Sequence[str]) -> QPlainTextEdit:
    """The lines as they are, long ones cut, in letters of one width."""
    cut = [line if len(line) <= LONGEST_LINE else f"{line[:LONGEST_LINE]}…" for line in lines]
    view = QPlainTextEdit("\n".join(cut))
    view.setReadOnly(True)
    view.setTabChangesFocus(True)
    view.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    view.setStyleSheet(f'font-family: "{font.family()}", monospace; font-size: 12px;')
    view.setAccessibleName("First rows of the file")
    view.setAccessibleDescription("To tell by what it holds")
    view.setFixedHeight(130)
    return view
