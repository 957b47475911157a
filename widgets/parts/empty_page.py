"""What stands in the place of something that is not there yet: what would fill it, and the button that does so."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from widgets.parts.labels import label


class EmptyPage(QWidget):
    """A sentence and, where it helps, a button.

    explained: a sentence for what each button does, by what stands on it; others explain themselves
    """

    def __init__(self, explained: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._explained = explained
        self.sentence = label(role="muted", wrap=True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.button = QPushButton()
        self.button.setProperty("role", "primary")
        column = QVBoxLayout(self)
        column.setContentsMargins(40, 20, 40, 20)
        column.setSpacing(14)
        column.addStretch(1)
        column.addWidget(self.sentence)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignCenter)
        column.addStretch(1)

    def say(self, sentence: str, button: str = "") -> None:
        """Say something; ``button`` is what stands on the button, or "" for none."""
        self.sentence.setText(sentence)
        self.button.setText(button)
        self.button.setToolTip(self._explained.get(button, button))
        self.button.setVisible(bool(button))
