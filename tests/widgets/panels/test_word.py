from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QPushButton

from explorer.embedding import Embedding
from explorer.neighbors.exact import nearest
from tests.conftest import three_groups
from widgets.commands import Command
from widgets.panels.word import WordPanel
from widgets.panels.word_question import facts_of


@pytest.fixture
def panel(workbench, qtbot):
    made = WordPanel(workbench)
    qtbot.addWidget(made)
    made.resize(300, 420)
    with qtbot.waitExposed(made):
        made.show()
    return made


@pytest.fixture
def king(panel, workbench, small_embedding, qtbot):
    """The panel with a word of sixty, and its neighbours."""
    workbench.store.change("Open", embeddings=(small_embedding,), embedding=small_embedding)
    go_to(panel, workbench, qtbot, 0)
    return small_embedding


def idle(workbench, qtbot):
    qtbot.waitUntil(lambda: not workbench.jobs.running, timeout=20_000)  # kernels may have to be loaded


def go_to(panel, workbench, qtbot, index):
    panel.go_to(index)
    idle(workbench, qtbot)


def rows(table, column=0):
    return [table.model().index(row, column).data() for row in range(table.model().rowCount())]


def click_row(table, qtbot, row):
    qtbot.mouseClick(
        table.viewport(), Qt.MouseButton.LeftButton, pos=table.visualRect(table.model().index(row, 0)).center()
    )


def test_without_a_word_it_says_what_would_fill_it_and_the_button_starts_a_search(panel, workbench, qtbot):
    searched = []
    workbench.commands.add(Command("search.word", "Search", "Edit", lambda: searched.append(True)))
    assert panel.currentWidget() is panel.empty
    qtbot.mouseClick(panel.empty.findChild(QPushButton), Qt.MouseButton.LeftButton)
    assert searched == [True]


def test_a_word_is_shown_with_its_facts_its_vector_and_its_neighbours(panel, king):
    assert panel.currentWidget() is panel.page
    assert panel.page.title.text() == "animal0"
    norm = np.linalg.norm(king.vectors[0].astype(np.float64))
    assert panel.page.facts.text() == f"rank\u00a01 · 600\u00a0occurrences · norm\u00a0{norm:.3f}"
    found = nearest(king, 0, 20, "cosine")
    assert rows(panel.page.table) == [king.index_to_key[i] for i in found.indices]
    assert rows(panel.page.table, 1) == [f"{value:.3f}".replace("-", "−") for value in found.values]
    assert panel.page.searched.text() == "nearest of 59 words"


def test_one_occurrence_is_not_called_occurrences():
    once = Embedding("e", ("a",), np.ones((1, 1), dtype=np.float32), counts=np.array([1]))
    assert facts_of(once, 0) == "rank\u00a01 · 1\u00a0occurrence · norm\u00a01.000"


def test_a_document_has_a_number_and_a_length():
    document = Embedding("e", ("a",), np.ones((1, 1), dtype=np.float32), counts=np.array([3400]), unit="document")
    assert facts_of(document, 0) == "document\u00a01 · 3,400\u00a0words · norm\u00a01.000"


@pytest.mark.parametrize("metric", ["l2", "l1", "dot", "cosine"])
def test_the_metric_is_switched_by_a_click_and_can_be_undone(panel, king, workbench, qtbot, metric):
    workbench.store.change("Ask by L2" if metric == "cosine" else "", metric="l2" if metric == "cosine" else "cosine")
    idle(workbench, qtbot)
    before = workbench.state.metric
    qtbot.mouseClick(panel.page.metrics.button(metric), Qt.MouseButton.LeftButton)
    idle(workbench, qtbot)
    assert workbench.state.metric == metric
    assert rows(panel.page.table) == [king.index_to_key[i] for i in nearest(king, 0, 20, metric).indices]
    workbench.store.undo()
    assert panel.page.metrics.current == before


def test_the_number_of_neighbours_is_typed(panel, king, workbench, qtbot):
    panel.page.topn.selectAll()
    qtbot.keyClicks(panel.page.topn, "7")
    qtbot.keyClick(panel.page.topn, Qt.Key.Key_Return)
    idle(workbench, qtbot)
    assert workbench.state.topn == 7
    assert len(rows(panel.page.table)) == 7


