"""Maps side by side: the same word, selection and pointer on each of them."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton

from explorer.projection.projection import Projection
from explorer.session.kept_maps import keep
from widgets.map import following
from widgets.map.beside import Beside
from widgets.map.following import Following
from widgets.map.gestures import Join, Mode
from widgets.map.view import MapView


def a_map(method, seed, n=60):
    points = np.random.default_rng(seed).normal(size=(n, 2)).astype(np.float32)
    return Projection(method, points, np.arange(n), 60)


@pytest.fixture
def maps():
    return [a_map("umap", 1), a_map("tsne", 2), a_map("pca", 3), a_map("as-is", 4, n=30)]


@pytest.fixture
def beside(workbench, qtbot, small_embedding, maps):
    view = MapView(workbench.jobs, workbench.theme.theme)
    Following(workbench, view)
    made = Beside(workbench, view)
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    kept = ()
    for each in maps:
        kept = keep(kept, each)
    fields = {"embeddings": (small_embedding,), "embedding": small_embedding, "projection": maps[0], "maps": kept}
    workbench.store.change("Open", **fields)
    qtbot.waitUntil(lambda: not workbench.jobs.running)
    return made


def shows(beside, workbench, qtbot, *maps):
    workbench.store.change("Show beside", beside=maps)
    qtbot.waitUntil(lambda: not workbench.jobs.running)
    return [each.scene and each.scene.projection for each in beside.views[1:]]


def test_one_map_alone_has_no_name_over_it(beside):
    assert len(beside.views) == 1
    assert not beside.main.name.isVisible()


def test_up_to_three_maps_stand_beside_that_in_sight_each_under_its_name(beside, workbench, qtbot, maps):
    assert shows(beside, workbench, qtbot, maps[1]) == maps[1:2]
    assert [beside.main.name.text(), beside.sides[0].name.text()] == ["UMAP", "t-SNE"]
    assert beside.sides[0].width() == pytest.approx(beside.main.width(), abs=8)
    assert shows(beside, workbench, qtbot, *maps[1:]) == maps[1:]
    assert beside.sides[2].y() == beside.sides[1].y()
    workbench.store.undo()
    workbench.store.undo()
    assert len(beside.views) == 1


def test_word_and_selection_are_the_same_on_all_maps(beside, workbench, qtbot, maps):
    shows(beside, workbench, qtbot, maps[1], maps[3])
    workbench.store.change("Select", word=40, selection=(3, 40))
    qtbot.waitUntil(lambda: not workbench.jobs.running)
    assert [view.scene.word for view in beside.views] == [40, 40, 40]
    assert [view.scene.selection for view in beside.views] == [(3, 40)] * 3
    assert [view.scene.word_row for view in beside.views] == [40, 40, None], "the last map places 30 words only"
    beside.views[1].word_clicked.emit(7, Join.REPLACE)
    assert workbench.state.word == 7
    assert workbench.state.projection is maps[0]


def test_a_large_selection_is_found_in_jobs_that_leave_each_other_alone(beside, workbench, qtbot, maps, monkeypatch):
    shows(beside, workbench, qtbot, maps[1])
    monkeypatch.setattr(following, "QUICK_POINTS", 1)
    workbench.store.change("Select", selection=(3, 40))
    qtbot.waitUntil(lambda: not workbench.jobs.running)
    assert [view.scene.selection for view in beside.views] == [(3, 40)] * 2


def test_a_word_that_is_pointed_at_on_one_map_is_pointed_at_on_all(beside, workbench, qtbot, maps):
    shows(beside, workbench, qtbot, maps[1], maps[3])
    beside.views[1].pointing.point_to(12)
    assert [view.pointing.row for view in beside.views] == [12, 12, 12]
    assert [view.pointing.is_elsewhere for view in beside.views] == [True, False, True], "one card is enough"
    beside.views[0].pointing.point_to(50)
    assert [view.pointing.row for view in beside.views] == [50, 50, None]
    beside.views[0].pointing.point_to(None)
    assert [view.pointing.row for view in beside.views] == [None] * 3


def test_a_drag_does_the_same_on_all_maps(beside, workbench, qtbot, maps):
    shows(beside, workbench, qtbot, maps[1])
    beside.main.view.set_mode(Mode.LASSO)
    assert [view.mode for view in beside.views] == [Mode.LASSO] * 2


def test_a_map_is_put_away_by_its_button_and_another_takes_its_place(beside, workbench, qtbot, maps):
    shows(beside, workbench, qtbot, maps[1], maps[2])
    qtbot.mouseClick(beside.sides[0].findChild(QToolButton), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not workbench.jobs.running)
    assert workbench.state.beside == (maps[2],)
    assert [view.scene.projection for view in beside.views] == [maps[0], maps[2]]
    assert workbench.state.maps[1].projection is maps[1], "it stays in the list"
