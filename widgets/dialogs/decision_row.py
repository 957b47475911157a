"""The last row of a dialog that asks something: "Cancel", and the button that goes on."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QWidget


class DecisionRow(QHBoxLayout):
    """The two buttons at the right end; Enter presses the one that goes on, wherever the focus is.

    name, sentence: of the button that goes on
    beside:         what takes the room at the left, if anything does
    """

    def __init__(self, dialog: QDialog, name: str, sentence: str = "", beside: QWidget | None = None) -> None:
        super().__init__()
        self.setSpacing(8)
        self.cancel, self.go_on = QPushButton("Cancel"), QPushButton(name)
        self.cancel.setAutoDefault(False)
        self.cancel.clicked.connect(dialog.reject)
        self.go_on.setToolTip(sentence)
        self.go_on.setProperty("role", "primary")
        self.go_on.setDefault(True)
        self.go_on.clicked.connect(dialog.accept)
        if beside is None:
            self.addStretch(1)
        else:
            self.addWidget(beside, 1)
        self.addWidget(self.cancel)
        self.addWidget(self.go_on)
