"""A Map tab on the screen, with a map of three groups."""

import numpy as np
import pytest

from explorer.projection.projection import Projection
from widgets.map import kernels_ready
from widgets.map.tab import MapTab


@pytest.fixture(scope="session", autouse=True)
def kernels():
    kernels_ready.load()


@pytest.fixture
def projection(small_embedding):
    points = small_embedding.vectors[:, :2].copy()
    return Projection("pca", points, np.arange(60), 60, figures={"explained variance": 0.5})


@pytest.fixture
def tab(qtbot, workbench):
    tab = MapTab(workbench)
    workbench.changes.changed.connect(workbench.commands.refresh)
    qtbot.addWidget(tab)
    tab.resize(700, 500)
    tab.show()
    qtbot.waitExposed(tab)
    tab.set_morph(False)
    return tab


@pytest.fixture
def shown(tab, workbench, small_embedding, projection):
    """The tab with the map of the small embedding on it."""
    workbench.store.change("Open", embeddings=(small_embedding,), embedding=small_embedding, projection=projection)
    return tab
