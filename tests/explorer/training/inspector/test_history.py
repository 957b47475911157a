"""Time that can be walked: any step is returned to, to the last bit."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.errors import BadOption
from explorer.task import Cancelled, Task
from explorer.training.inspector import history as history_module
from explorer.training.inspector.glove import make_glove_setup, with_glove_learning_rate
from explorer.training.inspector.history import History
from explorer.training.inspector.options import GloveOptions, InspectorOptions
from explorer.training.inspector.presets import PRESETS
from explorer.training.inspector.setup import GrammarSource, make_setup, with_learning_rate
from explorer.training.inspector.stepping import take_step
from explorer.training.inspector.text_samples import THREE_SENTENCES


def set_up(**options):
    return make_setup(GrammarSource(PRESETS[2].text), InspectorOptions(**options))


def one_by_one(setup, n):
    moments = [setup.start]
    for _ in range(n):
        moments.append(take_step(setup, moments[-1]).after)
    return moments


VARIANTS = [
    {},
    {"objective": "negative", "shuffle": True},
    {"objective": "hierarchical", "decay_steps": 300},
    {"rule": "wevi"},
]


@pytest.mark.parametrize("options", VARIANTS)
def test_every_step_can_be_returned_to_the_bit(options):
    setup = set_up(**options)
    moments = one_by_one(setup, 200)
    history = History(setup)
    history.advance(200)
    for step in (200, 0, 199, 77, 32, 31, 33, 200):
        assert history.at(step).same_bits(moments[step])


def test_the_last_thousand_moments_are_kept_as_they_are():
    history = History(set_up())
    history.advance(1500)
    kept = [history.at(step) for step in range(501, 1501)]
    assert all(history.at(step) is kept[step - 501] for step in range(501, 1501))


@pytest.mark.parametrize("options", VARIANTS)
def test_with_few_checkpoints_and_a_short_ring_every_step_is_still_found_to_the_bit(options, monkeypatch):
    monkeypatch.setattr(history_module, "RING", 3)
    monkeypatch.setattr(history_module, "_FIRST_INTERVAL", 4)
    monkeypatch.setattr(history_module, "_MOST_CHECKPOINTS", 5)
    setup = set_up(**options)
    moments = one_by_one(setup, 150)
    history = History(setup)
    history.advance(150)
    assert len(history._checkpoints) <= 5
    assert len(history._ring) <= 3
    for step in (3, 149, 64, 65, 0, 100):
        assert history.at(step).same_bits(moments[step])


@settings(deadline=None, max_examples=15)
@given(st.lists(st.integers(0, 120), min_size=1, max_size=6))
def test_walking_to_and_fro_changes_nothing(walk):
    setup = set_up(objective="negative")
    history = History(setup)
    for step in walk:
        moment = history.at(step) if step <= history.latest else history.advance(step)
        assert moment.step == step
    assert history.at(history.latest).same_bits(one_by_one(setup, history.latest)[-1])


def test_a_step_that_was_taken_can_be_looked_at_again_with_all_its_numbers():
    history = History(set_up(objective="negative"))
    first = history.step(0)
    history.advance(100)
    again = history.step(0)
    np.testing.assert_array_equal(again.drawn, first.drawn)
    assert again.EH.tobytes() == first.EH.tobytes()
    assert again.after.same_bits(first.after)
    assert history.latest == 100


def test_a_step_beyond_the_latest_is_not_made_up():
    history = History(set_up())
    for step in (-1, 1):
        with pytest.raises(IndexError):
            history.at(step)


def test_the_losses_are_those_of_the_steps_and_a_pass_has_their_mean():
    setup = set_up()
    history = History(setup)
    history.advance(30)
    losses = [history.step(number).loss for number in range(30)]
    assert history.losses().tolist() == losses
    assert history.pass_losses().tolist() == pytest.approx([np.mean(losses[:12]), np.mean(losses[12:24])])
    assert len(history.pass_losses(23)) == 1
    assert len(History(setup).pass_losses()) == 0


def test_a_history_can_begin_in_the_middle_and_finds_what_was_before():
    setup = set_up()
    moments = one_by_one(setup, 90)
    history = History(setup, moments[50])
    assert history.at(50) is moments[50]
    assert np.isnan(history.losses()).all()
    assert history.at(20).same_bits(moments[20])
    assert np.isfinite(history.losses()[:20]).all()
    assert history.advance(90).same_bits(moments[90])


def test_another_learning_rate_holds_from_its_step_on_and_the_past_is_as_it_was():
    setup = set_up()
    history = History(setup)
    history.advance(60)
    faster = with_learning_rate(setup, 40, 0.5)
    forked = history.fork(faster, 40)
    forked.advance(60)
    assert [faster.rate(step) for step in (0, 39, 40, 60)] == [0.2, 0.2, 0.5, 0.5]
    assert forked.at(40).same_bits(history.at(40))
    assert forked.at(17).same_bits(history.at(17))
    assert not np.array_equal(forked.at(41).W, history.at(41).W)
    np.testing.assert_allclose(forked.at(41).W, forked.at(40).W - 0.5 * forked.step(40).dW)
    assert forked.losses()[:41].tolist() == history.losses()[:41].tolist()


def test_a_rate_set_at_an_earlier_step_drops_what_was_planned_later():
    setup = with_learning_rate(with_learning_rate(set_up(), 40, 0.5), 20, 0.1)
    assert setup.rates == ((0, 0.2), (20, 0.1))
    assert with_learning_rate(setup, 0, 0.3).rates == ((0, 0.3),)


def test_a_learning_rate_out_of_range_is_refused():
    with pytest.raises(BadOption, match=r"\(learning_rate\).*from 0 to 10"):
        with_learning_rate(set_up(), 3, 11.0)
    glove = make_glove_setup(THREE_SENTENCES)
    with pytest.raises(BadOption, match=r"\(learning_rate\)"):
        with_glove_learning_rate(glove, 3, -1.0)
    assert with_glove_learning_rate(glove, 3, 0.5).rate(3) == 0.5


def test_the_learning_rate_falls_evenly_only_if_decay_is_wanted():
    assert {set_up().rate(step) for step in (0, 10, 10**6)} == {0.2}
    decaying = set_up(decay_steps=100)
    assert [decaying.rate(step) for step in (0, 50, 75)] == pytest.approx([0.2, 0.1, 0.05])
    assert 0 < decaying.rate(100) == decaying.rate(10**6) < 1e-4


def test_shuffling_takes_every_sample_once_in_a_pass_in_an_order_of_its_seed():
    passes = [[set_up(shuffle=True).sample_of(step) for step in range(n * 12, n * 12 + 12)] for n in range(3)]
    assert all(sorted(each) == list(range(12)) for each in passes)
    assert len({tuple(each) for each in passes}) == 3
    assert passes[0] != [set_up(shuffle=True, random_state=2).sample_of(step) for step in range(12)]


def test_a_cancelled_task_stops_the_run_and_what_was_taken_is_kept():
    task = Task(lambda fraction, message: task.cancel() if fraction >= 0.5 else None)
    history = History(set_up())
    with pytest.raises(Cancelled):
        history.advance(1000, task)
    assert 500 <= history.latest < 1000
    assert history.at(history.latest).same_bits(one_by_one(history.setup, history.latest)[-1])


def test_glove_has_a_history_too():
    setup = make_glove_setup(THREE_SENTENCES, GloveOptions(shuffle=True))
    history = History(setup)
    history.advance(3 * setup.n_places)
    again = History(setup)
    again.advance(3 * setup.n_places)
    assert again.at(40).same_bits(history.at(40))
    assert history.at(3 * setup.n_places).same_bits(again.at(3 * setup.n_places))
    falling = history.pass_losses()
    assert falling[0] > falling[1] > falling[2]


def test_weights_that_grow_beyond_all_bounds_do_not_stop_the_program():
    setup = set_up(learning_rate=10.0, rule="wevi")
    history = History(setup)
    history.advance(3000)
    assert history.at(3000).step == 3000
