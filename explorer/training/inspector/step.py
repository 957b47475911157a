"""What a step of word2vec consists of: every quantity of the paper by its name."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

import numpy as np

from explorer.training.inspector.moment import Floats, Ints, Moment
from explorer.training.inspector.output_layer import word_probabilities
from explorer.training.inspector.samples import Sample
from explorer.training.inspector.setup import Setup


class Phase(IntEnum):
    """How much of a step has been shown; each phase includes those before it."""

    READY = 0  # nothing yet
    FORWARD = 1  # the inputs light up: x, h, u, y
    ERROR = 2  # what the output should be: t, e, the loss
    BACKWARD = 3  # who is to blame: EH, and the gradients of W′ and W
    UPDATE = 4  # the weights move


@dataclass(frozen=True, eq=False)
class Forward:
    """What the network answers to some inputs; the names are those of `Step`, and every row of W′ takes part.

    x:     (V,) float64, how often each word is an input
    C:     the sum of x
    h:     (H,) the hidden layer, the mean of the input vectors; zeros without an input
    rows:  (O,) all rows of W′
    u:     (O,) the product of h with each of them
    y:     (O,) softmax(u), or σ(u)
    p:     (V,) what the output layer says of each word, see `Step.p`
    """

    setup: Setup
    before: Moment
    x: Floats
    C: float
    h: Floats
    rows: Ints
    u: Floats
    y: Floats
    p: Floats

    @property
    def inputs(self) -> Ints:
        """The words that are lit, rising."""
        return np.flatnonzero(self.x)


@dataclass(frozen=True, eq=False)
class Step:
    """One update taken apart. V words, H hidden units, O rows of W′, R output units that took part, T targets.

    number:        counted from 0; ``before.step`` is the same
    sample_index:  which sample of the setup, and ``sample`` itself
    pass_number:   how many passes over the samples were finished before
    rate:          η, the learning rate
    before, after: the weights before and after the update

    Forward.
    x:       (V,) how often each word is an input; ``C`` their sum
    h:       (H,) hidden layer: Wᵀx / C
    rows:    (R,) the row of W′ behind each output unit. Full softmax: every word. Negative sampling: a target and the
             words drawn for it, then the next target. Hierarchical softmax: the inner nodes on the way to each target
    target:  (R,) for which of the T targets the unit took part; -1 in full softmax, where it is for all of them
    u:       (R,) v′ · h
    y:       (R,) full softmax: exp(u) / Σ exp(u); otherwise σ(u) = 1 / (1 + exp(-u))

    Error.
    target_words:  (T,) the targets
    drawn:   (T, k) the words that negative sampling drew for each target, in the order of drawing; k = 0 without it
    t:       (R,) what y should be
    e:       (R,) the error that goes back: y - t, shared among the targets where each has units of its own
    losses:  (T,) the loss of each target; ``loss`` their mean, which is the E of the paper if there is one target

    Backward.
    EH:      (H,) Σ e v′, the error at the hidden layer
    dW_out:  (O, H) the gradient of W′: e h in the rows that took part
    dW:      (V, H) the gradient of W: x EH / C

    Source: Rong (2014), arXiv 1411.2738; its equations are named in `stepping` and `output_layer`.
    """

    setup: Setup
    number: int
    sample_index: int
    sample: Sample
    pass_number: int
    rate: float
    before: Moment
    after: Moment
    x: Floats
    C: float
    h: Floats
    rows: Ints
    target: Ints
    u: Floats
    y: Floats
    target_words: Ints
    drawn: Ints
    t: Floats
    e: Floats
    losses: Floats
    loss: float
    EH: Floats
    dW_out: Floats
    dW: Floats

    @cached_property
    def p(self) -> Floats:
        """(V,) what the output layer says of each word before the update.

        Full softmax: y, which sums to 1. Negative sampling: σ(u) of each word, which does not. Hierarchical softmax:
        the product of the turns on the way to the word, which sums to 1.
        """
        with np.errstate(over="ignore", invalid="ignore"):
            return word_probabilities(self.setup, self.before, self.h)

    @property
    def inputs(self) -> Ints:
        """The rows of W that this step changes: those of the input words."""
        return np.flatnonzero(self.x)

    @property
    def outputs(self) -> Ints:
        """The rows of W′ that this step changes, rising."""
        return np.unique(self.rows)

    def units_of(self, row: int) -> Ints:
        """The output units behind which a row of W′ stands; several if it took part for several targets."""
        return np.flatnonzero(self.rows == row)
