from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from explorer.analysis.analogies import answer
from tests.conftest import three_groups
from widgets.commands import Command
from widgets.panels.expression_page import ZOOM
from widgets.panels.word import WordPanel

ANALOGY = "animal0 - colour0 + colour1"
TERMS = [(0, 1.0), (1, -1.0), (4, 1.0)]


@pytest.fixture
def panel(workbench, qtbot):
    made = WordPanel(workbench)
    qtbot.addWidget(made)
    embedding = three_groups()
    workbench.store.change("Open", embeddings=(embedding,), embedding=embedding)
    made.resize(300, 600)
    with qtbot.waitExposed(made):
        made.show()
    return made


@pytest.fixture
def ask(panel, workbench, qtbot):
    def run(text=ANALOGY, indices=(0, 1, 4)):
        panel.ask_expression(text, indices)
        idle(workbench, qtbot)

    return run


def idle(workbench, qtbot):
    qtbot.waitUntil(lambda: not workbench.jobs.running)


def words(panel):
    model = panel.expression.table.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def expected(embedding, **options):
    found = answer(embedding, TERMS, topn=20, **options)
    return [embedding.index_to_key[index] for index in found.indices]


def test_the_expression_is_the_title_and_its_answer_the_table(panel, ask, workbench):
    ask()
    assert panel.currentWidget() is panel.expression
    assert panel.expression.title.text() == ANALOGY
    assert words(panel) == expected(workbench.state.embedding)
    assert workbench.state.selection == (0, 1, 4)


@pytest.mark.parametrize("reading", ["mul", "distance"])
def test_another_reading_gives_its_answer(panel, ask, workbench, qtbot, reading):
    ask()
    qtbot.mouseClick(panel.expression.readings.button(reading), Qt.MouseButton.LeftButton)
    idle(workbench, qtbot)
    assert words(panel) == expected(workbench.state.embedding, reading=reading)


def test_the_metric_is_asked_for_only_where_it_counts(panel, ask, workbench, qtbot):
    ask()
    assert not panel.expression.metrics.isVisible()
    qtbot.mouseClick(panel.expression.readings.button("distance"), Qt.MouseButton.LeftButton)
    assert panel.expression.metrics.isVisible()
    qtbot.mouseClick(panel.expression.metrics.button("l1"), Qt.MouseButton.LeftButton)
    idle(workbench, qtbot)
    assert words(panel) == expected(workbench.state.embedding, reading="distance", metric="l1")
    assert panel.expression.table.words.headings[1] == "L1 distance"


def test_its_own_words_are_left_out_until_asked_for(panel, ask, workbench, qtbot):
    ask()
    assert not {"animal0", "colour0", "colour1"} & set(words(panel))
    panel.expression.leave_out.click()
    idle(workbench, qtbot)
    assert words(panel) == expected(workbench.state.embedding, leave_out_terms=False)


def test_a_click_on_an_answer_goes_to_the_word_and_a_button_leads_back(panel, ask, workbench, qtbot):
    ask()
    table = panel.expression.table
    table.word_activated.emit(table.words.word_index(0))
    assert panel.currentWidget() is panel.page
    assert panel.page.expression_button.isVisible()
    assert panel.page.expression_button.text() == ANALOGY
    qtbot.mouseClick(panel.page.expression_button, Qt.MouseButton.LeftButton)
    assert panel.currentWidget() is panel.expression
    assert workbench.state.selection == (0, 1, 4)


def test_undo_goes_back_to_the_expression_and_then_to_what_was_before(panel, ask, workbench):
    workbench.store.change("Go to number3", word=11, selection=(11,))
    ask()
    panel.go_to(7)
    workbench.store.undo()
    assert panel.currentWidget() is panel.expression
    workbench.store.undo()
    assert panel.currentWidget() is panel.page
    assert panel.page.title.text() == "number3"
    assert not panel.page.expression_button.isVisible()
    workbench.store.redo()
    assert panel.currentWidget() is panel.expression


def test_words_selected_after_it_are_listed(panel, ask, workbench):
    ask()
    workbench.store.change("Select", selection=(2, 3, 5))
    assert panel.currentWidget() is panel.selected


def test_closing_it_leaves_an_empty_panel(panel, ask, workbench, qtbot):
    ask()
    qtbot.mouseClick(panel.expression.close_button, Qt.MouseButton.LeftButton)
    assert panel.currentWidget() is panel.empty
    assert workbench.state.expression == ""


def test_what_has_no_answer_is_a_sentence(panel, ask, workbench, qtbot):
    from dataclasses import replace

    import numpy as np

    vectors = np.array(workbench.state.embedding.vectors)
    vectors[1] = 0
    zeros = replace(workbench.state.embedding, vectors=vectors)
    workbench.store.change("Open", embeddings=(zeros,), embedding=zeros)
    ask()
    assert "“colour0” is zero" in panel.expression.problem.text()
    assert words(panel) == []
    qtbot.mouseClick(panel.expression.readings.button("distance"), Qt.MouseButton.LeftButton)
    idle(workbench, qtbot)
    assert not panel.expression.problem.isVisible()
    assert len(words(panel)) == 20


def test_another_embedding_closes_it(panel, ask, workbench):
    ask()
    workbench.store.change("Show other", embedding=three_groups(seed=9))
    assert panel.currentWidget() is panel.empty


def test_a_word_that_is_made_from_its_parts_is_answered_and_marked(panel, ask, workbench):
    embedding = three_groups()
    knowing = replace(embedding, vector_of=lambda word: embedding.vectors[3] if word == "animalish" else None)
    workbench.store.change("Open", embeddings=(knowing,), embedding=knowing)
    ask("animalish", ())
    assert panel.currentWidget() is panel.expression
    assert words(panel)[0] == embedding.index_to_key[3]
    assert panel.expression.note.text() == "“animalish” is not in the vocabulary: it is made from its parts."


def test_the_map_can_be_had_to_zoom_to_it_by_the_keyboard_too(panel, ask, workbench, qtbot):
    zoomed = []
    workbench.commands.add(Command(ZOOM, "Zoom to the selected words", "View", lambda: zoomed.append(True), "Z"))
    ask()
    panel.expression.zoom.setFocus()
    qtbot.keyClick(panel.expression.zoom, Qt.Key.Key_Space)
    assert zoomed == [True]
