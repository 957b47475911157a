"""One step of GloVe: the cell of a pair of words pulls at their two vectors and two biases."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from explorer.errors import BadOption
from explorer.options import check_options
from explorer.training.inspector.glove_counting import CountStep, count_steps
from explorer.training.inspector.moment import Floats, Ints, Moment, first_moment
from explorer.training.inspector.options import GloveOptions
from explorer.training.inspector.problems import refuse
from explorer.training.inspector.samples import sorted_vocabulary
from explorer.training.inspector.schedule import Rates, changed_rates, place_of, rate_of
from explorer.training.inspector.setup import too_many_words
from explorer.training.inspector.text_samples import Token, samples_from_text

DEFAULTS = GloveOptions()


@dataclass(frozen=True, eq=False)
class GloveSetup:
    """What a run of GloVe is made of; with a `Moment` it determines every later step.

    text:        the text that is counted
    vocabulary:  the words, sorted; a word's place is its row in X, W and W_out
    tokens:      the text taken apart
    counting:    how X comes about, one neighbour at a time
    X:           (V, V) float64, the co-occurrence matrix when all is counted
    cells:       (n, 2) int64, the cells of X that are not zero, row by row; a step takes one of them
    start:       the weights before the first step; the biases are zero
    rates:       from which step on which learning rate holds

    The cells, not samples, are taken in turn: ``n_places`` of them make a pass.
    """

    text: str
    options: GloveOptions
    vocabulary: tuple[str, ...]
    tokens: tuple[Token, ...]
    counting: tuple[CountStep, ...]
    X: Floats
    cells: Ints
    start: Moment
    rates: Rates
    notices: tuple[str, ...] = ()

    @property
    def n_words(self) -> int:
        """V, how many words there are."""
        return len(self.vocabulary)

    @property
    def hidden_size(self) -> int:
        """H, how many numbers a vector has."""
        return int(self.start.W.shape[1])

    @cached_property
    def index(self) -> dict[str, int]:
        """Word to row."""
        return {word: row for row, word in enumerate(self.vocabulary)}

    @property
    def n_places(self) -> int:
        """How many steps a pass over the cells takes."""
        return len(self.cells)

    def cell_of(self, step: int) -> tuple[int, int]:
        """Which cell of X a step takes."""
        i, j = self.cells[place_of(step, len(self.cells), self.options.random_state, self.options.shuffle)]
        return int(i), int(j)

    def pass_of(self, step: int) -> int:
        """How many passes over the cells were finished before a step."""
        return step // len(self.cells)

    def rate(self, step: int) -> float:
        """The learning rate of a step."""
        return rate_of(step, self.rates, self.options.decay_steps)

    def output_name(self, row: int) -> str:
        """What a row of W_out belongs to: a word."""
        return self.vocabulary[row]

    def counted(self, n: int) -> Floats:
        """(V, V): X as it stands after the first ``n`` neighbours were counted."""
        X = np.zeros((self.n_words, self.n_words))
        for seen in self.counting[:n]:
            X[seen.row, seen.column] += seen.amount
        return X


@dataclass(frozen=True, eq=False)
class GloveStep:
    """One update of GloVe taken apart.

    number, pass_number, rate, before, after: as in `Step`
    i, j:        the words of the cell: i the centre word, j the context word
    X, log_X:    how often they were counted together, and its logarithm
    f:           f(X) = (X / x max) ** alpha, at most 1: how much the pair weighs
    product:     w_i · w̃_j
    prediction:  w_i · w̃_j + b_i + b̃_j, which should be log X
    residual:    prediction - log X
    loss:        ½ f(X) residual², the share of this cell in J
    e:           f(X) residual, the error that goes back
    dw, dw_out:  (H,) the gradients of w_i and w̃_j: e w̃_j and e w_i
    db, db_out:  the gradients of b_i and b̃_j: both are e
    """

    setup: GloveSetup
    number: int
    pass_number: int
    rate: float
    before: Moment
    after: Moment
    i: int
    j: int
    X: float
    log_X: float
    f: float
    product: float
    prediction: float
    residual: float
    loss: float
    e: float
    dw: Floats
    dw_out: Floats
    db: float
    db_out: float


def make_glove_setup(text: str, options: GloveOptions = DEFAULTS) -> GloveSetup:
    """A run of GloVe on running text.

    Raises
    ------
    BadText : the text has no two words in one sentence, or too many different words.
    BadOption : there are more hidden units than words.
    """
    from_text = samples_from_text(text, options.window)
    refuse((*from_text.problems, *too_many_words(from_text.samples, text)))
    vocabulary = sorted_vocabulary(from_text.samples)
    if options.hidden_size > len(vocabulary):
        raise BadOption(
            f"Hidden size (hidden_size) is {options.hidden_size}; it must be from 1 to {len(vocabulary)}, "
            "the number of different words."
        )
    index = {word: row for row, word in enumerate(vocabulary)}
    counting = tuple(count_steps(from_text.tokens, index, options.window, options.by_distance))
    X = np.zeros((len(vocabulary), len(vocabulary)))
    for seen in counting:
        X[seen.row, seen.column] += seen.amount
    X.flags.writeable = False
    vectors = first_moment(len(vocabulary), options.hidden_size, options.random_state)
    zeros = np.zeros(len(vocabulary))
    return GloveSetup(
        text=text,
        options=options,
        vocabulary=vocabulary,
        tokens=from_text.tokens,
        counting=counting,
        X=X,
        cells=np.argwhere(X > 0),
        start=Moment(0, vectors.W, vectors.W_out, zeros, zeros.copy()),
        rates=((0, options.learning_rate),),
    )


def with_glove_learning_rate(setup: GloveSetup, step: int, rate: float) -> GloveSetup:
    """The same run with another learning rate from a step on; raises `BadOption`."""
    check_options(replace(setup.options, learning_rate=rate))
    return replace(setup, rates=changed_rates(setup.rates, step, rate))


def weight_of(X: float, options: GloveOptions) -> float:
    """f(X), eq. 9 of the paper: rare pairs weigh less, and from x max on all weigh 1."""
    return min(1.0, float((X / options.x_max) ** options.alpha))


def take_glove_step(setup: GloveSetup, moment: Moment) -> GloveStep:
    """The step that comes after a moment, with every quantity of it.

    Plain gradient descent on the cells one after the other; the original program scales each step by AdaGrad. Its ½
    before the square, which the paper leaves out, is kept, so that no 2 stands in the gradients.

    Source: Pennington, Socher & Manning (2014), GloVe: Global Vectors for Word Representation, eqs. 8 and 9.
    """
    with np.errstate(over="ignore", invalid="ignore"):
        return _step(setup, moment)


def _step(setup: GloveSetup, moment: Moment) -> GloveStep:
    if moment.b is None or moment.b_out is None:
        raise ValueError("a moment of GloVe has biases")
    i, j = setup.cell_of(moment.step)
    w, w_out = moment.W[i], moment.W_out[j]
    X = float(setup.X[i, j])
    log_X, f = float(np.log(X)), weight_of(X, setup.options)

    product = float(np.einsum("j,j->", w, w_out))
    prediction = product + float(moment.b[i]) + float(moment.b_out[j])
    residual = prediction - log_X
    e = f * residual
    dw, dw_out = e * w_out, e * w

    rate = setup.rate(moment.step)
    W, W_out, b, b_out = moment.W.copy(), moment.W_out.copy(), moment.b.copy(), moment.b_out.copy()
    W[i] -= rate * dw
    W_out[j] -= rate * dw_out
    b[i] -= rate * e
    b_out[j] -= rate * e
    return GloveStep(
        setup=setup,
        number=moment.step,
        pass_number=setup.pass_of(moment.step),
        rate=rate,
        before=moment,
        after=Moment(moment.step + 1, W, W_out, b, b_out),
        i=i,
        j=j,
        X=X,
        log_X=log_X,
        f=f,
        product=product,
        prediction=prediction,
        residual=residual,
        loss=0.5 * f * residual**2,
        e=e,
        dw=dw,
        dw_out=dw_out,
        db=e,
        db_out=e,
    )
