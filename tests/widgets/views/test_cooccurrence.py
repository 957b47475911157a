"""The Co-occurrence tab: how often the words of a corpus meet, and what was learned of them."""

import csv
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QToolTip

from explorer.analysis.cooccurrence_table import count_corpus, make_table
from explorer.corpus.preprocessing import TokenOptions
from explorer.corpus.reading import open_corpus
from explorer.embedding import Embedding
from explorer.training.glove import learn_glove
from explorer.training.glove_options import GloveOptions
from explorer.training.glove_residuals import residuals_of
from widgets.commands import Command
from widgets.views import cooccurrence, cooccurrence_counts
from widgets.views.cooccurrence import CooccurrenceTab
from widgets.views.cooccurrence_empty import COMPARE, OPEN, SELECT, TYPE
from widgets.views.cooccurrence_options import ViewOptions, remembered

THREE = "The cat is fluffy. The dog is fluffy. The cat and the dog are friends."
WORDS = ("the", "cat", "is", "fluffy", "dog", "and", "are", "friends")


@pytest.fixture
def corpus_of(tmp_path):
    def write(text, name="three"):
        path = tmp_path / f"{name}.txt"
        path.write_text(text, encoding="utf-8")
        return open_corpus([path])

    return write


@pytest.fixture
def tab(workbench, qtbot, monkeypatch):
    monkeypatch.setattr(cooccurrence_counts, "REST", 1)
    made = CooccurrenceTab(workbench)
    qtbot.addWidget(made)
    made.resize(1000, 800)
    with qtbot.waitExposed(made):
        made.show()
    return made


@pytest.fixture
def opens(tab, workbench, qtbot):
    """Opens corpora and an embedding and waits for the table."""

    def open_them(*corpora, embedding=None):
        embeddings = () if embedding is None else (embedding,)
        workbench.store.change("Open", corpora=corpora, embeddings=embeddings, embedding=embedding)
        idle(workbench, qtbot)
        return tab

    return open_them


@pytest.fixture
def three(opens, corpus_of):
    """The table of the three sentences."""
    return opens(corpus_of(THREE))


def embedding_of(words=WORDS, name="e"):
    vectors = np.random.default_rng(4).normal(size=(len(words), 5)).astype(np.float32)
    return Embedding(name, tuple(words), vectors)


def idle(workbench, qtbot):
    qtbot.waitUntil(lambda: not workbench.jobs.running, timeout=60_000)  # the first counting compiles its kernel


def sees_table(tab):
    return tab.counts.isVisible()


def click_cell(tab, qtbot, row, column):
    heatmap = tab.counts.heatmap
    rect = heatmap.place_of(tab.table.words.index(row), tab.table.words.index(column))
    qtbot.mouseClick(heatmap, Qt.MouseButton.LeftButton, pos=rect.center().toPoint())


def click_row(tab, qtbot, word):
    heatmap = tab.counts.heatmap
    middle = heatmap.place_of(tab.table.words.index(word), 0).center()
    qtbot.mouseClick(heatmap, Qt.MouseButton.LeftButton, pos=QPoint(20, round(middle.y())))


def value(tab, row, column):
    return tab.table.values[tab.table.words.index(row), tab.table.words.index(column)]


def choose(combo, key):
    combo.setCurrentIndex(combo.findData(key))


def lines(tab):
    model = tab.pinned.list.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def test_without_a_corpus_it_says_what_would_fill_it_and_the_button_opens_one(tab, workbench, qtbot):
    opened = []
    workbench.commands.add(Command("file.open", "Open", "File", lambda: opened.append(True)))
    assert tab.empty.sentence.text() == OPEN
    qtbot.mouseClick(tab.empty.button, Qt.MouseButton.LeftButton)
    assert opened == [True]


def test_the_three_sentences_are_a_small_table_with_their_numbers_in_the_cells(three):
    assert sees_table(three)
    assert three.table.words == WORDS
    heatmap = three.counts.heatmap
    written = [heatmap.matrix.write(shown) for shown in heatmap.matrix.values[0]]
    assert written == ["2", "3", "2", "2", "3", "2", "2", "1"]
    assert heatmap.matrix.texts
    assert three.status.text() == "8 of 8 words · window 5, both sides · each pair counts 1"
    assert three.learned.isHidden()


def test_it_counts_only_when_it_is_seen(workbench, qtbot, corpus_of):
    hidden = CooccurrenceTab(workbench)
    qtbot.addWidget(hidden)
    workbench.store.change("Open", corpora=(corpus_of(THREE),))
    assert not workbench.jobs.running
    with qtbot.waitExposed(hidden):
        hidden.show()
    qtbot.waitUntil(lambda: hidden.table is not None, timeout=60_000)


