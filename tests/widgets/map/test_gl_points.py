"""Points drawn by OpenGL, on a context without any window, against the same points drawn by the processor."""

from contextlib import contextmanager
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtGui import QColor

from explorer.embedding import Embedding
from explorer.projection.projection import Projection
from widgets.map import frames as frames_module
from widgets.map import kernels_ready
from widgets.map.coloring import Coloring, discs_of
from widgets.map.cpu_points import blank, draw_points, picture_of
from widgets.map.fitting import fit, fit_solid
from widgets.map.frames import FRAME_SECONDS, draw_complete, pixels_of
from widgets.map.gl_frames import GlFrames
from widgets.map.gl_points import GlPoints
from widgets.map.motion import Motion
from widgets.map.points import shuffled
from widgets.map.scene import Scene
from widgets.theme import DARK, LIGHT

SIZE = 160, 120
RMS, MEAN = 5.0, 2.0
"""How far the channels, 0 to 255, of the two may differ on a crowded picture: the discs of the processor stand at
quarters of a pixel, and in space they are as large as one of 32 levels."""


@pytest.fixture(scope="module")
def gl():
    moderngl = pytest.importorskip("moderngl")
    try:
        context = moderngl.create_context(standalone=True, require=330, backend="egl")
    except Exception as error:
        pytest.skip(f"there is no OpenGL 3.3 by EGL: {error}")
    kernels_ready.load()
    points = GlPoints(context)
    yield points
    points.release()
    context.release()


def scene_of(n, n_dims=2, theme=DARK, offset=0.0):
    random = np.random.default_rng(n)
    group = random.integers(6, size=n)
    places = random.normal(size=(6, n_dims))[group] * 4 + random.normal(size=(n, n_dims)) + offset
    projection = Projection("pca", places.astype(np.float32), np.arange(n), max(n, 1))
    n_words = max(n, 1)
    embedding = Embedding("e", tuple(map(str, range(n_words))), np.zeros((n_words, 2), np.float32))
    store = shuffled(projection)
    colors = np.array([int(color[1:], 16) for color in theme.categories], np.uint32)[group]
    coloring = Coloring(colors, random.integers(16, size=n).astype(np.uint8), None)
    return Scene(embedding, projection, theme, store, discs_of(store, coloring))


def camera_of(scene):
    return (fit_solid if scene.is_solid else fit)(scene.projection.points, *SIZE, margin=8)


def channels(picture):
    return picture.view(np.uint8).reshape(*picture.shape, 4).astype(np.float64)


def assert_alike(one, other):
    difference = channels(one) - channels(other)
    assert np.sqrt(np.square(difference).mean()) < RMS
    assert abs(difference.mean()) < MEAN


@contextmanager
def canvas_of(gl, size=SIZE, color=None):
    """A framebuffer of one colour, or transparent."""
    texture = gl.context.texture(size, 4)
    target = gl.context.framebuffer([texture])
    target.clear(*(QColor(color).getRgbF() if color else (0.0, 0.0, 0.0, 0.0)))
    yield target
    target.release()
    texture.release()


def pixels_of_card(target):
    """What was drawn, (height, width, 4) uint8: red, green, blue, alpha."""
    width, height = target.size
    return np.frombuffer(target.read(components=4, alignment=1), np.uint8).reshape(height, width, 4)[::-1]


def picture_by_card(gl, scene, camera, ratio=1.0, ground=None):
    """As `draw_complete` has it."""
    with canvas_of(gl, pixels_of(camera, ratio), ground) as target:
        for discs, tint in scene.tinted_discs:
            gl.draw(discs, camera, ratio, target, tint=tint)
        red, green, blue, alpha = pixels_of_card(target).astype(np.uint32).transpose(2, 0, 1)
    return np.ascontiguousarray(alpha << 24 | red << 16 | green << 8 | blue)


def drawn_by_both(gl, scene, camera, ratio=1.0):
    ground = scene.theme.map
    return picture_by_card(gl, scene, camera, ratio, ground), draw_complete(scene, camera, ratio, None, ground)


@pytest.mark.parametrize("n_dims", [2, 3])
@pytest.mark.parametrize("n", [0, 1, 12, 20_000])
@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
@pytest.mark.parametrize(("zoom", "ratio"), [(1, 1.0), (7, 2.0), (40, 1.0)])
def test_the_card_and_the_processor_draw_the_same_scene(gl, n, n_dims, theme, zoom, ratio):
    scene = scene_of(n, n_dims, theme)
    camera = camera_of(scene).zoomed(zoom, 70, 50)
    one, other = drawn_by_both(gl, scene, camera, ratio)
    assert_alike(one, other)
    if n and zoom == 1:
        assert len(np.unique(one)) > 1, "something is drawn"


@pytest.mark.parametrize("n_dims", [2, 3])
def test_all_points_in_one_place_are_drawn_there(gl, n_dims):
    scene = scene_of(300, n_dims)
    projection = replace(scene.projection, points=np.full((300, n_dims), 7.5, np.float32))
    store = shuffled(projection)
    discs = replace(scene.discs, places=store.places, density=store.density)
    scene = replace(scene, projection=projection, points=store, discs=discs)
    one, other = drawn_by_both(gl, scene, camera_of(scene))
    assert_alike(one, other)
    lit = np.argwhere(one != one[0, 0])
    assert lit.mean(axis=0) == pytest.approx([SIZE[1] / 2, SIZE[0] / 2], abs=1.5)


