"""Words of any script: measured, drawn, and written into files as text. Which letters a machine has does not matter."""

from __future__ import annotations

from io import BytesIO
from itertools import combinations
from xml.etree import ElementTree

import numpy as np
import pytest
from pypdf import PdfReader
from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QImage, QPainter

from explorer.embedding import Embedding
from explorer.projection.projection import Projection
from widgets.map.drawing import draw_vectors, image_of_drawing, make_drawing
from widgets.map.lettering import HEIGHT, LONGEST, Lettering, Style, write
from widgets.parts.pictures import pdf_of, svg_of
from widgets.theme import DARK, LIGHT, load_fonts

SCRIPTS = {
    "Arabic": "ملك",
    "Arabic and a number": "كتاب-2024",
    "Hebrew": "שלום עולם",
    "Hindi": "क्षत्रिय",
    "Chinese": "王",
    "Japanese": "日本語の言葉",
    "Korean": "한국어",
    "Thai": "ราชา",
    "an emoji": "👑",
    "emoji that are joined": "👨‍👩‍👧‍👦",
    "a flag": "🇪🇺",
    "an accent of its own": "A\u0301",
    "two directions": "king ملك 王",
    "Greek": "βασιλιάς",
    "Russian": "король",
}
WORDS = tuple(SCRIPTS.values())


@pytest.fixture(autouse=True)
def own_letters(qapp):
    load_fonts(qapp)


@pytest.fixture(scope="module")
def drawing(qapp):
    n = len(WORDS)
    points = np.stack([np.arange(n) % 3, np.arange(n) // 3], axis=1).astype(np.float32)
    return make_drawing(
        Embedding("scripts", WORDS, points.copy()),
        Projection("pca", points, np.arange(n), n),
        size=(700, 400),
        theme=DARK,
        label_density=1.0,
    )


def lit(image):
    raw = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), image.width())
    return raw >> 24 > 60


@pytest.mark.parametrize("style", list(Style), ids=[style.value for style in Style])
@pytest.mark.parametrize("script", SCRIPTS)
def test_a_word_of_any_script_fits_into_its_picture(script, style):
    lettering = Lettering()
    text = lettering.text(SCRIPTS[script], style)
    assert text == SCRIPTS[script]
    assert 0 < lettering.width(text, style) <= LONGEST
    image = lettering.pixmap(text, style, DARK, 2.0).toImage()
    image = image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
    columns = np.flatnonzero(lit(image).any(axis=0))
    assert len(columns), "whatever stands for a letter that no font has"
    assert columns[0] >= 0
    assert columns[-1] <= image.width() - 1
    rows = np.flatnonzero(lit(image).any(axis=1))
    assert rows[0] > 0, "nothing is cut off at the top"
    assert rows[-1] < image.height() - 1


def test_words_of_all_scripts_stand_beside_each_other(drawing):
    assert len(drawing.labels) == len(WORDS)
    rects = [label.rect for label in drawing.labels]
    assert not any(one.intersects(other) for one, other in combinations(rects, 2))


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_writing_a_word_for_a_file_harms_no_font(theme):
    before = [Lettering().width(word, Style.PLAIN) for word in WORDS]
    image = QImage(QSize(300, 40), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    for word in WORDS:
        write(painter, word, Style.PLAIN, theme, QPointF(10, 10))
    painter.end()
    assert [Lettering().width(word, Style.PLAIN) for word in WORDS] == before
    assert lit(image)[10 : 10 + int(HEIGHT)].any()


def test_in_a_drawing_words_of_any_script_are_text(drawing):
    root = ElementTree.fromstring(svg_of(lambda painter: draw_vectors(painter, drawing), drawing.size, "scripts"))
    texts = ["".join(each.itertext()).strip() for each in root.iter("{http://www.w3.org/2000/svg}text")]
    assert {SCRIPTS[script] for script in ("Arabic", "Hindi", "Chinese", "Korean", "Greek", "an emoji")} <= set(texts)
    # Qt writes a piece for each font that a word needs.
    assert set("".join(WORDS)) - {" "} <= set("".join(texts))


def test_on_a_page_words_are_found_and_copied(drawing):
    packed = pdf_of(lambda painter: draw_vectors(painter, drawing), drawing.size, "scripts", DARK.map)
    found = PdfReader(BytesIO(packed)).pages[0].extract_text()
    assert SCRIPTS["Russian"] in found, "our own letters have these on every machine"
    assert "king" in found


def test_all_scripts_are_in_the_picture_too(drawing):
    assert image_of_drawing(drawing).size() == drawing.size
