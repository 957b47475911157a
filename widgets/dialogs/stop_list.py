"""Edits the list of stop words: all of them as text, from which words are taken and to which words are added."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from explorer.corpus.chain.languages import LANGUAGES
from explorer.corpus.chain.stop_words import stop_list, stop_words_of, words_in
from explorer.corpus.token_options import TokenOptions
from widgets.dialogs.decision_row import DecisionRow
from widgets.parts.labels import label
from widgets.parts.numbers import grouped


class StopListDialog(QDialog):
    """Shows the stop words that the options leave out, one a line, in the order of the alphabet.

    When it is accepted, `also` and `but` hold what was added to the list of the language and what was taken from it.
    """

    def __init__(self, options: TokenOptions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = stop_words_of(options.language)
        self.setWindowTitle("Stop words")
        name = LANGUAGES[options.language].name
        self.list = QPlainTextEdit()
        self.list.setAccessibleName(f"{name} stop words")
        self.list.setAccessibleDescription("These words are left out; add some, or take some away.")
        self.list.setPlainText(
            "\n".join(sorted(stop_list(options.language, True, options.stop_also, options.stop_not)))
        )
        self.list.textChanged.connect(self._show_counts)
        self.counts = label("", "muted", wrap=True)
        self.restore = QPushButton("As it was")
        self.restore.setToolTip(f"Put the list of {name} stop words back as it is shipped.")
        self.restore.clicked.connect(lambda: self.list.setPlainText("\n".join(sorted(self._language))))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(8)
        column.addWidget(label(f"{name} stop words", "title"))
        column.addWidget(label("A word a line, or several parted by blanks or commas.", "muted", wrap=True))
        column.addWidget(self.list, 1)
        column.addWidget(self.counts)
        buttons = DecisionRow(self, "Use this list", "Leave these words out.")
        buttons.insertWidget(0, self.restore)
        column.addLayout(buttons)
        self.resize(380, 520)
        self._show_counts()

    @property
    def also(self) -> str:
        """The words that the list has beside those of the language."""
        return " ".join(sorted(words_in(self.list.toPlainText()) - self._language))

    @property
    def but(self) -> str:
        """The words of the language that the list does not have."""
        return " ".join(sorted(self._language - words_in(self.list.toPlainText())))

    def _show_counts(self) -> None:
        words = words_in(self.list.toPlainText())
        added, taken = len(words - self._language), len(self._language - words)
        self.counts.setText(f"{grouped(len(words))} words · {grouped(added)} added · {grouped(taken)} taken away")
