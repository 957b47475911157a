"""Finding the point under the pointer, against scipy's tree and a look at every point."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy.spatial import cKDTree

from explorer.task import Cancelled, Task
from widgets.map.camera import Camera
from widgets.map.fitting import fit
from widgets.map.picking import between, boxed, build_grid, first_seen, nearest_of, nearest_seen
from widgets.map.turning import after, turn_about


def clustered(n=20_000, seed=1):
    random = np.random.default_rng(seed)
    centres = random.normal(size=(12, 2)) * 8
    return (centres[random.integers(12, size=n)] + random.normal(size=(n, 2))).astype(np.float32)


@pytest.mark.parametrize("far", [0, 30], ids=["clusters", "with places far out"])
def test_the_grid_finds_the_same_point_as_scipys_tree(far):
    places = clustered()
    places[:far] *= 500
    grid, tree = build_grid(places), cKDTree(places.astype(np.float64))
    queries = np.concatenate([np.random.default_rng(2).uniform(-25, 25, (300, 2)), places[:200] + 0.01])
    for query in queries:
        for radius in (0.02, 0.5, 1e5):
            distance, number = tree.query(query, distance_upper_bound=radius)
            found = grid.nearest(*query, radius)
            assert (found is None) == np.isinf(distance)
            if found is not None:
                assert np.linalg.norm(places[found] - query) == pytest.approx(distance, abs=1e-5), number


@settings(max_examples=60, deadline=None)
@given(
    arrays.arrays(np.float32, st.tuples(st.integers(1, 40), st.just(2)), elements=st.floats(-8, 8, width=32)),
    st.floats(-20, 20),
    st.floats(-20, 20),
    st.floats(0.01, 50),
)
def test_the_grid_agrees_with_a_look_at_every_point(places, x, y, radius):
    distances = np.hypot(*(places.astype(np.float64) - (x, y)).T)
    found = build_grid(places).nearest(x, y, radius)
    if found is None:
        assert distances.min() >= radius * (1 - 1e-6)
    else:
        assert distances[found] == pytest.approx(distances.min(), rel=1e-6, abs=1e-6)


def test_points_are_found_before_the_grid_is_ready():
    places = clustered(500)
    assert nearest_of(places, float(places[7, 0]), float(places[7, 1]), 0.1) == 7
    assert nearest_of(places, 1e4, 0.0, 5.0) is None
    assert nearest_of(places[:0], 0.0, 0.0, 5.0) is None


def test_every_place_stands_in_one_cell_and_rises_within_it():
    grid = build_grid(clustered())
    assert sorted(grid.order.tolist()) == list(range(20_000))
    assert grid.starts[0] == 0
    assert grid.starts[-1] == 20_000
    within = np.diff(grid.order) > 0
    within[grid.starts[1:-1][(grid.starts[1:-1] > 0) & (grid.starts[1:-1] < 20_000)] - 1] = True
    assert within.all()


def test_the_cells_on_the_screen_hold_every_place_on_the_screen():
    places = clustered()
    places[:20] *= 300  # outside the grid
    grid, whole = build_grid(places), fit(places, 800, 600)
    for camera in (whole, whole.zoomed(9, 300, 200), whole.panned(1e5, 0), whole.zoomed(0.1, 0, 0)):
        screen = camera.to_screen(places)
        seen = np.flatnonzero(((screen >= 0) & (screen < (800, 600))).all(axis=1))
        assert set(seen) <= set(grid.numbers_on(camera, 0.0, len(places)).tolist())
        assert grid.count_on(camera) >= len(seen)
        assert grid.numbers_on(camera, 0.0, 500).tolist() == [
            number for number in grid.numbers_on(camera, 0.0, len(places)).tolist() if number < 500
        ]


def cameras():
    """Cameras that look at a map in space from anywhere, also from within it."""
    numbers, angles = st.floats(-3, 3), st.floats(-3.2, 3.2)
    return st.builds(
        lambda x, y, z, scale, one, other, lens: Camera(
            *(x, y, scale, 120.0, 90.0, 20.0, z),
            turn=after(turn_about((1.0, 0.0, 0.0), one), turn_about((0.0, 1.0, 0.0), other)),
            lens=lens,
        ),
        *(numbers, numbers, numbers, st.floats(5, 200), angles, angles, st.sampled_from([0.0, 0.5, 1.0])),
    )


def in_space(n=300, seed=1):
    return np.random.default_rng(seed).normal(size=(n, 3)).astype(np.float32) * 2


@settings(max_examples=60)
@given(cameras(), st.floats(0, 120), st.floats(0, 90), st.floats(1, 40), st.integers(0, 9))
def test_in_space_the_nearest_on_the_screen_is_found_and_of_equals_the_nearest_to_the_eye(camera, x, y, reach, seed):
    places = in_space(seed=seed)
    distances = np.hypot(*(camera.to_screen(places) - (x, y)).T)
    within = np.flatnonzero(distances <= reach)
    found = nearest_seen(places, camera, x, y, reach)
    if found is None:
        assert not len(within)
        return
    steps = np.floor(distances[within] / 2)
    equals = within[steps == steps.min()]
    assert found in equals
    toward = (places[equals] - (camera.x, camera.y, camera.z)) @ camera.matrix[2]
    assert toward[equals == found][0] == pytest.approx(toward.max(), abs=1e-6)


@settings(max_examples=60)
@given(cameras(), st.lists(st.floats(-20, 140), min_size=4, max_size=4), st.booleans())
def test_a_rectangle_holds_what_stands_in_it_flat_and_in_space(camera, ends, flat):
    places = in_space()
    if flat:
        camera = Camera(camera.x, camera.y, camera.scale, camera.width, camera.height)
    low, high = np.sort(np.array(ends).reshape(2, 2), axis=0)
    spots = camera.to_screen(places)
    expected = np.flatnonzero(((spots >= low) & (spots <= high)).all(axis=1))
    assert boxed(places, low, high, camera).tolist() == expected.tolist()
    assert set(expected) <= set(between(places, low, high, camera).tolist())


@settings(max_examples=40)
@given(cameras(), st.integers(1, 400))
def test_the_first_words_on_the_screen_are_told_in_their_order(camera, most):
    places = in_space()
    spots = camera.to_screen(places)
    seen = np.flatnonzero(((spots >= 0) & (spots < (120, 90))).all(axis=1))
    assert first_seen(places, camera, most).tolist() == seen[:most].tolist()


def test_sorting_stops_when_the_task_is_cancelled():
    task = Task()
    task.cancel()
    with pytest.raises(Cancelled):
        build_grid(clustered(10), task)
