"""The colours of values are those of the legend, the same everywhere."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QColor

from widgets.inspector.scale import HeatScale
from widgets.theme import DARK, LIGHT

WEVI = ["#427DA8", "#6998BB", "#91B3CD", "#BAD0E0", "#E1ECF3", "#FADEE0", "#F2B5BA", "#EA8B92", "#E2636C", "#DB3B47"]


def wevi_color(value):
    """The colour that wevi gives a value: a logistic curve, then evenly between ten stops."""
    place = 9 / (1 + math.exp(-5 * value))
    low = min(int(place), 8)
    share = place - low
    below, above = QColor(WEVI[low]), QColor(WEVI[low + 1])
    return [getattr(below, part)() * (1 - share) + getattr(above, part)() * share for part in ("red", "green", "blue")]


@given(st.floats(-3, 3))
def test_in_the_light_theme_the_colours_are_those_of_wevi(value):
    color = HeatScale(LIGHT).color(value)
    assert np.allclose([color.red(), color.green(), color.blue()], wevi_color(value), atol=1.5)


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_negative_is_blue_and_positive_is_red(theme):
    scale = HeatScale(theme)
    assert scale.color(-0.8).blue() > scale.color(-0.8).red()
    assert scale.color(0.8).red() > scale.color(0.8).blue()


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_the_ends_are_full_and_what_is_no_number_has_the_colour_of_zero(theme):
    scale = HeatScale(theme)
    assert scale.color(1e9) == scale.color(5.0) == QColor(scale.stops[-1])
    assert scale.color(-1e9) == QColor(scale.stops[0])
    assert scale.color(float("nan")) == scale.color(0.0)


def test_a_scale_that_follows_the_data_tells_small_weights_apart():
    scale = HeatScale(LIGHT)
    pale = scale.color(0.05)
    scale.unit = 0.05
    assert scale.color(0.05).green() < pale.green()
    assert scale.color(0.05) == HeatScale(LIGHT).color(1.0)


def test_pixels_and_colours_agree():
    scale, values = HeatScale(DARK), np.linspace(-1, 1, 12).reshape(3, 4)
    pixels = scale.pixels(values)
    assert pixels.shape == (3, 4)
    assert [QColor(int(each) & 0xFFFFFF).name() for each in pixels.ravel()] == [
        color.name() for color in scale.colors(values.ravel())
    ]


@pytest.mark.parametrize("theme", [LIGHT, DARK])
@pytest.mark.parametrize("value", [-2, -0.5, -0.1, 0, 0.1, 0.5, 2])
def test_numbers_can_be_read_on_every_colour(theme, value):
    scale = HeatScale(theme)

    def light(color):
        parts = [part / 255 for part in (color.red(), color.green(), color.blue())]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((light(scale.color(value)), light(scale.ink(value))))
    assert (high + 0.05) / (low + 0.05) >= 3  # large or strong letters, by WCAG