@pytest.mark.parametrize(
    ("weighting", "told"),
    [
        ("log", "cat · fluffy: once within 5 words\nlog count 0.693"),
        ("ppmi", "cat · fluffy: once within 5 words\nPPMI in bits 0.245"),
        ("probability", "cat · fluffy: once within 5 words\nP(column | row) 0.111"),
        ("counts", "cat · fluffy: once within 5 words"),
    ],
)
def test_the_measure_is_switched_by_a_click_and_a_cell_tells_count_and_measure(
    three, workbench, qtbot, weighting, told
):
    three.choices.weighting.button("log" if weighting == "counts" else "counts").click()
    qtbot.mouseClick(three.choices.weighting.button(weighting), Qt.MouseButton.LeftButton)
    idle(workbench, qtbot)
    assert three.table.options.weighting == weighting
    assert three.counts.text_of(1, 3) == told


def test_a_meeting_of_a_word_with_itself_is_told_as_one(three):
    assert three.counts.text_of(0, 0) == "the · the: once within 5 words, counted from both sides"
    assert three.counts.text_of(1, 1) == "cat · cat: never within 5 words"


def test_window_direction_and_weighing_are_counted_anew(three, workbench, qtbot, corpus_of):
    three.choices.window_size.setValue(1)
    idle(workbench, qtbot)
    assert (value(three, "cat", "fluffy"), value(three, "the", "cat")) == (0, 2)
    assert "window 1" in three.status.text()
    three.choices.direction.button("left").click()
    idle(workbench, qtbot)
    assert (value(three, "the", "cat"), value(three, "cat", "the")) == (0, 2)
    three.choices.window_size.setValue(2)
    three.choices.distance_weighting.click()
    three.choices.direction.button("both").click()
    idle(workbench, qtbot)
    assert value(three, "cat", "fluffy") == 0.5
    assert three.counts.text_of(1, 3) == "cat · fluffy: weighed count 0.50 within 2 words"
    assert "1/distance" in three.status.text()


def test_words_are_put_in_another_order(three, workbench, qtbot):
    choose(three.choices.order, "alphabet")
    idle(workbench, qtbot)
    assert three.table.words == tuple(sorted(WORDS))
    choose(three.choices.order, "clustering")
    idle(workbench, qtbot)
    assert three.counts.heatmap.matrix.tree is not None


def test_fewer_words_and_the_most_frequent_left_out(three, workbench, qtbot):
    three.choices.n_words.setValue(3)
    three.choices.leaves_out.click()
    three.choices.leave_out.setValue(1)
    idle(workbench, qtbot)
    assert three.table.words == ("cat", "is", "fluffy")
    three.choices.leave_out.setValue(100)
    idle(workbench, qtbot)
    assert not sees_table(three)
    assert "Leave out fewer" in three.empty.sentence.text()
    three.choices.leaves_out.click()
    idle(workbench, qtbot)
    assert sees_table(three)


def test_typed_words_are_shown_and_unknown_ones_named(three, workbench, qtbot):
    choose(three.choices.words, "typed")
    idle(workbench, qtbot)
    assert three.empty.sentence.text() == TYPE
    qtbot.keyClicks(three.choices.typed, "dog, Cat zeppelin")
    qtbot.keyClick(three.choices.typed, Qt.Key.Key_Return)
    idle(workbench, qtbot)
    assert three.table.words == ("cat", "dog")
    assert "not counted: zeppelin" in three.status.text()
    assert not three.choices.n_words.isVisible()


@pytest.mark.parametrize(("words", "sentence"), [("selected", SELECT), ("compared", COMPARE)])
def test_selected_and_compared_words_are_followed(opens, corpus_of, workbench, qtbot, words, sentence):
    tab = opens(corpus_of(THREE), embedding=embedding_of())
    choose(tab.choices.words, words)
    idle(workbench, qtbot)
    assert tab.empty.sentence.text() == sentence
    field = {"selected": "selection", "compared": "compared"}[words]
    workbench.store.change("Choose", **{field: (1, 4)})
    idle(workbench, qtbot)
    assert tab.table.words == ("cat", "dog")
    assert sees_table(tab)


def test_a_command_shows_the_selected_words(opens, corpus_of, workbench, qtbot):
    tab = opens(corpus_of(THREE), embedding=embedding_of())
    workbench.store.change("Select", selection=(1, 3, 4))
    workbench.commands.refresh(workbench.state)
    with qtbot.waitSignal(tab.wanted):
        workbench.commands.run("cooccurrence.selected")
    idle(workbench, qtbot)
    assert tab.table.words == ("cat", "fluffy", "dog")


