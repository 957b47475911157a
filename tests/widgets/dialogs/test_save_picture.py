from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFileDialog, QPushButton

from widgets.dialogs.save_picture import PictureChoices, SavePictureDialog


@pytest.fixture
def dialog(qtbot, tmp_path):
    made = SavePictureDialog(QSize(800, 600), tmp_path, "glove.png", n_words=400_000)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.close()


def type_over(qtbot, line, text):
    line.selectAll()
    qtbot.keyClicks(line, text)


def test_it_starts_with_twice_the_size_and_the_suggested_file(dialog, tmp_path):
    assert dialog.choices == PictureChoices(tmp_path / "glove.png", 2, False, True, False)
    assert dialog.pixels.text() == "1,600 × 1,200 pixels"


def test_size_and_ground_are_chosen(dialog, qtbot):
    qtbot.mouseClick(dialog.scale.button("8"), Qt.MouseButton.LeftButton)
    for box in (dialog.transparent, dialog.legend, dialog.caption):
        qtbot.keyClick(box, Qt.Key.Key_Space)
    assert dialog.pixels.text() == "6,400 × 4,800 pixels and the caption"
    choices = dialog.choices
    assert (choices.scale, choices.transparent, choices.legend, choices.caption) == (8, True, False, True)


def test_a_page_has_no_size_in_pixels_but_says_how_large_it_is(dialog, qtbot):
    type_over(qtbot, dialog.file, "map.html")
    assert dialog.choices.is_page
    assert dialog.pixels.text().endswith("in one file of about 10 MB.")
    assert not dialog.scale.isEnabled()
    assert not dialog.transparent.isEnabled()
    assert dialog.caption.isEnabled()


def test_without_colours_that_mean_something_there_is_no_legend_to_keep(qtbot, tmp_path):
    dialog = SavePictureDialog(QSize(800, 600), tmp_path, has_legend=False)
    qtbot.addWidget(dialog)
    assert not dialog.legend.isEnabled()


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        ("map", "{folder}/map.png"),
        ("map.PNG", "{folder}/map.PNG"),
        ("map.v2", "{folder}/map.v2.png"),
        ("map.svg", "{folder}/map.svg"),
        ("map.PDF", "{folder}/map.PDF"),
        ("/elsewhere/map.png", "/elsewhere/map.png"),
        ("  map.png ", "{folder}/map.png"),
        ("~nobody-has-this-name/map.png", "{folder}/~nobody-has-this-name/map.png"),
    ],
)
def test_a_name_gets_an_ending_and_a_folder_where_it_has_none(dialog, qtbot, tmp_path, typed, path):
    type_over(qtbot, dialog.file, typed)
    assert dialog.choices.path == Path(path.format(folder=tmp_path))


def test_without_a_name_there_is_nothing_to_save(dialog, qtbot, tmp_path):
    dialog.file.clear()
    assert not dialog.save.isEnabled()
    type_over(qtbot, dialog.file, str(tmp_path))
    assert not dialog.save.isEnabled(), "a folder is no file"
    type_over(qtbot, dialog.file, "m")
    assert dialog.save.isEnabled()


def test_browse_fills_in_the_file_and_called_off_leaves_it(dialog, qtbot, tmp_path, monkeypatch):
    browse = next(each for each in dialog.findChildren(QPushButton) if each.text() == "Browse…")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "other.png"), ""))
    qtbot.mouseClick(browse, Qt.MouseButton.LeftButton)
    assert dialog.choices.path == tmp_path / "other.png"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    qtbot.mouseClick(browse, Qt.MouseButton.LeftButton)
    assert dialog.choices.path == tmp_path / "other.png"


def test_a_file_of_vectors_has_no_size_in_pixels(dialog, qtbot):
    type_over(qtbot, dialog.file, "map.svg")
    assert dialog.choices.is_vector
    assert not dialog.scale.isEnabled()
    assert "pixels" not in dialog.pixels.text()
    type_over(qtbot, dialog.file, "map.png")
    assert not dialog.choices.is_vector
    assert dialog.scale.isEnabled()
    assert dialog.pixels.text() == "1,600 × 1,200 pixels"


def test_the_kind_that_is_chosen_while_browsing_gives_a_name_its_ending(dialog, qtbot, tmp_path, monkeypatch):
    browse = next(each for each in dialog.findChildren(QPushButton) if each.text() == "Browse…")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "other"), "PDF (*.pdf)"))
    qtbot.mouseClick(browse, Qt.MouseButton.LeftButton)
    assert dialog.choices.path == tmp_path / "other.pdf"


def test_a_file_that_would_be_replaced_is_named(dialog, qtbot, tmp_path):
    (tmp_path / "there.png").touch()
    assert not dialog.replaces.isVisible()
    type_over(qtbot, dialog.file, "there")
    assert dialog.replaces.isVisible()
    assert "there.png" in dialog.replaces.text()


def test_enter_saves_and_escape_does_not(dialog, qtbot):
    with qtbot.waitSignal(dialog.accepted):
        qtbot.keyClick(dialog.file, Qt.Key.Key_Return)
    dialog.show()
    with qtbot.waitSignal(dialog.rejected):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)


def test_a_name_that_is_far_too_long_is_typed_without_harm(dialog, qtbot, tmp_path):
    dialog.file.setText("x" * 5000)
    assert dialog.choices.path.parent == tmp_path
    assert not dialog.replaces.isVisible()
