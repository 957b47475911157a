import numpy as np
import pytest

from explorer.errors import BadOption
from explorer.projection.axes import LARGEST_SPREAD, AxesOptions, Direction, project_axes
from explorer.projection.pca import PcaOptions, main_axes

RANDOM = np.random.default_rng(4)
VECTORS = (RANDOM.normal(size=(200, 12)) * np.linspace(3, 1, 12) + 2).astype(np.float32)
ONE, OTHER = RANDOM.normal(size=(2, 12))


def along(*vectors, **options):
    named = tuple(None if each is None else Direction(f"direction {place}", each) for place, each in enumerate(vectors))
    texts = {name: "" if each is None else "words" for name, each in zip("xyz", vectors, strict=False)}
    return AxesOptions(**{"unit_length": False, "center": False, **options}, **texts, directions=named)


def length_1(vector):
    return vector / np.linalg.norm(vector)


def test_a_place_is_the_inner_product_with_each_direction_at_length_1():
    projection = project_axes(VECTORS, along(ONE, OTHER * 40))
    expected = np.stack([VECTORS @ length_1(ONE), VECTORS @ length_1(OTHER)], axis=1)
    np.testing.assert_allclose(projection.points, expected, rtol=1e-5, atol=1e-5)
    assert projection.axes == ("direction 0", "direction 1")
    assert projection.figures["cosine of the axes"] == pytest.approx(length_1(ONE) @ length_1(OTHER))


def test_at_unit_length_a_place_is_the_cosine():
    points = project_axes(VECTORS, along(ONE, OTHER, unit_length=True)).points
    cosines = VECTORS @ length_1(ONE) / np.linalg.norm(VECTORS, axis=1)
    np.testing.assert_allclose(points[:, 0], cosines, atol=1e-6)


def test_centred_the_average_word_stands_at_0():
    points = project_axes(VECTORS, along(ONE, OTHER, None, n_components=3, center=True)).points
    assert points.shape == (200, 3)
    np.testing.assert_allclose(points.mean(axis=0), 0, atol=1e-5)


def test_at_right_angles_an_axis_loses_what_it_shares_with_the_one_before():
    projection = project_axes(VECTORS, along(ONE, OTHER, right_angles=True))
    rest = OTHER - (OTHER @ length_1(ONE)) * length_1(ONE)
    np.testing.assert_allclose(projection.points[:, 1], VECTORS @ length_1(rest), rtol=1e-5, atol=1e-5)
    assert projection.figures["cosine of the axes"] == pytest.approx(0, abs=1e-12)


def test_an_axis_that_says_the_same_as_another_has_nothing_left_at_right_angles():
    with pytest.raises(BadOption, match="Axis 2 says only what those before it say"):
        project_axes(VECTORS, along(ONE, -2 * ONE, right_angles=True))
    points = project_axes(VECTORS, along(ONE, -2 * ONE)).points
    np.testing.assert_allclose(points[:, 0], -points[:, 1])


def test_an_empty_axis_is_the_largest_spread_at_right_angles_to_the_others():
    projection = project_axes(VECTORS, along(None, ONE, center=True))
    row = length_1(ONE)
    flat = VECTORS - np.outer(VECTORS @ row, row)
    expected = (flat - flat.mean(axis=0)) @ main_axes(flat.astype(np.float32)).axes[0]
    sign = np.sign(projection.points[:, 0] @ expected)
    np.testing.assert_allclose(projection.points[:, 0] * sign, expected, atol=1e-4)
    assert projection.axes == (LARGEST_SPREAD, "direction 1")


def test_axes_that_are_all_empty_are_those_of_pca():
    points = project_axes(VECTORS, AxesOptions(unit_length=False)).points
    expected = main_axes(VECTORS, PcaOptions()).axes @ (VECTORS - VECTORS.mean(axis=0)).T
    np.testing.assert_allclose(np.abs(points), np.abs(expected.T), atol=1e-4)


def test_seen_as_polar_the_angle_runs_to_the_right_and_the_radius_upwards():
    flat = project_axes(VECTORS, along(ONE, OTHER)).points.astype(float)
    polar = project_axes(VECTORS, along(ONE, OTHER, polar=True))
    radius = np.hypot(*flat.T)
    np.testing.assert_allclose(polar.points[:, 1], radius, rtol=1e-6)
    np.testing.assert_allclose(polar.points[:, 0] / radius.max() * np.pi, np.arctan2(flat[:, 1], flat[:, 0]), rtol=1e-4)
    assert polar.axes == ("Angle from direction 0 to direction 1", "Radius")


def test_axes_that_fill_all_dimensions_leave_none_for_an_empty_one():
    flat = VECTORS[:, :2].copy()
    points = project_axes(flat, along(np.array([1.0, 0.0]), np.array([0.0, 1.0]), None, n_components=3)).points
    np.testing.assert_array_equal(points[:, 2], 0)


def test_words_that_nobody_looked_up_are_not_taken_for_empty_axes():
    with pytest.raises(ValueError, match="were not looked up"):
        project_axes(VECTORS, AxesOptions(x="man -> woman"))
