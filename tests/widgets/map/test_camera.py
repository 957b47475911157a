"""The camera: what is seen where, and how it moves."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from widgets.map.camera import Camera
from widgets.map.fitting import fit, fit_solid, flat_of
from widgets.map.turning import STRAIGHT, after, between, matrix_of, turn_about

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


@pytest.mark.parametrize("n_dims", [2, 3])
def test_small_islands_far_out_do_not_take_the_room_of_the_rest_but_are_reached_by_zooming_out(n_dims):
    random = np.random.default_rng(6)
    main = random.uniform(-5, 5, size=(10_000, n_dims))
    island = random.normal(size=(30, n_dims)) * 0.2 + ([14] + [0] * (n_dims - 1))
    places = np.concatenate([main, island])
    see = fit_solid if n_dims == 3 else fit
    camera = see(places, 800, 600)
    assert camera.scale > 0.9 * see(main, 800, 600).scale
    assert camera.to_screen(island)[:, 0].min() > 800
    away = camera.zoomed(0.4, 400, 300).to_screen(island)
    assert (away.max(axis=0) < (800, 600)).all()


def test_an_island_that_takes_little_room_or_holds_many_words_stays_in_sight():
    random = np.random.default_rng(7)
    main = random.uniform(-5, 5, size=(10_000, 2))
    for n, x in ((30, 5.6), (400, 14)):
        island = random.normal(size=(n, 2)) * 0.1 + (x, 0)
        spots = fit(np.concatenate([main, island]), 800, 600).to_screen(island)
        assert spots[:, 0].max() < 800


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


# In space -----------------------------------------------------------------------------------------------------------

angles = st.floats(-3.1, 3.1)
turns = st.builds(
    lambda one, other, third: after(
        after(turn_about((1.0, 0.0, 0.0), one), turn_about((0.0, 1.0, 0.0), other)), turn_about((0.0, 0.0, 1.0), third)
    ),
    *(angles, angles, angles),
)


@settings(max_examples=40)
@given(turns, turns, st.floats(0, 1))
def test_turns_are_rotations_also_on_the_way_from_one_to_another(one, other, share):
    for turn in (one, after(one, other), between(one, other, share)):
        matrix = matrix_of(turn)
        assert matrix @ matrix.T == pytest.approx(np.eye(3), abs=1e-9)
        assert np.linalg.det(matrix) == pytest.approx(1.0)
    assert matrix_of(after(one, other)) == pytest.approx(matrix_of(one) @ matrix_of(other), abs=1e-9)
    assert matrix_of(between(one, other, 0.0)) == pytest.approx(matrix_of(one), abs=1e-6)
    assert matrix_of(between(one, other, 1.0)) == pytest.approx(matrix_of(other), abs=1e-6)


@settings(max_examples=40)
@given(turns, st.floats(0.1, 1))
def test_what_is_nearer_to_the_eye_looks_larger_and_what_is_behind_it_is_not_seen(turn, lens):
    camera = Camera(1.0, 2.0, 10.0, 800, 600, 10.0, 3.0, turn, lens)
    middle, toward = np.array([1.0, 2.0, 3.0]), camera.matrix[2]
    assert camera.to_screen(middle[None])[0] == pytest.approx([400, 300])
    beside = camera.matrix[0]
    depths = (-20, 0, 20)
    widths = [camera.to_screen((middle + toward * depth + beside)[None])[0, 0] - 400 for depth in depths]
    assert widths[0] < widths[1] < widths[2]
    assert widths[1] == pytest.approx(10)
    assert widths == pytest.approx([10 * camera.nearness((middle + toward * depth)[None])[0] for depth in depths])
    assert np.isnan(camera.to_screen((middle + toward * 1e4)[None])).all()


def test_looked_at_straight_and_without_a_lens_space_is_its_first_two_axes():
    random = np.random.default_rng(8)
    points, flat = random.normal(size=(50, 3)), Camera(0.3, -0.2, 55.0, 800, 600, 50.0)
    nearly = Camera(0.3, -0.2, 55.0, 800, 600, 50.0, z=0.7, lens=1e-12)
    assert flat.is_flat
    assert not nearly.is_flat
    assert nearly.to_screen(points) == pytest.approx(flat.to_screen(points[:, :2]))
    assert flat.to_screen(points) == pytest.approx(flat.to_screen(points[:, :2]))


@given(turns, st.floats(-200, 200), st.floats(-200, 200), st.floats(0.3, 4))
def test_panning_and_zooming_move_what_is_as_deep_as_the_middle_with_the_pointer(turn, dx, dy, factor):
    camera = Camera(1.0, 2.0, 10.0, 800, 600, 10.0, 3.0, turn, 1.0)
    place = np.array([[1.0, 2.0, 3.0]]) + 5 * camera.matrix[0] - 7 * camera.matrix[1]
    before = camera.to_screen(place)[0]
    assert camera.panned(dx, dy).to_screen(place)[0] == pytest.approx([before[0] + dx, before[1] + dy])
    assert camera.zoomed(factor, *before).to_screen(place)[0] == pytest.approx(before)


@settings(max_examples=40)
@given(turns, st.floats(0.3, 4), st.floats(0, 1))
def test_a_zoom_about_a_place_keeps_its_pixel_and_its_depth(turn, factor, lens):
    camera = Camera(1.0, 2.0, 10.0, 800, 600, 10.0, 3.0, turn, lens)
    place = np.array([4.0, -3.0, 9.0])
    zoomed = camera.zoomed_about(factor, place)
    assert zoomed.scale == pytest.approx(10 * factor)
    assert zoomed.to_screen(place[None]) == pytest.approx(camera.to_screen(place[None]))
    assert zoomed.nearness(place[None]) == pytest.approx(camera.nearness(place[None]))


def test_the_front_follows_a_drag_that_orbits():
    camera = Camera(0, 0, 100.0, 800, 600, 100.0, lens=1.0)
    front = np.array([[0.0, 0.0, 1.0]])
    (x, y), (x1, y1) = camera.to_screen(front)[0], camera.orbited(30, 20).to_screen(front)[0]
    assert x1 > x + 10
    assert y1 > y + 5
    assert camera.orbited(300, 0).orbited(300, 0).matrix @ front[0] == pytest.approx([0, 0, -1])


def test_a_map_in_space_is_in_sight_however_it_is_turned():
    points = np.random.default_rng(9).uniform(-1, 1, size=(3000, 3)) * (3, 1, 2)
    camera = fit_solid(points, 800, 600, right=150)
    for _ in range(12):
        camera = camera.orbited(55, 35)
        spots = camera.to_screen(points)
        inside = ((spots > 0) & (spots < (800, 600))).all(axis=1)
        assert inside.mean() > 0.97
    flat = flat_of(camera)
    assert flat.is_flat
    assert flat.turn == STRAIGHT
    middle = np.array([[camera.x, camera.y, camera.z]])
    assert flat.to_screen(middle)[0] == pytest.approx(camera.to_screen(middle)[0])


def test_a_glide_from_a_flat_map_into_space_begins_and_ends_where_it_should():
    points = np.random.default_rng(10).normal(size=(40, 3))
    flat, solid = fit(points, 800, 600), fit_solid(points, 800, 600)
    assert flat.toward(solid, 0.0).to_screen(points) == pytest.approx(flat.to_screen(points), abs=1e-6)
    assert flat.toward(solid, 1.0) is solid
    near = flat.toward(solid, 0.999).to_screen(points)
    assert near == pytest.approx(solid.to_screen(points), abs=2.0)
