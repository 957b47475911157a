import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor

from widgets.parts.barcode import Barcode, stripes

COLORS = ("#0000FF", "#000000", "#FF0000")


def rgb(pixels):
    return [f"#{int(pixel) & 0xFFFFFF:06x}" for pixel in pixels]


def test_colours_go_from_negative_over_zero_to_positive():
    drawn = stripes(np.array([-2, -1, 0, 1, 2], dtype=np.float32), 5, 2.0, COLORS)
    assert rgb(drawn) == ["#0000ff", "#000080", "#000000", "#800000", "#ff0000"]


def test_values_beyond_the_limit_get_its_colour():
    assert rgb(stripes(np.array([-9, 9], dtype=np.float32), 2, 1.0, COLORS)) == ["#0000ff", "#ff0000"]


def test_two_dimensions_share_a_wide_strip_evenly():
    drawn = rgb(stripes(np.array([-1, 1], dtype=np.float32), 200, 1.0, COLORS))
    assert drawn == ["#0000ff"] * 100 + ["#ff0000"] * 100


def test_a_single_peak_among_a_thousand_dimensions_is_seen():
    vector = np.zeros(1000, dtype=np.float32)
    vector[503] = -1.0
    drawn = rgb(stripes(vector, 240, 1.0, COLORS))
    assert drawn.count("#0000ff") == 1
    assert drawn[503 * 240 // 1000] == "#0000ff"


@pytest.fixture
def barcode(workbench, qtbot):
    made = Barcode(workbench.theme)
    qtbot.addWidget(made)
    made.resize(200, made.height())
    with qtbot.waitExposed(made):
        made.show()
    return made


def test_the_largest_value_is_painted_in_the_full_colour_of_the_theme(barcode, workbench):
    barcode.set_vector(np.array([-4, 0, 2, 4], dtype=np.float32))
    picture = barcode.grab().toImage()
    colors = [picture.pixelColor(x, 10).name() for x in (25, 75, 175)]
    theme = workbench.theme.theme
    assert colors == [QColor(theme.negative).name(), QColor(theme.zero).name(), QColor(theme.positive).name()]


def test_it_is_painted_anew_in_another_theme(barcode, workbench):
    barcode.set_vector(np.array([-1, 1], dtype=np.float32))
    workbench.theme.choose("light")
    assert barcode.grab().toImage().pixelColor(10, 10).name() == QColor(workbench.theme.theme.negative).name()


def test_hovering_tells_the_dimension_and_its_value(barcode, qtbot):
    pointed = []
    barcode.set_vector(np.array([0.5, -0.25, 1, 2], dtype=np.float32))
    barcode.dimension_pointed.connect(pointed.append)
    qtbot.mouseMove(barcode, QPoint(75, 10))
    assert pointed[-1] == 1
    assert barcode.text_of(1) == "dimension 2 of 4: −0.250"


def test_arrow_keys_walk_along_the_dimensions(barcode, qtbot):
    pointed = []
    barcode.set_vector(np.array([0.5, -0.25], dtype=np.float32))
    barcode.dimension_pointed.connect(pointed.append)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left):
        qtbot.keyClick(barcode, key)
    assert pointed == [0, 1, 0]


def test_no_vector_and_a_vector_of_zeros_are_painted_too(barcode, workbench):
    for vector in (None, np.zeros(3, dtype=np.float32)):
        barcode.set_vector(vector)
        assert barcode.grab().toImage().pixelColor(50, 10).name() == QColor(workbench.theme.theme.zero).name()
    assert barcode.dimension_at(500) == -1
