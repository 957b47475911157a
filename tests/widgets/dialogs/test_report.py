import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from widgets.dialogs.report import ReportDialog

TRACE = 'Traceback (most recent call last):\n  File "a.py", line 1\nZeroDivisionError: division by zero'


@pytest.fixture
def dialog(qtbot):
    made = ReportDialog("UMAP failed unexpectedly: division by zero.", TRACE)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


def test_copy_puts_the_sentence_the_traceback_and_the_versions_on_the_clipboard(dialog, qtbot):
    qtbot.mouseClick(dialog.copy, Qt.MouseButton.LeftButton)
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("UMAP failed unexpectedly: division by zero.\n\nTraceback")
    assert "ZeroDivisionError" in copied
    assert "PySide6" in copied
    assert dialog.copy.text() == "Copied"


def test_it_does_not_hold_up_the_window_and_cannot_be_edited(dialog, qtbot):
    assert not dialog.isModal()
    before = dialog.details.toPlainText()
    qtbot.keyClicks(dialog.details, "x")
    assert dialog.details.toPlainText() == before == TRACE


def test_escape_closes_it(qtbot):
    dialog = ReportDialog("UMAP failed unexpectedly.", TRACE)
    dialog.show()
    with qtbot.waitSignal(dialog.destroyed):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
