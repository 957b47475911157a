"""The dialog that asks how to train: it counts the words, suggests what suits them, and refuses what cannot work."""

import random
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from explorer.corpus.preprocessing import TokenOptions
from explorer.corpus.reading import open_corpus
from explorer.corpus.vocabulary import survey_corpus
from explorer.options import described
from explorer.session.settings import load_settings
from explorer.training.glove_options import GloveOptions
from explorer.training.options import Word2VecOptions
from explorer.training.trainers import TRAINERS, trainer_of
from widgets.dialogs.train import TrainDialog

THREE = "The cat is fluffy. The dog is fluffy. The cat and the dog are friends."


@pytest.fixture
def corpus_of(tmp_path):
    def make(text, name="text"):
        path = tmp_path / f"{name}.txt"
        path.write_text(text, encoding="utf-8")
        return open_corpus([path])

    return make


@pytest.fixture
def opened(qtbot, workbench):
    """Opens the dialog on a corpus and waits until the words are counted."""

    def open_dialog(corpus, wait=True):
        dialog = TrainDialog(workbench, corpus)
        qtbot.addWidget(dialog)
        with qtbot.waitExposed(dialog):
            dialog.show()
        if wait:
            qtbot.waitUntil(lambda: dialog.progress.job is None)
        return dialog

    return open_dialog


def types(qtbot, spin, text):
    spin.setFocus()
    spin.selectAll()
    qtbot.keyClicks(spin, text)
    qtbot.keyClick(spin, Qt.Key.Key_Tab)


def many_sentences(n_sentences=600, n_words=120):
    rng = random.Random(3)
    words = [f"word{chr(97 + i // 26)}{chr(97 + i % 26)}" for i in range(n_words)]
    return "\n".join(" ".join(rng.choices(words, k=9)) for _ in range(n_sentences))


def test_the_dialog_says_what_the_corpus_holds(opened, corpus_of):
    dialog = opened(corpus_of(THREE))
    assert "3 sentences · 15 words · 8 different words" in dialog.facts.text()
    assert dialog.outcome.text() == "8 words will be learned."


def test_nothing_can_be_trained_until_the_words_are_counted(opened, corpus_of, qtbot):
    dialog = opened(corpus_of(THREE), wait=False)
    assert not dialog.train.isEnabled()
    assert dialog.progress.isVisible()
    qtbot.waitUntil(dialog.train.isEnabled)
    assert not dialog.progress.isVisible()


def test_counting_can_be_skipped_and_then_nothing_is_suggested(opened, corpus_of, qtbot):
    dialog = opened(corpus_of(THREE), wait=False)
    qtbot.mouseClick(dialog.progress.button, Qt.MouseButton.LeftButton)
    assert dialog.train.isEnabled()
    assert dialog.choices[0] == Word2VecOptions()


def test_a_few_sentences_are_given_parameters_that_leave_something_to_learn(opened, corpus_of):
    options, tokens = opened(corpus_of(THREE)).choices
    assert options.min_count == 1
    assert options.dim < Word2VecOptions().dim
    assert options.epochs > Word2VecOptions().epochs
    assert options.sample == 0.0
    assert tokens == TokenOptions()


def test_what_the_user_has_edited_is_not_suggested_over(opened, corpus_of, qtbot):
    dialog = opened(corpus_of(THREE), wait=False)
    types(qtbot, dialog.form.control("epochs"), "7")
    qtbot.waitUntil(lambda: dialog.progress.job is None)
    assert dialog.choices[0].epochs == 7
    assert dialog.choices[0].min_count == 1


def test_the_number_of_words_follows_the_minimum_count(opened, corpus_of, qtbot):
    dialog = opened(corpus_of(THREE))
    types(qtbot, dialog.form.control("min_count"), "2")
    assert dialog.outcome.text() == "5 words will be learned."


