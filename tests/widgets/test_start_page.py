"""The first page: samples and what was opened last, a click away."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from explorer.samples import SAMPLES
from widgets.commands import Command
from widgets.start_page import StartPage, recent_name


@pytest.fixture
def page(qtbot, workbench):
    workbench.settings.recent_files = ["/books/moby.txt", "/speeches/a.txt\n/speeches/b.txt"]
    made = StartPage(workbench)
    qtbot.addWidget(made)
    made.resize(1000, 800)
    made.show()
    return made


def test_each_sample_has_a_card_with_a_title_and_a_sentence(page):
    assert list(page.cards) == [sample.key for sample in SAMPLES]
    for sample, card in zip(SAMPLES, page.cards.values(), strict=True):
        assert card.accessibleName() == sample.title
        assert card.accessibleDescription() == sample.sentence


def test_a_click_on_a_card_chooses_its_sample(page, qtbot):
    with qtbot.waitSignal(page.sample_chosen) as chosen:
        qtbot.mouseClick(page.cards["moby-dick"], Qt.MouseButton.LeftButton)
    assert chosen.args == ["moby-dick"]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_a_card_is_chosen_from_the_keyboard_too(page, qtbot, key):
    with qtbot.waitSignal(page.sample_chosen):
        qtbot.keyClick(page.cards["glove-10k"], key)


def test_a_recent_corpus_of_several_files_is_one_entry(page, qtbot):
    button = next(each for each in page.findChildren(QPushButton) if each.text().startswith("a.txt"))
    assert button.text() == "a.txt and 1 more  ·  speeches"
    with qtbot.waitSignal(page.recent_chosen) as chosen:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert chosen.args == ["/speeches/a.txt\n/speeches/b.txt"]


def test_without_recent_files_there_is_no_heading_for_them(page, workbench):
    workbench.settings.recent_files = []
    page.show_recent()
    assert "moby.txt" not in [each.text() for each in page.findChildren(QPushButton) if each.isVisible()]


def test_the_buttons_run_the_commands(page, qtbot, workbench):
    ran = []
    for key in ("file.open", "file.open_folder", "embedding.train"):
        workbench.commands.add(Command(key, key, "File", lambda key=key: ran.append(key)))
    for text in ("Open…", "Open a folder…", "Train…"):
        button = next(each for each in page.findChildren(QPushButton) if each.text() == text)
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert ran == ["file.open", "file.open_folder", "embedding.train"]


def test_an_entry_is_named_by_its_file_and_folder():
    assert recent_name("/books/moby.txt") == "moby.txt  ·  books"
