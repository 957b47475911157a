import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt

from widgets.parts.slope_chart import HEAD, NOTHING, ROW, SlopeChart, Slopes
from widgets.theme import ThemeSwitch

RANKS = np.array([[1, 2, 1], [2, 1, 3], [3, 3, 90]])


@pytest.fixture
def chart(qtbot, qapp):
    made = SlopeChart(ThemeSwitch(qapp, "dark"), "Ranks")
    qtbot.addWidget(made)
    made.resize(300, 10)
    made.show_slopes(Slopes(("Cosine", "L2", "Dot"), ("queen", "prince", "man"), (7, 8, 9), RANKS, 3))
    with qtbot.waitExposed(made):
        made.show()
    return made


def height(rank):
    return HEAD + ROW * (rank - 0.5)


def test_it_is_as_high_as_its_ranks_need(chart):
    assert chart.height() == chart.sizeHint().height() > HEAD + 3 * ROW


def test_a_line_is_found_along_its_whole_way_and_at_its_names(chart):
    assert chart.line_at(QPointF(5, height(1))) == 0
    assert chart.line_at(QPointF(150, height(1))) == 1
    assert chart.line_at(QPointF(150, height(2))) == 0
    assert chart.line_at(QPointF(295, height(3))) == 1
    assert chart.line_at(QPointF(150, 5)) is None


def test_a_word_beyond_the_ranks_ends_below_them(chart):
    assert chart.line_at(QPointF(207, chart.height() - 15)) == 2
    assert chart.slopes.told(2) == "man: Cosine 3, L2 3, Dot 90"


def test_a_click_goes_to_the_word(chart, qtbot):
    with qtbot.waitSignal(chart.word_activated) as went:
        qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(5, round(height(2))))
    assert went.args == [8]


def test_the_arrow_keys_walk_along_the_words_and_enter_goes_to_one(chart, qtbot):
    qtbot.keyClick(chart, Qt.Key.Key_Down)
    qtbot.keyClick(chart, Qt.Key.Key_Down)
    assert chart.pointed == 1
    assert chart.accessibleDescription() == "prince: Cosine 2, L2 1, Dot 3"
    qtbot.keyClick(chart, Qt.Key.Key_Up)
    with qtbot.waitSignal(chart.word_activated) as went:
        qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert went.args == [7]


def test_the_line_under_the_pointer_is_drawn_strong(chart, qtbot):
    before = chart.picture()
    qtbot.mouseMove(chart, QPoint(5, round(height(1))))
    qtbot.waitUntil(lambda: chart.pointed == 0)
    assert chart.picture() != before


def test_it_can_be_kept_as_a_picture(chart):
    assert chart.picture(2).width() == 600
    assert b"queen" in chart.svg()
    assert chart.pdf().startswith(b"%PDF")


def test_nothing_is_shown_of_nothing(chart, qtbot):
    chart.show_slopes(NOTHING)
    assert chart.line_at(QPointF(5, 40)) is None
    qtbot.keyClick(chart, Qt.Key.Key_Down)
    assert chart.pointed is None
