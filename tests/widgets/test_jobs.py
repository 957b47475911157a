"""What a job promises to its listeners, with real threads and a real child process."""

import os
import signal
import threading
import time
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pytest

from explorer.errors import ExplorerError
from explorer.projection.projection import Projection
from explorer.task import Task
from widgets.jobs import Job, JobRunner


class Heard(list):
    """The signals of a job in the order in which they came."""

    def __init__(self, job):
        super().__init__()
        job.progressed.connect(lambda fraction, message: self.append(("progressed", fraction, message)))
        job.partial.connect(lambda result: self.append(("partial", result)))
        job.told.connect(lambda sentences: self.append(("told", sentences)))
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


def warn(task):
    task.tell("More dimensions than words.", "Few words.")
    return "done"


@pytest.mark.parametrize("process", [False, True])
def test_what_is_worth_knowing_beforehand_is_told_before_the_end(qtbot, runner, process):
    job = runner.start("Warning", warn, process=process)
    heard = Heard(job)
    with qtbot.waitSignal(job.finished):
        pass
    assert heard[-3:] == [("told", ("More dimensions than words.", "Few words.")), ("succeeded", "done"), ("finished",)]


def test_only_the_newest_partial_result_is_shown_when_the_window_is_busy(qtbot, runner):
    done = threading.Event()

    def many_frames(task):
        for i in range(1000):
            task.partial(i)
        done.set()
        return "done"

    job = runner.start("UMAP", many_frames)
    heard = Heard(job)
    assert done.wait(5)  # the window hears nothing meanwhile
    with qtbot.waitSignal(job.finished):
        pass
    assert heard == [("partial", 999), ("succeeded", "done"), ("finished",)]


def test_jobs_that_are_cancelled_while_their_workers_talk_do_no_harm(qtbot, runner):
    def talk(task):
        while not task.cancelled:
            task.report(1, 2, "talking")
            task.partial("frame")
        for _ in range(50):
            task.report(1, 2, "has not noticed yet")

    for _ in range(60):
        job = runner.start("Talking", talk, group="projection")
        heard = Heard(job)
        qtbot.wait(3)
    job.cancel()
    qtbot.wait(50)
    assert heard.kinds()[-2:] == ["cancelled", "finished"]
    assert runner.running == ()


def test_a_listener_may_cancel_the_job_that_it_listens_to(qtbot, runner):
    def frames(task):
        task.step(1, 2, "half")
        task.partial("frame")
        return "done"

    job = runner.start("UMAP", frames)
    job.progressed.connect(lambda *_: job.cancel())
    heard = Heard(job)
    qtbot.waitUntil(lambda: "finished" in heard.kinds())
    assert [kind for kind in heard.kinds() if kind != "progressed"] == ["cancelled", "finished"]


def test_a_listener_may_start_the_next_job_of_the_group_at_the_end_of_the_first(qtbot, any_runner):
    results = []

    def go_on(result):
        any_runner.start("More", add, result, 1, group="projection").succeeded.connect(results.append)

    any_runner.start("First", add, 1, 1, group="projection").succeeded.connect(go_on)
    qtbot.waitUntil(lambda: results == [3])


def test_too_little_memory_is_told_in_a_sentence_without_details(qtbot, any_runner):
    def greedy(task):
        raise MemoryError

    job = any_runner.start("PCA", greedy)
    heard = Heard(job)
    with qtbot.waitSignal(job.finished):
        pass
    assert heard[0][1].sentence == "PCA: there is not enough memory. Close an embedding, or take fewer words."
    assert heard[0][1].details == ""


def test_every_job_is_announced_with_what_is_said_after_it(qtbot, any_runner):
    announced = []
    any_runner.started.connect(lambda job: announced.append((job.label, job.quiet, job.said)))
    with qtbot.waitSignal(any_runner.start("Saving n.csv", add, 1, 1, said="Saved n.csv").finished):
        pass
    with qtbot.waitSignal(any_runner.start("Neighbours", add, 1, 1, quiet=True).finished):
        pass
    assert announced == [("Saving n.csv", False, "Saved n.csv"), ("Neighbours", True, "")]


def test_a_job_that_is_started_after_the_end_is_cancelled_and_never_run(qtbot, any_runner):
    ran = threading.Event()
    any_runner.close()
    job = any_runner.start("Late", lambda task: ran.set(), process=True)
    heard = Heard(job)
    qtbot.waitUntil(lambda: "finished" in heard.kinds())
    assert heard.kinds() == ["cancelled", "finished"]
    assert not ran.is_set()
    assert any_runner.running == ()


