import pytest
from PySide6.QtCore import Qt

from widgets.parts.segmented import Segmented


@pytest.fixture
def metrics(qtbot):
    row = Segmented({"cosine": "Cosine", "l2": "L2", "l1": "L1"}, "Metric", {"l1": "Sum of differences."})
    qtbot.addWidget(row)
    with qtbot.waitExposed(row):
        row.show()
    return row


def test_the_first_choice_is_chosen_at_the_start(metrics):
    assert metrics.current == "cosine"


def test_a_click_chooses_and_tells_once(metrics, qtbot):
    told = []
    metrics.chosen.connect(told.append)
    qtbot.mouseClick(metrics.button("l1"), Qt.MouseButton.LeftButton)
    assert told == ["l1"]
    assert metrics.current == "l1"
    assert not metrics.button("cosine").isChecked()


def test_arrow_keys_choose_the_next_and_stop_at_the_ends(metrics, qtbot):
    told = []
    metrics.chosen.connect(told.append)
    metrics.button("cosine").setFocus()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left):
        qtbot.keyClick(metrics.focusWidget(), key)
    assert told == ["l2", "l1", "l2"]
    assert metrics.focusWidget() is metrics.button("l2")


def test_choosing_by_program_tells_nobody_and_ignores_unknown_keys(metrics):
    told = []
    metrics.chosen.connect(told.append)
    metrics.choose("l2")
    metrics.choose("no such metric")
    assert metrics.current == "l2"
    assert told == []


def test_each_button_has_a_name_and_its_sentence(metrics):
    assert metrics.button("l1").accessibleName() == "Metric: L1"
    assert metrics.button("l1").toolTip() == "Sum of differences."
