import csv
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from explorer.analysis.comparison import contributions, pairwise, walk
from explorer.embedding import Embedding
from explorer.neighbors.approach import Approach
from explorer.neighbors.exact import nearest
from explorer.neighbors.space import Space, in_space
from tests.conftest import three_groups
from widgets.views.compare import CompareTab

WORDS = (0, 1, 3, 4, 8)


@pytest.fixture
def embedding():
    return three_groups()


@pytest.fixture
def tab(workbench, embedding, qtbot):
    made = CompareTab(workbench)
    qtbot.addWidget(made)
    workbench.store.change("Open", embeddings=(embedding,), embedding=embedding)
    made.resize(860, 700)
    with qtbot.waitExposed(made):
        made.show()
    idle(workbench, qtbot)
    return made


@pytest.fixture
def filled(tab, workbench, qtbot):
    workbench.store.change("Compare", compared=WORDS)
    idle(workbench, qtbot)
    return tab


def idle(workbench, qtbot):
    qtbot.waitUntil(lambda: not workbench.jobs.running)


def clicks_cell(tab, qtbot, row, column):
    at = tab.heatmap.place_of(row, column).center().toPoint()
    qtbot.mouseClick(tab.heatmap, Qt.MouseButton.LeftButton, pos=at)


def names(embedding, indices):
    return tuple(embedding.index_to_key[index] for index in indices)


def test_all_pairs_of_the_chosen_words_are_shown(filled, embedding):
    matrix = filled.heatmap.matrix
    assert matrix.rows == matrix.columns == names(embedding, WORDS)
    np.testing.assert_array_equal(matrix.values, pairwise(embedding, WORDS))
    assert (matrix.low, matrix.high) == (-1, 1)
    assert [chip.word for chip in filled.words.chips.chips] == list(matrix.rows)


@pytest.mark.parametrize("metric", ["l2", "l1", "dot"])
def test_each_metric_has_its_values_and_scale(filled, embedding, workbench, qtbot, metric):
    qtbot.mouseClick(filled.choices.metrics.button(metric), Qt.MouseButton.LeftButton)
    idle(workbench, qtbot)
    matrix = filled.heatmap.matrix
    np.testing.assert_array_equal(matrix.values, pairwise(embedding, WORDS, metric))
    assert matrix.diverging == (metric == "dot")
    assert matrix.high == pytest.approx(np.abs(matrix.values).max())
    assert workbench.state.metric == metric


def test_words_can_be_put_in_order(filled, embedding, workbench, qtbot):
    filled.choices.choose_order("alphabet")
    filled.choices.orders.activated.emit(2)
    idle(workbench, qtbot)
    assert filled.heatmap.matrix.rows == tuple(sorted(names(embedding, WORDS)))
    filled.choices.choose_order("cluster")
    filled.choices.orders.activated.emit(3)
    idle(workbench, qtbot)
    groups = [word.rstrip("0123456789") for word in filled.heatmap.matrix.rows]
    assert groups in [sorted(groups, key=order.index) for order in permutations_of(groups)]
    assert filled.heatmap.matrix.tree.shape == (4, 4, 2)
    np.testing.assert_array_equal(
        filled.heatmap.matrix.values,
        pairwise(embedding, [embedding.index_of(word) for word in filled.heatmap.matrix.rows]),
    )


def permutations_of(groups):
    from itertools import permutations

    return [list(each) for each in permutations(sorted(set(groups)))]


def test_an_order_by_hand_replaces_the_chosen_one(filled, workbench, qtbot):
    filled.choices.choose_order("alphabet")
    filled.words.chips.words_changed.emit((4, 0, 1, 3, 8))
    idle(workbench, qtbot)
    assert filled.choices.order == "chosen"
    assert workbench.state.compared == (4, 0, 1, 3, 8)
    assert workbench.store.undo_label == "Reorder the compared words"


def test_words_by_dimensions_shows_the_vectors(filled, embedding, qtbot):
    qtbot.mouseClick(filled.choices.views.button("dimensions"), Qt.MouseButton.LeftButton)
    matrix = filled.heatmap.matrix
    np.testing.assert_array_equal(matrix.values, embedding.vectors[list(WORDS)])
    assert matrix.columns == tuple(str(each) for each in range(1, 9))
    assert filled.heatmap.text_of(1, 2).startswith("colour0, dimension 3: ")


