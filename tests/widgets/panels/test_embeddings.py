from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QPushButton, QToolButton

from explorer.corpus.reading import Corpus
from tests.conftest import three_groups
from widgets.commands import Command
from widgets.panels.embeddings import EmbeddingsPanel, about_corpus


@pytest.fixture
def panel(workbench, qtbot):
    made = EmbeddingsPanel(workbench)
    qtbot.addWidget(made)
    made.resize(264, 400)
    with qtbot.waitExposed(made):
        made.show()
    return made


@pytest.fixture
def first():
    return three_groups(60)


@pytest.fixture
def second():
    return replace(three_groups(30, seed=8), name="second")


@pytest.fixture
def corpus():
    return Corpus("speeches", (Path("a.txt"), Path("b.txt")), 2_134_000, ("utf-8", "utf-8"))


def focus(row, qtbot):
    qtbot.waitUntil(row.isVisible)
    row.setFocus()
    qtbot.waitUntil(row.hasFocus)


def named(row, prefix):
    return next(each for each in row.findChildren(QToolButton) if each.accessibleName().startswith(prefix))


def test_with_nothing_open_it_says_what_would_fill_it(panel):
    assert panel.nothing.isVisible()
    assert panel.embedding_rows == {}


def test_a_row_tells_the_name_the_size_and_the_origin(panel, workbench, first):
    workbench.store.change("Open", embeddings=(first,), embedding=first)
    row = panel.embedding_rows[first]
    assert row.accessibleName() == "three groups"
    assert row.accessibleDescription() == "60 × 8 · made for a test"
    assert row.property("current") is True
    assert not panel.nothing.isVisible()


def test_a_click_and_enter_show_an_embedding_and_it_can_be_undone(panel, workbench, first, second, qtbot):
    workbench.store.change("Open", embeddings=(first, second), embedding=first)
    qtbot.mouseClick(panel.embedding_rows[second], Qt.MouseButton.LeftButton)
    assert workbench.state.embedding is second
    assert panel.embedding_rows[second].property("current") is True
    assert panel.embedding_rows[first].property("current") is False
    qtbot.keyClick(panel.embedding_rows[first], Qt.Key.Key_Return)
    assert workbench.state.embedding is first
    workbench.store.undo()
    assert workbench.state.embedding is second


def test_a_press_that_is_let_go_elsewhere_shows_nothing(panel, workbench, first, second, qtbot):
    workbench.store.change("Open", embeddings=(first, second), embedding=first)
    row = panel.embedding_rows[second]
    qtbot.mousePress(row, Qt.MouseButton.LeftButton)
    qtbot.mouseRelease(row, Qt.MouseButton.LeftButton, pos=QPoint(5, -20))
    assert workbench.state.embedding is first


def test_the_close_button_closes_and_the_neighbour_takes_its_place(panel, workbench, first, second, qtbot):
    workbench.store.change("Open", embeddings=(first, second), embedding=first)
    row = panel.embedding_rows[first]
    focus(row, qtbot)
    close = named(row, "Close")
    assert close.isVisible()
    qtbot.mouseClick(close, Qt.MouseButton.LeftButton)
    assert workbench.state.embeddings == (second,)
    assert workbench.state.embedding is second
    assert list(panel.embedding_rows) == [second]


def test_delete_closes_the_last_and_undo_brings_it_back(panel, workbench, first, qtbot):
    workbench.store.change("Open", embeddings=(first,), embedding=first)
    qtbot.keyClick(panel.embedding_rows[first], Qt.Key.Key_Delete)
    assert workbench.state.embeddings == ()
    assert workbench.state.embedding is None
    assert panel.nothing.isVisible()
    workbench.store.undo()
    assert list(panel.embedding_rows) == [first]


def test_the_context_menu_offers_what_the_buttons_do(panel, workbench, corpus, qtbot):
    workbench.store.change("Open", corpora=(corpus,))
    menu = panel.corpus_rows[corpus].menu()
    assert [action.text() for action in menu.actions()] == ["Train on speeches…", "Close speeches"]
    with qtbot.waitSignal(panel.train_requested) as asked:
        menu.actions()[0].trigger()
    assert asked.args == [corpus]
    menu.close()


def test_a_click_on_a_corpus_asks_to_train_and_delete_closes_it(panel, workbench, corpus, qtbot):
    workbench.store.change("Open", corpora=(corpus,))
    row = panel.corpus_rows[corpus]
    assert row.accessibleDescription() == about_corpus(corpus) == "2.1 MB · 2 files"
    with qtbot.waitSignal(panel.train_requested) as asked:
        qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    assert asked.args == [corpus]
    qtbot.keyClick(row, Qt.Key.Key_Delete)
    assert workbench.state.corpora == ()
    assert not panel.corpora.isVisible()


