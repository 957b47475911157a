"""The scene of a map: words without a finite place, maps of no and of one word, and all words in one place."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.projection.projection import Projection
from tests.conftest import three_groups
from widgets.map.fitting import fit, fit_solid
from widgets.map.frames import draw_complete
from widgets.map.points import placed
from widgets.map.rules import Rules
from widgets.map.scene import make_scene
from widgets.theme import DARK


def projection_of(points):
    points = np.asarray(points, dtype=np.float32)
    return Projection("pca", points, np.arange(len(points)), 60)


def scene_of(points):
    return make_scene(three_groups(), projection_of(points), Rules("none", "frequency", DARK))


@given(st.lists(st.sampled_from([0.0, 1.5, np.nan, np.inf, -np.inf]), max_size=30), st.sampled_from([2, 3]))
def test_words_whose_places_are_no_numbers_or_infinite_are_left_out_and_counted(values, n_dims):
    points = np.array(values[: len(values) // n_dims * n_dims], np.float32).reshape(-1, n_dims)
    scene = scene_of(points)
    finite = np.isfinite(points).all(axis=1)
    assert scene.projection.indices.tolist() == np.flatnonzero(finite).tolist()
    assert scene.projection.points.tolist() == points[finite].tolist()
    assert scene.n_nowhere == (~finite).sum()
    assert len(scene.points) == finite.sum()
    assert scene.row_of(59) is None


def test_what_is_known_of_each_word_is_left_out_with_it():
    points = np.zeros((4, 2), np.float32)
    points[1, 0] = np.nan
    values = np.arange(8, dtype=np.float32).reshape(4, 2)
    given_one = replace(projection_of(points), errors=values[:, 0].copy(), components=values)
    left = placed(given_one)
    assert left.errors.tolist() == [0, 4, 6]
    assert left.components.tolist() == [[0, 1], [4, 5], [6, 7]]
    assert placed(left) is left
    assert scene_of(np.zeros((4, 2))).n_nowhere == 0


@pytest.mark.parametrize("n_dims", [2, 3])
@pytest.mark.parametrize("n", [0, 1, 40], ids=["no word", "one word", "all in one place"])
def test_degenerate_maps_are_drawn_in_the_middle(n, n_dims):
    scene = scene_of(np.full((n, n_dims), -3.25))
    camera = (fit_solid if n_dims == 3 else fit)(scene.projection.points, 80, 60)
    picture = draw_complete(scene, camera, 1.0, None, DARK.map)
    lit = np.argwhere(picture != picture[0, 0])
    assert (len(lit) > 0) == (n > 0)
    if n:
        assert lit.mean(axis=0) == pytest.approx([30, 40], abs=1)
    turned = camera.orbited(30, -20) if n_dims == 3 else camera.zoomed(5, 40, 30)
    assert len(np.unique(draw_complete(scene, turned, 1.0, None, DARK.map))) == len(np.unique(picture)) or n
