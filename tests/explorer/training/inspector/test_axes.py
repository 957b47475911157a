"""The directions in which the vectors are drawn."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.decomposition import PCA

from explorer.training.inspector.axes import principal_axes
from explorer.training.inspector.history import History
from explorer.training.inspector.moment import Moment
from explorer.training.inspector.options import InspectorOptions
from explorer.training.inspector.presets import PRESETS
from explorer.training.inspector.setup import GrammarSource, make_setup


def moment_of(seed, n_words, hidden_size):
    random = np.random.default_rng(seed)
    return Moment(0, random.normal(size=(n_words, hidden_size)) + 3, random.normal(size=(n_words, hidden_size)))


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 1000), st.integers(3, 30), st.integers(2, 10), st.sampled_from(["both", "input"]))
def test_they_are_the_principal_axes_that_scikit_learn_finds(seed, n_words, hidden_size, on):
    moment = moment_of(seed, n_words, hidden_size)
    vectors = moment.W if on == "input" else np.vstack([moment.W, moment.W_out])
    expected = PCA(2, svd_solver="full").fit(vectors)
    axes = principal_axes(moment, on)
    np.testing.assert_allclose(np.abs((axes.axes * expected.components_).sum(axis=1)), 1, atol=1e-6)
    np.testing.assert_allclose(axes.explained, expected.explained_variance_ratio_, atol=1e-9)
    np.testing.assert_allclose(np.abs(axes.places(vectors)), np.abs(expected.transform(vectors)), atol=1e-6)


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 1000), st.integers(1, 30), st.integers(2, 10))
def test_they_are_of_length_one_at_right_angles_and_through_the_mean(seed, n_words, hidden_size):
    moment = moment_of(seed, n_words, hidden_size)
    axes = principal_axes(moment)
    np.testing.assert_allclose(axes.axes @ axes.axes.T, np.eye(2), atol=1e-12)
    np.testing.assert_allclose(axes.places(np.vstack([moment.W, moment.W_out])).mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(axes.places(np.zeros((1, hidden_size)))[0], axes.origin, atol=1e-12)
    assert (axes.axes[np.arange(2), np.abs(axes.axes).argmax(axis=1)] > 0).all()


def test_trained_vectors_of_a_preset_are_spread_most_along_the_first_axis():
    moment = History(make_setup(GrammarSource(PRESETS[0].text))).advance(500)
    axes = principal_axes(moment)
    spread = axes.places(np.vstack([moment.W, moment.W_out])).std(axis=0)
    assert spread[0] > spread[1] > 0
    assert axes.explained.sum() == pytest.approx(1, abs=0.35)
    assert axes.units.shape == (5, 2)


@pytest.mark.parametrize("hidden_size", [1, 2, 3])
def test_vectors_that_are_all_the_same_and_single_hidden_units_are_drawn_too(hidden_size):
    axes = principal_axes(Moment(0, np.ones((4, hidden_size)), np.ones((4, hidden_size))))
    assert np.isfinite(axes.axes).all()
    assert axes.explained.tolist() == [0, 0]
    np.testing.assert_array_equal(axes.places(np.ones((2, hidden_size))), np.zeros((2, 2)))
    lone = principal_axes(make_setup(GrammarSource(PRESETS[0].text), InspectorOptions(hidden_size=1)).start)
    assert lone.axes.tolist() == [[1], [0]]


def test_weights_beyond_all_bounds_have_axes_too():
    huge = principal_axes(Moment(0, np.array([[1e200, 0], [0, 1e190]]), np.zeros((2, 2))))
    np.testing.assert_allclose(np.abs(huge.axes), np.eye(2), atol=1e-6)
    endless = principal_axes(Moment(0, np.array([[np.inf, np.nan]]), np.zeros((1, 2))))
    np.testing.assert_array_equal(endless.axes, np.eye(2))
