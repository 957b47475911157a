"""Saving what is drawn as PNG, SVG or PDF, as the file's name tells."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from widgets.parts.pictures import write_picture
from widgets.parts.save_place import file_name, remember_save_folder, save_folder
from widgets.workbench import Workbench

KINDS = {".png": "PNG picture (*.png)", ".svg": "SVG drawing (*.svg)", ".pdf": "PDF page (*.pdf)"}
SCALE = 3  # device pixels a pixel: crisp in print


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


def save_picture(workbench: Workbench, window: QWidget, name: str, drawn: Drawn, path: Path | None = None) -> None:
    """Save what is seen in a job; without a path the user is asked for one."""
    path = path or _ask_place(workbench, window, name)
    if path is not None:
        suffix = path.suffix.lower()
        content = drawn.svg() if suffix == ".svg" else drawn.pdf() if suffix == ".pdf" else drawn.picture(SCALE)
        workbench.jobs.start(f"Saving {path.name}", write_picture, content, path, said=f"Saved {path.name}.")


def _ask_place(workbench: Workbench, window: QWidget, name: str) -> Path | None:
    suggested = save_folder(workbench) / f"{file_name(name)}.png"
    chosen, kind = QFileDialog.getSaveFileName(window, "Save picture", str(suggested), ";;".join(KINDS.values()))
    if not chosen:
        return None
    path = Path(chosen)
    remember_save_folder(workbench, path.parent)
    if path.suffix.lower() in KINDS:
        return path
    suffix = next((suffix for suffix, text in KINDS.items() if text == kind), ".png")
    return path.with_name(path.name + suffix)
