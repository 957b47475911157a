"""Where a category is at home on the map, and whether it is in one place at all."""

import numpy as np
import pytest
from PySide6.QtCore import QRectF

from explorer.embedding import Embedding
from explorer.projection.projection import Projection
from widgets.map.regions import Region, name_opacity, place_names
from widgets.map.rules import Rules
from widgets.map.scene import make_scene
from widgets.theme import DARK

RANDOM = np.random.default_rng(1)


def scene_of(points, groups):
    words = tuple(f"w{i}" for i in range(len(points)))
    points = np.asarray(points, np.float32)
    embedding = Embedding("made", words, points.copy(), metadata={"group": tuple(groups)})
    projection = Projection("as is", points, np.arange(len(points)), len(points))
    return make_scene(embedding, projection, Rules("column:group", "none", DARK))


@pytest.mark.parametrize("dims", [2, 3])
def test_a_category_in_one_place_has_a_name_there_and_one_all_over_the_map_has_none(dims):
    here = RANDOM.normal(size=(400, dims)) * 0.3 + 4
    here[:60] = RANDOM.uniform(-6, 6, size=(60, dims))  # some are astray
    over = RANDOM.uniform(-6, 6, size=(800, dims))
    scene = scene_of([*here, *over], ["here"] * 400 + ["over"] * 800)
    (region,) = scene.regions
    assert region.texts == ("here",)
    assert np.abs(scene.places_of(np.array([region.row])) - 4).max() < 0.3
    assert scene.embedding.metadata["group"][region.row] == "here"


def test_a_category_of_two_places_is_named_at_the_denser():
    points = np.concatenate([RANDOM.normal(size=(300, 2)) * 0.2 + 5, RANDOM.normal(size=(100, 2)) * 0.2 - 5])
    scene = scene_of([*points, *RANDOM.normal(size=(400, 2))], ["two"] * 400 + ["middle"] * 400)
    region = next(region for region in scene.regions if region.texts == ("two",))
    assert np.abs(scene.places_of(np.array([region.row])) - 5).max() < 0.3


def test_names_give_way_to_words_as_one_comes_nearer():
    opacities = [name_opacity(zoom) for zoom in (0.5, 1.0, 1.3, 1.8, 2.6, 50.0)]
    assert opacities[:3] == [1.0, 1.0, 1.0]
    assert 0.3 < opacities[3] < 0.7
    assert opacities[4:] == [0.0, 0.0]


def test_names_lie_over_nothing_and_are_shortened_before_they_are_left_out():
    regions = [Region("#000000", ("a, b, c", "a, b", "a"), row) for row in range(4)]
    taken = np.zeros((52, 102), np.uint8)
    taken[:, 60:] = 1
    spots = np.array([[120.0, 100.0], [120.0, 100.0], [120.0, 100.0], [900.0, 100.0]])
    placed = place_names(regions, spots, lambda text: 12.0 * len(text), 17.0, taken, (400.0, 200.0))
    assert [text for _, text, _ in placed] == ["a, b, c"] * 3, "one at its place, one above it, one below"
    assert len({rect.top() for _, _, rect in placed}) == 3
    for _, _, rect in placed:
        assert QRectF(0, 0, 240, 200).contains(rect)
    (name,) = place_names(regions[:1], spots[:1], lambda text: 60.0 * len(text), 17.0, 0 * taken, (400, 200))
    assert name[1] == "a, b"
