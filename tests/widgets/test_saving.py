"""Saving vectors: in which format, where, and what is said of it."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QImage

from explorer.formats.registry import FORMATS, read_vectors, sniff
from tests.conftest import three_groups
from widgets import saving as room
from widgets.dialogs.save_picture import PictureChoices
from widgets.map.drawing import CAPTION_HEIGHT


@pytest.fixture
def shown(window, qtbot):
    embedding = three_groups()
    window.bench.store.change("Open", embeddings=(embedding,), embedding=embedding)
    qtbot.waitUntil(lambda: window.bench.state.projection is not None and not window.bench.jobs.running, timeout=60_000)
    return window


@pytest.fixture
def saves(shown, qtbot, monkeypatch):
    """Saves the vectors under a name, with a kind of file chosen in the dialog."""

    def save(path, kind=0):
        def answer(window, title, suggested, filters):
            return str(path), filters.split(";;")[kind]

        monkeypatch.setattr(room.QFileDialog, "getSaveFileName", answer)
        shown.bench.commands.run("file.save_vectors")
        qtbot.waitUntil(lambda: not shown.bench.jobs.running, timeout=60_000)
        return shown.message_bar.text

    return save


@pytest.mark.parametrize("kind", range(len(FORMATS)))
def test_each_kind_of_file_holds_every_word_and_reads_back(saves, shown, tmp_path, kind):
    path = tmp_path / f"words{FORMATS[kind].suffixes[0]}"
    assert saves(path, kind) == f"Saved {path.name}, 60 words."
    assert sniff(path).key == FORMATS[kind].key
    assert read_vectors(path).index_to_key == shown.bench.state.embedding.index_to_key


def test_a_name_without_an_ending_gets_the_usual_one(saves, tmp_path):
    assert saves(tmp_path / "words") == "Saved words.vec, 60 words."
    assert (tmp_path / "words.vec").exists()


def test_an_ending_that_was_typed_decides_the_format(saves, tmp_path):
    saves(tmp_path / "words.bin", kind=0)
    assert sniff(tmp_path / "words.bin").key == "word2vec-binary"


def test_the_folder_is_where_the_next_dialog_begins(saves, shown, tmp_path):
    saves(tmp_path / "words.vec")
    assert shown.bench.settings.save_folder == str(tmp_path)


def test_a_folder_that_is_gone_is_told_in_a_sentence(saves, tmp_path):
    assert saves(tmp_path / "gone" / "words.vec").startswith("words.vec was not written: no such file or directory.")


def test_whoever_leaves_the_dialog_saves_nothing(saves, shown, tmp_path):
    before = shown.message_bar.text
    assert saves("") == before
    assert not list(tmp_path.iterdir())


def test_the_map_is_saved_as_a_page_as_a_picture_with_a_caption_and_as_a_table(shown, qtbot, tmp_path, monkeypatch):
    page, picture, table = (tmp_path / name for name in ("map.html", "map.png", "map.tsv"))
    size = shown.map_tab.view.size()
    for choices, said in (
        (PictureChoices(page), "Saved map.html, 60 words."),
        (PictureChoices(picture, scale=2, caption=True), "Saved map.png"),
    ):
        shown.saving.save_picture(choices)
        qtbot.waitUntil(lambda: not shown.bench.jobs.running, timeout=60_000)
        assert shown.message_bar.text.startswith(said)
    assert page.read_bytes().startswith(b"<!DOCTYPE html>")
    assert QImage(str(picture)).height() == 2 * (size.height() + CAPTION_HEIGHT)
    monkeypatch.setattr(room.QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "map"), "TSV (*.tsv)"))
    shown.bench.commands.run("file.save_coordinates")
    qtbot.waitUntil(lambda: not shown.bench.jobs.running, timeout=60_000)
    assert shown.message_bar.text == "Saved map.tsv, 60 words."
    lines = table.read_text(encoding="utf-8").splitlines()
    assert lines[0].split("\t")[:3] == ["word", "x", "y"]
    assert len(lines) == 61
