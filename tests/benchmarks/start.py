"""From the start of the process to a window that can be used, and from a dropped file to its map."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.measuring import RUNS, Row, in_turn
from tests.benchmarks.real_data import glove_6b_50d_text

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
DROP = """
import sys, time
from pathlib import Path
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication
from widgets.app import close, make_window
from widgets.warm_up import load_kernels

application = QApplication(["lexiscope"])
window, workbench = make_window(application)
workbench.settings.refine_with_umap = False
window.resize(1440, 900)
window.show()
load_kernels()
loop = QEventLoop()
QTimer.singleShot(3000, loop.quit)  # the window has come to rest, as when somebody drops a file on it
loop.exec()
start = time.perf_counter()
window.open([Path(sys.argv[1])])


def drawn():
    if workbench.state.projection is not None and len(workbench.state.projection) == len(workbench.state.embedding):
        loop.quit()


window.map_tab.view.painting.frames.completed.connect(drawn)
loop.exec()
print(time.perf_counter() - start, flush=True)
window.close()
close(window, workbench)
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


def seconds_from_drop_to_picture(path: Path, environment: dict[str, str]) -> float:
    """From dropping a file that was never opened before to its map with every word drawn."""
    with tempfile.TemporaryDirectory() as cache:
        run = subprocess.run(
            [sys.executable, "-c", DROP, str(path)],
            env={**environment, "LEXISCOPE_CACHE": cache},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    return float(run.stdout.split()[-1])


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
        path = glove_6b_50d_text()
        drops = [seconds_from_drop_to_picture(path, environment) for _ in range(RUNS)]
    work = "GloVe text, 400,000 x 50, dropped: PCA of all words, every point drawn"
    yield Row("drop to picture", work, statistics.median(drops), goal="< 5 s")
