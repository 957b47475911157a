import math

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor

from widgets.parts.line_chart import LineChart, nice_ticks, thinned


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (0, 1, [0.0, 0.5, 1.0]),
        (0, 10, [0.0, 5.0, 10.0]),
        (0.12, 0.31, [0.15, 0.2, 0.25, 0.3]),
        (-3, 3, [-2.0, 0.0, 2.0]),
        (2, 2, [2]),
    ],
)
def test_ticks_are_round_numbers_within_the_range(low, high, ticks):
    assert nice_ticks(low, high, 3) == pytest.approx(ticks)


def test_thinning_keeps_the_first_and_the_last():
    kept = thinned(100_000, 500)
    assert len(kept) <= 500
    assert (kept[0], kept[-1]) == (0, 99_999)
    assert list(thinned(3, 500)) == [0, 1, 2]


@pytest.fixture
def chart(workbench, qtbot):
    made = LineChart(workbench.theme, "Loss")
    qtbot.addWidget(made)
    made.resize(240, 120)
    with qtbot.waitExposed(made):
        made.show()
    return made


def painted(chart, color):
    picture = chart.grab().toImage()
    wanted = QColor(color).rgb()
    return {(x, y) for x in range(picture.width()) for y in range(picture.height()) if picture.pixel(x, y) == wanted}


def test_a_falling_loss_is_drawn_from_the_upper_left_to_the_lower_right(chart, workbench):
    chart.set_line([(float(x), 10.0 - x) for x in range(10)])
    places = sorted(painted(chart, workbench.theme.theme.accent))
    assert 10 < places[0][0] < 40, "right of the numbers of the axis"
    assert places[-1][0] > 225
    assert places[0][1] < 40 < 80 < places[-1][1]


def test_the_pointer_tells_the_nearest_value(chart, qtbot):
    chart.set_line([(0.0, 4.0), (50.0, 2.0), (100.0, 1.0)])
    qtbot.mouseMove(chart, QPoint(123, 50))
    assert chart.pointed_text == "2 at 50"
    qtbot.mouseMove(chart, QPoint(238, 50))
    assert chart.pointed_text == "1 at 100"


def test_points_that_are_not_numbers_are_left_out(chart):
    chart.set_line([(0.0, math.nan), (1.0, math.inf), (2.0, 5.0)])
    assert chart.accessibleDescription() == "5 at 2"
    chart.grab()


@pytest.mark.parametrize("line", [[], [(0.0, 3.0)], [(5.0, 2.0), (5.0, 2.0)], [(0.0, 0.0), (1.0, 0.0)]])
def test_lines_without_extent_are_painted_too(chart, line):
    chart.set_line(line)
    chart.grab()


def test_a_very_long_line_is_painted(chart, workbench):
    x = np.arange(200_000, dtype=float)
    chart.set_line(np.stack([x, np.sin(x / 1e4) + 2], axis=1))
    assert len(painted(chart, workbench.theme.theme.accent)) > 100


def test_it_is_drawn_anew_in_another_theme(chart, workbench):
    chart.set_line([(float(x), 10.0 - x) for x in range(10)])
    workbench.theme.choose("light")
    assert painted(chart, workbench.theme.theme.accent)
    assert painted(chart, workbench.theme.theme.hairline)
