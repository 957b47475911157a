"""Panels can be moved and closed, are put away while there is nothing to show, and come back as they were."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMainWindow

from widgets.docks import Docks, unpacked

LEFT, RIGHT = Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea


def empty(workbench, height):
    window = QMainWindow()
    window.resize(900, height)
    window.setCentralWidget(QLabel("centre"))
    return window, Docks(window, workbench.theme)


def make(workbench):
    window, docks = empty(workbench, 600)
    docks.add("projection", "Projection", QLabel("parameters"), LEFT, height=300)
    docks.add("word", "Word", QLabel("neighbours"), RIGHT, height=200)
    docks.add("training", "Training", QLabel("loss"), LEFT, height=100, shares_with="projection")
    window.show()
    return window, docks


@pytest.fixture
def docks(qtbot, workbench):
    window, docks = make(workbench)
    qtbot.addWidget(window)
    docks.window = window
    return docks


def test_panels_that_were_put_away_come_back_as_they_were(docks):
    docks["projection"].close()
    docks.put_away()
    assert not docks["word"].isVisible()
    docks.bring_back()
    assert docks["word"].isVisible()
    assert not docks["projection"].isVisible()


def test_reset_brings_every_panel_back_to_its_place(docks):
    docks["projection"].close()
    docks["word"].setFloating(True)
    docks.reset()
    assert docks["projection"].isVisible()
    assert not docks["word"].isFloating()
    assert docks.window.dockWidgetArea(docks["word"]) is RIGHT


def test_a_panel_that_shares_a_place_is_closed_until_it_has_something_to_show(docks):
    assert not docks["training"].isVisible()
    docks.show("training")
    assert docks["training"].isVisible()
    docks.put_away()
    docks.bring_back()
    assert docks["training"].isVisible()
    docks.reset()
    assert not docks["training"].isVisible()


@pytest.fixture
def column(qtbot, workbench):
    """Two panels above each other, and a third that shares the place of the lower one."""

    def make_column():
        window, docks = empty(workbench, 700)
        docks.add("projection", "Projection", QLabel("parameters"), LEFT, height=400)
        docks.add("appearance", "Appearance", QLabel("colours"), LEFT, height=250)
        docks.add("training", "Training", QLabel("loss"), LEFT, height=450, shares_with="appearance")
        docks.fit()
        qtbot.addWidget(window)
        with qtbot.waitExposed(window):
            window.show()
        docks.window = window
        return docks

    return make_column


def test_a_panel_that_has_something_to_show_gets_room_of_the_others(column, qtbot):
    docks = column()
    before = docks["projection"].height()
    docks.show("training")
    qtbot.waitUntil(lambda: docks["training"].height() > 380)
    assert 200 <= docks["projection"].height() < before - 100


def test_room_is_given_back_when_the_panel_is_closed(column, qtbot):
    docks = column()
    before = docks["projection"].height()
    docks.show("training")
    qtbot.waitUntil(lambda: docks["training"].height() > 380)
    docks["training"].close()
    qtbot.waitUntil(lambda: abs(docks["projection"].height() - before) < 40)


def test_room_that_was_made_is_not_remembered(column, qtbot):
    docks = column()
    before = docks["projection"].height()
    docks.show("training")
    qtbot.waitUntil(lambda: docks["training"].height() > 380)
    next_start = column()
    next_start.unpack(docks.packed())
    qtbot.waitUntil(lambda: abs(next_start["projection"].height() - before) < 40)


def test_another_window_takes_over_the_arrangement(docks, qtbot, workbench):
    docks["projection"].close()
    other, others = make(workbench)
    qtbot.addWidget(other)
    others.unpack(docks.packed())
    assert not others["projection"].isVisible()
    assert others["word"].isVisible()


def test_the_arrangement_is_kept_even_while_the_panels_are_away(docks, qtbot, workbench):
    docks.put_away()
    other, others = make(workbench)
    qtbot.addWidget(other)
    others.unpack(docks.packed())
    assert others["word"].isVisible()


@pytest.mark.parametrize("damaged", ["", "not base64!", "Zm9v"])
def test_a_damaged_arrangement_changes_nothing(docks, damaged):
    docks.unpack(damaged)
    assert docks["word"].isVisible()


def test_damaged_base64_is_no_bytes():
    assert unpacked("*") is None
    assert bytes(unpacked("Zm9v").data()) == b"foo"
