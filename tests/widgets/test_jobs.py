"""What a job promises to its listeners, with real threads and a real child process."""

import os
import threading
import time

import numpy as np
import pytest

from explorer.errors import ExplorerError
from explorer.task import Task
from widgets.jobs import JobRunner


class Heard(list):
    """The signals of a job in the order in which they came."""

    def __init__(self, job):
        super().__init__()
        job.progressed.connect(lambda fraction, message: self.append(("progressed", fraction, message)))
        job.partial.connect(lambda result: self.append(("partial", result)))
        job.succeeded.connect(lambda result: self.append(("succeeded", result)))
        job.failed.connect(lambda failure: self.append(("failed", failure)))
        job.cancelled.connect(lambda: self.append(("cancelled",)))
        job.finished.connect(lambda: self.append(("finished",)))

    def kinds(self):
        return [kind for kind, *_ in self]


@pytest.fixture(params=[True, False], ids=["synchronous", "threads"])
def any_runner(qapp, request):
    runner = JobRunner(synchronous=request.param)
    yield runner
    assert runner.close()


@pytest.fixture
def runner(qapp):
    runner = JobRunner()
    yield runner
    assert runner.close(timeout=10)


def add(a, b, task=Task()):
    task.step(1, 2, "adding")
    return a + b


def fail(task=Task()):
    raise ExplorerError("The file is empty.")


def crash(task=Task()):
    raise ZeroDivisionError("division by zero")


def work_until_cancelled(stopped=None, task=Task()):
    try:
        while True:
            task.step(1, 2, "working")
            time.sleep(0.005)
    finally:
        if stopped is not None:
            stopped.set()


def test_a_job_tells_progress_then_its_result_then_that_it_is_finished(qtbot, any_runner):
    job = any_runner.start("Adding", add, 1, 2)
    heard = Heard(job)
    with qtbot.waitSignal(job.finished):
        pass
    assert heard == [("progressed", 0.5, "adding"), ("succeeded", 3), ("finished",)]
    assert any_runner.running == ()


def test_an_error_meant_for_the_user_arrives_as_its_sentence(qtbot, any_runner):
    job = any_runner.start("Opening", fail)
    heard = Heard(job)
    with qtbot.waitSignal(job.finished):
        pass
    assert heard.kinds() == ["failed", "finished"]
    assert heard[0][1].sentence == "The file is empty."
    assert heard[0][1].details == ""


def test_an_unforeseen_error_arrives_with_its_traceback_as_details(qtbot, any_runner):
    job = any_runner.start("Opening", crash)
    heard = Heard(job)
    with qtbot.waitSignal(job.finished):
        pass
    assert "Opening failed unexpectedly" in heard[0][1].sentence
    assert "ZeroDivisionError" in heard[0][1].details


def test_a_cancelled_job_is_over_at_once_and_its_worker_stops(qtbot, runner):
    stopped = threading.Event()
    job = runner.start("Training", work_until_cancelled, stopped)
    heard = Heard(job)
    qtbot.waitUntil(lambda: "progressed" in heard.kinds())
    job.cancel()
    assert heard.kinds()[-2:] == ["cancelled", "finished"]
    assert stopped.wait(1)
    length = len(heard)
    qtbot.wait(50)
    assert len(heard) == length, "nothing is heard after the end"


def test_a_job_of_the_same_group_replaces_its_predecessor(qtbot, runner):
    first = runner.start("UMAP", work_until_cancelled, group="projection")
    bystander = runner.start("Training", work_until_cancelled, group="training")
    heard = Heard(first)
    second = runner.start("PCA", add, 1, 1, group="projection")
    assert heard.kinds() == ["cancelled", "finished"]
    with qtbot.waitSignal(second.succeeded) as result:
        pass
    assert result.args == [2]
    assert runner.running == (bystander,)


def test_a_late_result_of_a_cancelled_job_is_dropped(qtbot, runner):
    gate = threading.Event()

    def ignores_cancel(task):
        gate.wait(5)
        return "too late"

    job = runner.start("Stubborn", ignores_cancel)
    heard = Heard(job)
    job.cancel()
    gate.set()
    qtbot.wait(100)
    assert heard.kinds() == ["cancelled", "finished"]


def test_partial_results_arrive_before_the_end(qtbot, runner):
    def two_frames(task):
        task.partial("frame 1")
        time.sleep(0.1)
        task.partial("frame 2")
        return "done"

    job = runner.start("UMAP", two_frames)
    heard = Heard(job)
    with qtbot.waitSignal(job.finished):
        pass
    assert heard == [("partial", "frame 1"), ("partial", "frame 2"), ("succeeded", "done"), ("finished",)]


def test_a_flood_of_progress_does_not_flood_the_window(qtbot, runner):
    def flood(task):
        for i in range(20_000):
            task.step(i, 20_000)
        return "done"

    job = runner.start("Reading", flood)
    heard = Heard(job)
    with qtbot.waitSignal(job.finished):
        pass
    assert heard.kinds()[-2:] == ["succeeded", "finished"]
    assert len(heard) < 20_000


def test_closing_cancels_every_job_and_waits_for_the_workers(qtbot):
    runner = JobRunner()
    events = [threading.Event() for _ in range(3)]
    for event in events:
        runner.start("Working", work_until_cancelled, event)
    assert runner.close()
    assert all(event.is_set() for event in events)


# In a child process -------------------------------------------------------------------------------------------------


def total(array, task=Task()):
    task.step(1, 1, "adding up")
    return float(array.sum()), os.getpid()


def hang(task=Task()):
    task.report(1, 2, "hanging")
    time.sleep(60)


def die(task=Task()):
    os._exit(11)


def test_a_process_job_gets_large_arrays_reports_progress_and_stays_for_the_next(qtbot, runner):
    pids = []
    for _ in range(2):
        job = runner.start("Sum", total, np.ones(100_000, dtype=np.float32), process=True)
        heard = Heard(job)
        with qtbot.waitSignal(job.finished, timeout=20_000):
            pass
        assert ("progressed", 1.0, "adding up") in heard
        assert heard[-2][1][0] == 100_000
        pids.append(heard[-2][1][1])
    assert pids[0] == pids[1] != os.getpid()


def test_a_process_job_that_cannot_listen_is_ended_when_cancelled(qtbot, runner):
    job = runner.start("UMAP", hang, process=True)
    heard = Heard(job)
    qtbot.waitUntil(lambda: ("progressed", 0.5, "hanging") in heard, timeout=20_000)
    job.cancel()
    after = runner.start("Sum", total, np.ones(3), process=True)
    with qtbot.waitSignal(after.succeeded, timeout=20_000) as result:
        pass
    assert result.args[0][0] == 3


def test_a_process_that_dies_is_told_in_a_sentence_and_the_next_job_works(qtbot, runner):
    job = runner.start("UMAP", die, process=True)
    heard = Heard(job)
    with qtbot.waitSignal(job.finished, timeout=20_000):
        pass
    assert heard[-2][0] == "failed"
    assert "ended unexpectedly" in heard[-2][1].sentence
    after = runner.start("Sum", total, np.ones(3), process=True)
    with qtbot.waitSignal(after.succeeded, timeout=20_000):
        pass
