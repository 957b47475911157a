"""What the whole window costs a training that it shows: each side in a process of its own, by turns.

Frames are counted from the first map of the model on: before it, the text is read and the words are counted.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

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
    print(spent.seconds, spent.of_cores, 0, 0)
    sys.exit()

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication
from widgets.app import make_window
from widgets.warm_up import warm_up

sys.setswitchinterval(0.001)
application = QApplication(["lexiscope"])
window, workbench = make_window(application)
window.resize(1440, 900)
window.show()
warm_up(workbench)
shown, painted, began = [], [], []

class Paints(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            painted.append(time.perf_counter())
        return False

paints = Paints()

def start():
    if workbench.jobs.running:
        QTimer.singleShot(100, start)
        return
    workbench.changes.projection_changed.connect(lambda state: shown.append(time.perf_counter()))
    window.map_tab.view.installEventFilter(paints)
    began.extend([time.perf_counter(), time.process_time()])
    window.training.start(corpus, SPEED, TOKENISED)
    window.training.ended.connect(end)

def end():
    now, of_cores = time.perf_counter(), time.process_time()
    while_learning = [at for at in painted if at > shown[0]]
    rates = [len(times) / (now - shown[0]) for times in (while_learning, shown)]
    print(now - began[0], of_cores - began[1], *rates, flush=True)
    os._exit(0)

QTimer.singleShot(1000, start)
application.exec()
"""


def window_row(path: Path) -> Row:
    """word2vec on a file of tokens, with the map, the curve and the tables that the window shows of it."""
    sides: dict[str, list[Spent]] = {"window": [], "alone": []}
    frames: list[float] = []
    maps: list[float] = []
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
                seconds, of_cores, *rates = map(float, told.split())
                spent.append(Spent(seconds, of_cores))
                if side == "window":
                    frames.append(rates[0])
                    maps.append(rates[1])
    return cost_of_map("the window, word2vec", sides["window"], sides["alone"], frames, {"maps a second": median(maps)})