def test_a_minimum_count_that_leaves_nothing_is_refused_with_one_that_would_do(opened, corpus_of, qtbot):
    dialog = opened(corpus_of(THREE))
    before = dialog.choices[0]
    types(qtbot, dialog.form.control("min_count"), "9")
    assert "no word occurs 9 times or more" in dialog.problem.text()
    assert "to 2 or less" in dialog.problem.text()
    assert dialog.problem.isVisible()
    assert not dialog.train.isEnabled()
    assert dialog.choices[0].dim == before.dim  # the rest stays as it was
    types(qtbot, dialog.form.control("min_count"), "2")
    assert not dialog.problem.isVisible()
    assert dialog.train.isEnabled()


def test_why_a_text_cannot_be_taken_apart_is_said_once(opened, corpus_of, qtbot):
    dialog = opened(corpus_of(THREE))
    dialog.show_page("words")
    dialog.token_form.set_options(TokenOptions(base="lemma", language="zh"))
    dialog.token_form.changed.emit()
    sentence = "There is no lemmatiser for Chinese. Choose another language, or leave words as they are."
    qtbot.waitUntil(lambda: dialog.words.problem.text() == dialog.problem.text() == sentence)
    assert [each.isVisible() for each in (dialog.words.problem, dialog.problem)] == [False, True]


def test_a_text_of_one_word_is_refused_at_once(opened, corpus_of):
    dialog = opened(corpus_of("whale"))
    assert "only one word in this text, “whale”" in dialog.problem.text()
    assert not dialog.train.isEnabled()


def test_a_file_that_went_away_is_told_in_the_dialog(opened, corpus_of):
    corpus = corpus_of(THREE, "gone")
    corpus.paths[0].unlink()
    dialog = opened(corpus)
    assert "gone.txt: there is no such file" in dialog.problem.text()
    assert not dialog.train.isEnabled()


def test_words_are_counted_anew_when_capitals_begin_to_matter(opened, corpus_of, qtbot):
    dialog = opened(corpus_of(THREE))
    dialog.token_form.control("lower").click()
    assert not dialog.train.isEnabled(), "what was counted holds no more"
    qtbot.waitUntil(lambda: "9 different words" in dialog.facts.text())  # "The" and "the"
    assert dialog.train.isEnabled()
    assert dialog.choices[1] == TokenOptions(lower=False)


def test_training_accepts_the_dialog_and_remembers_the_parameters(opened, corpus_of, qtbot, workbench):
    dialog = opened(corpus_of(THREE))
    types(qtbot, dialog.form.control("window"), "3")
    with qtbot.waitSignal(dialog.accepted):
        qtbot.mouseClick(dialog.train, Qt.MouseButton.LeftButton)
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert workbench.settings.options["word2vec"]["window"] == 3
    qtbot.waitUntil(workbench.settings_path.exists)
    kept, _ = load_settings(workbench.settings_path)
    assert kept.options["word2vec"]["window"] == 3


def test_the_next_dialog_starts_with_the_last_parameters_but_fits_the_new_corpus(opened, corpus_of, qtbot):
    first = opened(corpus_of(THREE))
    types(qtbot, first.form.control("window"), "3")
    qtbot.mouseClick(first.train, Qt.MouseButton.LeftButton)
    second = opened(corpus_of(many_sentences(), "longer"))
    assert second.choices[0].window == 3
    assert second.choices[0].min_count == 5
    assert second.choices[0].dim > first.choices[0].dim


def test_cancel_remembers_nothing_and_ends_the_counting(opened, corpus_of, qtbot, workbench):
    dialog = opened(corpus_of(THREE), wait=False)
    job = dialog.progress.job
    qtbot.mouseClick(dialog.cancel, Qt.MouseButton.LeftButton)
    assert dialog.result() == QDialog.DialogCode.Rejected
    assert job.task.cancelled
    assert "word2vec" not in workbench.settings.options


@pytest.mark.parametrize("kept", [{"window": 999}, {"window": "wide"}, {"colour": "red"}, {}])
def test_remembered_parameters_that_do_not_fit_any_more_are_forgotten(opened, corpus_of, workbench, kept):
    workbench.settings.options["word2vec"] = kept
    assert opened(corpus_of(THREE)).choices[0].window == Word2VecOptions().window


