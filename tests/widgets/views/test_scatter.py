"""Points over two axes, and the line that fits them."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QToolTip

from widgets.theme import DARK
from widgets.views.cooccurrence_scatter import MOST_DRAWN, Scatter


@pytest.fixture
def scatter(workbench, qtbot):
    made = Scatter(workbench.theme, "Counts and dot products", "log count", "dot product", "point {}".format)
    qtbot.addWidget(made)
    made.resize(400, 300)
    with qtbot.waitExposed(made):
        made.show()
    return made


def test_a_point_lies_where_its_values_are(scatter):
    scatter.set_points(np.array([0.0, 1.0, 2.0]), np.array([0.0, 5.0, 10.0]))
    low, middle, high = (scatter.place_of(point) for point in range(3))
    assert low.x() < middle.x() < high.x()
    assert low.y() > middle.y() > high.y()
    assert middle.x() == pytest.approx((low.x() + high.x()) / 2)
    assert middle.y() == pytest.approx((low.y() + high.y()) / 2)


def test_the_line_goes_through_points_that_lie_on_it(scatter):
    x = np.array([0.0, 1.0, 2.0, 4.0])
    scatter.set_points(x, 3 * x - 1, (3.0, -1.0))
    image, place = scatter.picture(), (scatter.place_of(2) + scatter.place_of(3)) / 2
    seen, accent = QColor(image.pixel(place.toPoint())), QColor(DARK.accent)
    assert abs(seen.red() - accent.red()) + abs(seen.green() - accent.green()) + abs(seen.blue() - accent.blue()) < 30


def test_the_pointer_is_told_the_nearest_point_and_a_click_chooses_it(scatter, qtbot, monkeypatch):
    told, chosen = [], []
    monkeypatch.setattr(QToolTip, "showText", lambda place, text, *_: told.append(text))
    scatter.point_clicked.connect(chosen.append)
    scatter.set_points(np.array([0.0, 1.0]), np.array([0.0, 1.0]))
    place = scatter.place_of(1).toPoint() + QPoint(2, 2)
    qtbot.mouseMove(scatter, place)
    qtbot.mouseClick(scatter, Qt.MouseButton.LeftButton, pos=place)
    assert told[-1] == "point 1"
    qtbot.mouseClick(scatter, Qt.MouseButton.LeftButton, pos=QPoint(200, 150))
    assert chosen == [1]
    assert not scatter.grab().isNull()


def test_of_very_many_points_an_even_part_is_drawn_and_each_can_be_pointed_at(scatter):
    random = np.random.default_rng(0)
    scatter.set_points(random.normal(size=MOST_DRAWN * 3), random.normal(size=MOST_DRAWN * 3))
    assert scatter.n_drawn == MOST_DRAWN
    assert not scatter.grab().isNull()


def test_equal_values_and_no_points_are_drawn_too(scatter):
    scatter.set_points(np.ones(3), np.ones(3), (0.0, 1.0))
    assert not scatter.grab().isNull()
    scatter.set_points(np.zeros(0), np.zeros(0))
    assert not scatter.grab().isNull()
    assert scatter.picture(2).width() == 800
    assert b"<svg" in scatter.svg()
    assert scatter.pdf().startswith(b"%PDF")
