import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow, QSpinBox

from explorer.session.state import State
from widgets.commands import Command, CommandTable


@pytest.fixture
def table(qapp):
    return CommandTable()


def has_word(state):
    return state.word is not None


def test_commands_come_in_the_order_in_which_they_were_added(table):
    for key in ("file.open", "map.fit", "edit.undo"):
        table.add(Command(key, key, "File", lambda: None))
    assert [command.key for command in table] == ["file.open", "map.fit", "edit.undo"]
    assert "map.fit" in table
    assert "map.pan" not in table


def test_running_a_command_does_what_its_action_does(table):
    ran = []
    action = table.add(Command("map.fit", "Fit all", "View", lambda: ran.append("fit"), "F"))
    table.run("map.fit")
    action.trigger()
    assert ran == ["fit", "fit"]
    assert table.action("map.fit") is action
    assert (action.text(), action.shortcut().toString()) == ("Fit all", "F")


def test_a_key_and_a_shortcut_are_given_once_only(table):
    table.add(Command("map.fit", "Fit all", "View", lambda: None, "F"))
    with pytest.raises(ValueError, match=r"map\.fit exists"):
        table.add(Command("map.fit", "Fit again", "View", lambda: None))
    with pytest.raises(ValueError, match="shortcut F is taken"):
        table.add(Command("map.freeze", "Freeze", "View", lambda: None, "F"))
    assert "map.freeze" not in table


def test_one_shortcut_spelled_in_two_ways_is_still_one(table):
    table.add(Command("edit.find", "Find", "Edit", lambda: None, "Ctrl+Shift+F"))
    with pytest.raises(ValueError, match="is taken"):
        table.add(Command("map.find", "Find", "View", lambda: None, "shift+ctrl+f"))


def test_what_makes_no_sense_now_is_disabled_and_does_nothing(table):
    ran = []
    table.add(Command("map.center", "Centre", "View", lambda: ran.append(1), enabled=has_word))
    table.refresh(State())
    assert not table.action("map.center").isEnabled()
    table.run("map.center")
    assert ran == []
    table.refresh(State(word=3))
    table.run("map.center")
    assert ran == [1]


def test_a_command_knows_from_the_start_whether_it_makes_sense(table):
    table.refresh(State())
    action = table.add(Command("map.center", "Centre", "View", lambda: None, enabled=has_word))
    assert not action.isEnabled()


def test_a_letter_is_a_shortcut_in_the_window_but_is_typed_where_text_is_typed(table, qtbot):
    ran = []
    window = QMainWindow()
    qtbot.addWidget(window)
    window.addAction(table.add(Command("map.fit", "Fit all", "View", lambda: ran.append(1), "1")))
    spin = QSpinBox()
    window.setCentralWidget(spin)
    with qtbot.waitExposed(window):
        window.show()
    qtbot.keyClick(window, Qt.Key.Key_1)
    assert ran == [1]
    spin.setFocus()
    spin.selectAll()
    qtbot.keyClick(spin, Qt.Key.Key_1)
    assert ran == [1]
    assert spin.value() == 1
