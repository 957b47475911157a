"""The density on the screen: of a sample while the map moves, complete when it rests, below the points or alone."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QImage, QPainter

from explorer.embedding import Embedding
from tests.widgets.map.test_motion import scene_of
from widgets.map import density_frames, kernels_ready
from widgets.map.camera import Camera
from widgets.map.density_frames import DensityFrames
from widgets.map.density_layer import NOTHING, _path_of, density_layer
from widgets.map.layers import Layers
from widgets.theme import DARK

CAMERA = Camera(width=300.0, height=200.0, scale=30.0, fit_scale=30.0)
DENSITY = Layers("instead")


@pytest.fixture(scope="module")
def scene():
    kernels_ready.load()
    n = 20_000
    places = np.random.default_rng(1).normal(size=(n, 2)).astype(np.float32)
    return scene_of(Embedding("e", tuple(map(str, range(n))), places), np.arange(n), places)


@pytest.fixture
def frames(workbench, monkeypatch):
    monkeypatch.setattr(density_frames, "MOST_POINTS", 4000)
    return DensityFrames(workbench.jobs)


def drawn(layer):
    image = QImage(300, 200, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    layer.draw(painter)
    layer.draw_contours(painter, DARK)
    painter.end()
    return np.frombuffer(image.constBits(), np.uint32).reshape(200, 300) >> 24


def test_a_moving_map_shows_the_density_of_a_sample_and_a_resting_one_that_of_all(qtbot, frames, scene):
    sample = drawn(frames.layer(scene, CAMERA, DENSITY, 1.0))
    assert frames.n_left_out == 16_000
    with qtbot.waitSignal(frames.completed):
        pass
    assert frames.n_left_out == 0
    whole = frames.layer(scene, CAMERA, DENSITY, 1.0)
    assert (drawn(whole) == drawn(density_layer(scene, CAMERA, DENSITY))).all()
    assert np.abs(drawn(whole).astype(int) - sample.astype(int)).mean() < 12, "the tone does not jump"
    assert frames.layer(scene, CAMERA, DENSITY, 1.0) is whole, "drawn once"
    assert not frames._rest.is_waiting, "nothing is drawn again at rest"


def test_points_on_their_way_take_their_density_with_them(frames, scene):
    there = frames.layer(scene, CAMERA, DENSITY, 1.0, lambda numbers: scene.points.places[numbers] + np.float32(1))
    here = frames.layer(scene, CAMERA, DENSITY, 1.0)
    middles = [np.average(np.indices((200, 300)), axis=(1, 2), weights=drawn(each)) for each in (here, there)]
    assert middles[1] - middles[0] == pytest.approx([-30, 30], abs=6)


def test_nothing_is_reckoned_when_nothing_is_asked_for(frames, scene):
    assert frames.layer(scene, CAMERA, Layers(), 1.0) is NOTHING
    assert drawn(NOTHING).max() == 0
    empty = scene_of(Embedding("e", ("a",), np.zeros((1, 2), np.float32)), np.arange(0), np.zeros((0, 2), np.float32))
    assert density_layer(empty, CAMERA, Layers("below", True)) is NOTHING


def test_lines_alone_come_without_a_picture_and_a_picture_below_points_is_fainter(scene):
    lines = density_layer(scene, CAMERA, Layers(contours=True))
    assert lines.image is None
    assert sum(len(contour.lines) for contour in lines.contours) >= 4
    assert drawn(lines).max() > 60
    below, alone = (drawn(density_layer(scene, CAMERA, Layers(place))) for place in ("below", "instead"))
    assert below.max() < 0.7 * alone.max()


def test_what_steps_back_behind_a_selection_steps_back_in_the_density_too(scene):
    colors = []
    for each in (scene, scene.selecting((1, 2, 3))):
        image = density_layer(each, CAMERA, DENSITY).image
        colors.append(image.pixelColor(image.width() // 2 + 15, image.height() // 2))
    plain, faded = colors
    assert faded.saturationF() < plain.saturationF()


def test_in_a_larger_scale_the_same_is_seen_more_finely(scene):
    one, fine = (density_layer(scene, CAMERA, DENSITY, least_cell=cell) for cell in (2.0, 0.25))
    assert fine.image.width() >= one.image.width()
    assert np.abs(drawn(one).astype(int) - drawn(fine).astype(int)).mean() < 4


def test_in_space_the_density_is_that_of_what_is_seen(scene):
    places = np.random.default_rng(1).normal(size=(5000, 3)).astype(np.float32)
    solid = scene_of(Embedding("e", tuple(map(str, range(5000))), places), np.arange(5000), places)
    turned = CAMERA.orbited(90, 40)
    spots = turned.to_screen(solid.points.places)
    flat = scene_of(
        solid.embedding, np.arange(5000), spots[solid.points.numbers].astype(np.float32) * np.float32([1, -1])
    )
    screen = Camera(width=300.0, height=200.0, x=150.0, y=-100.0)
    one, other = (
        drawn(density_layer(each, camera, DENSITY)).astype(int) for each, camera in ((solid, turned), (flat, screen))
    )
    assert one.max() > 200
    assert np.abs(one - other).mean() < 3


def test_lines_become_one_path_of_the_same_corners(scene):
    for contour in density_layer(scene, CAMERA, Layers(contours=True)).contours:
        path = _path_of(contour)
        elements = [path.elementAt(i) for i in range(path.elementCount())]
        assert np.allclose([(each.x, each.y) for each in elements], np.concatenate(contour.lines))
        assert [each.isMoveTo() for each in elements] == [k == 0 for line in contour.lines for k in range(len(line))]


def test_at_rest_the_lines_are_smooth_and_drawn_once(qtbot, frames, scene):
    frames.layer(scene, CAMERA, Layers(contours=True), 2.0)
    with qtbot.waitSignal(frames.completed):
        pass
    layer = frames.layer(scene, CAMERA, Layers(contours=True), 2.0)
    assert layer.lines is not None
    assert layer.lines.size().toTuple() == (600, 400)
