from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QRadioButton

from widgets.dialogs.choose_reading import ChooseReadingDialog

READINGS = (
    ("vectors", "Word vectors", "A word and its numbers."),
    ("corpus", "A text", "Lines of words."),
)


@pytest.fixture
def dialog(qtbot):
    made = ChooseReadingDialog(Path("/data/odd.txt"), READINGS, ["the 0.1 0.2", "x" * 500])
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.close()


def buttons(dialog):
    return dialog.findChildren(QRadioButton)


def test_the_likelier_reading_comes_first_and_is_chosen(dialog):
    assert [button.text() for button in buttons(dialog)] == ["Word vectors", "A text"]
    assert dialog.chosen == "vectors"


def test_the_other_is_chosen_by_a_click_and_by_an_arrow_key(dialog, qtbot):
    qtbot.keyClick(buttons(dialog)[0], Qt.Key.Key_Down)
    assert dialog.chosen == "corpus"
    qtbot.mouseClick(buttons(dialog)[0], Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    assert dialog.chosen == "vectors"


def test_enter_opens_and_escape_does_not(dialog, qtbot):
    with qtbot.waitSignal(dialog.accepted):
        qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.result() == QDialog.DialogCode.Accepted
    dialog.show()
    with qtbot.waitSignal(dialog.rejected):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)


def test_the_first_rows_are_shown_and_long_ones_are_cut(dialog):
    shown = dialog.findChild(QPlainTextEdit).toPlainText().split("\n")
    assert shown[0] == "the 0.1 0.2"
    assert len(shown[1]) < 200
    assert shown[1].endswith("…")
