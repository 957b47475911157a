"""Saving what is seen: each panel as a picture, the vectors as a table, the whole run as an animated picture."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, QRect, QSize, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QWidget

from explorer.csv_text import save_csv
from explorer.task import Task
from explorer.training.inspector.history import AnySetup, History
from explorer.training.inspector.vector_table import vector_headings, vector_rows
from widgets.inspector.apng import durations, write_apng
from widgets.inspector.canvas import Canvas
from widgets.inspector.frame import Frame
from widgets.parts.picture_saving import save_picture
from widgets.parts.save_place import ask_save_place
from widgets.workbench import Workbench

MOST_PICTURES = 120  # of an animation
MOST_ROWS = 200_000  # of the table of vectors; longer histories are told by fewer steps


class Exporting(QObject):
    """Asks where to, and writes in jobs."""

    def __init__(self, workbench: Workbench, window: QWidget) -> None:
        super().__init__(window)
        self._workbench, self._window = workbench, window

    def save_picture(self, canvas: Canvas, path: Path | None = None) -> None:
        """Save a panel as PNG, SVG or PDF; without a path the user is asked for one."""
        save_picture(self._workbench, self._window, canvas.accessibleName(), canvas, path)

    def ask_vectors(self, setup: AnySetup, latest: int) -> None:
        """Save the history of the vectors as CSV."""
        if path := self._ask("history of the vectors", "CSV", ".csv"):
            self.save_vectors(setup, latest, path)

    def save_vectors(self, setup: AnySetup, latest: int, path: Path) -> None:
        """Write the vectors after every step as CSV; of a long history, after every so many steps."""
        self._workbench.jobs.start(
            f"Saving {path.name}", write_history, setup, latest, path, said=f"Saved {path.name}."
        )

    def ask_animation(self, recording: Recording) -> None:
        """Save the whole run as an animated picture."""
        if path := self._ask("run", "Animated PNG", ".png"):
            self.save_animation(recording, path)

    def save_animation(self, recording: Recording, path: Path) -> None:
        """Draw the run picture by picture, while the window stays live, then write it."""

        def write(images: Sequence[QImage]) -> None:
            self._workbench.jobs.start(
                f"Saving {path.name}",
                write_apng,
                images,
                durations(len(images)),
                path,
                said=f"Saved {path.name}.",
            )

        recording.setParent(self)
        recording.completed.connect(write)
        recording.completed.connect(recording.deleteLater)
        recording.begin()

    def _ask(self, name: str, kind: str, suffix: str) -> Path | None:
        return ask_save_place(self._workbench, self._window, f"Save the {name.lower()}", name, kind, suffix)


class Recording(QObject):
    """Draws a run from its first step to its latest onto pictures, one each time the event loop comes round.

    canvases: the panels, which belong to it; the first stands above the others
    frames:   what they show after so many steps

    Signals
    -------
    completed(list) : the pictures.
    """

    completed = Signal(object)

    def __init__(self, canvases: Sequence[Canvas], frames: Callable[[int], Frame], latest: int, ground: str) -> None:
        super().__init__()
        self._canvases, self._frames, self._ground = canvases, frames, ground
        n = min(latest + 1, MOST_PICTURES)
        self._steps = np.unique(np.linspace(0, latest, n).astype(int)).tolist()
        self.images: list[QImage] = []
        self._layout = _arranged([canvas.size() for canvas in canvases])

    def begin(self) -> None:
        """Draw the first picture; the others follow by themselves."""
        QTimer.singleShot(0, self, self._draw_next)

    def _draw_next(self) -> None:
        frame = self._frames(self._steps[len(self.images)])
        area, places = self._layout
        image = QImage(area, QImage.Format.Format_RGB32)
        image.fill(QColor(self._ground))
        painter = QPainter(image)
        for canvas, place in zip(self._canvases, places, strict=True):
            canvas.frame = frame
            painter.drawImage(place.topLeft(), canvas.picture(1, place.size()))
        painter.end()
        self.images.append(image)
        if len(self.images) < len(self._steps):
            self.begin()
        else:
            for canvas in self._canvases:
                canvas.deleteLater()
            self.completed.emit(self.images)


def _arranged(sizes: Sequence[QSize]) -> tuple[QSize, list[QRect]]:
    """The first panel above, the others beside each other below it, hairlines apart."""
    below = sizes[1:]
    width = max([sizes[0].width(), sum(size.width() for size in below) + max(len(below) - 1, 0)])
    places, x = [QRect(0, 0, width, sizes[0].height())], 0
    for size in below:
        places.append(QRect(x, sizes[0].height() + 1, size.width(), size.height()))
        x += size.width() + 1
    height = sizes[0].height() + 1 + max((size.height() for size in below), default=0)
    return QSize(width, height), places


def write_history(setup: AnySetup, latest: int, path: Path, task: Task = Task()) -> None:
    """Write the vectors after every step as CSV, recomputed from the first one so that no running history is touched.

    Raises
    ------
    UnwritableFile : the folder is missing or read-only, or the disk is full.
    """
    history = History(setup)
    history.advance(latest, task)
    rows_a_step = len(setup.start.W) + len(setup.start.W_out)
    every = max(1, -(-latest * rows_a_step // MOST_ROWS))
    save_csv(path, vector_headings(setup), list(vector_rows(history, latest, every, task)))
