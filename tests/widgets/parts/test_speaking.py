"""What panels say of words they say of documents while those are shown, and of words again afterwards."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from widgets.parts.labels import ElidedLabel
from widgets.parts.speaking import speak_of_entries
from widgets.parts.word_table import WordTable


class Panel(QWidget):
    def __init__(self, workbench):
        super().__init__()
        self.button = QPushButton("Compare the selected words")
        self.button.setToolTip("How near the words are.")
        self.line = QLineEdit("word")
        self.line.setPlaceholderText("Add words …")
        self.box = QComboBox()
        self.box.addItems(["By frequency", "By alphabet"])
        self.name = ElidedLabel("Word", about="What a word is.")
        self.title = QLabel("No word yet")
        self.table = WordTable(workbench, "Selected words")
        column = QVBoxLayout(self)
        for each in (self.button, self.line, self.box, self.name, self.title, self.table):
            column.addWidget(each)
        speak_of_entries(self, workbench)


@pytest.fixture
def panel(workbench, qtbot):
    made = Panel(workbench)
    qtbot.addWidget(made)
    return made


@pytest.fixture
def documents(small_embedding):
    return replace(small_embedding, unit="document", index_to_key=tuple(f"text {i}" for i in range(60)))


def test_every_text_of_a_panel_speaks_of_documents_while_they_are_shown(panel, workbench, documents, small_embedding):
    workbench.store.change("Open", embeddings=(documents,), embedding=documents)
    assert (panel.button.text(), panel.button.toolTip()) == (
        "Compare the selected documents",
        "How near the documents are.",
    )
    assert panel.line.placeholderText() == "Add documents …"
    assert panel.box.itemText(0) == "By length"
    assert (panel.name.text(), panel.name.toolTip()) == ("Document", "What a document is.")
    assert (panel.table.words.headings[0], panel.table.accessibleName()) == ("Document", "Selected documents")
    workbench.store.change("Show", embeddings=(documents, small_embedding), embedding=small_embedding)
    assert panel.button.text() == "Compare the selected words"
    assert panel.table.words.headings[0] == "Word"


def test_what_the_user_typed_and_what_a_panel_tells_of_the_vocabulary_stay(panel, workbench, documents):
    panel.title.setText("word")
    workbench.store.change("Open", embeddings=(documents,), embedding=documents)
    assert (panel.line.text(), panel.title.text()) == ("word", "word")


def test_a_panel_that_is_made_while_documents_are_shown_speaks_of_them(workbench, documents, qtbot):
    workbench.store.change("Open", embeddings=(documents,), embedding=documents)
    made = Panel(workbench)
    qtbot.addWidget(made)
    assert made.title.text() == "No document yet"


def test_a_part_that_is_gone_by_then_is_left_out(panel, workbench, documents, qtbot):
    panel.button.deleteLater()
    qtbot.wait(1)
    workbench.store.change("Open", embeddings=(documents,), embedding=documents)
    assert panel.title.text() == "No document yet"
