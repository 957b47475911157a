"""A Map tab in a real window, drawn by OpenGL and by the processor: run by `test_gl_window` on a virtual screen.

Saves pictures into the folder that it is given, and prints what it saw as JSON.
"""

import json
import sys
from pathlib import Path

from PySide6.QtCore import QElapsedTimer
from PySide6.QtWidgets import QApplication, QMainWindow

from explorer.projection.projection import Projection
from explorer.session.settings import Settings
from explorer.session.store import Store
from tests.conftest import three_groups
from widgets.app import prepare_gl
from widgets.commands import CommandTable
from widgets.jobs import JobRunner
from widgets.map import kernels_ready
from widgets.map.gl_choice import driver_name, is_software, uses_gl
from widgets.map.layers import Layers
from widgets.map.tab import MapTab
from widgets.store_signals import StoreSignals
from widgets.theme import ThemeSwitch
from widgets.workbench import Workbench


def main(folder: Path) -> None:
    prepare_gl()
    application = QApplication([])
    kernels_ready.load()
    store = Store()
    settings = Settings(renderer="gl", morph=False)
    services = (JobRunner(), ThemeSwitch(application, "dark"), settings, folder / "settings.json", CommandTable())
    bench = Workbench(store, StoreSignals(store), *services)
    embedding = three_groups(600)
    window = QMainWindow()
    tab = MapTab(bench)
    view, told, seen = tab.view, [], {}
    tab.said.connect(told.append)
    window.setCentralWidget(tab)
    window.resize(500, 400)
    window.show()

    def wait(ready):
        clock = QElapsedTimer()
        clock.start()
        while not ready() and clock.elapsed() < 20_000:
            application.processEvents()
        for _ in range(20):
            application.processEvents()

    def drawn():
        return view.back_end.layer is None or view.back_end.layer.frames is not None

    def keep(name):
        wait(drawn)
        view.refresh()
        wait(lambda: view.painting.n_left_out == 0)
        seen[name] = view.back_end.layer is not None
        tab.grab().save(str(folder / f"{name}.png"))

    def show(n_dims):
        points = embedding.vectors[:, :n_dims].copy()
        projection = Projection("pca", points, store.state.projection.indices if store.state.projection else ROWS, 600)
        store.change("Open", embeddings=(embedding,), embedding=embedding, projection=projection, selection=(1, 2, 3))
        wait(drawn)

    for n_dims in (2, 3):
        show(n_dims)
        view.travel.orbit(40, -20)
        tab.set_renderer("cpu")
        keep(f"cpu-{n_dims}")
        tab.set_renderer("gl")
        keep(f"gl-{n_dims}")
    view.painting.set_layers(Layers("below"))
    for name in ("gl", "cpu", "gl"):
        tab.set_renderer(name)
        keep(f"{name}-density")
    view.painting.set_layers(Layers())
    for _ in range(3):
        view.travel.pan(15, 5)
        wait(drawn)
    keep("gl-moved")
    tab.set_renderer("cpu")
    keep("cpu-moved")
    tab.set_renderer("gl")
    keep("gl-moved")
    first = view.back_end.layer.points
    window.takeCentralWidget()
    tab.resize(500, 400)
    tab.show()  # in a window of its own, as a panel that floats
    keep("floated")
    seen["context kept"] = view.back_end.layer.points is first
    tab.setParent(None)
    window.setCentralWidget(tab)
    keep("docked")
    seen["driver"] = driver_name() or ""
    seen["software"] = is_software(seen["driver"])
    seen["auto uses it"] = uses_gl("auto")

    def fail(*_):
        raise RuntimeError("the card is gone.")

    view.back_end.layer.frames.draw = fail
    view.refresh()
    wait(lambda: bool(told))
    keep("failed")
    tab.set_renderer("gl")
    keep("after")
    seen["told"] = told
    window.close()
    bench.jobs.close()
    print(json.dumps(seen))


if __name__ == "__main__":
    import numpy as np

    ROWS = np.arange(600)
    main(Path(sys.argv[1]))
