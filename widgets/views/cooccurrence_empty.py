"""What stands in the place of a table: what would fill it, how far it is, or why there is none."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from widgets.parts.labels import label

OPEN = "Open a corpus to see how often its words stand near each other."
SELECT = "Select two words or more on the map, or choose other words above."
COMPARE = "Choose two words or more in the Compare tab, or choose other words above."
TYPE = "Type two words or more above, with blanks between them."
OPEN_BUTTON, COUNT_BUTTON = "Open a corpus", "Count its words"
_BUTTONS = {
    OPEN_BUTTON: "Choose a text, or several that belong together.",
    COUNT_BUTTON: "Read the corpus through once and count which words stand near each other.",
}
TOO_FEW = {"selected": SELECT, "compared": COMPARE, "typed": TYPE}


class EmptyTable(QWidget):
    """A sentence and, where it helps, a button."""

    def __init__(self) -> None:
        super().__init__()
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
        """Say something; ``button`` is a key of the buttons that explain themselves, or "" for none."""
        self.sentence.setText(sentence)
        self.button.setText(button)
        self.button.setToolTip(_BUTTONS.get(button, ""))
        self.button.setVisible(bool(button))
