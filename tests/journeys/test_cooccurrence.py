"""A text is dropped, and its words are looked at: how often they meet, in which lines, and what was learned of them."""

import csv

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication

from widgets.dialogs.train import TrainDialog

THREE = "The cat is fluffy. The dog is fluffy. The cat and the dog are friends."


@pytest.fixture
def three_file(tmp_path):
    path = tmp_path / "three.txt"
    path.write_text(THREE, encoding="utf-8")
    return path


def drops_without_training(user, path):
    user.drops(path)
    user.waits_until(lambda: isinstance(QApplication.activeModalWidget(), TrainDialog))
    QApplication.activeModalWidget().reject()


def opens_tab(user):
    tab = user.window.cooccurrence_tab
    user.window.tabs.setCurrentWidget(tab)
    user.waits_until(lambda: tab.table is not None and tab.counts.isVisible())
    user.waits_for_quiet()
    return tab


def clicks_cell(user, tab, row, column):
    place = tab.counts.heatmap.place_of(tab.table.words.index(row), tab.table.words.index(column))
    user.clicks(tab.counts.heatmap, place.center().toPoint())
    user.waits_for_quiet()


def clicks_label(user, tab, word):
    middle = tab.counts.heatmap.place_of(tab.table.words.index(word), 0).center().y()
    user.clicks(tab.counts.heatmap, QPoint(24, round(middle)))
    user.waits_for_quiet()


def test_the_words_of_a_dropped_text_are_counted_without_training_anything(user, three_file, tmp_path):
    drops_without_training(user, three_file)
    tab = opens_tab(user)
    assert len(tab.table.words) == 8
    assert tab.learned.isHidden()
    clicks_cell(user, tab, "cat", "dog")
    assert tab.pinned.title.text() == "cat · dog — 1 line"
    tab.counts.export(tmp_path / "three.csv")
    tab.counts.save_picture(tmp_path / "three.svg")
    user.waits_for_quiet()
    with (tmp_path / "three.csv").open(encoding="utf-8", newline="") as file:
        rows = {row[0]: row[1:] for row in csv.reader(file)}
    assert rows["cat"][rows[""].index("fluffy")] == "1"
    assert "fluffy" in (tmp_path / "three.svg").read_text(encoding="utf-8")


def test_after_a_training_what_was_learned_stands_beside_it_and_a_word_is_shared_with_the_map(user):
    user.clicks_card("three-sentences")
    user.waits_until(lambda: "Learned in" in user.message)
    user.waits_for_map()
    user.waits_for_quiet()
    tab = opens_tab(user)
    assert tab.learned.isVisible()
    assert tab.learned.heatmap.matrix.rows == tab.table.words
    clicks_label(user, tab, "dog")
    assert user.word == "dog"
    assert "The dog is fluffy." in [line.text for line in user.window.word_panel.page.lines.list.lines.lines]
    user.window.tabs.setCurrentWidget(user.window.map_tab)
    assert user.map.scene.word == user.state.embedding.index_of("dog")
    user.undoes()
    assert user.word is None


def test_the_command_palette_leads_there(user, three_file):
    drops_without_training(user, three_file)
    user.waits_for_quiet()
    user.bench.commands.refresh(user.state)
    user.bench.commands.run("cooccurrence.show")
    assert user.window.tabs.currentWidget() is user.window.cooccurrence_tab
