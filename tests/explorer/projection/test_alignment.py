import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.linalg import orthogonal_procrustes

from explorer.projection.alignment import aligned


def some_points(n=40, seed=0):
    return np.random.default_rng(seed).normal(size=(n, 2)).astype(np.float32) * [3, 1] + [7, -2]


@settings(max_examples=50, deadline=None)
@given(turn=st.floats(0, 6.3), size=st.floats(0.01, 100), mirrored=st.booleans(), x=st.floats(-50, 50))
def test_a_map_that_was_only_moved_comes_back_to_its_place(turn, size, mirrored, x):
    points = some_points()
    rotation = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    moved = points @ rotation * size * ([1, -1] if mirrored else [1, 1]) + [x, 3]
    np.testing.assert_allclose(aligned(moved, points), points, atol=1e-3)


def test_without_scaling_the_turn_is_that_of_scipy_and_the_size_stays():
    points, onto = some_points(seed=1), some_points(seed=2)
    rotation, _ = orthogonal_procrustes(points - points.mean(axis=0), onto - onto.mean(axis=0))
    expected = (points - points.mean(axis=0)) @ rotation + onto.mean(axis=0)
    np.testing.assert_allclose(aligned(points, onto, scaling=False), expected, atol=1e-5)


def test_with_scaling_the_map_takes_the_size_of_the_other():
    points, onto = some_points(seed=1) * 20, some_points(seed=2)
    result = aligned(points, onto)
    assert np.square(result - result.mean(axis=0)).sum() == pytest.approx(np.square(onto - onto.mean(axis=0)).sum())


def test_a_map_in_space_that_was_turned_comes_back_to_its_place():
    points = np.random.default_rng(0).normal(size=(30, 3)).astype(np.float32)
    turn, _ = np.linalg.qr(np.random.default_rng(1).normal(size=(3, 3)))
    np.testing.assert_allclose(aligned((points @ turn * 5 + 2).astype(np.float32), points), points, atol=1e-4)


def test_a_map_in_space_is_turned_so_that_it_looks_like_the_flat_one_from_the_front():
    flat = some_points()
    deep = np.column_stack([flat - flat.mean(axis=0), np.random.default_rng(1).normal(size=len(flat)) * 0.1])
    turn, _ = np.linalg.qr(np.random.default_rng(2).normal(size=(3, 3)))
    result = aligned((deep @ turn).astype(np.float32), flat)
    assert np.corrcoef(result[:, 0], flat[:, 0])[0, 1] > 0.99
    assert np.corrcoef(result[:, 1], flat[:, 1])[0, 1] > 0.99


def test_words_that_only_one_map_has_are_turned_with_the_others():
    points = some_points()
    turned = points @ [[0.0, 1.0], [-1.0, 0.0]] * 3 + 9
    shared = np.array([3, 5, 11, 30])
    np.testing.assert_allclose(aligned(turned, points[shared], shared=shared), points, atol=1e-4)


@pytest.mark.parametrize("points", [np.zeros((5, 2)), np.array([[1.0, 2.0]])])
def test_points_in_one_place_are_moved_and_stay_finite(points):
    onto = some_points(len(points))
    result = aligned(points, onto)
    np.testing.assert_allclose(result, np.tile(onto.mean(axis=0), (len(points), 1)), rtol=1e-5)


def test_maps_of_different_words_cannot_be_aligned():
    with pytest.raises(ValueError, match="cannot align"):
        aligned(some_points(3), some_points(4))