def test_a_click_on_a_cell_pins_the_lines_in_which_the_words_meet(three, workbench, qtbot):
    click_cell(three, qtbot, "cat", "dog")
    idle(workbench, qtbot)
    assert lines(three) == ["The cat and the dog are friends."]
    assert three.pinned.title.text() == "cat · dog — 1 line"
    qtbot.mouseClick(three.pinned.close_button, Qt.MouseButton.LeftButton)
    assert three.pinned.isHidden()


def test_the_lines_of_a_cell_are_those_of_its_direction_and_window(three, workbench, qtbot):
    three.choices.direction.button("right").click()
    idle(workbench, qtbot)
    click_cell(three, qtbot, "dog", "cat")
    idle(workbench, qtbot)
    assert three.pinned.title.text() == "dog · cat — no line"


def test_a_pointer_that_rests_on_a_cell_is_told_the_lines(three, workbench, qtbot, monkeypatch):
    told = []
    monkeypatch.setattr(QToolTip, "showText", lambda place, text, *_: told.append(text))
    three.counts.heatmap.cell_hovered.emit(1, 4)
    qtbot.waitUntil(lambda: bool(told))
    assert told[0].startswith("<b>cat · dog: once within 5 words</b>")
    assert "The <b>cat</b> and the <b>dog</b> are friends." in told[0]
    assert "1 line. A click keeps" in told[0]


def test_a_pointer_that_has_gone_on_is_told_nothing(three, workbench, qtbot, monkeypatch):
    told = []
    monkeypatch.setattr(QToolTip, "showText", lambda place, text, *_: told.append(text))
    three.counts.heatmap.cell_hovered.emit(1, 4)
    three.counts.heatmap.cell_hovered.emit(-1, -1)
    qtbot.wait(60)
    assert told == []


def test_a_click_on_a_label_makes_the_word_current_everywhere(opens, corpus_of, workbench, qtbot):
    tab = opens(corpus_of(THREE), embedding=embedding_of())
    click_row(tab, qtbot, "dog")
    idle(workbench, qtbot)
    assert (workbench.state.word, workbench.state.selection) == (4, (4,))
    assert workbench.store.undo_label == "Go to dog"


def test_a_word_that_no_model_knows_shows_its_lines_instead(three, workbench, qtbot):
    click_row(three, qtbot, "dog")
    idle(workbench, qtbot)
    assert lines(three) == ["The dog is fluffy.", "The cat and the dog are friends."]


def test_a_click_on_a_label_does_not_shrink_a_table_of_selected_words(opens, corpus_of, workbench, qtbot):
    tab = opens(corpus_of(THREE), embedding=embedding_of())
    workbench.store.change("Select", selection=(1, 3, 4))
    tab.show_selected()
    idle(workbench, qtbot)
    click_row(tab, qtbot, "dog")
    idle(workbench, qtbot)
    assert workbench.state.word == 4
    assert tab.table.words == ("cat", "fluffy", "dog")


def test_what_a_model_learned_stands_beside_it(opens, corpus_of, workbench, qtbot):
    embedding = embedding_of(WORDS[:7])
    tab = opens(corpus_of(THREE), embedding=embedding)
    assert tab.learned.isVisible()
    shown = tab.learned.heatmap.matrix
    assert shown.rows == WORDS
    assert shown.values[0, 0] == pytest.approx(1)
    assert np.isnan(shown.values[7]).all()
    fit = tab.learned.learned.fit
    assert f"r = {fit.correlation:.2f}".replace("-", "−") in tab.learned.fit_heading.text.text()
    row, column = tab.table.words[fit.rows[0]], tab.table.words[fit.columns[0]]
    assert tab.learned.point_text(0).startswith(f"{row} · {column}\ncount ")
    place = tab.learned.scatter.place_of(0).toPoint()
    qtbot.mouseClick(tab.learned.scatter, Qt.MouseButton.LeftButton, pos=place)
    idle(workbench, qtbot)
    assert lines(tab)
    workbench.store.change("Close", embeddings=(), embedding=None)
    idle(workbench, qtbot)
    assert tab.learned.isHidden()


def test_an_embedding_of_other_words_is_not_shown(opens, corpus_of):
    assert opens(corpus_of(THREE), embedding=embedding_of(("whale", "ship"))).learned.isHidden()


