"""The shuffled points: an unbiased sample at any length, and how solid each point is."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.projection.projection import Projection
from widgets.map.points import PLAIN_LEVEL, crowding_of, opacities_of, radii_of, shuffled


def projection(points):
    points = np.asarray(points, dtype=np.float32)
    return Projection("pca", points, np.arange(len(points)), len(points))


def test_every_row_is_drawn_once_at_its_own_place():
    points = np.random.default_rng(1).normal(size=(500, 2)).astype(np.float32)
    store = shuffled(projection(points.copy()))
    assert sorted(store.rows.tolist()) == list(range(500))
    assert (store.places == points[store.rows]).all()
    assert (store.rows[store.numbers] == np.arange(500)).all()


def test_the_first_points_are_an_unbiased_sample_of_all():
    n = 20_000
    places = np.stack([np.arange(n) / n, np.zeros(n)], axis=1)  # the first rows at the left
    sample = shuffled(projection(places)).places[:1000, 0]
    # The mean of 1,000 of them is within four standard errors of the whole's, and so are the quarters.
    assert sample.mean() == pytest.approx(0.5, abs=4 * 0.2887 / np.sqrt(1000))
    assert np.quantile(sample, [0.25, 0.75]) == pytest.approx([0.25, 0.75], abs=0.06)


def test_maps_of_as_many_words_are_shuffled_alike():
    points = np.random.default_rng(2).normal(size=(100, 2))
    assert (shuffled(projection(points)).rows == shuffled(projection(points * 3)).rows).all()


def test_crowding_tells_the_density_around_a_place():
    random = np.random.default_rng(3)
    dense, sparse = random.uniform(0, 1, (40_000, 2)), random.uniform(0, 10, (10_000, 2))
    steps, average = crowding_of(np.concatenate([dense, sparse]).astype(np.float32))
    assert average == pytest.approx(50_000 / 100, rel=0.01)
    # 40,100 places on one unit of area against 100: 8.6 octaves of 12 steps.
    inner = steps[:40_000][(np.abs(dense - 0.5) < 0.4).all(axis=1)]
    outer = steps[40_000:][(sparse > 2).all(axis=1) & (sparse < 9).all(axis=1)]
    difference = np.median(inner.astype(int)) - np.median(outer.astype(int))
    assert difference == pytest.approx(12 * np.log2(401), abs=8)


@pytest.mark.parametrize("n", [0, 1, 2, 5])
def test_crowding_stands_maps_of_few_or_equal_places(n):
    steps, average = crowding_of(np.ones((n, 2), dtype=np.float32))
    assert len(steps) == n
    assert np.isfinite(average)


def test_lone_points_are_solid_and_a_crowd_is_light():
    random = np.random.default_rng(4)
    few = shuffled(projection(random.uniform(size=(12, 2))))
    many = shuffled(projection(random.uniform(size=(400_000, 2))))
    opacity = {}
    for store in (few, many):
        radius = radii_of(len(store), 1.0, 1.0)[PLAIN_LEVEL]
        opacity[len(store)] = np.median(opacities_of(store.density, 700, radius, 1.0)[store.crowding])
    assert opacity[12] > 0.85 * 256
    assert opacity[400_000] < 0.5 * 256


@given(st.floats(1e-3, 1e9), st.floats(1e-3, 1e6), st.floats(0.5, 40), st.floats(0.001, 1))
def test_opacities_fall_with_crowding_and_stay_in_range(density, scale, radius, share):
    opacities = opacities_of(density, scale, radius, share)
    assert (np.diff(opacities) <= 0).all()
    assert opacities.min() >= 1
    assert opacities.max() <= 256


@given(st.floats(0.02, 1))
def test_a_sample_has_the_tone_of_the_whole_unless_its_points_would_have_to_be_more_than_solid(share):
    whole = opacities_of(400_000, 500, 1.5, 1.0) / 256
    part = opacities_of(400_000, 500, 1.5, share) / 256
    free = (part < 0.92) & (whole > 0.05)
    assert part[free] * share == pytest.approx(whole[free], abs=0.004)


@given(st.integers(1, 5_000_000), st.floats(0.1, 1e5))
def test_points_are_never_too_small_to_see_nor_large_enough_to_hide_the_map(n, zoom):
    radii = radii_of(n, zoom, 1.0)
    assert (np.diff(radii) >= 0).all()
    assert radii.min() >= 0.6
    assert radii.max() <= 12
    assert radii_of(n, zoom, 2.0) == pytest.approx(2 * radii)


def test_a_cluster_at_the_rim_is_as_crowded_as_one_in_the_middle():
    random = np.random.default_rng(2)
    middle, far = random.normal(size=(9600, 2)), random.normal(size=(400, 2)) * 0.2 + [9.0, 0.0]
    crowding, _ = crowding_of(np.concatenate([middle, far]).astype(np.float32))
    around = [np.abs(far[:, 0] - 9) < 0.1, far[:, 0] > 9.2]  # in its middle, and at its outer edge
    inner, outer = (float(np.median(crowding[9600:][each])) for each in around)
    assert outer < inner, "what lies far out is no heap at the rim"


def test_a_few_places_far_out_are_alone():
    places = np.random.default_rng(3).normal(size=(5000, 2)).astype(np.float32)
    places[:3] = [[1e4, 0], [1e4, 1], [-1e4, 0]]
    crowding, _ = crowding_of(places)
    assert (crowding[:3] == 0).all()
    assert np.median(crowding[3:]) > 100
