"""Choosing the column of a table that holds the texts."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from explorer.corpus.judging import TextChoice
from explorer.corpus.table_heads import TableHead
from widgets.dialogs.choose_text import ChooseTextDialog

ROWS = tuple({"id": str(n), "title": f"Chapter {n}", "text": f"Call me\nIshmael {n}."} for n in range(20))
TABLE = TableHead(Path("/data/novel.csv"), ("id", "title", "text"), ("text", "title"), ROWS)


@pytest.fixture
def dialog(qtbot, workbench):
    made = ChooseTextDialog(workbench.theme, TABLE)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.open()
    yield made
    made.close()


def test_the_likeliest_column_is_chosen_and_documents_are_numbered(dialog, qtbot):
    assert dialog.choice == TextChoice(text_column="text")
    with qtbot.waitSignal(dialog.accepted):
        qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.result() == QDialog.DialogCode.Accepted


def test_only_columns_of_texts_are_offered_and_any_column_names_the_documents(dialog):
    assert [dialog.texts.itemText(place) for place in range(dialog.texts.count())] == ["text", "title"]
    dialog.texts.setCurrentText("title")
    dialog.names.setCurrentText("id")
    assert dialog.choice == TextChoice(text_column="title", name_column="id")


def test_the_first_rows_are_shown_and_the_chosen_column_is_set_off(dialog):
    assert dialog.rows.rowCount() == 8
    assert dialog.rows.item(2, 2).text() == "Call me Ishmael 2."
    chosen, other = dialog.rows.item(0, 2), dialog.rows.item(0, 1)
    assert chosen.background() != other.background()
    dialog.texts.setCurrentText("title")
    assert dialog.rows.item(0, 1).background() == dialog.rows.item(3, 1).background() != chosen.background()


def test_a_table_that_is_text_can_be_read_as_it_is(dialog, qtbot, workbench):
    dialog.as_text.click()
    assert dialog.choice == TextChoice(kind="text")
    assert not dialog.texts.isEnabled()
    for table, is_alone in ((TABLE, False), (TableHead(TABLE.path, TABLE.columns, TABLE.texts, ROWS, False), True)):
        other = ChooseTextDialog(workbench.theme, table, is_alone)
        qtbot.addWidget(other)
        assert other.as_text.isHidden()
