import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtWidgets import QApplication

from widgets.parts.heat_colors import colors_of, letters_on, limits_of
from widgets.parts.heatmap import Heatmap
from widgets.parts.heatmap_layout import LARGEST_CELL, Matrix, label_step, lay_out
from widgets.parts.numbers import measured
from widgets.theme import DARK, LIGHT


@pytest.fixture
def heatmap(workbench, qtbot):
    made = Heatmap(workbench.theme, "Similarities")
    qtbot.addWidget(made)
    made.resize(500, 400)
    with qtbot.waitExposed(made):
        made.show()
    return made


@pytest.fixture
def filled(heatmap):
    heatmap.set_matrix([[1.0, -0.5, 0.0], [np.nan, 0.25, 1.0]], ["king", "queen"], ["a", "b", "c"], diverging=True)
    return heatmap


def center(heatmap, row, column):
    return heatmap.place_of(row, column).center().toPoint()


def color_at(heatmap, row, column):
    image = heatmap.picture()
    rect = heatmap.place_of(row, column)
    return QColor(image.pixel(round(rect.left()) + 3, round(rect.top()) + 3)).name().upper()


def wheel(heatmap, at, steps):
    event = QWheelEvent(
        QPointF(at), QPointF(heatmap.mapToGlobal(at)), QPoint(), QPoint(0, 120 * steps), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(heatmap, event)


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_a_diverging_scale_has_the_colours_of_the_theme_at_its_ends_and_at_zero(theme):
    colors = colors_of(np.array([-2.0, 0.0, 2.0, 9.0, -9.0]), -2, 2, True, theme)
    names = [QColor(int(color)).name().upper() for color in colors]
    assert names[0] == names[4] == theme.negative
    assert names[2] == names[3] == theme.positive
    zero, wanted = QColor(int(colors[1])), QColor(theme.zero)
    assert (
        max(abs(zero.red() - wanted.red()), abs(zero.green() - wanted.green()), abs(zero.blue() - wanted.blue())) <= 2
    )


def test_no_value_has_no_colour_and_an_even_table_is_no_problem():
    assert colors_of(np.array([np.nan]), 0, 1, False, DARK)[0] == 0
    assert colors_of(np.array([3.0]), 3, 3, False, DARK)[0] != 0


def test_limits_are_those_of_the_finite_values():
    values = np.array([[1.0, np.nan], [np.inf, 4.0]])
    assert limits_of(values, False) == (1, 4)
    assert limits_of(values - 3, True) == (-2, 2)
    assert limits_of(np.array([[np.nan]]), False) == (0, 1)
    assert limits_of(np.zeros((2, 2)), True) == (-1, 1)


def test_letters_are_dark_on_bright_cells_and_bright_on_dark_ones():
    assert QColor(letters_on(0xFFFFF3B8)).lightness() < 60
    assert QColor(letters_on(0xFF1B2A5A)).lightness() > 200


def test_each_cell_has_the_colour_of_its_value(filled):
    assert color_at(filled, 0, 0) == DARK.positive
    assert color_at(filled, 1, 2) == DARK.positive
    assert color_at(filled, 1, 0) == DARK.window, "no value, no colour"
    assert color_at(filled, 0, 1) != color_at(filled, 0, 2)


def test_labels_must_fit_the_values(heatmap):
    with pytest.raises(ValueError, match="2 rows"):
        heatmap.set_matrix(np.zeros((3, 3)), ["a", "b"], ["a", "b", "c"])


def test_hovering_tells_the_cell(filled, qtbot):
    told = []
    filled.cell_hovered.connect(lambda row, column: told.append((row, column)))
    qtbot.mouseMove(filled, center(filled, 1, 1))
    assert told == [(1, 1)]
    assert filled.text_of(1, 1) == "queen · b: 0.250"
    assert filled.text_of(1, 0) == "queen · a: no value"
    filled.describe = lambda row, column: f"{row}/{column}"
    assert filled.text_of(1, 0) == "1/0"


def test_a_click_chooses_a_cell_and_a_drag_does_not(filled, qtbot):
    told = []
    filled.cell_clicked.connect(lambda row, column: told.append((row, column)))
    qtbot.mouseClick(filled, Qt.MouseButton.LeftButton, pos=center(filled, 0, 2))
    assert told == [(0, 2)]
    assert filled.cursor_cell == (0, 2)
    qtbot.mouseClick(filled, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    assert told == [(0, 2)]
    at = center(filled, 0, 1)
    qtbot.mousePress(filled, Qt.MouseButton.LeftButton, pos=at)
    qtbot.mouseMove(filled, at + QPoint(30, 0))
    qtbot.mouseRelease(filled, Qt.MouseButton.LeftButton, pos=at + QPoint(30, 0))
    assert told == [(0, 2)]


def test_the_keyboard_reaches_and_chooses_every_cell(filled, qtbot):
    told = []
    filled.cell_clicked.connect(lambda row, column: told.append((row, column)))
    filled.setFocus()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Down):
        qtbot.keyClick(filled, key)
    assert filled.cursor_cell == (1, 1)
    assert "queen · b: 0.250" in filled.accessibleDescription()
    qtbot.keyClick(filled, Qt.Key.Key_Return)
    assert told == [(1, 1)]


def test_the_wheel_zooms_at_the_pointer_and_zero_fits_all_again(heatmap, qtbot):
    names = [f"w{i}" for i in range(300)]
    heatmap.set_matrix(np.arange(90_000).reshape(300, 300), names, names)
    at = center(heatmap, 120, 200)
    before = heatmap.place_of(120, 200)
    wheel(heatmap, at, 6)
    after = heatmap.place_of(120, 200)
    assert after.width() == pytest.approx(before.width() * 1.2**6)
    assert after.contains(QPointF(at))
    qtbot.keyClick(heatmap, Qt.Key.Key_0)
    assert heatmap.place_of(120, 200) == before
    wheel(heatmap, at, -3)
    assert heatmap.zoom == 1


def test_a_zoomed_map_is_dragged_no_further_than_its_edges(heatmap, qtbot):
    names = [str(i) for i in range(50)]
    heatmap.set_matrix(np.eye(50), names, names)
    heatmap.zoom_by(4)
    start = QPoint(250, 200)
    qtbot.mousePress(heatmap, Qt.MouseButton.LeftButton, pos=start)
    from PySide6.QtTest import QTest

    QTest.mouseMove(heatmap, start + QPoint(2000, 3000))
    move = heatmap.place_of(0, 0)
    qtbot.mouseRelease(heatmap, Qt.MouseButton.LeftButton, pos=start)
    assert move.left() <= 60
    assert heatmap.cursor_cell is None
    heatmap.setFocus()
    for _ in range(50):
        qtbot.keyClick(heatmap, Qt.Key.Key_Right)
    assert QRectF(heatmap.rect()).contains(heatmap.place_of(*heatmap.cursor_cell).center())


def test_other_values_of_the_same_words_keep_the_zoom_and_other_words_do_not(heatmap):
    heatmap.set_matrix(np.eye(3), "abc", "abc")
    heatmap.zoom_by(3)
    heatmap.set_matrix(np.eye(3) * 2, "abc", "abc")
    assert heatmap.zoom == 3
    heatmap.set_matrix(np.eye(3), "abd", "abd")
    assert heatmap.zoom == 1


def test_all_cells_fit_at_first_and_few_are_not_blown_up():
    for n in (2, 40, 2000):
        names = tuple(f"word{i}" for i in range(n))
        matrix = Matrix(np.zeros((n, n)), names, names, False, 0, 1, True, measured)
        layout = lay_out(matrix, QSizeF(700, 500))
        last = layout.rect_of(n - 1, n - 1)
        assert last.right() <= 700
        assert last.bottom() <= 500
        assert layout.cell.width() <= LARGEST_CELL.width()


def test_values_are_written_only_where_they_have_room(heatmap):
    def letters(n):
        """How many colours a cell of an even table shows: one without letters."""
        names = [str(i) for i in range(n)]
        heatmap.set_matrix(np.full((n, n), 0.25), names, names, limits=(0, 1), texts=True)
        rect = heatmap.place_of(0, 0).toRect().adjusted(1, 1, -2, -2)
        image = heatmap.picture().copy(rect)
        return len({image.pixel(x, y) for x in range(image.width()) for y in range(image.height())})

    assert letters(4) > 3
    assert letters(40) == 1


def test_a_picture_is_what_is_seen_larger(filled):
    one, three = filled.picture(), filled.picture(3)
    assert (three.width(), three.height()) == (1500, 1200)
    rect = filled.place_of(0, 0)
    assert three.pixel(round(rect.left() * 3) + 9, round(rect.top() * 3) + 9) == one.pixel(
        round(rect.left()) + 3, round(rect.top()) + 3
    )
    assert QColor(filled.picture(1, transparent=True).pixelColor(1, 1)).alpha() == 0


def test_svg_and_pdf_hold_the_words_as_letters_and_the_cells_as_shapes(filled):
    svg = filled.svg().decode()
    assert svg.startswith("<?xml")
    assert "king" in svg
    assert DARK.positive.lower() in svg.lower()
    assert filled.pdf().startswith(b"%PDF")


def test_a_large_table_is_drawn_too(heatmap):
    names = [str(i) for i in range(2000)]
    values = np.add.outer(np.arange(2000), np.arange(2000)) / 4000
    heatmap.set_matrix(values, names, names)
    image = heatmap.picture()
    assert isinstance(image, QImage)
    first, last = heatmap.place_of(0, 0), heatmap.place_of(1999, 1999)
    assert image.pixel(round(first.left()) + 1, round(first.top()) + 1) != image.pixel(
        round(last.right()) - 2, round(last.bottom()) - 2
    )


def test_a_click_on_a_label_tells_its_row_or_its_column(filled, qtbot):
    told = []
    filled.row_clicked.connect(lambda row: told.append(("row", row)))
    filled.column_clicked.connect(lambda column: told.append(("column", column)))
    filled.cell_clicked.connect(lambda *cell: told.append(cell))
    cell = filled.place_of(1, 2)
    qtbot.mouseClick(filled, Qt.MouseButton.LeftButton, pos=QPoint(20, round(cell.center().y())))
    qtbot.mouseClick(filled, Qt.MouseButton.LeftButton, pos=QPoint(round(cell.center().x()), 16))
    qtbot.mouseClick(filled, Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    assert told == [("row", 1), ("column", 2)]


def test_where_labels_are_thinned_a_click_goes_to_the_nearest_that_is_seen():
    names = tuple(f"w{place}" for place in range(200))
    matrix = Matrix(np.zeros((200, 200)), names, names, False, 0, 1, False, measured)
    layout = lay_out(matrix, QSizeF(500, 400))
    step = label_step(layout.cell.height())
    assert step > 1
    middle = layout.rect_of(3 * step, 0).center().y()
    for off in (-0.4, 0.0, 0.4):
        assert layout.label_at(20, middle + off * step * layout.cell.height(), matrix) == ("row", 3 * step)


def test_a_marked_label_is_set_off(filled):
    def accents():
        image = filled.grab().toImage()
        colors = [QColor(image.pixel(x, y)) for x in range(0, 60) for y in range(image.height())]
        return sum(color.blue() > 200 and color.red() < 140 for color in colors)

    before = accents()
    filled.mark("queen")
    assert accents() > before
    filled.mark(None)
    assert accents() == before


def test_a_cell_without_a_value_is_never_written(heatmap):
    def write(value):
        return str(round(value))  # which fails for a value that is none

    heatmap.set_matrix([[1.0, np.nan]], ["king"], ["a", "b"], texts=True, write=write)
    assert not heatmap.grab().isNull()
    assert "1" in heatmap.svg().decode()
