"""Where the files that ship with the program lie."""

from __future__ import annotations

from pathlib import Path


def data_folder() -> Path:
    """The folder of the program's own files: within the installed package, or ``data/`` of a checkout."""
    here = Path(__file__).parent
    installed = here / "data"
    return installed if installed.is_dir() else here.parent / "data"
