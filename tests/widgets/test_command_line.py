import os
import subprocess
import sys

import numpy as np
import pytest
from PySide6.QtGui import QImage

from explorer.formats.registry import write_vectors
from widgets.command_line import COMMANDS, main
from widgets.theme import DARK, LIGHT


@pytest.fixture
def opened(monkeypatch):
    """The files of each window that would have been opened."""
    windows = []
    monkeypatch.setattr("widgets.app.run", lambda files: windows.append([str(each) for each in files]) or 0)
    return windows


@pytest.fixture
def vectors(tmp_path, small_embedding, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_vectors(small_embedding, tmp_path / "groups.vec", "word2vec-text")
    return "groups.vec"


def test_without_arguments_an_empty_window_opens(opened):
    assert main([]) == 0
    assert opened == [[]]


def test_files_and_folders_open_in_one_window_in_their_order(opened, vectors, tmp_path):
    (tmp_path / "speeches").mkdir()
    assert main(["speeches", vectors]) == 0
    assert opened == [["speeches", vectors]]


def test_a_file_that_has_the_name_of_a_command_can_be_opened(opened, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "train").write_text("The cat is fluffy.")
    (tmp_path / "-v").write_text("The dog is fluffy.")
    assert main(["./train"]) == 0
    assert main(["--", "train", "-v"]) == 0
    assert opened == [["train"], ["train", "-v"]]
    assert main(["train"]) == 2  # alone, it is the command


def test_a_file_that_is_not_there_is_told_before_a_window_opens(opened, capsys):
    assert main(["missing.txt"]) == 1
    assert capsys.readouterr().err == "missing.txt: there is no such file or folder. Was it moved or renamed?\n"
    assert opened == []


def test_a_mistyped_command_is_told_with_the_right_one(opened, capsys):
    assert main(["neighbours"]) == 1
    assert "Did you mean lexiscope neighbors?" in capsys.readouterr().err
    assert opened == []


@pytest.mark.parametrize("arguments", [["groups.vec", "--theme"], ["--foo"], ["--foo", "groups.vec"]])
def test_an_unknown_option_is_a_mistake_in_usage(opened, vectors, capsys, arguments):
    assert main(arguments) == 2
    assert arguments[-1 if arguments[0] == vectors else 0] in capsys.readouterr().err
    assert opened == []


def test_without_a_display_that_is_told_instead_of_an_abort(opened, monkeypatch, capsys):
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert main([]) == 1
    assert "no display" in capsys.readouterr().err
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert main([]) == 0
    assert opened == [[]]


def test_the_help_tells_of_the_window_and_of_every_command(capsys):
    assert main(["--help"]) == 0
    told = capsys.readouterr().out
    for each in ("FILES", "train", "neighbors", "project", "picture"):
        assert each in told


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_a_picture_has_the_size_the_theme_and_the_points(qapp, vectors, theme, tmp_path, capsys):
    arguments = ["--method", "pca", "--size", "300x200", "--scale", "2", "--theme", theme.name, "-o", "map.png"]
    assert main(["picture", vectors, *arguments]) == 0
    assert capsys.readouterr().err == "60 words by PCA drawn to map.png\n"
    image = QImage(str(tmp_path / "map.png"))
    assert (image.width(), image.height()) == (600, 400)
    assert image.pixelColor(1, 1).name() == theme.map.lower()
    assert len(colors_of(image)) > 20


def test_a_transparent_picture_leaves_the_background_out(qapp, vectors, tmp_path):
    assert main(["picture", vectors, "--method", "pca", "--size", "300x200", "--transparent", "-o", "map.png"]) == 0
    image = QImage(str(tmp_path / "map.png"))
    assert image.pixelColor(1, 1).alpha() == 0
    assert len(colors_of(image)) > 20


def test_the_same_picture_is_drawn_each_time_and_another_by_another_rule(qapp, vectors, tmp_path):
    for name, rule in (("a.png", "none"), ("b.png", "none"), ("c.png", "norm"), ("d.png", "cluster")):
        assert main(["picture", vectors, "--method", "pca", "--color", rule, "--clusters", "3", "-o", name]) == 0
    a, b, c, d = (QImage(str(tmp_path / name)) for name in ("a.png", "b.png", "c.png", "d.png"))
    assert a == b
    assert a not in (c, d)
    assert c != d


@pytest.mark.parametrize("size", ["300", "300x", "axb", "50x50", "99999x100", "-300x200", "300x200x100"])
def test_a_size_that_is_none_is_a_mistake_in_usage(vectors, tmp_path, size, capsys):
    assert main(["picture", vectors, "--method", "pca", "--size", size, "-o", "map.png"]) == 2
    assert not (tmp_path / "map.png").exists()
    assert "--size" in capsys.readouterr().err


def test_a_picture_of_an_unknown_kind_is_a_mistake_in_usage(vectors, tmp_path, capsys):
    assert main(["picture", vectors, "--method", "pca", "-o", "map.gif"]) == 2
    assert ".png, .svg, .pdf or .html" in capsys.readouterr().err
    assert not (tmp_path / "map.gif").exists()


@pytest.mark.parametrize(("ending", "start"), [("svg", b"<?xml"), ("pdf", b"%PDF"), ("html", b"<!DOCTYPE html>")])
def test_the_ending_tells_what_a_picture_becomes(qapp, vectors, tmp_path, ending, start):
    flags = ["--density", "below", "--contours", "--caption", "--no-legend", "--color", "norm", "--label-density", "1"]
    assert main(["picture", vectors, "--method", "pca", "--size", "300x200", *flags, "-o", f"map.{ending}"]) == 0
    written = (tmp_path / f"map.{ending}").read_bytes()
    assert written.startswith(start)
    assert b"Norm" not in written, "the legend was left out"


def test_density_and_words_are_chosen_by_flags(qapp, vectors, tmp_path):
    kinds = {"points": [], "density": ["--density", "instead"], "no-words": ["--label-density", "0"]}
    for name, flags in kinds.items():
        assert main(["picture", vectors, "--method", "pca", "--size", "300x200", *flags, "-o", f"{name}.png"]) == 0
    pictures = [QImage(str(tmp_path / f"{name}.png")) for name in kinds]
    assert len({bytes(picture.constBits()) for picture in pictures}) == 3


def test_a_picture_is_up_to_eight_times_as_large(qapp, vectors, tmp_path):
    assert main(["picture", vectors, "--method", "pca", "--size", "200x100", "--scale", "8", "-o", "map.png"]) == 0
    assert QImage(str(tmp_path / "map.png")).size().toTuple() == (1600, 800)
    assert main(["picture", vectors, "--method", "pca", "--scale", "9", "-o", "map.png"]) == 2


def test_a_picture_that_has_nowhere_to_go_is_told(vectors, capsys):
    assert main(["picture", vectors, "-o", "missing/map.png"]) == 1
    assert "map.png was not written" in capsys.readouterr().err


def test_a_picture_needs_no_display_and_an_ascii_terminal_does_not_trouble_it(vectors, tmp_path):
    hidden = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "PYTHONUTF8", "LC_ALL"}
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    command = [sys.executable, "-m", "widgets.command_line"]
    drawn = subprocess.run(
        [*command, "picture", vectors, "--method", "pca", "--size", "200x200", "--scale", "1", "-o", "karte.png"],
        env=environment | {"PYTHONIOENCODING": "ascii"},
        capture_output=True,
        text=True,
    )
    assert drawn.returncode == 0, drawn.stderr
    assert drawn.stderr == "60 words by PCA drawn to karte.png\n"
    assert QImage(str(tmp_path / "karte.png")).width() == 200
    asked = subprocess.run(
        [*command, "neighbors", vectors, "wört"],
        env=environment | {"PYTHONIOENCODING": "ascii"},
        capture_output=True,
        text=True,
    )
    assert asked.returncode == 1
    assert "Traceback" not in asked.stderr


def colors_of(image):
    pixels = np.frombuffer(image.convertToFormat(QImage.Format.Format_ARGB32).constBits(), np.uint32)
    return np.unique(pixels)


def test_every_command_is_known_by_its_name():
    from widgets.picture_command import app

    names = {each.name or each.callback.__name__ for each in app.registered_commands}
    assert names == set(COMMANDS)
