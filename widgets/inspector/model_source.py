"""Chosen words of a trained model as a source: which words, and samples over them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QPushButton, QWidget

from explorer.embedding import Embedding
from explorer.errors import BadOption, ExplorerError
from explorer.session.state import State
from explorer.training.inspector.embedding_setup import set_up_embedding
from explorer.training.inspector.history import AnySetup
from explorer.training.inspector.options import MOST_CHOSEN, InspectorOptions
from explorer.training.inspector.problems import Problem
from explorer.training.inspector.samples import parse_samples
from explorer.training.inspector.setup import WordsSource
from widgets.inspector.marked_text import MarkedText
from widgets.inspector.sources import Options, Source
from widgets.parts.labels import label
from widgets.workbench import Workbench

FIRST_CHOSEN = 12  # words of a model that are taken when none is selected


class ModelSource(Source):
    """Chosen words of the embedding that is open, with its own vectors."""

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workbench = workbench
        self.about = label(role="muted", wrap=True)
        self.words = MarkedText(
            workbench.theme,
            "Words of the model",
            f"Up to {MOST_CHOSEN} words, parted by blanks.",
            self._read_words,
            rows=3,
        )
        self.take = QPushButton("Take the selected words")
        self.take.setToolTip("The words that are selected on the map, or the most frequent ones if none is.")
        self.take.clicked.connect(self.take_selection)
        self.data = MarkedText(
            workbench.theme,
            "Samples over the words",
            "Samples to train on, such as king|queen; empty: the words are only looked at.",
            lambda text: parse_samples(text).problems if text.strip() else (),
            rows=2,
        )
        self.column.addWidget(self.about)
        self.column.addWidget(self.words)
        self.column.addWidget(self.take)
        self.column.addWidget(label("Samples (context|target)", "heading"))
        self.column.addWidget(self.data)
        self.words.edited.connect(self.edited)
        self.data.edited.connect(self.edited)
        workbench.changes.embedding_changed.connect(self._on_embedding_changed)
        self._on_embedding_changed(workbench.state)

    @property
    def is_right(self) -> bool:
        return self._workbench.state.embedding is not None and self.words.is_right and self.data.is_right

    def make(self, options: Options) -> AnySetup:
        embedding = self._workbench.state.embedding
        assert isinstance(options, InspectorOptions)
        if embedding is None:
            raise ExplorerError("No model is open. Open word vectors, or train a model on a text.")
        if not self.words.text.strip():
            self.words.set_text(" ".join(_chosen(self._workbench.state)))
        words = tuple(dict.fromkeys(self.words.text.split()))
        if len(words) < 2:
            raise BadOption("The Inspector needs at least two words of the model. Type them, parted by blanks.")
        return set_up_embedding(embedding, words, options, self.data.text)

    def take_selection(self) -> None:
        """Take the selected words, or the most frequent ones, and restart."""
        self.words.set_text(" ".join(_chosen(self._workbench.state)))
        self.data.set_text("")
        self.restarts.emit("Inspect words of the model")

    def show_source(self, source: WordsSource) -> None:
        """Show words that came back by undo."""
        self.words.set_text(" ".join(source.words))
        if source.text != self.data.text:
            self.data.set_text(source.text)

    def _read_words(self, text: str) -> Sequence[Problem]:
        embedding = self._workbench.state.embedding
        return () if embedding is None else unknown_words(text, embedding)

    def _on_embedding_changed(self, state: State) -> None:
        embedding = state.embedding
        self.take.setEnabled(embedding is not None)
        self.about.setText(
            "No model is open. Open word vectors, or train a model on a text; then its words can be looked at here."
            if embedding is None
            else f"{embedding.name}: its own vectors; the softmax is over the chosen words only."
        )
        self.words.check()
        self.edited.emit()


def unknown_words(text: str, embedding: Embedding) -> tuple[Problem, ...]:
    """What is wrong with a list of words: those that the model does not know, and those that are too many."""
    problems, place = [], 0
    seen: set[str] = set()
    for word in text.split():
        start = text.index(word, place)
        place = start + len(word)
        if word not in embedding.key_to_index:
            problems.append(Problem(f"“{word}” is not among the words of {embedding.name}.", start, place))
        elif word not in seen and len(seen) == MOST_CHOSEN:
            problems.append(
                Problem(f"More than {MOST_CHOSEN} words cannot be told apart; leave some out.", start, len(text))
            )
            break
        seen.add(word)
    return tuple(problems)


def _chosen(state: State) -> list[str]:
    """The selected words, up to as many as can be shown, or the first of the vocabulary."""
    embedding = state.embedding
    if embedding is None:
        return []
    rows = state.selection[:MOST_CHOSEN] if len(state.selection) > 1 else range(min(FIRST_CHOSEN, len(embedding)))
    words = [embedding.index_to_key[row] for row in rows]
    return [word for word in words if not any(mark in word for mark in "|^, \t\n")]
