"""Vectors of documents are shown: the window speaks of documents wherever it speaks of what is shown."""

import re
from dataclasses import replace

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QWidget

from tests.conftest import three_groups
from widgets.parts.word_table import WordTable

NAMES = ("text", "toolTip", "accessibleName", "accessibleDescription", "placeholderText", "windowTitle")
OF_A_LENGTH = re.compile(r"\d\s+words?\b")  # "document 4 · 600 words"


def texts_within(*rooms):
    """Everything that can be read in some rooms, or heard by a screen reader."""
    for room in rooms:
        for each in (room, *room.findChildren(QWidget), *room.findChildren(QAction)):
            for name in NAMES:
                if name != "text" or isinstance(each, QLabel | QAbstractButton | QAction):
                    yield getattr(each, name, str)()
            if isinstance(each, QComboBox):
                yield from (each.itemText(item) for item in range(each.count()))
            if isinstance(each, WordTable):
                yield from each.words.headings


def test_the_window_speaks_of_documents_while_they_are_shown(user):
    window = user.window
    groups = three_groups()
    documents = replace(groups, unit="document", index_to_key=tuple(f"speech {i}" for i in range(60)))
    user.bench.store.change("Open", embeddings=(documents,), embedding=documents, color_by="cluster")
    user.waits_for_map()
    window.word_panel.go_to(3)
    user.clicks(window.word_panel.page.metrics.button("all"))
    for method in ("umap", "pca", "tsne", "axes", "as-is"):
        user.clicks(window.projection_panel.methods.button(method))
    user.bench.store.change("Select", selection=(1, 2, 3))
    user.waits_for_quiet()
    window.compare_tab.words.add_selected.click()
    user.waits_for_quiet()

    rooms = (window.map_tab, window.projection_panel, window.appearance_panel, window.docks["word"])
    read = [text for text in texts_within(*rooms, window.compare_tab, window.search_box, user.bench.commands) if text]
    assert sum("document" in text.lower() for text in read) > 40
    of_words = {text for text in read if re.search(r"(?<![\w-])words?\b", OF_A_LENGTH.sub("", text), re.IGNORECASE)}
    in_the_corpus = set(texts_within(window.word_panel.page.lines))  # which is hidden
    assert of_words - in_the_corpus == set()
    assert window.docks["word"].toggleViewAction().text() == "Document"
    assert user.bench.store.undo_label == "Compare 3 documents"

    user.bench.store.change("Show", embeddings=(documents, groups), embedding=groups)
    user.waits_for_quiet()
    assert window.docks["word"].windowTitle() == "Word"
    assert window.search_box.placeholderText().startswith("Search words")
    assert window.map_tab.status.text().startswith("60 words")
    assert not [text for text in texts_within(user.bench.commands) if "document" in text.lower()]
