"""Somebody explains word2vec with the Inspector, from the start page on."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFileDialog

from explorer.training.inspector.step import Phase
from widgets.inspector.frame import Spot


@pytest.fixture
def inspector(user):
    """The Inspector, opened from the start page with nothing else open."""
    user.clicks(user.window.start_page.inspector)
    user.waits_until(lambda: user.window.inspector_tab.isVisible())
    user.waits_until(lambda: user.state.inspector is not None)
    return user.window.inspector_tab.view


def runs(user, tab, n):
    user.clicks(tab.controls.amounts[n])
    user.waits_until(lambda: not tab.player.is_running)


def points_at(user, canvas, spot):
    place = canvas.place_of(spot).toPoint()
    user.qtbot.mouseMove(canvas, place + QPoint(1, 0))
    user.qtbot.mouseMove(canvas, place)
    return place


def test_a_lesson_from_the_first_step_to_the_export(user, inspector, tmp_path, monkeypatch):
    tab, controls = inspector, inspector.controls

    # A preset is chosen: the word "king" is in it.
    presets = controls.sources["samples"].presets
    presets.setFocus()
    while presets.currentText() != "King and queen":
        user.qtbot.keyClick(presets, Qt.Key.Key_Down)
    words = tab.neurons.frame.words
    assert "king" in words

    # Next, twice: the inputs light up, then the error stands beside each output.
    user.clicks(controls.next)
    assert tab.player.phase == Phase.FORWARD
    user.clicks(controls.next)
    assert tab.player.phase == Phase.ERROR
    assert np.isclose(np.nansum(tab.neurons.frame.e), 0.0)

    # 500 samples: the loss falls.
    runs(user, tab, 500)
    assert tab.player.position == 500
    losses = tab.player.history.pass_losses()
    assert losses[-1] < losses[0]

    # PCA lays the axes anew.
    axes = tab.vectors.axes
    user.clicks(controls.pca)
    assert tab.vectors.axes is not axes

    # Hover and pin a neuron: the network answers, and goes on answering.
    king = words.index("king")
    place = points_at(user, tab.neurons, Spot("input", king))
    assert tab.neurons.frame.x[king] == 1.0
    user.clicks(tab.neurons, place)
    assert user.state.inspector.pinned == (king,)

    # Step back, and undo even that.
    user.clicks(tab.transport.back)
    assert tab.player.position == 499
    tab.setFocus()
    user.undoes()
    assert tab.player.position == 500

    # Play for a while, and pause.
    user.clicks(tab.transport.play)
    user.waits_until(lambda: tab.player.position >= 503)
    user.clicks(tab.transport.play)
    assert not tab.player.is_playing

    # Export the vectors panel.
    chosen = tmp_path / "vectors.png"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(chosen), ""))
    actions = {action.text(): action for action in tab.looks.menu.actions()}
    actions["Vectors as a picture…"].trigger()
    user.waits_until(chosen.exists)
    user.waits_until(lambda: "vectors.png" in user.message)


def test_the_inspector_is_left_for_the_start_page_and_found_as_it_was(user, inspector):
    runs(user, inspector, 20)
    user.bench.commands.run("view.start_page")
    assert user.window.start_page.isVisible()
    user.presses("Ctrl+I")
    user.waits_until(lambda: inspector.isVisible())
    assert inspector.player.position == 20


def test_a_model_is_opened_from_the_inspector_and_looked_into(user, inspector, tmp_path):
    lines = ["4 2", "king 1 0", "queen 0.9 0.1", "apple 0 1", "pear 0.1 0.9"]
    (tmp_path / "small.txt").write_text("\n".join(lines), encoding="utf-8")
    user.drops(tmp_path / "small.txt")
    user.waits_for_map()
    assert user.window.map_tab.isVisible()  # what was opened is shown
    user.presses("Ctrl+I")
    user.clicks(inspector.controls.source.button("model"))
    assert inspector.neurons.frame.words == ("king", "queen", "apple", "pear")
    points_at(user, inspector.neurons, Spot("input", 0))
    assert inspector.neurons.frame.p.argmax() == 0
    user.waits_for_quiet()


def test_a_key_goes_on_and_typing_does_not(user, inspector):
    with user.qtbot.waitActive(user.window):
        user.window.activateWindow()
    inspector.neurons.setFocus()
    user.qtbot.keyClick(inspector.neurons, Qt.Key.Key_N)
    assert inspector.player.phase == Phase.FORWARD
    box = inspector.controls.sources["samples"].data.box
    box.setFocus()
    user.qtbot.keyClick(box, Qt.Key.Key_N)
    assert inspector.player.phase == Phase.FORWARD


def test_words_selected_on_the_map_are_inspected_by_a_command(user, tmp_path):
    lines = ["4 2", "king 1 0", "queen 0.9 0.1", "apple 0 1", "pear 0.1 0.9"]
    (tmp_path / "small.txt").write_text("\n".join(lines), encoding="utf-8")
    user.drops(tmp_path / "small.txt")
    user.waits_for_map()
    user.bench.store.change("Select 2 words", selection=(0, 3))
    user.bench.commands.run("embedding.inspect")
    view = user.window.inspector_tab.view
    user.waits_until(view.isVisible)
    assert view.neurons.frame.words == ("king", "pear")
    assert view.controls.source.current == "model"
    user.waits_for_quiet()