def test_a_click_on_a_neighbour_goes_there_and_the_arrows_lead_back_and_forward(panel, king, workbench, qtbot):
    first = rows(panel.page.table)[2]
    click_row(panel.page.table, qtbot, 2)
    idle(workbench, qtbot)
    assert panel.page.title.text() == first
    assert workbench.state.selection == (king.key_to_index[first],)
    assert not panel.page.forward_button.isEnabled()
    qtbot.mouseClick(panel.page.back_button, Qt.MouseButton.LeftButton)
    assert panel.page.title.text() == "animal0"
    assert not panel.page.back_button.isEnabled()
    qtbot.mouseClick(panel.page.forward_button, Qt.MouseButton.LeftButton)
    assert panel.page.title.text() == first


def test_the_way_back_is_a_command_with_a_shortcut(panel, king, workbench, qtbot):
    go_to(panel, workbench, qtbot, 5)
    workbench.commands.refresh(workbench.state)
    assert workbench.commands.action("word.back").shortcut().toString() == "Alt+Left"
    workbench.commands.run("word.back")
    assert workbench.state.word == 0
    workbench.commands.run("word.forward")
    assert workbench.state.word == 5


def test_several_selected_words_are_listed_with_their_counts(panel, king, workbench):
    workbench.store.change("Select", selection=(3, 4, 9))
    assert panel.currentWidget() is panel.selected
    assert panel.selected.title.text() == "3 words"
    assert rows(panel.selected.table) == [king.index_to_key[i] for i in (3, 4, 9)]
    assert rows(panel.selected.table, 1) == ["570", "560", "510"]


def test_without_counts_the_list_tells_the_ranks(panel, workbench, king):
    bare = replace(king, counts=None, name="bare")
    workbench.store.change("Open", embeddings=(bare,), embedding=bare, selection=(3, 4))
    assert rows(panel.selected.table, 1) == ["4", "5"]


def test_a_word_of_the_list_is_shown_while_the_others_stay_selected_and_there_is_a_way_back(
    panel, king, workbench, qtbot
):
    workbench.store.change("Select", selection=(3, 4, 9))
    click_row(panel.selected.table, qtbot, 1)
    idle(workbench, qtbot)
    assert (workbench.state.word, workbench.state.selection) == (4, (3, 4, 9))
    assert panel.currentWidget() is panel.page
    qtbot.mouseClick(panel.page.list_button, Qt.MouseButton.LeftButton)
    assert panel.currentWidget() is panel.selected


def test_clearing_the_word_and_the_selection_shows_what_would_fill_it(panel, king, workbench):
    workbench.store.change("Clear", word=None, selection=())
    assert panel.currentWidget() is panel.empty
    assert rows(panel.page.table) == []


def test_another_embedding_begins_a_new_trail_and_shows_no_neighbours_of_the_old(panel, king, workbench, qtbot):
    go_to(panel, workbench, qtbot, 5)
    other = replace(three_groups(10), name="other")
    workbench.store.change("Show other", embedding=other, word=2)
    assert rows(panel.page.table) == []
    idle(workbench, qtbot)
    assert len(rows(panel.page.table)) == 9
    assert not panel.page.back_button.isEnabled()


def test_a_vector_of_zeros_is_explained_in_a_sentence_and_other_metrics_still_answer(panel, workbench, qtbot):
    vectors = np.eye(4, dtype=np.float32)
    vectors[1] = 0
    embedding = Embedding("zeros", ("a", "b", "c", "d"), vectors)
    workbench.store.change("Open", embeddings=(embedding,), embedding=embedding, word=1)
    idle(workbench, qtbot)
    assert panel.page.problem.isVisible()
    assert panel.page.problem.text().endswith(".")
    qtbot.mouseClick(panel.page.metrics.button("l2"), Qt.MouseButton.LeftButton)
    idle(workbench, qtbot)
    assert not panel.page.problem.isVisible()
    assert len(rows(panel.page.table)) == 3


