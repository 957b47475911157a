"""How a line of a corpus is drawn around the word that was asked for."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics

from explorer.corpus.concordance import Line
from widgets.parts.line_list import LONGEST_TOOLTIP, LineList, is_read_leftward, pieces, rich_text

LONG = "It was the best of times, it was the worst of times, and the whale swam through all of them without a care."


@pytest.fixture
def lines(workbench, qtbot):
    made = LineList(workbench, "Lines of the corpus")
    qtbot.addWidget(made)
    return made


def line_of(text, *words):
    return Line(text, tuple((text.index(word), text.index(word) + len(word)) for word in words))


def test_the_word_is_set_off_from_what_stands_around_it(lines):
    metrics = QFontMetrics(lines.font())
    found = pieces(line_of("The cat is fluffy.", "cat"), metrics, 1000)
    assert found == [("The ", False), ("cat", True), (" is fluffy.", False)]


def test_a_long_beginning_is_cut_at_a_blank_so_that_the_word_is_in_sight(lines):
    metrics = QFontMetrics(lines.font())
    (before, _), (word, is_marked), _ = pieces(line_of(LONG, "whale"), metrics, 270)
    assert (word, is_marked) == ("whale", True)
    assert before.startswith("… ")
    assert before.endswith(" and the ")
    assert LONG[: LONG.index("whale")].endswith(before[2:])
    assert metrics.horizontalAdvance(before) <= 270 / 2


def test_two_words_are_both_set_off(lines):
    found = pieces(line_of("The cat and the dog are friends.", "cat", "dog"), QFontMetrics(lines.font()), 1000)
    assert [text for text, is_marked in found if is_marked] == ["cat", "dog"]


def test_the_tooltip_holds_the_sentence_and_takes_no_markup_from_it():
    text = rich_text(line_of("Is a<b & the cat>dog?", "cat"))
    assert text == "<span>Is a&lt;b &amp; the <b>cat</b>&gt;dog?</span>"


def test_the_tooltip_of_an_endless_sentence_holds_what_stands_around_the_word():
    text = "blah " * 5000 + "whale" + " blah" * 5000
    shown = rich_text(line_of(text, "whale"))
    assert "<b>whale</b>" in shown
    assert len(shown) < 3 * LONGEST_TOOLTIP


def test_it_is_as_high_as_its_lines_up_to_a_few(lines):
    heights = []
    for n in (1, 3, 6, 60):
        lines.set_lines([line_of(LONG, "whale")] * n)
        heights.append(lines.sizeHint().height())
    assert heights[0] < heights[1] < heights[2] == heights[3]


def test_lines_are_drawn_at_any_width(lines, qtbot):
    lines.set_lines([line_of(LONG, "whale"), line_of(LONG, "It", "care"), Line("", ()), Line("No mark.", ())])
    for width in (20, 80, 300, 1200):
        lines.resize(width, 100)
        assert not lines.grab().isNull()


def test_a_line_that_runs_leftward_begins_at_the_right(lines):
    assert is_read_leftward("— שלום, Ahab")
    assert not is_read_leftward("Ahab: שלום")
    assert not is_read_leftward("1851")
    lines.resize(600, 100)
    for text, half in (("שלום עולם", slice(300, 600)), ("The cat", slice(0, 300))):
        lines.set_lines([line_of(text, text.split()[0])])
        image = lines.grab().toImage()
        pixels = [[image.pixel(x, y) for x in range(600)] for y in range(24)]
        ground = pixels[0][300]
        inked = {x for row in pixels for x, pixel in enumerate(row) if pixel != ground and 5 < x < 580}
        assert inked
        assert inked <= set(range(half.start, half.stop))


def test_a_line_of_several_documents_names_its_own_in_the_tooltip_and_to_a_screen_reader(lines):
    lines.set_lines([Line("The cat is fluffy.", ((4, 7),), "pets <1>")])
    index = lines.model().index(0, 0)
    assert index.data(Qt.ItemDataRole.ToolTipRole).endswith("fluffy.<br><i>pets &lt;1&gt;</i></span>")
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "The cat is fluffy. (pets <1>)"
