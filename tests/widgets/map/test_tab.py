"""What the user does on the map, by real mouse and key events, and what the map shows of the state."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtWidgets import QApplication

from explorer.embedding import Embedding
from explorer.neighbors.exact import nearest
from explorer.projection.projection import Projection
from tests.conftest import three_groups
from widgets.map import frames, painting
from widgets.map.drawing import image_of_drawing
from widgets.map.gestures import Mode
from widgets.map.tab import MapTab
from widgets.theme import DARK, LIGHT

LEFT = Qt.MouseButton.LeftButton


def settle(qtbot):
    """Let the jobs that the last action started run."""
    for _ in range(6):
        QApplication.processEvents()


def spot(tab, index):
    """The pixel of a word."""
    scene = tab.view.scene
    x, y = tab.view.camera.to_screen(scene.projection.points[[scene.row_of(index)]])[0]
    return QPoint(round(x), round(y))


def lonely(tab):
    """A word whose point has no other near it."""
    screen = tab.view.camera.to_screen(tab.view.scene.projection.points)
    distances = np.hypot(*(screen[:, None] - screen[None]).transpose(2, 0, 1)) + np.eye(len(screen)) * 1e9
    return int(tab.view.scene.projection.indices[distances.min(axis=1).argmax()])


def drag(qtbot, view, start, stop, modifier=Qt.KeyboardModifier.NoModifier, release=True):
    qtbot.mousePress(view, LEFT, modifier, start)
    for share in (0.5, 1.0):
        at = start + (stop - start) * share
        qtbot.mouseMove(view, at)
        _move(view, at, modifier)
    if release:
        qtbot.mouseRelease(view, LEFT, modifier, stop)


def _move(view, at, modifier):
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QMouseEvent

    event = QMouseEvent(
        QEvent.Type.MouseMove, QPointF(at), view.mapToGlobal(QPointF(at)), Qt.MouseButton.NoButton, LEFT, modifier
    )
    QApplication.sendEvent(view, event)


def wheel(view, at, notches=0.0, pixels=0):
    event = QWheelEvent(
        *(QPointF(at), view.mapToGlobal(QPointF(at)), QPoint(0, pixels), QPoint(0, round(120 * notches))),
        *(Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False),
    )
    QApplication.sendEvent(view, event)


# Clicking and selecting ---------------------------------------------------------------------------------------------


def test_a_click_goes_to_the_word_and_draws_lines_to_its_neighbours(qtbot, shown, workbench, small_embedding):
    index = lonely(shown)
    qtbot.mouseClick(shown.view, LEFT, pos=spot(shown, index))
    settle(qtbot)
    assert workbench.state.word == index
    assert workbench.state.selection == (index,)
    assert workbench.store.undo_label == f"Go to {small_embedding.index_to_key[index]}"
    found = nearest(small_embedding, index, workbench.state.topn)
    scene = shown.view.scene
    assert [link.row for link in scene.links] == found.indices.tolist()
    strengths = [link.strength for link in scene.links]
    assert strengths == sorted(strengths, reverse=True)
    assert (strengths[0], strengths[-1]) == (1.0, 0.0)


@pytest.mark.parametrize("metric", ["cosine", "l2", "l1", "dot"])
def test_the_lines_follow_the_metric_and_the_nearest_is_the_thickest(qtbot, shown, workbench, small_embedding, metric):
    workbench.store.change("Go", word=3, selection=(3,))
    workbench.store.change("Ask", metric=metric, topn=5)
    settle(qtbot)
    links = shown.view.scene.links
    assert [link.row for link in links] == nearest(small_embedding, 3, 5, metric).indices.tolist()
    assert links[0].strength == 1.0


def test_shift_click_adds_a_word_and_alt_click_removes_it(qtbot, shown, workbench):
    index = lonely(shown)
    workbench.store.change("Select", selection=(0, 1))
    qtbot.mouseClick(shown.view, LEFT, Qt.KeyboardModifier.ShiftModifier, spot(shown, index))
    assert workbench.state.selection == tuple(sorted({0, 1, index}))
    qtbot.mouseClick(shown.view, LEFT, Qt.KeyboardModifier.AltModifier, spot(shown, index))
    assert workbench.state.selection == (0, 1)


def test_a_click_beside_all_words_clears_the_selection(qtbot, shown, workbench):
    workbench.store.change("Go", word=3, selection=(3,))
    qtbot.mouseClick(shown.view, LEFT, pos=QPoint(3, 497 - 40))
    assert (workbench.state.word, workbench.state.selection) == (None, ())


def test_escape_clears_the_selection_and_undo_brings_it_back(qtbot, shown, workbench):
    workbench.store.change("Go", word=3, selection=(3,))
    shown.view.setFocus()
    qtbot.keyClick(shown.view, Qt.Key.Key_Escape)
    assert workbench.state.selection == ()
    workbench.store.undo()
    settle(qtbot)
    assert shown.view.scene.selection == (3,)
    assert shown.view.scene.links


def test_a_rectangle_selects_what_is_in_it(qtbot, shown, workbench):
    view = shown.view
    workbench.commands.run("map.rectangle")
    assert view.mode is Mode.RECTANGLE
    drag(qtbot, view, QPoint(1, 1), QPoint(view.width() // 2, view.height() - 1))
    screen = view.camera.to_screen(view.scene.projection.points)
    expected = np.flatnonzero(screen[:, 0] <= view.width() // 2)
    assert 0 < len(expected) < 60
    assert workbench.state.selection == tuple(expected.tolist())
    assert workbench.store.undo_label == f"Select {len(expected)} words"


def test_shift_and_alt_draw_a_rectangle_in_any_mode_and_add_or_remove(qtbot, shown, workbench):
    view = shown.view
    half = QPoint(view.width() // 2, view.height() - 1)
    drag(qtbot, view, QPoint(1, 1), half, Qt.KeyboardModifier.ShiftModifier)
    left = set(workbench.state.selection)
    assert left
    drag(qtbot, view, QPoint(half.x(), 1), QPoint(view.width() - 1, half.y()), Qt.KeyboardModifier.ShiftModifier)
    assert len(workbench.state.selection) == 60
    drag(qtbot, view, QPoint(1, 1), half, Qt.KeyboardModifier.AltModifier)
    assert set(workbench.state.selection) == set(range(60)) - left


def lasso(qtbot, view, corners, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.mousePress(view, LEFT, modifier, corners[0])
    for start, stop in pairwise(corners):
        for share in np.linspace(0.1, 1, 10):
            _move(view, start + (stop - start) * float(share), modifier)
    qtbot.mouseRelease(view, LEFT, modifier, corners[-1])


def test_a_lasso_selects_what_it_goes_around_and_shift_adds_and_alt_removes(qtbot, shown, workbench):
    view = shown.view
    shown.view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_L)
    assert view.mode is Mode.LASSO
    right, bottom = view.width() - 1, view.height() - 1
    corners = [QPoint(1, 1), QPoint(right, 1), QPoint(1, bottom)]
    lasso(qtbot, view, corners)
    x, y = view.camera.to_screen(view.scene.projection.points).T
    expected = np.flatnonzero((x - 1) / (right - 1) + (y - 1) / (bottom - 1) < 1)
    assert 0 < len(expected) < 60
    assert workbench.state.selection == tuple(expected.tolist())
    everything = [QPoint(0, 0), QPoint(right, 0), QPoint(right, bottom), QPoint(0, bottom)]
    lasso(qtbot, view, everything, Qt.KeyboardModifier.ShiftModifier)
    assert len(workbench.state.selection) == 60
    lasso(qtbot, view, corners, Qt.KeyboardModifier.AltModifier)
    assert set(workbench.state.selection) == set(range(60)) - set(expected.tolist())


def test_escape_gives_a_rectangle_up_without_effect(qtbot, shown, workbench):
    workbench.commands.run("map.rectangle")
    drag(qtbot, shown.view, QPoint(1, 1), QPoint(600, 400), release=False)
    assert shown.view.gestures.rectangle is not None
    workbench.commands.run("map.clear")
    assert shown.view.gestures.rectangle is None
    assert workbench.state.selection == ()


# Moving -------------------------------------------------------------------------------------------------------------


def test_a_drag_moves_the_map_with_the_pointer(qtbot, shown, workbench):
    index = lonely(shown)
    before = spot(shown, index)
    drag(qtbot, shown.view, QPoint(5, 5), QPoint(45, 25))
    assert spot(shown, index) - before == QPoint(40, 20)
    assert workbench.state.selection == ()


@pytest.mark.parametrize("turn", [{"notches": 1}, {"pixels": 40}], ids=["wheel", "touchpad"])
def test_the_wheel_zooms_at_the_cursor(shown, turn):
    at = QPointF(200, 150)
    place, scale = shown.view.camera.to_map(200, 150), shown.view.camera.scale
    wheel(shown.view, at, **turn)
    assert shown.view.camera.scale == pytest.approx(scale * (1.2 if "notches" in turn else 1.0035**40))
    assert shown.view.camera.to_map(200, 150) == pytest.approx(place)


def test_the_keyboard_pans_zooms_and_fits(qtbot, shown):
    view = shown.view
    view.setFocus()
    fitted = view.camera
    qtbot.keyClick(view, Qt.Key.Key_Left)
    qtbot.keyClick(view, Qt.Key.Key_Up)
    moved = view.camera.to_screen(np.zeros((1, 2)))[0] - fitted.to_screen(np.zeros((1, 2)))[0]
    assert moved == pytest.approx([60, 60])
    qtbot.keyClick(view, Qt.Key.Key_Plus)
    assert view.camera.scale > fitted.scale
    qtbot.keyClick(view, Qt.Key.Key_Minus)
    assert view.camera.scale == pytest.approx(fitted.scale)
    qtbot.keyClick(view, Qt.Key.Key_F)
    assert view.camera == fitted


def test_a_double_click_centres_the_word_with_its_neighbours(qtbot, shown, workbench):
    index = lonely(shown)
    qtbot.mouseDClick(shown.view, LEFT, pos=spot(shown, index))
    settle(qtbot)
    assert workbench.state.word == index
    middle = QPoint(shown.view.width() // 2, shown.view.height() // 2)
    assert (spot(shown, index) - middle).manhattanLength() <= 2
    seen = [shown.view.rect().contains(spot(shown, link.row)) for link in shown.view.scene.links]
    assert np.mean(seen) >= 0.7


def test_a_larger_window_shows_everything_as_long_as_the_user_has_not_moved_the_map(qtbot, shown):
    shown.resize(900, 700)
    QApplication.processEvents()
    fitted = shown.view.camera.scale
    shown.view.travel.fit_all()
    assert shown.view.camera.scale == pytest.approx(fitted)
    shown.view.travel.zoom(3.0)
    shown.resize(700, 500)
    QApplication.processEvents()
    assert shown.view.camera.zoom == pytest.approx(3.0)


# Hovering -----------------------------------------------------------------------------------------------------------


def test_a_resting_pointer_shows_the_word_its_count_its_five_nearest_and_lines_to_ten(qtbot, shown, small_embedding):
    index = lonely(shown)
    _hover(shown, spot(shown, index))
    qtbot.waitUntil(lambda: shown.view.pointing.card is not None and shown.view.pointing.card.neighbors is not None)
    card = shown.view.pointing.card
    assert card.word == small_embedding.index_to_key[index]
    assert f"{small_embedding.counts[index]} occurrences" in card.facts
    found = nearest(small_embedding, index, 5)
    assert [word for word, _ in card.neighbors] == [small_embedding.index_to_key[i] for i in found.indices]
    assert [value for _, value in card.neighbors] == pytest.approx(found.values)
    placed = [shown.view.scene.row_of(int(each)) for each in nearest(small_embedding, index, 10).indices]
    assert [link.row for link in card.links] == [row for row in placed if row is not None]
    assert not shown.grab().isNull()
    _hover(shown, QPoint(2, 2))
    assert shown.view.pointing.card is None


def _hover(tab, at):
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QMouseEvent

    none = Qt.MouseButton.NoButton
    event = QMouseEvent(
        *(QEvent.Type.MouseMove, QPointF(at), tab.view.mapToGlobal(QPointF(at)), none, none),
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(tab.view, event)


# Following the state ------------------------------------------------------------------------------------------------


def test_without_a_map_the_tab_says_what_would_fill_it(tab, workbench, small_embedding, projection):
    assert tab.empty.isVisible()
    assert "Open word vectors" in tab.empty.sentence.text()
    workbench.store.change("Open", embedding=small_embedding)
    assert tab.empty.sentence.text() == "three groups has no map yet."
    workbench.store.amend(projection=projection)
    assert not tab.empty.isVisible()
    assert tab.toolbar.isVisible()


def test_the_status_line_tells_the_truth(shown, workbench, small_embedding):
    assert shown.status.text() == "60 words · PCA · explained variance 0.50"
    some = Projection("umap", small_embedding.vectors[:20, :2].copy(), np.arange(20), 60)
    workbench.store.change("Project", projection=some)
    assert shown.status.text() == "20 of 60 words · UMAP"
    workbench.store.change("Go", word=40, selection=(40,))
    assert shown.status.text().startswith("“colour13” has no place on this map")


def test_nothing_fades_until_something_is_selected(qtbot, shown, workbench):
    plain = image_of_drawing(shown.view.drawing(), 1, transparent=True)
    workbench.store.change("Go", word=3)
    assert not shown.view.scene.is_faded
    workbench.store.change("Select", selection=(3, 4))
    settle(qtbot)
    faded = image_of_drawing(shown.view.drawing(), 1, transparent=True)
    assert _strength(faded) < _strength(plain)
    assert _strength(faded) > 0, "the others step back but stay"


def _strength(image):
    """How colourful the pixels that something was drawn on are."""
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(-1, 4).astype(int)
    drawn = pixels[pixels[:, 3] > 200]
    return float((drawn[:, :3].max(axis=1) - drawn[:, :3].min(axis=1)).mean())


def test_colours_follow_the_rule_and_the_theme(qtbot, shown, workbench):
    workbench.store.change("Colour", color_by="column:group")
    settle(qtbot)
    legend = shown.view.scene.legend
    assert [entry.label for entry in legend.entries] == ["animal", "colour", "number"]
    assert legend.entries[0].color == DARK.categories[0]
    workbench.theme.choose("light")
    settle(qtbot)
    assert shown.view.scene.legend.entries[0].color == LIGHT.categories[0]
    assert image_of_drawing(shown.view.drawing()).pixelColor(2, 200).name().upper() == LIGHT.map


def test_a_click_on_a_category_selects_its_words_and_a_second_lets_go_of_them(qtbot, shown, workbench, small_embedding):
    workbench.store.change("Colour", color_by="column:group")
    settle(qtbot)
    groups = small_embedding.metadata["group"]
    members = {name: tuple(i for i, group in enumerate(groups) if group == name) for name in set(groups)}
    animal, colour, _ = shown.view.legend.buttons
    qtbot.mouseClick(animal, LEFT)
    assert workbench.state.selection == members["animal"]
    assert workbench.store.undo_label == "Select animal"
    scene = shown.view.scene
    assert [scene.shows_color(entry.color) for entry in scene.legend.entries] == [True, False, False]
    qtbot.mouseClick(colour, LEFT)
    assert workbench.state.selection == members["colour"]
    qtbot.mouseClick(colour, LEFT)
    assert workbench.state.selection == ()
    assert all(shown.view.scene.shows_color(entry.color) for entry in scene.legend.entries)


def test_categories_are_reached_and_joined_by_keys(qtbot, shown, workbench, small_embedding, monkeypatch):
    workbench.store.change("Colour", color_by="column:group")
    settle(qtbot)
    shown.activateWindow()
    animal, colour, number = shown.view.legend.buttons
    assert [each.accessibleName() for each in (animal, colour, number)] == [
        "Select animal",
        "Select colour",
        "Select number",
    ]
    animal.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(animal, Qt.Key.Key_Space)
    one = set(workbench.state.selection)
    shift = Qt.KeyboardModifier.ShiftModifier
    monkeypatch.setattr("widgets.map.legend_buttons.QGuiApplication.keyboardModifiers", lambda: shift)
    qtbot.keyClick(colour, Qt.Key.Key_Space, shift)
    assert len(one) == 20
    assert one < set(workbench.state.selection)
    assert len(workbench.state.selection) == 40
    qtbot.keyClick(animal, Qt.Key.Key_Space, shift)
    assert len(workbench.state.selection) == 20
    assert not one & set(workbench.state.selection)


def test_the_buttons_of_the_legend_lie_where_it_is_drawn(qtbot, shown, workbench):
    workbench.store.change("Colour", color_by="column:group")
    settle(qtbot)
    shown.resize(900, 600)
    QApplication.processEvents()
    image = shown.view.grab().toImage()
    for button, entry in zip(shown.view.legend.buttons, shown.view.scene.legend.entries, strict=True):
        disc = button.geometry().topLeft() + QPoint(11, button.height() // 2)
        assert image.pixelColor(disc).name().upper() == entry.color.upper()


def test_similarity_colours_follow_the_current_word(qtbot, shown, workbench):
    workbench.store.change("Colour", color_by="similarity")
    workbench.store.change("Go", word=5, selection=(5,))
    settle(qtbot)
    assert shown.view.scene.legend.title == "Similarity to number1"


def test_points_glide_from_their_old_places_to_the_new(qtbot, shown, workbench, small_embedding):
    now = [0.0]
    shown.view.travel.clock = lambda: now[0]
    shown.set_morph(True)
    view, old = shown.view, shown.view.scene
    workbench.store.change("Project", projection=_other(small_embedding))
    view.travel.ticks.stop()  # the test's own clock drives it
    new = view.scene
    assert view.travel.places() == pytest.approx(old.points.places)
    now[0] = 0.15
    between = view.travel.places()
    assert not np.allclose(between, old.points.places, atol=0.01)
    assert not np.allclose(between, new.points.places, atol=0.01)
    now[0] = 1.0
    view.travel.tick()
    assert not view.travel.is_moving
    assert view.travel.places() == pytest.approx(new.points.places)


def test_while_the_cores_are_needed_words_are_chosen_once_on_the_way(shown, workbench, small_embedding, monkeypatch):
    now, chosen = [0.0], []
    view = shown.view
    view.travel.clock = lambda: now[0]
    shown.set_morph(True)
    view.travel.spare_cores(True)
    arrange = view.painting.labels.arrange
    monkeypatch.setattr(view.painting.labels, "arrange", lambda *given: (chosen.append(now[0]), arrange(*given))[1])
    workbench.store.change("Project", projection=_other(small_embedding))
    view.travel.ticks.stop()  # the test's own clock drives it
    for now[0] in (0.0, 0.1, 0.2, 0.3):
        view.grab()
    assert chosen == [0.0]
    now[0] = 1.0
    view.travel.tick()
    view.grab()
    assert chosen[-1] == 1.0


def test_no_word_stands_where_nothing_is_while_most_points_are_left_out(shown, workbench, small_embedding, monkeypatch):
    monkeypatch.setattr(frames, "FEWEST", 2)
    view = shown.view
    view.painting.frames.budget.seconds_per_point = 1.0
    drawn = []
    monkeypatch.setattr(painting, "draw_discs_by_qt", lambda *given: drawn.append(given[-1].tolist()))
    arranged, arrange = [], view.painting.labels.arrange
    monkeypatch.setattr(
        view.painting.labels, "arrange", lambda *given: (arranged.append(arrange(*given)), arranged[-1])[1]
    )
    shown.set_morph(True)
    workbench.store.change("Project", projection=_other(small_embedding))
    view.travel.ticks.stop()
    view.grab()
    assert view.painting.n_left_out == 58
    assert drawn[-1] == [label.row for label in arranged[-1]] != []


def test_a_glide_that_is_interrupted_goes_on_from_where_the_points_are(qtbot, shown, workbench, small_embedding):
    now = [0.0]
    shown.view.travel.clock = lambda: now[0]
    shown.set_morph(True)
    words, view = small_embedding, shown.view
    for step in range(1, 6):  # snapshots of a training
        snapshot = Embedding(words.name, words.index_to_key, words.vectors * np.float32(1 + step), words.counts)
        before = view.travel.places()
        projection = Projection("live", _other(words).points * np.float32(step), np.arange(60), 60)
        workbench.store.amend(embedding=snapshot, projection=projection)
        view.travel.ticks.stop()
        assert view.travel.places() == pytest.approx(before, abs=1e-5)
        now[0] += 0.1
    view.travel.finish()
    assert view.travel.places() == pytest.approx(view.scene.points.places)


def _other(embedding):
    return Projection("umap", embedding.vectors[:, 2:4].copy(), np.arange(60), 60)


def test_without_morph_points_are_there_at_once(shown, workbench, small_embedding):
    workbench.store.change("Project", projection=_other(small_embedding))
    assert not shown.view.travel.is_moving


def test_another_embedding_is_shown_afresh(shown, workbench, projection):
    shown.set_morph(True)
    other = three_groups(seed=8)
    workbench.store.change("Show", embedding=other, projection=replace(projection, points=other.vectors[:, :2].copy()))
    assert not shown.view.travel.is_moving
    assert shown.view.scene.embedding is other
    workbench.store.change("Close", embedding=None)
    assert shown.view.scene is None
    assert shown.empty.isVisible()


def test_the_picture_is_what_is_seen_at_any_scale(qtbot, shown, workbench):
    workbench.store.change("Go", word=3, selection=(3,))
    settle(qtbot)
    seen = shown.view.grab().toImage().convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
    one, three = (image_of_drawing(shown.view.drawing(), scale) for scale in (1, 3))
    assert one.size() == shown.view.size()
    assert three.size() == shown.view.size() * 3
    below = [_pixels(image)[70:] for image in (seen, one)]  # the toolbar is no part of the picture
    assert np.abs(below[0] - below[1]).mean() < 1
    height, width = one.height(), one.width()
    shrunk = _pixels(three).reshape(height, 3, width, 3, 3).mean(axis=(1, 3))
    assert np.abs(shrunk - _pixels(one)).mean() < 4
    assert image_of_drawing(shown.view.drawing(), 2, transparent=True).pixelColor(3, 3).alpha() == 0


def test_the_map_is_copied_as_a_picture(qtbot, shown, workbench):
    workbench.commands.run("map.copy")
    qtbot.waitUntil(lambda: not workbench.jobs.running)
    copied = QApplication.clipboard().image()
    assert copied.size() == shown.view.size() * 2
    assert (
        np.abs(
            _pixels(copied.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied))
            - _pixels(image_of_drawing(shown.view.drawing(), 2))
        ).max()
        == 0
    )


def _pixels(image):
    raw = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    return raw[..., :3].astype(float)


def test_label_density_writes_more_or_fewer_words(shown):
    def written(density):
        shown.set_label_density(density)
        return len(
            shown.view.painting.labels.arrange(shown.view.scene, shown.view.camera, shown.view.painting.label_density)
        )

    assert written(0.0) == 0
    assert 0 < written(0.3) < written(1.0)


def test_the_map_announces_the_selected_word(shown, workbench):
    workbench.store.change("Go", word=3, selection=(3,))
    assert shown.view.accessibleDescription() == "animal1 is selected"
    workbench.store.change("Select", selection=(3, 4, 5))
    assert shown.view.accessibleDescription() == "3 words are selected"
    assert shown.view.accessibleName() == "Map"


def test_before_the_kernels_are_loaded_the_map_is_drawn_all_the_same(qtbot, shown, workbench, monkeypatch):
    monkeypatch.setattr("widgets.map.kernels_ready.are_loaded", lambda: False)
    workbench.store.change("Go", word=3, selection=(3,))
    settle(qtbot)
    drawn = _pixels(shown.view.grab().toImage().convertToFormat(QImage.Format.Format_ARGB32_Premultiplied))
    assert (np.abs(drawn[70:] - drawn[200, 2]).sum(axis=2) > 60).sum() > 300


def test_once_the_kernels_are_loaded_the_maps_beside_use_them_too(
    qtbot, workbench, small_embedding, projection, monkeypatch
):
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr("widgets.map.kernels_ready.are_loaded", lambda: False)
        tab = MapTab(workbench)
        qtbot.addWidget(tab)
        fields = {"embeddings": (small_embedding,), "embedding": small_embedding, "projection": projection}
        workbench.store.change("Open", **fields, beside=(replace(projection),))
        assert [view.pointing.grid for view in tab.beside.views] == [None, None]
    qtbot.waitUntil(lambda: not workbench.jobs.running)
    assert None not in [view.pointing.grid for view in tab.beside.views]


def test_i_asks_to_isolate_the_selected_words(qtbot, shown, workbench):
    shown.view.setFocus()
    with qtbot.assertNotEmitted(shown.isolate_requested):
        qtbot.keyClick(shown.view, Qt.Key.Key_I)
    workbench.store.change("Select", selection=(3, 4, 5))
    with qtbot.waitSignal(shown.isolate_requested):
        qtbot.keyClick(shown.view, Qt.Key.Key_I)


def test_center_on_a_word_without_a_place_leaves_the_map_as_it_is(shown, workbench, small_embedding):
    some = Projection("umap", small_embedding.vectors[:20, :2].copy(), np.arange(20), 60)
    workbench.store.change("Project", projection=some)
    before = shown.view.camera
    shown.center_on(40)
    assert shown.view.camera == before
    shown.center_on(4)
    assert shown.view.camera != before


def test_a_large_map_is_prepared_in_the_background_and_follows_what_changes_meanwhile(qtbot, tab, workbench):
    n = 40_000
    words = tuple(f"w{i}" for i in range(n))
    points = np.random.default_rng(0).normal(size=(n, 2)).astype(np.float32)
    embedding = Embedding("large", words, points, metadata={"half": tuple("ab"[i % 2] for i in range(n))})
    projection = Projection("pca", points.copy(), np.arange(n), n)
    workbench.store.change("Open", embedding=embedding, projection=projection)
    assert tab.view.scene is None
    workbench.store.change("Colour", color_by="column:half")
    workbench.store.change("Go", word=7, selection=(7,))
    qtbot.waitUntil(lambda: tab.view.scene is not None and tab.view.scene.legend is not None)
    qtbot.waitUntil(lambda: bool(tab.view.scene.links))
    assert [entry.label for entry in tab.view.scene.legend.entries] == ["a", "b"]
    assert tab.view.scene.selection == (7,)


def test_a_large_selection_is_prepared_in_the_background_and_the_last_one_counts(qtbot, tab, workbench):
    n = 40_000
    points = np.random.default_rng(0).normal(size=(n, 2)).astype(np.float32)
    embedding = Embedding("large", tuple(map(str, range(n))), points)
    workbench.store.change("Open", embedding=embedding, projection=Projection("pca", points.copy(), np.arange(n), n))
    qtbot.waitUntil(lambda: tab.view.scene is not None)
    workbench.store.change("Select", selection=tuple(range(35_000)))
    assert tab.view.accessibleDescription() == "35,000 words are selected"
    workbench.store.change("Select", selection=tuple(range(5000, 40_000)))
    workbench.store.change("Colour", color_by="frequency")
    qtbot.waitUntil(lambda: tab.view.scene.legend is not None and tab.view.scene.is_faded)
    scene = tab.view.scene
    assert scene.selection == tuple(range(5000, 40_000))
    assert scene.selected.discs.colors.tolist() == scene.discs.colors[scene.selected.numbers].tolist()
    workbench.store.undo()
    workbench.store.undo()
    workbench.store.undo()
    settle(qtbot)
    assert not tab.view.scene.is_faded


def test_a_large_map_that_was_replaced_while_it_was_prepared_is_never_shown(
    qtbot, tab, workbench, small_embedding, projection
):
    points = np.zeros((40_000, 2), np.float32)
    large = Embedding("large", tuple(map(str, range(40_000))), points)
    workbench.store.change(
        "Open", embedding=large, projection=Projection("pca", points.copy(), np.arange(40_000), 40_000)
    )
    workbench.store.change("Show", embedding=small_embedding, projection=projection)
    settle(qtbot)
    assert tab.view.scene.embedding is small_embedding
