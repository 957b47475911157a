"""Keeping what the Co-occurrence tab shows: tables as CSV, pictures as PNG, SVG or PDF."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from explorer.csv_text import Cell, save_csv
from explorer.task import Task
from widgets.parts.numbers import grouped
from widgets.parts.pictures import write_picture
from widgets.parts.save_place import ask_save_place, file_name, remember_save_folder, save_folder
from widgets.workbench import Workbench

PICTURE_KINDS = {".png": "PNG picture (*.png)", ".svg": "SVG drawing (*.svg)", ".pdf": "PDF page (*.pdf)"}
PICTURE_SCALE = 3  # device pixels a pixel: crisp in print


class Drawn(Protocol):
    """What can be kept as a picture."""

    def picture(self, scale: int = 1) -> QImage:
        """As an image."""
        ...

    def svg(self) -> bytes:
        """As SVG."""
        ...

    def pdf(self) -> bytes:
        """As a page of PDF."""
        ...


def export_square(
    workbench: Workbench,
    window: QWidget,
    name: str,
    words: Sequence[str],
    values: NDArray[np.float64],
    path: Path | None = None,
) -> None:
    """Save a table of words by words as CSV; without a path the user is asked for one. Missing values stay empty."""
    path = path or ask_save_place(workbench, window, "Export table", name, "CSV", ".csv")
    if path is not None:
        said = f"Saved {path.name}, {grouped(len(words))} × {grouped(len(words))} values."
        workbench.jobs.start(f"Saving {path.name}", _save_square, path, tuple(words), values, said=said)


def export_rows(
    workbench: Workbench,
    window: QWidget,
    name: str,
    headings: Sequence[str],
    columns: Sequence[Sequence[Cell]],
    path: Path | None = None,
) -> None:
    """Save columns as CSV; without a path the user is asked for one."""
    path = path or ask_save_place(workbench, window, "Export table", name, "CSV", ".csv")
    if path is not None:
        rows = list(zip(*columns, strict=True))
        said = f"Saved {path.name}, {grouped(len(rows))} rows."
        workbench.jobs.start(f"Saving {path.name}", save_csv, path, tuple(headings), rows, said=said)


def save_picture(workbench: Workbench, window: QWidget, name: str, drawn: Drawn, path: Path | None = None) -> None:
    """Save what is seen, in the format that the file's name tells; without a path the user is asked for one."""
    path = path or _ask_picture_place(workbench, window, name)
    if path is not None:
        suffix = path.suffix.lower()
        content = drawn.svg() if suffix == ".svg" else drawn.pdf() if suffix == ".pdf" else drawn.picture(PICTURE_SCALE)
        workbench.jobs.start(f"Saving {path.name}", write_picture, content, path, said=f"Saved {path.name}.")


def _ask_picture_place(workbench: Workbench, window: QWidget, name: str) -> Path | None:
    suggested = save_folder(workbench) / f"{file_name(name)}.png"
    filters = ";;".join(PICTURE_KINDS.values())
    chosen, kind = QFileDialog.getSaveFileName(window, "Save picture", str(suggested), filters)
    if not chosen:
        return None
    path = Path(chosen)
    remember_save_folder(workbench, path.parent)
    if path.suffix.lower() in PICTURE_KINDS:
        return path
    suffix = next((suffix for suffix, text in PICTURE_KINDS.items() if text == kind), ".png")
    return path.with_name(path.name + suffix)


def _save_square(path: Path, words: Sequence[str], values: NDArray[np.float64], task: Task = Task()) -> Path:
    rows: list[list[Cell]] = []
    for word, row in zip(words, values.tolist(), strict=True):
        task.check()
        rows.append([word, *("" if np.isnan(value) else _plain(value) for value in row)])
    return save_csv(path, ("", *words), rows, task)


def _plain(value: float) -> float | int:
    return int(value) if value.is_integer() else value
