"""Completing the word that is being typed in a line, and leaving what stands before it in an expression."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QStringListModel, Qt
from PySide6.QtWidgets import QCompleter, QLineEdit

from widgets.jobs import Job
from widgets.parts.completion import WordFinder, find_words, last_term
from widgets.workbench import Workbench


class TermCompleter(QCompleter):
    """Offers words for the last term of a line; which ones is decided by whoever fills the model."""

    def __init__(self, words: QStringListModel, line: QLineEdit) -> None:
        super().__init__(words, line)
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setFilterMode(Qt.MatchFlag.MatchContains)  # which all of them do: the finder chose them

    def splitPath(self, path: str) -> list[str]:
        return [last_term(path)[1]]

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:
        widget = self.widget()
        before = last_term(widget.text())[0] if isinstance(widget, QLineEdit) else ""
        return before + super().pathFromIndex(index)


class WordsOffered(QStringListModel):
    """The words of the embedding that is shown that complete what is typed in a line; looked for from its first key on.

    Example: ``WordsOffered(workbench, line)`` makes "man -> wom" offer "man -> woman".
    """

    def __init__(self, workbench: Workbench, line: QLineEdit) -> None:
        super().__init__(line)
        self._workbench, self._line = workbench, line
        self._finder: WordFinder | None = None
        self._job: Job | None = None
        completer = TermCompleter(self, line)
        completer.setMaxVisibleItems(8)
        line.setCompleter(completer)
        line.textEdited.connect(self._offer)

    def _offer(self, text: str) -> None:
        embedding, finder = self._workbench.state.embedding, self._finder
        if embedding is None:
            return
        if finder is None or finder.index_to_key is not embedding.index_to_key:
            if self._job is None or self._job.is_finished:  # not once more for each key
                self._job = self._workbench.jobs.start("Preparing the search", find_words, embedding, quiet=True)
                self._job.succeeded.connect(self._on_found)
            return
        self.setStringList([finder.index_to_key[index] for index in finder.complete(last_term(text)[1])])

    def _on_found(self, finder: WordFinder) -> None:
        self._finder = finder
        embedding = self._workbench.state.embedding
        if embedding is not None and finder.index_to_key is embedding.index_to_key:
            self._offer(self._line.text())
            if self._line.hasFocus() and self.rowCount():
                self._line.completer().complete()
