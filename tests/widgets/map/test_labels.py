"""Which words are written on the map, and where."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter

from explorer.embedding import Embedding
from tests.widgets.map.test_motion import scene_of
from widgets.map.coloring import Legend
from widgets.map.fitting import fit
from widgets.map.labels import LabelWriter
from widgets.map.legend import legend_rect
from widgets.map.lettering import LONGEST, Style
from widgets.map.scene import Link, Side
from widgets.theme import DARK, LIGHT, load_fonts


def many_words(n=3000, seed=1, words=None):
    random = np.random.default_rng(seed)
    words = words or tuple(f"word{i}" for i in range(n))
    embedding = Embedding("e", words, random.normal(size=(n, 2)).astype(np.float32))
    return scene_of(embedding, np.arange(n), embedding.vectors)


def camera_of(scene):
    return fit(scene.projection.points, 800, 600)


def rows(labels):
    return [label.row for label in labels]


def overlaps(labels):
    return [(one.text, other.text) for one, other in combinations(labels, 2) if one.rect.intersects(other.rect)]


@pytest.mark.parametrize("density", [0.1, 0.5, 1.0])
def test_labels_never_cover_each_other_and_stay_on_the_screen(qapp, density):
    scene = many_words()
    scene = replace(scene, word=17).selecting(tuple(range(10, 40)))
    labels = LabelWriter().arrange(scene, camera_of(scene), density)
    assert len(labels) > 10
    assert overlaps(labels) == []
    assert all(QRectF(0, 0, 800, 600).contains(label.rect) for label in labels)


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10_000), density=st.floats(0.05, 1))
def test_no_two_labels_overlap_on_any_map(qapp, seed, density):
    scene = many_words(200, seed)
    assert overlaps(LabelWriter().arrange(scene, camera_of(scene), density)) == []


def test_no_word_is_hidden_by_the_legend_or_by_what_lies_over_the_map(qapp):
    scene = many_words()
    scene = replace(scene, legend=Legend("Norm", ramp=DARK.ramp, low="0", high="1"))
    bar = QRectF(300, 200, 150, 60)
    labels = LabelWriter().arrange(scene, camera_of(scene), 1.0, covered=[bar])
    legend = legend_rect(scene.legend, 800)
    assert labels
    assert not [label.text for label in labels if label.rect.intersects(bar) or label.rect.intersects(legend)]


def test_the_most_frequent_word_is_written_and_a_higher_density_writes_more(qapp):
    scene = many_words()
    counts = [len(LabelWriter().arrange(scene, camera_of(scene), density)) for density in (0, 0.2, 0.5, 1)]
    assert counts[0] == 0
    assert counts == sorted(counts)
    assert counts[1] < counts[2] < counts[3]
    assert 0 in rows(LabelWriter().arrange(scene, camera_of(scene), 0.2))


def test_signs_and_numbers_stand_behind_words(qapp):
    scene = many_words(3, words=(",", "2008", "king"))
    points = np.float32([[0, 0], [0.01, 0], [0.02, 0.0]])
    scene = scene_of(scene.embedding, [0, 1, 2], points)
    camera = replace(camera_of(scene), scale=1.0)  # all at one spot: only one has room
    assert [label.text for label in LabelWriter().arrange(scene, camera, 0.5)] == ["king"]


def test_chosen_words_are_written_first_and_the_rest_steps_back(qapp):
    scene = many_words()
    scene = replace(scene, word=2500, links=(Link(2600, 1.0), Link(2700, 0.2))).selecting((2500,))
    labels = LabelWriter().arrange(scene, camera_of(scene), 0.5, hovered=2999)
    styles = {label.row: label.style for label in labels}
    assert rows(labels)[:2] == [2999, 2500]
    assert styles[2999] is Style.CHOSEN
    assert styles[2500] is Style.CHOSEN
    assert styles[2600] is Style.NEIGHBOR
    assert styles[rows(labels)[-1]] is Style.FADED


def test_with_no_labels_wanted_the_chosen_words_are_written_all_the_same(qapp):
    scene = replace(many_words(), word=5).selecting((5,))
    assert rows(LabelWriter().arrange(scene, camera_of(scene), 0.0)) == [5]


def test_labels_do_not_flicker_while_the_map_is_dragged(qapp):
    scene = many_words()
    camera, writer = camera_of(scene), LabelWriter()
    before = writer.arrange(scene, camera, 0.5)
    moved = camera.panned(3, -2)
    after = {label.row: label for label in writer.arrange(scene, moved, 0.5)}
    inner = [label for label in before if QRectF(20, 20, 760, 560).contains(label.rect)]
    kept = [label for label in inner if label.row in after]
    assert len(kept) == len(inner)
    for label in kept:
        shift = after[label.row].rect.topLeft() - label.rect.topLeft()
        assert (shift.x(), shift.y()) == pytest.approx((3, -2), abs=1e-3)


def test_zooming_in_writes_words_that_had_no_room(qapp):
    scene = many_words()
    camera = camera_of(scene)
    far = set(rows(LabelWriter().arrange(scene, camera, 0.5)))
    near = LabelWriter().arrange(scene, camera.zoomed(8, 400, 300), 0.5)
    assert len(set(rows(near)) - far) > 10


def test_words_of_any_script_are_written_and_endless_ones_are_cut(qapp):
    words = ("король", "王", "ملك", "राजा", "👑", "x" * 500, "two\nlines", "\u200b")
    scene = many_words(len(words), words=words)
    points = np.stack([np.zeros(len(words)), np.arange(len(words))], axis=1)
    scene = scene_of(scene.embedding, np.arange(len(words)), points)
    writer = LabelWriter()
    labels = writer.arrange(scene, camera_of(scene), 1.0)
    texts = {label.row: label.text for label in labels}
    assert len(labels) == len(words)
    assert texts[5].endswith("…")
    assert texts[6] == "two lines"
    assert all(label.rect.width() <= LONGEST for label in labels)
    image = QImage(800, 600, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    writer.draw(painter, labels, DARK, 1.0)
    painter.end()
    pixels = np.frombuffer(image.constBits(), np.uint32).reshape(600, 800)
    for label in labels[:4]:
        x, y, width, height = (round(value) for value in label.rect.getRect())
        assert (pixels[y : y + height, x : x + width] >> 24 > 200).any(), label.text


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
def test_letters_stand_out_from_points_of_any_colour(qapp, theme):
    scene = many_words(1, words=("MMMM",))
    writer = LabelWriter()
    (label,) = writer.arrange(scene, camera_of(scene), 0.5)
    image = QImage(800, 600, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0xFF000000 | int(theme.categories[0][1:], 16))
    painter = QPainter(image)
    writer.draw(painter, [label], theme, 1.0)
    painter.end()
    luma = np.array(
        [
            image.pixelColor(QPointF(label.rect.left() + x, label.rect.top() + y).toPoint()).lightness()
            for x in range(int(label.rect.width()))
            for y in range(int(label.rect.height()))
        ]
    )
    assert luma.max() - luma.min() > 150, "the halo and the letters differ by far"


def test_a_label_is_drawn_once_and_kept(qapp):
    scene = many_words(50)
    writer = LabelWriter()
    labels = writer.arrange(scene, camera_of(scene), 0.5)
    first = writer.lettering.pixmap(labels[0].text, labels[0].style, DARK, 2.0)
    assert writer.lettering.pixmap(labels[0].text, labels[0].style, DARK, 2.0) is first
    assert first.devicePixelRatio() == 2.0
    assert writer.lettering.pixmap(labels[0].text, labels[0].style, LIGHT, 2.0) is not first


@pytest.mark.parametrize("style", list(Style), ids=[style.value for style in Style])
@pytest.mark.parametrize("word", ["w1972311", "Wijdff", "königsjägerÄ", "ijiijij11111"])
def test_no_letter_is_cut_off_at_the_end(qapp, style, word):
    load_fonts(qapp)
    lettering = LabelWriter().lettering
    image = lettering.pixmap(lettering.text(word, style), style, DARK, 2.0).toImage()
    pixels = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), image.width())
    bright = (pixels >> 8 & 0xFF) > 60  # the letters, not their dark rim
    columns = np.flatnonzero(bright.any(axis=0))
    assert columns.min() >= 2
    assert columns.max() <= image.width() - 4


def test_a_frame_measures_only_so_many_words_and_the_next_frames_the_others(qapp):
    scene, writer = many_words(), LabelWriter()
    camera, texts, n_frames = camera_of(scene), [], 0
    while not texts or not writer.is_complete:
        texts.append({label.text for label in writer.arrange(scene, camera, 1.0, most_measured=100)})
        n_frames += 1
    assert n_frames > 3
    assert 0 < len(texts[0]) < len(texts[-1])
    settled = LabelWriter()
    settled.arrange(scene, camera, 1.0)
    assert settled.is_complete


def test_of_many_selected_words_as_many_are_written_as_have_room_and_the_others_step_back(qapp):
    scene = many_words()
    selection = tuple(range(1000, 2000))
    labels = LabelWriter().arrange(scene.selecting(selection), camera_of(scene), 1.0)
    styles = {label.row: label.style for label in labels}
    selected = [row for row in styles if row in range(1000, 2000)]
    assert len(selected) > 10
    assert {styles[row] for row in selected} == {Style.PLAIN}
    assert {style for row, style in styles.items() if row not in range(1000, 2000)} <= {Style.FADED}
    assert labels[0].row in range(1000, 2000), "they go before the others"
    assert overlaps(labels) == []


def test_the_answer_to_an_expression_is_written_before_all_others(qapp):
    scene = many_words(4, words=("man", "king", "woman", "queen"))
    places = np.array([[0, 0], [1, 0], [0.01, 0.01], [1.001, 0.001]], np.float32)
    scene = scene_of(scene.embedding, np.arange(4), places)
    sides = (Side((0, 1), True), Side((2, 3), True, ends_in_answer=True), Side((0, 2), False))
    labels = LabelWriter().arrange(replace(scene, sides=sides), camera_of(scene), 0.5)
    assert (labels[0].text, labels[0].style) == ("queen", Style.CHOSEN)
    assert "king" not in [label.text for label in labels if label.style is Style.CHOSEN]
