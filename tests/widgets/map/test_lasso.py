"""What a line drawn by hand encloses, against the angles that it sweeps as seen from each point."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from widgets.map.camera import Camera
from widgets.map.lasso import enclosed
from widgets.map.turning import turn_about

CAMERA = Camera(width=120, height=90)  # a pixel for one unit, the middle of the map in the middle of the screen


def turns_around(spots, outline):
    """How often the outline goes around each spot, by the sum of the angles between its corners."""
    along = outline - spots[:, None]
    angles = np.arctan2(along[..., 1], along[..., 0])
    steps = np.diff(angles, axis=1, append=angles[:, :1])
    return np.rint(((steps + np.pi) % (2 * np.pi) - np.pi).sum(axis=1) / (2 * np.pi)).astype(int)


def distances_to(spots, outline):
    """How far each spot is from the outline."""
    side = np.roll(outline, -1, axis=0) - outline
    lengths = np.maximum((side * side).sum(axis=1), 1e-12)
    from_start = spots[:, None] - outline
    share = np.clip((from_start * side).sum(axis=2) / lengths, 0, 1)
    return np.hypot(*(share[..., None] * side - from_start).transpose(2, 0, 1)).min(axis=1)


corners = st.tuples(st.floats(0, 120), st.floats(0, 90))


@settings(max_examples=100, deadline=None)
@given(outline=st.lists(corners, min_size=3, max_size=12), seed=st.integers(0, 1000))
def test_it_encloses_what_it_goes_around_exactly_also_at_the_outline(qapp, outline, seed):
    outline = np.array(outline, dtype=np.float64)
    random = np.random.default_rng(seed)
    ends = random.integers(len(outline), size=100)
    share = random.uniform(size=(100, 1))
    along = outline[ends] * share + np.roll(outline, -1, axis=0)[ends] * (1 - share)
    spots = np.concatenate([random.uniform((0, 0), (120, 90), size=(100, 2)), along + random.normal(size=(100, 2))])
    spots = spots[((spots > 0) & (spots < (119.9, 89.9))).all(axis=1)]
    places = ((spots - (60, 45)) * (1, -1)).astype(np.float32)
    spots = CAMERA.to_screen(places)
    told = distances_to(spots, outline) > 1e-4
    found = enclosed(places, outline, CAMERA)
    assert (np.diff(found) > 0).all()
    expected = np.flatnonzero(told & (turns_around(spots, outline) != 0))
    assert found[told[found]].tolist() == expected.tolist()


@settings(max_examples=40, deadline=None)
@given(outline=st.lists(corners, min_size=3, max_size=12), tilt=st.floats(-3, 3), zoom=st.floats(0.5, 20))
def test_in_space_it_encloses_what_it_goes_around_on_the_screen(qapp, outline, tilt, zoom):
    outline = np.array(outline, dtype=np.float64)
    camera = replace(CAMERA, scale=15.0 * zoom, fit_scale=15.0, turn=turn_about((0.6, 0.8, 0.0), tilt), lens=1.0)
    places = np.random.default_rng(3).normal(size=(200, 3)).astype(np.float32)
    spots = camera.to_screen(places)
    seen = ((spots >= 0) & (spots < (120, 90))).all(axis=1)
    spots = np.nan_to_num(spots, nan=-1e6)
    told = seen & (distances_to(spots, outline) > 1e-4)
    found = enclosed(places, outline, camera)
    assert seen[found].all(), "what is behind the eye or off the screen was not drawn around"
    assert found[told[found]].tolist() == np.flatnonzero(told & (turns_around(spots, outline) != 0)).tolist()


def test_what_it_goes_around_twice_is_enclosed_too(qapp):
    around = np.linspace(0, 4 * np.pi, 40, endpoint=False)
    outline = np.column_stack([60 + 30 * np.cos(around), 45 + 30 * np.sin(around)])
    assert enclosed(np.zeros((1, 2), np.float32), outline, CAMERA).tolist() == [0]


@pytest.mark.parametrize("n_corners", [0, 1, 2])
def test_less_than_three_corners_enclose_nothing(qapp, n_corners):
    assert len(enclosed(np.zeros((5, 2), np.float32), np.full((n_corners, 2), 60.0), CAMERA)) == 0


def test_what_is_off_the_screen_is_not_enclosed_however_far_the_pointer_went(qapp):
    outline = np.array([[-500, -500], [900, -500], [900, 900], [-500, 900]], dtype=np.float64)
    places = np.array([[0, 0], [59, 44], [61, 0], [0, 46], [-300, 0]], dtype=np.float32)
    assert enclosed(places, outline, CAMERA).tolist() == [0, 1]
    nearer = replace(CAMERA, scale=2.0)
    assert enclosed(places, outline, nearer).tolist() == [0]
