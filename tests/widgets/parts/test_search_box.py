from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow, QSpinBox, QVBoxLayout, QWidget

from widgets.parts.search_box import MAKE, SearchBox


@pytest.fixture
def window(workbench, small_embedding, qtbot):
    main = QMainWindow()
    qtbot.addWidget(main)
    centre = QWidget()
    column = QVBoxLayout(centre)
    main.box = SearchBox(workbench)
    main.other = QSpinBox()
    column.addWidget(main.other)
    column.addWidget(main.box)
    main.setCentralWidget(centre)
    main.addAction(workbench.commands.action("search.word"))
    workbench.store.change("Open", embeddings=(small_embedding,), embedding=small_embedding)
    main.resize(400, 300)
    with qtbot.waitExposed(main):
        main.show()
    qtbot.waitUntil(lambda: not workbench.jobs.running)
    return main


@pytest.fixture
def box(window):
    return window.box


@pytest.fixture
def chosen(box):
    told = []
    box.word_chosen.connect(told.append)
    return told


def test_typing_offers_the_most_frequent_words_that_begin_so(box, qtbot):
    box.setFocus()
    qtbot.keyClicks(box, "ani")
    assert box.completions[:3] == ("animal0", "animal1", "animal2")
    assert box.completer().popup().isVisible()
    qtbot.keyClick(box, Qt.Key.Key_Escape)


def test_enter_goes_to_the_word(box, chosen, qtbot, small_embedding):
    box.setFocus()
    qtbot.keyClicks(box, "colour3")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: chosen == [small_embedding.key_to_index["colour3"]])
    assert not box.completer().popup().isVisible()


def test_arrow_down_and_enter_go_to_the_offered_word_once(box, chosen, qtbot, small_embedding, workbench):
    box.setFocus()
    qtbot.keyClicks(box, "number")
    popup = box.completer().popup()
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: box.text() == "number1")
    qtbot.waitUntil(lambda: not workbench.jobs.running)
    assert chosen == [small_embedding.key_to_index["number1"]]


def test_a_click_on_an_offered_word_goes_to_it(box, chosen, qtbot, small_embedding):
    box.setFocus()
    qtbot.keyClicks(box, "colour")
    popup = box.completer().popup()
    at = popup.visualRect(popup.model().index(2, 0)).center()
    qtbot.mouseClick(popup.viewport(), Qt.MouseButton.LeftButton, pos=at)
    qtbot.waitUntil(lambda: box.text() == "colour2")
    assert chosen == [small_embedding.key_to_index["colour2"]]


def test_an_unknown_word_is_told_with_near_spellings_that_can_be_clicked(box, chosen, qtbot, small_embedding):
    box.setFocus()
    qtbot.keyClicks(box, "colour33")
    with qtbot.waitSignal(box.failed) as told:
        qtbot.keyClick(box, Qt.Key.Key_Return)
    assert told.args[0].startswith("“colour33” is not in the vocabulary. Did you mean ")
    assert box.hint.isVisible()
    assert 'href="colour3"' in box.hint.text()
    with qtbot.waitSignal(box.mended) as mended:
        box.hint.linkActivated.emit("colour3")
    assert mended.args == told.args
    qtbot.waitUntil(lambda: chosen == [small_embedding.key_to_index["colour3"]])
    assert not box.hint.isVisible()


def test_an_unknown_word_cannot_put_markup_into_the_hint(box, qtbot):
    box.setFocus()
    box.setText("<b>x</b>")
    with qtbot.waitSignal(box.failed):
        qtbot.keyClick(box, Qt.Key.Key_Return)
    assert "&lt;b&gt;" in box.hint.text()
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert not box.hint.isVisible()


def test_typing_on_hides_the_hint(box, qtbot):
    box.setFocus()
    qtbot.keyClicks(box, "zzzz")
    with qtbot.waitSignal(box.failed):
        qtbot.keyClick(box, Qt.Key.Key_Return)
    assert box.hint.isVisible()
    qtbot.keyClicks(box, "z")
    assert not box.hint.isVisible()


@pytest.mark.parametrize(
    ("key", "modifier"),
    [(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier), (Qt.Key.Key_Slash, Qt.KeyboardModifier.NoModifier)],
)
def test_ctrl_f_and_slash_come_to_the_box(window, workbench, qtbot, key, modifier):
    workbench.commands.refresh(workbench.state)
    window.other.setFocus()
    window.box.setText("old")
    qtbot.keyClick(window, key, modifier)
    assert window.box.hasFocus()
    assert window.box.selectedText() == "old"


