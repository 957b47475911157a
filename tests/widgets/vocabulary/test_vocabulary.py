"""The Vocabulary tab: the words of the open corpus, how they are distributed, what a training would keep of them."""

import csv

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt

from explorer.corpus.reading import open_corpus
from explorer.corpus.token_options import TokenOptions
from explorer.corpus.word_frequencies import WordCounts
from explorer.embedding import Embedding
from widgets.vocabulary.limits import Limits
from widgets.vocabulary.tab import OPEN, VocabularyTab
from widgets.vocabulary.words import places_of

TEXT = "The cat is fluffy. The dog is fluffy. The cat and the dog are friends."


@pytest.fixture
def corpus(tmp_path):
    (tmp_path / "three.txt").write_text(TEXT, encoding="utf-8")
    return open_corpus([tmp_path / "three.txt"])


@pytest.fixture
def tab(qtbot, workbench):
    made = VocabularyTab(workbench)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    with qtbot.waitExposed(made):
        made.show()
    return made


@pytest.fixture
def counted(tab, workbench, corpus, qtbot):
    workbench.store.change("Open", corpora=(corpus,))
    qtbot.waitUntil(lambda: tab.table.table.words.rowCount() == 8)
    return tab


def learned(corpus, *words, **fields):
    return Embedding(f"{corpus.name} · skip-gram", words, np.ones((len(words), 2), np.float32), **fields)


def rows_of(tab):
    model = tab.table.table.words
    return [model.cells(row) for row in range(model.rowCount())]


def test_without_a_corpus_the_tab_says_what_would_fill_it_and_offers_it(tab):
    assert tab.empty.sentence.text() == OPEN
    assert tab.empty.button.isVisible()
    assert tab.empty.button.text() == "Open a corpus"


def test_the_words_are_there_with_rank_count_and_coverage(counted):
    assert counted.table.table.words.headings == ("Word", "rank", "count", "% so far")
    first, second = rows_of(counted)[:2]
    assert first == ["the", 1, 4, pytest.approx(100 * 4 / 15)]
    assert second == ["cat", 2, 2, pytest.approx(100 * 6 / 15)]
    assert counted.chain.text() == "three: Words · lower case"
    assert counted.distribution.half.text() == "3 words make up half of the text, 7 words 90%."
    assert counted.distribution.fit.text().startswith("Dashed: count = ")


def test_the_table_sorts_and_filters(counted):
    counted.table.table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    assert rows_of(counted)[0][0] == "and"
    counted.table.filter.setText("^f")
    assert [row[0] for row in rows_of(counted)] == ["fluffy", "friends"]
    assert counted.table.told.text() == "2 of 8 words"
    counted.table.filter.setText("")
    assert len(rows_of(counted)) == 8


@pytest.mark.parametrize(
    ("wanted", "found"), [("", [0, 1, 2]), ("UN", [0, 1, 2]), ("^un", [1]), ("n$", [0, 1]), ("^runs$", [2]), ("$", [])]
)
def test_letters_may_be_wanted_at_the_beginning_or_the_end_of_a_word(wanted, found):
    assert places_of(("run", "Unrun", "runs"), wanted) == found


def test_the_sliders_tell_at_once_what_would_be_kept(qtbot, workbench, counted):
    limits = counted.distribution.limits
    limits.set_values(2, 0.0)
    assert limits.words.text() == "Keeps 5 of 8 words, drops 3; what is kept makes up 80.0% of the text."
    assert limits.tokens.text() == "All 12 tokens of these words are read."
    limits.set_values(2, 0.05)
    assert limits.tokens.text().startswith("Reads ")
    assert "of “the” is read" in limits.tokens.text()
    limits.set_values(1000, 0.05)
    assert limits.tokens.text() == "There is nothing left to read."


def test_limits_without_a_corpus_show_their_values(qtbot):
    limits = Limits()
    qtbot.addWidget(limits)
    assert limits.values == (5, 0.001)


