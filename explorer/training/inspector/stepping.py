"""One step of word2vec: forward, error, backward, update, as the paper writes them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from explorer.training.inspector.moment import Floats, Moment
from explorer.training.inspector.output_layer import activation, losses_of, products, units_of, word_probabilities
from explorer.training.inspector.setup import Setup
from explorer.training.inspector.step import Forward, Step


def take_step(setup: Setup, moment: Moment) -> Step:
    """The step that comes after a moment, with every quantity of it.

    The same setup and moment give the same step to the last bit, whatever was done before. With too high a learning
    rate the weights can grow until they are infinite or undefined; that is shown, not hidden.

    Raises
    ------
    ExplorerError : there are no samples.

    Source: Rong (2014), arXiv 1411.2738. The equations are those of CBOW; skip-gram is the case of one input.

    Example: ``take_step(setup, setup.start).after`` is the moment after the first step.
    """
    with np.errstate(over="ignore", invalid="ignore"):
        return _step(setup, moment)


def _step(setup: Setup, moment: Moment) -> Step:
    number = moment.step
    sample_index = setup.sample_of(number)
    sample = setup.encoded(sample_index)
    rate = setup.rate(number)

    h = hidden_layer(moment.W, sample.x, sample.C)  # eq. 24
    units = units_of(setup, sample, number)
    output_vectors = moment.W_out[units.rows]
    u = products(output_vectors, h)  # eq. 2
    y = activation(setup, u)  # eq. 4, or σ(u)

    e = (y - units.t) * units.share  # eqs. 8, 51 and 57
    losses = losses_of(setup, units, sample.targets, u)  # eqs. 7, 49 and 55

    EH = np.einsum("r,rj->j", e, output_vectors)  # eqs. 12, 53 and 61
    dW_out = np.zeros_like(moment.W_out)
    np.add.at(dW_out, units.rows, np.multiply.outer(e, h))  # eqs. 10, 50 and 58
    dW = np.zeros_like(moment.W)
    dW[sample.inputs] = np.multiply.outer(sample.x[sample.inputs], EH) / sample.C  # eqs. 14 and 25

    after = Moment(number + 1, moment.W - rate * dW, moment.W_out - rate * dW_out)  # eqs. 11, 16 and 26
    return Step(
        setup=setup,
        number=number,
        sample_index=sample_index,
        sample=setup.samples[sample_index],
        pass_number=setup.pass_of(number),
        rate=rate,
        before=moment,
        after=after,
        x=sample.x,
        C=sample.C,
        h=h,
        rows=units.rows,
        target=units.target,
        u=u,
        y=y,
        target_words=sample.targets,
        drawn=units.drawn,
        t=units.t,
        e=e,
        losses=losses,
        loss=float(losses.mean()),
        EH=EH,
        dW_out=dW_out,
        dW=dW,
    )


def excite(setup: Setup, moment: Moment, inputs: Sequence[int]) -> Forward:
    """What the network answers when some input neurons are lit, as by hovering and pinning; nothing is learned."""
    x = np.zeros(setup.n_words)
    x[list(inputs)] = 1.0
    C = float(x.sum())
    with np.errstate(over="ignore", invalid="ignore"):
        h = hidden_layer(moment.W, x, C)
        u = products(moment.W_out, h)
        y, p = activation(setup, u), word_probabilities(setup, moment, h)
    return Forward(setup, moment, x, C, h, np.arange(len(u)), u, y, p)


def is_excited(value: float, n_words: int) -> bool:
    """Whether a neuron counts as lit: a fifth more than an even share, as in wevi."""
    return value > 1.2 / n_words


def hidden_layer(W: Floats, x: Floats, C: float) -> Floats:
    """h: the mean of the input vectors of the words that are lit; zeros if none is."""
    lit = np.flatnonzero(x)
    if lit.size == 0:
        return np.zeros(W.shape[1])
    h: Floats = np.einsum("i,ij->j", x[lit], W[lit]) / C
    return h
