"""The menu bar: every command has its place, and what was opened last can be opened again."""

from __future__ import annotations

from tests.conftest import three_groups
from widgets.menus import MENUS


def entries(menu):
    return [action.text() for action in menu.actions() if action.text()]


def recent_of(window):
    window.menus.recent.aboutToShow.emit()
    return window.menus.recent.actions()


def test_each_command_is_in_the_menu_that_it_names(window):
    bars = {action.text().replace("&", ""): action.menu() for action in window.menuBar().actions()}
    assert list(bars) == list(MENUS)
    for command in window.bench.commands:
        assert window.bench.commands.action(command.key) in bars[command.menu].actions()


def test_no_two_commands_share_a_key_in_any_menu(window):
    shortcuts = [command.shortcut for command in window.bench.commands if command.shortcut]
    assert sorted(shortcuts) == sorted(set(shortcuts))


def test_at_first_nothing_was_opened_and_that_cannot_be_chosen(window):
    (only,) = recent_of(window)
    assert only.text() == "Nothing was opened yet"
    assert not only.isEnabled()


def test_the_last_files_are_offered_newest_first_and_open_again(window, qtbot, tmp_path):
    first, second = tmp_path / "cats & dogs.txt", tmp_path / "b.txt"
    for path in (first, second):
        path.write_text("", encoding="utf-8")
        window.bench.settings.remember_file(str(path))
    newest, oldest = recent_of(window)
    assert newest.text().startswith("b.txt")
    assert oldest.text().startswith("cats && dogs.txt")
    oldest.trigger()
    qtbot.waitUntil(lambda: "cats & dogs.txt: it is empty" in window.message_bar.text)


def test_several_texts_of_a_corpus_are_one_entry(window, tmp_path):
    window.bench.settings.remember_file(f"{tmp_path / 'a.txt'}\n{tmp_path / 'b.txt'}")
    (entry,) = recent_of(window)
    assert entry.text().startswith("a.txt and 1 more")


def test_undo_and_redo_say_what_they_would_do(window, qtbot):
    undo, redo = (window.bench.commands.action(key) for key in ("edit.undo", "edit.redo"))
    assert not undo.isEnabled()
    embedding = three_groups()
    window.bench.store.change("Open three groups", embeddings=(embedding,), embedding=embedding)
    assert undo.text() == "Undo: Open three groups"
    qtbot.waitUntil(lambda: not window.bench.jobs.running, timeout=60_000)
    undo.trigger()
    assert not undo.isEnabled()
    assert undo.text() == "Undo"
    assert redo.text() == "Redo: Open three groups"


def test_what_makes_no_sense_without_an_embedding_cannot_be_chosen(window, qtbot):
    keys = ("file.save_vectors", "embedding.project", "embedding.close")
    assert not any(window.bench.commands.action(key).isEnabled() for key in keys)
    embedding = three_groups()
    window.bench.store.change("Open", embeddings=(embedding,), embedding=embedding)
    assert all(window.bench.commands.action(key).isEnabled() for key in keys)
    qtbot.waitUntil(lambda: not window.bench.jobs.running, timeout=60_000)
