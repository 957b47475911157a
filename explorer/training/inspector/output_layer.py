"""The three output layers: which units take part in a step, what they should say, and what they say of every word.

Full softmax weighs all words, eqs. 1-22 of arXiv 1411.2738; hierarchical softmax asks for the turns in a Huffman tree,
eqs. 37-54; negative sampling tells the target from k words that are drawn, eqs. 55-61. In all three

    u = v′ · h      y = softmax(u) or σ(u)      e = y - t

so that they differ only in the rows v′ that take part and in t. With several targets each loss is divided by their
number: the error of a step is that of the mean.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from explorer.training.inspector.moment import Floats, Ints, Moment
from explorer.training.inspector.schedule import random_of
from explorer.training.inspector.setup import Encoded, Setup

NOISE_POWER = 0.75
"""Negative samples are drawn by the counts of the words to this power, as in the original word2vec."""

_LARGEST = np.finfo(np.float64).max


@dataclass(frozen=True, eq=False)
class Units:
    """The output units of a step; see `Step` for rows, target, t and drawn.

    share:  what each unit's y - t is multiplied by: one over the number of targets, or 1 where t is shared already
    """

    rows: Ints
    target: Ints
    t: Floats
    share: float
    drawn: Ints


def units_of(setup: Setup, sample: Encoded, step: int) -> Units:
    """The output units that take part in a step."""
    n_targets = len(sample.targets)
    none_drawn = np.empty((n_targets, 0), np.int64)
    if setup.options.objective == "softmax":
        everyone = np.arange(setup.n_words)
        return Units(everyone, np.full(setup.n_words, -1), sample.t, 1.0, none_drawn)
    if setup.options.objective == "negative":
        drawn = draw_negatives(setup, sample.targets, step)
        rows = np.column_stack([sample.targets, drawn])
        t = np.zeros(rows.shape)
        t[:, 0] = 1.0
        target = np.repeat(np.arange(n_targets), rows.shape[1])
        return Units(rows.ravel(), target, t.ravel(), 1.0 / n_targets, drawn)
    paths = [setup.tree.paths[word] for word in sample.targets]
    turns = [setup.tree.turns[word] for word in sample.targets]
    target = np.repeat(np.arange(n_targets), [len(path) for path in paths])
    return Units(np.concatenate(paths), target, np.concatenate(turns), 1.0 / n_targets, none_drawn)


def draw_negatives(setup: Setup, targets: Ints, step: int) -> Ints:
    """(T, k) the words drawn for each target, never the target itself, the same each time for the same step.

    A word is drawn with a chance proportional to its count to the power of 0.75; it can be drawn twice, and it can be
    another target of the sample, as in the original word2vec.
    """
    weights = setup.counts**NOISE_POWER
    random = random_of(setup.options.random_state, step)
    drawn = np.empty((len(targets), setup.options.negative), np.int64)
    for place, target in enumerate(targets):
        chances = weights.copy()
        chances[target] = 0.0
        upto = np.cumsum(chances)
        below = np.minimum(random.random(drawn.shape[1]) * upto[-1], np.nextafter(upto[-1], 0.0))
        drawn[place] = np.searchsorted(upto, below, side="right")
    return drawn


def activation(setup: Setup, u: Floats) -> Floats:
    """y: the softmax of u over all its units, or the sigmoid of each."""
    if setup.options.objective != "softmax":
        return sigmoid(u)
    return wevi_softmax(u) if setup.options.rule == "wevi" else softmax(u)


def losses_of(setup: Setup, units: Units, targets: Ints, u: Floats) -> Floats:
    """(T,) the loss of each target: -ln y of it, or the sum of -ln σ(±u) over its units.

    Also by wevi's rule, which follows the gradient of no loss when there are several targets.
    """
    if setup.options.objective == "softmax":
        return log_sum_exp(u) - u[targets]
    losses = np.zeros(len(targets))
    np.add.at(losses, units.target, np.logaddexp(0.0, u) - units.t * u)
    return losses


def word_probabilities(setup: Setup, moment: Moment, h: Floats) -> Floats:
    """(V,) what the output layer says of every word; see `Step.p`."""
    u = products(moment.W_out, h)
    if setup.options.objective != "hierarchical":
        return activation(setup, u)
    tree, left = setup.tree, sigmoid(u)
    turns = (
        np.where(turn > 0, left[path], 1.0 - left[path]) for path, turn in zip(tree.paths, tree.turns, strict=True)
    )
    return np.array([turn.prod() for turn in turns])


def products(rows: Floats, vector: Floats) -> Floats:
    """The product of each row with a vector, without BLAS: the same bits however many threads it has."""
    result: Floats = np.einsum("ij,j->i", rows, vector)
    return result


def softmax(u: Floats) -> Floats:
    """exp(u) / Σ exp(u), with the largest u taken away first so that nothing overflows."""
    powers = np.exp(u - u.max())
    y: Floats = powers / powers.sum()
    return y


def wevi_softmax(u: Floats) -> Floats:
    """exp(u) / Σ exp(u) as wevi computes it: a power or a sum that overflows counts as the largest double."""
    with np.errstate(over="ignore"):
        powers = np.minimum(np.exp(u), _LARGEST)
        y: Floats = powers / np.minimum(powers.sum(), _LARGEST)
    return y


def sigmoid(u: Floats) -> Floats:
    """σ(u) = 1 / (1 + exp(-u)), without overflow."""
    return np.exp(-np.logaddexp(0.0, -u))


def log_sum_exp(u: Floats) -> float:
    """The logarithm of Σ exp(u)."""
    largest = float(u.max())
    return largest + float(np.log(np.exp(u - largest).sum()))
