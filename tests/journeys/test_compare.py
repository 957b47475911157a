"""Somebody compares words: by an expression, and beside each other."""

from PySide6.QtCore import Qt

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


def test_words_are_put_beside_each_other_and_the_picture_is_taken_home(user, tmp_path, monkeypatch):
    opens_glove(user, tmp_path)
    tab = user.window.compare_tab
    user.window.tabs.setCurrentWidget(tab)
    user.qtbot.keyClicks(tab.words.chips.line, "king queen paris london")
    user.qtbot.keyClick(tab.words.chips.line, Qt.Key.Key_Escape)
    user.qtbot.keyClick(tab.words.chips.line, Qt.Key.Key_Return)
    user.waits_until(lambda: tab.heatmap.matrix is not None and len(tab.heatmap.matrix.rows) == 4)
    words = tab.heatmap.matrix.rows
    values = tab.heatmap.matrix.values
    assert values[words.index("king"), words.index("queen")] > values[words.index("king"), words.index("paris")]
    user.clicks(tab.heatmap, tab.heatmap.place_of(2, 3).center().toPoint())
    user.waits_until(lambda: tab.pair.title.text() == "paris · london")
    picture = tmp_path / "words.svg"
    monkeypatch.setattr("widgets.parts.picture_saving.QFileDialog.getSaveFileName", lambda *_: (str(picture), ""))
    user.clicks(tab.choices.picture)
    user.waits_until(picture.exists)
    assert all(word in picture.read_text(encoding="utf-8") for word in words)
    user.undoes()
    assert user.state.compared == ()


def test_words_selected_on_the_map_are_compared_by_one_shortcut(user, tmp_path):
    opens_glove(user, tmp_path)
    user.searches("paris - france + germany")
    user.waits_until(lambda: len(user.state.selection) == 3)
    user.map.setFocus()
    user.presses("Ctrl+D")
    assert user.window.tabs.currentWidget() is user.window.compare_tab
    user.waits_until(lambda: user.window.compare_tab.heatmap.matrix is not None)
    assert set(user.window.compare_tab.heatmap.matrix.rows) == {"paris", "france", "germany"}
