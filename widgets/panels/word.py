"""The panel of the current word, of an expression, or of the words that are selected."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QStackedWidget, QVBoxLayout, QWidget

from explorer.embedding import Embedding, same_vocabulary
from explorer.session.state import State
from explorer.wording import counted
from widgets.commands import Command
from widgets.panels.expression_page import ExpressionPage
from widgets.panels.selected_words import SelectedWords
from widgets.panels.trail import Trail
from widgets.panels.word_page import WordPage
from widgets.parts.labels import label
from widgets.parts.speaking import speak_of_entries
from widgets.workbench import Workbench

LONGEST = 28  # letters of an expression on the button that leads back to it
EMPTY = "Click a word on the map, or search for one, to see its vector and its nearest neighbours."


class WordPanel(QStackedWidget):
    """Shows the current word, what an expression leads to, the list of the selected words, or what would fill it.

    A click on a neighbour goes to that word; Alt+Left and Alt+Right walk along the words that were looked at.
    """

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workbench = workbench
        self._embedding: Embedding | None = None
        self.trail = Trail()
        self.empty = self._empty_page()
        self.page = WordPage(workbench)
        self.selected = SelectedWords(workbench)
        self.expression = ExpressionPage(workbench)
        for each in (self.empty, self.page, self.expression, self.selected):
            self.addWidget(each)
        self._add_commands()
        self.page.word_asked.connect(self.go_to)
        self.page.back_button.clicked.connect(self.back)
        self.page.forward_button.clicked.connect(self.forward)
        self.page.list_button.clicked.connect(lambda: self.setCurrentWidget(self.selected))
        self.page.expression_button.clicked.connect(self._on_back_to_expression)
        self.expression.word_asked.connect(self.go_to)
        self.selected.word_asked.connect(self._on_listed_word_asked)
        changes = workbench.changes
        changes.embedding_changed.connect(self._on_embedding_changed)
        changes.word_changed.connect(self._on_word_changed)
        changes.selection_changed.connect(self._on_selection_changed)
        changes.expression_changed.connect(self._on_expression_changed)
        workbench.theme.changed.connect(self.page.dress)
        self.page.dress(workbench.theme.theme)
        self._embedding = workbench.state.embedding
        self._on_word_changed(workbench.state)
        self._on_selection_changed(workbench.state)
        self._on_expression_changed(workbench.state)
        speak_of_entries(self, workbench)

    def ask_expression(self, text: str, indices: Sequence[int]) -> None:
        """Show what an expression leads to, and select its words."""
        selection = tuple(sorted(set(indices)))
        self._workbench.store.change(f"Ask {text}", expression=text, word=None, selection=selection)

    def select_words(self, text: str, indices: Sequence[int]) -> None:
        """Select the words that a question asked for, or go to the only one."""
        if len(indices) == 1:
            self.go_to(indices[0])
        else:
            self._workbench.store.change(f"Find {text}", word=None, expression="", selection=tuple(indices))

    def go_to(self, index: int) -> None:
        """Make a word the current and only selected one."""
        embedding = self._workbench.state.embedding
        if embedding is not None:
            word = embedding.index_to_key[index]
            self._workbench.store.change(f"Go to {word}", word=index, selection=(index,))

    def back(self) -> None:
        """Return to the word before."""
        self._walk_to(self.trail.back())

    def forward(self) -> None:
        """Take back a step back."""
        self._walk_to(self.trail.forward())

    def _walk_to(self, index: int | None) -> None:
        if index is not None:
            self.go_to(index)
            self._show_ways()

    def _add_commands(self) -> None:
        for key, text, run, shortcut in (
            ("word.back", "Back to the word before", self.back, "Alt+Left"),
            ("word.forward", "Forward to the next word", self.forward, "Alt+Right"),
        ):
            if key not in self._workbench.commands:
                self._workbench.commands.add(Command(key, text, "View", run, shortcut))

    def _empty_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(14, 14, 14, 14)
        column.setSpacing(12)
        column.addWidget(label(EMPTY, "muted", wrap=True))
        search = QPushButton("Search for a word")
        search.setToolTip("Type a word; the / key comes to the search box too.")
        search.clicked.connect(self._on_search)
        column.addWidget(search, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        return page

    def _on_search(self) -> None:
        if "search.word" in self._workbench.commands:
            self._workbench.commands.run("search.word")

    def _on_listed_word_asked(self, index: int) -> None:
        """A word of the list becomes current while the others stay selected."""
        embedding = self._workbench.state.embedding
        if embedding is not None:
            if self._workbench.state.word == index:
                self.setCurrentWidget(self.page)
            self._workbench.store.change(f"Go to {embedding.index_to_key[index]}", word=index)

    def _on_embedding_changed(self, state: State) -> None:
        before, self._embedding = self._embedding, state.embedding
        if same_vocabulary(before, state.embedding):  # a later state of the model that is being trained
            self.page.show_word(state)
            self.expression.show_expression(state)
            return
        self.trail.clear()
        if state.word is not None:
            self.trail.visit(state.word)
        self._on_selection_changed(state)
        self._on_word_changed(state)
        self._on_expression_changed(state)

    def _on_word_changed(self, state: State) -> None:
        if state.word is not None:
            self.trail.visit(state.word)
        self.page.show_word(state)
        self._show_ways()
        self.setCurrentWidget(self._fitting_page(state))

    def _on_selection_changed(self, state: State) -> None:
        self.selected.show_selection(state)
        several = len(state.selection) > 1
        self.page.list_button.setText(f"{counted(len(state.selection), state.unit)} are selected" if several else "")
        self.page.list_button.setVisible(several)
        is_of_expression = state.word is None and state.selection == self.expression.selection
        self.setCurrentWidget(self.selected if several and not is_of_expression else self._fitting_page(state))

    def _on_expression_changed(self, state: State) -> None:
        self.expression.show_expression(state)
        text = state.expression
        self.page.expression_button.setText(text if len(text) <= LONGEST else f"{text[:LONGEST]}…")
        self.page.expression_button.setVisible(bool(text))
        if text or self.currentWidget() is self.expression:
            self.setCurrentWidget(self._fitting_page(state))

    def _on_back_to_expression(self) -> None:
        state = self._workbench.state
        self._workbench.store.change(f"Go to {state.expression}", word=None, selection=self.expression.selection)

    def _fitting_page(self, state: State) -> QWidget:
        if state.embedding is None:
            return self.empty
        if state.word is not None:
            return self.page
        if state.expression:
            return self.expression
        return self.selected if len(state.selection) > 1 else self.empty

    def _show_ways(self) -> None:
        self.page.back_button.setEnabled(self.trail.can_go_back)
        self.page.forward_button.setEnabled(self.trail.can_go_forward)
