import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from explorer.session.settings import load_settings
from widgets.dialogs.preferences import PreferencesDialog


@pytest.fixture
def dialog(workbench, qtbot):
    made = PreferencesDialog(workbench)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.close()


@pytest.fixture
def kept(workbench, qtbot):
    def read():
        qtbot.waitUntil(lambda: not workbench.jobs.running)
        return load_settings(workbench.settings_path)[0]

    return read


def test_the_theme_changes_at_once_and_is_kept(dialog, workbench, qtbot, kept):
    workbench.theme.choose("dark")
    qtbot.mouseClick(dialog.theme.button("light"), Qt.MouseButton.LeftButton)
    assert workbench.theme.theme.name == "light"
    assert kept().theme == "light"


def test_every_change_is_told_with_the_name_of_the_setting_and_kept(dialog, qtbot, kept):
    told = []
    dialog.settings_changed.connect(told.append)
    qtbot.keyClick(dialog.morph, Qt.Key.Key_Space)
    qtbot.keyClick(dialog.refine, Qt.Key.Key_Space)
    dialog.density.setFocus()
    qtbot.keyClick(dialog.density, Qt.Key.Key_Home)
    qtbot.mouseClick(dialog.renderer.button("cpu"), Qt.MouseButton.LeftButton)
    assert told == ["morph", "refine_with_umap", "label_density", "renderer"]
    settings = kept()
    assert settings.renderer == "cpu"
    assert (settings.morph, settings.refine_with_umap, settings.label_density) == (False, False, 0.0)


def test_it_shows_what_is_set(workbench, qtbot):
    workbench.settings.theme = "light"
    workbench.settings.morph = False
    workbench.settings.label_density = 0.25
    dialog = PreferencesDialog(workbench)
    qtbot.addWidget(dialog)
    assert dialog.theme.current == "light"
    assert not dialog.morph.isChecked()
    assert dialog.density.value() == 25


def test_searching_leaves_what_has_the_words(dialog, qtbot):
    qtbot.keyClicks(dialog.search, "umap")
    assert dialog.refine.isVisible()
    assert not dialog.theme.isVisible()
    assert not dialog.density.isVisible()
    dialog.search.clear()
    qtbot.keyClicks(dialog.search, "DARK colours")
    assert dialog.theme.isVisible()
    assert not dialog.refine.isVisible()


def test_a_search_that_finds_nothing_says_so(dialog, qtbot):
    qtbot.keyClicks(dialog.search, "zeppelin")
    assert dialog.nothing.isVisible()
    dialog.search.clear()
    assert not dialog.nothing.isVisible()
    assert dialog.theme.isVisible()


def test_every_control_is_reached_by_tab(dialog, qtbot):
    dialog.search.setFocus()
    reached = []
    for _ in range(8):
        reached.append(QApplication.focusWidget())
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    for control in (dialog.search, dialog.theme.button(dialog.theme.current), dialog.morph, dialog.refine):
        assert control in reached
    assert dialog.density in reached


def test_escape_closes_it(dialog, qtbot):
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
