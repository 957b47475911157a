import itertools

import numpy as np
import pytest

from explorer.neighbors.graph import neighbor_graph
from explorer.projection.umap_graph import curve_parameters, force_tables, fuzzy_set, supervised, ties_of
from explorer.projection.umap_kernels import _force as force


def test_the_ties_are_those_of_umap_learn(glove_words, umap_learn):
    expected = np.array(umap_learn["ties"]["strengths"])
    indices, distances = neighbor_graph(glove_words[: len(expected)], umap_learn["ties"]["n_neighbors"] - 1, "l2")
    np.testing.assert_allclose(fuzzy_set(indices, distances).toarray(), expected, atol=1e-4)


def test_supervised_ties_are_those_of_umap_learn(glove_words, umap_learn):
    expected = np.array(umap_learn["supervised"]["strengths"])
    labels = np.array(umap_learn["supervised"]["labels"])
    strengths = fuzzy_set(*neighbor_graph(glove_words[: len(expected)], umap_learn["ties"]["n_neighbors"] - 1, "l2"))
    before = strengths.toarray()
    np.testing.assert_allclose(supervised(strengths, labels).toarray(), expected, atol=1e-4)
    np.testing.assert_array_equal(strengths.toarray(), before)


def test_each_word_is_tied_to_its_nearest_with_full_strength_and_both_ends_know_of_a_tie():
    vectors = np.random.default_rng(0).normal(size=(300, 5)).astype(np.float32)
    indices, distances = neighbor_graph(vectors, 7, "l2")
    strengths = fuzzy_set(indices, distances).toarray()
    np.testing.assert_allclose(strengths[np.arange(300), indices[:, 0]], 1, rtol=1e-12)
    np.testing.assert_array_equal(strengths, strengths.T)
    assert strengths.min() >= 0
    assert strengths.max() < 1 + 1e-12
    assert not strengths.diagonal().any()


def test_duplicates_are_tied_with_full_strength():
    indices, distances = neighbor_graph(np.ones((20, 3), np.float32), 4, "l2")
    strengths = fuzzy_set(indices, distances).toarray()
    np.testing.assert_allclose(strengths[np.arange(20)[:, None], indices], 1, rtol=1e-12)


def test_a_tie_is_due_in_a_share_of_the_epochs_that_its_strength_tells():
    vectors = np.random.default_rng(0).normal(size=(50, 5)).astype(np.float32)
    strengths = fuzzy_set(*neighbor_graph(vectors, 7, "l2"))
    ties = ties_of(strengths, 10)
    kept = strengths.toarray()
    kept[kept < 0.1] = 0
    found = np.zeros((50, 50))
    found[np.repeat(np.arange(50), np.diff(ties.ends)), ties.others] = ties.shares
    np.testing.assert_allclose(found, kept, rtol=1e-6)


def test_the_curve_is_that_of_umap_learn(umap_learn):
    for min_dist, spread, a, b in umap_learn["curves"]:
        assert curve_parameters(min_dist, spread) == pytest.approx((a, b), rel=1e-4)


@pytest.mark.parametrize("min_dist", [0.0, 0.05, 0.1, 1.0])
@pytest.mark.parametrize("spread", [0.1, 0.2, 1.0, 10.0])
def test_every_curve_that_the_options_allow_is_near_what_was_wanted(min_dist, spread):
    min_dist = min(min_dist, spread)
    a, b = curve_parameters(min_dist, spread)
    x = np.linspace(0, 3 * spread, 100)
    wanted = np.where(x < min_dist, 1.0, np.exp(-(x - min_dist) / spread))
    assert np.abs(1 / (1 + a * x ** (2 * b)) - wanted).max() < 0.25
    assert np.abs(1 / (1 + a * x ** (2 * b)) - wanted).mean() < 0.05


@pytest.mark.parametrize("curve", [(1.577, 0.895), (830.0, 1.93), (0.05, 0.79)])
def test_the_tables_hold_the_gradients_of_the_cross_entropy(curve):
    a, b = curve
    tables = force_tables(a, b)
    for squared in np.geomspace(1e-7, 1e7, 400).astype(np.float32):
        d = float(squared)
        pull = -2 * a * b * d ** (b - 1) / (1 + a * d**b)
        push = 2 * b / ((0.001 + d) * (1 + a * d**b))
        assert force.py_func(tables[0], squared) == pytest.approx(pull, rel=2e-3)
        assert force.py_func(tables[1], squared) == pytest.approx(push, rel=2e-3)


def test_the_forces_are_finite_at_any_distance():
    squares = np.array([0, 1e-45, 1e-20, 1e20, 3.4e38, np.inf], np.float32)
    for table, squared in itertools.product(force_tables(1.577, 0.895), squares):
        assert np.isfinite(force.py_func(table, squared))
