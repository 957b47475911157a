"""A corpus is dropped, a model is trained on it, and its map moves while it learns."""

import random

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from explorer.training.trainers import TRAINERS
from widgets.dialogs.train import TrainDialog

TOPICS = {
    "sea": ["whale", "ship", "sailor", "harbour", "captain", "wave", "storm", "anchor"],
    "farm": ["horse", "barn", "wheat", "farmer", "meadow", "plough", "sheep", "fence"],
}


def sentences_about(n_sentences, seed=1):
    """Sentences that are each about one of two topics, so that a model has something to learn."""
    rng = random.Random(seed)
    for _ in range(n_sentences):
        words = rng.choices(TOPICS[rng.choice(sorted(TOPICS))], k=8)
        yield " ".join(["the", *words]) + "."


@pytest.fixture
def corpus_file(tmp_path):
    path = tmp_path / "two-topics.txt"
    path.write_text("\n".join(sentences_about(400)), encoding="utf-8")
    return path


@pytest.fixture
def long_corpus_file(tmp_path):
    """Long enough that a training on it is still running when the user changes their mind."""
    path = tmp_path / "long.txt"
    path.write_text("\n".join(sentences_about(60_000)), encoding="utf-8")
    return path


def opened_dialog(user):
    user.waits_until(lambda: isinstance(QApplication.activeModalWidget(), TrainDialog))
    dialog = QApplication.activeModalWidget()
    user.waits_until(lambda: dialog.train.isEnabled())
    return dialog


def trains(user, epochs):
    """Train with so many epochs; the suggestion for so small a corpus would take longer than a test should."""
    dialog = opened_dialog(user)
    dialog.form.control("epochs").setValue(epochs)
    user.clicks(dialog.train)


def test_a_dropped_text_becomes_a_model_and_its_map(user, corpus_file):
    user.drops(corpus_file)
    trains(user, epochs=20)
    user.waits_until(lambda: "Learned in" in user.message)
    user.waits_for_map()
    assert user.state.corpora[0].name == "two-topics"
    assert "whale" in user.state.embedding.index_to_key
    assert user.state.embedding.counts[0] == 400  # "the" stands in each sentence
    user.waits_for_quiet()
    assert len(user.state.projection) == len(user.state.embedding)


@pytest.mark.parametrize("key", ["glove", "ppmi"])
def test_a_dropped_text_can_be_learned_by_another_method(user, corpus_file, key):
    user.drops(corpus_file)
    dialog = opened_dialog(user)
    dialog.choose(key)
    user.clicks(dialog.train)
    user.waits_until(lambda: "Learned in" in user.message)
    user.waits_for_map()
    assert user.state.embedding.name.startswith(f"two-topics · {TRAINERS[key].name}")
    user.waits_for_quiet()
    tab = user.window.cooccurrence_tab
    user.window.tabs.setCurrentWidget(tab)
    user.waits_until(lambda: tab.table is not None and tab.learned.isVisible())
    assert tab.learned.views.isVisible() == (key == "glove")  # which alone has residuals


def test_the_training_can_be_undone(user, corpus_file):
    user.drops(corpus_file)
    trains(user, epochs=20)
    user.waits_until(lambda: "Learned in" in user.message)
    user.waits_for_quiet()
    user.presses("Ctrl+Z")
    assert user.state.embedding is None
    user.presses("Ctrl+Shift+Z")
    assert user.state.embedding is not None


def test_the_map_moves_while_a_model_learns_and_a_click_keeps_what_it_learned(user, long_corpus_file):
    user.drops(long_corpus_file)
    user.clicks(opened_dialog(user).train)
    user.waits_until(lambda: user.state.projection is not None and user.state.projection.method == "live")
    first = user.state.projection
    user.waits_until(lambda: user.state.projection is not first)
    ticks = user.window.map_tab.view.travel.ticks
    while_learning = ticks.interval()
    user.searches("whale")
    user.waits_until(lambda: user.word == "whale")
    user.clicks(user.window.training_panel.keep)
    user.waits_until(lambda: "Stopped early" in user.message)
    assert user.word == "whale"
    assert while_learning > ticks.interval()  # fewer steps, so that the cores are left to the model


def test_cancel_throws_the_model_away_and_shows_what_was_there_before(user, long_corpus_file):
    user.drops(long_corpus_file)
    user.clicks(opened_dialog(user).train)
    user.waits_until(lambda: user.state.embedding is not None)
    user.clicks(user.window.training_panel.cancel)
    assert user.state.embedding is None
    assert user.state.embeddings == ()
    assert not user.window.training.is_running


def test_a_click_on_a_card_trains_at_once(user):
    user.clicks_card("three-sentences")
    user.waits_until(lambda: "Learned in" in user.message)
    user.waits_for_map()
    assert set(user.state.embedding.index_to_key) == {"the", "cat", "dog", "is", "are", "fluffy", "and", "friends"}


def test_a_corpus_of_rare_words_says_what_would_do(user, tmp_path):
    (tmp_path / "rare.txt").write_text("every word here stands alone", encoding="utf-8")
    user.drops(tmp_path / "rare.txt")
    dialog = opened_dialog(user)
    spin = dialog.form.control("min_count")
    spin.setFocus()
    spin.selectAll()
    user.qtbot.keyClicks(spin, "5")
    user.qtbot.keyClick(spin, Qt.Key.Key_Tab)
    user.waits_until(lambda: not dialog.train.isEnabled())
    assert "1" in dialog.problem.text()
    dialog.reject()


def test_the_window_closes_at_once_while_a_model_is_trained(user, long_corpus_file):
    user.drops(long_corpus_file)
    user.clicks(opened_dialog(user).train)
    user.waits_until(lambda: user.state.embedding is not None)
    user.window.close()
    assert user.bench.jobs.close(timeout=20), "a worker outlived the window"
