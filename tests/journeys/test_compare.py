"""Somebody compares words: by an expression, and beside each other."""

from explorer.formats.registry import write_vectors
from explorer.samples import open_sample


def opens_glove(user, tmp_path):
    write_vectors(open_sample("glove-10k"), tmp_path / "glove.vec", "word2vec-text")
    user.drops(tmp_path / "glove.vec")
    user.waits_for_map()


def test_the_question_everybody_asks_first(user, tmp_path):
    opens_glove(user, tmp_path)
    user.searches("king - man + woman")
    page = user.window.word_panel.expression
    user.waits_until(lambda: page.table.words.rowCount() == 20)
    assert user.window.word_panel.currentWidget() is page
    assert page.table.model().index(0, 0).data() == "queen"
    user.clicks(page.table.viewport(), page.table.visualRect(page.table.model().index(0, 0)).center())
    assert user.word == "queen"
    user.undoes()
    assert user.window.word_panel.currentWidget() is page


def test_a_slip_in_an_expression_is_told_and_mended(user, tmp_path):
    opens_glove(user, tmp_path)
    user.searches("paris - frnace + germany")
    user.waits_until(lambda: "“frnace” is not in the vocabulary" in user.message)
    user.window.search_box.hint.linkActivated.emit("france")
    user.waits_until(lambda: user.state.expression == "paris - france + germany")
    assert user.window.search_box.text() == "paris - france + germany"