def test_of_several_corpora_one_is_chosen(opens, corpus_of, workbench, qtbot):
    tab = opens(corpus_of(THREE, "three"), corpus_of("My cat purrs. My dog barks.", "other"))
    assert "my" in tab.table.words
    assert tab.choices.corpus.isVisible()
    tab.choices.corpus.setCurrentIndex(0)
    tab.choices.corpus.activated.emit(0)
    idle(workbench, qtbot)
    assert "fluffy" in tab.table.words
    workbench.store.change("Close", corpora=workbench.state.corpora[1:])
    idle(workbench, qtbot)
    assert "my" in tab.table.words
    assert not tab.choices.corpus.isVisible()


def test_closing_the_corpus_empties_it(three, workbench, qtbot):
    click_cell(three, qtbot, "cat", "dog")
    workbench.store.change("Close", corpora=())
    idle(workbench, qtbot)
    assert three.empty.sentence.text() == OPEN
    assert three.table is None
    assert three.pinned.isHidden()


def test_a_large_corpus_is_counted_only_when_the_user_wants_it(tab, workbench, qtbot, corpus_of, monkeypatch):
    monkeypatch.setattr(cooccurrence, "LARGE_BYTES", 10)
    workbench.store.change("Open", corpora=(corpus_of(THREE),))
    assert not workbench.jobs.running
    assert "is large" in tab.empty.sentence.text()
    qtbot.mouseClick(tab.empty.button, Qt.MouseButton.LeftButton)
    idle(workbench, qtbot)
    assert sees_table(tab)


def test_a_cancelled_counting_can_be_begun_again(tab, workbench, qtbot, corpus_of):
    workbench.store.change("Open", corpora=(corpus_of(THREE),))
    next(job for job in workbench.jobs.running if job.group == "cooccurrence counts").cancel()
    assert tab.empty.sentence.text() == "The counting was cancelled."
    qtbot.mouseClick(tab.empty.button, Qt.MouseButton.LeftButton)
    idle(workbench, qtbot)
    assert sees_table(tab)


def test_a_file_that_has_gone_is_told_in_its_sentence(opens, corpus_of, tmp_path):
    corpus = corpus_of(THREE)
    (tmp_path / "three.txt").unlink()
    tab = opens(corpus)
    assert "three.txt" in tab.empty.sentence.text()


def test_the_choices_are_remembered(three, workbench, qtbot):
    three.choices.weighting.button("ppmi").click()
    three.choices.window_size.setValue(7)
    idle(workbench, qtbot)
    options = remembered(workbench.settings.options)
    assert (options.weighting, options.window) == ("ppmi", 7)
    workbench.settings.options["cooccurrence"] |= {"window": 9999, "order": "no such", "n_words": "many"}
    options = remembered(workbench.settings.options)
    assert (options.weighting, options.window, options.order, options.n_words) == ("ppmi", 5, "frequency", 60)