def test_the_line_below_tells_the_mean_and_who_matches_least(filled, embedding):
    values = pairwise(embedding, WORDS)
    mean = values[np.triu_indices(5, 1)].mean()
    assert f"mean of the pairs {mean:.3f}".replace("-", "\u2212") in filled.status.text()
    assert "“number2” matches the others least" in filled.status.text()


def test_escape_closes_the_pair(filled, workbench, qtbot):
    clicks_cell(filled, qtbot, 0, 3)
    idle(workbench, qtbot)
    qtbot.keyClick(filled.heatmap, Qt.Key.Key_Escape)
    assert not filled.pair.isVisible()
    assert filled.heatmap.isVisible()


def test_a_click_on_a_cell_looks_closely_at_the_pair(filled, embedding, workbench, qtbot):
    clicks_cell(filled, qtbot, 0, 3)
    idle(workbench, qtbot)
    assert filled.pair.isVisible()
    assert filled.pair.title.text() == "animal0 · colour1"
    parts = contributions(embedding, 0, 4, "cosine")
    table = filled.pair.dimensions.words
    assert table.headings == ("Dim.", "part", "animal0", "colour1")
    assert [row[:2] for row in map(table.cells, range(8))] == [
        [str(dimension + 1), part] for dimension, part in zip(parts.dimensions, parts.parts.tolist(), strict=True)
    ]
    cosine, l2 = (pairwise(embedding, (0, 4), metric)[0, 1] for metric in ("cosine", "l2"))
    assert f"cosine\u00a0{cosine:.3f}".replace("-", "\u2212") in filled.pair.facts.text()
    assert f"L2\u00a0{l2:.3f}" in filled.pair.facts.text()


def test_the_pair_follows_the_metric_and_goes_with_its_words(filled, workbench, qtbot):
    clicks_cell(filled, qtbot, 0, 3)
    idle(workbench, qtbot)
    qtbot.mouseClick(filled.choices.metrics.button("l2"), Qt.MouseButton.LeftButton)
    idle(workbench, qtbot)
    assert filled.pair.dimensions.words.headings[1] == "difference²"
    assert "of the L2 distance, squared" in filled.pair.told.text()
    filled.words.change((0, 1, 3))
    idle(workbench, qtbot)
    assert not filled.pair.isVisible()


