"""The Vocabulary tab."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from explorer.corpus.reading import Corpus
from explorer.corpus.token_options import TokenOptions, told
from explorer.corpus.word_frequencies import WordCounts, count_words
from explorer.options import remembered
from explorer.session.state import State
from widgets.commands import Command
from widgets.jobs import Failure, Job
from widgets.parts.empty_page import EmptyPage
from widgets.parts.labels import ElidedLabel
from widgets.parts.line_finder import LARGE_BYTES, QUIET_BYTES, corpus_of, tokens_of
from widgets.parts.numbers import sized
from widgets.parts.scroll_column import ScrollColumn
from widgets.vocabulary.distribution import Distribution
from widgets.vocabulary.words import VocabularyTable
from widgets.workbench import Workbench

OPEN = "Open a corpus to see its words, how often each stands in it, and what a training would keep of them."
OPEN_BUTTON, COUNT_BUTTON = "Open a corpus", "Count its words"
BUTTONS = {
    OPEN_BUTTON: "Choose a text, or several that belong together.",
    COUNT_BUTTON: "Read the corpus through once and count its words.",
}

Question = tuple[Corpus, TokenOptions]


class VocabularyTab(QWidget):
    """Follows the corpora and the word of the state; a corpus is counted when the tab is seen.

    How it is taken apart is what its shown embedding was learned with, until the user chooses otherwise here.

    Signals
    -------
    wanted()                               : a command of the tab was run while another one was in sight.
    words_requested(Corpus, TokenOptions)  : the user wants to choose how the corpus is taken apart.
    """

    wanted = Signal()
    words_requested = Signal(object, object)

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("vocabulary_tab")
        self._workbench = workbench
        self._corpus: Corpus | None = None
        self._chosen: Corpus | None = None
        self._tokens: WeakKeyDictionary[Corpus, TokenOptions] = WeakKeyDictionary()  # as chosen here
        self._counts: WordCounts | None = None
        self._asked: Question | None = None
        self.corpora = QComboBox()
        self.corpora.setAccessibleName("Corpus")
        self.corpora.setToolTip("The corpus whose words are shown.")
        self.chain = ElidedLabel("", "muted")
        self.words = QPushButton("Words…")
        self.words.setToolTip("Choose how the text is taken apart into words: stop words, base forms, phrases, pieces.")
        self.table = VocabularyTable(workbench)
        self.distribution = Distribution(workbench)
        self.empty = EmptyPage(BUTTONS)
        self._lay_out()
        self.corpora.activated.connect(self._on_corpus_chosen)
        self.words.clicked.connect(self._on_words_clicked)
        self.empty.button.clicked.connect(self._on_button_clicked)
        self.table.table.word_activated.connect(self._on_word_chosen)
        self.distribution.word_chosen.connect(self._on_word_chosen)
        changes = workbench.changes
        changes.embeddings_changed.connect(self._on_corpora_changed)
        changes.embedding_changed.connect(self._on_corpora_changed)
        changes.word_changed.connect(self._on_word_changed)
        for command in (
            Command(
                "vocabulary.show", "Show the vocabulary", "View", self.wanted.emit, "Ctrl+Shift+V", enabled=_has_corpus
            ),
            Command("vocabulary.export", "Export the vocabulary…", "File", self._on_export, enabled=_has_corpus),
        ):
            workbench.commands.add(command)
        self._on_corpora_changed(workbench.state)

    def take_apart(self, corpus: Corpus, tokens: TokenOptions) -> None:
        """Show a corpus as these options take it apart."""
        self._tokens[corpus] = tokens
        self._chosen = corpus
        self._on_corpora_changed(self._workbench.state)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self.corpora)
        head.addWidget(self.chain, 1)
        head.addWidget(self.words)
        self._head = QWidget()
        self._head.setLayout(head)
        head.setContentsMargins(0, 0, 0, 0)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        left, right = QWidget(), ScrollColumn(margin=0)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 12, 0)
        column.addWidget(self.table)
        right.column.setContentsMargins(12, 0, 4, 0)
        right.column.addWidget(self.distribution)
        left.setMinimumWidth(140)
        right.setMinimumWidth(200)
        split.addWidget(left)
        split.addWidget(right)
        split.setStretchFactor(0, 2)
        split.setStretchFactor(1, 3)
        split.setSizes([380, 620])
        self._split = split
        self._body = QStackedWidget()
        self._body.addWidget(self.empty)
        self._body.addWidget(split)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(10)
        column.addWidget(self._head)
        column.addWidget(self._body, 1)

    # What is shown ------------------------------------------------------------------------------------------------

    def _on_corpora_changed(self, state: State) -> None:
        corpus = self._corpus = self._chosen if self._chosen in state.corpora else corpus_of(state)
        blocker = QSignalBlocker(self.corpora)
        self.corpora.clear()
        self.corpora.addItems([each.name for each in state.corpora])
        self.corpora.setCurrentIndex(state.corpora.index(corpus) if corpus is not None else -1)
        self.corpora.setVisible(len(state.corpora) > 1)
        blocker.unblock()
        self._head.setVisible(corpus is not None)
        if corpus is None:
            self._counts = self._asked = None
            self._say(OPEN, OPEN_BUTTON)
            return
        self.chain.setText(f"{corpus.name}: {told(self._how(corpus))}")
        self.refresh()

    def _how(self, corpus: Corpus) -> TokenOptions:
        """As chosen here, else as the shown embedding was learned, else as the next one would be."""
        state, kept = self._workbench.state, self._workbench.settings.options.get("tokens", {})
        if corpus in self._tokens:
            return self._tokens[corpus]
        is_learned = state.embedding is not None and state.embedding.preprocessing is not None
        return tokens_of(state) if is_learned and corpus_of(state) is corpus else remembered(TokenOptions, kept)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def refresh(self, is_wanted: bool = False) -> None:
        """Count the words if that was not done; later, if the tab cannot be seen."""
        corpus = self._corpus
        if corpus is None or not self.isVisible():
            return
        question = corpus, self._how(corpus)
        if question == self._asked or (self._counts and question == (self._counts.corpus, self._counts.tokens)):
            return
        if corpus.n_bytes > LARGE_BYTES and not is_wanted:
            self._say(f"{corpus.name} is large ({sized(corpus.n_bytes)}): counting takes a while.", COUNT_BUTTON)
            return
        self._asked = question
        self._say(f"Counting the words of {corpus.name} …")
        job = self._workbench.jobs.start(
            f"Counting the words of {corpus.name}",
            count_words,
            *question,
            group="vocabulary",
            quiet=corpus.n_bytes < QUIET_BYTES,
        )
        job.progressed.connect(lambda fraction, _: self._on_progressed(job, corpus, fraction))
        job.succeeded.connect(self._on_counted)
        job.failed.connect(self._on_failed)
        job.cancelled.connect(lambda: self._on_cancelled(question))

    def _on_progressed(self, job: Job, corpus: Corpus, fraction: float) -> None:
        if not job.is_finished and corpus is self._corpus:
            self._say(f"Counting the words of {corpus.name} … {fraction:.0%}")

    def _on_counted(self, counts: WordCounts) -> None:
        self._asked = None
        if self._corpus is not counts.corpus:
            return
        self._counts = counts
        self.table.show_counts(counts)
        self.distribution.show_counts(counts)
        self._body.setCurrentWidget(self._split)
        self._on_word_changed(self._workbench.state)

    def _on_failed(self, failure: Failure) -> None:
        self._asked = None
        self._say(failure.sentence, COUNT_BUTTON)

    def _on_cancelled(self, question: Question) -> None:
        if self._asked == question:  # by the user, not by a newer question
            self._asked = None
            self._say("The counting was cancelled.", COUNT_BUTTON)

    def _say(self, sentence: str, button: str = "") -> None:
        self.empty.say(sentence, button)
        self._body.setCurrentWidget(self.empty)

    # What the user does -------------------------------------------------------------------------------------------

    def _on_corpus_chosen(self, place: int) -> None:
        self._chosen = self._workbench.state.corpora[place]
        self._on_corpora_changed(self._workbench.state)

    def _on_words_clicked(self) -> None:
        if self._corpus is not None:
            self.words_requested.emit(self._corpus, self._how(self._corpus))

    def _on_button_clicked(self) -> None:
        if self._corpus is not None:
            self.refresh(is_wanted=True)
        elif "file.open" in self._workbench.commands:
            self._workbench.commands.run("file.open")

    def _on_export(self) -> None:
        self.wanted.emit()
        if self._counts is not None:
            self.table.table.export()

    def _on_word_chosen(self, place: int) -> None:
        """Make a word current everywhere; if no model knows it, it is shown here alone."""
        if self._counts is None:
            return
        word, embedding = self._counts.words[place], self._workbench.state.embedding
        index = None if embedding is None else embedding.key_to_index.get(word)
        self._show_word(place)
        if index is not None:
            self._workbench.store.change(f"Go to {word}", word=index, selection=(index,))

    def _on_word_changed(self, state: State) -> None:
        if self._counts is None or state.embedding is None or state.word is None:
            return
        self._show_word(self._counts.rank_of.get(state.embedding.index_to_key[state.word]))

    def _show_word(self, place: int | None) -> None:
        self.table.choose(place)
        self.distribution.show_word(place)


def _has_corpus(state: State) -> bool:
    return bool(state.corpora)
