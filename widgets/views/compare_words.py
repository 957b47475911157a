"""The words of the Compare tab: chips, the line that adds others, and the buttons beside it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from explorer.embedding import Embedding
from explorer.neighbors.approach import Asked, ask
from explorer.session.state import State
from explorer.wording import counted
from widgets.commands import Command
from widgets.parts.labels import label
from widgets.parts.numbers import grouped
from widgets.parts.word_chips import WordChips
from widgets.workbench import Workbench

N_NEAREST = 9
HIGHEST = 112  # pixels of the chips: three rows
MOST = 300  # words; more would be neither read nor drawn as chips


class ComparedWords(QWidget):
    """Shows and changes the compared words of the state.

    Signals
    -------
    reordered()     : the user put the words into an order of their own.
    word_asked(int) : the user went to a word.
    wanted()        : a command added words, which are to be seen.
    """

    reordered = Signal()
    word_asked = Signal(int)
    wanted = Signal()

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workbench = workbench
        self._embedding: Embedding | None = None
        self._problem = self._unknown = ""
        self.chips = WordChips(workbench)
        self.chips.words_changed.connect(self._on_words_changed)
        self.chips.word_asked.connect(self.word_asked)
        self.chips.told.connect(self._on_told)
        self.problem = label(role="danger", wrap=True)
        self.problem.hide()
        self.add_selected = QPushButton()
        self.add_selected.setToolTip("Add the words that are selected on the map (Ctrl+D)")
        self.add_selected.clicked.connect(self._on_add_selected)
        self.clear = QPushButton("Clear")
        self.clear.setProperty("role", "quiet")
        self.clear.setToolTip("Take out all words")
        self.clear.clicked.connect(lambda: self.change(()))
        self._lay_out()
        add = workbench.commands.add
        add(Command("compare.add", "Compare the selected words", "Edit", self._on_add_selected, "Ctrl+D", _has_words))
        add(Command("compare.clear", "Clear the comparison", "Edit", lambda: self.change(()), enabled=_has_compared))

    def show_state(self, state: State) -> None:
        """Show the words of a state, and offer those that are selected."""
        if state.embedding is not self._embedding:
            self.tell("")
        self._embedding = state.embedding
        self.setEnabled(state.embedding is not None)
        self.chips.show_words(state.embedding, state.compared)
        self.clear.setVisible(bool(state.compared))
        known = set(state.compared).intersection(state.selection) if state.compared else ()
        n_new = len(state.selection) - len(known)
        self.add_selected.setText(f"Add the {grouped(n_new)} selected" if n_new > 1 else "Add the selected")
        self.add_selected.setVisible(n_new > 0 and bool(state.compared))

    def add(self, indices: Sequence[int]) -> None:
        """Add words behind those that are there."""
        self.change((*self._workbench.state.compared, *indices))

    def add_neighbors(self) -> None:
        """Compare the first word, or the current one, with those nearest to it."""
        state = self._workbench.state
        word = state.compared[0] if state.compared else state.word
        if state.embedding is None or word is None:
            return
        job = self._workbench.jobs.start(
            *("Neighbours", ask, state.embedding, word, N_NEAREST, state.metric, state.approach),
            group="compare-near",
            quiet=True,
        )

        def add(found: Asked) -> None:
            self.add((word, *found.neighbors.indices.tolist()))

        job.succeeded.connect(add)
        job.failed.connect(lambda failure: self.tell(failure.sentence))

    def change(self, words: Sequence[int]) -> None:
        """Compare other words, each once."""
        before = self._workbench.state.compared
        unique = tuple(dict.fromkeys(words))
        kept = unique[:MOST]
        unit = self._workbench.state.unit
        self.tell(f"Only the first {MOST} of {counted(len(unique), unit)} are compared." if unique != kept else "")
        added = len(kept) - len(before)
        n = counted(abs(added), unit)
        text = f"Compare {n}" if added > 0 else f"Take out {n}" if added else f"Reorder the compared {unit}s"
        self._workbench.store.change(text, compared=kept)

    def tell(self, sentence: str) -> None:
        """Say below the chips what is wrong, beside the words that are unknown; an empty text says nothing."""
        self._problem = sentence
        self._show_problem()

    def _on_told(self, sentence: str) -> None:
        self._unknown = sentence
        self._show_problem()

    def _show_problem(self) -> None:
        text = "\n".join(each for each in (self._problem, self._unknown) if each)
        self.problem.setText(text)
        self.problem.setVisible(bool(text))

    def _on_words_changed(self, words: tuple[int, ...]) -> None:
        if set(words) == set(self._workbench.state.compared):
            self.reordered.emit()
        self.change(words)

    def _on_add_selected(self) -> None:
        state = self._workbench.state
        self.add(state.selection or (() if state.word is None else (state.word,)))
        self.wanted.emit()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        row = QHBoxLayout()
        row.addWidget(_FewRows(self.chips), 1)
        for each in (self.add_selected, self.clear):
            row.addWidget(each, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row)
        column.addWidget(self.problem)


class _FewRows(QScrollArea):
    """As high as the chips in it, up to a few rows of them; the others are scrolled to."""

    def __init__(self, chips: WordChips) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(chips)
        chips.installEventFilter(self)
        self._chips = chips
        self._fit()

    def _fit(self) -> None:
        layout = self._chips.layout()
        needed = layout.heightForWidth(max(self.viewport().width(), 1)) if layout is not None else 0
        self.setFixedHeight(min(max(needed, 32), HIGHEST))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            self._fit()
            if self._chips.line.hasFocus():  # so that what is typed next is seen
                self.ensureWidgetVisible(self._chips.line)
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


def _has_words(state: State) -> bool:
    return bool(state.selection) or state.word is not None


def _has_compared(state: State) -> bool:
    return bool(state.compared)
