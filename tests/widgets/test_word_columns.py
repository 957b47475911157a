"""Columns of a table join the words that are shown."""

from PySide6.QtWidgets import QFileDialog

from widgets.panels.appearance import AppearancePanel
from widgets.panels.projection import ProjectionPanel
from widgets.word_columns import WordColumns


def test_the_columns_of_a_chosen_table_are_offered_and_words_and_selection_stay(
    workbench, qtbot, small_embedding, tmp_path, monkeypatch
):
    path = tmp_path / "table.csv"
    path.write_text("word,size\nanimal3,big\ncolour0,small\n", encoding="utf-8")
    projection, appearance = ProjectionPanel(workbench), AppearancePanel(workbench)
    qtbot.addWidget(projection)
    qtbot.addWidget(appearance)
    columns, said = WordColumns(workbench, projection), []
    columns.said.connect(said.append)
    fields = {"embeddings": (small_embedding,), "embedding": small_embedding}
    workbench.store.change("Open", **fields, word=4, selection=(4,))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    columns.ask()
    qtbot.waitUntil(lambda: not workbench.jobs.running)
    assert said == ["table.csv tells of 2 of 60 words."]
    state = workbench.state
    assert (state.word, state.selection, len(state.embeddings)) == (4, (4,), 1)
    assert state.embedding.metadata["size"][9] == "big"
    assert appearance.color_by.findData("column:size") >= 0
    assert projection.words.column.findText("size") >= 0


def test_without_an_embedding_or_a_table_nothing_is_added(workbench, qtbot, monkeypatch, tmp_path):
    panel = ProjectionPanel(workbench)
    qtbot.addWidget(panel)
    columns = WordColumns(workbench, panel)
    columns.add(tmp_path / "table.csv")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    columns.ask()
    assert not [job for job in workbench.jobs.running if not job.quiet]