def test_closing_says_so_when_a_worker_does_not_stop_in_time(qtbot):
    runner, gate = JobRunner(), threading.Event()
    runner.start("Stubborn", lambda task: gate.wait(10))
    assert not runner.close(timeout=0.05)
    gate.set()
    assert runner.close()


def count(numbers, task=Task()):
    for number in range(100_000):
        numbers.append(number)
        task.step(number, 100_000)
        time.sleep(0.001)


def test_a_paused_job_waits_until_it_is_resumed_and_can_be_cancelled_while_it_waits(qtbot, runner):
    numbers, told = [], []
    job = runner.start("UMAP", count, numbers, can_pause=True)
    job.paused_changed.connect(told.append)
    qtbot.waitUntil(lambda: len(numbers) > 3)
    job.pause()
    qtbot.waitUntil(lambda: len(numbers) == (time.sleep(0.05), len(numbers))[1])
    n_counted = len(numbers)
    job.resume()
    qtbot.waitUntil(lambda: len(numbers) > n_counted)
    job.pause()
    job.cancel()
    assert told == [True, False, True]
    assert runner.close()


def test_a_job_that_cannot_wait_goes_on(qtbot, any_runner):
    job = any_runner.start("Sum", add, 1, 2)
    job.pause()
    assert not job.is_paused
    assert outcome(qtbot, job) == ("succeeded", 3)


# In a child process -------------------------------------------------------------------------------------------------


def total(array, task=Task()):
    task.step(1, 1, "adding up")
    return float(array.sum()), os.getpid()


def count_for_ever(task=Task()):
    number = 0
    while True:
        task.step(number := number + 1, 1 << 40)
        task.partial(number)
        time.sleep(0.005)


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


def test_a_job_in_a_process_waits_while_it_is_paused(qtbot, runner):
    numbers = []
    job = runner.start("UMAP", count_for_ever, process=True, can_pause=True)
    job.partial.connect(numbers.append)
    qtbot.waitUntil(lambda: len(numbers) > 3, timeout=20_000)
    job.pause()
    qtbot.waitUntil(lambda: numbers[-1] == (qtbot.wait(200), numbers[-1])[1])
    last = numbers[-1]
    job.resume()
    qtbot.waitUntil(lambda: numbers[-1] > last)
    assert numbers[numbers.index(last) + 1] < last + 100  # it has not counted on in secret
    job.pause()
    job.cancel()
    assert outcome(qtbot, runner.start("Sum", total, np.ones(3), process=True))[0] == "succeeded"


def whose(task=Task()):
    return os.getpid()


def talk_for_ever(task=Task()):
    while True:
        task.report(1, 2, "talking")
        task.partial(np.zeros(100))


def wait_for(path, task=Task()):
    task.report(1, 2, "busy")
    while not Path(path).exists():
        time.sleep(0.01)
    return "done"


def stumble(task=Task()):
    return {}["missing"]


def give_back_what_cannot_travel(task=Task()):
    return lambda: None


def write_into(array, task=Task()):
    array[0] = 1


def is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def outcome(qtbot, job):
    heard = Heard(job)
    with qtbot.waitSignal(job.finished, timeout=20_000):
        pass
    return heard[-2]


def test_an_error_in_a_process_arrives_as_its_sentence_or_with_the_traceback_of_there(qtbot, runner):
    kind, failure = outcome(qtbot, runner.start("UMAP", fail, process=True))
    assert (kind, failure.sentence, failure.details) == ("failed", "The file is empty.", "")
    kind, failure = outcome(qtbot, runner.start("UMAP", stumble, process=True))
    assert kind == "failed"
    assert "UMAP failed unexpectedly: KeyError" in failure.sentence
    assert "in stumble" in failure.details


def test_a_result_that_cannot_travel_fails_and_leaves_the_process_in_order(qtbot, runner):
    kind, pid = outcome(qtbot, runner.start("Who", whose, process=True))
    kind, failure = outcome(qtbot, runner.start("UMAP", give_back_what_cannot_travel, process=True))
    assert kind == "failed"
    assert "pickle" in failure.details
    assert outcome(qtbot, runner.start("Who", whose, process=True)) == ("succeeded", pid)


def test_a_process_cannot_write_into_the_vectors(qtbot, runner):
    kind, failure = outcome(qtbot, runner.start("Write", write_into, np.zeros(100_000), process=True))
    assert kind == "failed"
    assert "read-only" in failure.details


