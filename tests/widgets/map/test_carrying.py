"""While the cores are needed, words are chosen once for each map, and carried along by their points."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QRectF

from widgets.map.camera import Camera
from widgets.map.carrying import Carrying
from widgets.map.labels import PlacedLabel
from widgets.map.lettering import Style

CAMERA = Camera(width=400.0, height=300.0, scale=10.0)


@pytest.fixture
def moving():
    """Follows the words of a map: `follow(way, shift)` with the points so far from where they began."""

    class Moving:
        carrying, n_chosen = Carrying(), 0

        def choose(self):
            self.n_chosen += 1
            return [PlacedLabel(row, f"word{row}", Style.PLAIN, QRectF(10 * row, 10, 50, 17), 0) for row in (0, 2)]

        def follow(self, way, shift, camera=CAMERA):
            places = np.array([[0, 0], [0, 0], [1, 1]], np.float32) + shift
            return self.carrying.follow(way, camera, lambda rows: places[rows], self.choose)

    return Moving()


def test_words_go_with_their_points_and_are_not_chosen_anew(moving):
    began = moving.follow("a map", (0, 0))
    for shift in (1, 2, 3):
        labels = moving.follow("a map", (shift, -shift))
    assert moving.n_chosen == 1
    assert [label.row for label in labels] == [0, 2]
    for label, first in zip(labels, began, strict=True):
        assert label.rect.left() - first.rect.left() == pytest.approx(3 * CAMERA.scale)
        assert label.rect.top() - first.rect.top() == pytest.approx(3 * CAMERA.scale)


def test_words_go_with_the_camera(moving):
    moving.follow("a map", (0, 0))
    label, _ = moving.follow("a map", (0, 0), CAMERA.panned(30, 20))
    assert (label.rect.left(), label.rect.top()) == pytest.approx((30, 30))


def test_another_map_and_a_wish_choose_anew(moving):
    moving.follow("a map", (0, 0))
    moving.follow("another", (0, 0))
    assert moving.n_chosen == 2
    moving.carrying.forget()
    moving.follow("another", (0, 0))
    assert moving.n_chosen == 3


def test_a_word_behind_the_eye_stays_where_it_was_until_it_comes_back(moving):
    began = moving.follow("a map", (0, 0))
    labels = moving.follow("a map", (np.nan, np.nan))
    assert [label.rect for label in labels] == [label.rect for label in began]
    label, _ = moving.follow("a map", (2, 0))
    assert label.rect.left() - began[0].rect.left() == pytest.approx(2 * CAMERA.scale)


def test_a_map_without_words_is_no_matter(moving):
    moving.choose = list
    assert moving.follow("a map", (0, 0)) == []
    assert moving.follow("a map", (1, 0)) == []
