from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget

from explorer.session.settings import load_settings
from widgets.parts.save_place import ask_save_place, file_name, save_folder


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("king neighbours by L2", "king-neighbours-by-L2"),
        ("a/b\\c:d", "a-b-c-d"),
        ("../../etc/passwd", "etc-passwd"),
        ("Škoda 王", "Škoda-王"),
        ("", "words"),
        ("???", "words"),
        ("x" * 300, "x" * 80),
    ],
)
def test_a_file_name_holds_nothing_that_file_systems_do_not_like(name, kept):
    assert file_name(name) == kept


def test_saving_begins_in_a_folder_that_exists_even_when_the_last_one_is_gone(workbench, tmp_path):
    workbench.settings.save_folder = str(tmp_path)
    assert save_folder(workbench) == tmp_path
    workbench.settings.save_folder = str(tmp_path / "gone")
    assert save_folder(workbench).is_dir()


def test_the_chosen_folder_is_remembered_at_the_next_start(workbench, qtbot, tmp_path, monkeypatch):
    window = QWidget()
    qtbot.addWidget(window)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "k.txt"), ""))
    assert ask_save_place(workbench, window, "Export", "king", "CSV", ".csv") == tmp_path / "k.txt"
    qtbot.waitUntil(workbench.settings_path.exists)
    qtbot.waitUntil(lambda: not workbench.jobs.running)
    settings, _ = load_settings(workbench.settings_path)
    assert Path(settings.save_folder) == tmp_path