@pytest.mark.parametrize("way", ["line", "slerp"])
def test_the_words_on_the_way_are_listed_each_once_in_a_row(filled, embedding, workbench, qtbot, way):
    clicks_cell(filled, qtbot, 0, 3)
    qtbot.mouseClick(filled.pair.pages.button("path"), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(filled.pair.ways.button(way), Qt.MouseButton.LeftButton)
    idle(workbench, qtbot)
    path = walk(embedding, 0, 4, way)
    rows = [filled.pair.path.words.cells(row) for row in range(filled.pair.path.words.rowCount())]
    met = [word for word, _, first, last in rows for _ in range(first, last + 1, 10)]
    assert met == [embedding.index_to_key[index] for index in path.indices]
    assert rows[0][1] == pytest.approx(path.values[path.indices == embedding.index_of(rows[0][0])].max())


def test_a_dimension_of_the_pair_is_found_among_the_vectors(filled, workbench, qtbot):
    clicks_cell(filled, qtbot, 2, 4)
    idle(workbench, qtbot)
    filled.pair.dimension_asked.emit(5)
    assert filled.choices.views.current == "dimensions"
    assert filled.heatmap.cursor_cell == (2, 5)


def test_the_diagonal_and_the_labels_go_to_the_word(filled, workbench, qtbot):
    clicks_cell(filled, qtbot, 2, 2)
    assert workbench.state.word == 3
    filled.heatmap.column_clicked.emit(4)
    assert workbench.state.word == 8
    filled.heatmap.row_clicked.emit(1)
    assert workbench.state.word == 1
    filled.words.chips.word_asked.emit(4)
    assert workbench.state.word == 4


def test_words_are_added_and_taken_out_and_undone(filled, workbench):
    filled.words.add((3, 20))
    assert workbench.state.compared == (*WORDS, 20)
    assert workbench.store.undo_label == "Compare 1 word"
    filled.words.clear.click()
    assert workbench.state.compared == ()
    assert not filled.heatmap.isVisible()
    assert filled.empty.isVisible()
    workbench.store.undo()
    workbench.store.undo()
    assert workbench.state.compared == WORDS


def test_what_is_selected_on_the_map_can_be_added(filled, workbench, qtbot):
    assert not filled.words.add_selected.isVisible()
    workbench.store.change("Select", selection=(1, 30, 31))
    assert filled.words.add_selected.text() == "Add the 2 selected"
    wanted = []
    filled.wanted.connect(lambda: wanted.append(True))
    filled.words.add_selected.click()
    assert workbench.state.compared == (*WORDS, 30, 31)
    assert wanted == [True]
    assert not filled.words.add_selected.isVisible()


def test_unknown_words_are_told_below(filled, qtbot, workbench):
    filled.words.chips.line.words_typed.emit(["zebra", "animal5"])
    idle(workbench, qtbot)
    assert filled.words.problem.text() == "Not in the vocabulary: zebra."
    assert workbench.state.compared == (*WORDS, 15)


def test_without_an_embedding_it_says_what_would_fill_it(tab, workbench):
    opened = []
    from widgets.commands import Command

    workbench.commands.add(Command("file.open", "Open…", "File", lambda: opened.append(True)))
    workbench.store.change("Close", embeddings=(), embedding=None)
    assert "Open word vectors" in tab.empty.sentence.text()
    tab.empty.button.click()
    assert opened == [True]


def test_without_words_it_offers_those_at_hand(tab, embedding, workbench, qtbot):
    assert "Choose two words or more" in tab.empty.sentence.text()
    assert not tab.empty.button.isVisible()
    workbench.store.change("Go", word=3, selection=(3,))
    assert tab.empty.button.text() == "Compare animal1 and the 9 words nearest to it"
    tab.empty.button.click()
    idle(workbench, qtbot)
    assert workbench.state.compared == (3, *nearest(embedding, 3, 9).indices)
    workbench.store.undo()
    workbench.store.change("Select", selection=(3, 4, 5))
    assert tab.empty.button.text() == "Compare the 3 selected words"
    tab.empty.button.click()
    assert workbench.state.compared == (3, 4, 5)


def test_one_word_needs_another(tab, workbench):
    workbench.store.change("Compare", compared=(3,))
    assert tab.empty.sentence.text() == "Choose one more word to compare it with."


def test_a_word_without_a_direction_has_no_cosine_but_a_distance(tab, workbench, qtbot):
    vectors = np.array(three_groups().vectors)
    vectors[1] = 0
    zeros = replace(three_groups(), vectors=vectors)
    workbench.store.change("Open", embeddings=(zeros,), embedding=zeros, compared=(0, 1, 2))
    idle(workbench, qtbot)
    assert tab.heatmap.text_of(0, 1) == "animal0 · colour0: no value"
    clicks_cell(tab, qtbot, 0, 1)
    idle(workbench, qtbot)
    assert "“colour0” is zero" in tab.pair.problem.text()
    assert "cosine\u00a0undefined" in tab.pair.facts.text()
    tab.copy()
    assert "nan" not in QGuiApplication.clipboard().text()


def test_the_table_is_copied_and_exported(filled, embedding, workbench, qtbot, tmp_path, monkeypatch):
    filled.choices.copy.click()
    first, second, *_ = (line.split("\t") for line in QGuiApplication.clipboard().text().split("\n"))
    values = pairwise(embedding, WORDS)
    assert first == ["", *names(embedding, WORDS)]
    assert second == ["animal0", *(f"{value:.6g}" for value in values[0])]
    path = tmp_path / "table.csv"
    monkeypatch.setattr("widgets.views.table_saving.ask_save_place", lambda *_: path)
    filled.choices.export.click()
    idle(workbench, qtbot)
    rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
    assert rows[0] == ["", *names(embedding, WORDS)]
    np.testing.assert_array_equal(np.array([row[1:] for row in rows[1:]], dtype=float), values)


@pytest.mark.parametrize(("suffix", "begins"), [(".png", b"\x89PNG"), (".svg", b"<?xml"), (".pdf", b"%PDF")])
def test_the_picture_is_saved_as_its_name_tells(filled, workbench, qtbot, tmp_path, monkeypatch, suffix, begins):
    path = tmp_path / f"picture{suffix}"
    monkeypatch.setattr("widgets.parts.picture_saving.QFileDialog.getSaveFileName", lambda *_: (str(path), ""))
    filled.choices.picture.click()
    idle(workbench, qtbot)
    assert path.read_bytes().startswith(begins)


def test_while_it_cannot_be_seen_it_does_not_work(filled, workbench, qtbot):
    started = []
    workbench.jobs.started.connect(lambda job: started.append(job.group))
    filled.hide()
    filled.words.change((0, 1))
    assert "compare" not in started
    filled.show()
    idle(workbench, qtbot)
    assert filled.heatmap.matrix.values.shape == (2, 2)


def test_later_vectors_of_a_model_that_learns_are_compared_again(filled, embedding, workbench, qtbot):
    later = replace(embedding, vectors=embedding.vectors[:, ::-1] + 1)
    workbench.store.swap_embedding(embedding, later)
    idle(workbench, qtbot)
    np.testing.assert_array_equal(filled.heatmap.matrix.values, pairwise(later, WORDS))


def test_another_embedding_is_compared_anew(filled, workbench):
    other = Embedding("other", ("a", "b"), np.eye(2, dtype=np.float32))
    workbench.store.change("Show other", embeddings=(other,), embedding=other)
    assert workbench.state.compared == ()
    assert filled.words.chips.chips == []
    assert filled.empty.isVisible()


def test_many_chips_scroll_and_leave_room_for_the_table(filled, workbench, qtbot):
    one_row = filled.words.height()
    filled.words.change(range(60))
    idle(workbench, qtbot)
    qtbot.waitUntil(lambda: filled.words.height() > one_row)
    assert filled.words.height() <= 120
    assert filled.heatmap.height() > 400
    filled.words.change((0, 1))
    qtbot.waitUntil(lambda: filled.words.height() == one_row)


def test_more_words_than_can_be_read_are_cut_with_a_sentence(tab, workbench, qtbot):
    many = three_groups(400)
    workbench.store.change("Open", embeddings=(many,), embedding=many)
    tab.words.add(range(400))
    assert len(workbench.state.compared) == 300
    assert tab.words.problem.text() == "Only the first 300 of 400 words are compared."


def test_words_that_are_typed_beyond_the_most_are_told_beside_those_that_are_unknown(tab, workbench, qtbot):
    many = three_groups(400)
    workbench.store.change("Open", embeddings=(many,), embedding=many, compared=tuple(range(300)))
    tab.words.chips.line.words_typed.emit([many.index_to_key[350]])
    idle(workbench, qtbot)
    assert tab.words.problem.text() == "Only the first 300 of 301 words are compared."
    tab.words.chips.line.words_typed.emit([many.index_to_key[350], "zebra"])
    idle(workbench, qtbot)
    first, second = tab.words.problem.text().split("\n")
    assert (first, second) == ("Only the first 300 of 301 words are compared.", "Not in the vocabulary: zebra.")


@pytest.mark.parametrize("space", [Space(center=True), Space(without_top=True, unit=True)])
def test_words_and_pairs_are_compared_in_the_space_that_was_chosen_and_say_so(
    filled, embedding, workbench, qtbot, space
):
    clicks_cell(filled, qtbot, 0, 2)
    workbench.store.change("Centre", approach=Approach(space))
    idle(workbench, qtbot)
    moved = in_space(embedding, space)
    np.testing.assert_array_equal(filled.heatmap.matrix.values, pairwise(moved, WORDS))
    told = space.told(embedding.dim)
    assert told in filled.status.text() and filled.pair.facts.text().endswith(told)
    one, other = filled.pair.pair
    parts = contributions(moved, one, other, "cosine")
    first = filled.pair.dimensions.words.cells(0)
    assert first == [str(parts.dimensions[0] + 1), parts.parts[0], *moved.vectors[[one, other], parts.dimensions[0]]]
    met = walk(moved, one, other)
    assert filled.pair.path.words.cells(0)[0] == embedding.index_to_key[met.indices[0]]
    filled.choices.views.choose("dimensions")
    filled.choices.view_chosen.emit("dimensions")
    np.testing.assert_array_equal(filled.heatmap.matrix.values, moved.vectors[list(WORDS)])
    workbench.store.undo()
    idle(workbench, qtbot)
    np.testing.assert_array_equal(filled.heatmap.matrix.values, embedding.vectors[list(WORDS)])


def test_a_space_in_which_nothing_is_left_says_so_and_shows_nothing(tab, workbench, qtbot):
    equal = Embedding("equal", ("a", "b", "c"), np.ones((3, 2), np.float32))
    workbench.store.change("Open", embedding=equal, embeddings=(equal,))
    workbench.store.change("Compare", compared=(0, 1))
    idle(workbench, qtbot)
    workbench.store.change("Centre", approach=Approach(Space(center=True)))
    idle(workbench, qtbot)
    assert "Nothing is left" in tab.words.problem.text() and tab.heatmap.matrix is None
    workbench.store.undo()
    idle(workbench, qtbot)
    assert not tab.words.problem.text() and tab.heatmap.matrix is not None
