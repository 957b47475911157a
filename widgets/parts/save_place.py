"""Asking where something is to be saved: in the folder of the last time, at first in the user's documents."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from widgets.parts.keep_settings import keep_settings
from widgets.workbench import Workbench

LONGEST_NAME = 80


def save_folder(workbench: Workbench) -> Path:
    """The folder that something was saved in last, if it still exists, else that of the user's documents."""
    if (last := workbench.settings.save_folder) and Path(last).is_dir():
        return Path(last)
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(documents) if documents and Path(documents).is_dir() else Path.home()


def remember_save_folder(workbench: Workbench, folder: Path) -> None:
    """Begin in this folder the next time."""
    if workbench.settings.save_folder != str(folder):
        workbench.settings.save_folder = str(folder)
        keep_settings(workbench)


def ask_save_place(workbench: Workbench, window: QWidget, title: str, name: str, kind: str, suffix: str) -> Path | None:
    """The file that the user chose, or None.

    name:   what is suggested, of any letters, without its ending
    kind:   what such files are called, "CSV"
    suffix: the ending that a name without one gets, ".csv"
    """
    suggested = save_folder(workbench) / f"{file_name(name)}{suffix}"
    chosen, _ = QFileDialog.getSaveFileName(window, title, str(suggested), f"{kind} (*{suffix})")
    if not chosen:
        return None
    path = Path(chosen)
    remember_save_folder(workbench, path.parent)
    return path if path.suffix else path.with_name(path.name + suffix)


def file_name(name: str) -> str:
    """A name without what file systems do not like: "king, by L2/L1" -> "king-by-L2-L1"."""
    kept = "".join(letter if letter.isalnum() or letter in "_." else "-" for letter in name)
    words = [word for word in kept.split("-") if word.strip(".")]
    return "-".join(words)[:LONGEST_NAME] or "words"
