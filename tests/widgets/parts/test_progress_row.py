import pytest
from PySide6.QtCore import Qt

from widgets.parts.progress_row import ProgressRow


def slow(task):
    task.step(1, 4, "epoch 1 of 4")
    task.step(2, 4, "epoch 2 of 4")
    return "done"


@pytest.fixture
def row(qtbot):
    made = ProgressRow("Stop")
    qtbot.addWidget(made)
    return made


def test_it_is_out_of_sight_without_a_job(row):
    assert row.isHidden()


def test_it_shows_how_far_the_job_is_and_goes_when_it_ends(row, workbench, qtbot):
    seen = []
    job = workbench.jobs.start("UMAP", slow)
    row.show_job(job)
    assert not row.isHidden()
    assert row.message.text() == "UMAP"
    job.progressed.connect(lambda *_: seen.append((row.bar.value(), row.message.text())))
    with qtbot.waitSignal(job.finished):
        pass
    assert seen[-1] == (500, "epoch 2 of 4")
    assert row.isHidden()
    assert row.job is None


def test_the_button_cancels_the_job(row, workbench, qtbot):
    job = workbench.jobs.start("UMAP", slow)
    row.show_job(job)
    with qtbot.waitSignals([job.cancelled, job.finished]):
        qtbot.mouseClick(row.button, Qt.MouseButton.LeftButton)
    assert job.task.cancelled
    assert row.isHidden()


def test_a_job_that_can_wait_has_a_button_for_it_that_lets_it_go_on_too(row, workbench, qtbot):
    job = workbench.jobs.start("UMAP", slow)
    row.show_job(job)
    assert row.pause.isHidden()
    job.can_pause = True
    row.show_job(job)
    assert not row.pause.isHidden()
    assert row.pause.text() == "Pause"
    qtbot.mouseClick(row.pause, Qt.MouseButton.LeftButton)
    assert job.is_paused
    assert (row.pause.text(), row.pause.accessibleName()) == ("Resume", "Resume: UMAP")
    qtbot.mouseClick(row.pause, Qt.MouseButton.LeftButton)
    assert not job.is_paused
    assert row.pause.text() == "Pause"


def test_another_job_takes_the_place_and_the_end_of_the_first_hides_nothing(row, workbench, qtbot):
    first = workbench.jobs.start("PCA", slow)
    row.show_job(first)
    second = workbench.jobs.start("UMAP", slow)
    row.show_job(second)
    first.cancel()
    assert not row.isHidden()
    assert row.message.text() == "UMAP"
    second.cancel()


def test_a_job_that_has_finished_already_is_not_shown(row, workbench):
    job = workbench.jobs.start("PCA", slow)
    job.cancel()
    row.show_job(job)
    assert row.isHidden()
