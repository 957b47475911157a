"""Frames made from what the core computed: of a step in one of its phases, or of words that are pointed at."""

from __future__ import annotations

import numpy as np

from explorer.training.inspector.glove import GloveSetup, GloveStep
from explorer.training.inspector.history import AnySetup, History
from explorer.training.inspector.moment import Floats, Moment
from explorer.training.inspector.setup import Setup
from explorer.training.inspector.step import Forward, Phase, Step
from explorer.training.inspector.stepping import excite
from widgets.inspector.frame import Frame


def outputs_of(setup: AnySetup) -> tuple[str, ...]:
    """What the rows of the second matrix stand for."""
    if isinstance(setup, Setup) and setup.options.objective == "hierarchical":
        return tuple(setup.output_name(row) for row in range(len(setup.vocabulary) - 1))
    return setup.vocabulary


def frame_of_moment(setup: AnySetup, moment: Moment) -> Frame:
    """The weights alone, before anything flows."""
    n_outputs, n_hidden = moment.W_out.shape
    return Frame(
        setup.vocabulary,
        outputs_of(setup),
        moment.W,
        moment.W_out,
        x=np.zeros(len(setup.vocabulary)),
        h=np.zeros(n_hidden),
        y=np.zeros(n_outputs),
        b=moment.b,
        b_out=moment.b_out,
    )


def frame_of_probe(setup: Setup, moment: Moment, forward: Forward) -> Frame:
    """What the network says of words that are pointed at or pinned."""
    is_tree = setup.options.objective == "hierarchical"
    return Frame(
        setup.vocabulary,
        outputs_of(setup),
        moment.W,
        moment.W_out,
        x=forward.x,
        h=forward.h,
        u=forward.u,
        y=1 / (1 + np.exp(-np.clip(forward.u, -500, 500))) if is_tree else forward.p,
        p=forward.p,
        is_probe=True,
    )


def frame_of_step(setup: Setup, step: Step, phase: Phase, reveal: float, after: Forward | None = None) -> Frame:
    """A step in one of its phases.

    reveal: how far the phase was told; in the update the weights glide from the old to the new ones
    after:  the forward pass with the new weights, which colours the network of the update
    """
    is_update = phase == Phase.UPDATE
    share = reveal if is_update else 0.0
    n_outputs = len(step.before.W_out)
    negatives = {int(row) for row in step.drawn.ravel()} - {int(row) for row in step.target_words}
    spread = {name: _spread(getattr(step, name), step.rows, n_outputs) for name in ("u", "y", "t")}
    errors = np.full(n_outputs, np.nan)
    errors[step.rows] = 0.0
    np.add.at(errors, step.rows, step.e)  # a word that was drawn twice is corrected twice
    if is_update and after is not None:
        spread |= {"u": after.u, "y": after.p if len(after.p) == n_outputs else spread["y"]}
    return Frame(
        setup.vocabulary,
        outputs_of(setup),
        _between(step.before.W, step.after.W, share),
        _between(step.before.W_out, step.after.W_out, share),
        phase,
        context=tuple(int(i) for i in np.flatnonzero(step.x)),
        targets=tuple(dict.fromkeys(int(i) for i in step.target_words)),
        drawn=tuple(sorted(negatives)),
        x=np.minimum(step.x, 1.0),
        h=after.h if is_update and after is not None else step.h,
        u=spread["u"],
        y=spread["y"],
        t=spread["t"],
        e=errors,
        p=after.p if is_update and after is not None else step.p,
        EH=step.EH,
        dW=step.dW,
        dW_out=step.dW_out,
        loss=step.loss,
        rate=step.rate,
        reveal=1.0 if is_update else reveal,
    )


def frame_of_glove_step(setup: GloveSetup, step: GloveStep, phase: Phase, reveal: float) -> Frame:
    """One cell of the counts, fitted: two vectors and two biases move."""
    i, j = step.i, step.j
    share = reveal if phase == Phase.UPDATE else 0.0
    before, after = step.before, step.after
    gradient, gradient_out = np.zeros_like(before.W), np.zeros_like(before.W_out)
    gradient[i], gradient_out[j] = step.dw, step.dw_out
    db, db_out = np.zeros(len(gradient)), np.zeros(len(gradient))
    db[i], db_out[j] = step.db, step.db_out
    return Frame(
        setup.vocabulary,
        setup.vocabulary,
        _between(before.W, after.W, share),
        _between(before.W_out, after.W_out, share),
        phase,
        context=(i,),
        targets=(j,),
        x=(np.arange(len(setup.vocabulary)) == i).astype(np.float64),
        h=np.zeros(before.W.shape[1]),
        y=np.zeros(len(setup.vocabulary)),
        dW=gradient,
        dW_out=gradient_out,
        b=None if before.b is None or after.b is None else _between(before.b, after.b, share),
        b_out=None if before.b_out is None or after.b_out is None else _between(before.b_out, after.b_out, share),
        fitted=step,
        db=db,
        db_out=db_out,
        loss=step.loss,
        rate=step.rate,
    )


def frame_after(setup: AnySetup, history: History, step: int) -> Frame:
    """The weights after so many steps, with what the last of them did."""
    if step == 0:
        return frame_of_moment(setup, history.at(0))
    taken = history.step(step - 1)
    if isinstance(setup, GloveSetup):
        assert isinstance(taken, GloveStep)
        return frame_of_glove_step(setup, taken, Phase.UPDATE, 1.0)
    assert isinstance(taken, Step)
    after = excite(setup, taken.after, taken.inputs.tolist())
    return frame_of_step(setup, taken, Phase.UPDATE, 1.0, after)


def _between(old: Floats, new: Floats, share: float) -> Floats:
    return old if share <= 0 else new if share >= 1 else old + (new - old) * share


def _spread(values: Floats, rows: np.ndarray, n: int) -> Floats:
    """Values of the units that a step looks at, in the places of their rows; NaN for the others."""
    whole = np.full(n, np.nan)
    whole[rows] = values
    return whole
