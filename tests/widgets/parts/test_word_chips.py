import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from tests.conftest import three_groups
from widgets.parts.word_chips import WordChips, words_of


@pytest.fixture
def chips(workbench, qtbot):
    """Chips whose words are what the user last made of them, as a view of the state would show them."""
    made = WordChips(workbench)
    qtbot.addWidget(made)
    embedding = three_groups()
    made.changes = []

    def follow(words):
        made.changes.append(words)
        made.show_words(embedding, words)

    made.words_changed.connect(follow)
    made.show_words(embedding, (0, 4, 8))
    made.resize(500, 120)
    with qtbot.waitExposed(made):
        made.show()
    qtbot.waitUntil(lambda: not workbench.jobs.running)
    return made


def shown(chips):
    return [chip.word for chip in chips.chips]


def types(chips, qtbot, text):
    chips.line.setFocus()
    qtbot.keyClicks(chips.line, text)
    qtbot.keyClick(chips.line, Qt.Key.Key_Escape)  # closes the completions
    qtbot.keyClick(chips.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not chips._workbench.jobs.running)


def test_each_word_is_a_chip(chips):
    assert shown(chips) == ["animal0", "colour1", "number2"]


def test_a_word_is_typed_and_added_at_the_end(chips, qtbot):
    types(chips, qtbot, "colour5")
    assert chips.changes == [(0, 4, 8, 16)]
    assert shown(chips)[-1] == "colour5"
    assert chips.line.text() == ""
    assert chips.line.hasFocus()


def test_the_line_stands_behind_the_last_chip_also_when_they_stay_in_one_row(chips, qtbot):
    chips.resize(900, 120)
    types(chips, qtbot, "colour5")
    qtbot.waitUntil(lambda: chips.line.x() > chips.chips[-1].geometry().right())


def test_several_words_are_typed_at_once_and_each_counts_once(chips, qtbot):
    types(chips, qtbot, "animal1, colour1; Number3 animal1")
    assert chips.changes == [(0, 4, 8, 3, 11)]


def test_unknown_words_are_told_and_stay_in_the_line(chips, qtbot):
    told = []
    chips.told.connect(told.append)
    types(chips, qtbot, "animal1 zebra")
    assert told == ["Not in the vocabulary: zebra."]
    assert chips.line.text() == "zebra"
    assert chips.changes == [(0, 4, 8, 3)]
    for _ in "zebra":
        qtbot.keyClick(chips.line, Qt.Key.Key_Backspace)
    assert told[1:] == [""]


def test_unknown_words_come_with_near_spellings(chips, qtbot):
    told = []
    chips.told.connect(told.append)
    types(chips, qtbot, "animl1 zebra")
    assert re.fullmatch(r"Not in the vocabulary: animl1, zebra\. Did you mean animal\d, animal\d\?", told[0])


def test_a_pasted_list_is_added_line_by_line(chips, qtbot):
    QGuiApplication.clipboard().setText("animal1\r\nanimal2\tcolour2\n")
    chips.line.setFocus()
    qtbot.keyClick(chips.line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: chips.changes == [(0, 4, 8, 3, 6, 7)])


def test_a_single_pasted_word_can_still_be_edited(chips, qtbot):
    QGuiApplication.clipboard().setText("anim")
    chips.line.setFocus()
    qtbot.keyClick(chips.line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert chips.line.text() == "anim"
    assert chips.changes == []


def test_words_are_completed(chips, qtbot):
    chips.line.setFocus()
    qtbot.keyClicks(chips.line, "num")
    popup = chips.line.completer().popup()
    assert popup.model().index(0, 0).data() == "number0"
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: chips.changes == [(0, 4, 8, 2)])
    qtbot.waitUntil(lambda: chips.line.text() == "")


def test_a_cross_takes_a_word_out(chips, qtbot):
    qtbot.mouseClick(chips.chips[1].remove, Qt.MouseButton.LeftButton)
    assert chips.changes == [(0, 8)]


def test_the_keyboard_moves_and_takes_out_chips_and_stays_on_them(chips, qtbot):
    chips.chips[0].setFocus()
    qtbot.keyClick(chips.chips[0], Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert chips.changes[-1] == (4, 0, 8)
    assert chips.chips[1].hasFocus()
    qtbot.keyClick(chips.chips[1], Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    assert chips.changes[-1] == (0, 4, 8)
    qtbot.keyClick(chips.chips[0], Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    assert len(chips.changes) == 2, "there is nothing before the first"
    qtbot.keyClick(chips.chips[0], Qt.Key.Key_Delete)
    assert chips.changes[-1] == (4, 8)
    assert chips.chips[0].hasFocus()


def test_a_chip_is_dragged_to_another_place(chips, qtbot):
    first, last = chips.chips[0], chips.chips[2]
    QTest.mousePress(first, Qt.MouseButton.LeftButton)
    end = first.mapFromGlobal(last.mapToGlobal(last.rect().bottomRight()))
    QTest.mouseRelease(first, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, end)
    assert chips.changes == [(4, 8, 0)]


def test_a_click_goes_to_the_word(chips, qtbot):
    asked = []
    chips.word_asked.connect(asked.append)
    qtbot.mouseClick(chips.chips[2], Qt.MouseButton.LeftButton)
    chips.chips[1].setFocus()
    qtbot.keyClick(chips.chips[1], Qt.Key.Key_Return)
    assert asked == [8, 4]


def test_a_list_is_split_at_commas_tabs_and_lines():
    assert words_of("new york, paris\tberlin;\n rome ") == ["new york", "paris", "berlin", "rome"]
    assert words_of(" , ") == []
