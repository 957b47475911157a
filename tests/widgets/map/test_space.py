"""A map in space on the Map tab: how it is turned, pointed at and selected from, and how it becomes flat and back."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt

from explorer.projection.projection import Projection
from tests.widgets.map.test_tab import _hover, drag, lonely, settle, spot, wheel
from widgets.map import pointing
from widgets.map.choosing import joined
from widgets.map.gestures import Join
from widgets.map.motion import SECONDS

SHIFT, ALT = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def solid(small_embedding):
    return Projection("pca", small_embedding.vectors[:, :3].copy(), np.arange(60), 60)


@pytest.fixture
def in_space(tab, workbench, small_embedding, solid):
    """The tab with a map in space on it."""
    workbench.store.change("Open", embeddings=(small_embedding,), embedding=small_embedding, projection=solid)
    tab.view.setFocus()
    return tab


def test_a_map_of_three_dimensions_is_seen_in_space_and_the_keys_2_and_3_switch(qtbot, in_space, workbench):
    view = in_space.view
    assert not view.camera.is_flat
    assert in_space.toolbar.looks[True].isChecked()
    workbench.store.change("Select", word=3, selection=(1, 2, 3))
    qtbot.keyClick(view, Qt.Key.Key_2)
    assert view.camera.is_flat
    assert in_space.toolbar.looks[False].isChecked()
    spots = view.camera.to_screen(view.scene.projection.points)
    assert (spots.min(axis=0) > 0).all(), "everything is in sight"
    assert (spots.max(axis=0) < (view.width(), view.height())).all()
    qtbot.keyClick(view, Qt.Key.Key_3)
    assert not view.camera.is_flat
    assert workbench.state.selection == (1, 2, 3)
    assert view.scene.selection == (1, 2, 3)


def test_what_was_in_the_middle_stays_there_when_the_look_changes(qtbot, in_space):
    view, place = in_space.view, in_space.view.scene.projection.points[[7]]
    in_space.center_on(7)
    zoom = view.camera.zoom
    for key in (Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_2):
        qtbot.keyClick(view, key)
        assert view.camera.to_screen(place)[0] == pytest.approx([view.width() / 2, view.height() / 2], abs=0.5)
        assert view.camera.zoom == pytest.approx(zoom)


def test_on_a_flat_map_3_asks_for_one_in_space(qtbot, shown, workbench):
    shown.view.setFocus()
    with qtbot.waitSignal(shown.space_requested):
        qtbot.keyClick(shown.view, Qt.Key.Key_3)
    assert shown.view.camera.is_flat
    assert not workbench.commands.action("map.flat").isEnabled()
    assert shown.toolbar.looks[False].isChecked()


def test_a_drag_orbits_with_shift_it_pans_and_the_wheel_zooms(qtbot, in_space, workbench):
    view = in_space.view
    start = view.camera
    drag(qtbot, view, QPoint(350, 250), QPoint(390, 270))
    turned = view.camera
    assert turned == start.orbited(20, 10).orbited(20, 10)
    drag(qtbot, view, QPoint(350, 250), QPoint(390, 270), SHIFT)
    assert view.camera.turn == turned.turn
    middle = np.array([[turned.x, turned.y, turned.z]])
    moved = view.camera.to_screen(middle)[0] - turned.to_screen(middle)[0]
    assert moved == pytest.approx([40, 20])
    wheel(view, QPoint(200, 150), notches=1)
    assert view.camera.scale == pytest.approx(turned.scale * 1.2)
    qtbot.keyClick(view, Qt.Key.Key_Left)
    assert view.camera.turn != turned.turn
    qtbot.keyClick(view, Qt.Key.Key_F)
    assert view.camera.zoom == pytest.approx(1.0)
    assert workbench.state.selection == ()


def test_a_click_and_a_rectangle_choose_what_stands_there(qtbot, in_space, workbench):
    view = in_space.view
    index = lonely(in_space)
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=spot(in_space, index))
    settle(qtbot)
    assert workbench.state.word == index
    workbench.commands.run("map.rectangle")
    half = QPoint(view.width() // 2, view.height() - 1)
    drag(qtbot, view, QPoint(1, 1), half)
    x, y = view.camera.to_screen(view.scene.projection.points).T
    left = np.flatnonzero((x <= half.x()) & (x >= 1) & (y >= 1) & (y <= half.y()))
    assert 0 < len(left) < 60
    assert workbench.state.selection == tuple(left.tolist())
    assert workbench.store.undo_label == f"Select {len(left)} words"
    workbench.commands.run("map.pan")
    drag(qtbot, view, QPoint(1, 1), QPoint(half.x(), half.y() // 2), ALT)
    assert workbench.state.selection == tuple(row for row in left.tolist() if y[row] > half.y() // 2)


@pytest.mark.parametrize("quick", [True, False], ids=["few words", "many words"])
def test_a_pointer_at_rest_shows_the_card_of_the_word_under_it(qtbot, in_space, small_embedding, monkeypatch, quick):
    if not quick:
        monkeypatch.setattr(pointing, "QUICK_POINTS", 10)  # from here on words are looked for in a job
    index = lonely(in_space)
    _hover(in_space, spot(in_space, index))
    assert (in_space.view.pointing.row == index) is quick
    qtbot.waitUntil(lambda: in_space.view.pointing.card is not None)
    assert in_space.view.pointing.card.word == small_embedding.index_to_key[index]
    drag(qtbot, in_space.view, QPoint(350, 250), QPoint(390, 270))
    assert in_space.view.pointing.card is None


def test_the_wheel_zooms_at_the_word_under_the_pointer_however_deep_it_is(in_space):
    view, index = in_space.view, lonely(in_space)
    place = view.scene.projection.points[[index]]
    at, before = spot(in_space, index), view.camera.to_screen(place)
    _hover(in_space, at)
    for _ in range(20):
        wheel(view, at, notches=1)
    assert view.camera.zoom > 30
    assert view.camera.to_screen(place) == pytest.approx(before)


def test_a_double_click_brings_the_word_to_the_middle(qtbot, in_space):
    view, index = in_space.view, lonely(in_space)
    qtbot.mouseDClick(view, Qt.MouseButton.LeftButton, pos=spot(in_space, index))
    settle(qtbot)
    assert (spot(in_space, index) - QPoint(view.width() // 2, view.height() // 2)).manhattanLength() <= 2


def test_points_glide_from_a_flat_map_into_space_and_back_also_in_the_middle_of_their_way(
    tab, workbench, small_embedding, projection, solid
):
    travel, now = tab.view.travel, [0.0]
    travel.clock = lambda: now[0]
    workbench.store.change("Open", embeddings=(small_embedding,), embedding=small_embedding, projection=projection)
    tab.set_morph(True)
    steps = []

    def step(seconds):
        now[0] += seconds
        travel.tick()
        steps.append(np.nan_to_num(travel.camera.to_screen(travel.places())))

    steps.append(travel.camera.to_screen(travel.places()))
    workbench.store.change("Into space", projection=solid)
    for _ in range(10):
        step(SECONDS / 20)
    assert travel.is_moving
    assert travel.places().shape == (60, 3)
    assert not travel.camera.is_flat
    workbench.store.change("And back", projection=projection)
    steps.append(travel.camera.to_screen(travel.places()))
    for _ in range(21):
        step(SECONDS / 20)
    assert not travel.is_moving
    assert travel.camera.is_flat
    assert (travel.places() == tab.view.scene.points.places).all()
    assert max(np.abs(one - other).max() for one, other in pairwise(steps)) < 120, "nothing jumps"


numbers = st.sets(st.integers(0, 39))


@settings(max_examples=40)
@given(numbers, numbers)
def test_words_join_those_that_are_selected(before, words):
    ways = {Join.REPLACE: words, Join.ADD: before | words, Join.REMOVE: before - words}
    for join, expected in ways.items():
        given_ones = (np.array(sorted(each), np.int64) for each in (before, words))
        assert joined(*given_ones, join, 40).tolist() == sorted(expected)
