"""The files that ship with the program: where they lie, and what is told if one is missing."""

from __future__ import annotations

from pathlib import Path

from explorer.errors import UnreadableFile


def data_folder() -> Path:
    """The folder of the program's own files: within the installed package, or ``data/`` of a checkout."""
    here = Path(__file__).parent
    installed = here / "data"
    return installed if installed.is_dir() else here.parent / "data"


def shipped_text(path: Path) -> str:
    """A text among these files.

    Raises
    ------
    UnreadableFile : it is missing or damaged.
    """
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise damaged(path) from error


def damaged(path: Path) -> UnreadableFile:
    """The error that says that such a file cannot be used."""
    return UnreadableFile(path, "this part of the program is missing or damaged. Install Lexiscope again.")
