"""The gradients against numerical differentiation of the loss, which is written down here a second time."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import expit, log_softmax

from explorer.training.inspector.glove import make_glove_setup, take_glove_step
from explorer.training.inspector.moment import Moment
from explorer.training.inspector.options import GloveOptions, InspectorOptions
from explorer.training.inspector.setup import GrammarSource, make_setup
from explorer.training.inspector.step import Step
from explorer.training.inspector.stepping import take_step
from explorer.training.inspector.text_samples import THREE_SENTENCES

OBJECTIVES = ["softmax", "negative", "hierarchical"]
WIDTH = 1e-5


def loss_of(step: Step, inner, outer):
    """The loss of the sample of a step at any weights, by the formulas of the paper and by loops over words."""
    vocabulary, sample = step.setup.vocabulary, step.sample
    h = np.mean([inner[vocabulary.index(word)] for word in sample.inputs], axis=0)
    losses = []
    for place, word in enumerate(sample.targets):
        target = vocabulary.index(word)
        if step.setup.options.objective == "softmax":
            losses.append(-log_softmax(outer @ h)[target])
        elif step.setup.options.objective == "negative":
            told_apart = sum(np.log(expit(-(outer[drawn] @ h))) for drawn in step.drawn[place])
            losses.append(-np.log(expit(outer[target] @ h)) - told_apart)
        else:
            losses.append(-sum(np.log(expit(sign * (outer[node] @ h))) for node, sign in way_to(step, target)))
    return np.mean(losses)


def way_to(step, word):
    """The inner nodes above a word with 1 for left and -1 for right, found by climbing up from it."""
    tree, node, way = step.setup.tree, word, []
    while node != 2 * len(step.setup.vocabulary) - 2:
        on_the_left = node in tree.left
        inner = int(np.flatnonzero((tree.left if on_the_left else tree.right) == node)[0])
        way.append((inner, 1 if on_the_left else -1))
        node = len(step.setup.vocabulary) + inner
    return way


def numerical_gradient(loss, weights):
    gradient = np.empty_like(weights)
    for place in np.ndindex(*weights.shape):
        moved = weights.copy()
        moved[place] += WIDTH
        above = loss(moved)
        moved[place] -= 2 * WIDTH
        gradient[place] = (above - loss(moved)) / (2 * WIDTH)
    return gradient


@st.composite
def steps(draw, objective):
    """A step at random weights, of CBOW (several inputs), of skip-gram (several targets) or with several of both."""
    n_words = draw(st.integers(2, 7))
    words = st.lists(st.sampled_from([f"w{i}" for i in range(n_words)]), min_size=1, max_size=4)
    samples = draw(st.lists(st.tuples(words, words), min_size=1, max_size=4))
    everyone = "^".join(f"w{i}" for i in range(n_words))
    text = ", ".join([*(f"{'^'.join(left)}|{'^'.join(right)}" for left, right in samples), f"{everyone}|w0"])
    seed = draw(st.integers(0, 65_535))
    hidden_size, negative = draw(st.integers(1, n_words)), draw(st.integers(1, 6))
    options = InspectorOptions(hidden_size, seed, objective=objective, negative=negative)
    setup = make_setup(GrammarSource(text), options)
    random = np.random.default_rng(seed)
    weights = {name: random.normal(scale=1.5, size=array.shape) for name, array in setup.start.arrays.items()}
    return take_step(setup, Moment(draw(st.integers(0, len(samples))), **weights))


@pytest.mark.parametrize("objective", OBJECTIVES)
@settings(deadline=None, max_examples=30)
@given(st.data())
def test_the_gradients_of_cbow_and_skip_gram_agree_with_numerical_differentiation(objective, data):
    step = data.draw(steps(objective))
    before = step.before
    expected = numerical_gradient(lambda moved: loss_of(step, moved, before.W_out), before.W)
    np.testing.assert_allclose(step.dW, expected, rtol=1e-5, atol=1e-8)
    expected = numerical_gradient(lambda moved: loss_of(step, before.W, moved), before.W_out)
    np.testing.assert_allclose(step.dW_out, expected, rtol=1e-5, atol=1e-8)


@pytest.mark.parametrize("objective", OBJECTIVES)
@settings(deadline=None, max_examples=30)
@given(st.data())
def test_the_loss_and_the_update_are_those_of_the_paper(objective, data):
    step = data.draw(steps(objective))
    assert step.loss == pytest.approx(loss_of(step, step.before.W, step.before.W_out), rel=1e-9)
    assert step.loss == pytest.approx(step.losses.mean())
    np.testing.assert_array_equal(step.after.W, step.before.W - step.rate * step.dW)
    np.testing.assert_array_equal(step.after.W_out, step.before.W_out - step.rate * step.dW_out)
    assert step.after.step == step.number + 1


@pytest.mark.parametrize("objective", OBJECTIVES)
@settings(deadline=None, max_examples=30)
@given(st.data())
def test_only_the_rows_that_a_step_names_move(objective, data):
    step = data.draw(steps(objective))
    moved = np.flatnonzero((step.after.W != step.before.W).any(axis=1))
    moved_out = np.flatnonzero((step.after.W_out != step.before.W_out).any(axis=1))
    assert set(moved) <= set(step.inputs)
    assert set(moved_out) <= set(step.outputs)


@pytest.mark.parametrize("objective", OBJECTIVES)
@settings(deadline=None, max_examples=30)
@given(st.data())
def test_every_quantity_of_a_step_has_its_shape_and_nothing_can_be_changed(objective, data):
    step = data.draw(steps(objective))
    n_words, hidden_size = step.before.W.shape
    of_units, of_targets = (len(step.rows),), (len(step.target_words),)
    shapes = {
        "x": (n_words,), "h": (hidden_size,), "rows": of_units, "target": of_units, "u": of_units, "y": of_units,
        "t": of_units, "e": of_units, "EH": (hidden_size,), "dW": (n_words, hidden_size), "losses": of_targets,
        "dW_out": (len(step.before.W_out), hidden_size), "drawn": (*of_targets, step.drawn.shape[1]), "p": (n_words,),
    }  # fmt: skip
    for name, shape in shapes.items():
        assert getattr(step, name).shape == shape, name
    for array in (*step.before.arrays.values(), *step.after.arrays.values()):
        assert array.dtype == np.float64
        assert not array.flags.writeable


def test_the_gradients_of_glove_agree_with_numerical_differentiation():
    setup = make_glove_setup(THREE_SENTENCES, GloveOptions(hidden_size=3, x_max=1.5))
    random = np.random.default_rng(5)
    weights = {name: random.normal(size=array.shape) for name, array in setup.start.arrays.items()}
    for number in range(len(setup.cells)):
        i, j = setup.cell_of(number)
        step = take_glove_step(setup, Moment(number, **{name: array.copy() for name, array in weights.items()}))

        def loss(moved, i=i, j=j):
            weight = min(1.0, setup.X[i, j] / 1.5) ** 0.75
            prediction = moved["W"][i] @ moved["W_out"][j] + moved["b"][i] + moved["b_out"][j]
            return weight / 2 * (prediction - np.log(setup.X[i, j])) ** 2

        assert step.loss == pytest.approx(loss(weights))
        told = {"W": (i, step.dw), "W_out": (j, step.dw_out), "b": (i, step.db), "b_out": (j, step.db_out)}
        for name, (row, gradient) in told.items():
            numerical = numerical_gradient(lambda moved, name=name: loss({**weights, name: moved}), weights[name])
            expected = np.zeros_like(numerical)
            expected[row] = gradient
            np.testing.assert_allclose(numerical, expected, rtol=1e-6, atol=1e-8)
            np.testing.assert_allclose(getattr(step.after, name), weights[name] - step.rate * expected, rtol=1e-12)