def test_notices_of_the_corpus_are_shown(opened, tmp_path, qtbot):
    (tmp_path / "letter.txt").write_bytes("Der Bär fährt über die Straße. Größe und Übermut.".encode("cp1252"))
    dialog = opened(open_corpus([tmp_path / "letter.txt"]))
    texts = [each.text() for each in dialog.findChildren(QWidget) if hasattr(each, "text")]
    assert any("not UTF-8" in text for text in texts)


def test_every_control_has_a_name_and_an_explanation(opened, corpus_of):
    dialog = opened(corpus_of(THREE))
    names = ("dim", "window", "min_count", "negative", "epochs", "alpha", "sample", "seed", "workers")
    for control in (dialog.trainer, *(dialog.form.control(name) for name in names)):
        assert control.accessibleName()
        assert control.accessibleDescription()


def test_the_method_swaps_the_form(opened, corpus_of):
    dialog = opened(corpus_of(THREE))
    assert dialog.trainer.currentText() == "Skip-gram"
    for key, trainer in TRAINERS.items():
        dialog.choose(key)
        assert trainer_of(dialog.choices[0]) is trainer
        assert dialog.about.text() == trainer.sentence
        assert dialog.form.isVisible()
        assert sum(form.isVisible() for form in dialog.findChildren(type(dialog.form))) == 1


@pytest.mark.parametrize("key", TRAINERS)
def test_each_method_is_fitted_to_the_corpus(opened, corpus_of, key):
    corpus = corpus_of(THREE)
    dialog = opened(corpus)
    dialog.choose(key)
    trainer = TRAINERS[key]
    usual = trainer.adopt(trainer.options())
    assert dialog.choices[0] == trainer.suggest(survey_corpus(corpus), usual, None)
    first = described(trainer.options)[trainer.fitted[0]].label
    assert dialog.facts.text().splitlines()[1].startswith(first)
    if key == "doc2vec":  # of which there is nothing to be learned with a single document
        assert "only one document" in dialog.problem.text()
        dialog.form.set_options(replace(dialog.choices[0], documents="sentence"))
        dialog.choose("skipgram")
        dialog.choose(key)
    assert dialog.outcome.text() == "8 words will be learned."


def test_methods_of_one_family_share_what_was_set(opened, corpus_of, qtbot):
    dialog = opened(corpus_of(THREE))
    types(qtbot, dialog.form.control("window"), "3")
    dialog.choose("cbow")
    assert (dialog.choices[0].method, dialog.choices[0].window) == ("cbow", 3)
    dialog.choose("glove")
    assert dialog.choices[0].window == GloveOptions().window


def test_an_edit_of_one_method_stays_while_another_is_looked_at(opened, corpus_of, qtbot):
    dialog = opened(corpus_of(THREE))
    dialog.choose("glove")
    types(qtbot, dialog.form.control("epochs"), "7")
    dialog.choose("ppmi")
    dialog.choose("glove")
    assert dialog.choices[0].epochs == 7


def test_the_method_is_remembered_with_its_parameters(opened, corpus_of, qtbot, workbench):
    first = opened(corpus_of(THREE))
    first.choose("glove")
    types(qtbot, first.form.control("window"), "4")
    qtbot.mouseClick(first.train, Qt.MouseButton.LeftButton)
    assert workbench.settings.options["glove"]["window"] == 4
    assert "word2vec" not in workbench.settings.options
    second = opened(corpus_of(THREE, "again"))
    assert second.trainer.currentText() == "GloVe"
    assert second.choices[0].window == 4


@pytest.mark.parametrize("kept", [{"method": "word3vec"}, {}, {"method": 7}])
def test_a_method_that_is_not_known_is_forgotten(opened, corpus_of, workbench, kept):
    workbench.settings.options["training"] = kept
    assert opened(corpus_of(THREE)).trainer.currentText() == "Skip-gram"