def test_the_tolerance_tells_scenes_apart(gl):
    one, other = scene_of(20_000), scene_of(20_000, theme=LIGHT)
    camera = camera_of(one)
    moved = picture_by_card(gl, one, camera.panned(1, 0), ground=DARK.map)
    for picture in (moved, picture_by_card(gl, other, camera, ground=DARK.map)):
        difference = channels(picture) - channels(draw_complete(one, camera, 1.0, None, DARK.map))
        assert np.sqrt(np.square(difference).mean()) > 2 * RMS


def test_places_far_from_zero_stand_as_exactly_as_float32_holds_them(gl):
    scene = scene_of(500, offset=1000.0)
    x, y = scene.projection.points[0].tolist()
    camera = replace(camera_of(scene), x=x + 1e-6, y=y - 1e-6).zoomed(3000, SIZE[0] / 2, SIZE[1] / 2)
    assert_alike(*drawn_by_both(gl, scene, camera))


@pytest.mark.parametrize("n_dims", [2, 3])
def test_what_is_not_selected_steps_back_on_both(gl, n_dims):
    scene = scene_of(2000, n_dims).selecting(tuple(range(0, 400)))
    assert_alike(*drawn_by_both(gl, scene, camera_of(scene)))


@pytest.mark.parametrize("n_dims", [2, 3])
def test_what_stands_beyond_an_edge_reaches_into_the_picture(gl, n_dims):
    scene = scene_of(3000, n_dims)
    camera, cut = camera_of(scene), (SIZE[0] - SIZE[1]) // 2
    whole = picture_by_card(gl, scene, camera)[:, cut:-cut]
    piece = picture_by_card(gl, scene, replace(camera, width=SIZE[1]))
    assert np.abs(channels(np.ascontiguousarray(whole)) - channels(piece)).max() <= 8
    assert np.mean(whole != piece) < 0.01


def test_points_on_their_way_stand_where_the_processor_puts_them(gl):
    scene = scene_of(2000)
    start = np.pad(scene.points.places[::-1] * np.float32(0.5), ((0, 0), (0, 1)))
    camera = camera_of(scene)
    way = scene.points.places - start[:, :2]
    between = scene.discs.first(2000, start[:, :2] + np.float32(0.25) * way)
    canvas = blank(*SIZE, None)
    draw_points(canvas, between, camera, 1.0)
    with canvas_of(gl) as target:
        gl.draw(scene.discs, camera, 1.0, target, motion=Motion(start, 0.25))
        pixels = pixels_of_card(target)
    expected = channels(picture_of(canvas))[..., [2, 1, 0, 3]]
    assert np.sqrt(np.square(pixels - expected).mean()) < RMS


@pytest.fixture
def frames(gl):
    frames = GlFrames(gl)
    frames.budget.learn = lambda *_: None
    yield frames
    frames.release()


@pytest.mark.parametrize("n_dims", [2, 3])
def test_a_moving_map_shows_a_sample_and_a_resting_one_every_point_in_slices(qapp, gl, frames, n_dims, monkeypatch):
    monkeypatch.setattr(frames_module, "FEWEST", 3000)
    scene = scene_of(20_000, n_dims)
    camera = camera_of(scene)
    frames.budget.seconds_per_point = FRAME_SECONDS / 6000
    completed = []
    frames.completed.connect(lambda: completed.append(True))
    with canvas_of(gl) as target:
        frames.draw(scene, camera, 1.0, target)
        assert frames.n_left_out == 14_000
        sample = target.read(components=4)
        n_slices = 0
        while not completed:
            frames.draw_slice()
            n_slices += 1
        assert n_slices == 1 + 4 * (8 if n_dims == 3 else 1)
        target.clear(0.0, 0.0, 0.0, 0.0)
        frames.draw(scene, camera, 1.0, target)
        assert frames.n_left_out == 0
        whole = np.frombuffer(target.read(components=4), np.uint8)
        frames.draw(scene, camera.panned(3, 0), 1.0, target)
        assert frames.n_left_out == 14_000, "another view begins anew"
    assert whole.tobytes() != sample
    expected = channels(picture_by_card(gl, scene, camera))[..., [2, 1, 0, 3]][::-1]
    assert np.abs(whole.reshape(expected.shape) - expected).max() <= 2


def test_points_on_their_way_are_a_sample_too(gl, frames, monkeypatch):
    monkeypatch.setattr(frames_module, "FEWEST", 3000)
    scene = scene_of(20_000).selecting(tuple(range(100)))
    frames.budget.seconds_per_point = FRAME_SECONDS / 6000
    with canvas_of(gl) as target:
        frames.draw(scene, camera_of(scene), 1.0, target, Motion(scene.points.places * np.float32(0.5), 0.5))
    assert frames.n_left_out > 13_000
