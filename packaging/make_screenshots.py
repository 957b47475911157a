"""Draw the pictures of the README with the program itself: the GloVe sample with a word chosen, in both themes.

Run it without a display: ``make screenshots``.
"""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QT_SCALE_FACTOR"] = "1.5"
os.environ["LEXISCOPE_SETTINGS"] = str(Path(tempfile.mkdtemp()) / "settings.json")

from PySide6.QtWidgets import QApplication

from widgets.app import close, make_window
from widgets.main_window import MainWindow
from widgets.workbench import Workbench

FOLDER = Path(__file__).parent / "screenshots"
PATIENCE = 180.0  # seconds for the library of UMAP to load and the map to be laid out
WORD = "king"


def main() -> None:
    """Make map-dark.png, map-light.png, start-dark.png and start-light.png."""
    FOLDER.mkdir(exist_ok=True)
    application = QApplication([])
    window, workbench = make_window(application)
    window.resize(1280, 800)
    window.show()
    for theme in ("dark", "light"):
        workbench.theme.choose(theme)
        _settle(application, 0.5)
        _grab(window, f"start-{theme}")
    window.opening.open_sample("glove-10k")
    _wait_for_umap(application, workbench)
    embedding = workbench.state.embedding
    assert embedding is not None
    workbench.store.change("Colour", color_by="column:supersense")
    index = embedding.index_of(WORD)
    workbench.store.change(WORD, word=index)
    window.map_tab.view.travel.zoom(1.45)
    for theme in ("dark", "light"):
        workbench.theme.choose(theme)
        _settle(application, 2.0)
        _grab(window, f"map-{theme}")
    window.close()
    close(window, workbench)


def _wait_for_umap(application: QApplication, workbench: Workbench) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        application.processEvents()
        time.sleep(0.01)
        projection = workbench.state.projection
        if projection is not None and projection.method == "umap" and not workbench.jobs.running:
            return
    raise SystemExit("The map was not ready in time.")


def _settle(application: QApplication, seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        application.processEvents()
        time.sleep(0.01)


def _grab(window: MainWindow, name: str) -> None:
    window.grab().save(str(FOLDER / f"{name}.png"))


if __name__ == "__main__":
    main()
