"""The density picture and its lines, held against scipy, and against what a mountain looks like."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.ndimage import gaussian_filter

from explorer.task import Cancelled, Task
from widgets.map.contours import contours_of, levels_of
from widgets.map.density import Field, Frame, blur_of, field_of, toned
from widgets.theme import DARK, LIGHT

FRAME = Frame(1.0, 1.0, 0.0, 0.0, 120.0, 80.0)
RED, BLUE = 0xFF0000, 0x0000FF


def clouds(n=4000, seed=1):
    random = np.random.default_rng(seed)
    middles = np.array([[30.0, 40.0], [90.0, 40.0]])
    which = random.integers(2, size=n)
    places = (middles[which] + random.normal(size=(n, 2)) * 6).astype(np.float32)
    return places, np.where(which == 0, RED, BLUE).astype(np.uint32)


def at(field, x, y):
    return field.sums[int((y - field.top) / field.cell), int((x - field.left) / field.cell)]


def test_a_field_is_the_blurred_histogram_of_the_places():
    places, colors = clouds()
    field = field_of(places, colors, FRAME, blur=2.0)
    rows, columns = field.counts.shape
    edges = [start + field.cell * np.arange(n + 1) for start, n in ((field.top, rows), (field.left, columns))]
    counts, *_ = np.histogram2d(places[:, 1].astype(float), places[:, 0].astype(float), bins=edges)
    expected = gaussian_filter(counts, 2.0 / field.cell, mode="constant", truncate=3.0)
    inside = slice(8, -8)
    assert np.allclose(field.counts[inside, inside], expected[inside, inside], atol=0.02 * expected.max())
    assert field.counts.sum() == pytest.approx(len(places), rel=0.01)


def test_the_colour_of_a_place_is_the_mean_of_those_around_it():
    places, colors = clouds()
    field = field_of(places, colors, FRAME, blur=2.0)
    red, green, blue, count = at(field, 30, 40)
    assert red / count == pytest.approx(255, abs=1)
    assert green == 0
    assert blue / count == pytest.approx(0, abs=1)
    half = np.concatenate([places[:1], places[:1]]), np.array([RED, BLUE], np.uint32)
    mixed = field_of(*half, FRAME, blur=3.0)
    sums = at(mixed, *places[0])
    assert (sums[:3] / sums[3]).tolist() == pytest.approx([127.5, 0, 127.5])


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_what_is_more_crowded_is_more_opaque_and_empty_places_stay_clear(theme):
    places, colors = clouds()
    field = field_of(places, colors, FRAME, blur=2.0)
    alpha = (toned(field, theme) >> 24).astype(int)
    order = np.argsort(field.counts, axis=None)
    assert (np.diff(alpha.ravel()[order]) >= 0).all()
    assert alpha.max() == 255
    assert alpha[field.counts == 0].max() == 0
    assert (toned(field, theme, strength=0.5) >> 24).max() in (127, 128)


def test_a_tint_takes_the_colours_away():
    places, colors = clouds()
    field = field_of(places, colors, FRAME, blur=2.0)

    def redness(picture):
        return int((picture >> 16 & 0xFF).max()) - int((picture & 0xFF)[picture >> 16 & 0xFF > 0].min())

    assert redness(toned(field, DARK, tint="#202020")) < redness(toned(field, DARK))


def test_the_tone_of_a_sample_is_about_that_of_all():
    places, colors = clouds(40_000)
    whole = toned(field_of(places, colors, FRAME, blur=3.0), DARK) >> 24
    sample = toned(field_of(places[:8000], colors[:8000], FRAME, blur=3.0), DARK, share=0.2) >> 24
    assert np.abs(whole.astype(int) - sample.astype(int)).mean() < 6


@pytest.mark.parametrize("n", [0, 1, 3])
def test_few_places_or_none_are_drawn_too(n):
    field = field_of(np.full((n, 2), 40, np.float32), np.full(n, RED, np.uint32), FRAME, blur_of(n, 9600))
    assert (toned(field, DARK).max() > 0) == (n > 0)
    assert all(contour.lines == () for contour in contours_of(field)) or n > 1


def test_places_that_are_no_numbers_or_out_of_sight_add_nothing():
    places, colors = clouds()
    wild = np.float32([[np.nan, 1], [np.inf, 2], [-np.inf, np.nan], [1e30, 5], [-1e9, 40]])
    plain = field_of(places, colors, FRAME, blur=2.0)
    mixed = field_of(np.concatenate([places, wild]), np.r_[colors, np.full(5, RED, np.uint32)], FRAME, blur=2.0)
    assert np.array_equal(plain.sums, mixed.sums)


def test_what_lies_just_outside_reaches_into_the_picture():
    beside = np.float32([[-2.0, 40.0]])
    field = field_of(beside, np.array([RED], np.uint32), FRAME, blur=2.0)
    assert at(field, 0.5, 40)[3] > 0


def test_the_cells_stay_where_they_are_on_the_map_while_it_is_dragged():
    places, colors = clouds()
    shifts = [field_of(places, colors, Frame(1, 1, dx, 0, 120, 80), blur=2.0) for dx in (0.0, 0.7, 5.3)]
    for field, dx in zip(shifts, (0.0, 0.7, 5.3), strict=True):
        cells = (field.left - dx) / field.cell
        assert cells == pytest.approx(round(cells), abs=1e-6)


def test_a_cancelled_field_stops():
    task = Task()
    task.cancel()
    with pytest.raises(Cancelled):
        field_of(*clouds(), FRAME, 2.0, task=task)


def test_the_more_points_the_finer_the_picture():
    blurs = [blur_of(n, 1280 * 800) for n in (100, 10_000, 100_000, 5_000_000)]
    assert blurs == sorted(blurs, reverse=True)
    assert blurs[1] == pytest.approx(math.sqrt(1280 * 800 / 10_000))


# Lines ----------------------------------------------------------------------------------------------------------


def hill(rows=40, columns=60, cell=1.0):
    """A round hill: its lines of equal height are circles of known radii."""
    y, x = np.mgrid[:rows, :columns]
    height = np.exp(-((x - 30) ** 2 + (y - 20) ** 2) / (2 * 8.0**2)).astype(np.float32)
    sums = np.zeros((rows, columns, 4), np.float32)
    sums[:, :, 3] = height
    return Field(sums, -cell / 2, -cell / 2, cell, 2.0 * cell)


@pytest.mark.parametrize("cell", [1.0, 2.5])
def test_the_lines_of_a_round_hill_are_circles_each_twice_as_high(cell):
    field = hill(cell=cell)
    contours, levels = contours_of(field), levels_of(field)
    assert len(contours) == len(levels) >= 3
    for contour, level in zip(contours, levels, strict=True):
        radius = math.sqrt(-2 * 8.0**2 * math.log(level)) * cell
        if radius > 18 * cell:
            continue  # it leaves the grid
        (line,) = contour.lines
        assert line[0].tolist() == line[-1].tolist(), "closed"
        assert np.allclose(np.hypot(*(line / cell - [30, 20]).T) * cell, radius, atol=0.1 * cell)
    assert all(math.isclose(high / low, 2.0) for low, high in pairwise(levels))
    assert [contour.height for contour in contours] == sorted(contour.height for contour in contours)


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10_000), level=st.floats(0.1, 0.9))
def test_every_crossing_of_an_edge_is_a_corner_of_one_line(seed, level):
    from widgets.map.contour_kernels import trace

    heights = np.random.default_rng(seed).random((7, 9)).astype(np.float32)
    n = heights.size
    links, corners = np.empty((2 * n, 2), np.int32), np.empty((3 * n, 2), np.float32)
    ends = np.empty(n + 1, np.int64)
    n_lines = trace(heights, level, links, corners, ends)
    lines = np.split(corners, ends[:n_lines])[:-1]
    closed = sum(line[0].tolist() == line[-1].tolist() for line in lines)
    above = heights >= level
    crossings = (above[:, 1:] != above[:, :-1]).sum() + (above[1:] != above[:-1]).sum()
    assert sum(map(len, lines)) - closed == crossings
    for line in lines:
        steps = np.abs(np.diff(line, axis=0))
        assert (steps <= 1.0 + 1e-6).all(), "from one edge of a cell to another of the same"
        if line[0].tolist() != line[-1].tolist():
            for x, y in (line[0], line[-1]):
                assert x in (0, 8) or y in (0, 6), "an open line ends at the rim"


def test_the_counts_alone_are_those_of_the_field():
    places, colors = clouds()
    whole, alone = (field_of(places, colors, FRAME, 2.0, channels=channels) for channels in (4, 1))
    assert alone.sums.shape[2] == 1
    assert np.allclose(alone.counts, whole.counts, rtol=1e-5, atol=1e-6)
