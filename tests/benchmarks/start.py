"""From the start of the process to a window that can be used, file caches warm."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.measuring import Row, in_turn

_USABLE = "usable"
_END = f"application.processEvents(); print({_USABLE!r}, flush=True); os._exit(0)"
OURS = f"""
import os
from PySide6.QtWidgets import QApplication
from widgets.app import make_window
application = QApplication(["lexiscope"])
window, workbench = make_window(application)
window.show()
{_END}
"""
BARE = f"""
import os, numpy
from PySide6.QtWidgets import QApplication, QMainWindow
application = QApplication(["bare"])
window = QMainWindow()
window.show()
{_END}
"""


def start(code: str, environment: dict[str, str]) -> None:
    """Start a process and wait until it says that its window has been drawn."""
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, env=environment, text=True) as process:
        assert process.stdout is not None
        line = process.stdout.readline().strip()
    if line != _USABLE:
        raise RuntimeError("the window did not come up; its own words are above")


def rows() -> Iterator[Row]:
    """The program beside a bare Qt window with numpy, which is as quick as a program of its kind can be."""
    with tempfile.TemporaryDirectory() as folder:
        own = {"LEXISCOPE_SETTINGS": str(Path(folder) / "settings.json"), "LEXISCOPE_CACHE": folder}
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", **own}
        for code in (OURS, BARE):  # once for the caches
            start(code, environment)
        ours, bare = in_turn(lambda: start(OURS, environment), lambda: start(BARE, environment))
    work = "process start to a drawn window, no display"
    yield Row("start", work, ours, "a bare Qt window", bare, goal="< 1 s")
