"""The search box: completes words while they are typed, goes to the one that is meant, and takes expressions."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from PySide6.QtCore import QPoint, QStringListModel, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLabel, QLineEdit, QListView, QWidget

from explorer.analysis.expression_parser import BadExpression
from explorer.analysis.expressions import UnknownTerm, can_be_made
from explorer.analysis.word_queries import AskedWords, NoMatch
from explorer.embedding import Embedding, same_vocabulary
from explorer.errors import UnknownWord
from explorer.session.state import State
from explorer.wording import worded
from widgets.commands import Command
from widgets.parts.completion import AskedExpression, WordFinder, find_words, last_term, look_up, look_up_made
from widgets.parts.speaking import speak_of_entries
from widgets.parts.term_completer import TermCompleter
from widgets.theme import Theme, icon
from widgets.workbench import Workbench

MAKE = "make it from its parts"
"""The link by which unknown words are made from their parts; no word is spelled so."""


class SearchBox(QLineEdit):
    """A line for a word of the embedding that is shown, or an expression. Enter goes there; Ctrl+F and / come here.

    What is typed is completed by words that begin so, then by words that contain it, the most frequent first. Of a word
    that is not there the nearest spellings are offered below the box, and by fastText to make it from its parts; a
    mistake in an expression is pointed at.

    Signals
    -------
    word_chosen(int)               : the user asked for the word with this index.
    expression_chosen(str, object) : the user typed an expression; the indices of its words.
    words_chosen(str, object)      : the user asked for several words by /a pattern/ or odd(...); their indices.
    failed(str)                    : the sentence about a word or an expression that means nothing here.
    mended(str)                    : that sentence, once something else was found.
    """

    word_chosen = Signal(int)
    expression_chosen = Signal(str, object)
    words_chosen = Signal(str, object)
    failed = Signal(str)
    mended = Signal(str)

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workbench = workbench
        self._embedding: Embedding | None = None
        self._finder: WordFinder | None = None
        self._completions: list[int] = []
        self._problem: UnknownWord | BadExpression | NoMatch | None = None
        self.setAccessibleName("Search for a word")
        self.setAccessibleDescription(
            "Words that begin so or contain it are offered; Enter goes to the word. "
            "An expression such as king - man + woman is answered, a pattern such as /ing$/ selects words."
        )
        self.setToolTip(
            "A word, or an expression: king - man + woman, 2 paris, avg(red, blue);\n"
            "or /a regular expression/, or odd(breakfast, cereal, lunch) for the word that does not match"
        )
        self.setClearButtonEnabled(True)
        self.setMaxLength(200)
        self.setAcceptDrops(False)  # a file that is dropped here is for the window, not its path for this line
        self._lens = self.addAction(icon("search", "#808080"), QLineEdit.ActionPosition.LeadingPosition)
        self._texts = QStringListModel(self)
        self._popup = QListView()
        self._popup.setObjectName("completions")
        self._popup.setAccessibleName("Words that fit")
        completer = TermCompleter(self._texts, self)
        completer.setMaxVisibleItems(12)
        completer.setPopup(self._popup)
        completer.activated.connect(self._on_completion_chosen)
        self.setCompleter(completer)
        self._hint = _hint_under(self)
        self._hint.linkActivated.connect(self._on_suggestion_chosen)
        self.textEdited.connect(self._on_edited)
        self.returnPressed.connect(self._on_return)
        self._add_command()
        workbench.changes.embedding_changed.connect(self._on_embedding_changed)
        workbench.theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed(workbench.theme.theme)
        self._on_embedding_changed(workbench.state)
        speak_of_entries(self, workbench)

    @property
    def completions(self) -> tuple[str, ...]:
        """The words that are offered now."""
        return tuple(self._texts.stringList())

    @property
    def hint(self) -> QLabel:
        """The sentence below the box."""
        return self._hint

    def start_search(self) -> None:
        """Take the keyboard and select what is there, ready to be typed over."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._hint.hide()
            self.clear()
            self.clearFocus()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._hint.hide()

    def hideEvent(self, event: QHideEvent) -> None:
        self._hint.hide()
        super().hideEvent(event)

    def _add_command(self) -> None:
        commands = self._workbench.commands
        if "search.word" not in commands:
            has_words = Command(
                "search.word",
                "Search for a word",
                "Edit",
                self.start_search,
                "Ctrl+F",
                enabled=lambda state: state.embedding is not None,
            )
            commands.add(has_words).setShortcuts([QKeySequence("Ctrl+F"), QKeySequence("/")])

    def _on_embedding_changed(self, state: State) -> None:
        before, self._embedding = self._embedding, state.embedding
        placeholder = "Search words (/)" if state.embedding else "Open words first"
        self.setPlaceholderText(worded(placeholder, state.unit))
        if same_vocabulary(before, state.embedding):
            return
        self._finder = None
        self._texts.setStringList([])
        self._hint.hide()
        self.clear()
        self.setEnabled(state.embedding is not None)
        if state.embedding is not None:
            job = self._workbench.jobs.start(
                "Preparing the search", find_words, state.embedding, group="completion", quiet=True
            )
            job.succeeded.connect(self._on_finder_ready)

    def _on_finder_ready(self, finder: WordFinder) -> None:
        if self._embedding is not None and finder.index_to_key is self._embedding.index_to_key:
            self._finder = finder
            self._offer(self.text())
            if self.hasFocus() and self._completions:
                self.completer().complete()

    def _on_edited(self, text: str) -> None:
        self._hint.hide()
        self._offer(text)

    def _offer(self, text: str) -> None:
        finder = self._finder
        self._completions = finder.complete(last_term(text)[1]) if finder else []
        self._texts.setStringList([finder.index_to_key[i] for i in self._completions] if finder else [])

    def _on_completion_chosen(self, word: str) -> None:
        if word in self.completions and not last_term(self.text())[0]:
            self._go_to(self._completions[self.completions.index(word)])

    def _on_return(self) -> None:
        if self._popup.isVisible() and self._popup.currentIndex().isValid():
            return  # the completer tells of the chosen completion itself
        self._popup.hide()
        self._look_up(self.text())

    def _look_up(self, word: str, how: Callable[..., object] = look_up) -> None:
        embedding = self._workbench.state.embedding
        if embedding is None or not word.strip():
            return
        job = self._workbench.jobs.start(
            f"Looking for {word.strip()}", how, embedding, word, group="search", quiet=True
        )
        job.succeeded.connect(self._on_looked_up)

    def _on_looked_up(self, answer: int | AskedExpression | AskedWords | UnknownWord | BadExpression | NoMatch) -> None:
        if isinstance(answer, UnknownWord | BadExpression | NoMatch):
            self._problem = answer
            self._show_hint(answer)
            self.failed.emit(str(answer))
        elif isinstance(answer, AskedExpression | AskedWords):
            self._mend()
            signal = self.expression_chosen if isinstance(answer, AskedExpression) else self.words_chosen
            signal.emit(answer.text, answer.indices)
        else:
            self._go_to(answer)

    def _go_to(self, index: int) -> None:
        embedding = self._workbench.state.embedding
        if embedding is not None and index < len(embedding):
            self._mend()
            # The completer writes its own text into the line after this; ours is the last word.
            QTimer.singleShot(0, self, lambda: self.setText(embedding.index_to_key[index]))
            self.word_chosen.emit(index)

    def _mend(self) -> None:
        """Say nothing any more of what was not found before."""
        self._hint.hide()
        self._popup.hide()
        if self._problem is not None:
            self.mended.emit(str(self._problem))
            self._problem = None

    def _show_hint(self, error: UnknownWord | BadExpression | NoMatch) -> None:
        if isinstance(error, BadExpression):
            self._hint.setText(f"{_pointed_at(self.text(), error.position)}<br>{escape(str(error))}")
            self.setCursorPosition(min(error.position, len(self.text())))
        elif isinstance(error, NoMatch):
            self._hint.setText(escape(str(error)))
        else:
            links = ", ".join(f'<a href="{escape(word)}">{escape(word)}</a>' for word in error.suggestions)
            offer = f"<br>Did you mean {links}?" if links else "<br>It may be rarer than the minimum count."
            embedding = self._workbench.state.embedding
            if embedding is not None and can_be_made(embedding, error.word):
                offer += f'<br>Or <a href="{MAKE}">take it as made from its parts</a>.'
            self._hint.setText(f"“{escape(error.word)}” is not in the vocabulary.{offer}")
            if isinstance(error, UnknownTerm):
                self.setSelection(error.position, error.length)
        self._hint.setAccessibleName(str(error))
        self._hint.setMinimumWidth(self.width())
        self._hint.adjustSize()
        self._hint.move(self.mapToGlobal(QPoint(0, self.height() + 4)))
        self._hint.show()

    def _on_suggestion_chosen(self, word: str) -> None:
        """Go to a near spelling, or put it into the expression and ask again; or make what is unknown of its parts."""
        error = self._problem
        if word == MAKE:
            self._look_up(self.text(), look_up_made)
            return
        if isinstance(error, UnknownTerm) and last_term(self.text())[0]:
            before, after = self.text()[: error.position], self.text()[error.position + error.length :]
            self.setText(f"{before}{word}{after}")
            word = self.text()
        self._look_up(word)

    def _on_theme_changed(self, theme: Theme) -> None:
        self._lens.setIcon(icon("search", theme.muted))


def _hint_under(box: QLineEdit) -> QLabel:
    """A floating label that takes no focus, so that typing goes on in the box."""
    hint = QLabel(box, Qt.WindowType.ToolTip)
    hint.setObjectName("search_hint")
    hint.setTextFormat(Qt.TextFormat.RichText)
    hint.setTextInteractionFlags(Qt.TextInteractionFlag.LinksAccessibleByMouse)
    hint.setContentsMargins(10, 8, 10, 8)
    return hint


def _pointed_at(text: str, position: int) -> str:
    """The expression with the character that is meant underlined, or an empty place where one is missing."""
    meant = text[position : position + 1].strip() or "\N{NO-BREAK SPACE}\N{NO-BREAK SPACE}"
    return f"{escape(text[:position])}<u><b>{escape(meant)}</b></u>{escape(text[position + 1 :])}"
