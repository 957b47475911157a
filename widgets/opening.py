"""From what was dropped, chosen or named to open embeddings and corpora."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from explorer.corpus.encodings import telling_lines
from explorer.corpus.judging import BY_CONTENT, TextChoice
from explorer.corpus.reading import Corpus, open_corpus
from explorer.corpus.table_heads import TableHead
from explorer.dropped import Dropped, sort_dropped
from explorer.embedding import Embedding
from explorer.errors import UnreadableFile
from explorer.formats.content import Content
from explorer.formats.registry import read_vectors
from explorer.opening import read_head
from explorer.options import remembered
from explorer.samples import Sample, open_sample, sample_of
from explorer.wording import counted
from widgets.dialogs.choose_encoding import ChooseEncodingDialog
from widgets.dialogs.choose_reading import ChooseReadingDialog
from widgets.dialogs.choose_text import ChooseTextDialog
from widgets.jobs import Failure
from widgets.open_files import OpenFiles, Stamp, corpus_stamp, vectors_stamp
from widgets.parts.keep_settings import keep_settings
from widgets.parts.numbers import grouped
from widgets.workbench import Workbench

PREVIEW_LINES = 6
ALL_FILES = "Texts and word vectors (*)"
FILTERS = ";;".join(
    (
        ALL_FILES,
        "Texts (*.txt *.md *.html *.htm *.xml *.pdf *.docx)",
        "Tables of texts (*.csv *.tsv *.jsonl *.json *.parquet)",
        "Archives of texts (*.zip *.tar *.tgz *.gz *.bz2 *.xz)",
        "Word vectors (*.txt *.vec *.w2v *.bin)",
    )
)


class Opening(QObject):
    """Opens files, folders and samples, each in a job of its own.

    Signals
    -------
    said(str)                    : what became of it, for the bottom of the window.
    refused(Failure)             : what could not be opened, and why.
    corpus_opened(Corpus)        : a corpus of the user's is open and waits to be learned from.
    sample_opened(Sample, Corpus): a shipped corpus is open; it is trained at once, with its own parameters.
    """

    said = Signal(str)
    refused = Signal(object)
    corpus_opened = Signal(object)
    sample_opened = Signal(object, object)

    def __init__(self, workbench: Workbench, window: QWidget) -> None:
        super().__init__(window)
        self._workbench = workbench
        self._window = window
        self._known = OpenFiles()

    def ask(self) -> None:
        """Let the user choose files; several texts become one corpus."""
        chosen, _ = QFileDialog.getOpenFileNames(self._window, "Open", self._last_folder(), FILTERS)
        if chosen:
            self.open([Path(each) for each in chosen])

    def ask_folder(self) -> None:
        """Let the user choose a folder of texts or of word vectors."""
        if chosen := QFileDialog.getExistingDirectory(self._window, "Open a folder", self._last_folder()):
            self.open([Path(chosen)])

    def open(self, paths: Sequence[Path], choice: TextChoice | None = None) -> None:
        """Open whatever the files and folders hold; a choice of columns that fits a table is not asked for again."""
        name = paths[0].name if len(paths) == 1 else f"{grouped(len(paths))} files"
        job = self._workbench.jobs.start(f"Looking at {name}", sort_dropped, tuple(paths))
        job.succeeded.connect(lambda dropped: self._on_sorted(dropped, choice))

    def ask_encoding(self, corpus: Corpus) -> None:
        """Let the user choose another encoding for the texts of a corpus whose encoding was guessed."""
        part = next(each for each in corpus.parts if each.is_guess)
        try:
            lines = [] if part.member else telling_lines(part.path)
        except UnreadableFile as error:
            self.refused.emit(Failure(str(error)))
            return
        dialog = ChooseEncodingDialog(part.file_name, part.encoding, lines, self._window)
        dialog.accepted.connect(lambda: self._read_again(corpus, dialog.chosen))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def open_recent(self, entry: str) -> None:
        """Open an entry of the recent files, which is one path, or several of one corpus."""
        kept = self._workbench.settings.recent_choices.get(entry)
        choice = None if kept is None else remembered(TextChoice, kept)
        self.open([Path(each) for each in entry.split("\n")], choice)

    def open_sample(self, key: str) -> None:
        """Open what ships with the program."""
        sample = sample_of(key)
        if (known := self._known.of((key,), self._workbench.state.embeddings)) is not None:
            self._workbench.store.change(f"Show {known.name}", embedding=known)
            self.said.emit(f"{known.name} is open already.")
            return
        job = self._workbench.jobs.start(f"Opening {sample.title}", open_sample, key)
        job.succeeded.connect(lambda opened: self._on_sample_opened(sample, opened))

    def _on_sorted(self, dropped: Dropped, choice: TextChoice | None) -> None:
        self._take(list(dropped.vectors), list(dropped.texts), dropped.table, choice)
        if dropped.refused:
            more = len(dropped.refused) - 1
            rest = f" ({grouped(more)} more could not be opened either.)" if more else ""
            self.refused.emit(Failure(dropped.refused[0] + rest))

    def _take(
        self,
        waiting: list[tuple[Path, tuple[Content, ...]]],
        texts: list[Path],
        table: TableHead | None,
        choice: TextChoice | None,
    ) -> None:
        """Open what waits, one after the other, asking where that is not clear; then the texts as one corpus."""
        while waiting:
            path, readings = waiting.pop(0)
            if len(readings) > 1:
                self._ask_reading(path, readings, texts, lambda: self._take(waiting, texts, table, choice))
                return
            self._read(path, readings[0])
        if texts and table is not None and choice is not None and _fits(choice, table):
            self._open_corpus(texts, choice)
        elif texts and table is not None:
            self._ask_column(table, texts)
        elif texts:
            self._open_corpus(texts, BY_CONTENT)

    def _ask_reading(
        self,
        path: Path,
        readings: Sequence[Content],
        texts: list[Path],
        then: Callable[[], None],
    ) -> None:
        head, _ = read_head(path, 4096)
        lines = head.decode("utf-8", "replace").split("\n")[:PREVIEW_LINES]
        choices = [(str(place), *_name_and_sentence(each)) for place, each in enumerate(readings)]
        dialog = ChooseReadingDialog(path, choices, lines, self._window)

        def on_finished(result: int) -> None:
            chosen = readings[int(dialog.chosen)] if result == QDialog.DialogCode.Accepted else None
            dialog.deleteLater()
            if chosen is not None and chosen.kind == "text":
                texts.append(path)
            elif chosen is not None:
                self._read(path, chosen)
            then()

        dialog.finished.connect(on_finished)
        dialog.open()

    def _ask_column(self, table: TableHead, texts: Sequence[Path]) -> None:
        dialog = ChooseTextDialog(self._workbench.theme, table, len(texts) == 1, self._window)
        dialog.accepted.connect(lambda: self._open_corpus(texts, dialog.choice))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _open_corpus(self, texts: Sequence[Path], choice: TextChoice) -> None:
        job = self._workbench.jobs.start(
            "Opening the corpus", open_corpus, tuple(texts), choice=choice, is_lenient=True
        )
        job.succeeded.connect(lambda corpus: self._on_corpus_opened(corpus, texts, choice))

    def _read(self, path: Path, content: Content) -> None:
        assert content.format is not None
        stamp = vectors_stamp(path, content.format.key)
        known = self._known.of(stamp, self._workbench.state.embeddings)
        if known is not None:
            self._workbench.store.change(f"Show {known.name}", embedding=known)
            self.said.emit(f"{known.name} is open already.")
            return
        job = self._workbench.jobs.start(f"Opening {path.name}", read_vectors, path, format_key=content.format.key)
        job.succeeded.connect(lambda embedding: self._on_vectors_read(path, embedding, stamp))

    def _on_vectors_read(self, path: Path, embedding: Embedding, stamp: Stamp) -> None:
        self._known.add(embedding, stamp)
        self._add_embedding(embedding)
        self._remember([path])

    def _add_embedding(self, embedding: Embedding, **fields: str) -> None:
        state = self._workbench.state
        self._workbench.store.change(
            f"Open {embedding.name}", embeddings=(*state.embeddings, embedding), embedding=embedding, **fields
        )
        size = f"{counted(len(embedding), embedding.unit)} × {grouped(embedding.dim)} dimensions"
        self.said.emit(" ".join([f"Opened {embedding.name}: {size}.", *embedding.notices]))

    def _read_again(self, corpus: Corpus, encoding: str) -> None:
        choice = replace(corpus.choice, encoding=encoding)
        job = self._workbench.jobs.start(
            f"Reading {corpus.name}", open_corpus, corpus.paths, name=corpus.name, choice=choice, is_lenient=True
        )
        job.succeeded.connect(lambda again: self._on_read_again(corpus, again))

    def _on_read_again(self, corpus: Corpus, again: Corpus) -> None:
        self._known.add(again, corpus_stamp(again))
        corpora = tuple(again if each is corpus else each for each in self._workbench.state.corpora)
        self._workbench.store.change(f"Read {again.name} as {again.choice.encoding}", corpora=corpora)
        self.said.emit(" ".join([f"Read {again.name} as {again.choice.encoding}.", *again.notices]))

    def _on_corpus_opened(self, corpus: Corpus, texts: Sequence[Path], choice: TextChoice) -> None:
        corpus = self._add_corpus(corpus)
        # Not corpus.paths: a folder may hold thousands of texts, and other ones tomorrow.
        self._remember(texts, choice)
        self.corpus_opened.emit(corpus)

    def _add_corpus(self, corpus: Corpus) -> Corpus:
        """Add a corpus to what is open, unless the same files are; returns the one that is open then."""
        stamp, state = corpus_stamp(corpus), self._workbench.state
        if (known := self._known.of(stamp, state.corpora)) is not None:
            self.said.emit(f"{known.name} is open already.")
            return known
        self._known.add(corpus, stamp)
        self._workbench.store.change(f"Open {corpus.name}", corpora=(*state.corpora, corpus))
        self.said.emit(" ".join([f"Opened {corpus.name}.", *corpus.notices]))
        return corpus

    def _on_sample_opened(self, sample: Sample, opened: Embedding | Corpus) -> None:
        if isinstance(opened, Embedding):
            self._known.add(opened, (sample.key,))
            self._add_embedding(opened, color_by=sample.color_by)
            return
        self.sample_opened.emit(sample, self._add_corpus(opened))

    def _remember(self, paths: Sequence[Path], choice: TextChoice = BY_CONTENT) -> None:
        entry = "\n".join(str(each.absolute()) for each in _common_folder(paths))
        self._workbench.settings.remember_file(entry, {} if choice == BY_CONTENT else asdict(choice))
        keep_settings(self._workbench)

    def _last_folder(self) -> str:
        recent = self._workbench.settings.recent_files
        return str(Path(recent[0].split("\n")[0]).parent) if recent else ""


def _fits(choice: TextChoice, table: TableHead) -> bool:
    """Whether a table still has the columns that were chosen of it."""
    if choice.kind != "auto":
        return True
    return choice.text_column in table.texts and choice.name_column in ("", *table.columns)


def _name_and_sentence(content: Content) -> tuple[str, str]:
    if content.format is None:
        return "A text", "Word vectors can be learned from it."
    return f"Word vectors, {content.format.label}", "Each row is a word and the values of its vector."


def _common_folder(paths: Sequence[Path]) -> Sequence[Path]:
    """The folder that many files of one corpus share, which is shorter to remember; else the files themselves."""
    if len(paths) > 20:
        folders = {path.parent for path in paths}
        return [folders.pop()] if len(folders) == 1 else paths[:20]
    return paths
