"""What every test may ask for; the whole suite runs without a display and never touches the user's own files."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import gc

import numpy as np
import pytest
from hypothesis import HealthCheck, settings

from explorer.embedding import Embedding

settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

GROUPS = ("animal", "colour", "number")


def three_groups(n_words: int = 60, dim: int = 8, seed: int = 7) -> Embedding:
    """Words in three clusters, most frequent first, with counts and the column "group"."""
    random = np.random.default_rng(seed)
    centres = random.normal(size=(len(GROUPS), dim)) * 3
    vectors = np.array([centres[i % 3] + random.normal(size=dim) for i in range(n_words)], dtype=np.float32)
    return Embedding(
        name="three groups",
        index_to_key=tuple(f"{GROUPS[i % 3]}{i // 3}" for i in range(n_words)),
        vectors=vectors,
        counts=np.arange(n_words, 0, -1, dtype=np.int64) * 10,
        metadata={"group": tuple(GROUPS[i % 3] for i in range(n_words))},
        origin="made for a test",
    )


@pytest.fixture
def small_embedding() -> Embedding:
    return three_groups()


@pytest.fixture(autouse=True)
def own_folders(tmp_path_factory, monkeypatch):
    """Settings and caches of a test are its own."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("LEXISCOPE_SETTINGS", str(folder / "settings.json"))
    monkeypatch.setenv("LEXISCOPE_CACHE", str(folder / "cache"))
    return folder


@pytest.fixture
def workbench(qapp, tmp_path):
    """The services of a window: jobs run when the event loop comes round, settings are the defaults."""
    from explorer.session.settings import Settings
    from explorer.session.store import Store
    from widgets.commands import CommandTable
    from widgets.jobs import JobRunner
    from widgets.store_signals import StoreSignals
    from widgets.theme import ThemeSwitch
    from widgets.workbench import Workbench

    store = Store()
    bench = Workbench(
        store=store,
        changes=StoreSignals(store),
        jobs=JobRunner(synchronous=True),
        theme=ThemeSwitch(qapp, "dark"),
        settings=Settings(),
        settings_path=tmp_path / "settings.json",
        commands=CommandTable(),
    )
    yield bench
    bench.jobs.close()
    bench.theme.deleteLater()


@pytest.fixture(autouse=True)
def no_widget_is_left(request):
    """A test that leaves a window behind fails."""
    yield
    if "qtbot" not in request.fixturenames:
        return
    from PySide6.QtWidgets import QApplication

    application = QApplication.instance()
    gc.collect()
    gc.freeze()  # what has outlived this test, modules for the most part, need not be looked through after the next
    application.processEvents()
    left = [widget for widget in application.topLevelWidgets() if widget.isVisible()]
    assert not left, f"left on the screen: {left}"
