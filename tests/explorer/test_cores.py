import os
import threading

import pytest

from explorer.cores import in_parts


@pytest.fixture
def four_cores(monkeypatch):
    monkeypatch.setattr(os, "cpu_count", lambda: 4)


def test_the_parts_are_equal_whole_and_answered_in_their_order(four_cores):
    parts = in_parts(lambda start, stop: (start, stop), 10, at_least=1)
    assert parts == [(0, 2), (2, 5), (5, 7), (7, 10)]


def test_the_parts_are_worked_on_at_once(four_cores):
    meeting = threading.Barrier(4, timeout=30)
    assert sorted(in_parts(lambda *_: meeting.wait(), 4, at_least=1)) == [0, 1, 2, 3]


@pytest.mark.parametrize(("n", "n_parts"), [(0, 1), (19, 1), (20, 2), (39, 3), (1000, 4)])
def test_no_part_is_so_small_that_a_thread_costs_more_than_it_saves(four_cores, n, n_parts):
    parts = in_parts(lambda start, stop: (start, stop), n, at_least=10)
    assert len(parts) == n_parts
    assert (parts[0][0], parts[-1][1]) == (0, n)


def test_few_rows_are_done_in_the_thread_that_asks(four_cores):
    assert in_parts(lambda *_: threading.current_thread(), 100) == [threading.current_thread()]


@pytest.mark.parametrize("failing", [0, 3])
def test_an_error_in_a_part_is_raised_when_all_have_ended(four_cores, failing):
    ended = []

    def part(start, stop):
        if start == failing:
            raise ValueError("broken")
        ended.append(start)

    with pytest.raises(ValueError, match="broken"):
        in_parts(part, 4, at_least=1)
    assert sorted(ended) == [each for each in range(4) if each != failing]
