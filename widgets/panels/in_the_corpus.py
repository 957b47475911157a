"""The lines of the open corpus that the current word stands in."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from explorer.corpus.concordance import Lines, known_concordance
from explorer.session.state import State
from explorer.wording import WORD
from widgets.jobs import Job
from widgets.parts.labels import ElidedLabel, hairline, label
from widgets.parts.line_buttons import LineButtons
from widgets.parts.line_finder import LARGE_BYTES, LineFinder, LineQuestion, corpus_of, tokens_of
from widgets.parts.line_list import LineList, told_of
from widgets.parts.numbers import sized
from widgets.workbench import Workbench


class InTheCorpus(QWidget):
    """Follows the word of the state; hidden while no corpus is open, and of documents.

    The corpus is read through in a job when the first word is shown; a large one only after the user has asked for it.
    """

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workbench = workbench
        self._wanted: LineQuestion | None = None
        self.finder = LineFinder(workbench, "lines of the word", self)
        self.heading = ElidedLabel("IN THE CORPUS", "heading")
        self.list = LineList(workbench, "Lines of the corpus")
        self.buttons = LineButtons(self.list, self.finder, workbench)
        self.note = label(role="muted", wrap=True)
        self.read = QPushButton("Find its lines")
        self.read.setToolTip("Read the corpus through once; afterwards the lines of every word are found at once.")
        self.read.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.read.clicked.connect(self._on_read_wanted)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._lay_out()
        self._show_note("")
        self.finder.found.connect(self._on_found)
        self.finder.reading.connect(self._on_reading)
        self.finder.stopped.connect(self._on_stopped)
        workbench.changes.embeddings_changed.connect(self.show_word)
        self.hide()

    def show_word(self, state: State) -> None:
        """Show the lines of the current word, if there are a word and a corpus."""
        corpus = corpus_of(state)
        if corpus is None or state.embedding is None or state.word is None or state.unit != WORD:
            self._wanted = None
            self.finder.forget()
            self.hide()
            return
        word = state.embedding.index_to_key[state.word]
        question = LineQuestion(corpus, tokens_of(state), (word,))
        if question == self._wanted:
            return
        self._wanted = question
        self.heading.setText(f"IN {corpus.name.upper()}")
        self.heading.setAccessibleName(f"Lines of {corpus.name}")
        self.list.export_name = f"{word} in {corpus.name}"
        self.show()
        if corpus.n_bytes > LARGE_BYTES and known_concordance(corpus, question.tokens) is None:
            self.finder.forget()
            self._show_note(f"{corpus.name} is large ({sized(corpus.n_bytes)}): finding lines takes a while.", True)
        else:
            self.finder.ask(question)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 0)
        column.setSpacing(5)
        column.addWidget(hairline())
        head = QHBoxLayout()
        head.setSpacing(0)
        head.addWidget(self.heading, 1)
        head.addWidget(self.buttons)
        column.addLayout(head)
        column.addWidget(self.list)
        column.addWidget(self.note)
        column.addWidget(self.read)

    def _on_read_wanted(self) -> None:
        if self._wanted is not None:
            self.finder.ask(self._wanted)

    def _on_found(self, question: LineQuestion, found: Lines) -> None:
        if question != self._wanted:
            return
        (word,) = question.words
        self.list.set_lines(found.lines)
        if not found.lines:
            self._show_note(f"“{word}” does not stand in this corpus.")
        else:
            self._show_note(told_of(found), has_lines=True)

    def _on_reading(self, job: Job) -> None:
        self._show_note("Reading the corpus …")
        job.progressed.connect(self._on_progressed)

    def _on_progressed(self, fraction: float, _: str) -> None:
        if self._wanted is not None and self._wanted == self.finder.asked and not self.list.lines.rowCount():
            self._show_note(f"Reading the corpus … {fraction:.0%}")

    def _on_stopped(self, sentence: str) -> None:
        self._show_note(sentence or "The corpus was not read through.", can_read=True)

    def _show_note(self, text: str, can_read: bool = False, has_lines: bool = False) -> None:
        if not has_lines:
            self.list.set_lines(())
        self.list.setVisible(has_lines)
        self.note.setText(text)
        self.note.setVisible(bool(text))
        self.read.setVisible(can_read)