def test_the_table_is_exported_as_csv(three, workbench, qtbot, tmp_path):
    three.counts.export(tmp_path / "counts.csv")
    idle(workbench, qtbot)
    with (tmp_path / "counts.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["", *WORDS]
    assert [row[0] for row in rows[1:]] == list(WORDS)
    assert [[int(cell) for cell in row[1:]] for row in rows[1:]] == three.table.values.tolist()


def test_gloves_residual_of_each_cell_is_told_where_its_model_is_at_hand(opens, corpus_of, workbench, qtbot, tmp_path):
    corpus = corpus_of(THREE)
    options = GloveOptions(dim=3, min_count=1, epochs=2, window=2, workers=1)
    learned = learn_glove(corpus, options)
    tab = opens(corpus, embedding=learned.embedding)
    assert tab.learned.views.isHidden()  # nobody has a model to ask
    tab.learned.residual_finder.model_of = lambda embedding: learned.model
    tab.refresh()
    idle(workbench, qtbot)
    tab.learned.views.chosen.emit("residual")
    idle(workbench, qtbot)
    words = tab.table.words
    expected = residuals_of(learned.model, words)
    np.testing.assert_array_equal(tab.learned.heatmap.matrix.values, expected.values)
    assert "residual · mean square" in tab.learned.heading.text.text()
    cat, friends, fluffy = (words.index(word) for word in ("cat", "friends", "fluffy"))
    assert tab.learned.heatmap.text_of(cat, friends).startswith("cat · friends: never counted together")
    assert tab.learned.heatmap.text_of(cat, fluffy).startswith("cat · fluffy: residual ")
    tab.learned.export(tmp_path / "r.csv")
    idle(workbench, qtbot)
    with (tmp_path / "r.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))
    assert rows[1 + cat][1 + friends] == ""
    assert float(rows[1 + cat][1 + fluffy]) == pytest.approx(expected.values[cat, fluffy])
    tab.learned.show_table(tab.table)  # of a table whose residuals are still to be found, the similarities are told
    np.testing.assert_array_equal(tab.learned.heatmap.matrix.values, tab.table.learned.similarities)
    tab.learned.residual_finder.found.emit(replace(tab.table), expected)  # those of another table come too late
    assert "cosine similarity" in tab.learned.heading.text.text()
    idle(workbench, qtbot)
    assert "residual · mean square" in tab.learned.heading.text.text()
    tab.learned.views.chosen.emit("similarity")
    assert "cosine similarity" in tab.learned.heading.text.text()


def test_what_was_learned_is_exported_with_gaps_for_unknown_words(opens, corpus_of, workbench, qtbot, tmp_path):
    tab = opens(corpus_of(THREE), embedding=embedding_of(WORDS[:7]))
    tab.learned.export(tmp_path / "cosine.csv")
    tab.learned.export_fit(tmp_path / "fit.csv")
    idle(workbench, qtbot)
    with (tmp_path / "cosine.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[8][1:] == [""] * 8
    assert float(rows[1][2]) == pytest.approx(tab.learned.learned.similarities[0, 1])
    with (tmp_path / "fit.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    fit = tab.learned.learned.fit
    assert len(rows) == len(fit.dots)
    assert float(rows[0]["dot product"]) == fit.dots[0]
    assert rows[0]["word"] == tab.table.words[fit.rows[0]]


def test_tables_are_copied_with_their_labels(opens, corpus_of):
    tab = opens(corpus_of(THREE), embedding=embedding_of())
    words = list(tab.table.words)
    for pane, values in ((tab.counts, tab.table.values), (tab.learned, tab.learned.learned.similarities)):
        pane.heading.copy.click()
        heading, *rows = [line.split("\t") for line in QGuiApplication.clipboard().text().split("\n")]
        assert heading == ["", *words] and [row[0] for row in rows] == words
        copied = np.array([[float(cell or "nan") for cell in row[1:]] for row in rows])
        np.testing.assert_allclose(copied, values, rtol=1e-5)
    tab.learned.fit_heading.copy.click()
    heading, first, *_ = QGuiApplication.clipboard().text().split("\n")
    fit = tab.learned.learned.fit
    assert heading == "word\tother word\tcount\tlog count\tdot product"
    assert first.split("\t")[:2] == [words[fit.rows[0]], words[fit.columns[0]]]


@pytest.mark.parametrize("what", ["counts", "learned", "fit"])
def test_pictures_are_saved_as_png_svg_and_pdf(opens, corpus_of, workbench, qtbot, tmp_path, what):
    tab = opens(corpus_of(THREE), embedding=embedding_of())
    save = {
        "counts": tab.counts.save_picture,
        "learned": tab.learned.save_picture,
        "fit": tab.learned.save_fit_picture,
    }[what]
    for suffix in ("png", "svg", "pdf"):
        save(tmp_path / f"picture.{suffix}")
    idle(workbench, qtbot)
    drawn = tab.learned.scatter if what == "fit" else getattr(tab, what).heatmap
    assert QImage(str(tmp_path / "picture.png")).width() == 3 * drawn.width()
    svg = (tmp_path / "picture.svg").read_text(encoding="utf-8")
    assert "<svg" in svg
    assert ("friends" in svg) or what == "fit"
    assert (tmp_path / "picture.pdf").read_bytes().startswith(b"%PDF")


def test_a_table_of_two_thousand_words_is_drawn_zoomed_and_hovered(tab, workbench, qtbot, tmp_path):
    words = [f"w{number}" for number in range(2000)]
    text = "\n\n".join(" ".join(words[start : start + 20]) + "." for start in range(0, 2000, 5) for _ in range(5))
    (tmp_path / "many.txt").write_text(text, encoding="utf-8")
    counted = count_corpus(open_corpus([tmp_path / "many.txt"]), TokenOptions(), 5, False)
    table = make_table(counted, ViewOptions(n_words=2000).table_options(workbench.state))
    assert len(table.words) == 2000
    tab.counts.show_table(table)
    tab._body.setCurrentWidget(tab._split)
    heatmap = tab.counts.heatmap
    assert not heatmap.grab().isNull()
    heatmap.zoom_by(100)
    assert not heatmap.grab().isNull()
    assert table.words[1999] in tab.counts.text_of(0, 1999)