def test_a_word_that_is_chosen_is_current_everywhere_and_shows_its_lines(counted, workbench, corpus, qtbot):
    embedding = learned(corpus, "cat", "dog")
    workbench.store.change("Train", embeddings=(embedding,), embedding=embedding)
    counted.table.table.word_activated.emit(counted._counts.rank_of["dog"])
    assert workbench.state.word == 1
    assert workbench.state.selection == (1,)
    qtbot.waitUntil(lambda: counted.distribution.lines.lines.rowCount() == 2)
    workbench.store.change("Go to cat", word=0)
    assert counted.distribution.heading.text() == "LINES OF “cat”"
    row = counted.table.table.selectionModel().selectedRows()[0].row()
    assert rows_of(counted)[row][0] == "cat"
    assert counted.distribution.zipf.pointed_text == "cat: 2, rank 2"


def test_a_word_that_no_model_knows_is_shown_here_all_the_same(counted, workbench, qtbot):
    curve = counted.distribution.zipf
    qtbot.mouseClick(curve, Qt.MouseButton.LeftButton, pos=QPoint(curve.width() - 8, 60))
    word = counted._counts.words[-1]
    assert counted.distribution.heading.text() == f"LINES OF “{word}”"
    assert workbench.state.word is None
    qtbot.waitUntil(lambda: counted.distribution.lines.lines.rowCount() == 1)


def test_the_words_are_those_that_the_shown_model_was_learned_from(counted, workbench, corpus, qtbot):
    embedding = learned(corpus, "cat", "dog", preprocessing={"stop_words": True})
    workbench.store.change("Train", embeddings=(embedding,), embedding=embedding)
    qtbot.waitUntil(lambda: len(rows_of(counted)) == 4)
    assert "stop words left out" in counted.chain.text()


def test_other_words_can_be_asked_for_and_are_counted_anew(counted, corpus, qtbot):
    with qtbot.waitSignal(counted.words_requested) as asked:
        counted.words.click()
    assert asked.args == [corpus, TokenOptions()]
    counted.take_apart(corpus, TokenOptions(lower=False))
    qtbot.waitUntil(lambda: len(rows_of(counted)) == 9)  # "The" and "the"


def test_options_that_leave_nothing_are_told(counted, corpus, qtbot):
    counted.take_apart(corpus, TokenOptions(tokens="pattern", pattern="xyz"))
    qtbot.waitUntil(lambda: "no word is left" in counted.empty.sentence.text())
    assert counted.empty.button.isVisible()


def test_the_table_is_saved_as_csv(counted, tmp_path, qtbot):
    path = tmp_path / "words.csv"
    counted.table.table.export(path)
    qtbot.waitUntil(path.exists)
    with path.open(newline="", encoding="utf-8-sig") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["Word", "rank", "count", "% so far"]
    assert rows[1][:3] == ["the", "1", "4"]
    assert len(rows) == 9


def test_words_that_are_equally_frequent_lie_on_a_level_line(counted, corpus):
    words = tuple(f"word{rank}" for rank in range(1, 501))
    counted.distribution.show_counts(WordCounts(corpus, TokenOptions(), words, np.full(500, 90), 1))
    assert counted.distribution.fit.text() == "Dashed: count = 90 / rank^0.00, R² 1.000"


def test_a_single_word_that_makes_up_half_of_a_text_is_told_as_one(counted, corpus):
    counted.distribution.show_counts(WordCounts(corpus, TokenOptions(), ("the", "cat", "sat"), np.array([8, 4, 3]), 1))
    assert counted.distribution.half.text() == "1 word makes up half of the text, 3 words 90%."


def test_a_curve_is_drawn_and_kept_as_a_picture(counted, workbench, corpus):
    counts = (20_000 / np.arange(1, 5001)).astype(np.int64)
    words = tuple(f"word{rank}" for rank in range(1, 5001))
    counted.distribution.show_counts(WordCounts(corpus, TokenOptions(), words, counts, 1))
    curve = counted.distribution.zipf
    top, end = curve.point_of(0), curve.point_of(4999)
    assert top.x() < end.x()
    assert top.y() < end.y()
    assert curve.place_at(top.x()) == 0
    assert curve.place_at(end.x()) == 4999
    assert counted.distribution.fit.text().startswith("Dashed: count = 20,")
    image = curve.picture(2)
    assert image.size() == 2 * curve.size()
    accent = workbench.theme.theme.accent.lower()
    assert any(
        image.pixelColor(x, y).name() == accent for x in range(0, image.width(), 3) for y in range(image.height())
    )
    assert b"<svg" in curve.svg()
    assert curve.pdf().startswith(b"%PDF")
