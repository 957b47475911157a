"""A run is walked in time: by phases, halves, samples, many of them, and back."""

import numpy as np
import pytest

from explorer.training.inspector.history import History
from explorer.training.inspector.options import InspectorOptions
from explorer.training.inspector.presets import PRESETS
from explorer.training.inspector.setup import GrammarSource, make_setup
from explorer.training.inspector.step import Phase
from widgets.inspector.player import Player


@pytest.fixture
def setup():
    return make_setup(GrammarSource(PRESETS[0].text), InspectorOptions())


@pytest.fixture
def player(qtbot, workbench, setup):
    workbench.settings.morph = False
    player = Player(workbench)
    player.restart(setup, "Begin")
    return player


def arrives(player, qtbot):
    qtbot.waitUntil(lambda: not player.is_running, timeout=20_000)


def test_next_goes_through_the_phases_and_only_the_update_moves_the_weights(player, setup):
    seen = []
    for _ in range(4):
        player.next()
        seen.append(player.phase)
        moved = not np.array_equal(player.frame().W, setup.start.W)
        assert moved == (player.phase == Phase.UPDATE)
    assert seen == [Phase.FORWARD, Phase.ERROR, Phase.BACKWARD, Phase.UPDATE]
    player.next()
    assert player.phase == Phase.FORWARD
    assert player.position == 1


def test_by_halves_the_first_press_computes_and_the_second_applies(player):
    player.pace = "half"
    player.next()
    assert (player.phase, player.position) == (Phase.BACKWARD, 0)
    player.next()
    assert (player.phase, player.position) == (Phase.UPDATE, 1)


def test_a_sample_at_a_time_also_ends_one_that_is_half_told(player):
    player.next()
    player.pace = "sample"
    player.next()
    assert (player.phase, player.position) == (Phase.UPDATE, 1)
    player.next()
    assert player.position == 2


def test_many_samples_lead_to_the_weights_that_the_core_computes(player, setup, qtbot):
    player.run_samples(500)
    arrives(player, qtbot)
    expected = History(setup).advance(500)
    assert player.position == 500
    assert np.array_equal(player.frame().W, expected.W)
    assert np.array_equal(player.frame().W_out, expected.W_out)


def test_a_sample_that_is_half_told_is_begun_again_by_a_run_of_many(player, qtbot):
    player.next()
    player.run_samples(20)
    arrives(player, qtbot)
    assert player.position == 20


def test_step_back_brings_the_weights_back_to_the_bit(player):
    player.pace = "sample"
    player.next()
    before = player.frame().W.copy()
    player.next()
    player.step_back()
    assert np.array_equal(player.frame().W, before)
    assert player.position == 1


def test_step_back_first_takes_back_what_is_told_of_a_sample(player):
    player.next()
    player.next()
    player.step_back()
    assert (player.phase, player.position) == (Phase.READY, 0)


def test_step_back_at_the_start_stays_there(player, workbench):
    player.step_back()
    assert player.position == 0
    assert workbench.store.undo_label is None


def test_it_plays_until_it_is_paused(player, qtbot):
    heard = []
    player.playing_changed.connect(heard.append)
    player.speed = 200.0
    player.play()
    qtbot.waitUntil(lambda: player.position > 10)
    player.stop()
    position = player.position
    qtbot.wait(60)
    assert player.position == position
    assert heard == [True, False]


def test_the_slider_shows_any_step_and_learning_goes_on_from_there(player, qtbot, setup):
    player.run_samples(100)
    arrives(player, qtbot)
    player.go_to(40)
    assert np.array_equal(player.frame().W, History(setup).advance(40).W)
    assert player.history.latest == 100
    player.pace = "sample"
    player.next()
    assert player.position == 41


def test_another_learning_rate_keeps_weights_and_position(player, qtbot):
    player.run_samples(20)
    arrives(player, qtbot)
    weights = player.frame().W.copy()
    player.set_learning_rate(0.9)
    assert np.array_equal(player.frame().W, weights)
    assert player.position == 20
    player.next()
    assert player.frame().rate == 0.9


def test_a_restart_is_undone_with_all_that_was_learned(player, workbench, setup, qtbot):
    player.run_samples(100)
    arrives(player, qtbot)
    learned = player.frame().W.copy()
    player.restart(make_setup(GrammarSource("a|b, b|c"), InspectorOptions(hidden_size=2)), "Inspect a|b")
    assert player.frame().words == ("a", "b", "c")
    assert workbench.store.undo_label == "Inspect a|b"
    workbench.store.undo()
    assert player.position == 100
    assert np.array_equal(player.frame().W, learned)
    workbench.store.redo()
    assert player.frame().words == ("a", "b", "c")


def test_step_back_can_be_undone(player, workbench):
    player.pace = "sample"
    player.next()
    player.next()
    player.step_back()
    workbench.store.undo()
    assert player.position == 2


def test_going_on_is_no_step_of_undo(player, workbench):
    player.next()
    player.next()
    assert workbench.store.undo_label is None
    assert workbench.state.inspector is player.run


def test_undo_while_it_plays_ends_the_playing(player, workbench, qtbot):
    player.toggle_pin(0)
    player.play()
    workbench.store.undo()
    assert not player.is_playing
    assert player.run.pinned == ()


def test_other_changes_of_the_window_do_not_disturb_it(player, workbench, qtbot):
    player.speed = 500.0
    player.play()
    qtbot.waitUntil(lambda: player.position > 3)
    workbench.store.change("Ask by L1", metric="l1")
    assert player.is_playing
    player.stop()


def test_pointing_excites_a_word_and_pins_keep_it_excited(player, setup):
    drink, milk = setup.index["drink"], setup.index["milk"]
    player.probe(drink)
    assert np.allclose(player.frame().h, setup.start.W[drink])
    player.toggle_pin(milk)
    assert np.allclose(player.frame().h, (setup.start.W[drink] + setup.start.W[milk]) / 2)
    player.probe(None)
    assert np.allclose(player.frame().h, setup.start.W[milk])
    player.toggle_pin(milk)
    assert not player.frame().x.any()


def test_the_words_of_the_present_sample_cannot_be_pinned(player, setup):
    player.next()
    player.toggle_pin(setup.index["eat"])
    assert player.run.pinned == ()


def test_a_story_is_told_over_some_pictures_and_ends(player, workbench, qtbot):
    workbench.settings.morph = True
    told = []
    player.frame_changed.connect(lambda frame: told.append(frame.reveal))
    player.next()
    qtbot.waitUntil(lambda: told[-1] == 1.0)
    assert len(told) > 3
    assert told == sorted(told)


def test_in_the_update_the_weights_glide_from_the_old_to_the_new(player, workbench, qtbot, setup):
    player.pace = "half"
    player.next()
    workbench.settings.morph = True
    weights = []
    player.frame_changed.connect(lambda frame: weights.append(float(frame.W[setup.index["eat"], 0])))
    player.next()
    after = float(player.step.after.W[setup.index["eat"], 0])
    qtbot.waitUntil(lambda: weights[-1] == after)
    before = float(setup.start.W[setup.index["eat"], 0])
    assert weights[0] == before
    assert any(min(before, after) < weight < max(before, after) for weight in weights)
