"""The steps of the chain in the dialogs: what is in sight, what the preview tells, how lists and merges are shown."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from explorer.corpus.chain.stop_words import stop_words_of
from explorer.corpus.chain.subwords import learn_here
from explorer.corpus.preview import Preview, preview
from explorer.corpus.reading import open_corpus
from explorer.corpus.token_options import TokenOptions
from widgets.dialogs.chain_editor import ChainEditor
from widgets.dialogs.chain_form import ChainForm
from widgets.dialogs.chain_preview import written
from widgets.dialogs.merges import MergesDialog, counts_in
from widgets.dialogs.stop_list import StopListDialog
from widgets.dialogs.words import WordsDialog
from widgets.theme import DARK, LIGHT

TEXT = "The cats are fluffy. The dogs are fluffy. The cats and the dogs are friends in New York."
EVERYTHING = TokenOptions(
    sentence_split="lines", tokens="pattern", pattern=r"\w+", chinese="jieba", lower=False, numbers="one",
    punctuation="keep", language="de", stop_words=True, stop_also="katze", stop_not="nicht", base="snowball",
    phrases=True, phrase_min_count=3, phrase_threshold=2.5, pieces="bpe", n_pieces=500,
)  # fmt: skip


@pytest.fixture
def corpus(tmp_path):
    (tmp_path / "text.txt").write_text(TEXT, encoding="utf-8")
    return open_corpus([tmp_path / "text.txt"])


@pytest.fixture
def editor(qtbot, workbench, corpus):
    made = ChainEditor(workbench, corpus, TokenOptions())
    qtbot.addWidget(made)
    made.resize(900, 600)
    with qtbot.waitExposed(made):
        made.show()
    return made


def test_the_form_gives_back_what_it_was_given(qtbot):
    form = ChainForm()
    qtbot.addWidget(form)
    assert form.options() == TokenOptions()
    form.set_options(EVERYTHING)
    assert form.options() == EVERYTHING


def test_only_parameters_that_do_something_are_in_sight(qtbot):
    form = ChainForm()
    qtbot.addWidget(form)
    names = ("pattern", "chinese", "language", "stop_not", "phrase_threshold", "n_pieces")

    def seen():
        return {name for name in names if form.control(name).isVisibleTo(form)}

    assert seen() == {"chinese"}
    form.set_options(EVERYTHING)
    assert seen() == set(names) - {"chinese"}
    assert form.edit_list.isVisibleTo(form)


def test_the_preview_follows_each_change_and_names_what_a_step_leaves_out_and_makes(editor, qtbot):
    with qtbot.waitSignal(editor.preview.told):
        editor.form.control("stop_words").click()
    with qtbot.waitSignal(editor.preview.told) as told:
        editor.form.control("base").setCurrentIndex(1)
    assert [stage.key for stage in told.args[0].stages[0]] == ["tokens", "lower", "stop_words", "base"]
    assert "cats" in editor.preview.page.toPlainText()
    for theme in (DARK, LIGHT):
        page = written(told.args[0], theme)
        assert f"<s style='color: {theme.faint}'>the</s>" in page  # left out
        assert f"background-color: {theme.accent_soft}; color: {theme.text}'>&nbsp;cat&nbsp;" in page  # made


def test_what_cannot_be_done_is_told_beside_the_form_until_it_can(editor, qtbot):
    with qtbot.waitSignal(editor.preview.told):
        editor.show_preview()
    with qtbot.waitSignal(editor.preview.refused):
        editor.form.set_options(TokenOptions(tokens="pattern", pattern="("))
        editor.show_preview()
    assert "no regular expression" in editor.problem.text()
    assert editor.problem.isVisible()
    assert "as they were before" in editor.preview.note.text()
    assert editor.preview.note.isVisible()
    with qtbot.waitSignal(editor.preview.told):
        editor.form.set_options(TokenOptions())
        editor.show_preview()
    assert not editor.problem.isVisible()
    assert not editor.preview.note.isVisible()


def test_phrases_and_pieces_of_the_preview_say_from_what_they_were_learned(editor, qtbot):
    with qtbot.waitSignal(editor.preview.told):
        editor.form.set_options(TokenOptions(pieces="bpe", n_pieces=60))
        editor.show_preview()
    assert editor.preview.note.text().startswith("Learned from the first 3 sentences")
    assert editor.preview.note.isVisible()


def test_the_preview_stands_below_where_there_is_no_room_beside(editor):
    def is_beside():
        return editor.preview.mapTo(editor, editor.preview.rect().topLeft()).x() > 300

    assert is_beside()
    editor.resize(500, 700)
    editor.layout().activate()
    assert not is_beside()


def test_the_language_is_that_of_the_text_until_the_user_chooses_another(qtbot, workbench, tmp_path):
    (tmp_path / "text.txt").write_text("Der Hund und die Katze sind im Haus. Das ist so.", encoding="utf-8")
    dialog = WordsDialog(workbench, open_corpus([tmp_path / "text.txt"]), TokenOptions(stop_words=True))
    qtbot.addWidget(dialog)
    with qtbot.waitSignal(dialog.editor.changed):
        pass
    assert dialog.options == TokenOptions(stop_words=True, language="de")
    dialog.editor.form.control("language").setCurrentIndex(0)
    with qtbot.waitSignal(dialog.editor.preview.told):
        dialog.editor.show_preview()
    assert dialog.options.language != "de"
    dialog.use.click()
    assert dialog.result() == QDialog.DialogCode.Accepted


def test_the_list_of_stop_words_is_edited_as_a_text(qtbot):
    dialog = StopListDialog(TokenOptions(stop_words=True, stop_also="whale", stop_not="not"))
    qtbot.addWidget(dialog)
    assert (dialog.also, dialog.but) == ("whale", "not")
    dialog.list.setPlainText(dialog.list.toPlainText().replace("whale", "Ship, sea") + "\nnot")
    assert (dialog.also, dialog.but) == ("sea ship", "")
    assert dialog.counts.text() == f"{len(stop_words_of('en')) + 2} words · 2 added · 0 taken away"
    dialog.restore.click()
    assert (dialog.also, dialog.but) == ("", "")


def test_the_edited_list_becomes_that_of_the_options(editor, qtbot):
    editor.form.set_options(TokenOptions(stop_words=True))
    dialog = editor.ask_list()
    dialog.list.appendPlainText("fluffy")
    with qtbot.waitSignal(editor.changed):
        dialog.accept()
    assert editor.options() == TokenOptions(stop_words=True, stop_also="fluffy")


def test_merges_are_stepped_through_with_their_counts_and_rivals(qtbot, workbench):
    dialog = MergesDialog(workbench)
    qtbot.addWidget(dialog)
    dialog.words.setText("low:5, lower:2 newest:6 widest:3")
    assert dialog.merge is None
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.merge.pair == ("e", "s")
    assert dialog.sentence.text().startswith("e + s stand side by side 9 times and become es. Behind it: ")
    assert "n e w es t" in dialog.drawing.accessibleDescription()
    dialog.back.click()
    assert "n e w e s t" in dialog.drawing.accessibleDescription()
    dialog.slider.setValue(dialog.slider.maximum())
    assert not dialog.on.isEnabled()
    assert dialog.list.currentRow() == dialog.slider.maximum()
    dialog.words.setText("")
    assert dialog.sentence.text() == "Type some words above."


def test_words_can_show_the_merges_of_a_corpus(qtbot, workbench):
    pieces = learn_here({"low": 5, "lower": 2, "newest": 6, "widest": 3}, "bpe", 100)
    dialog = MergesDialog(workbench, pieces)
    qtbot.addWidget(dialog)
    dialog.words.setText("lowest")
    dialog.slider.setValue(1)
    assert dialog.sentence.text() == "Merge 1 of the corpus: e + s becomes es."
    dialog.source.button("words").click()
    assert dialog.merge is None
    assert dialog.sentence.text() == "No pair stands there twice."


def test_typed_words_may_have_counts():
    assert counts_in("low:5, low  new:0 ; x") == {"low": 6, "x": 1}


def test_a_preview_of_nothing_is_an_empty_page(corpus):
    assert preview(corpus, TokenOptions(tokens="pattern", pattern="xyz")).stages[0][-1].tokens == ()
    shown = preview(corpus, TokenOptions(tokens="pattern", pattern="xyz"))
    assert "nothing is left" in written(Preview(shown.texts, shown.stages, 0, None), DARK)
