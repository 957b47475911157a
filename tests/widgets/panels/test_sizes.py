"""Panels at the widths that docks give them."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from tests.conftest import three_groups
from widgets.panels.appearance import AppearancePanel
from widgets.panels.embeddings import EmbeddingsPanel
from widgets.panels.projection import ProjectionPanel
from widgets.panels.training import TrainingPanel

PANELS = (EmbeddingsPanel, ProjectionPanel, AppearancePanel, TrainingPanel)


@pytest.fixture(params=PANELS, ids=lambda kind: kind.__name__)
def panel(request, workbench, qtbot):
    made = request.param(workbench)
    qtbot.addWidget(made)
    embedding = replace(
        three_groups(), name="a model with a rather long name of many words", origin="a long origin " * 9
    )
    workbench.store.change("Open", embeddings=(embedding,), embedding=embedding)
    if isinstance(made, TrainingPanel):
        made.show_job(workbench.jobs.start("Training", lambda task: None), "A title that is far too long for a panel")
    with qtbot.waitExposed(made):
        made.show()
    return made


@pytest.mark.parametrize("width", [230, 264, 320])
@pytest.mark.parametrize("theme", ["dark", "light"])
def test_nothing_sticks_out_at_the_side(panel, workbench, qtbot, width, theme):
    workbench.theme.choose(theme)
    panel.resize(width, 600)
    qtbot.wait(20)
    for each in panel.findChildren(QWidget):
        if each.isVisible():
            assert each.mapTo(panel, QPoint(each.width(), 0)).x() <= width, each


def test_its_natural_height_is_that_of_what_is_in_it(panel, qtbot):
    panel.resize(264, panel.sizeHint().height())
    qtbot.wait(20)
    assert not panel.verticalScrollBar().isVisible()
