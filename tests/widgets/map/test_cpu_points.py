"""Discs drawn by the kernels, against the same discs drawn in float64 by numpy."""

import os

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QColor, QImage, QPainter

from explorer.projection.projection import Projection
from explorer.task import Cancelled, Task
from widgets.map import bands
from widgets.map.camera import Camera
from widgets.map.cpu_points import Discs, as_image, blank, draw_points, draw_points_by_qt, picture_of
from widgets.map.fitting import fit
from widgets.map.picking import build_grid
from widgets.map.points import PLAIN_LEVEL, opacities_of, radii_of, shuffled

CAMERA = Camera(x=0, y=0, scale=1, width=64, height=48)


def discs_at(places, colors=0x00FF8040, levels=PLAIN_LEVEL):
    places = np.asarray(places, dtype=np.float32).reshape(-1, 2)
    n = len(places)
    return Discs(places, np.full(n, colors, np.uint32), np.full(n, levels, np.uint8), density=0.0, n_points=max(n, 1))


def channels(picture):
    """(height, width, 4) as alpha, red, green, blue."""
    return np.stack([picture >> shift & 0xFF for shift in (24, 16, 8, 0)], axis=-1).astype(np.float64)


def drawn(discs, camera=CAMERA, ratio=1.0, background=None, **options):
    canvas = blank(round(camera.width * ratio), round(camera.height * ratio), background)
    draw_points(canvas, discs, camera, ratio, **options)
    return channels(picture_of(canvas))


def drawn_in_float64(discs, camera, ratio, opacity):
    """The same by the definition: cover clamp(r + 0.5 - distance, 0, 1), laid over each other."""
    height, width = round(camera.height * ratio), round(camera.width * ratio)
    y, x = np.mgrid[:height, :width] + 0.5
    picture = np.zeros((height, width, 4))
    radii = np.round(radii_of(discs.n_points, camera.zoom, ratio) * 8) / 8
    for (cx, cy), color, level in zip(camera.to_screen(discs.places) * ratio, discs.colors, discs.levels, strict=True):
        share = np.clip(radii[level] + 0.5 - np.hypot(x - cx, y - cy), 0, 1)[..., None] * opacity
        rgb = np.array([255, *(int(color) >> shift & 0xFF for shift in (16, 8, 0))])
        picture = picture * (1 - share) + rgb * share
    return picture


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.floats(-40, 40), st.floats(-30, 30)), min_size=1, max_size=6),
    st.integers(0, 15),
    st.sampled_from([1.0, 1.5, 2.0]),
)
def test_discs_are_smooth_and_stand_within_an_eighth_of_a_pixel(places, level, ratio):
    discs = discs_at(places, levels=level)
    opacity = opacities_of(0.0, ratio, 1.0, 1.0)[0] / 256
    ours, exact = drawn(discs, ratio=ratio), drawn_in_float64(discs, CAMERA, ratio, opacity)
    # A centre is off by at most an eighth of a pixel each way, so an edge pixel by 0.18 of its cover a disc.
    assert np.abs(ours - exact).max() <= 255 * 0.18 * len(places) + 3
    if all(abs(x) <= 18 and abs(y) <= 10 for x, y in places):  # no disc is cut off
        assert np.abs(ours.sum() - exact.sum()) <= 0.05 * exact.sum() + 64


def test_a_disc_stands_where_the_camera_puts_it_to_a_fraction_of_a_pixel():
    for place in [(0.0, 0.0), (0.3, -0.2), (10.6, 5.1), (-20.25, 12.75)]:
        cover = drawn(discs_at([place]))[..., 0]
        y, x = np.mgrid[:48, :64] + 0.5
        middle = np.array([(x * cover).sum(), (y * cover).sum()]) / cover.sum()
        assert middle == pytest.approx(CAMERA.to_screen(np.array([place]))[0], abs=0.13)


def test_levels_set_the_size():
    areas = [drawn(discs_at([(0, 0)], levels=level))[..., 0].sum() for level in range(16)]
    assert (np.diff(areas) > 0).all()
    assert areas[15] / areas[0] == pytest.approx((1.9 / 0.72) ** 2, rel=0.15)


@pytest.mark.parametrize("place", [(-32, 0), (31.9, 0), (0, 24), (0, -23.9), (-32, 24), (33, 0), (1e9, 0), (-1e9, 1e9)])
def test_discs_at_the_rim_and_beyond_are_cut_off(place):
    wide = Camera(x=0, y=0, scale=1, width=164, height=148)
    cut = drawn(discs_at([place], levels=15))
    whole = drawn(discs_at([place], levels=15), wide)[50:-50, 50:-50]
    assert (cut == whole).all()


def test_every_channel_is_blended_alike_over_a_background():
    picture = drawn(discs_at([(0, 0)], colors=0x00FFFFFF, levels=15), background="#204060")
    middle = picture[24, 32]
    assert middle == pytest.approx(0.93 * 255 + 0.07 * np.array([255, 0x20, 0x40, 0x60]), abs=2)
    assert picture[0, 0].tolist() == [255, 0x20, 0x40, 0x60]


