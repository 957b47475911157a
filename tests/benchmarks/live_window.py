"""What the whole window costs a training that it shows: each side in a process of its own, by turns."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.live_map import Spent, cost_of_map
from tests.benchmarks.measuring import RUNS, Row

CODE = """
import os, sys, time
from explorer.corpus.reading import open_corpus
from tests.benchmarks.live_map import TOKENISED, without_map
from tests.benchmarks.training_by_gensim import SPEED

corpus = open_corpus([sys.argv[1]])
if sys.argv[2] == "alone":
    spent = without_map(corpus, SPEED)
    print(spent.seconds, spent.of_cores, 0)
    sys.exit()

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from widgets.app import make_window
from widgets.warm_up import warm_up

sys.setswitchinterval(0.001)
application = QApplication(["lexiscope"])
window, workbench = make_window(application)
window.resize(1440, 900)
window.show()
warm_up(workbench)
shown, began = [], []

def start():
    if workbench.jobs.running:
        QTimer.singleShot(100, start)
        return
    workbench.changes.projection_changed.connect(shown.append)
    began.extend([time.perf_counter(), time.process_time()])
    window.training.start(corpus, SPEED, TOKENISED)
    window.training.ended.connect(end)

def end():
    print(time.perf_counter() - began[0], time.process_time() - began[1], len(shown), flush=True)
    os._exit(0)

QTimer.singleShot(1000, start)
application.exec()
"""


def window_row(path: Path) -> Row:
    """word2vec on a file of tokens, with the map, the curve and the tables that the window shows of it."""
    sides: dict[str, list[Spent]] = {"window": [], "alone": []}
    n_frames = []
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "QT_QPA_PLATFORM": "offscreen",
            "LEXISCOPE_SETTINGS": f"{folder}/settings.json",
            "LEXISCOPE_CACHE": f"{folder}/cache",
        }
        for _ in range(RUNS):
            for side, spent in sides.items():
                command = [sys.executable, "-c", CODE, str(path), side]
                told = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout
                seconds, of_cores, n_shown = map(float, told.split())
                spent.append(Spent(seconds, of_cores))
                if side == "window":
                    n_frames.append(round(n_shown))
    return cost_of_map("the window, word2vec", sides["window"], sides["alone"], n_frames)
