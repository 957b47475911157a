"""A text is taken apart otherwise: its vocabulary, its model and its lines all follow."""

from PySide6.QtWidgets import QApplication

from widgets.dialogs.train import TrainDialog
from widgets.dialogs.words import WordsDialog

TEXT = "The whales swim in the sea. A whale swims to the ship. Ships of the whalers are at sea. " * 60


def test_stems_without_stop_words_are_learned_shown_and_found_in_the_lines(user, tmp_path):
    user.bench.settings.refine_with_umap = False  # the map is not what this is about
    (tmp_path / "whales.txt").write_text(TEXT, encoding="utf-8")
    user.drops(tmp_path / "whales.txt")
    user.waits_until(lambda: isinstance(QApplication.activeModalWidget(), TrainDialog))
    dialog = QApplication.activeModalWidget()
    user.clicks(dialog.page.button("words"))
    dialog.token_form.control("stop_words").click()
    base = dialog.token_form.control("base")
    base.setCurrentIndex(base.findText("Snowball stems"))
    user.waits_until(lambda: dialog.progress.job is None and "5 different words" in dialog.facts.text())
    user.waits_until(lambda: dialog.words.preview.shown is not None)
    assert "swim" in dialog.words.preview.page.toPlainText()
    user.waits_until(lambda: dialog.outcome.text() == "5 words will be learned.")
    dialog.form.control("epochs").setValue(5)
    user.clicks(dialog.train)
    user.waits_until(lambda: "Learned in" in user.message)
    user.waits_for_quiet()
    assert set(user.state.embedding.index_to_key) == {"whale", "swim", "sea", "ship", "whaler"}

    tab = user.window.vocabulary_tab
    user.window.tabs.setCurrentWidget(tab)
    user.waits_until(lambda: tab.table.table.words.rowCount() == 5)
    assert "English stop words left out · English Snowball stems" in tab.chain.text()
    tab.table.table.word_activated.emit(tab.table.table.words.word_index(0))
    word = tab.table.table.words.cells(0)[0]
    assert user.state.embedding.index_to_key[user.state.word] == word
    user.waits_until(lambda: tab.distribution.lines.lines.rowCount() > 0)
    marked = {line.text[start:end].lower() for line in tab.distribution.lines.lines.lines for start, end in line.marks}
    assert all(each.startswith(word) for each in marked)

    user.clicks(tab.words)
    user.waits_until(lambda: isinstance(QApplication.activeModalWidget(), WordsDialog))
    words = QApplication.activeModalWidget()
    words.editor.form.control("stop_words").click()
    user.clicks(words.use)
    user.waits_until(lambda: tab.table.table.words.rowCount() == 12)
