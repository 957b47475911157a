"""What is open: embeddings and corpora."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from explorer.corpus.reading import Corpus
from explorer.embedding import Embedding, same_vocabulary
from explorer.session.state import State
from widgets.panels.open_row import OpenRow
from widgets.parts.labels import label
from widgets.parts.numbers import grouped, sized
from widgets.parts.scroll_column import ScrollColumn
from widgets.workbench import Workbench

INSET = 8
NOTHING_OPEN = "Nothing is open yet. Open word vectors or a text, or drop them anywhere on the window."


class EmbeddingsPanel(ScrollColumn):
    """A row for each open embedding and corpus; a click shows an embedding, or trains on a corpus.

    Rows stay what they are, with the pointer and the keyboard's focus on them, as long as what they stand for is open;
    the model that is being trained keeps its row through all its states.

    Signals
    -------
    train_requested(Corpus)    : the user wants a model of this corpus.
    encoding_requested(Corpus) : the user wants it read in another encoding than the one that was guessed.
    """

    train_requested = Signal(object)
    encoding_requested = Signal(object)

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workbench = workbench
        self.embedding_rows: dict[Embedding, OpenRow] = {}
        self.corpus_rows: dict[Corpus, OpenRow] = {}
        self.buttons: list[QPushButton] = []
        self.column.setContentsMargins(14 - INSET, 10, 14 - INSET, 14)  # the ground of a row goes beyond its letters
        self.nothing = label(NOTHING_OPEN, "muted", wrap=True)
        self.nothing.setContentsMargins(INSET, 2, INSET, 2)
        self.corpora = label("Corpora", "heading")
        self.corpora.setContentsMargins(INSET, 8, INSET, 2)
        self._embeddings, self._corpora = _column_of_rows(), _column_of_rows()
        for part in (self.nothing, self.corpora):
            self.column.addWidget(part)
        self.column.insertLayout(1, self._embeddings)
        self.column.addLayout(self._corpora)
        self.column.addLayout(self._buttons())
        self.column.addStretch(1)
        self._scroll_to_current = QTimer(self, singleShot=True, interval=0)  # a new row has its place only then
        self._scroll_to_current.timeout.connect(self._show_current)
        self.verticalScrollBar().rangeChanged.connect(lambda *_: self._scroll_to_current.start())
        workbench.changes.embeddings_changed.connect(self._on_embeddings_changed)
        workbench.changes.embedding_changed.connect(self._on_embedding_changed)
        self._on_embeddings_changed(workbench.state)

    def close_embedding(self, embedding: Embedding) -> None:
        """Close an embedding; if it was shown, its neighbour in the list takes its place."""
        state = self._workbench.state
        left = tuple(each for each in state.embeddings if each is not embedding)
        shown = state.embedding
        if shown is embedding:
            place = state.embeddings.index(embedding)
            shown = left[min(place, len(left) - 1)] if left else None
        self._workbench.store.change(f"Close {embedding.name}", embeddings=left, embedding=shown)

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.setContentsMargins(INSET, 0, INSET, 0)
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
            self.buttons.append(button)
        return row

    def _on_embeddings_changed(self, state: State) -> None:
        before = {known: row for known, row in self.embedding_rows.items() if known not in state.embeddings}
        self.embedding_rows = {
            each: self.embedding_rows.get(each) or self._row_of(each, before) for each in state.embeddings
        }
        self.corpus_rows = {each: self.corpus_rows.get(each) or self._corpus_row(each) for each in state.corpora}
        _arrange(self._embeddings, list(self.embedding_rows.values()))
        _arrange(self._corpora, list(self.corpus_rows.values()))
        self._order_for_tab()
        self.corpora.setVisible(bool(state.corpora))
        self.nothing.setVisible(not state.embeddings and not state.corpora)
        self._on_embedding_changed(state)
        self.updateGeometry()

    def _order_for_tab(self) -> None:
        """Let Tab go from row to row and on to the buttons, as they stand below each other."""
        before: QWidget = self.nothing
        for each in (*self.embedding_rows.values(), *self.corpus_rows.values(), *self.buttons):
            self.setTabOrder(before, each)
            before = each

    def _row_of(self, embedding: Embedding, before: dict[Embedding, OpenRow]) -> OpenRow:
        """The row that an earlier state of its training had ``before``; otherwise a new one."""
        for known in before:
            if same_vocabulary(known, embedding) and known.name == embedding.name:
                row = before.pop(known)
                row.set_about(about_embedding(embedding), embedding.notices)
                return row
        return self._embedding_row(embedding)

    def _embedding_row(self, embedding: Embedding) -> OpenRow:
        row = OpenRow(self._workbench.theme, embedding.name, "")
        row.set_about(about_embedding(embedding), embedding.notices)
        row.activated.connect(lambda: self._show(self._embedding_of(row)))
        row.close_requested.connect(lambda: self.close_embedding(self._embedding_of(row)))
        return row

    def _embedding_of(self, row: OpenRow) -> Embedding:
        return next(embedding for embedding, each in self.embedding_rows.items() if each is row)

    def _corpus_row(self, corpus: Corpus) -> OpenRow:
        row = OpenRow(self._workbench.theme, corpus.name, "")
        row.set_about(about_corpus(corpus), corpus.notices)
        train = f"Train on {corpus.name}…"
        row.add_action("sparkles", train, lambda: self.train_requested.emit(corpus))
        if any(part.is_guess for part in corpus.parts):
            row.add_action("file-text", "Read in another encoding…", lambda: self.encoding_requested.emit(corpus))
        row.activated.connect(lambda: self.train_requested.emit(corpus))
        row.close_requested.connect(lambda: self._close_corpus(corpus))
        return row

    def _on_embedding_changed(self, state: State) -> None:
        for embedding, row in self.embedding_rows.items():
            row.set_current(embedding is state.embedding)
        self._scroll_to_current.start()

    def _show_current(self) -> None:
        """Scroll to the embedding that is shown."""
        embedding = self._workbench.state.embedding
        if embedding is not None and (row := self.embedding_rows.get(embedding)) is not None:
            self.ensureWidgetVisible(row, 0, INSET)

    def _show(self, embedding: Embedding) -> None:
        self._workbench.store.change(f"Show {embedding.name}", embedding=embedding)

    def _close_corpus(self, corpus: Corpus) -> None:
        left = tuple(each for each in self._workbench.state.corpora if each is not corpus)
        self._workbench.store.change(f"Close {corpus.name}", corpora=left)


def about_embedding(embedding: Embedding) -> str:
    """A line about an embedding: its size and where it came from."""
    origin = f" · {embedding.origin}" if embedding.origin else ""
    return f"{grouped(len(embedding))} × {grouped(embedding.dim)}{origin}"


def about_corpus(corpus: Corpus) -> str:
    """A line about a corpus: its size and how many files it is made of, those in archives too."""
    n_files = len(corpus.parts) or len(corpus.paths)
    files = "" if n_files == 1 else f" · {grouped(n_files)} files"
    return f"{sized(corpus.n_bytes)}{files}"


def _column_of_rows() -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(1)
    return column


def _arrange(column: QVBoxLayout, rows: list[OpenRow]) -> None:
    """Let a column hold these rows in this order; a row that stays is not touched, one that is not named goes."""
    for place in reversed(range(column.count())):
        item = column.itemAt(place)
        row = item.widget() if item is not None else None
        if row is not None and row not in rows:
            column.removeWidget(row)
            row.hide()
            row.deleteLater()
    for place, row in enumerate(rows):
        if column.indexOf(row) != place:
            column.insertWidget(place, row)
