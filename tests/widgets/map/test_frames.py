"""How many points are drawn when: a sample while the map moves, all of them when it rests."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QRect

from explorer.embedding import Embedding
from tests.widgets.map.test_motion import scene_of
from widgets.map import frames as frames_module
from widgets.map import kernels_ready
from widgets.map.fitting import fit, fit_solid
from widgets.map.frames import FEWEST, FRAME_SECONDS, FrameBudget, PointFrames, draw_complete
from widgets.map.picking import build_grid
from widgets.theme import DARK


@pytest.fixture(scope="module")
def scene():
    kernels_ready.load()
    n = 20_000
    random = np.random.default_rng(1)
    embedding = Embedding("e", tuple(map(str, range(n))), random.normal(size=(n, 2)).astype(np.float32))
    return scene_of(embedding, np.arange(n), embedding.vectors)


@pytest.fixture
def frames(workbench, monkeypatch):
    monkeypatch.setattr(frames_module, "FEWEST", 3000)
    frames = PointFrames(workbench.jobs)
    frames.budget.seconds_per_point = FRAME_SECONDS / 5000  # a slow machine
    frames.budget.learn = lambda *_: None
    return frames


def camera_of(scene):
    return fit(scene.projection.points, 300, 200)


def pixels(image):
    return np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), image.width()).copy()


def test_a_moving_map_shows_a_sample_and_a_resting_one_every_point(qtbot, frames, scene):
    camera = camera_of(scene)
    sample = pixels(frames.picture(scene, camera, 1.0, None))
    assert frames.n_left_out == 15_000
    assert not frames.is_complete
    with qtbot.waitSignal(frames.completed):
        pass
    assert frames.is_complete
    assert frames.n_left_out == 0
    whole = pixels(frames.picture(scene, camera, 1.0, None))
    assert (whole == draw_complete(scene, camera, 1.0, None, DARK.map)).all()
    assert (whole != sample).any()


def test_another_view_makes_the_complete_picture_of_the_last_one_void(qtbot, frames, scene):
    camera = camera_of(scene)
    frames.picture(scene, camera, 1.0, None)
    qtbot.wait(60)
    frames.picture(scene, camera.panned(5, 0), 1.0, None)
    with qtbot.waitSignal(frames.completed):
        pass
    shown = pixels(frames.picture(scene, camera.panned(5, 0), 1.0, None))
    assert (shown == draw_complete(scene, camera.panned(5, 0), 1.0, None, DARK.map)).all()


def test_while_the_map_is_dragged_the_complete_picture_moves_along_and_a_sample_fills_the_rest(qtbot, frames, scene):
    camera = camera_of(scene).zoomed(2, 150, 100)
    frames.picture(scene, camera, 1.0, None)
    with qtbot.waitSignal(frames.completed):
        pass
    whole = draw_complete(scene, camera, 1.0, None, DARK.map)
    shown = pixels(frames.picture(scene, camera.panned(30, -20), 1.0, None))
    assert (shown[:-20, 30:] == whole[20:, :-30]).all()
    assert (shown[:, :30] != shown[0, 0]).any()
    assert frames.n_left_out == 17_500, "half of the frame's time goes into the sample"
    with qtbot.waitSignal(frames.completed):
        pass
    exact = draw_complete(scene, camera.panned(30, -20), 1.0, None, DARK.map)
    assert (pixels(frames.picture(scene, camera.panned(30, -20), 1.0, None)) == exact).all()


def test_zooming_in_enlarges_the_complete_picture_until_the_map_rests(qtbot, frames, scene):
    camera = camera_of(scene)
    frames.picture(scene, camera, 1.0, None)
    with qtbot.waitSignal(frames.completed):
        pass
    nearer = camera.zoomed(1.5, 150, 100)
    enlarged = pixels(frames.picture(scene, nearer, 1.0, None))
    assert frames.n_left_out == 0
    exact = draw_complete(scene, nearer, 1.0, None, DARK.map)
    assert (enlarged != exact).any()
    assert tone_of(enlarged) == pytest.approx(tone_of(exact), rel=0.25)
    with qtbot.waitSignal(frames.completed):
        pass
    assert (pixels(frames.picture(scene, nearer, 1.0, None)) == exact).all()


def test_a_complete_picture_of_other_looks_or_of_space_serves_no_longer(qtbot, frames, scene):
    camera = camera_of(scene)
    frames.picture(scene, camera, 1.0, None)
    with qtbot.waitSignal(frames.completed):
        pass
    frames.picture(scene.selecting((1, 2, 3)), camera.panned(1, 0), 1.0, None)
    assert frames.n_left_out == pytest.approx(15_000, abs=5)
    frames.picture(scene, replace(camera, lens=1.0), 1.0, None)
    assert frames.n_left_out == 15_000


@pytest.mark.parametrize("n_dims", [2, 3])
def test_a_sample_has_about_the_tone_of_the_whole(frames, n_dims):
    random = np.random.default_rng(5)
    n = 60_000
    places = random.normal(size=(9, n_dims))[random.integers(9, size=n)] * 3 + random.normal(size=(n, n_dims)) * 0.4
    embedding = Embedding("e", tuple(map(str, range(n))), np.zeros((n, 2), np.float32))
    crowd = scene_of(embedding, np.arange(n), places)
    camera = (fit_solid if n_dims == 3 else fit)(crowd.projection.points, 300, 200)
    sample = pixels(frames.picture(crowd, camera, 1.0, None))
    assert frames.n_left_out == 55_000
    whole = draw_complete(crowd, camera, 1.0, None, DARK.map)
    assert tone_of(sample) == pytest.approx(tone_of(whole), rel=0.2)


def tone_of(picture):
    """How much lighter than its background a picture is."""
    channels = picture.view(np.uint8).reshape(-1, 4)[:, :3]
    return float(channels.mean()) - float(channels[0].mean())


def test_few_points_are_complete_at_once(frames, scene):
    frames.budget.seconds_per_point = FRAME_SECONDS / 1e6
    frames.picture(scene, camera_of(scene), 1.0, None)
    assert frames.is_complete


def test_zoomed_in_as_many_points_are_drawn_as_have_room_in_the_budget(frames, scene):
    grid, camera = build_grid(scene.points.places), camera_of(scene).zoomed(12, 150, 100)
    frames.picture(scene, camera, 1.0, grid)
    on_screen = grid.count_on(camera)
    assert on_screen < 5000
    assert frames.is_complete, "what is on the screen fits into the budget, so nothing is left out"


def test_the_same_view_is_drawn_once(frames, scene):
    camera = camera_of(scene)
    assert frames.picture(scene, camera, 1.0, None).cacheKey() == frames.picture(scene, camera, 1.0, None).cacheKey()
    frames.forget()
    assert frames.picture(scene, camera, 1.0, None).cacheKey() != frames.picture(scene, camera, 2.0, None).cacheKey()


def test_points_on_their_way_are_drawn_where_they_are(frames, scene):
    moving = pixels(
        frames.moving_picture(
            scene, camera_of(scene), 1.0, lambda numbers: scene.points.places[numbers] + np.float32(0.5)
        )
    )
    assert frames.n_left_out == 15_000
    still = pixels(frames.picture(scene, camera_of(scene), 1.0, None))
    middle = [np.argwhere(picture != picture[0, 0]).mean(axis=0) for picture in (moving, still)]
    shift = np.array([-0.5, 0.5]) * camera_of(scene).scale
    assert middle[0] - middle[1] == pytest.approx(shift, abs=8)


def test_of_many_selected_points_a_sample_is_drawn_over_the_sample_of_all(qtbot, frames, scene):
    scene = scene.selecting(tuple(range(0, 20_000, 2)))
    camera = camera_of(scene)
    frames.picture(scene, camera, 1.0, None)
    assert frames.n_left_out == pytest.approx(20_000 * (1 - 5000 / 30_000), abs=1)
    with qtbot.waitSignal(frames.completed):
        pass
    whole = pixels(frames.picture(scene, camera, 1.0, None))
    assert (whole == draw_complete(scene, camera, 1.0, None, DARK.map)).all()


def test_of_few_selected_points_none_is_left_out_of_any_frame(frames, scene):
    lone = np.argsort(-np.abs(scene.projection.points).max(axis=1))[:40]
    chosen = scene.selecting(tuple(sorted(lone.tolist())))
    camera = camera_of(scene)
    for picture in (
        frames.picture(chosen, camera, 1.0, None),
        frames.moving_picture(chosen, camera, 1.0, lambda numbers: scene.points.places[numbers]),
    ):
        assert frames.n_left_out > 0
        x, y = np.rint(camera.to_screen(scene.projection.points[lone]) - 0.5).astype(int).T
        red = pixels(picture)[y, x] >> 16 & 0xFF
        assert (red > 0.8 * int(DARK.point[1:3], 16)).all()


def test_pictures_have_as_many_pixels_as_the_screen(frames, scene):
    image = frames.picture(scene, camera_of(scene), 2.0, None)
    assert (image.width(), image.height(), image.devicePixelRatio()) == (600, 400, 2.0)


def test_the_budget_follows_the_machine_but_not_every_hiccup():
    budget = FrameBudget(1e-7)
    for _ in range(30):
        budget.learn(50_000, 50_000 * 4e-8)
    quick = budget.n_points
    assert quick == pytest.approx(FRAME_SECONDS / 4e-8, rel=0.01)
    budget.learn(50_000, 50_000 * 8e-8)
    assert budget.n_points > quick / 2
    budget.learn(100_000, 1e3)
    assert budget.n_points == FEWEST


def test_a_picture_in_pieces_is_the_picture(scene):
    chosen, camera = scene.selecting(tuple(range(40, 90))), camera_of(scene).zoomed(3, 100, 80)
    whole = draw_complete(chosen, camera, 2.0, None, DARK.map)
    for left, top, width, height in ((0, 0, 350, 400), (350, 0, 250, 123), (350, 123, 250, 277)):
        piece = draw_complete(chosen, camera, 2.0, None, DARK.map, piece=QRect(left, top, width, height))
        assert (piece == whole[top : top + height, left : left + width]).all()
