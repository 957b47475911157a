import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor

from widgets.parts.histogram import Histogram
from widgets.theme import DARK


@pytest.fixture
def histogram(workbench, qtbot):
    made = Histogram(workbench.theme, "Similarities")
    qtbot.addWidget(made)
    made.resize(200, 84)
    with qtbot.waitExposed(made):
        made.show()
    return made


def color_at(widget, x, y):
    return widget.grab().toImage().pixelColor(x, y).name().upper()


def test_each_bar_is_as_high_as_the_root_of_its_count(histogram):
    histogram.set_counts([100, 25, 0, 1], [0, 1, 2, 3, 4])
    plot = histogram._plot()
    top, bottom = round(plot.top()), round(plot.bottom())
    middle = (top + bottom) // 2
    assert color_at(histogram, 20, top + 3) == DARK.bar
    assert color_at(histogram, 70, middle - 4) != DARK.bar
    assert color_at(histogram, 70, middle + 4) == DARK.bar
    assert color_at(histogram, 120, bottom - 2) != DARK.bar
    assert color_at(histogram, 170, bottom - 2) == DARK.bar


def test_the_pointer_tells_a_bar(histogram, qtbot):
    histogram.set_counts([1, 2500], [-0.5, 0.25, 1])
    assert histogram.bar_at(10) == 0
    assert histogram.bar_at(190) == 1
    assert histogram.text_of(0) == "\u22120.500 to 0.250: 1 word"
    assert histogram.text_of(1) == "0.250 to 1.000: 2,500 words"
    qtbot.mouseMove(histogram, QPoint(150, 30))
    assert color_at(histogram, 150, 50) == DARK.accent


def test_marks_stand_below_their_values(histogram):
    histogram.set_counts([1, 1], [0, 1, 2])
    histogram.set_marks([1.0])
    y = round(histogram._plot().bottom()) + 4
    pixel = QColor(color_at(histogram, 100, y))
    assert pixel.blue() > 120
    assert color_at(histogram, 50, y) == color_at(histogram, 150, y)


def test_it_says_in_words_what_it_shows(histogram):
    histogram.set_counts([1, 7, 2], [0, 1, 2, 3])
    assert histogram.accessibleDescription() == "10 values from 0.000 to 3.000, most of them near 1.000"


def test_without_counts_nothing_is_drawn(histogram):
    assert histogram.bar_at(50) is None
    histogram.set_counts([], [0])
    histogram.grab()
