from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from widgets.message_bar import MessageBar
from widgets.parts import word_model
from widgets.parts.table_buttons import TableButtons
from widgets.parts.word_model import BAR_ROLE, NumberColumn
from widgets.parts.word_table import WordTable

WORDS = ("queen", "prince", "=throne", "Crown")
INDICES = (41, 7, 3, 12)
VALUES = np.array([0.8125, 0.75, 0.5, -0.25])


@pytest.fixture
def table(workbench, qtbot):
    made = WordTable(workbench, "Nearest neighbours")
    qtbot.addWidget(made)
    made.resize(260, 220)
    made.set_rows(WORDS, INDICES, [NumberColumn("cosine similarity", VALUES, full=1.0)])
    with qtbot.waitExposed(made):
        made.show()
    return made


def shown(table, column=0):
    return [table.model().index(row, column).data() for row in range(table.model().rowCount())]


def centre(table, row, column=0):
    return table.visualRect(table.model().index(row, column)).center()


def click(table, qtbot, row, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, modifier, centre(table, row))


def test_rows_stand_in_the_order_given_with_three_decimals(table):
    assert shown(table) == list(WORDS)
    assert shown(table, 1) == ["0.812", "0.750", "0.500", "−0.250"]
    alignment = table.model().index(0, 1).data(Qt.ItemDataRole.TextAlignmentRole)
    assert alignment & Qt.AlignmentFlag.AlignRight


def test_bars_tell_the_values_and_are_empty_for_negative_ones(table):
    assert [table.model().index(row, 1).data(BAR_ROLE) for row in range(4)] == [0.8125, 0.75, 0.5, 0.0]


def test_a_click_goes_to_the_word(table, qtbot):
    went = []
    table.word_activated.connect(went.append)
    click(table, qtbot, 1)
    assert went == [7]


def test_a_double_click_goes_to_one_word_only_even_when_the_rows_change_under_it(table, qtbot):
    went = []

    def go(index):
        went.append(index)
        table.set_rows(("other", "words"), (1, 2), [NumberColumn("x", np.zeros(2))])

    table.word_activated.connect(go)
    at = centre(table, 0)
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    qtbot.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert went[0] == 41
    assert len(went) <= 2  # mouseDClick itself begins with a press and a release, which are a click of their own


def test_arrow_keys_and_enter_go_to_a_word(table, qtbot):
    went = []
    table.word_activated.connect(went.append)
    table.setFocus()
    table.setCurrentIndex(table.model().index(0, 0))
    qtbot.keyClick(table, Qt.Key.Key_Down)
    qtbot.keyClick(table, Qt.Key.Key_Down)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert went == [3]


def test_a_click_on_the_heading_sorts_and_the_third_puts_the_order_back(table, qtbot):
    header = table.horizontalHeader()
    at = header.viewport().rect().center()
    at.setX(header.sectionViewportPosition(0) + 20)
    orders = []
    for _ in range(3):
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
        orders.append(shown(table))
    assert ["=throne", "Crown", "prince", "queen"] in orders
    assert ["queen", "prince", "Crown", "=throne"] in orders
    assert orders[2] == list(WORDS)


def test_numbers_sort_as_numbers_and_the_word_of_a_row_moves_with_it(table, qtbot):
    table.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    assert shown(table, 1) == ["−0.250", "0.500", "0.750", "0.812"]
    went = []
    table.word_activated.connect(went.append)
    click(table, qtbot, 0)
    assert went == [12]


def test_numbered_rows_sort_by_their_numbers(table):
    table.words.is_numbered = True
    table.set_rows(["10", "2", "1"], [9, 1, 0], [NumberColumn("part", np.array([3.0, 2.0, 1.0]))])
    table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    assert shown(table) == ["1", "2", "10"]
    table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    assert shown(table) == ["10", "2", "1"]


def test_many_words_are_sorted_in_a_job_and_only_the_last_order_is_shown(table, workbench, qtbot, monkeypatch):
    monkeypatch.setattr(word_model, "MANY", 3)
    table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    assert shown(table) == list(WORDS)
    qtbot.waitUntil(lambda: not workbench.jobs.running)
    assert shown(table) == ["=throne", "Crown", "prince", "queen"]
    table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    table.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    qtbot.waitUntil(lambda: not workbench.jobs.running)
    assert shown(table, 1) == ["−0.250", "0.500", "0.750", "0.812"]
    table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    table.set_rows(WORDS[:2], INDICES[:2], [])
    qtbot.waitUntil(lambda: not workbench.jobs.running)
    assert shown(table) == list(WORDS[:2])


@given(words=st.lists(st.text("aAbBß", max_size=4)), falling=st.booleans())
def test_the_order_by_alphabet_is_that_of_the_words_without_case(words, falling):
    expected = sorted(range(len(words)), key=lambda at: words[at].casefold(), reverse=falling)
    assert word_model.alphabetical(words, falling).tolist() == expected


def test_a_selected_word_stays_selected_when_the_table_is_sorted(table, qtbot):
    click(table, qtbot, 0, Qt.KeyboardModifier.ControlModifier)
    table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    [chosen] = table.selectionModel().selectedRows()
    assert chosen.data() == "queen"


def test_ctrl_and_shift_select_rows_without_going_anywhere(table, qtbot):
    went = []
    table.word_activated.connect(went.append)
    click(table, qtbot, 0, Qt.KeyboardModifier.ControlModifier)
    click(table, qtbot, 2, Qt.KeyboardModifier.ShiftModifier)
    assert went == []
    assert len(table.selectionModel().selectedRows()) == 3


