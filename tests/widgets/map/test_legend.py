"""A long legend shows its first entries until all are asked for; files show all of them."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt

from explorer.projection.projection import Projection
from explorer.session.settings import load_settings
from widgets.commands import CommandTable
from widgets.map.coloring import Legend, LegendEntry
from widgets.map.legend import entry_rect, legend_rect
from widgets.map.tab import MapTab

NINE = tuple(LegendEntry(f"a category with a long name {place}", "#808080") for place in range(9))


@pytest.mark.parametrize(
    ("n", "is_folded", "n_shown", "fold"),
    [(9, True, 5, "+ 4 more"), (9, False, 9, "Fewer"), (9, None, 9, ""), (6, True, 6, ""), (6, False, 6, "")],
)
def test_more_than_six_entries_are_folded_unless_they_are_in_a_file(n, is_folded, n_shown, fold):
    legend = Legend("Cluster", NINE[:n], is_folded=is_folded)
    assert (len(legend.shown), legend.fold) == (n_shown, fold)


def test_a_folded_legend_covers_little_of_a_small_map(qapp):
    whole = legend_rect(Legend("Cluster", NINE), 700)
    folded = legend_rect(Legend("Cluster", NINE, is_folded=True), 700)
    assert folded.width() <= 700 / 4
    assert folded.height() < whole.height() * 0.75
    last = entry_rect(Legend("Cluster", NINE, is_folded=True), 700, 5)
    assert folded.contains(last)


@pytest.fixture
def tab(qtbot, workbench, small_embedding):
    made = MapTab(workbench)
    qtbot.addWidget(made)
    made.resize(720, 560)
    with qtbot.waitExposed(made):
        made.show()
    made.set_morph(False)
    kinds = tuple(f"kind {place % 9}" for place in range(60))
    embedding = replace(small_embedding, metadata={"kind": kinds})
    places = np.random.default_rng(1).normal(size=(60, 2)).astype(np.float32)
    projection = Projection("pca", places, np.arange(60), 60)
    workbench.store.change(
        "Open", embeddings=(embedding,), embedding=embedding, projection=projection, color_by="column:kind"
    )
    qtbot.waitUntil(lambda: made.view.scene is not None and made.view.scene.legend is not None)
    return made


def test_a_click_on_the_last_row_shows_all_entries_and_is_remembered(qtbot, tab, workbench):
    legend = tab.view.legend
    assert len(legend.buttons) == 5
    qtbot.mouseClick(legend.fold, Qt.MouseButton.LeftButton)
    assert len(legend.buttons) == 9
    assert tab.view.rect().contains(legend.fold.geometry())
    qtbot.waitUntil(lambda: not workbench.jobs.running)
    assert not load_settings(workbench.settings_path)[0].legend_folded
    again = MapTab(replace(workbench, commands=CommandTable()))
    qtbot.addWidget(again)
    assert not again.view.legend.is_folded


def test_by_the_keyboard_it_is_opened_and_closed_again(qtbot, tab):
    tab.view.legend.fold.setFocus()
    qtbot.keyClick(tab.view.legend.fold, Qt.Key.Key_Space)
    assert len(tab.view.legend.buttons) == 9
    assert tab.view.legend.fold.hasFocus()
    qtbot.keyClick(tab.view.legend.fold, Qt.Key.Key_Space)
    assert len(tab.view.legend.buttons) == 5


def test_a_picture_tells_all_colours_and_writes_no_word_below_them(tab):
    drawing = tab.view.drawing()
    assert drawing.scene.legend.fold == ""
    legend = legend_rect(drawing.scene.legend, drawing.camera.width)
    assert drawing.labels
    assert not [label.text for label in drawing.labels if label.rect.intersects(legend)]
