"""The tab that asks a model what people ask of models."""

import csv

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from explorer.analysis.evaluation import EvaluationOptions, evaluate_files
from explorer.neighbors.approach import Approach
from explorer.neighbors.space import Space
from tests.conftest import three_groups
from widgets.views.evaluate import EvaluateTab

QUESTIONS = ": groups\nanimal0 animal1 colour0 colour1\nanimal0 animal1 number0 number1\n: unknown\nx y z w\n"
PAIRS = "animal0,animal1,9\nanimal0,colour1,1\nnumber1,number2,8\nnumber1,colour1,3\n"


@pytest.fixture
def files(tmp_path):
    questions, pairs = tmp_path / "questions.txt", tmp_path / "judged.csv"
    questions.write_text(QUESTIONS)
    pairs.write_text(PAIRS)
    return [questions, pairs]


@pytest.fixture
def tab(workbench, qtbot):
    made = EvaluateTab(workbench)
    qtbot.addWidget(made)
    made.resize(800, 500)
    with qtbot.waitExposed(made):
        made.show()
    return made


@pytest.fixture
def embedding(workbench, tab):
    made = three_groups()
    workbench.store.change("Open", embeddings=(made,), embedding=made)
    return made


def idle(workbench, qtbot):
    qtbot.waitUntil(lambda: not workbench.jobs.running)


def rows_of(section):
    words = section.table.words
    return [[words.data(words.index(row, column)) for column in range(5)] for row in range(words.rowCount())]


def test_it_says_what_would_fill_it(tab, workbench):
    assert "Open word vectors" in tab.empty.sentence.text()
    made = three_groups()
    workbench.store.change("Open", embeddings=(made,), embedding=made)
    assert "Drop a file of analogies here" in tab.empty.sentence.text()
    assert tab.empty.button.text() == "Choose tests…"


def test_chosen_files_are_asked_and_kept(tab, embedding, workbench, qtbot, files, monkeypatch, tmp_path):
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(each) for each in files], ""))
    with qtbot.waitSignal(tab.wanted):
        tab.ask()
    idle(workbench, qtbot)
    found = evaluate_files(embedding, files)
    accuracy = f"{100 * found.analogies[0].accuracy:.3f}"
    n_right = str(found.analogies[0].n_correct)
    assert rows_of(tab.analogies) == [
        ["groups", "100.0" if accuracy == "100.000" else accuracy, n_right, "2", "0"],
        ["unknown", "", "0", "0", "1"],  # no number where nothing was asked
        ["Total", "100.0" if accuracy == "100.000" else accuracy, n_right, "2", "1"],
    ]
    assert rows_of(tab.pairs)[0][1] == f"{found.pairs[0].spearman:.3f}".replace("-", "\u2212")
    assert tab.files.text() == "questions.txt, judged.csv"
    assert embedding.name in tab.about.text()
    tab.analogies.table.copy()
    assert QGuiApplication.clipboard().text().split("\n")[1] == "unknown\t\t0\t0\t1"
    tab.pairs.table.export(tmp_path / "out.csv")
    idle(workbench, qtbot)
    (row,) = csv.DictReader((tmp_path / "out.csv").read_text(encoding="utf-8").splitlines())
    assert float(row["Spearman"]) == found.pairs[0].spearman


def test_another_model_space_or_number_of_words_can_be_asked_the_same(tab, embedding, workbench, qtbot, files):
    tab.open(files)
    idle(workbench, qtbot)
    assert not tab.again.isEnabled()
    workbench.store.change("Centre", approach=Approach(Space(center=True)))
    assert tab.again.isEnabled()
    tab.again.click()
    idle(workbench, qtbot)
    assert "centred" in tab.about.text()
    assert not tab.again.isEnabled()
    tab.options.set_options(EvaluationOptions(words=5))
    tab.options.changed.emit()
    tab.again.click()
    idle(workbench, qtbot)
    assert "of the first 5 words" in tab.about.text()
    assert rows_of(tab.analogies)[2][3] == "1"
    other = three_groups(seed=2)
    workbench.store.change("Open", embeddings=(embedding, other), embedding=other)
    assert tab.again.isEnabled()


def test_only_tests_are_taken_when_dropped(tab, embedding, files, tmp_path, workbench, qtbot):
    text = tmp_path / "text.txt"
    text.write_text("Call me Ishmael.\nSome years ago\n")
    assert not tab.takes([*files, text])
    assert tab.takes(files)
    idle(workbench, qtbot)
    assert tab.analogies.isVisible()


def test_a_file_that_is_no_test_is_told_and_the_last_answer_stays(tab, embedding, files, tmp_path, workbench, qtbot):
    tab.open(files)
    idle(workbench, qtbot)
    tab.open([tmp_path / "nowhere.txt"])
    idle(workbench, qtbot)
    assert "nowhere.txt" in tab.problem.text()
    assert tab.problem.isVisible()


def test_asking_shows_how_far_it_is_and_can_be_cancelled(tab, embedding, files, workbench, qtbot):
    tab.open(files)
    assert tab.progress.isVisible()
    assert tab.progress.job.label == "Evaluating three groups"
    tab.progress.button.click()
    idle(workbench, qtbot)
    assert not tab.progress.isVisible()
    assert not any(section.isVisible() for section in (tab.analogies, tab.pairs))
    assert tab.again.isEnabled()
