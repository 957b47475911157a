from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt

from widgets.panels.training import EMPTY, TrainingPanel


@pytest.fixture
def panel(workbench, qtbot):
    made = TrainingPanel(workbench)
    qtbot.addWidget(made)
    made.resize(264, 340)
    with qtbot.waitExposed(made):
        made.show()
    return made


def three_epochs(task):
    task.step(3, 5, "epoch 3 of 5")


def snapshot(done=620_000, total=1_240_000, rate=310_000.0, curve=((100_000, 3.5), (620_000, 2.25))):
    return SimpleNamespace(words_done=done, words_total=total, words_per_second=rate, loss_curve=curve, unit="words")


def test_without_a_training_it_says_what_it_will_show(panel):
    assert panel.status.text() == EMPTY
    assert not panel.bar.isVisible()
    assert not panel.chart.isVisible()


def test_progress_speed_and_the_time_that_is_left_are_told(panel, workbench, qtbot):
    job = workbench.jobs.start("Training", three_epochs)
    panel.show_job(job, "Moby-Dick · skip-gram")
    assert panel.title.text() == "Moby-Dick · skip-gram"
    assert panel.status.text() == "Reading the corpus…"
    told = []
    job.progressed.connect(lambda *_: told.append((panel.bar.value(), panel.status.text())))
    panel.show_snapshot(snapshot())
    assert panel.speed.text() == "310,000 words/s · 2.0 s left"
    qtbot.waitUntil(lambda: job.is_finished)
    assert told == [(600, "epoch 3 of 5")]


def test_the_loss_is_drawn_and_stays_when_the_training_has_ended(panel, workbench, qtbot):
    job = workbench.jobs.start("Training", three_epochs)
    panel.show_job(job, "Moby-Dick · skip-gram")
    panel.show_snapshot(snapshot())
    assert panel.chart.isVisible()
    assert panel.chart.accessibleDescription() == "2.25 at 620,000 words"
    qtbot.waitUntil(lambda: job.is_finished)
    panel.show_ended("Learned in 4.0 s.")
    assert panel.status.text() == "Learned in 4.0 s."
    assert panel.chart.isVisible()
    assert not panel.keep.isVisible()
    assert not panel.bar.isVisible()


def test_what_was_known_before_the_training_stays_in_sight_until_the_next(panel, workbench, qtbot):
    def warn(task):
        task.tell("100 dimensions are many.", "Few words.")

    job = workbench.jobs.start("Training", warn)
    panel.show_job(job, "three · skip-gram")
    assert not panel.advice.isVisible()
    qtbot.waitUntil(lambda: job.is_finished)
    assert panel.advice.isVisible()
    assert panel.advice.text() == "100 dimensions are many. Few words."
    panel.show_job(workbench.jobs.start("Training", three_epochs), "three · skip-gram")
    assert not panel.advice.isVisible()


def test_a_snapshot_without_a_loss_or_a_speed_yet_is_shown_too(panel, workbench):
    job = workbench.jobs.start("Training", three_epochs)
    panel.show_job(job, "x")
    panel.show_snapshot(snapshot(rate=0.0, curve=()))
    assert panel.speed.text() == "0 words/s"
    assert not panel.chart.isVisible()
    job.cancel()


def test_the_buttons_ask_to_keep_or_to_throw_away(panel, workbench, qtbot):
    job = workbench.jobs.start("Training", three_epochs)
    panel.show_job(job, "x")
    with qtbot.waitSignal(panel.keep_requested):
        qtbot.mouseClick(panel.keep, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(panel.cancel_requested):
        qtbot.mouseClick(panel.cancel, Qt.MouseButton.LeftButton)
    job.cancel()
    assert not panel.cancel.isVisible()


def test_a_second_training_starts_afresh_and_the_end_of_the_first_changes_nothing(panel, workbench):
    first = workbench.jobs.start("Training", three_epochs)
    panel.show_job(first, "first")
    panel.show_snapshot(snapshot())
    second = workbench.jobs.start("Training", three_epochs)
    panel.show_job(second, "second")
    assert not panel.chart.isVisible()
    first.cancel()
    assert panel.cancel.isVisible()
    second.cancel()
    assert not panel.cancel.isVisible()


def test_a_training_that_has_ended_already_is_not_followed(panel, workbench):
    job = workbench.jobs.start("Training", three_epochs)
    job.cancel()
    panel.show_job(job, "late")
    assert not panel.cancel.isVisible()
