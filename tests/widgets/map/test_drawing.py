"""The map in a file: what is seen, in vectors as far as that is reasonable."""

import re
from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from explorer.embedding import Embedding
from explorer.neighbors.exact import nearest
from explorer.projection.projection import Projection
from explorer.task import Cancelled, Task
from widgets.map import drawing as drawing_module
from widgets.map.drawing import Drawing, image_of_drawing
from widgets.map.labels import LabelWriter
from widgets.map.links import links_of
from widgets.map.picture import fitted
from widgets.map.rules import Rules
from widgets.map.scene import make_scene
from widgets.map.writing import write_drawing
from widgets.theme import DARK, load_fonts

SIZE = (480, 320)
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(autouse=True)
def own_letters(qapp):
    load_fonts(qapp)


def words_on_a_map(n=300):
    random = np.random.default_rng(2)
    words = ('<b>&"it\'s"</b>', "élan", *(f"word{i}" for i in range(n - 2)))
    points = random.normal(size=(n, 2)).astype(np.float32)
    embedding = Embedding("a & b", words, points, metadata={"kind": tuple("xy"[i % 2] for i in range(n))})
    return embedding, Projection("pca", points.copy(), np.arange(n), n)


def drawing_of(n=300, word=0):
    embedding, projection = words_on_a_map(n)
    scene = make_scene(embedding, projection, Rules("column:kind", "frequency", DARK, word)).selecting((word, 5, 6))
    scene = replace(scene, links=links_of(scene, nearest(embedding, word, 6, "l2")))
    camera = fitted(scene, *SIZE)
    return Drawing(scene, camera, LabelWriter().arrange(scene, camera, 0.5))


def discs_in(root):
    return list(root.iter(f"{SVG}circle")) + list(root.iter(f"{SVG}ellipse"))


def test_words_are_text_in_a_drawing_whatever_signs_they_hold(tmp_path):
    drawing = drawing_of()
    write_drawing(drawing, tmp_path / "map.svg", 1, False)
    root = ElementTree.parse(tmp_path / "map.svg").getroot()
    texts = ["".join(each.itertext()).strip() for each in root.iter(f"{SVG}text")]
    assert sorted({label.text for label in drawing.labels}) == sorted(
        set(texts) & {each.text for each in drawing.labels}
    )
    assert '<b>&"it\'s"</b>' in texts
    assert {"kind", "x", "y"} <= set(texts), "the legend is text, too"
    assert root.find(f"{SVG}title").text == "a & b"


def test_each_point_is_a_disc_as_long_as_they_are_not_too_many(tmp_path, monkeypatch):
    drawing = drawing_of()
    write_drawing(drawing, tmp_path / "few.svg", 1, False)
    few = ElementTree.parse(tmp_path / "few.svg").getroot()
    assert len(discs_in(few)) >= 300
    assert not list(few.iter(f"{SVG}image"))
    monkeypatch.setattr(drawing_module, "MOST_VECTORS", 200)
    write_drawing(drawing, tmp_path / "many.svg", 1, False)
    many = ElementTree.parse(tmp_path / "many.svg").getroot()
    assert len(list(many.iter(f"{SVG}image"))) == 1
    assert len(discs_in(many)) < 40, "marks and the legend stay discs"
    assert [each.text for each in many.iter(f"{SVG}text")] == [each.text for each in few.iter(f"{SVG}text")]


def pixels(image):
    image = image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
    raw = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    return raw[..., :3].astype(float)


def rendered(path):
    image = QImage(*SIZE, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(path.read_bytes())).render(painter)
    painter.end()
    return image


@pytest.mark.parametrize("most", [50_000, 200], ids=["discs", "one picture"])
def test_a_drawing_shows_what_is_seen(tmp_path, monkeypatch, most):
    monkeypatch.setattr(drawing_module, "MOST_VECTORS", most)
    drawing = drawing_of()
    write_drawing(drawing, tmp_path / "map.svg", 1, False)
    seen = image_of_drawing(drawing)
    difference = np.abs(pixels(rendered(tmp_path / "map.svg")) - pixels(seen))
    assert difference.mean() < 3
    plain = image_of_drawing(Drawing(drawing.scene.selecting(()), drawing.camera, []))
    assert np.abs(pixels(plain) - pixels(seen)).mean() > 2 * difference.mean(), "the measure tells pictures apart"


@pytest.mark.parametrize("scale", [1, 3])
def test_a_picture_of_pixels_shows_what_is_seen_at_any_scale(tmp_path, scale):
    drawing = drawing_of()
    write_drawing(drawing, tmp_path / "map.png", scale, False)
    written = QImage(str(tmp_path / "map.png"))
    assert (written.width(), written.height()) == (SIZE[0] * scale, SIZE[1] * scale)
    seen = image_of_drawing(drawing, scale)
    assert np.abs(pixels(written) - pixels(seen)).mean() < 2
    write_drawing(drawing, tmp_path / "clear.png", scale, True)
    assert QImage(str(tmp_path / "clear.png")).pixelColor(1, 1).alpha() == 0


def test_a_page_of_pdf_holds_letters_and_no_picture(tmp_path, monkeypatch):
    drawing = drawing_of()
    write_drawing(drawing, tmp_path / "map.pdf", 1, True)
    page = (tmp_path / "map.pdf").read_bytes()
    assert page.startswith(b"%PDF")
    assert b"/ToUnicode" in page
    assert b"/Subtype /Image" not in page
    box = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", page)
    assert [float(each) for each in box.groups()] == pytest.approx([SIZE[0] * 0.75, SIZE[1] * 0.75], abs=1)


def test_a_drawing_that_was_cancelled_leaves_no_file(tmp_path):
    task = Task()
    task.cancel()
    for name in ("map.svg", "map.pdf", "map.png"):
        with pytest.raises(Cancelled):
            write_drawing(drawing_of(), tmp_path / name, 1, False, task)
    assert not list(tmp_path.iterdir())
