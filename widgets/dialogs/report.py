"""The details of an error that was not foreseen."""

from __future__ import annotations

import platform

import PySide6
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from widgets.parts.labels import label


class ReportDialog(QDialog):
    """The sentence, the traceback, and a button that copies both; it never holds up the window.

    sentence: what the status bar said
    details:  the traceback
    """

    def __init__(self, sentence: str, details: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Details of the error")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(False)
        self.resize(680, 440)
        self.sentence = label(sentence, wrap=True)
        self.sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.details = QPlainTextEdit(details)
        self.details.setReadOnly(True)
        self.details.setTabChangesFocus(True)
        self.details.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        self.details.setStyleSheet(f'font-family: "{font.family()}", monospace; font-size: 12px;')
        self.details.setAccessibleName("Traceback")
        self.details.setAccessibleDescription("Where in the program the error came up")
        self.copy = QPushButton("Copy")
        self.copy.setToolTip("Copy the sentence and the traceback, for a report of the error.")
        self.copy.clicked.connect(self._on_copy)
        close = QPushButton("Close")
        close.setDefault(True)
        close.clicked.connect(self.close)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        column.addWidget(self.sentence)
        hint = "The program goes on as it was. If it happens again, this text helps to find the cause."
        column.addWidget(label(hint, "muted", wrap=True))
        column.addWidget(self.details, 1)
        row = QHBoxLayout()
        row.addWidget(self.copy)
        row.addStretch(1)
        row.addWidget(close)
        column.addLayout(row)

    @property
    def report(self) -> str:
        """What Copy puts on the clipboard."""
        versions = f"Python {platform.python_version()}, PySide6 {PySide6.__version__}, {platform.platform()}"
        return f"{self.sentence.text()}\n\n{self.details.toPlainText()}\n{versions}\n"

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.report)
        self.copy.setText("Copied")
