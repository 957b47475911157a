"""A map in a file: of any size, in strips, with what is told on it, whole or not at all."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from xml.etree import ElementTree

import numpy as np
import pytest
from pypdf import PdfReader
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from explorer.embedding import Embedding
from explorer.errors import UnwritableFile
from explorer.projection.projection import Projection
from widgets.map import drawing as drawing_module
from widgets.map import writing
from widgets.map.drawing import CAPTION_HEIGHT, image_of_drawing, make_drawing
from widgets.map.layers import Layers
from widgets.map.writing import write_drawing
from widgets.theme import DARK, LIGHT, load_fonts

SIZE = (330, 210)
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(autouse=True)
def own_letters(qapp):
    load_fonts(qapp)


def drawing_of(dims=2, n=400, **options):
    random = np.random.default_rng(5)
    points = random.normal(size=(n, dims)).astype(np.float32)
    words = tuple(f"word{i}" for i in range(n))
    kinds = {"kind": tuple("xyz"[i % 3] for i in range(n))}
    embedding = Embedding("atlas", words, points[:, :2].copy(), metadata=kinds)
    options = {"size": SIZE, "theme": DARK, "color_by": "column:kind", **options}
    return make_drawing(embedding, Projection("pca", points, np.arange(n), n, {"metric": "cosine"}), **options)


def pixels(image):
    image = image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
    raw = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    return raw.astype(float)


@pytest.mark.parametrize("transparent", [False, True], ids=["opaque", "transparent"])
@pytest.mark.parametrize("dims", [2, 3])
def test_a_large_picture_is_written_in_strips_without_seams(tmp_path, monkeypatch, dims, transparent):
    drawing = drawing_of(dims, layers=Layers("below", True), caption=True)
    whole = image_of_drawing(drawing, 3, transparent)
    monkeypatch.setattr(writing, "STRIP_PIXELS", 330 * 3 * 37)
    monkeypatch.setattr(writing, "MOST_ACROSS", 256)
    write_drawing(drawing, tmp_path / "map.png", 3, transparent)
    written = QImage(str(tmp_path / "map.png"))
    assert written.size() == whole.size() == drawing.size * 3
    assert written.hasAlphaChannel() == transparent
    assert np.abs(pixels(written) - pixels(whole)).max() <= 3, "but for rounding"


def test_a_picture_may_be_larger_than_an_image_can_be(tmp_path, monkeypatch):
    monkeypatch.setattr(writing, "MOST_ACROSS", 1000)
    monkeypatch.setattr(writing, "STRIP_PIXELS", 500)  # a row is longer than a strip may be
    write_drawing(drawing_of(n=3, size=(300, 2)), tmp_path / "map.png", 8, False)
    assert QImage(str(tmp_path / "map.png")).size().toTuple() == (2400, 16)


@pytest.mark.parametrize(("most", "kind"), [(400, "discs"), (399, "one picture")])
def test_one_point_more_than_are_kept_as_discs_makes_a_picture_of_all(tmp_path, monkeypatch, most, kind):
    monkeypatch.setattr(drawing_module, "MOST_VECTORS", most)
    write_drawing(drawing_of(label_density=0.0, legend=False), tmp_path / "map.svg", 1, False)
    root = ElementTree.parse(tmp_path / "map.svg").getroot()
    discs, images = (
        len(list(root.iter(f"{SVG}circle"))) + len(list(root.iter(f"{SVG}ellipse"))),
        root.iter(f"{SVG}image"),
    )
    assert (discs, len(list(images))) == ((400, 0) if kind == "discs" else (0, 1))


@pytest.mark.parametrize(
    "layers", [Layers(), Layers("instead", True), Layers("below")], ids=["points", "density", "both"]
)
@pytest.mark.parametrize("dims", [2, 3])
def test_a_drawing_in_vectors_looks_like_the_picture(tmp_path, dims, layers):
    drawing = drawing_of(dims, layers=layers)
    write_drawing(drawing, tmp_path / "map.svg", 1, False)
    image = QImage(*SIZE, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(QByteArray((tmp_path / "map.svg").read_bytes())).render(painter)
    painter.end()
    difference = np.abs(pixels(image) - pixels(image_of_drawing(drawing))).mean()
    plain = np.abs(pixels(image_of_drawing(drawing_of(dims, theme=LIGHT))) - pixels(image)).mean()
    assert difference < 4
    assert plain > 5 * difference, "the measure tells pictures apart"


@pytest.mark.parametrize("ending", ["svg", "pdf"])
def test_legend_and_caption_are_text_and_can_be_left_out(tmp_path, ending):
    def text_of(**options):
        path = tmp_path / f"map.{ending}"
        write_drawing(drawing_of(**options), path, 1, False)
        if ending == "pdf":
            return PdfReader(BytesIO(path.read_bytes())).pages[0].extract_text()
        return "\n".join("".join(each.itertext()) for each in ElementTree.parse(path).getroot().iter(f"{SVG}text"))

    told, untold = text_of(caption=True), text_of(legend=False)
    assert "atlas · 400 words · PCA · cosine" in " ".join(told.split())
    assert "kind" in told
    assert "400 words" not in untold
    assert "kind" not in untold
    assert "word13" in told.split()


def test_a_caption_stands_below_the_map_and_takes_none_of_it():
    plain = drawing_of()
    told = replace(plain, caption=True)
    assert told.size.height() == plain.size.height() + CAPTION_HEIGHT
    one, other = pixels(image_of_drawing(plain)), pixels(image_of_drawing(told))
    assert np.abs(one[: SIZE[1]] - other[: SIZE[1]]).mean() < 0.1
    assert np.ptp(other[SIZE[1] :]) > 50


@pytest.mark.parametrize("ending", ["png", "svg", "pdf", "html"])
def test_a_picture_that_fails_leaves_an_older_file_as_it_was_and_nothing_else(tmp_path, monkeypatch, ending):
    path = tmp_path / f"map.{ending}"
    path.write_text("older")

    def fail(*_, **__):
        raise OSError(28, "No space left on device")

    for name in ("write_png", "write_picture"):
        monkeypatch.setattr(writing, name, fail)
    monkeypatch.setattr("widgets.map.page._data", fail)
    with pytest.raises((UnwritableFile, OSError)):
        write_drawing(drawing_of(), path, 1, False)
    assert path.read_text() == "older"
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_a_folder_that_is_missing_is_told_in_a_sentence(tmp_path):
    for ending in ("png", "svg", "pdf", "html"):
        with pytest.raises(UnwritableFile, match="Choose another folder"):
            write_drawing(drawing_of(), tmp_path / "missing" / f"map.{ending}", 1, False)
