from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from explorer.session.settings import load_settings
from widgets.panels.appearance import AppearancePanel


@pytest.fixture
def panel(workbench, qtbot):
    made = AppearancePanel(workbench)
    qtbot.addWidget(made)
    made.resize(264, 260)
    with qtbot.waitExposed(made):
        made.show()
    return made


def opened(workbench, embedding):
    workbench.store.change("Open", embeddings=(embedding,), embedding=embedding)


def test_colours_offer_the_columns_of_the_embedding_too(panel, workbench, small_embedding):
    assert not panel.color_by.isEnabled()
    opened(workbench, small_embedding)
    assert panel.color_by.isEnabled()
    offered = [panel.color_by.itemData(i) for i in range(panel.color_by.count())]
    assert offered == ["none", "cluster", "frequency", "norm", "similarity", "error", "column:group"]


def test_choosing_a_colour_and_a_size_changes_the_state_and_can_be_undone(panel, workbench, small_embedding, qtbot):
    opened(workbench, small_embedding)
    panel.color_by.setFocus()
    qtbot.keyClick(panel.color_by, Qt.Key.Key_End)
    assert workbench.state.color_by == "column:group"
    assert workbench.store.undo_label == "Colour: group"
    panel.size_by.setFocus()
    qtbot.keyClick(panel.size_by, Qt.Key.Key_Home)
    assert workbench.state.size_by == "none"
    workbench.store.undo()
    workbench.store.undo()
    assert panel.color_by.currentData() == "none"
    assert panel.size_by.currentData() == "frequency"


def test_a_rule_that_the_next_embedding_does_not_have_is_shown_as_one_colour(panel, workbench, small_embedding):
    opened(workbench, small_embedding)
    workbench.store.change("Colour", color_by="column:group")
    bare = replace(small_embedding, metadata={}, index_to_key=tuple(f"w{i}" for i in range(60)))
    workbench.store.change("Show", embedding=bare)
    assert panel.color_by.currentData() == "none"


def test_labels_and_motion_are_told_at_once_and_kept(panel, workbench, qtbot):
    told = []
    panel.label_density_changed.connect(lambda density: told.append(density))
    panel.morph_changed.connect(lambda on: told.append(on))
    panel.labels.setFocus()
    qtbot.keyClick(panel.labels, Qt.Key.Key_Right)
    qtbot.mouseClick(panel.morph, Qt.MouseButton.LeftButton, pos=panel.morph.rect().center() * 0.2)
    assert told == [0.51, False]
    qtbot.waitUntil(lambda: not workbench.jobs.running)
    kept, _ = load_settings(workbench.settings_path)
    assert (kept.label_density, kept.morph) == (0.51, False)


def test_settings_that_were_changed_elsewhere_are_shown(panel, workbench):
    workbench.settings.label_density = 0.2
    workbench.settings.morph = False
    panel.show_settings()
    assert panel.labels.value() == 20
    assert not panel.morph.isChecked()


def test_while_a_model_learns_an_open_list_stays_as_it_is(panel, workbench, small_embedding):
    opened(workbench, small_embedding)
    panel.color_by.setCurrentIndex(2)  # under the user's hand, not yet chosen
    later = replace(small_embedding, vectors=small_embedding.vectors * 2)
    workbench.store.amend(embeddings=(later,), embedding=later)
    assert panel.color_by.currentIndex() == 2


def test_points_density_and_lines_are_chosen_and_kept(panel, workbench, qtbot):
    told = []
    panel.layers_changed.connect(lambda density, contours: told.append((density, contours)))
    panel.density.setFocus()
    qtbot.keyClick(panel.density, Qt.Key.Key_End)
    qtbot.keyClick(panel.contours, Qt.Key.Key_Space)
    assert told == [("below", False), ("below", True)]
    qtbot.waitUntil(lambda: not workbench.jobs.running)
    kept, _ = load_settings(workbench.settings_path)
    assert (kept.density, kept.contours) == ("below", True)
    workbench.settings.density, workbench.settings.contours = "instead", False
    panel.show_settings()
    assert (panel.density.currentData(), panel.contours.isChecked()) == ("instead", False)
    assert len(told) == 2