def test_while_a_model_learns_the_neighbours_are_refreshed_and_the_view_stays(panel, king, workbench, qtbot):
    go_to(panel, workbench, qtbot, 5)
    panel.page.table.verticalScrollBar().setValue(60)
    random = np.random.default_rng(1)
    later = replace(king, vectors=random.normal(size=king.vectors.shape).astype(np.float32))
    workbench.store.amend(embeddings=(later,), embedding=later, word=5, selection=(5,))
    idle(workbench, qtbot)
    assert rows(panel.page.table) == [later.index_to_key[i] for i in nearest(later, 5, 20, "cosine").indices]
    assert panel.page.table.verticalScrollBar().value() == 60
    assert panel.page.back_button.isEnabled()
    assert f"{np.linalg.norm(later.vectors[5]):.3f}" in panel.page.facts.text()


def test_while_a_model_learns_the_list_of_selected_words_stays_in_sight(panel, king, workbench):
    workbench.store.change("Select", selection=(3, 4, 9))
    later = replace(king, vectors=king.vectors * 2)
    workbench.store.amend(embeddings=(later,), embedding=later, word=0, selection=workbench.state.selection)
    assert panel.currentWidget() is panel.selected


def test_vectors_that_come_faster_than_answers_do_not_starve_the_table(panel, king, workbench, qtbot):
    """An answer is let come to its end before the next is asked for, and the last vectors are asked for at the end."""
    started = []
    workbench.jobs.started.connect(lambda job: started.append(job) if job.group == "neighbors" else None)
    random = np.random.default_rng(2)
    for _ in range(5):
        later = replace(king, vectors=random.normal(size=king.vectors.shape).astype(np.float32))
        workbench.store.amend(embeddings=(later,), embedding=later, word=0, selection=(0,))
    assert len(started) == 1
    assert not started[0].is_finished
    idle(workbench, qtbot)
    assert len(started) == 2
    assert rows(panel.page.table) == [later.index_to_key[i] for i in nearest(later, 0, 20, "cosine").indices]


def test_the_same_question_is_not_asked_twice(panel, king, workbench, qtbot):
    started = []
    workbench.jobs.started.connect(lambda job: started.append(job.label))
    workbench.store.change("Select", selection=(0, 1))
    workbench.store.change("Go to animal0", word=0, selection=(0,))
    assert started == []


def test_everything_fits_into_narrow_and_wide_panels(panel, king, workbench, qtbot):
    for width in (230, 260, 320):
        panel.resize(width, 500)
        qtbot.wait(10)
        for control in (panel.page.topn, panel.page.buttons, panel.page.metrics, panel.page.table):
            right = control.mapTo(panel, QPoint(control.width(), 0)).x()
            assert right <= width, control
        assert panel.minimumSizeHint().width() <= 230


def test_the_words_of_a_pattern_are_selected_and_the_odd_one_of_them_is_named(panel, king, workbench, qtbot):
    odd = king.index_of("colour3")
    panel.select_words("odd(...)", sorted([king.index_of("animal0"), king.index_of("animal1"), odd]))
    idle(workbench, qtbot)
    assert panel.currentWidget() is panel.selected
    assert workbench.store.undo_label == "Find odd(...)"
    assert panel.selected.odd_button.text() == "Least like the others: colour3"
    qtbot.mouseClick(panel.selected.odd_button, Qt.MouseButton.LeftButton)
    assert workbench.state.word == odd


def test_a_pattern_of_one_word_goes_there(panel, king, workbench, qtbot):
    panel.select_words("/^animal3$/", [king.index_of("animal3")])
    assert workbench.state.word == king.index_of("animal3")


def test_the_space_is_switched_in_the_panel_said_in_its_heading_and_undone(panel, king, workbench, qtbot):
    from explorer.neighbors.space import Space, in_space

    panel.page.approach.unfold.click()
    panel.page.approach.space.control("center").click()
    idle(workbench, qtbot)
    assert workbench.state.approach.space == Space(center=True)
    assert panel.page.note.isVisible()
    assert panel.page.note.text() == "Centred"
    found = nearest(in_space(king, Space(center=True)), 0, 20)
    assert rows(panel.page.table) == [king.index_to_key[i] for i in found.indices]
    workbench.store.undo()
    idle(workbench, qtbot)
    assert not panel.page.note.isVisible()
    assert not panel.page.approach.space.control("center").isChecked()
    assert rows(panel.page.table) == [king.index_to_key[i] for i in nearest(king, 0, 20).indices]


