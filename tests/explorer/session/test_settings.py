import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.errors import UnwritableFile
from explorer.session.settings import MAX_BYTES, Settings, load_settings, save_settings, settings_path


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "lexiscope" / "settings.json"


def test_settings_that_were_saved_are_loaded_as_they_were(path):
    settings = Settings(
        theme="light",
        morph=False,
        label_density=0.25,
        recent_files=["/texts/Moby Dick.txt", "/a\n/b", "/näme\u2028"],
        window_geometry="AdnQ",
        options={"umap": {"n_neighbors": 30, "min_dist": 0.1, "metric": "cosine", "densmap": False}},
    )
    save_settings(settings, path)
    assert load_settings(path) == (settings, None)


def test_the_first_start_has_the_defaults_and_makes_no_file(path):
    assert load_settings(path) == (Settings(), None)
    assert not path.exists()


def test_fields_of_a_newer_version_are_ignored_and_missing_ones_have_their_defaults(path):
    path.parent.mkdir()
    path.write_text(json.dumps({"theme": "dark", "hologram": {"depth": [1, 2]}}))
    assert load_settings(path) == (Settings(theme="dark"), None)


DAMAGED = {
    "empty": b"",
    "cut short": b'{"theme": "dark", "mor',
    "zeros, as a power cut leaves them": b"\0" * 500,
    "not UTF-8": b'{"theme": "\xff\xfe"}',
    "not an object": b"[1, 2]",
    "another type": b'{"morph": "yes"}',
    "no such theme": b'{"theme": "plaid"}',
    "out of range": b'{"label_density": 1e30}',
    "endlessly nested": b'{"x":' + b"[" * 200_000,
    "far too long": b'{"window_layout": "' + b"A" * MAX_BYTES + b'"}',
}


@pytest.mark.parametrize("content", DAMAGED.values(), ids=DAMAGED.keys())
def test_a_damaged_file_is_put_aside_whole_and_the_defaults_are_used(path, content):
    path.parent.mkdir()
    path.write_bytes(content)
    settings, notice = load_settings(path)
    assert settings == Settings()
    (aside,) = path.parent.iterdir()
    assert aside.name.startswith("settings.json.bad-")
    assert aside.name in notice
    assert aside.read_bytes() == content
    save_settings(settings, path)
    assert load_settings(path) == (Settings(), None)


@given(content=st.binary(max_size=200))
def test_no_file_whatever_keeps_the_program_from_starting(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("random") / "settings.json"
    path.write_bytes(content)
    assert load_settings(path)[0].theme in ("system", "dark", "light")


def test_a_file_that_cannot_be_read_is_told_and_left_alone(path):
    path.mkdir(parents=True)
    settings, notice = load_settings(path)
    assert settings == Settings()
    assert "could not be read" in notice
    assert path.is_dir()


def test_a_folder_that_cannot_be_made_is_told_in_a_sentence(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(UnwritableFile, match=r"settings\.json was not written: .*folder"):
        save_settings(Settings(), tmp_path / "file" / "below" / "settings.json")


def test_a_full_disk_keeps_the_old_settings(path, monkeypatch):
    save_settings(Settings(theme="dark"), path)

    def full(_descriptor):
        raise OSError(28, os.strerror(28))

    with monkeypatch.context() as patch, pytest.raises(UnwritableFile, match="no space left"):
        patch.setattr(os, "fsync", full)
        save_settings(Settings(theme="light"), path)
    assert load_settings(path)[0].theme == "dark"
    assert [each.name for each in path.parent.iterdir()] == ["settings.json"]


def test_the_ten_last_files_are_remembered_newest_first_and_each_once():
    settings = Settings()
    for number in (*range(12), 5):
        settings.remember_file(f"/{number}")
    assert settings.recent_files == ["/5", "/11", "/10", "/9", "/8", "/7", "/6", "/4", "/3", "/2"]


def test_how_a_file_was_read_is_remembered_as_long_as_the_file_is():
    settings = Settings()
    settings.remember_file("/table.csv", {"text_column": "review"})
    settings.remember_file("/other.csv", {"text_column": "body"})
    settings.remember_file("/other.csv")
    assert settings.recent_choices == {"/table.csv": {"text_column": "review"}}
    for number in range(10):
        settings.remember_file(f"/{number}")
    assert settings.recent_choices == {}


def test_a_file_with_too_many_recent_ones_is_cut(path):
    path.parent.mkdir()
    path.write_text(json.dumps({"recent_files": [f"/{n}" for n in range(1000)]}))
    assert len(load_settings(path)[0].recent_files) == 10


def test_two_settings_share_no_list():
    Settings().remember_file("/a")
    assert Settings().recent_files == []


def test_the_place_of_the_settings_can_be_chosen(tmp_path, monkeypatch):
    monkeypatch.setenv("LEXISCOPE_SETTINGS", str(tmp_path / "mine.json"))
    assert settings_path() == tmp_path / "mine.json"
    monkeypatch.delenv("LEXISCOPE_SETTINGS")
    assert settings_path().name == "settings.json"
    assert "lexiscope" in settings_path().parts
