"""From what was dropped, chosen or named to open embeddings and corpora."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from explorer.corpus.reading import Corpus, open_corpus
from explorer.dropped import Dropped, sort_dropped
from explorer.embedding import Embedding
from explorer.formats.content import Content
from explorer.formats.registry import read_vectors
from explorer.opening import read_head
from explorer.samples import Sample, open_sample, sample_of
from widgets.dialogs.choose_reading import ChooseReadingDialog
from widgets.jobs import Failure
from widgets.parts.keep_settings import keep_settings
from widgets.parts.numbers import grouped
from widgets.workbench import Workbench

PREVIEW_LINES = 6
ALL_FILES = "Texts and word vectors (*)"


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

    def ask(self) -> None:
        """Let the user choose files; several texts become one corpus."""
        chosen, _ = QFileDialog.getOpenFileNames(self._window, "Open", self._last_folder(), ALL_FILES)
        if chosen:
            self.open([Path(each) for each in chosen])

    def ask_folder(self) -> None:
        """Let the user choose a folder of texts or of word vectors."""
        if chosen := QFileDialog.getExistingDirectory(self._window, "Open a folder", self._last_folder()):
            self.open([Path(chosen)])

    def open(self, paths: Sequence[Path]) -> None:
        """Open whatever the files and folders hold."""
        name = paths[0].name if len(paths) == 1 else f"{grouped(len(paths))} files"
        job = self._workbench.jobs.start(f"Looking at {name}", sort_dropped, tuple(paths))
        job.succeeded.connect(self._on_sorted)

    def open_recent(self, entry: str) -> None:
        """Open an entry of the recent files, which is one path, or several of one corpus."""
        self.open([Path(each) for each in entry.split("\n")])

    def open_sample(self, key: str) -> None:
        """Open what ships with the program."""
        sample = sample_of(key)
        job = self._workbench.jobs.start(f"Opening {sample.title}", open_sample, key)
        job.succeeded.connect(lambda opened: self._on_sample_opened(sample, opened))

    def _on_sorted(self, dropped: Dropped) -> None:
        texts = list(dropped.texts)
        for path, readings in dropped.vectors:
            chosen = readings[0] if len(readings) == 1 else self._ask_reading(path, readings)
            if chosen is not None and chosen.kind == "text":
                texts.append(path)
            elif chosen is not None:
                self._read(path, chosen)
        if texts:
            job = self._workbench.jobs.start("Opening the corpus", open_corpus, tuple(texts))
            job.succeeded.connect(lambda corpus: self._on_corpus_opened(corpus, texts))
        if dropped.refused:
            more = len(dropped.refused) - 1
            rest = f" ({grouped(more)} more could not be opened either.)" if more else ""
            self.refused.emit(Failure(dropped.refused[0] + rest))

    def _ask_reading(self, path: Path, readings: Sequence[Content]) -> Content | None:
        head, _ = read_head(path, 4096)
        lines = head.decode("utf-8", "replace").split("\n")[:PREVIEW_LINES]
        choices = [(str(place), *_name_and_sentence(each)) for place, each in enumerate(readings)]
        dialog = ChooseReadingDialog(path, choices, lines, self._window)
        accepted = dialog.exec() == ChooseReadingDialog.DialogCode.Accepted
        chosen = readings[int(dialog.chosen)] if accepted else None
        dialog.deleteLater()
        return chosen

    def _read(self, path: Path, content: Content) -> None:
        assert content.format is not None
        job = self._workbench.jobs.start(f"Opening {path.name}", read_vectors, path, format_key=content.format.key)
        job.succeeded.connect(lambda embedding: self._on_vectors_read(path, embedding))

    def _on_vectors_read(self, path: Path, embedding: Embedding) -> None:
        self._add_embedding(embedding)
        self._remember([path])

    def _add_embedding(self, embedding: Embedding) -> None:
        state = self._workbench.state
        self._workbench.store.change(
            f"Open {embedding.name}", embeddings=(*state.embeddings, embedding), embedding=embedding
        )
        size = f"{grouped(len(embedding))} words × {grouped(embedding.dim)} dimensions"
        self.said.emit(" ".join([f"Opened {embedding.name}: {size}.", *embedding.notices]))

    def _on_corpus_opened(self, corpus: Corpus, texts: Sequence[Path]) -> None:
        self._add_corpus(corpus)
        self._remember(texts)  # rather than corpus.paths: a folder may hold thousands of texts, and other ones tomorrow
        self.corpus_opened.emit(corpus)

    def _add_corpus(self, corpus: Corpus) -> None:
        self._workbench.store.change(f"Open {corpus.name}", corpora=(*self._workbench.state.corpora, corpus))
        self.said.emit(" ".join([f"Opened {corpus.name}.", *corpus.notices]))

    def _on_sample_opened(self, sample: Sample, opened: Embedding | Corpus) -> None:
        if isinstance(opened, Embedding):
            self._add_embedding(opened)
            return
        self._add_corpus(opened)
        self.sample_opened.emit(sample, opened)

    def _remember(self, paths: Sequence[Path]) -> None:
        paths = _common_folder(paths)
        self._workbench.settings.remember_file("\n".join(str(each.absolute()) for each in paths))
        keep_settings(self._workbench)

    def _last_folder(self) -> str:
        recent = self._workbench.settings.recent_files
        return str(Path(recent[0].split("\n")[0]).parent) if recent else ""


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
