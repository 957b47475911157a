"""The lines of the corpus that the current word stands in, below its neighbours."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from explorer.corpus.reading import open_corpus
from explorer.embedding import Embedding
from widgets.panels import in_the_corpus
from widgets.panels.word import WordPanel
from widgets.parts import line_buttons, line_finder

THREE = "The cat is fluffy. The dog is fluffy. The cat and the dog are friends."


@pytest.fixture
def corpus_of(tmp_path):
    def write(text, name="three"):
        path = tmp_path / f"{name}.txt"
        path.write_text(text, encoding="utf-8")
        return open_corpus([path])

    return write


def embedding_of(*words, name="e"):
    return Embedding(name, words, np.eye(len(words), dtype=np.float32) + 1)


@pytest.fixture
def panel(workbench, qtbot):
    made = WordPanel(workbench)
    qtbot.addWidget(made)
    made.resize(300, 700)
    with qtbot.waitExposed(made):
        made.show()
    return made


@pytest.fixture
def shows(panel, workbench, qtbot):
    """Opens a corpus and a word of an embedding, and waits for the lines."""

    def show(corpora, embedding, word):
        workbench.store.change(
            "Open", corpora=corpora, embeddings=(embedding,), embedding=embedding, word=embedding.index_of(word)
        )
        qtbot.waitUntil(lambda: not workbench.jobs.running)
        return panel.page.lines

    return show


def texts(lines):
    return [lines.list.model().index(row, 0).data() for row in range(lines.list.model().rowCount())]


def test_the_name_of_a_document_is_not_looked_for(shows, corpus_of):
    lines = shows((corpus_of("The cat is fluffy."),), replace(embedding_of("cat", "the"), unit="document"), "cat")
    assert lines.isHidden()


def test_without_a_corpus_there_is_no_such_section(shows):
    assert not shows((), embedding_of("cat", "dog"), "cat").isVisible()


def test_the_lines_of_the_word_are_listed_and_the_next_word_brings_its_own(shows, corpus_of, workbench, qtbot):
    lines = shows((corpus_of(THREE),), embedding_of("cat", "dog", "are"), "cat")
    assert texts(lines) == ["The cat is fluffy.", "The cat and the dog are friends."]
    assert lines.note.text() == "2 lines"
    workbench.store.change("Go to are", word=2)
    qtbot.waitUntil(lambda: not workbench.jobs.running)
    assert texts(lines) == ["The cat and the dog are friends."]
    assert lines.note.text() == "1 line"
    workbench.store.change("Clear", word=None, selection=())
    assert lines.isHidden()


def test_more_lines_than_are_listed_are_told(shows, corpus_of):
    lines = shows((corpus_of("The cat is fluffy. " * 150),), embedding_of("cat", "dog"), "cat")
    assert len(texts(lines)) == 100
    assert lines.note.text() == "100 of 150 lines, spread evenly"


def test_all_lines_are_listed_when_they_are_asked_for(shows, corpus_of, workbench, qtbot):
    lines = shows((corpus_of("The cat is fluffy. " * 150 + "A dog."),), embedding_of("cat", "dog"), "cat")
    assert lines.buttons.all.isVisible()
    qtbot.mouseClick(lines.buttons.all, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not workbench.jobs.running)
    assert len(texts(lines)) == 150
    assert lines.note.text() == "150 lines"
    assert not lines.buttons.all.isVisible()
    workbench.store.change("Go to dog", word=1)
    qtbot.waitUntil(lambda: not workbench.jobs.running)
    assert texts(lines) == ["A dog."]
    assert not lines.buttons.all.isVisible()


def test_a_list_holds_no_more_lines_than_can_be_shown(shows, corpus_of, workbench, qtbot, monkeypatch):
    for module in (line_buttons, line_finder):
        monkeypatch.setattr(module, "MOST_SHOWN", 120)
    lines = shows((corpus_of("The cat is fluffy. " * 150),), embedding_of("cat", "dog"), "cat")
    assert lines.buttons.all.text() == "Show 120"
    qtbot.mouseClick(lines.buttons.all, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not workbench.jobs.running)
    assert lines.note.text() == "120 of 150 lines, spread evenly"
    assert not lines.buttons.all.isVisible()


def test_a_word_that_the_corpus_lacks_says_so(shows, corpus_of):
    lines = shows((corpus_of(THREE),), embedding_of("cat", "whale"), "whale")
    assert lines.note.text() == "“whale” does not stand in this corpus."
    assert not lines.list.isVisible()
    assert not lines.buttons.copy.isEnabled()


def test_of_several_corpora_the_one_that_the_model_was_learned_from_is_shown(shows, corpus_of):
    corpora = (corpus_of(THREE, "three"), corpus_of("My cat purrs.", "other"))
    assert texts(shows(corpora, embedding_of("cat", "dog", name="three · skip-gram"), "cat"))[0] == "The cat is fluffy."
    assert texts(shows(corpora, embedding_of("cat", "dog", name="glove"), "cat")) == ["My cat purrs."]


def test_an_embedding_that_knows_capitals_is_asked_for_with_them(shows, corpus_of):
    corpus = corpus_of("The Turkey is big. A turkey is fat.")
    assert texts(shows((corpus,), embedding_of("Turkey", "turkey"), "turkey")) == ["A turkey is fat."]


def test_later_vectors_of_the_same_words_do_not_ask_again(shows, corpus_of, workbench, qtbot):
    embedding = embedding_of("cat", "dog")
    lines = shows((corpus_of(THREE),), embedding, "cat")
    lines.list.setCurrentIndex(lines.list.model().index(1, 0))
    started = []
    workbench.jobs.started.connect(lambda job: started.append(job.group))
    later = replace(embedding, vectors=np.ones((2, 2), dtype=np.float32))
    workbench.store.swap_embedding(embedding, later)
    qtbot.waitUntil(lambda: not workbench.jobs.running)
    assert "lines of the word" not in started
    assert lines.list.currentIndex().row() == 1


def test_a_large_corpus_is_read_only_when_the_user_wants_it(shows, corpus_of, workbench, qtbot, monkeypatch):
    monkeypatch.setattr(in_the_corpus, "LARGE_BYTES", 10)
    lines = shows((corpus_of(THREE),), embedding_of("cat", "dog"), "cat")
    assert texts(lines) == []
    assert "is large" in lines.note.text()
    qtbot.mouseClick(lines.read, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not workbench.jobs.running)
    assert len(texts(lines)) == 2
    workbench.store.change("Go to dog", word=1)
    qtbot.waitUntil(lambda: not workbench.jobs.running)
    assert len(texts(lines)) == 2
    assert lines.read.isHidden()


def test_a_file_that_has_gone_is_told_and_reading_it_can_be_tried_again(shows, corpus_of, tmp_path, workbench, qtbot):
    corpus = corpus_of(THREE)
    path = tmp_path / "three.txt"
    path.rename(tmp_path / "away")
    lines = shows((corpus,), embedding_of("cat", "dog"), "cat")
    assert "three.txt" in lines.note.text()
    (tmp_path / "away").rename(path)
    qtbot.mouseClick(lines.read, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not workbench.jobs.running)
    assert len(texts(lines)) == 2


def test_a_cancelled_reading_offers_to_go_on(panel, corpus_of, workbench, qtbot):
    embedding = embedding_of("cat", "dog")
    workbench.store.change("Open", corpora=(corpus_of(THREE),), embeddings=(embedding,), embedding=embedding, word=0)
    next(job for job in workbench.jobs.running if job.group.startswith("lines of ")).cancel()
    assert panel.page.lines.note.text() == "The corpus was not read through."
    assert panel.page.lines.read.isVisible()


def test_the_lines_are_copied_and_exported(shows, corpus_of, workbench, qtbot, tmp_path):
    lines = shows((corpus_of(THREE),), embedding_of("cat", "dog"), "dog")
    qtbot.mouseClick(lines.buttons.copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "The dog is fluffy.\nThe cat and the dog are friends."
    lines.list.setCurrentIndex(lines.list.model().index(1, 0))
    qtbot.keyClick(lines.list, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "The cat and the dog are friends."
    lines.list.export(tmp_path / "dog.csv")
    qtbot.waitUntil(lambda: not workbench.jobs.running)
    written = (tmp_path / "dog.csv").read_text(encoding="utf-8").splitlines()
    assert written == ["before,words,after", "The ,dog, is fluffy.", "The cat and the ,dog, are friends."]
