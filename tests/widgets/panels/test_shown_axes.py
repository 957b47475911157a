import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt

from explorer.projection.methods import run_projection
from explorer.projection.pca import scree_of
from explorer.projection.projection import Projection
from widgets.panels.shown_axes import ShownAxes


@pytest.fixture
def shown(workbench, qtbot, small_embedding):
    made = ShownAxes(workbench)
    qtbot.addWidget(made)
    made.resize(236, 300)
    made.show()
    projection = run_projection(small_embedding.vectors, "pca")
    workbench.store.change("Open", embeddings=(small_embedding,), embedding=small_embedding, projection=projection)
    return made


def texts(box):
    return [box.itemText(place) for place in range(box.count())]


def test_a_map_whose_axes_mean_nothing_has_nothing_to_tell(shown, workbench):
    assert shown.isVisible()
    places = np.zeros((60, 2), np.float32)
    workbench.store.change("Project", projection=Projection("umap", places, np.arange(60), 60))
    assert not shown.isVisible()


def test_the_components_of_pca_are_offered_with_their_shares(shown, workbench):
    shares = scree_of(workbench.state.projection)
    assert texts(shown.pickers["x"]) == [str(number) for number in range(1, 9)]
    told = shown.pickers["x"].itemData(1, Qt.ItemDataRole.ToolTipRole)
    assert told == f"{100 * shares[1]:.1f}% of the variance"
    assert texts(shown.pickers["z"])[0] == "–"
    assert [box.currentData() for box in shown.pickers.values()] == [1, 2, 0]
    assert shown.scree.accessibleDescription().startswith(f"Component 1: {100 * shares[0]:.1f}% of the variance")


@pytest.mark.parametrize(
    ("axis", "component", "asked"), [("x", 4, (4, 2)), ("y", 1, (2, 1)), ("z", 3, (1, 2, 3)), ("z", 2, (1, 3, 2))]
)
def test_an_axis_that_takes_the_component_of_another_leaves_it_its_own(shown, axis, component, asked, qtbot):
    box = shown.pickers[axis]
    with qtbot.waitSignal(shown.components_chosen) as chosen:
        box.setCurrentIndex(box.findData(component))
        box.activated.emit(box.currentIndex())
    assert chosen.args == [asked]


def test_a_click_on_a_bar_makes_it_the_horizontal_axis(shown, qtbot):
    with qtbot.waitSignal(shown.components_chosen) as chosen:
        qtbot.mouseClick(shown.scree, Qt.MouseButton.LeftButton, pos=QPoint(shown.scree.width() // 2, 10))
    assert chosen.args[0][0] == shown.scree.component_at(shown.scree.width() // 2)
    shown.scree.setFocus()
    with qtbot.waitSignal(shown.components_chosen) as chosen:
        for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Space):
            qtbot.keyClick(shown.scree, key)
    assert chosen.args == [(3, 2)]
    assert shown.scree.accessibleDescription().startswith("Component 3: ")


def test_the_words_at_the_ends_are_found_when_they_are_wanted_and_lead_to_their_words(shown, workbench, qtbot):
    assert not shown.ends.isVisible()
    qtbot.mouseClick(shown.unfold, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not workbench.jobs.running)
    first = workbench.state.projection.points[:, 0]
    words = workbench.state.embedding.index_to_key
    low = shown.ends.layout().itemAtPosition(1, 0).widget()
    high = shown.ends.layout().itemAtPosition(1, 1).widget()
    assert words[int(first.argmin())] in low.text()
    assert words[int(first.argmax())] in high.text()
    high.linkActivated.emit(str(int(first.argmax())))
    assert workbench.state.word == int(first.argmax())
    assert workbench.state.selection == (workbench.state.word,)
