"""The camera: what is seen where, and how it moves."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from widgets.map.camera import Camera
from widgets.map.fitting import fit

numbers = st.floats(-1e3, 1e3, allow_nan=False)
cameras = st.builds(
    Camera,
    x=numbers,
    y=numbers,
    scale=st.floats(1e-2, 1e4),
    width=st.floats(100, 4000),
    height=st.floats(100, 4000),
)


@given(cameras, st.floats(0, 4000), st.floats(0, 4000))
def test_a_pixel_and_the_place_under_it_name_each_other(camera, x, y):
    place = camera.to_map(x, y)
    assert camera.to_screen(np.array([place]))[0] == pytest.approx([x, y], abs=1e-4)


@given(cameras)
def test_up_on_the_map_is_up_on_the_screen(camera):
    low, high = camera.to_screen(np.array([[camera.x, camera.y], [camera.x, camera.y + 1]]))
    assert high[1] < low[1]
    assert low == pytest.approx([camera.width / 2, camera.height / 2], abs=1e-4)


@given(cameras, st.floats(0.5, 2), st.floats(0, 4000), st.floats(0, 4000))
def test_zooming_keeps_the_place_under_the_cursor(camera, factor, x, y):
    camera = Camera(**{**vars(camera), "fit_scale": camera.scale})
    zoomed = camera.zoomed(factor, x, y)
    assert zoomed.scale == pytest.approx(camera.scale * factor)
    before, after = camera.to_map(x, y), zoomed.to_map(x, y)
    assert after == pytest.approx(before, abs=1e-6 * (1 + 4000 / camera.scale))


def test_zooming_ends_where_nothing_more_can_be_seen():
    camera = Camera(width=800, height=600)
    assert camera.zoomed(1e-9, 0, 0).zoom == pytest.approx(0.1)
    assert camera.zoomed(1e12, 0, 0).zoom == pytest.approx(1e6)


@given(cameras, st.floats(-500, 500), st.floats(-500, 500))
def test_panning_moves_everything_by_as_many_pixels(camera, dx, dy):
    place = np.array([[camera.x, camera.y]])
    moved = camera.panned(dx, dy).to_screen(place)[0] - camera.to_screen(place)[0]
    assert moved == pytest.approx([dx, dy], abs=1e-4)


def test_fit_shows_every_place_with_a_margin(small_embedding):
    points = small_embedding.vectors[:, :2]
    screen = fit(points, 800, 500, margin=30).to_screen(points)
    assert screen.min() >= 30 - 1e-6
    assert (screen.max(axis=0) <= np.array([770, 470]) + 1e-6).all()
    tight = np.isclose(screen.min(axis=0), 30) & np.isclose(screen.max(axis=0), [770, 470])
    assert tight.any(), "no direction fills the screen"


def test_fit_leaves_room_for_what_covers_the_right_side(small_embedding):
    points = small_embedding.vectors[:, :2]
    screen = fit(points, 800, 500, margin=30, right=200).to_screen(points)
    assert screen[:, 0].max() <= 800 - 200 - 30 + 1e-6


def test_a_few_places_far_out_do_not_shrink_the_others():
    points = np.random.default_rng(0).normal(size=(5000, 2))
    plain = fit(points, 800, 600).scale
    points[0] = 1e6, 0
    assert fit(points, 800, 600).scale > plain / 2


@pytest.mark.parametrize("points", [np.zeros((0, 2)), np.ones((1, 2)), np.ones((7, 2)), np.array([[0, 0], [1, 0]])])
def test_fit_stands_degenerate_maps(points):
    camera = fit(points.astype(np.float32), 800, 600)
    assert np.isfinite([camera.x, camera.y, camera.scale]).all()
    assert camera.scale > 0


@given(cameras, cameras, st.floats(0, 1))
def test_a_glide_begins_and_ends_exactly_and_never_breaks(start, goal, share):
    goal = Camera(**{**vars(goal), "width": start.width, "height": start.height})
    assert start.toward(goal, 1.0) is goal
    begin = start.toward(goal, 0.0)
    assert (begin.x, begin.y, begin.scale) == pytest.approx((start.x, start.y, start.scale))
    between = start.toward(goal, share)
    low, high = sorted((start.scale, goal.scale))
    assert low * (1 - 1e-9) <= between.scale <= high * (1 + 1e-9)
    for axis in ("x", "y"):
        low, high = sorted((getattr(start, axis), getattr(goal, axis)))
        assert low - 1e-6 <= getattr(between, axis) <= high + 1e-6


def test_a_zooming_glide_holds_the_place_that_both_views_share():
    camera = Camera(x=0, y=0, scale=10, width=800, height=600, fit_scale=10)
    goal = camera.zoomed(8, 100, 150)
    held = camera.to_map(100, 150)
    for share in (0.2, 0.5, 0.9):
        assert camera.toward(goal, share).to_map(100, 150) == pytest.approx(held)


def test_a_smaller_window_shows_what_the_larger_showed():
    camera = fit(np.array([[0.0, 0.0], [4.0, 3.0]]), 800, 600)
    smaller = camera.resized(400, 300)
    assert smaller.to_screen(np.array([[4.0, 3.0]]))[0] == pytest.approx(
        camera.to_screen(np.array([[4.0, 3.0]]))[0] / 2
    )
    assert smaller.zoom == pytest.approx(camera.zoom)
