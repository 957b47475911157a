import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from explorer.analysis.comparison import pairwise
from explorer.analysis.groups import associate, separate
from explorer.neighbors.approach import Approach
from explorer.neighbors.space import Space, in_space
from tests.conftest import three_groups
from widgets.views.compare import CompareTab

ANIMALS, COLOURS = (0, 3, 6, 9), (1, 4, 7)


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
    qtbot.mouseClick(made.choices.views.button("groups"), Qt.MouseButton.LeftButton)
    idle(workbench, qtbot)
    return made


@pytest.fixture
def page(tab, workbench, qtbot):
    workbench.store.change("Group", groups=(ANIMALS, COLOURS))
    idle(workbench, qtbot)
    return tab.groups


def idle(workbench, qtbot):
    qtbot.waitUntil(lambda: not workbench.jobs.running)


def test_without_groups_it_says_what_would_fill_it(tab):
    assert tab.groups.isVisible()
    assert "Give two groups of words" in tab.groups.told.text()
    assert not tab.groups.heatmap.isVisible()
    assert not tab.words.isVisible()


def test_words_are_typed_into_a_group_and_undone(tab, workbench, qtbot, embedding):
    line = tab.groups.chips[1].line
    line.words_typed.emit(["animal2 animal4"])
    idle(workbench, qtbot)
    assert workbench.state.groups == ((), (6, 12), (), ())
    assert [chip.word for chip in tab.groups.chips[1].chips] == ["animal2", "animal4"]
    assert workbench.store.undo_label == "Change group 2"
    workbench.store.undo()
    assert tab.groups.chips[1].chips == []


def test_unknown_words_stay_told_while_the_groups_are_compared(page, workbench, qtbot):
    page.chips[0].line.words_typed.emit(["animal12 zebra"])
    page.chips[2].line.words_typed.emit(["yak"])
    idle(workbench, qtbot)
    page.chips[1].line.words_typed.emit(["colour5"])
    idle(workbench, qtbot)
    assert page.problem.isVisible()
    assert "Group 1: Not in the vocabulary: zebra." in page.problem.text()
    assert "Attributes 1: Not in the vocabulary: yak." in page.problem.text()
    page.chips[0].line.words_typed.emit(["animal13"])
    page.chips[2].line.words_typed.emit(["number5"])
    idle(workbench, qtbot)
    assert "zebra" not in page.problem.text()


def test_two_groups_are_compared_and_the_chance_is_told(page, embedding):
    found = separate(embedding, ANIMALS, COLOURS)
    text = page.told.text()
    assert f"{found.within[0]:.3f} within group 1, {found.within[1]:.3f} within group 2" in text.replace("\u2212", "-")
    assert "2.86% of all 35 ways to split the words (p = 0.029) set them apart as much." in text
    assert "WEAT" not in text
    np.testing.assert_array_equal(page.heatmap.matrix.values, pairwise(embedding, ANIMALS + COLOURS))


def test_attributes_add_the_association_test(page, embedding, workbench, qtbot):
    workbench.store.change("Group", groups=(ANIMALS, COLOURS, (12, 15), (10, 13)))
    idle(workbench, qtbot)
    found = associate(embedding, (ANIMALS, COLOURS), ((12, 15), (10, 13)))
    assert f"WEAT): effect size {found.effect_size:.3f}" in page.told.text()


def test_the_metric_is_that_of_the_other_views(page, tab, embedding, workbench, qtbot):
    qtbot.mouseClick(tab.choices.metrics.button("l1"), Qt.MouseButton.LeftButton)
    idle(workbench, qtbot)
    assert "Mean L1 distance" in page.told.text()
    np.testing.assert_array_equal(page.heatmap.matrix.values, pairwise(embedding, ANIMALS + COLOURS, "l1"))


def test_what_cannot_be_tested_is_a_sentence_beside_the_table(page, workbench, qtbot):
    workbench.store.change("Group", groups=(ANIMALS, (3, 1)))
    idle(workbench, qtbot)
    assert page.problem.text() == "A word is in both groups. Take it out of one of them."
    assert page.heatmap.isVisible()


def test_the_table_of_the_groups_is_copied(page, tab, embedding):
    tab.choices.copy.click()
    first, *rows = QGuiApplication.clipboard().text().split("\n")
    assert first.split("\t")[1:] == [embedding.index_to_key[index] for index in ANIMALS + COLOURS]
    assert len(rows) == 7


def test_other_views_come_back(page, tab, workbench, qtbot):
    workbench.store.change("Compare", compared=(0, 1))
    idle(workbench, qtbot)
    assert page.isVisible()
    qtbot.mouseClick(tab.choices.views.button("pairs"), Qt.MouseButton.LeftButton)
    idle(workbench, qtbot)
    assert tab.heatmap.isVisible()
    assert tab.heatmap.matrix.values.shape == (2, 2)
    assert tab.words.isVisible()


def test_another_embedding_empties_the_groups(page, workbench):
    other = three_groups(seed=9)
    workbench.store.change("Show other", embeddings=(other,), embedding=other)
    assert all(chips.chips == [] for chips in page.chips)
    assert not page.heatmap.isVisible()


def test_groups_are_compared_in_the_space_that_was_chosen_and_say_so(page, workbench, embedding, qtbot):
    workbench.store.change("Attributes", groups=(ANIMALS, COLOURS, (2,), (5,)))
    workbench.store.change("Centre", approach=Approach(Space(center=True)))
    idle(workbench, qtbot)
    moved = in_space(embedding, Space(center=True))
    words = (*ANIMALS, *COLOURS, 2, 5)
    np.testing.assert_array_equal(page.heatmap.matrix.values, pairwise(moved, words))
    assert page.told.text().startswith("Vectors centred.")
    between = separate(moved, ANIMALS, COLOURS).between
    effect = associate(moved, (ANIMALS, COLOURS), ((2,), (5,))).effect_size
    for value in (between, effect):
        assert f"{value:.3f}".replace("-", "\u2212") in page.told.text()
