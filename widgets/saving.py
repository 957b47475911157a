"""Keeping what is shown: the map as a picture or a table, the embedding as a file of vectors."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from explorer.analysis.clusters import Clusters
from explorer.coordinate_files import WRITERS, coordinates, save_coordinates
from explorer.embedding import Embedding
from explorer.formats.registry import FORMATS, Format, format_of_ending, write_vectors
from explorer.projection.projection import Projection
from explorer.task import Task
from explorer.wording import counted
from widgets.dialogs.save_picture import PictureChoices, SavePictureDialog
from widgets.map.tab import MapTab
from widgets.map.writing import write_drawing
from widgets.parts.numbers import grouped
from widgets.parts.save_place import file_name, remember_save_folder, save_folder
from widgets.parts.speaking import speak_of_entries
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
        scene, folder = self._map.view.scene, save_folder(self._workbench)
        told = (0, False) if scene is None else (len(scene.projection), scene.legend is not None)
        dialog = SavePictureDialog(self._map.view.size(), folder, name, *told, parent=self._window)
        speak_of_entries(dialog, self._workbench)
        dialog.accepted.connect(lambda: self.save_picture(dialog.choices))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save_picture(self, choices: PictureChoices) -> None:
        """Draw the map again, in the chosen size or in vectors, and write it."""
        path, drawing = choices.path, self._map.view.drawing()
        if drawing is None:
            return
        remember_save_folder(self._workbench, path.parent)
        drawing = replace(drawing, legend=choices.legend, caption=choices.caption)
        said = f"Saved {path.name}."
        if choices.is_page:
            said = f"Saved {path.name}, {counted(len(drawing.scene.projection), drawing.scene.embedding.unit)}."
        elif not choices.is_vector:
            width, height = drawing.size.width() * choices.scale, drawing.size.height() * choices.scale
            said = f"Saved {path.name}, {grouped(width)} × {grouped(height)} pixels."
        self._workbench.jobs.start(
            f"Saving {path.name}", write_drawing, drawing, path, choices.scale, choices.transparent, said=said
        )

    def ask_coordinates(self) -> None:
        """Save where the words stand on the map, as the kind of table that the user chooses."""
        embedding, projection = self._workbench.state.embedding, self._workbench.state.projection
        if embedding is None or projection is None:
            return
        kinds = {f"{ending[1:].upper()} (*{ending})": ending for ending in WRITERS}
        ending = next(iter(WRITERS))
        suggested = str(save_folder(self._workbench) / f"{file_name(embedding.name)}-map{ending}")
        chosen, kind = QFileDialog.getSaveFileName(self._window, "Save coordinates", suggested, ";;".join(kinds))
        if not chosen:
            return
        path = Path(chosen)
        if path.suffix.lower() not in WRITERS:
            path = path.with_name(path.name + kinds.get(kind, ending))
        remember_save_folder(self._workbench, path.parent)
        said = f"Saved {path.name}, {counted(len(projection), embedding.unit)}."
        clusters = self._workbench.state.clusters if self._workbench.state.color_by == "cluster" else None
        told = (path, embedding, projection, clusters)
        self._workbench.jobs.start(f"Saving {path.name}", _save_coordinates, *told, said=said)

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
            self.save_vectors(embedding, Path(chosen), _format_for(Path(chosen), filters.get(kind, FORMATS[0])))

    def save_vectors(self, embedding: Embedding, path: Path, format: Format) -> None:
        """Write every word and vector; nothing is half-written when it fails or is cancelled."""
        path = path if path.suffix else path.with_name(path.name + format.suffixes[0])
        remember_save_folder(self._workbench, path.parent)
        said = f"Saved {path.name}, {counted(len(embedding), embedding.unit)}."
        self._workbench.jobs.start(f"Saving {path.name}", write_vectors, embedding, path, format.key, said=said)


def _save_coordinates(
    path: Path, embedding: Embedding, projection: Projection, clusters: Clusters | None, task: Task = Task()
) -> Path:
    return save_coordinates(path, coordinates(embedding, projection, clusters=clusters), task)


def _format_for(path: Path, chosen: Format) -> Format:
    """The format that was chosen, unless the ending that was typed belongs to another one."""
    return chosen if path.suffix.lower() in chosen.suffixes else format_of_ending(path) or chosen
