"""Asks in which encoding a text is to be read, if the guess is wrong."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from explorer.text_content import ENCODINGS
from widgets.dialogs.decision_row import DecisionRow
from widgets.parts.labels import label

LONGEST_LINE = 160


class ChooseEncodingDialog(QDialog):
    """The encoding that the text was read in is chosen; the lines below change with the choice.

    name:   of the file
    guess:  how it was read, as Python names it
    lines:  some lines of the file that have letters beyond ASCII
    """

    def __init__(self, name: str, guess: str, lines: Sequence[bytes], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = lines
        self.setWindowTitle("Read in another encoding")
        self.setMinimumWidth(520)
        self._names = list(dict.fromkeys([guess, *ENCODINGS]))
        self.encodings = QComboBox()
        self.encodings.setAccessibleName("Encoding")
        self.encodings.setToolTip("Choose the one in which the letters below are right.")
        self.encodings.addItems([f"{ENCODINGS[each]} · {each}" if each in ENCODINGS else each for each in self._names])
        self.preview = QPlainTextEdit()
        self.preview.setReadOnly(True)
        self.preview.setTabChangesFocus(True)
        self.preview.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.preview.setAccessibleName("Lines of the text")
        self.preview.setAccessibleDescription("Those with letters that depend on the encoding")
        self.preview.setMinimumHeight(180)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(8)
        column.addWidget(label(f"{name} does not say in which encoding it is written.", wrap=True))
        form = QFormLayout()
        form.setHorizontalSpacing(12)
        form.addRow("Read as", self.encodings)
        column.addLayout(form)
        column.addWidget(self.preview, 1)
        column.addSpacing(4)
        buttons = DecisionRow(self, "Read", "Read the texts again in this encoding")
        self.read_button = buttons.go_on
        column.addLayout(buttons)
        self.encodings.currentIndexChanged.connect(self._show_lines)
        self._show_lines()

    @property
    def chosen(self) -> str:
        """The encoding that is chosen, as Python names it."""
        return self._names[self.encodings.currentIndex()]

    def _show_lines(self) -> None:
        lines = [line.decode(self.chosen, "replace").strip()[:LONGEST_LINE] for line in self._lines]
        self.preview.setPlainText("\n".join(lines))
