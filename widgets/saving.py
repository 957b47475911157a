"""Keeping what is shown: the map as a picture, the embedding as a file of vectors."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from explorer.embedding import Embedding
from explorer.errors import UnwritableFile
from explorer.formats.registry import FORMATS, write_vectors
from explorer.saving import atomic_write
from explorer.task import Task
from widgets.dialogs.save_picture import SavePictureDialog
from widgets.map.tab import MapTab
from widgets.workbench import Workbench


class Saving(QObject):
    """Asks where to and writes it in a job.

    Signals
    -------
    said(str) : what was saved.
    """

    said = Signal(str)

    def __init__(self, workbench: Workbench, map_tab: MapTab, window: QWidget) -> None:
        super().__init__(window)
        self._workbench = workbench
        self._map = map_tab
        self._window = window
        self._folder = Path.home()

    def ask_picture(self) -> None:
        """Save the map as it is seen, in the size and on the ground that the user chooses."""
        embedding = self._workbench.state.embedding
        if embedding is None:
            return
        name = f"{_file_name(embedding)}.png"
        dialog = SavePictureDialog(self._map.view.size(), self._folder, name, self._window)
        dialog.accepted.connect(
            lambda: self.save_picture(dialog.choices.path, dialog.choices.scale, dialog.choices.transparent)
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save_picture(self, path: Path, scale: int, transparent: bool) -> None:
        """Draw the map again at ``scale`` times its size and write it as PNG."""
        self._folder = path.parent
        image = self._map.picture(scale, transparent)
        job = self._workbench.jobs.start(f"Saving {path.name}", write_png, image, path)
        job.succeeded.connect(
            lambda _: self.said.emit(f"Saved {path.name}, {image.width()} × {image.height()} pixels.")
        )

    def ask_vectors(self) -> None:
        """Save the vectors in the format that the user chooses."""
        embedding = self._workbench.state.embedding
        if embedding is None:
            return
        filters = {f"{each.label} (*{each.suffixes[0]})": each for each in FORMATS}
        suggested = str(self._folder / f"{_file_name(embedding)}{FORMATS[0].suffixes[0]}")
        chosen, kind = QFileDialog.getSaveFileName(self._window, "Save vectors", suggested, ";;".join(filters))
        if chosen:
            self.save_vectors(embedding, Path(chosen), filters[kind].key if kind in filters else FORMATS[0].key)

    def save_vectors(self, embedding: Embedding, path: Path, format_key: str) -> None:
        """Write every word and vector; nothing is half-written when it fails or is cancelled."""
        self._folder = path.parent
        job = self._workbench.jobs.start(f"Saving {path.name}", write_vectors, embedding, path, format_key)
        job.succeeded.connect(lambda _: self.said.emit(f"Saved {path.name}, {len(embedding):,} words."))


def write_png(image: QImage, path: Path, task: Task = Task()) -> None:
    """Write a picture as PNG, whole or not at all.

    Raises
    ------
    UnwritableFile : the folder is missing or read-only, or the disk is full.
    """
    task.check()
    packed = QByteArray()
    buffer = QBuffer(packed)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not image.save(buffer, "PNG"):  # type: ignore[call-overload]
        raise UnwritableFile(path, "the picture could not be packed. Try a smaller size.")
    task.check()
    with atomic_write(path) as file:
        file.write(packed.data())


def _file_name(embedding: Embedding) -> str:
    """The name of an embedding without what file systems do not like."""
    return "".join(letter if letter.isalnum() or letter in "-_." else "-" for letter in embedding.name).strip("-")
