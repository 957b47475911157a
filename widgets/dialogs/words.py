"""Asks how a corpus is to be taken apart into words, where nothing is to be trained."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from explorer.corpus.reading import Corpus
from explorer.corpus.token_options import TokenOptions
from widgets.dialogs.chain_editor import ChainEditor
from widgets.dialogs.decision_row import DecisionRow
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
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(8)
        column.addWidget(ElidedLabel(f"The words of {corpus.name}", "title"))
        column.addWidget(hairline())
        column.addWidget(self.editor, 1)
        column.addWidget(hairline())
        buttons = DecisionRow(self, "Count these words", "Count the words anew, and take the next text apart likewise.")
        self.use = buttons.go_on
        column.addLayout(buttons)
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
