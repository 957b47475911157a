"""The Co-occurrence tab: how often the words of a corpus meet, and beside it what was learned of them."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from explorer.analysis.cooccurrence_table import CooccurrenceTable, Counted, count_corpus, make_table
from explorer.corpus.concordance import MOST_LINES, known_concordance
from explorer.corpus.reading import Corpus
from explorer.session.state import State
from explorer.wording import WORD
from widgets.commands import Command
from widgets.jobs import Failure, Job
from widgets.parts.empty_page import EmptyPage
from widgets.parts.keep_settings import keep_settings
from widgets.parts.labels import ElidedLabel
from widgets.parts.line_finder import LARGE_BYTES, QUIET_BYTES, LineQuestion, corpus_of, tokens_of
from widgets.parts.numbers import sized
from widgets.views.cooccurrence_choices import Choices
from widgets.views.cooccurrence_counts import CountsPane
from widgets.views.cooccurrence_empty import BUTTONS, COUNT_BUTTON, OPEN, OPEN_BUTTON, TOO_FEW
from widgets.views.cooccurrence_learned import LearnedPane
from widgets.views.cooccurrence_options import SETTINGS_KEY, ViewOptions, remembered
from widgets.views.cooccurrence_pins import PinnedLines
from widgets.views.cooccurrence_telling import describe, question_of
from widgets.workbench import Workbench


class CooccurrenceTab(QWidget):
    """Follows the corpora, the embedding and the selection of the state; counts only while it can be seen.

    Signals
    -------
    wanted() : a command asked for it to be shown.
    """

    wanted = Signal()

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("cooccurrence_tab")
        self._workbench = workbench
        self._corpus: Corpus | None = None
        self._chosen: Corpus | None = None  # by the user, in the list of corpora
        self._counted: Counted | None = None
        self._asked: Any = None
        self._table: CooccurrenceTable | None = None
        self._is_stale = True
        self.choices = Choices(remembered(workbench.settings.options))
        self.counts = CountsPane(workbench)
        self.learned = LearnedPane(workbench)
        self.pinned = PinnedLines(workbench)
        self.status = ElidedLabel(role="muted")
        self.status.setAccessibleName("About the table")
        self.empty = EmptyPage(BUTTONS)
        self.empty.button.clicked.connect(self._on_button_clicked)
        self._lay_out()
        self._add_commands()
        self._connect()
        self._on_corpora_changed(workbench.state)

    @property
    def table(self) -> CooccurrenceTable | None:
        """What is shown."""
        return self._table

    # Layout and commands ------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(1)
        self._split.addWidget(self.counts)
        self._split.addWidget(self.learned)
        self._split.setStretchFactor(0, 3)
        self._split.setStretchFactor(1, 2)
        self._body = QStackedWidget()
        self._body.addWidget(self.empty)
        self._body.addWidget(self._split)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(self.choices)
        page.addWidget(self._body, 1)
        page.addWidget(self.pinned)
        line = QHBoxLayout()
        line.setContentsMargins(14, 5, 14, 6)
        line.addWidget(self.status)
        page.addLayout(line)

    def _add_commands(self) -> None:
        for command in (
            Command("cooccurrence.export", "Export co-occurrences…", "File", self._on_export, enabled=_has_corpus),
            Command(
                "cooccurrence.picture", "Save co-occurrence picture…", "File", self._on_save_picture,
                enabled=_has_corpus,
            ),
            Command("cooccurrence.show", "Show co-occurrences", "View", self.wanted.emit, enabled=_has_corpus),
            Command(
                "cooccurrence.selected", "Show co-occurrences of the selected words", "View", self.show_selected,
                enabled=_has_selection,
            ),
        ):  # fmt: skip
            self._workbench.commands.add(command)

    def _connect(self) -> None:
        changes = self._workbench.changes
        changes.embeddings_changed.connect(self._on_corpora_changed)
        changes.embedding_changed.connect(self._on_corpora_changed)  # its corpus, and how texts are taken apart
        changes.selection_changed.connect(lambda _: self._refresh_if("selected"))
        changes.compared_changed.connect(lambda _: self._refresh_if("compared"))
        changes.word_changed.connect(self._mark)
        self.choices.changed.connect(self._on_options_changed)
        self.choices.corpus_chosen.connect(self._on_corpus_chosen)
        for pane in (self.counts, self.learned):
            pane.pair_chosen.connect(self._on_pair_chosen)
            pane.word_chosen.connect(self._on_word_chosen)

    def show_selected(self) -> None:
        """Show the words that are selected, and go on following the selection."""
        self.wanted.emit()
        options = asdict(self.choices.options) | {"words": "selected"}
        self.choices.set_options(ViewOptions(**options))
        self._on_options_changed(self.choices.options)

    def _on_export(self) -> None:
        self.wanted.emit()
        self.counts.export()

    def _on_save_picture(self) -> None:
        self.wanted.emit()
        self.counts.save_picture()

    # What is to be shown ------------------------------------------------------------------------------------------

    def _on_corpora_changed(self, state: State) -> None:
        corpus = self._chosen if self._chosen in state.corpora else corpus_of(state)
        self.choices.show_corpora(state.corpora, corpus)
        self.choices.setVisible(corpus is not None)
        if corpus is not self._corpus:
            self._corpus = corpus
            self._counted = self._table = None
            self.pinned.unpin()
        self.refresh()

    def _on_corpus_chosen(self, corpus: Corpus) -> None:
        self._chosen = corpus
        self._on_corpora_changed(self._workbench.state)

    def _on_options_changed(self, options: ViewOptions) -> None:
        self._workbench.settings.options[SETTINGS_KEY] = asdict(options)
        keep_settings(self._workbench)
        self.refresh()

    def _refresh_if(self, words: str) -> None:
        if self.choices.options.words == words:
            self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self.refresh()

    def refresh(self) -> None:
        """Count and show again what has changed; later, if it cannot be seen."""
        self._is_stale = not self.isVisible()
        if self._corpus is None:
            self._say(OPEN, OPEN_BUTTON)
        elif not self._is_stale:
            self._count(self._corpus)

    def _count(self, corpus: Corpus, is_wanted: bool = False) -> None:
        options, tokens = self.choices.options, tokens_of(self._workbench.state)
        wanted = (corpus, tokens, options.window, options.distance_weighting)
        if self._counted is not None and _how(self._counted) == wanted:
            self._make_table(self._counted)
            return
        if wanted == self._asked:
            return
        if corpus.n_bytes > LARGE_BYTES and not is_wanted and known_concordance(corpus, tokens) is None:
            self._say(f"{corpus.name} is large ({sized(corpus.n_bytes)}): counting takes a while.", COUNT_BUTTON)
            return
        self._asked = wanted
        job = self._workbench.jobs.start(
            f"Counting {corpus.name}",
            count_corpus,
            *wanted,
            group="cooccurrence counts",
            quiet=corpus.n_bytes < QUIET_BYTES,
        )
        if self._table is None:
            self._say(f"Counting {corpus.name} …")
            job.progressed.connect(lambda fraction, _: self._on_progressed(job, corpus, fraction))
        job.succeeded.connect(self._on_counted)
        job.failed.connect(self._on_failed)
        job.cancelled.connect(lambda: self._on_cancelled(wanted))

    def _make_table(self, counted: Counted) -> None:
        state = self._workbench.state
        options = self.choices.options.table_options(state)
        if options.words is not None and len(options.words) < 2:
            self._say(TOO_FEW[self.choices.options.words])
            return
        job = self._workbench.jobs.start(
            "Making the table", make_table, counted, options, state.embedding, group="cooccurrence table", quiet=True
        )
        job.succeeded.connect(self._on_table_made)
        job.failed.connect(self._on_failed)

    def _on_counted(self, counted: Counted) -> None:
        self._asked = None
        if counted.corpus is self._corpus:
            self._counted = counted
            self.refresh()

    def _on_cancelled(self, wanted: Any) -> None:
        if self._asked == wanted:  # by the user, not by a newer question
            self._asked = None
            if self._table is None:
                self._say("The counting was cancelled.", COUNT_BUTTON)

    def _on_failed(self, failure: Failure) -> None:
        self._asked = None
        self._say(failure.sentence)

    def _on_progressed(self, job: Job, corpus: Corpus, fraction: float) -> None:
        if self._table is None and not job.is_finished:
            self._say(f"Counting {corpus.name} … {fraction:.0%}")

    def _on_table_made(self, table: CooccurrenceTable) -> None:
        if self._counted is not table.counted:
            return
        self._table = table
        self.counts.show_table(table)
        self.learned.show_table(table)
        self._mark(self._workbench.state)
        self._body.setCurrentWidget(self._split)
        self.status.setText(describe(table))

    def _say(self, sentence: str, button: str = "") -> None:
        """Show a sentence in the place of the table."""
        self.empty.say(sentence, button)
        self._body.setCurrentWidget(self.empty)
        self.status.setText("")

    def _on_button_clicked(self) -> None:
        if self._corpus is not None:
            self._count(self._corpus, is_wanted=True)
        elif "file.open" in self._workbench.commands:
            self._workbench.commands.run("file.open")

    # Words and lines ----------------------------------------------------------------------------------------------

    def _on_pair_chosen(self, row: int, column: int) -> None:
        if self._table is not None:
            self.pinned.pin(question_of(self._table, row, column, MOST_LINES))

    def _on_word_chosen(self, place: int) -> None:
        """Make a word current everywhere; if no model knows it, its lines are all there is to show."""
        table, embedding = self._table, self._workbench.state.embedding
        if table is None:
            return
        word = table.words[place]
        index = None if embedding is None else embedding.key_to_index.get(word)
        if index is None:
            self.pinned.pin(LineQuestion(table.counted.corpus, table.counted.tokens, (word,)))
            self._mark_word(word)
        elif self.choices.options.words == "selected":  # which would leave nothing but this word
            self._workbench.store.change(f"Go to {word}", word=index)
        else:
            self._workbench.store.change(f"Go to {word}", word=index, selection=(index,))

    def _mark(self, state: State) -> None:
        if state.embedding is None or state.word is None:
            self._mark_word(None)
        else:
            self._mark_word(state.embedding.index_to_key[state.word])

    def _mark_word(self, word: str | None) -> None:
        for pane in (self.counts, self.learned):
            pane.heatmap.mark(word)


def _how(counted: Counted) -> tuple[Corpus, Any, int, bool]:
    found = counted.cooccurrences
    return counted.corpus, counted.tokens, found.window, found.distance_weighting


def _has_corpus(state: State) -> bool:
    return bool(state.corpora)


def _has_selection(state: State) -> bool:
    return bool(state.corpora) and len(state.selection) > 1 and state.unit == WORD
