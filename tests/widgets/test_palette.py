"""The palette finds every command by a few letters of its name."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow

from widgets.commands import Command
from widgets.palette import Palette, score


@pytest.fixture
def done():
    return []


@pytest.fixture
def palette(qtbot, workbench, done):
    window = QMainWindow()
    qtbot.addWidget(window)
    window.resize(900, 600)
    add = workbench.commands.add
    add(Command("map.fit", "Fit all on the screen", "View", lambda: done.append("fit"), "F"))
    add(Command("file.open", "Open…", "File", lambda: done.append("open"), "Ctrl+O"))
    add(Command("embedding.close", "Close", "Embedding", lambda: done.append("close"), enabled=lambda _: False))
    workbench.commands.refresh(workbench.state)
    made = Palette(workbench, window)
    window.show()
    made.open()
    yield made


def rows(palette):
    return [palette.list.item(row).text() for row in range(palette.list.count())]


def test_it_lists_what_can_be_done_now(palette):
    assert rows(palette) == ["View: Fit all on the screen", "File: Open…"]


def test_letters_narrow_it_and_enter_does_the_first(palette, qtbot, done):
    qtbot.keyClicks(palette.line, "fas")
    assert rows(palette) == ["View: Fit all on the screen"]
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert done == ["fit"]
    assert palette.isHidden()


def test_the_arrow_keys_choose_another_row(palette, qtbot, done):
    qtbot.keyClick(palette.line, Qt.Key.Key_Down)
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert done == ["open"]


def test_escape_closes_it_and_does_nothing(palette, qtbot, done):
    qtbot.keyClick(palette.line, Qt.Key.Key_Escape)
    assert palette.isHidden()
    assert done == []


def test_letters_that_fit_nothing_leave_an_empty_list_and_enter_only_closes(palette, qtbot, done):
    qtbot.keyClicks(palette.line, "xyz")
    assert rows(palette) == []
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert done == []


def test_first_letters_of_words_count_more_than_letters_within():
    assert score("fs", "Fit all on the screen") > score("fs", "Offset")
    assert score("open", "Open…") > score("open", "Stop the engine")
    assert score("zz", "Fit all") is None