def test_many_light_layers_come_near_to_the_colour_itself():
    discs = Discs(
        np.zeros((2000, 2), np.float32),
        np.full(2000, 0xFF3070B0, np.uint32),
        np.full(2000, 15, np.uint8),
        density=1e6,
        n_points=2000,
    )
    middle = drawn(discs, background="#FFFFFF")[24, 32]
    assert middle == pytest.approx([255, 0x30, 0x70, 0xB0], abs=14)


def test_a_tint_draws_everything_back():
    plain = drawn(discs_at([(0, 0)], colors=0x00FF0000, levels=15))[24, 32]
    tinted = drawn(discs_at([(0, 0)], colors=0x00FF0000, levels=15), tint="#404040")[24, 32]
    assert tinted[1] < plain[1] / 2
    assert tinted[3] > 0.5 * 0x40 * 0.9


def crowd(n=30_000):
    points = np.random.default_rng(5).normal(size=(n, 2)).astype(np.float32)
    store = shuffled(Projection("pca", points, np.arange(n), n))
    colors = np.random.default_rng(6).integers(0, 1 << 24, n, dtype=np.uint32)
    colors |= store.crowding.astype(np.uint32) << np.uint32(24)
    return Discs(store.places, colors, np.full(n, PLAIN_LEVEL, np.uint8), store.density, n)


def test_the_grid_leaves_out_only_what_is_not_seen():
    discs = crowd()
    camera = fit(discs.places, 300, 200).zoomed(6, 150, 100)
    with_grid = drawn(discs, camera, grid=build_grid(discs.places))
    without = drawn(discs, camera)
    # The order differs where discs lie over each other; which discs are drawn does not.
    assert (with_grid[..., 0] > 0).tolist() == (without[..., 0] > 0).tolist()
    assert np.abs(with_grid - without).mean() < 12


@pytest.mark.parametrize("zoom", [1, 6])
def test_all_cores_draw_what_one_does(monkeypatch, zoom):
    discs = crowd()
    camera = fit(discs.places, 300, 200).zoomed(zoom, 150, 100)
    alone, shared = blank(300, 200, "#102030"), blank(300, 200, "#102030")
    draw_points(alone, discs, camera, 1.0)
    monkeypatch.setattr(bands, "FEWEST", 1)
    monkeypatch.setattr(os, "cpu_count", lambda: 3)
    draw_points(shared, discs, camera, 1.0)
    np.testing.assert_array_equal(shared, alone)


def test_a_sample_drawn_with_the_grid_is_the_sample_of_the_shuffled_order():
    discs = crowd()
    camera = fit(discs.places, 300, 200).zoomed(6, 150, 100)
    canvas, other = blank(300, 200, None), blank(300, 200, None)
    n = draw_points(canvas, discs, camera, 1.0, prefix=5000, grid=build_grid(discs.places))
    assert n == draw_points(other, discs, camera, 1.0, prefix=5000)
    assert ((canvas != 0) == (other != 0)).all()


def test_a_sample_keeps_the_tone_of_the_whole():
    discs = crowd(60_000)
    camera = fit(discs.places, 300, 200)
    whole, part = drawn(discs, camera)[..., 0], drawn(discs, camera, prefix=20_000)[..., 0]
    blocks = [picture.reshape(10, 20, 15, 20).mean(axis=(1, 3)) for picture in (whole, part)]
    assert np.abs(blocks[0] - blocks[1]).mean() < 16  # of 255


def test_drawing_stops_when_the_task_is_cancelled():
    task = Task()
    task.cancel()
    with pytest.raises(Cancelled):
        draw_points(blank(64, 48, None), crowd(1000), CAMERA, 1.0, task=task)


def test_nothing_is_drawn_of_no_points():
    assert draw_points(blank(64, 48, None), discs_at(np.empty((0, 2))), CAMERA, 1.0) == 0


def test_the_image_shows_the_picture_and_outlives_it(qapp):
    image = as_image(picture_of(blank(8, 4, "#336699")), 2.0)
    assert image.pixelColor(3, 3) == QColor("#336699")
    assert image.deviceIndependentSize().width() == 4


def test_qt_alone_draws_the_same_discs_while_the_kernels_load(qapp):
    discs = discs_at([(0, 0), (12.4, -6.3), (-20.2, 10.8)], levels=15)
    image = QImage(64, 48, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    n = draw_points_by_qt(painter, discs, CAMERA)
    painter.end()
    by_qt = channels(np.frombuffer(image.constBits(), np.uint32).reshape(48, 64))
    assert n == 3
    assert np.sqrt(np.square(by_qt - drawn(discs)).mean()) < 8


def test_some_points_of_a_crowd_are_as_solid_as_they_are_without_the_others():
    discs = crowd()
    camera = fit(discs.places, 300, 200)
    few = drawn(discs.only(np.arange(5)), camera)
    assert few[..., 0].max() > 0.85 * 255
    every = discs.only(np.arange(len(discs)))
    assert (drawn(every, camera) == drawn(discs, camera)).all()
