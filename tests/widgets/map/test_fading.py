"""Words come and go softly, and then nothing moves any more."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QRectF

from widgets.map.camera import Camera
from widgets.map.fading import SECONDS, Fading
from widgets.map.labels import PlacedLabel
from widgets.map.lettering import Style
from widgets.map.travel import SPARING

CAMERA = Camera(width=400.0, height=300.0, scale=10.0)
PLACES = np.zeros((10, 2), np.float32)


def label(row, style=Style.PLAIN, x=0.0):
    return PlacedLabel(row, f"word{row}", style, QRectF(x, 10, 50, 17), 0)


@pytest.fixture
def fading():
    fading = Fading()
    fading.now = 100.0
    fading.clock = lambda: fading.now
    fading.follow([label(0)], CAMERA, lambda rows: PLACES[rows])
    return fading


def follow(fading, labels, later=0.0, camera=CAMERA):
    fading.now += later
    return {each.row: each for each in fading.follow(labels, camera, lambda rows: PLACES[rows])}


def test_the_first_words_of_a_map_are_there_at_once_and_rest(fading):
    assert follow(fading, [label(0)])[0].opacity == 1.0
    assert not fading.is_running
    fading.forget()
    assert follow(fading, [label(3)])[3].opacity == 1.0


def test_a_word_appears_bit_by_bit_and_then_nothing_moves(fading):
    levels = [follow(fading, [label(0), label(1)], later)[1].opacity for later in (50, SECONDS / 2, SECONDS / 4)]
    assert levels == pytest.approx([0.0, 0.5, 0.75])
    assert fading.is_running
    shown = follow(fading, [label(0), label(1)], SECONDS)
    assert [shown[row].opacity for row in (0, 1)] == [1.0, 1.0]
    assert not fading.is_running


def test_a_word_that_goes_stays_at_its_point_until_it_is_gone(fading):
    assert follow(fading, [], 10)[0].opacity == 1.0
    moved = follow(fading, [], SECONDS / 2, CAMERA.panned(30, 20))[0]
    assert moved.opacity == pytest.approx(0.5)
    assert moved.rect.topLeft().toTuple() == (30, 30)
    assert follow(fading, [], SECONDS) == {}
    assert not fading.is_running


def test_a_word_that_turns_back_goes_on_from_where_it_was(fading):
    follow(fading, [], 10)
    follow(fading, [], SECONDS / 4)
    assert follow(fading, [label(0)])[0].opacity == pytest.approx(0.75)
    assert follow(fading, [label(0)], SECONDS / 8)[0].opacity == pytest.approx(0.875)


def test_what_is_pointed_at_is_there_at_once(fading):
    assert follow(fading, [label(0), label(2, Style.CHOSEN)], 10)[2].opacity == 1.0


def test_a_word_behind_the_eye_is_gone_at_once(fading):
    assert fading.follow([], CAMERA, lambda rows: np.full((len(rows), 2), np.nan)) == []
    assert not fading.is_running


def test_on_the_map_words_fade_and_then_nothing_is_painted_any_more(qtbot, shown):
    painting = shown.view.painting
    shown.set_label_density(0.1)
    shown.set_morph(True)
    shown.view.grab()
    shown.set_label_density(1.0)
    shown.view.grab()
    assert painting.fading.is_running
    qtbot.waitUntil(lambda: not painting.fading.is_running)
    assert not painting._next.isActive()
    assert not painting._soon.isActive()


def test_words_fade_in_as_few_steps_as_the_map_moves_while_the_cores_are_needed(qtbot, shown):
    painting = shown.view.painting
    shown.set_label_density(0.1)
    shown.set_morph(True)
    shown.view.travel.spare_cores(True)
    shown.view.grab()
    shown.set_label_density(1.0)
    shown.view.grab()
    assert painting.fading.is_running
    assert painting._next.interval() == SPARING


def test_names_of_categories_stay_as_they_are_also_where_no_word_has_room(fading):
    name = replace(label(3, Style.NAME), opacity=0.4)
    for later in (10, SECONDS, 10):
        shown = follow(fading, [name], later)
        assert shown[3] is name
    assert shown == {3: name}
    assert not fading.is_running
