"""The window as a whole: what its centre shows, where things can be dropped, what it leaves behind."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QMimeData, QPoint, QSize, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent
from PySide6.QtWidgets import QApplication, QSpinBox

from explorer.session.settings import load_settings
from tests.conftest import three_groups


@pytest.fixture
def shown(window, qtbot):
    """The window with an embedding and its map."""
    embedding = three_groups()
    window.bench.store.change("Open", embeddings=(embedding,), embedding=embedding)
    qtbot.waitUntil(lambda: window.bench.state.projection is not None and not window.bench.jobs.running, timeout=60_000)
    return window


def drag(window, mime):
    """Hold something over the middle of the window; whether it would be taken."""
    middle = QPoint(window.width() // 2, window.height() // 2)
    event = QDragEnterEvent(
        middle, Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    event.ignore()
    QApplication.sendEvent(window, event)
    return event.isAccepted()


def files(*urls):
    mime = QMimeData()
    mime.setUrls([QUrl(url) for url in urls])
    return mime


def test_the_first_page_is_there_as_long_as_nothing_is_open(window, shown):
    assert window.tabs.isVisible()
    assert not window.start_page.isVisible()
    window.bench.store.change("Close", embeddings=(), embedding=None)
    assert window.start_page.isVisible()
    assert not window.docks["word"].isVisible()


def test_the_title_names_what_is_shown(shown):
    assert shown.windowTitle() == "three groups – Lexiscope"
    other = replace(three_groups(seed=2), name="GloVe")
    shown.bench.store.change("Open", embeddings=(*shown.bench.state.embeddings, other), embedding=other)
    assert shown.windowTitle() == "GloVe – Lexiscope"


def test_a_small_window_stays_small_when_something_is_opened(window, qtbot):
    window.resize(900, 600)
    embedding = three_groups()
    window.bench.store.change("Open", embeddings=(embedding,), embedding=embedding)
    qtbot.waitUntil(lambda: window.bench.state.projection is not None and not window.bench.jobs.running, timeout=60_000)
    QApplication.processEvents()
    assert window.size() == QSize(900, 600)


def test_a_file_over_any_place_is_for_the_window(shown):
    assert drag(shown, files("file:///tmp/corpus.txt"))
    for line in (shown.search_box, shown.projection_panel.findChild(QSpinBox)):
        place = line.mapTo(shown, line.rect().center())
        under_pointer = shown.childAt(place)
        assert under_pointer is not line
        assert under_pointer.parentWidget() is shown
        assert not under_pointer.acceptDrops(), "then Qt asks the window below it"
    QApplication.sendEvent(shown, QDragLeaveEvent())
    assert shown.childAt(shown.search_box.mapTo(shown, QPoint(60, 10))) is shown.search_box


def test_a_link_to_the_web_is_not_taken(shown):
    assert not drag(shown, files("https://example.org/corpus.txt"))


def test_a_word_that_is_searched_is_shown_and_comes_to_the_middle(shown, qtbot):
    shown.search_box.word_chosen.emit(5)
    assert shown.bench.state.word == 5


def test_the_arrangement_is_kept_for_the_next_time(shown, qtbot):
    shown.docks["appearance"].close()
    shown.close()
    settings = shown.bench.settings
    assert settings.window_layout
    assert settings.window_geometry


def test_the_settings_are_written_when_the_program_ends(qapp, qtbot):
    from widgets.app import close, make_window
    from widgets.jobs import JobRunner

    window, bench = make_window(qapp, JobRunner(synchronous=True))
    bench.settings.label_density = 0.25
    window.close()
    close(window, bench)
    bench.theme.deleteLater()
    settings, notice = load_settings(bench.settings_path)
    assert (settings.label_density, notice) == (0.25, None)


def test_damaged_settings_are_told_and_the_program_starts(qapp, qtbot, own_folders):
    from widgets.app import close, make_window
    from widgets.jobs import JobRunner

    (own_folders / "settings.json").write_text("{", encoding="utf-8")
    window, bench = make_window(qapp, JobRunner(synchronous=True))
    assert "settings were damaged" in window.message_bar.text
    close(window, bench)
    bench.theme.deleteLater()


def test_training_without_a_corpus_asks_for_one(window, monkeypatch):
    asked = []
    monkeypatch.setattr(window.opening, "ask", lambda: asked.append(True))
    window.bench.commands.run("embedding.train")
    assert asked == [True]


def test_the_theme_that_was_chosen_is_remembered(window):
    before = window.bench.theme.theme.name
    window.bench.commands.run("view.theme")
    assert window.bench.theme.theme.name != before
    assert window.bench.settings.theme == window.bench.theme.theme.name
