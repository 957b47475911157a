"""Gliding points and cameras."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.projection.projection import Projection
from widgets.map.camera import Camera
from widgets.map.coloring import color_points, discs_of
from widgets.map.motion import SECONDS, CameraGlide, Morph, eased, places_before
from widgets.map.points import shuffled
from widgets.map.rules import Rules
from widgets.map.scene import Scene
from widgets.theme import DARK

START = np.array([[0, 0], [1, 1], [5, -5]], dtype=np.float32)
GOAL = np.array([[2, 0], [1, -1], [0, 0]], dtype=np.float32)


def scene_of(embedding, indices, points):
    projection = Projection("pca", np.asarray(points, np.float32), np.asarray(indices), len(embedding))
    store = shuffled(projection)
    coloring = color_points(embedding, projection, Rules("none", "none", DARK))
    return Scene(embedding, projection, DARK, store, discs_of(store, coloring))


@given(st.floats(0, 1), st.floats(0, 1))
def test_the_way_is_never_run_backwards(one, other):
    low, high = sorted((one, other))
    assert 0 <= eased(low) <= eased(high) <= 1


def test_a_morph_begins_at_the_start_and_ends_at_the_goal():
    morph = Morph(began=10.0, start=START, goal=GOAL)
    assert morph.places(10.0) == pytest.approx(START)
    assert morph.places(10.0 + 1.001 * SECONDS) == pytest.approx(GOAL)
    assert not morph.is_over(10.0 + 0.9 * SECONDS)
    assert morph.is_over(10.0 + 1.001 * SECONDS)


def test_a_point_goes_straight():
    halfway = Morph(began=0.0, start=START, goal=GOAL).places(0.4 * SECONDS)
    share = eased(0.4)
    assert halfway == pytest.approx(START + share * (GOAL - START))


def test_some_points_can_be_asked_for():
    morph = Morph(began=0.0, start=START, goal=GOAL)
    assert (morph.places(0.1, slice(0, 2)) == morph.places(0.1)[:2]).all()
    assert (morph.places(0.1, np.array([2, 0])) == morph.places(0.1)[[2, 0]]).all()


def test_a_camera_glides_to_its_goal():
    start = Camera(width=800, height=600)
    glide = CameraGlide(began=1.0, start=start, goal=start.zoomed(4, 10, 10))
    assert glide.camera(1.0).scale == pytest.approx(1.0)
    assert 1 < glide.camera(1.0 + SECONDS / 3).scale < 4
    assert glide.camera(99.0) is glide.goal


def test_words_begin_where_they_stand_and_new_ones_where_they_are_going(small_embedding):
    old = scene_of(small_embedding, [0, 1, 2, 4], [[0, 0], [1, 0], [2, 0], [4, 0]])
    new = scene_of(small_embedding, [1, 2, 3, 4], [[1, 9], [2, 9], [3, 9], [4, 9]])
    start = places_before(old, old.points.places + np.float32(0.5), new)
    by_row = start[new.points.numbers]
    assert by_row.tolist() == [[1.5, 0.5], [2.5, 0.5], [3, 9], [4.5, 0.5]]


def test_the_same_words_begin_where_they_are_in_the_middle_of_another_morph(small_embedding):
    indices = np.arange(60)
    old = scene_of(small_embedding, indices, small_embedding.vectors[:, :2])
    new = scene_of(small_embedding, indices, small_embedding.vectors[:, 2:4])
    current = old.points.places * np.float32(0.3)
    assert places_before(old, current, new) is current
