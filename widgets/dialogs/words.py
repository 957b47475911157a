"""Asks how a corpus is to be taken apart into words, where nothing is to be trained."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from explorer.corpus.reading import Corpus
from explorer.corpus.token_options import TokenOptions
from widgets.dialogs.chain_editor import ChainEditor
from widgets.parts.labels import ElidedLabel, hairline
from widgets.workbench import Workbench


class WordsDialog(QDialog):
    """The steps of the chain for a corpus; when it is accepted, `options` says what was chosen."""

    def __init__(
        self, workbench: Workbench, corpus: Corpus, options: TokenOptions, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Words")
        self.editor = ChainEditor(workbench, corpus, options)
        self.cancel, self.use = QPushButton("Cancel"), QPushButton("Count these words")
        self.cancel.setAutoDefault(False)
        self.cancel.clicked.connect(self.reject)
        self.use.setProperty("role", "primary")
        self.use.setDefault(True)
        self.use.setToolTip("Count the words anew, and take the next text apart likewise.")
        self.use.clicked.connect(self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(8)
        column.addWidget(ElidedLabel(f"The words of {corpus.name}", "title"))
        column.addWidget(hairline())
        column.addWidget(self.editor, 1)
        column.addWidget(hairline())
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        row.addWidget(self.cancel)
        row.addWidget(self.use)
        column.addLayout(row)
        self.resize(960, min(770, self.screen().availableGeometry().height() - 60))
        self.editor.show_preview()

    @property
    def options(self) -> TokenOptions:
        """What is chosen."""
        return self.editor.options()

    def done(self, result: int) -> None:
        """Close, and let go of what is running."""
        self.editor.stop()
        super().done(result)
