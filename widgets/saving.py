"""Keeping what is shown: the map as a picture, the embedding as a file of vectors."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from explorer.embedding import Embedding
from explorer.errors import UnwritableFile
from explorer.formats.registry import FORMATS, Format, write_vectors
from explorer.saving import atomic_write
from explorer.task import Task
from widgets.dialogs.save_picture import PictureChoices, SavePictureDialog
from widgets.map.tab import MapTab
from widgets.parts.numbers import grouped
from widgets.parts.save_place import file_name, remember_save_folder, save_folder
from widgets.workbench import Workbench


class Saving(QObject):
    """Asks where to and writes it in a job; the job says what was saved."""

    def __init__(self, workbench: Workbench, map_tab: MapTab, window: QWidget) -> None:
        super().__init__(window)
        self._workbench = workbench
        self._map = map_tab
        self._window = window

    def ask_picture(self) -> None:
        """Save the map as it is seen, in the size and on the ground that the user chooses."""
        embedding = self._workbench.state.embedding
        if embedding is None:
            return
        name = f"{file_name(embedding.name)}.png"
        dialog = SavePictureDialog(self._map.view.size(), save_folder(self._workbench), name, self._window)
        dialog.accepted.connect(lambda: self.save_picture(dialog.choices))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save_picture(self, choices: PictureChoices) -> None:
        """Draw the map again in the chosen size and write it as PNG."""
        path, image = choices.path, self._map.picture(choices.scale, choices.transparent)
        remember_save_folder(self._workbench, path.parent)
        said = f"Saved {path.name}, {grouped(image.width())} × {grouped(image.height())} pixels."
        self._workbench.jobs.start(f"Saving {path.name}", write_png, image, path, said=said)

    def ask_vectors(self) -> None:
        """Save the vectors in the format that the user chooses."""
        embedding = self._workbench.state.embedding
        if embedding is None:
            return
        filters = {f"{each.label} (*{each.suffixes[0]})": each for each in FORMATS}
        suffix = FORMATS[0].suffixes[0]
        suggested = str(save_folder(self._workbench) / f"{file_name(embedding.name)}{suffix}")
        chosen, kind = QFileDialog.getSaveFileName(self._window, "Save vectors", suggested, ";;".join(filters))
        if chosen:
            self.save_vectors(embedding, Path(chosen), filters.get(kind, FORMATS[0]))

    def save_vectors(self, embedding: Embedding, path: Path, format: Format) -> None:
        """Write every word and vector; nothing is half-written when it fails or is cancelled."""
        path = path if path.suffix else path.with_name(path.name + format.suffixes[0])
        remember_save_folder(self._workbench, path.parent)
        said = f"Saved {path.name}, {grouped(len(embedding))} words."
        self._workbench.jobs.start(f"Saving {path.name}", write_vectors, embedding, path, format.key, said=said)


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
