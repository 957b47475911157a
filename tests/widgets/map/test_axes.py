"""The names of the axes: where they stand, and that no word is written over them."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QRectF

from explorer.projection.projection import Projection
from tests.conftest import three_groups
from widgets.map.axes import taken_by_axes
from widgets.map.fitting import fit, fit_solid
from widgets.map.labels import LabelWriter
from widgets.map.rules import Rules
from widgets.map.scene import make_scene
from widgets.theme import DARK

NAMES = ("he → she", "small → large", "old → new")


@pytest.fixture
def scene(qapp):
    embedding = three_groups(400)
    points = np.random.default_rng(2).uniform(-1, 1, size=(400, 3)).astype(np.float32)
    return make_scene(
        embedding, Projection("axes", points, np.arange(400), 400, axes=NAMES), Rules("none", "none", DARK)
    )


@pytest.mark.parametrize("see", [fit, fit_solid])
def test_no_word_is_written_over_the_name_of_an_axis(scene, see):
    camera = see(scene.projection.points, 700, 500)
    names = taken_by_axes(scene, camera)
    assert len(names) == (2 if camera.is_flat else 4), "in space there are arms in a corner, too"
    labels = LabelWriter().arrange(scene, camera, 1.0)
    assert len(labels) > 50
    assert not any(label.rect.intersects(name) for label in labels for name in names)
    assert all(QRectF(0, 0, 700, 500).contains(name) for name in names)


def test_axes_that_mean_nothing_have_no_names(scene):
    nameless = replace(scene, projection=replace(scene.projection, axes=()))
    assert taken_by_axes(nameless, fit(scene.projection.points, 700, 500)) == []
    assert len(taken_by_axes(nameless, fit_solid(scene.projection.points, 700, 500))) == 1
    second = replace(scene, projection=replace(scene.projection, axes=("", "small → large", "")))
    assert len(taken_by_axes(second, fit(scene.projection.points, 700, 500))) == 1


def test_a_name_stands_where_the_values_are_high_and_only_while_that_is_in_sight(scene):
    camera = fit_solid(scene.projection.points, 700, 500)
    for axis, name in enumerate(taken_by_axes(scene, camera)[1:]):
        high = camera.to_screen(np.eye(3)[[axis]])[0]
        way = np.array([name.center().x(), name.center().y()]) - (350, 250)
        assert way @ (high - (350, 250)) > 0
    nearer = camera.zoomed(6, 350, 250)
    assert len(taken_by_axes(scene, nearer)) == 1
