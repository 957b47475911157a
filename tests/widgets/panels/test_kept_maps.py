import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from explorer.projection.projection import Projection
from explorer.session.kept_maps import keep
from widgets.panels.kept_maps import KeptMapsList


def a_map(method, n=60):
    return Projection(method, np.zeros((n, 2), np.float32), np.arange(n), 60, figures={"trustworthiness": 0.94})


@pytest.fixture
def maps():
    return keep(keep((), a_map("umap")), a_map("tsne", n=20))


@pytest.fixture
def shown(workbench, qtbot, small_embedding, maps):
    made = KeptMapsList(workbench)
    qtbot.addWidget(made)
    made.show()
    fields = {"embeddings": (small_embedding,), "embedding": small_embedding, "projection": maps[0].projection}
    workbench.store.change("Open", **fields, maps=maps[:1])
    return made


def test_one_map_alone_is_not_listed(shown, workbench, maps):
    assert not shown.isVisible()
    workbench.store.change("Project", maps=maps)
    assert shown.isVisible()
    assert [row.name.text() for row in shown.rows.values()] == ["UMAP", "t-SNE · 20 of 60"]
    assert [row.about.text() for row in shown.rows.values()][1] == "trustworthiness 0.94"


def test_a_click_shows_a_map_and_what_is_beside_it_changes_places(shown, workbench, maps, qtbot):
    workbench.store.change("Project", maps=maps)
    first, second = (each.projection for each in maps)
    row = shown.rows[maps[1]]
    row.menu().actions()[0].trigger()
    assert workbench.state.beside == (second,)
    assert row.about.text().startswith("Beside · trust")
    qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    assert workbench.state.projection is second
    assert workbench.state.beside == (first,)
    assert row.property("current")
    shown.rows[maps[0]].menu().actions()[0].trigger()
    assert workbench.state.beside == ()


def test_a_map_can_be_removed_and_that_can_be_undone(shown, workbench, maps, qtbot):
    workbench.store.change("Project", maps=maps, beside=(maps[1].projection,))
    shown.rows[maps[1]].setFocus()
    qtbot.keyClick(shown.rows[maps[1]], Qt.Key.Key_Delete)
    assert workbench.state.maps == maps[:1]
    assert workbench.state.beside == ()
    assert not shown.isVisible()
    workbench.store.undo()
    assert list(shown.rows) == list(maps)


def test_a_map_is_renamed_in_its_row(shown, workbench, maps, qtbot):
    workbench.store.change("Project", maps=maps)
    shown.rows[maps[0]].menu().actions()[1].trigger()
    line = shown.findChild(QLineEdit)
    qtbot.keyClicks(line, "mine")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert [each.name for each in workbench.state.maps] == ["mine", "t-SNE · 20 of 60"]
    assert [row.name.text() for row in shown.rows.values()] == ["mine", "t-SNE · 20 of 60"]
    assert workbench.state.projection is maps[0].projection