def test_an_index_is_built_when_its_button_is_pressed_and_what_it_finds_stands_beside_the_answer(
    panel, workbench, qtbot
):
    many = three_groups(1200)
    workbench.store.change("Open", embeddings=(many,), embedding=many, word=0)
    form = panel.page.approach
    form.unfold.click()
    qtbot.mouseClick(form.kinds.button("ivf"), Qt.MouseButton.LeftButton)
    assert workbench.state.approach.index is None
    form.build.click()
    assert panel.page.note.text() == "By IVF"
    idle(workbench, qtbot)
    assert panel.page.note.text().startswith("IVF · recall@10 ")
    assert not form.build.isVisible()
    qtbot.mouseClick(form.kinds.button("exact"), Qt.MouseButton.LeftButton)
    idle(workbench, qtbot)
    assert not panel.page.note.isVisible()


def test_an_index_that_cannot_be_built_leaves_the_exact_search(panel, king, workbench, qtbot):
    from explorer.neighbors.approach import EXACT, Approach
    from explorer.neighbors.index_options import PqOptions

    workbench.store.change("Search by PQ", approach=Approach(index=PqOptions()))
    idle(workbench, qtbot)
    assert workbench.state.approach == EXACT
    assert rows(panel.page.table) == [king.index_to_key[i] for i in nearest(king, 0, 20).indices]


def test_who_cancels_the_building_of_an_index_is_back_at_the_exact_search(panel, workbench, qtbot):
    from explorer.neighbors.approach import EXACT, Approach
    from explorer.neighbors.index_options import LshOptions

    many = three_groups(1200)
    workbench.store.change("Open", embeddings=(many,), embedding=many, word=0)
    workbench.store.change("Search by LSH", approach=Approach(index=LshOptions(n_bits=64)))
    (job,) = [each for each in workbench.jobs.running if each.group == "approach"]
    assert not job.quiet
    job.cancel()
    idle(workbench, qtbot)
    assert workbench.state.approach == EXACT
    assert not panel.page.note.isVisible()


def test_hubs_leave_with_the_neighbours_that_they_were_among(panel, workbench, qtbot):
    vectors = np.random.default_rng(0).normal(size=(300, 100)).astype(np.float32)
    vectors[5], vectors[0] = vectors.mean(axis=0), 0
    star = Embedding("star", tuple(f"w{i}" for i in range(300)), vectors)
    workbench.store.change("Open", embeddings=(star,), embedding=star, word=1, metric="l2")
    idle(workbench, qtbot)
    assert panel.page.hubs.sentence.isVisible()
    workbench.store.change("Ask for what has no answer", word=0, metric="cosine")
    idle(workbench, qtbot)
    qtbot.mouseClick(panel.page.metrics.button("cosine"), Qt.MouseButton.LeftButton)
    idle(workbench, qtbot)
    assert "is zero" in panel.page.problem.text()
    assert not panel.page.hubs.sentence.isVisible()


def test_neighbours_of_everybody_are_marked(panel, workbench, qtbot):
    vectors = np.random.default_rng(0).normal(size=(300, 100)).astype(np.float32)
    vectors[5] = vectors.mean(axis=0)
    star = Embedding("star", tuple(f"w{i}" for i in range(300)), vectors)
    workbench.store.change("Open", embeddings=(star,), embedding=star, word=0, metric="l2")
    idle(workbench, qtbot)
    assert panel.page.hubs.sentence.text().startswith("◦ Near very many words: w5")
    assert panel.page.hubs.sentence.isVisible()
    assert rows(panel.page.table)[0] == "w5 ◦"
    assert panel.page.table.words.cells(0)[0] == "w5"
    tooltip = panel.page.table.model().index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert "A hub: among the 10 nearest of 299 of 300 words drawn at random." in tooltip
