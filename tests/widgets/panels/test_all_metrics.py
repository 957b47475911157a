import numpy as np
import pytest
from PySide6.QtCore import Qt

from explorer.neighbors.agreement import compare_metrics, spread_of
from tests.conftest import three_groups
from widgets.panels.all_metrics import shared_text
from widgets.panels.word import WordPanel


@pytest.fixture
def page(workbench, qtbot):
    panel = WordPanel(workbench)
    qtbot.addWidget(panel)
    embedding = three_groups()
    workbench.store.change("Open", embeddings=(embedding,), embedding=embedding, word=3, selection=(3,), topn=6)
    panel.resize(300, 700)
    with qtbot.waitExposed(panel):
        panel.show()
    qtbot.mouseClick(panel.page.metrics.button("all"), Qt.MouseButton.LeftButton)
    idle(workbench, qtbot)
    return panel.page


def idle(workbench, qtbot):
    qtbot.waitUntil(lambda: not workbench.jobs.running, timeout=20_000)  # scipy.stats may have to be loaded


def test_each_word_has_its_rank_in_each_metric(page, workbench):
    found = compare_metrics(workbench.state.embedding, 3, 6)
    words = page.all.table.words
    assert page.all.isVisible()
    assert not page.table.isVisible()
    assert words.headings == ("Word", "Cosine", "L2", "L1", "Dot")
    assert [words.cells(row)[1:] for row in range(words.rowCount())] == found.ranks.tolist()


def test_the_shifts_of_the_ranks_are_drawn_or_stand_in_a_table(page, workbench, qtbot):
    found = compare_metrics(workbench.state.embedding, 3, 6)
    assert page.all.chart.isVisible()
    assert not page.all.table.isVisible()
    assert page.all.chart.slopes.headings == ("Cosine", "L2", "L1", "Dot")
    assert page.all.chart.slopes.ranks.tolist() == found.ranks.tolist()
    assert page.all.chart.slopes.n_ranks == 6
    qtbot.mouseClick(page.all.looks.button("table"), Qt.MouseButton.LeftButton)
    assert page.all.table.isVisible()
    assert not page.all.chart.isVisible()


def test_how_far_they_agree_is_told_in_a_sentence(page, workbench):
    found = compare_metrics(workbench.state.embedding, 3, 6)
    text = page.all.shared.text()
    assert text == shared_text(found, 0)
    assert text.startswith(f"Shared with Cosine of 6: L2\u00a0{found.overlap[0, 1]}, L1\u00a0{found.overlap[0, 2]}, ")
    assert f"Dot\u00a0{found.taus[0, 3]:.2f}".replace("-", "\u2212") in text


def test_the_histogram_counts_all_other_words_and_the_farthest_are_named(page, workbench):
    spread = spread_of(workbench.state.embedding, 3)
    assert page.all.histogram.accessibleDescription().startswith("59 values from")
    farthest = workbench.state.embedding.index_to_key[spread.least[0]]
    assert page.all.least.text().startswith(f"Farthest: {farthest},")
    place = int(np.argmax(spread.counts))
    assert page.all.histogram.text_of(place).endswith(f": {spread.counts[place]} words")


def test_one_metric_again_shows_its_table(page, workbench, qtbot):
    qtbot.mouseClick(page.metrics.button("cosine"), Qt.MouseButton.LeftButton)
    assert page.table.isVisible()
    assert not page.all.isVisible()
    assert page.table.words.rowCount() == 6


def test_it_stays_for_the_next_word(page, workbench, qtbot):
    page.all.table.word_activated.emit(8)
    idle(workbench, qtbot)
    assert page.title.text() == "number2"
    assert page.all.isVisible()
    assert page.metrics.current == "all"
    assert page.all.table.words.cells(0)[1] == 1


def test_a_zero_vector_is_a_sentence(page, workbench, qtbot):
    from dataclasses import replace

    vectors = np.array(workbench.state.embedding.vectors)
    vectors[5] = 0
    zeros = replace(workbench.state.embedding, vectors=vectors)
    workbench.store.change("Open", embeddings=(zeros,), embedding=zeros, word=5)
    idle(workbench, qtbot)
    assert "is zero" in page.all.problem.text()
    assert page.all.problem.isVisible()
    assert page.all.table.words.rowCount() == 0


def test_what_is_drawn_can_be_kept_as_a_picture(page):
    assert b"<svg" in page.all.histogram.svg()
    assert page.all.histogram.picture(2).width() == 2 * page.all.histogram.width()
    assert b"animal" in page.all.chart.svg()
