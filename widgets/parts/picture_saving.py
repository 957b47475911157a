"""Keeping what is drawn: on the clipboard, or as PNG, SVG or PDF, as the file's name tells."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from widgets.parts.drawn import DrawnWidget
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


def offer_picture(workbench: Workbench, drawn: DrawnWidget, name: Callable[[], str] | None = None) -> None:
    """Give what is drawn a menu, by the right button or the menu key, that copies and saves what is seen.

    name: what is suggested as the name of the file; by default what the widget is called
    """

    def show_menu(place: QPoint) -> None:
        menu = QMenu(drawn)
        menu.addAction("Copy picture", lambda: copy_picture(drawn))
        menu.addAction(
            "Save picture\u2026",
            lambda: save_picture(workbench, drawn, name() if name else drawn.accessibleName(), drawn),
        )
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(drawn.mapToGlobal(place))

    drawn.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
    drawn.customContextMenuRequested.connect(show_menu)


def copy_picture(drawn: Drawn) -> None:
    """Put what is seen on the clipboard, as a picture that is crisp in print."""
    QGuiApplication.clipboard().setImage(drawn.picture(SCALE))


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
