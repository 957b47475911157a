"""Where each number of a step comes from: its formula, in the paper's symbols, with the numbers filled in."""

from __future__ import annotations

from dataclasses import dataclass

from explorer.training.inspector.glove import GloveStep
from explorer.training.inspector.glove_explanation import GLOVE_EXPLAINED, GLOVE_SYMBOLS
from explorer.training.inspector.history import AnyStep
from explorer.training.inspector.step import Forward, Phase
from explorer.training.inspector.word2vec_explanation import ANSWERED, EXPLAINED, SYMBOLS, Told


@dataclass(frozen=True)
class Explanation:
    """A quantity and how it came about.

    symbol:   its name, with the word or the hidden unit (counted from 1): "u_juice", "W_eat,2"
    meaning:  what it is, in a sentence
    formula:  how it is computed, in symbols: "Σⱼ W′_juice,j · hⱼ"
    filled:   the same in numbers, rounded for reading: "0.0884 · 0.0801 + …"
    value:    the number itself, unrounded; for W and W′ the weight after the update
    before:   for W and W′ the weight before the update, else None
    gradient: for W and W′ its gradient in this step, else None
    """

    symbol: str
    meaning: str
    formula: str
    filled: str
    value: float
    before: float | None = None
    gradient: float | None = None


KINDS_OF_PHASE: dict[Phase, tuple[str, ...]] = {
    Phase.READY: (),
    Phase.FORWARD: ("h", "u", "y"),
    Phase.ERROR: ("t", "e", "loss"),
    Phase.BACKWARD: ("EH", "dW'", "dW"),
    Phase.UPDATE: ("W'", "W"),
}
"""What a step of word2vec is about in each phase, in the order of computing."""

GLOVE_KINDS_OF_PHASE: dict[Phase, tuple[str, ...]] = {
    Phase.READY: (),
    Phase.FORWARD: ("X", "prediction"),
    Phase.ERROR: ("residual", "f", "loss", "e"),
    Phase.BACKWARD: ("dw", "dw~", "db", "db~"),
    Phase.UPDATE: ("w", "w~", "b", "b~"),
}
"""The same for GloVe."""


def kinds_of(step: AnyStep, phase: Phase) -> tuple[str, ...]:
    """What can be told of a step in a phase."""
    return (GLOVE_KINDS_OF_PHASE if isinstance(step, GloveStep) else KINDS_OF_PHASE)[phase]


def explain(step: AnyStep | Forward, kind: str, row: int = 0, column: int = 0) -> Explanation:
    """Where a number of a step comes from, or of the answer to the inputs that are lit by hovering and pinning.

    kind:    of word2vec "x", "h", "u", "y", "t", "e", "EH", "dW", "dW'", "W", "W'", "loss" or "p"; of GloVe "X",
             "prediction", "residual", "f", "loss", "e", "dw", "dw~", "db", "db~", "w", "w~", "b" or "b~"
    row:     which one: the word of x, p, dW and W; the hidden unit of h and EH; the output unit of u, y, t and e, a
             place in ``step.rows``; the row of W′ of dW' and W'. In GloVe the hidden unit of dw, dw~, w and w~
    column:  the hidden unit of dW, dW', W and W'

    An answer (`stepping.excite`) has "x", "h", "u", "y" and "p" only.

    Raises
    ------
    KeyError : there is no such kind.
    IndexError : there is no such row or column.

    Example: ``explain(step, "EH", 2).filled`` is ``"(−0.8735) · 0.0604 + …"``.
    """
    if isinstance(step, GloveStep):
        return _explanation(GLOVE_EXPLAINED[kind](step, row), GLOVE_SYMBOLS[kind])
    told = ANSWERED[kind](step, row, column) if isinstance(step, Forward) else EXPLAINED[kind](step, row, column)
    return _explanation(told, SYMBOLS[kind])


def _explanation(told: Told, meaning: str) -> Explanation:
    return Explanation(told.symbol, meaning, told.formula, told.filled, float(told.value), told.before, told.gradient)