def test_nothing_is_left_in_the_folder_for_temporary_files(qtbot, runner, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert outcome(qtbot, runner.start("Sum", total, np.ones(100_000), process=True))[0] == "succeeded"
    assert outcome(qtbot, runner.start("UMAP", die, process=True))[0] == "failed"
    assert list(tmp_path.iterdir()) == []


def test_a_process_that_talks_without_pause_is_ended_when_cancelled(qtbot, runner):
    job = runner.start("UMAP", talk_for_ever, process=True)
    heard = Heard(job)
    qtbot.waitUntil(lambda: "partial" in heard.kinds(), timeout=20_000)
    job.cancel()
    assert outcome(qtbot, runner.start("Sum", total, np.ones(3), process=True))[0] == "succeeded"


def test_a_job_that_waits_for_its_turn_says_so_and_can_be_cancelled_without_harm_to_the_first(qtbot, runner, tmp_path):
    first = runner.start("Warming up", wait_for, str(tmp_path / "go"), process=True, quiet=True)
    heard_of_first = Heard(first)
    qtbot.waitUntil(lambda: ("progressed", 0.5, "busy") in heard_of_first, timeout=20_000)
    second = runner.start("UMAP", whose, process=True)
    third = runner.start("Sum", total, np.ones(3), process=True)
    heard = Heard(second)
    qtbot.waitUntil(lambda: ("progressed", 0.0, "waiting for other work to end") in heard)
    second.cancel()
    assert heard.kinds()[-2:] == ["cancelled", "finished"]
    (tmp_path / "go").touch()
    with qtbot.waitSignal(third.succeeded, timeout=20_000):
        pass
    assert ("succeeded", "done") in heard_of_first


def test_a_process_job_of_the_same_group_takes_the_place_of_the_first(qtbot, runner):
    first = runner.start("UMAP", hang, process=True, group="projection")
    heard = Heard(first)
    qtbot.waitUntil(lambda: ("progressed", 0.5, "hanging") in heard, timeout=20_000)
    second = runner.start("UMAP", total, np.ones(3), process=True, group="projection")
    assert heard.kinds()[-2:] == ["cancelled", "finished"]
    assert outcome(qtbot, second)[0] == "succeeded"


def test_closing_the_window_ends_the_process_also_in_the_middle_of_its_work(qtbot):
    runner = JobRunner()
    _, pid = outcome(qtbot, runner.start("Who", whose, process=True))
    job = runner.start("UMAP", hang, process=True)
    heard = Heard(job)
    qtbot.waitUntil(lambda: ("progressed", 0.5, "hanging") in heard, timeout=20_000)
    assert is_alive(pid)
    assert runner.close()
    assert heard.kinds()[-2:] == ["cancelled", "finished"]
    assert not is_alive(pid)


def test_closing_the_window_ends_a_process_that_is_idle(qtbot):
    runner = JobRunner()
    _, pid = outcome(qtbot, runner.start("Who", whose, process=True))
    assert runner.close()
    assert not is_alive(pid)


def test_a_process_that_was_killed_while_idle_is_started_anew(qtbot, runner):
    _, pid = outcome(qtbot, runner.start("Who", whose, process=True))
    os.kill(pid, signal.SIGKILL)
    qtbot.wait(100)
    kind, other = outcome(qtbot, runner.start("Who", whose, process=True))
    assert kind == "succeeded"
    assert other != pid


def project_by_hand(vectors, task=Task()):
    return Projection(
        "pca", vectors[:, :2].copy(), np.arange(len(vectors)), len(vectors), MappingProxyType({"center": True})
    )


def test_a_projection_arrives_from_a_process_as_it_was_and_read_only(qtbot, runner):
    vectors = np.arange(60_000, dtype=np.float32).reshape(-1, 6)
    kind, projection = outcome(qtbot, runner.start("PCA", project_by_hand, vectors, process=True))
    assert kind == "succeeded"
    assert np.array_equal(projection.points, vectors[:, :2])
    assert (projection.method, projection.n_words, dict(projection.options)) == ("pca", 10_000, {"center": True})
    assert not projection.points.flags.writeable
    assert not projection.indices.flags.writeable


def test_progress_is_told_in_steps_that_can_be_read_and_the_last_before_the_end(qapp):
    job = Job("Adding")
    job._resting.setInterval(60_000)
    heard = []
    job.progressed.connect(lambda fraction, _: heard.append(fraction))
    job.succeeded.connect(heard.append)
    for fraction in (0.1, 0.2, 0.3):
        job.mailbox.post("progressed", (fraction, "adding"))
        qapp.processEvents()
    assert heard == [0.1]
    job.mailbox.post("succeeded", "sum")
    qapp.processEvents()
    assert heard == [0.1, 0.3, "sum"]
