import threading

import pytest

from explorer.task import Cancelled, Task


def test_a_step_tells_the_fraction_and_the_message():
    seen = []
    Task(on_progress=lambda *told: seen.append(told)).step(1, 4, "counting")
    assert seen == [(0.25, "counting")]


def test_progress_never_leaves_the_range_from_nothing_to_all():
    seen = []
    task = Task(on_progress=lambda fraction, _: seen.append(fraction))
    task.step(7, 5)
    task.step(-1, 5)
    task.step(3, 0)
    assert seen == [1.0, 0.0, 0.0]


def test_a_cancelled_task_stops_the_function_at_its_next_step():
    task = Task()
    task.cancel()
    with pytest.raises(Cancelled):
        task.step(1, 2)


def test_a_report_never_raises_even_when_cancelled():
    task = Task()
    task.cancel()
    task.report(1, 2)


def test_what_is_told_before_the_end_is_told_by_a_part_as_well_and_nothing_is_not_told():
    told = []
    part = Task(on_told=told.append).part(0.0, 0.5)
    part.tell("Few words.", "Many dimensions.")
    part.tell()
    assert told == [("Few words.", "Many dimensions.")]


def test_a_part_fills_its_share_and_is_cancelled_with_the_whole():
    seen = []
    task = Task(on_progress=lambda fraction, _: seen.append(fraction))
    part = task.part(0.5, 1.0)
    part.step(1, 2)
    assert seen == [0.75]
    task.cancel()
    with pytest.raises(Cancelled):
        part.check()


def test_partial_results_reach_the_listener():
    seen = []
    Task(on_partial=seen.append).part(0, 0.5).partial("snapshot")
    assert seen == ["snapshot"]


def in_a_thread(function):
    thread = threading.Thread(target=function, daemon=True)
    thread.start()
    return thread


def test_a_paused_task_waits_at_its_next_step_until_it_is_resumed():
    task, seen = Task(), []
    task.pause()
    assert task.paused
    thread = in_a_thread(lambda: (task.part(0.0, 0.5).step(1, 2), seen.append("went on")))
    assert not seen
    assert thread.is_alive()
    task.resume()
    thread.join(10)
    assert seen == ["went on"]


def test_a_task_that_waits_can_be_cancelled_and_then_never_waits_again():
    task, seen = Task(), []

    def wait():
        try:
            task.step(1, 2)
        except Cancelled:
            seen.append("cancelled")

    task.pause()
    thread = in_a_thread(wait)
    task.cancel()
    thread.join(10)
    assert seen == ["cancelled"]
    task.pause()
    assert not task.paused


def test_a_report_does_not_wait():
    task = Task()
    task.pause()
    task.report(1, 2)
