"""The steps of the chain with what they do to the first sentences: beside them, or below where there is no room."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QDialog, QFrame, QVBoxLayout, QWidget

from explorer.corpus.preprocessing import known_chain
from explorer.corpus.preview import Preview
from explorer.corpus.reading import Corpus
from explorer.corpus.token_options import TokenOptions
from explorer.errors import ExplorerError
from widgets.dialogs.chain_form import ChainForm
from widgets.dialogs.chain_preview import ChainPreview
from widgets.dialogs.merges import MergesDialog
from widgets.dialogs.stop_list import StopListDialog
from widgets.parts.labels import label
from widgets.parts.scroll_column import ScrollColumn
from widgets.workbench import Workbench

BESIDE = 780  # pixels from which the preview stands beside the form
PREVIEW_HEIGHT = 190


class ChainEditor(QWidget):
    """Asks how a corpus is to be taken apart, and shows at once what comes of it.

    The language is that of the text, as far as its stop words tell, until the user chooses another.

    says_why: whether it says why the text cannot be taken apart so, unless whoever holds it does

    Signals
    -------
    changed() : other options were chosen, or the language was told.
    """

    changed = Signal()

    def __init__(
        self,
        workbench: Workbench,
        corpus: Corpus,
        options: TokenOptions,
        parent: QWidget | None = None,
        says_why: bool = True,
    ) -> None:
        super().__init__(parent)
        self._says_why = says_why
        self._workbench, self._corpus = workbench, corpus
        self._knows_language = False
        self.form = ChainForm()
        self.form.set_options(options)
        self.preview = ChainPreview(workbench, corpus)
        self.problem = label("", "danger", wrap=True)
        self.problem.hide()
        self._language = options.language
        steps = ScrollColumn(margin=2, spacing=6)
        steps.column.setContentsMargins(0, 8, 12, 8)
        steps.column.addWidget(self.form)
        steps.column.addStretch(1)
        seen = QFrame()
        beside = QVBoxLayout(seen)
        beside.setContentsMargins(12, 8, 0, 8)
        beside.setSpacing(6)
        beside.addWidget(self.problem)
        beside.addWidget(self.preview, 1)
        self._seen, self._beside = seen, beside
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(10)
        self._box.addWidget(steps, 1)
        self._box.addWidget(seen, 1)
        self.form.changed.connect(self._on_changed)
        self.form.list_requested.connect(self.ask_list)
        self.form.merges_requested.connect(self.ask_merges)
        self.preview.told.connect(self._on_told)
        self.preview.refused.connect(self._on_refused)

    def options(self) -> TokenOptions:
        """What is chosen."""
        return self.form.options()

    def show_preview(self) -> None:
        """Take the first sentences apart anew, as when something was learned from the whole text."""
        self.preview.show_options(self.options())

    def stop(self) -> None:
        """Let go of what is running."""
        self.preview.stop()

    def ask_list(self) -> StopListDialog | None:
        """Let the user edit the stop words."""
        try:
            dialog = StopListDialog(self.options(), self)
        except ExplorerError as error:
            self._on_refused(str(error))
            return None
        dialog.finished.connect(lambda result: self._on_list_edited(dialog, result))
        dialog.open()
        return dialog

    def ask_merges(self) -> MergesDialog:
        """Let the user step through the merges of BPE, those of the corpus if they are learned."""
        chain = known_chain(self._corpus, self.options())
        dialog = MergesDialog(self._workbench, None if chain is None else chain.pieces, self)
        dialog.finished.connect(lambda _: dialog.deleteLater())
        dialog.open()
        return dialog

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_beside = event.size().width() >= BESIDE
        self._box.setDirection(QBoxLayout.Direction.LeftToRight if is_beside else QBoxLayout.Direction.TopToBottom)
        self._seen.setMaximumHeight(16777215 if is_beside else PREVIEW_HEIGHT)
        self._beside.setContentsMargins(12 if is_beside else 0, 8, 0, 8)

    def _on_list_edited(self, dialog: StopListDialog, result: int) -> None:
        if result == QDialog.DialogCode.Accepted:
            self._replace(stop_also=dialog.also, stop_not=dialog.but)
            self._on_changed()
        dialog.deleteLater()

    def _replace(self, **values: Any) -> None:
        self.form.set_options(replace(self.options(), **values))

    def _on_changed(self) -> None:
        self._knows_language |= self.options().language != self._language
        self.show_preview()
        self.changed.emit()

    def _on_told(self, shown: Preview) -> None:
        self.problem.hide()
        if self._knows_language or shown.language is None:
            return
        self._knows_language = True
        before, self._language = self.options(), shown.language.code
        self._replace(language=self._language)
        if before != self.options() and before.has_language:
            self.show_preview()
            self.changed.emit()

    def _on_refused(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.setVisible(self._says_why)
