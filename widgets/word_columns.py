"""Adding columns of a table, such as a part of speech, to the words of the embedding that is shown."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from explorer.embedding import Embedding
from explorer.word_columns import with_columns
from widgets.parts.save_place import save_folder
from widgets.workbench import Workbench

TABLES = "Tables (*.csv *.tsv *.txt);;All files (*)"


class WordColumns(QObject):
    """Lets the user choose a table, and puts the embedding with its columns in the place of that without.

    Signals
    -------
    said(str) : how many of the words the table tells of.
    """

    said = Signal(str)

    def __init__(self, workbench: Workbench, window: QWidget) -> None:
        super().__init__(window)
        self._workbench = workbench
        self._window = window

    def ask(self) -> None:
        """Let the user choose a table of the words."""
        folder = str(save_folder(self._workbench))
        chosen, _ = QFileDialog.getOpenFileName(self._window, "Add columns from a table", folder, TABLES)
        if chosen:
            self.add(Path(chosen))

    def add(self, path: Path) -> None:
        """Add the columns of a table to the embedding that is shown; its words, maps and selection stay."""
        embedding = self._workbench.state.embedding
        if embedding is not None:
            job = self._workbench.jobs.start(f"Reading {path.name}", with_columns, embedding, path, group="columns")
            job.succeeded.connect(lambda richer: self._put(embedding, richer))

    def _put(self, old: Embedding, richer: Embedding) -> None:
        if old in self._workbench.state.embeddings:
            self._workbench.store.swap_embedding(old, richer)
            self.said.emit(richer.notices[-1])
