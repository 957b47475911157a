"""An Inspector on the screen that does not dwell on its stories."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt

from widgets.inspector.frame import Spot
from widgets.inspector.panel import InspectorTab


class Learner:
    """Somebody before the Inspector, who clicks, points and looks."""

    def __init__(self, tab, bench, qtbot):
        self.tab, self.bench, self.qtbot = tab, bench, qtbot

    @property
    def player(self):
        return self.tab.player

    @property
    def frame(self):
        return self.tab.matrices.frame

    @property
    def row(self):
        return {word: row for row, word in enumerate(self.frame.words)}

    def clicks(self, button):
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    def presses_next(self, times=1):
        for _ in range(times):
            self.clicks(self.tab.controls.next)

    def runs(self, n):
        self.clicks(self.tab.controls.amounts[n])
        self.waits()

    def waits(self):
        self.qtbot.waitUntil(lambda: not self.player.is_running, timeout=20_000)

    def waits_for_jobs(self):
        self.qtbot.waitUntil(lambda: not self.bench.jobs.running, timeout=20_000)

    def points_at(self, canvas, kind, row, unit=-1):
        place = canvas.place_of(Spot(kind, row, unit)).toPoint()
        self.qtbot.mouseMove(canvas, QPoint(place.x() + 1, place.y()))
        self.qtbot.mouseMove(canvas, place)
        return place

    def points_away(self, canvas):
        self.qtbot.mouseMove(canvas, QPoint(canvas.width() - 2, 2))
        canvas._point(None)  # the offscreen platform sends no leave events

    def pins(self, word):
        canvas = self.tab.neurons
        place = canvas.place_of(Spot("input", self.row[word])).toPoint()
        self.qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=place)

    def types(self, marked, text):
        marked.box.setFocus()
        marked.box.selectAll()
        self.qtbot.keyClicks(marked.box, text)
        self.qtbot.waitUntil(lambda: not marked._timer.isActive())

    def chooses_preset(self, place):
        presets = self.tab.controls.sources["samples"].presets
        presets.setCurrentIndex(place)
        presets.activated.emit(place)


@pytest.fixture
def learner(qtbot, workbench):
    workbench.settings.morph = False
    tab = InspectorTab(workbench)
    workbench.changes.changed.connect(workbench.commands.refresh)
    tab.resize(1280, 820)
    tab.show()
    qtbot.waitExposed(tab)
    yield Learner(tab.view, workbench, qtbot)
    tab.close()
    tab.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # else the next theme would dress it too


@pytest.fixture
def tab(learner):
    return learner.tab
