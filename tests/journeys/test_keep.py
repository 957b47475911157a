"""What is on the screen is kept: the picture, the neighbours, the vectors, and the window itself."""

import csv

import numpy as np
import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog

from explorer.formats.registry import read_vectors, write_vectors
from tests.conftest import three_groups
from widgets.app import make_window
from widgets.dialogs.save_picture import PictureChoices, SavePictureDialog


@pytest.fixture
def at_the_map(user, tmp_path):
    write_vectors(three_groups(), tmp_path / "three-groups.txt", "glove-text")
    user.drops(tmp_path / "three-groups.txt")
    user.waits_for_map()
    user.waits_for_quiet()
    return user


@pytest.mark.parametrize("scale", [1, 4])
def test_the_picture_has_the_size_of_the_map_times_the_scale(at_the_map, tmp_path, scale):
    user = at_the_map
    user.presses("Ctrl+Shift+S")
    dialog = user.window.findChild(SavePictureDialog)
    user.clicks(dialog.scale.button(str(scale)))
    dialog.file.setText(str(tmp_path / "map.png"))
    user.clicks(dialog.save)
    user.waits_until(lambda: "Saved map.png" in user.message)
    picture = QImage(str(tmp_path / "map.png"))
    assert picture.size() == user.map.size() * scale
    assert distinct_colors(picture) > 20


@pytest.mark.parametrize(("kind", "suffix"), [("word2vec text", ".vec"), ("word2vec binary", ".bin")])
def test_the_vectors_are_saved_to_the_bit(at_the_map, tmp_path, monkeypatch, kind, suffix):
    user = at_the_map
    path = tmp_path / f"saved{suffix}"
    answer = (str(path), f"{kind} (*{suffix})")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: answer)
    user.presses("Ctrl+S")
    user.waits_until(lambda: "Saved saved" in user.message)
    again = read_vectors(path)
    assert again.index_to_key == user.state.embedding.index_to_key
    np.testing.assert_array_equal(again.vectors, user.state.embedding.vectors)


def test_the_neighbours_are_saved_as_they_are_listed(at_the_map, tmp_path, monkeypatch):
    user = at_the_map
    path = tmp_path / "neighbours.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(path), "CSV (*.csv)"))
    user.searches("animal3")
    user.waits_until(lambda: bool(user.neighbors))
    user.waits_for_quiet()
    user.bench.commands.run("file.save_neighbors")
    user.waits_until(path.exists)
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert [row[0] for row in rows[1:]] == user.neighbors


def test_a_picture_that_cannot_be_written_is_told_and_nothing_is_left_behind(at_the_map, tmp_path):
    user = at_the_map
    user.window.saving.save_picture(PictureChoices(tmp_path / "no such folder" / "map.png", 1, False))
    user.waits_until(lambda: "map.png was not written" in user.message)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["three-groups.txt"]


def test_the_next_window_remembers_theme_files_and_parameters(at_the_map, qapp, qtbot):
    user = at_the_map
    user.bench.commands.run("view.theme")
    form = user.window.projection_panel
    form.choose_method("umap")
    form.form.control("n_neighbors").setValue(30)
    user.clicks(form.run)
    user.clicks(form.progress.button)
    user.waits_for_quiet()
    user.window.close()
    user.bench.jobs.close()
    window, bench = make_window(qapp)
    try:
        assert bench.theme.theme.name == user.bench.settings.theme
        assert bench.settings.recent_files[0].endswith("three-groups.txt")
        window.projection_panel.choose_method("umap")
        assert window.projection_panel.form.options().n_neighbors == 30
    finally:
        bench.jobs.close()
        window.deleteLater()
        bench.theme.deleteLater()


def distinct_colors(picture: QImage) -> int:
    """How many colours a sample of the pixels has."""
    return len(
        {
            picture.pixel(x, y)
            for x in range(0, picture.width(), max(picture.width() // 120, 1))
            for y in range(0, picture.height(), max(picture.height() // 120, 1))
        }
    )
