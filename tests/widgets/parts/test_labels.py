import pytest
from PySide6.QtCore import Qt

from widgets.parts.labels import ElidedLabel, label

LONG = "a rather long name of an embedding that no panel has room for"


@pytest.fixture
def elided(workbench, qtbot):
    made = ElidedLabel(LONG)
    qtbot.addWidget(made)
    made.resize(120, 20)
    with qtbot.waitExposed(made):
        made.show()
    return made


def test_a_heading_is_drawn_in_capitals_and_read_out_as_it_is_written(qtbot):
    heading = label("Nearest neighbours", "heading")
    qtbot.addWidget(heading)
    assert heading.text() == "NEAREST NEIGHBOURS"
    assert heading.accessibleName() == "Nearest neighbours"


def test_what_a_file_is_called_is_never_taken_for_markup(qtbot):
    for made in (label("<b>x</b>"), ElidedLabel("<b>x</b>")):
        qtbot.addWidget(made)
        assert made.textFormat() == Qt.TextFormat.PlainText


def test_a_cut_text_has_all_of_it_as_its_tooltip_and_one_with_room_has_none(elided, qtbot):
    assert elided.toolTip() == LONG
    elided.resize(900, 20)
    assert elided.toolTip() == ""
    elided.resize(120, 20)
    elided.setText("short")
    assert elided.toolTip() == ""


def test_a_long_text_does_not_widen_the_panel(elided):
    assert elided.minimumSizeHint().width() == 0


def test_an_explanation_stays_the_tooltip_also_of_a_cut_text(qtbot):
    made = ElidedLabel(LONG, about="How near points may lie.")
    qtbot.addWidget(made)
    made.resize(60, 20)
    assert made.toolTip() == "How near points may lie."


def test_it_is_painted_in_the_colour_of_its_role_in_both_themes(workbench, qtbot):
    made = ElidedLabel("MMMM", "muted")
    qtbot.addWidget(made)
    made.resize(80, 20)
    for choice in ("dark", "light"):
        workbench.theme.choose(choice)
        picture = made.grab().toImage()
        seen = {picture.pixelColor(x, y).name() for x in range(80) for y in range(20)}
        assert workbench.theme.theme.muted.lower() in seen
