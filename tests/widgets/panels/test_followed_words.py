"""The words that are followed while a model learns, and the slider through its moments."""

import numpy as np
import pytest

from explorer.projection.projection import Projection
from explorer.training.history import Frame
from widgets.panels.followed_words import FollowedWords
from widgets.panels.replay import ReplayBar


@pytest.fixture
def table(workbench, qtbot):
    made = FollowedWords(workbench.theme)
    qtbot.addWidget(made)
    made.resize(400, 120)
    return made


def test_neighbours_that_have_just_come_are_marked(table, workbench):
    table.show_neighbors(["whale"], [["ship", "sea"]])
    (word, near), *_ = table.rows
    assert (word.text(), near.text()) == ("whale", "ship, sea")
    table.show_neighbors(["whale"], [["ship", "<b>"]])
    assert near.text() == f'ship, <span style="color:{workbench.theme.theme.accent}">&lt;b&gt;</span>'
    assert near.accessibleName() == "Near whale: ship, <b>"


def test_other_words_are_not_compared_with_those_before(table):
    table.show_neighbors(["whale", "ship"], [["sea"], ["boat"]])
    table.show_neighbors(["king"], [["queen"]])
    assert [near.text() for _, near in table.rows][:1] == ["queen"]
    assert [word.isVisibleTo(table) for word, _ in table.rows] == [True, False]
    table.clear()
    assert not table.isVisible()


def test_only_the_neighbours_that_fit_into_the_line_are_written(table):
    table.show_neighbors(["whale"], [["ship", "sea", "harpooneer", "leviathan"]])
    table.resize(table.rows[0][1].fontMetrics().horizontalAdvance("ship, sea") + 82, 120)
    assert table.rows[0][1].text() == "ship, sea"


def frames(n):
    points = np.zeros((3, 2), np.float32)
    return [Frame(Projection("live", points, np.arange(3), 3), 100 * i, 100 * n, i + 1, "words") for i in range(n)]


@pytest.fixture
def bar(workbench, qtbot):
    made = ReplayBar(workbench.theme)
    qtbot.addWidget(made)
    return made


def test_the_slider_stands_at_the_end_and_tells_each_moment(bar):
    moved = []
    bar.moved.connect(moved.append)
    bar.show_frames(frames(4))
    assert bar.isVisibleTo(bar.parentWidget())
    assert (bar.slider.value(), bar.moment.text()) == (3, "As it was learned")
    bar.slider.setValue(1)
    assert bar.moment.text() == bar.slider.accessibleDescription() == "Epoch 2 · 100 words"
    bar.go_to_end()
    assert moved == [1]


def test_playing_goes_from_the_beginning_to_the_end_and_stops_there(bar):
    moved = []
    bar.moved.connect(moved.append)
    bar.show_frames(frames(3))
    bar.play.click()
    assert bar.is_playing
    assert bar.play.accessibleName() == "Pause"
    for _ in range(2):
        bar.timer.timeout.emit()
    assert moved == [0, 1, 2]
    assert not bar.is_playing
    bar.play.click()
    bar.play.click()
    assert not bar.is_playing


def test_one_moment_is_not_worth_a_slider(bar):
    bar.show_frames(frames(1))
    assert not bar.isVisibleTo(bar.parentWidget())