def test_a_slash_can_be_typed_within_the_box(box, qtbot):
    box.setFocus()
    qtbot.keyClicks(box, "and/or")
    assert box.text() == "and/or"
    qtbot.keyClick(box, Qt.Key.Key_Escape)


def test_without_an_embedding_there_is_nothing_to_search(box, workbench):
    workbench.store.change("Close", embeddings=(), embedding=None)
    assert not box.isEnabled()
    assert "Open" in box.placeholderText()


def test_another_embedding_empties_the_box(box, workbench, qtbot):
    from tests.conftest import three_groups

    box.setFocus()
    qtbot.keyClicks(box, "animal1")
    qtbot.keyClick(box.completer().popup(), Qt.Key.Key_Escape)
    workbench.store.change("Show other", embedding=three_groups(seed=9))
    assert box.text() == ""
    assert box.completions == ()


def test_letters_that_no_word_is_made_of_are_told_even_while_words_that_contain_them_are_offered(box, chosen, qtbot):
    box.setFocus()
    qtbot.keyClicks(box, "nimal1")
    assert box.completions[0] == "animal1"
    with qtbot.waitSignal(box.failed):
        qtbot.keyClick(box.completer().popup(), Qt.Key.Key_Return)
    assert chosen == []


def test_later_vectors_of_the_same_words_leave_the_box_as_it_is(box, chosen, workbench, qtbot, small_embedding):
    box.setFocus()
    qtbot.keyClicks(box, "animal1")
    later = replace(small_embedding, vectors=small_embedding.vectors * 2)
    workbench.store.amend(embeddings=(later,), embedding=later)
    assert box.text() == "animal1"
    assert box.completions[0] == "animal1"
    assert workbench.jobs.running == (), "nothing is prepared again"
    qtbot.keyClick(box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: chosen == [small_embedding.key_to_index["animal1"]])


@pytest.fixture
def asked(box):
    told = []
    box.expression_chosen.connect(lambda text, indices: told.append((text, indices)))
    return told


def test_enter_asks_an_expression(box, asked, chosen, qtbot):
    box.setFocus()
    qtbot.keyClicks(box, "animal0 - colour0 + 2 colour1")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: asked == [("animal0 - colour0 + 2 colour1", (0, 1, 4))])
    assert chosen == []


def test_the_last_word_of_an_expression_is_completed_and_the_rest_stays(box, asked, chosen, qtbot):
    box.setFocus()
    qtbot.keyClicks(box, "animal0 - num")
    assert box.completions[:2] == ("number0", "number1")
    popup = box.completer().popup()
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: box.text() == "animal0 - number1")
    assert (asked, chosen) == ([], [])
    qtbot.keyClick(box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: asked == [("animal0 - number1", (0, 5))])


def test_a_mistake_in_an_expression_is_pointed_at(box, asked, qtbot):
    box.setFocus()
    qtbot.keyClicks(box, "animal0 * colour0")
    with qtbot.waitSignal(box.failed) as told:
        qtbot.keyClick(box, Qt.Key.Key_Return)
    assert told.args[0] == "Words can be multiplied by numbers only (character 11)."
    assert "<u><b>c</b></u>olour0" in box.hint.text()
    assert box.cursorPosition() == 10
    assert asked == []


def test_an_unknown_word_of_an_expression_can_be_mended_by_a_click(box, asked, qtbot):
    box.setFocus()
    qtbot.keyClicks(box, "animal0 + colour33 - number2")
    with qtbot.waitSignal(box.failed):
        qtbot.keyClick(box, Qt.Key.Key_Return)
    assert box.selectedText() == "colour33"
    box.hint.linkActivated.emit("colour3")
    qtbot.waitUntil(lambda: asked == [("animal0 + colour3 - number2", (0, 10, 8))])
    assert box.text() == "animal0 + colour3 - number2"


@pytest.mark.parametrize(("typed", "asked"), [("animalss", "animalss"), ("animal0 - an-imal", "animal0 - an-imal")])
def test_a_word_that_can_be_made_from_its_parts_is_offered_so(box, workbench, small_embedding, qtbot, typed, asked):
    expressions = []
    box.expression_chosen.connect(lambda *told: expressions.append(told))
    knowing = replace(small_embedding, vector_of=lambda word: small_embedding.vectors[0] if "imal" in word else None)
    workbench.store.swap_embedding(small_embedding, knowing)
    for text in ("xyz", typed):
        box.setText(text)
        qtbot.keyClick(box, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda text=text: text in box.hint.text() or text.split()[-1] in box.hint.text())
        assert ("made from its parts" in box.hint.text()) == (text == typed)
    box.hint.linkActivated.emit(MAKE)
    qtbot.waitUntil(lambda: bool(expressions))
    assert expressions == [(asked, (0,) if "-" in typed else ())]