def test_ctrl_c_copies_the_selected_rows_or_all_with_tabs(table, qtbot):
    table.clearSelection()
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "queen\t0.8125\nprince\t0.75\n=throne\t0.5\nCrown\t-0.25"
    click(table, qtbot, 1, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "prince\t0.75"


def test_the_menu_exports_what_is_shown_as_csv(table, qtbot, workbench, tmp_path, monkeypatch):
    path = tmp_path / "neighbours"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    menu = table.menu()
    next(action for action in menu.actions() if action.text().startswith("Export")).trigger()
    menu.close()
    written = path.with_suffix(".csv")
    qtbot.waitUntil(written.exists)
    assert written.read_text().splitlines() == [
        "Word,cosine similarity",
        "'=throne,0.5",
        "Crown,-0.25",
        "prince,0.75",
        "queen,0.8125",
    ]


def test_an_export_that_is_called_off_writes_nothing(table, workbench, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    table.export()
    assert workbench.jobs.running == ()


def test_whole_numbers_are_written_in_groups(table):
    table.set_rows(("the",), (0,), [NumberColumn("count", np.array([1234567]))])
    assert shown(table, 1) == ["1,234,567"]


def test_an_empty_table_can_be_sorted_and_copied(table, qtbot):
    table.set_rows((), (), ())
    table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert table.model().rowCount() == 0


def test_the_buttons_copy_and_export_and_wait_for_rows(table, workbench, qtbot, tmp_path, monkeypatch):
    buttons = TableButtons(table, workbench.theme)
    qtbot.addWidget(buttons)
    started = []
    workbench.jobs.started.connect(started.append)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "near"), ""))
    qtbot.mouseClick(buttons.copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text().startswith("queen\t0.8125\n")
    qtbot.mouseClick(buttons.export, Qt.MouseButton.LeftButton)
    qtbot.waitUntil((tmp_path / "near.csv").exists)
    assert "Saved near.csv, 4 rows." in [job.said for job in started]
    table.set_rows((), (), ())
    assert not buttons.copy.isEnabled()
    assert not buttons.export.isEnabled()


def test_the_next_export_begins_in_the_folder_of_the_last(table, workbench, qtbot, tmp_path, monkeypatch):
    offered = []

    def choose(parent, title, suggested, filters):
        offered.append(Path(suggested))
        return str(tmp_path / "near.csv"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    table.export_name = "king/queen neighbours by L2"
    table.export()
    table.export()
    assert [path.name for path in offered] == ["king-queen-neighbours-by-L2.csv"] * 2
    assert offered[1].parent == tmp_path
    qtbot.waitUntil(lambda: not workbench.jobs.running)


def test_numbers_are_exported_to_the_last_bit(table, workbench, qtbot, tmp_path):
    values = np.array([1 / 3, 2 / 3], dtype=np.float32)
    table.set_rows(("a", "b"), (0, 1), [NumberColumn("x", values)])
    table.export(tmp_path / "x.csv")
    qtbot.waitUntil((tmp_path / "x.csv").exists)
    written = [np.float32(line.split(",")[1]) for line in (tmp_path / "x.csv").read_text().splitlines()[1:]]
    assert written == list(values)


def test_a_later_answer_keeps_the_sorting_the_selected_words_and_the_place(table, qtbot):
    words, indices = [f"word{i:03}" for i in range(100)], list(range(100))
    table.set_rows(words, indices, [NumberColumn("x", np.arange(100.0), full=99.0)])
    table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    click(table, qtbot, 1, Qt.KeyboardModifier.ControlModifier)
    table.verticalScrollBar().setValue(300)
    table.refresh_rows(words[1:], indices[1:], [NumberColumn("x", np.arange(99.0) + 0.5, full=99.0)])
    assert shown(table)[:2] == ["word099", "word098"]
    assert [index.data() for index in table.selectionModel().selectedRows()] == ["word098"]
    assert table.verticalScrollBar().value() == 300
    table.set_rows(words, indices, [NumberColumn("x", np.arange(100.0))])
    assert shown(table)[0] == "word000"
    assert table.verticalScrollBar().value() == 0


@pytest.mark.parametrize("width", [200, 260, 420])
def test_bars_begin_right_beside_the_words_and_leave_the_numbers_room(table, width):
    table.resize(width, 220)
    room = table.viewport().width()
    assert 0.35 * room <= table.columnWidth(0) <= room / 2
    assert table.columnWidth(0) + table.columnWidth(1) == room


def test_the_bottom_of_the_window_says_what_was_saved(table, workbench, qtbot, tmp_path):
    bar = MessageBar(workbench)
    qtbot.addWidget(bar)
    table.export(tmp_path / "near.csv")
    qtbot.waitUntil(lambda: bar.text == "Saved near.csv, 4 rows.")
    table.export(tmp_path / "missing" / "near.csv")
    qtbot.waitUntil(lambda: bar.text.startswith("near.csv was not written"))


def test_bars_are_drawn_anew_in_another_theme(table, workbench):
    def bar_color():
        cell = table.visualRect(table.model().index(0, 1))
        return table.viewport().grab().toImage().pixelColor(cell.left() + 12, cell.center().y()).name()

    assert bar_color() == workbench.theme.theme.bar.lower()
    workbench.theme.choose("light")
    assert bar_color() == workbench.theme.theme.bar.lower()
