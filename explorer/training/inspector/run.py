"""Where the Inspector is: what a user can undo of it, in one frozen object."""

from __future__ import annotations

from dataclasses import dataclass, replace

from explorer.training.inspector.axes import PrincipalAxes, principal_axes
from explorer.training.inspector.history import AnySetup, History
from explorer.training.inspector.moment import Moment
from explorer.training.inspector.step import Phase


@dataclass(frozen=True, eq=False)
class Run:
    """A setup, a moment of it, and how it is looked at.

    setup:   what is learned and how
    moment:  the weights before the step that is shown
    phase:   how much of that step is shown; from `Phase.UPDATE` on, the weights after it are (see `shown`)
    axes:    the directions in which the vectors are drawn; they stay until "PCA" is pressed, so that learning is seen
             as motion
    fitted_on:  what they were found from: "both" or "input"
    pinned:  rows of the input words that stay lit
    """

    setup: AnySetup
    moment: Moment
    phase: Phase
    axes: PrincipalAxes
    fitted_on: str = "both"
    pinned: tuple[int, ...] = ()


def start_run(setup: AnySetup, fitted_on: str = "both") -> Run:
    """A run before its first step, with axes of its own: "Update and Restart"."""
    return Run(setup, setup.start, Phase.READY, principal_axes(setup.start, fitted_on), fitted_on)


def shown_moment(run: Run, history: History) -> Moment:
    """The weights that are on the screen: those after the step once its update is shown."""
    return history.step(run.moment.step).after if run.phase is Phase.UPDATE else run.moment


def next_phase(run: Run, history: History) -> Run:
    """One phase further: after the update of a step, the forward phase of the next."""
    if run.phase is Phase.UPDATE:
        return replace(run, moment=history.step(run.moment.step).after, phase=Phase.FORWARD)
    return replace(run, phase=Phase(run.phase + 1))


def next_half(run: Run, history: History) -> Run:
    """The two halves of "Next" in wevi: up to the gradients at the first press, the update at the second."""
    halves = (Phase.BACKWARD, Phase.UPDATE)
    run = next_phase(run, history)
    while run.phase not in halves:
        run = next_phase(run, history)
    return run


def previous_phase(run: Run, history: History) -> Run:
    """One phase back: before the forward phase of a step stands the update of the one before; stays at the start."""
    if run.phase is Phase.READY or (run.phase is Phase.FORWARD and run.moment.step == 0):
        if run.moment.step == 0:
            return replace(run, phase=Phase.READY)
        return replace(run, moment=history.at(run.moment.step - 1), phase=Phase.BACKWARD)
    if run.phase is Phase.FORWARD:
        return replace(run, moment=history.at(run.moment.step - 1), phase=Phase.UPDATE)
    return replace(run, phase=Phase(run.phase - 1))


def at_step(run: Run, history: History, step: int) -> Run:
    """The run when so many steps were taken, with nothing of the next one shown; further ones are taken if need be."""
    moment = history.at(step) if step <= history.latest else history.advance(step)
    return replace(run, moment=moment, phase=Phase.READY)


def n_steps_done(run: Run) -> int:
    """How many updates are on the screen."""
    return run.moment.step + (run.phase is Phase.UPDATE)


def with_new_axes(run: Run, history: History, fitted_on: str | None = None) -> Run:
    """The run drawn along the principal axes of the weights on the screen: the button "PCA"."""
    fitted_on = run.fitted_on if fitted_on is None else fitted_on
    return replace(run, axes=principal_axes(shown_moment(run, history), fitted_on), fitted_on=fitted_on)


def with_pin(run: Run, row: int) -> Run:
    """The run with an input word pinned, or let go if it was."""
    others = tuple(each for each in run.pinned if each != row)
    return replace(run, pinned=others if len(others) < len(run.pinned) else (*others, row))
