"""Points coloured by cluster: found in a job, kept with the embedding, named on the map and in the legend."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QColorDialog

from explorer.session.settings import load_settings
from widgets.map.lettering import Style

LEFT = Qt.MouseButton.LeftButton


def idle(qtbot, workbench):
    qtbot.waitUntil(lambda: not workbench.jobs.running)


@pytest.fixture
def grouped(qtbot, shown, workbench):
    """The map coloured by three clusters, which are the three groups of its words."""
    workbench.store.change("3 clusters", n_clusters=3)
    workbench.store.change("Colour: Cluster", color_by="cluster")
    idle(qtbot, workbench)
    return shown


def members(embedding, group):
    return tuple(i for i, each in enumerate(embedding.metadata["group"]) if each == group)


def test_clusters_are_found_when_colours_are_to_tell_them_and_a_click_selects_one(
    qtbot, grouped, workbench, small_embedding
):
    scene, clusters = grouped.view.scene, workbench.state.clusters
    assert scene.legend.title == "Cluster"
    assert tuple(entry.label for entry in scene.legend.entries) == clusters.names
    groups = np.array(small_embedding.metadata["group"])
    assert all(len(set(groups[clusters.numbers == number])) == 1 for number in range(3))
    qtbot.mouseClick(grouped.view.legend.buttons[1], LEFT)
    first = clusters.names[1].split(", ")[0]
    assert workbench.state.selection == members(small_embedding, groups[small_embedding.index_of(first)])
    workbench.store.undo()
    workbench.store.undo()
    assert workbench.state.color_by == "none"
    assert workbench.state.clusters is clusters, "what was found is no step of undo"


def test_another_number_is_found_and_undo_shows_the_first_again_without_a_search(qtbot, grouped, workbench):
    three = workbench.state.clusters
    workbench.store.change("2 clusters", n_clusters=2)
    idle(qtbot, workbench)
    assert len(grouped.view.scene.legend.entries) == 2
    workbench.store.undo()
    assert not workbench.jobs.running
    assert workbench.state.clusters is three
    assert len(grouped.view.scene.legend.entries) == 3


def test_another_embedding_has_clusters_of_its_own_and_who_returns_finds_those_of_before(
    qtbot, grouped, workbench, small_embedding, projection
):
    before = workbench.state.clusters
    other = replace(small_embedding, index_to_key=tuple(f"w{i}" for i in range(60)))
    workbench.store.change("Open", embeddings=(small_embedding, other), embedding=other, projection=projection)
    idle(qtbot, workbench)
    assert workbench.state.clusters.names[0].startswith("w")
    workbench.store.change("Back", embedding=small_embedding, projection=projection)
    assert workbench.state.clusters is before


def test_while_a_model_learns_the_clusters_stay_and_new_ones_are_found_when_it_rests(
    qtbot, grouped, workbench, small_embedding, projection
):
    before = workbench.state.clusters
    later = replace(small_embedding, vectors=small_embedding.vectors[:, ::-1].copy())
    live = replace(projection, method="live")
    workbench.store.swap_embedding(small_embedding, later, embeddings=(later,), projection=live)
    idle(qtbot, workbench)
    assert workbench.state.clusters is before
    grouped.grouping.rest.timeout.emit()
    idle(qtbot, workbench)
    assert workbench.state.clusters is not before


def test_names_of_clusters_are_on_the_whole_map_and_give_way_to_words(grouped, workbench):
    view, names = grouped.view, set(workbench.state.clusters.names)

    def written(style):
        return {label.text: label for label in view.drawing().labels if (label.style is Style.NAME) == style}

    at_first, words = written(True), written(False)
    assert set(at_first) == names
    assert all(label.opacity == 1.0 for label in at_first.values())
    for name in at_first.values():
        assert not any(name.rect.intersects(word.rect) for word in words.values())
    view.travel.zoom(1.8)
    view.travel.finish()
    assert all(0 < label.opacity < 1 for label in written(True).values())
    view.travel.zoom(2)
    view.travel.finish()
    assert not written(True)


def test_a_category_gets_another_colour_at_its_dot_which_is_kept_and_undone(qtbot, shown, workbench, small_embedding):
    workbench.store.change("Colour", color_by="column:group")
    idle(qtbot, workbench)
    first = shown.view.scene.legend.entries[1].color
    qtbot.mouseClick(shown.view.legend.dots[1], LEFT)
    dialog = shown.window().findChild(QColorDialog)
    dialog.setCurrentColor(QColor("#ff00ff"))
    dialog.accept()
    idle(qtbot, workbench)
    assert workbench.store.undo_label == "Colour of colour"
    assert shown.view.scene.legend.entries[1].color == "#FF00FF"
    assert shown.view.drawing().scene.words_of("#FF00FF").tolist() == list(members(small_embedding, "colour"))
    kept, _ = load_settings(workbench.settings_path)
    assert kept.category_colors == {"column:group": {"colour": "#ff00ff"}}
    shown.view.color_reset.emit("colour")
    idle(qtbot, workbench)
    assert shown.view.scene.legend.entries[1].color == first
    assert load_settings(workbench.settings_path)[0].category_colors == {}
    workbench.store.undo()
    assert shown.view.scene.legend.entries[1].color == "#FF00FF"
