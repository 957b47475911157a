"""The map as pictures, compared with stored ones that were looked at and found good.

To store them anew after the looks were changed on purpose: ``python -m tests.pictures.test_map_pictures``, and look.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QImage

from explorer.embedding import Embedding
from explorer.neighbors.exact import nearest
from explorer.projection.projection import Projection
from widgets.map.coloring import color_points, discs_of
from widgets.map.drawing import Drawing, image_of_drawing, make_drawing
from widgets.map.labels import LabelWriter
from widgets.map.layers import Layers
from widgets.map.links import links_of
from widgets.map.picture import fitted
from widgets.map.points import shuffled
from widgets.map.rules import Rules
from widgets.map.scene import Scene, make_scene
from widgets.theme import DARK, LIGHT, Theme

FOLDER = Path(__file__).parent / "stored"
SIZE = (360, 240)
TOLERANCE = 8.0  # of 255


def groups(n: int, seed: int = 3) -> tuple[Embedding, Projection]:
    """Words in six clusters, most frequent first."""
    random = np.random.default_rng(seed)
    centres = random.normal(size=(6, 2)) * 3
    which = random.integers(6, size=n)
    vectors = np.zeros((n, 3), np.float32)
    vectors[:, :2] = centres[which] + random.normal(size=(n, 2)) * 0.5
    vectors[:, 2] = 1.0
    words = tuple(f"{['amber', 'blue', 'coral', 'dune', 'elm', 'fern'][group]}{i}" for i, group in enumerate(which))
    counts = (1e6 / np.arange(1, n + 1)).astype(np.int64)
    embedding = Embedding("groups", words, vectors, counts, {"group": tuple(f"group {group}" for group in which)})
    return embedding, Projection("umap", vectors[:, :2].copy(), np.arange(n), n, {"n_neighbors": 15})


def drawn(n: int, theme: Theme, **options: object) -> QImage:
    return image_of_drawing(make_drawing(*groups(n), size=SIZE, theme=theme, **options))  # type: ignore[arg-type]


def chosen(theme: Theme) -> QImage:
    """A word with the lines to its neighbours."""
    embedding, projection = groups(600)
    points = shuffled(projection)
    coloring = color_points(embedding, projection, Rules("none", "frequency", theme))
    scene = Scene(embedding, projection, theme, points, discs_of(points, coloring), None, 4)
    links = links_of(scene, nearest(embedding, 4, 8, "l2"))
    scene = Scene(embedding, projection, theme, points, scene.discs, None, 4, links).selecting((4,))
    camera, writer = fitted(scene, *SIZE), LabelWriter()
    return image_of_drawing(Drawing(scene, camera, writer.arrange(scene, camera, 0.3)))


def in_space(n: int, theme: Theme, *, solid: bool = True, zoom: float = 1.0, named: bool = False) -> QImage:
    """A map of three dimensions, seen in space or flat, with a word and the lines to its neighbours."""
    random = np.random.default_rng(4)
    embedding, _ = groups(n)
    which = np.array([int(group[-1]) for group in embedding.metadata["group"]])
    points = (random.normal(size=(6, 3)) * 3)[which] + random.normal(size=(n, 3)) * 0.5
    axes = ("cold → hot", "small → large", "old → new") if named else ()
    projection = Projection("pca", points.astype(np.float32), np.arange(n), n, axes=axes)
    scene = make_scene(embedding, projection, Rules("column:group", "frequency", theme, 4))
    scene = replace(scene, links=links_of(scene, nearest(embedding, 4, 8, "l2")))
    camera = fitted(scene, *SIZE, solid).zoomed(zoom, 120, 120)
    return image_of_drawing(Drawing(scene, camera, LabelWriter().arrange(scene, camera, 0.2)))


PICTURES: dict[str, Callable[[], QImage]] = {
    "twelve-dark": lambda: drawn(12, DARK, label_density=1.0),
    "categories-light": lambda: drawn(2000, LIGHT, color_by="column:group", label_density=0.3),
    "frequency-dark-with-caption": lambda: drawn(2000, DARK, color_by="frequency", caption=True),
    "crowd-dark": lambda: drawn(100_000, DARK, color_by="column:group", label_density=0.0),
    "crowd-light": lambda: drawn(100_000, LIGHT, label_density=0.0),
    "chosen-dark": lambda: chosen(DARK),
    "chosen-light": lambda: chosen(LIGHT),
    "density-dark": lambda: drawn(20_000, DARK, color_by="column:group", layers=Layers("instead"), label_density=0.3),
    "density-light": lambda: drawn(20_000, LIGHT, color_by="norm", layers=Layers("instead", contours=True)),
    "both-dark": lambda: drawn(2000, DARK, layers=Layers("below", contours=True), label_density=0.0),
    "space-dark": lambda: in_space(2000, DARK),
    "space-light": lambda: in_space(100_000, LIGHT),
    "space-from-within-dark": lambda: in_space(2000, DARK, zoom=5.0),
    "space-axes-light": lambda: in_space(500, LIGHT, named=True),
    "space-flat-dark": lambda: in_space(500, DARK, solid=False, named=True),
    "both-light": lambda: drawn(2000, LIGHT, color_by="column:group", layers=Layers("below"), label_density=0.0),
}


def channels(image: QImage) -> np.ndarray:
    image = image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
    raw = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return raw[:, : image.width() * 4].reshape(image.height(), image.width(), 4).astype(np.float64)


def difference(one: QImage, other: QImage) -> float:
    """The root of the mean squared difference of the channels, 0 to 255, of blocks of 4 by 4 pixels.

    Blocks, because letters differ a little from system to system, and a word may stand on the other side of its point.
    """
    return differ(blocks_of(one), blocks_of(other))


def blocks_of(image: QImage) -> np.ndarray:
    return channels(image).reshape(SIZE[1] // 4, 4, SIZE[0] // 4, 4, 4).mean(axis=(1, 3))


def differ(one: np.ndarray, other: np.ndarray) -> float:
    return float(np.sqrt(np.square(one - other).mean()))


@pytest.fixture(autouse=True)
def own_letters(qapp):
    from widgets.theme import load_fonts

    load_fonts(qapp)


@pytest.mark.parametrize("name", PICTURES)
def test_the_map_looks_as_it_did(name):
    stored = QImage(str(FOLDER / f"{name}.png"))
    assert not stored.isNull(), f"{name}.png is not stored"
    picture = PICTURES[name]()
    assert picture.size() == stored.size()
    assert difference(picture, stored) < TOLERANCE


def test_the_tolerance_tells_pictures_apart():
    names = [name for name in PICTURES if name != "twelve-dark"]
    pictures = {name: blocks_of(QImage(str(FOLDER / f"{name}.png"))) for name in names}
    for one, other in combinations(names, 2):
        assert differ(pictures[one], pictures[other]) > TOLERANCE, (one, other)


@pytest.mark.parametrize("scale", [2, 4])
def test_a_larger_picture_is_the_same_picture_with_crisper_edges(scale):
    options = {"size": SIZE, "theme": DARK, "color_by": "column:group"}
    drawing = make_drawing(*groups(500), **options)
    one, large = image_of_drawing(drawing), image_of_drawing(drawing, scale)
    assert (large.width(), large.height()) == (SIZE[0] * scale, SIZE[1] * scale)
    shrunk = channels(large).reshape(SIZE[1], scale, SIZE[0], scale, 4).mean(axis=(1, 3))
    assert np.sqrt(np.square(shrunk - channels(one)).mean()) < 10
    steps = [np.abs(np.diff(channels(image)[..., :3], axis=1)).max(axis=2) for image in (one, large)]
    # An edge takes as many pixels in both, so in the larger picture fewer of all pixels are part of one.
    assert np.mean(steps[1] > 12) < 0.75 * np.mean(steps[0] > 12)


def test_a_transparent_picture_lies_over_anything():
    drawing = make_drawing(*groups(500), size=SIZE, theme=DARK, label_density=0.0)
    over = image_of_drawing(drawing, transparent=True)
    pixels = channels(over)
    assert pixels[0, 0].tolist() == [0, 0, 0, 0]
    assert (pixels[..., :3] <= pixels[..., 3:] + 1).all(), "premultiplied"
    laid = pixels[..., :3] + (1 - pixels[..., 3:] / 255) * np.array([0x18, 0x13, 0x11])
    opaque = channels(image_of_drawing(drawing))[..., :3]
    assert np.sqrt(np.square(laid - opaque).mean()) < 3


def test_a_hundred_thousand_points_are_no_flat_blob_and_twelve_are_solid():
    crowd = channels(drawn(100_000, DARK, label_density=0.0))[..., :3].max(axis=2)
    ground = crowd.min()
    inside = crowd[crowd > ground + 20]
    assert inside.std() > 15, "the crowd has structure"
    few = channels(drawn(12, DARK, label_density=0.0))[..., :3].max(axis=2)
    solid = 0.9 * int(DARK.point[5:], 16)
    assert (few > solid).sum() > 12 * 20


if __name__ == "__main__":
    import os

    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtWidgets import QApplication

    from widgets.theme import load_fonts

    application = QApplication([])
    load_fonts(application)
    FOLDER.mkdir(exist_ok=True)
    for name, draw in PICTURES.items():
        draw().save(str(FOLDER / f"{name}.png"))
