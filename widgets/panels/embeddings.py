"""What is open: embeddings and corpora."""

from __future__ import annotations

from collections.abc import Iterable

from explorer.corpus.reading import Corpus
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from explorer.embedding import Embedding
from explorer.session.state import State
from widgets.panels.open_row import OpenRow
from widgets.parts.labels import label
from widgets.parts.numbers import grouped, sized
from widgets.parts.scroll_column import ScrollColumn
from widgets.workbench import Workbench

NOTHING_OPEN = "Nothing is open yet. Open word vectors or a text, or drop them anywhere on the window."


class EmbeddingsPanel(ScrollColumn):
    """A row for each open embedding and corpus; a click shows an embedding, or trains on a corpus.

    Signals
    -------
    train_requested(Corpus) : the user wants a model of this corpus.
    """

    train_requested = Signal(object)

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workbench = workbench
        self.embedding_rows: dict[Embedding, OpenRow] = {}
        self.corpus_rows: list[OpenRow] = []
        self._rows = QVBoxLayout()
        self._rows.setSpacing(2)
        self.column.addLayout(self._rows)
        self.column.addLayout(self._buttons())
        self.column.addStretch(1)
        workbench.changes.embeddings_changed.connect(self._on_embeddings_changed)
        workbench.changes.embedding_changed.connect(self._on_embedding_changed)
        workbench.theme.changed.connect(self._on_theme_changed)
        self._on_embeddings_changed(workbench.state)

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        for text, command, sentence in (
            ("Open…", "file.open", "Open word vectors, or texts to learn them from"),
            ("Train…", "embedding.train", "Learn word vectors from a corpus"),
        ):
            button = QPushButton(text)
            button.setToolTip(sentence)
            button.clicked.connect(lambda _=False, command=command: self._workbench.commands.run(command))
            if command == "embedding.train":
                button.setProperty("role", "primary")
            row.addWidget(button, 1)
        return row

    def _on_theme_changed(self) -> None:
        self._on_embeddings_changed(self._workbench.state)  # the icons have another colour

    def _on_embeddings_changed(self, state: State) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self.embedding_rows = {each: self._embedding_row(each) for each in state.embeddings}
        self.corpus_rows = [self._corpus_row(each) for each in state.corpora]
        self._add_rows(self.embedding_rows.values())
        if state.corpora:
            self._rows.addSpacing(8)
            self._rows.addWidget(label("Corpora", "heading"))
            self._add_rows(self.corpus_rows)
        if not state.embeddings and not state.corpora:
            self._rows.addWidget(label(NOTHING_OPEN, "muted", wrap=True))
        self._on_embedding_changed(state)
        self.updateGeometry()

    def _add_rows(self, rows: Iterable[OpenRow]) -> None:
        for row in rows:
            self._rows.addWidget(row)

    def _embedding_row(self, embedding: Embedding) -> OpenRow:
        origin = f" · {embedding.origin}" if embedding.origin else ""
        about = f"{grouped(len(embedding))} × {grouped(embedding.dim)}{origin}"
        row = OpenRow(self._workbench.theme, embedding.name, about)
        row.activated.connect(lambda: self._show(embedding))
        row.close_requested.connect(lambda: self._close(embedding))
        return row

    def _corpus_row(self, corpus: Corpus) -> OpenRow:
        row = OpenRow(self._workbench.theme, corpus.name, about_corpus(corpus))
        train = f"Train on {corpus.name}…"
        row.add_action("sparkles", train, lambda: self.train_requested.emit(corpus))
        row.activated.connect(lambda: self.train_requested.emit(corpus))
        row.close_requested.connect(lambda: self._close_corpus(corpus))
        return row

    def _on_embedding_changed(self, state: State) -> None:
        for embedding, row in self.embedding_rows.items():
            row.set_current(embedding is state.embedding)

    def _show(self, embedding: Embedding) -> None:
        self._workbench.store.change(f"Show {embedding.name}", embedding=embedding)

    def _close(self, embedding: Embedding) -> None:
        state = self._workbench.state
        left = tuple(each for each in state.embeddings if each is not embedding)
        shown = state.embedding
        if shown is embedding:  # its neighbour in the list takes its place
            place = state.embeddings.index(embedding)
            shown = left[min(place, len(left) - 1)] if left else None
        self._workbench.store.change(f"Close {embedding.name}", embeddings=left, embedding=shown)

    def _close_corpus(self, corpus: Corpus) -> None:
        left = tuple(each for each in self._workbench.state.corpora if each is not corpus)
        self._workbench.store.change(f"Close {corpus.name}", corpora=left)


def about_corpus(corpus: Corpus) -> str:
    """A line about a corpus: its size and how many files it is made of."""
    n_files = len(corpus.paths)
    files = "" if n_files == 1 else f" · {grouped(n_files)} files"
    return f"{sized(corpus.n_bytes)}{files}"