def test_open_and_train_run_the_commands_of_the_window(panel, workbench, qtbot):
    ran = []
    for key in ("file.open", "embedding.train"):
        workbench.commands.add(Command(key, key, "File", lambda key=key: ran.append(key)))
    for button in panel.findChildren(QPushButton):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert ran == ["file.open", "embedding.train"]


def test_opening_another_leaves_the_rows_that_are_there_alone(panel, workbench, first, second, corpus, qtbot):
    workbench.store.change("Open", embeddings=(first,), embedding=first)
    row = panel.embedding_rows[first]
    focus(row, qtbot)
    workbench.store.change("Open", embeddings=(second, first), corpora=(corpus,), embedding=second)
    assert panel.embedding_rows[first] is row
    assert row.hasFocus()
    qtbot.waitUntil(lambda: panel.embedding_rows[second].y() < row.y())


def test_the_row_of_a_model_that_is_being_trained_stays_with_the_focus_and_names_its_latest_state(
    panel, workbench, first, second, qtbot
):
    workbench.store.change("Open", embeddings=(second, first), embedding=first)
    row = panel.embedding_rows[first]
    focus(row, qtbot)
    later = replace(first, vectors=first.vectors * 2, origin="epoch 2")
    workbench.store.amend(embeddings=(second, later), embedding=later)
    assert panel.embedding_rows[later] is row
    assert first not in panel.embedding_rows
    assert row.hasFocus()
    assert row.property("current") is True
    assert row.accessibleDescription() == "60 × 8 · epoch 2"
    qtbot.keyClick(row, Qt.Key.Key_Delete)
    assert workbench.state.embeddings == (second,)


def test_two_models_over_the_same_words_keep_rows_of_their_own(panel, workbench, first):
    twin = replace(first, name="twin")
    workbench.store.change("Open", embeddings=(first, twin), embedding=twin)
    assert panel.embedding_rows[first] is not panel.embedding_rows[twin]
    assert panel.embedding_rows[first].property("current") is False


def test_its_icons_are_drawn_anew_in_another_theme(panel, workbench, first):
    workbench.store.change("Open", embeddings=(first,), embedding=first)
    button = named(panel.embedding_rows[first], "Close")
    dark = button.icon().pixmap(14, 14).toImage()
    workbench.theme.choose("light")
    assert button.icon().pixmap(14, 14).toImage() != dark


def test_what_was_noticed_on_opening_can_be_read_again(panel, workbench, first, second):
    noticed = replace(second, notices=("2 rows with <nan> were left out, the first in line 10 of second.txt.",))
    workbench.store.change("Open", embeddings=(first, noticed), embedding=first)
    row = panel.embedding_rows[noticed]
    assert not row.sign.isHidden()
    assert "&lt;nan&gt; were left out, the first in line 10" in row.toolTip()
    assert "line 10 of second.txt" in row.accessibleDescription()
    assert panel.embedding_rows[first].sign.isHidden()


def test_the_notices_of_a_corpus_can_be_read_again(panel, workbench, corpus):
    workbench.store.change("Open", corpora=(replace(corpus, notices=("a.txt was read as cp1252.",)),))
    (row,) = panel.corpus_rows.values()
    assert not row.sign.isHidden()
    assert "cp1252" in row.toolTip()


def test_the_row_of_what_is_shown_is_in_sight_however_many_there_are(panel, workbench, qtbot):
    many = tuple(replace(three_groups(seed=seed), name=f"model {seed}") for seed in range(20))
    workbench.store.change("Open", embeddings=many, embedding=many[-1])

    def seen(embedding):
        row = panel.embedding_rows[embedding]
        return panel.viewport().rect().contains(row.geometry().translated(row.parentWidget().pos()))

    qtbot.waitUntil(lambda: seen(many[-1]) and not seen(many[0]))
    workbench.store.change("Show", embedding=many[0])
    qtbot.waitUntil(lambda: seen(many[0]) and not seen(many[-1]))


def test_a_file_that_is_opened_twice_has_two_rows(panel, workbench, first, qtbot):
    again = replace(first)
    workbench.store.change("Open", embeddings=(first,), embedding=first)
    workbench.store.change("Open", embeddings=(first, again), embedding=again)
    assert panel.embedding_rows[first] is not panel.embedding_rows[again]
    qtbot.mouseClick(panel.embedding_rows[first], Qt.MouseButton.LeftButton)
    assert workbench.state.embedding is first


def test_tab_goes_from_row_to_row_and_on_to_the_buttons(panel, workbench, first, second, corpus, qtbot):
    workbench.store.change("Open", embeddings=(first, second), corpora=(corpus,), embedding=first)
    rows = [panel.embedding_rows[first], panel.embedding_rows[second], panel.corpus_rows[corpus]]
    panel.activateWindow()
    focus(rows[0], qtbot)
    for expected in (*rows[1:], *panel.buttons):
        qtbot.keyClick(panel.focusWidget(), Qt.Key.Key_Tab)
        assert panel.focusWidget() is expected
