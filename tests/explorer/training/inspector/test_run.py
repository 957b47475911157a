"""The phases of a step, walked to and fro."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.training.inspector.history import History
from explorer.training.inspector.presets import PRESETS
from explorer.training.inspector.run import (
    at_step,
    n_steps_done,
    next_half,
    next_phase,
    previous_phase,
    shown_moment,
    start_run,
    with_new_axes,
    with_pin,
)
from explorer.training.inspector.setup import GrammarSource, make_setup
from explorer.training.inspector.step import Phase
from explorer.training.inspector.stepping import is_excited


def begin():
    setup = make_setup(GrammarSource(PRESETS[0].text))
    return start_run(setup), History(setup)


def place(run):
    return run.moment.step, run.phase


def test_a_step_is_forward_error_backward_and_update():
    run, history = begin()
    seen = [place(run)]
    for _ in range(6):
        run = next_phase(run, history)
        seen.append(place(run))
    assert seen == [
        (0, Phase.READY), (0, Phase.FORWARD), (0, Phase.ERROR), (0, Phase.BACKWARD), (0, Phase.UPDATE),
        (1, Phase.FORWARD), (1, Phase.ERROR),
    ]  # fmt: skip


def test_next_shows_the_gradients_first_and_the_update_then():
    run, history = begin()
    halves = []
    for _ in range(4):
        run = next_half(run, history)
        halves.append(place(run))
    assert halves == [(0, Phase.BACKWARD), (0, Phase.UPDATE), (1, Phase.BACKWARD), (1, Phase.UPDATE)]


def test_the_weights_on_the_screen_change_in_the_update_only():
    run, history = begin()
    for phase in (Phase.READY, Phase.FORWARD, Phase.ERROR, Phase.BACKWARD):
        assert run.phase is phase
        assert shown_moment(run, history).same_bits(history.at(0))
        assert n_steps_done(run) == 0
        run = next_phase(run, history)
    assert shown_moment(run, history).same_bits(history.at(1))
    assert n_steps_done(run) == 1


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 30))
def test_one_phase_back_undoes_one_phase_forward(n):
    run, history = begin()
    for _ in range(n):
        run = next_phase(run, history)
    back = previous_phase(next_phase(run, history), history)
    assert place(back) == place(run)
    assert back.moment.same_bits(run.moment)


def test_going_back_ends_at_the_start():
    run, history = begin()
    run = next_half(next_half(next_half(run, history), history), history)
    for _ in range(20):
        run = previous_phase(run, history)
    assert place(run) == (0, Phase.READY)


def test_the_slider_leads_to_any_step_and_back():
    run, history = begin()
    run = at_step(run, history, 500)
    late = run.moment
    run = at_step(run, history, 20)
    assert (place(run), n_steps_done(run)) == ((20, Phase.READY), 20)
    assert at_step(run, history, 500).moment.same_bits(late)
    assert place(previous_phase(run, history)) == (19, Phase.BACKWARD)


def test_the_axes_stay_until_they_are_asked_for_anew():
    run, history = begin()
    later = at_step(run, history, 300)
    assert later.axes is run.axes
    anew = with_new_axes(later, history)
    assert not np.allclose(anew.axes.axes, run.axes.axes)
    assert anew.fitted_on == "both"
    alone = with_new_axes(later, history, "input")
    assert alone.fitted_on == "input"
    assert not np.allclose(alone.axes.mean, anew.axes.mean)


def test_a_pin_is_set_and_let_go_by_the_same_click():
    run, _ = begin()
    assert with_pin(with_pin(run, 3), 5).pinned == (3, 5)
    assert with_pin(with_pin(with_pin(run, 3), 5), 3).pinned == (5,)


def test_a_neuron_is_lit_above_a_fifth_more_than_an_even_share():
    assert is_excited(0.16, 8)
    assert not is_excited(0.15, 8)
