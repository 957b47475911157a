"""A function in a process of its own: it answers, it fails, it is ended."""

import math
import os
import sys
import threading
import time

import pytest

from explorer.corpus.chain.apart import Apart, TooLong, beside, lent_apart
from explorer.errors import ExplorerError
from explorer.task import Cancelled, Task


def test_it_answers_again_and_again_from_another_process():
    with Apart() as apart:
        assert apart.call(math.factorial, 20) == math.factorial(20)
        assert apart.call(os.getpid) == apart.call(os.getpid) != os.getpid()


def test_what_the_function_raises_is_raised_here_and_the_process_goes_on():
    with Apart() as apart:
        with pytest.raises(ValueError, match="negative"):
            apart.call(math.factorial, -1)
        assert apart.call(math.sqrt, 4) == 2


def test_what_a_function_prints_does_not_get_among_the_answers(capfd):
    with Apart() as apart:
        assert apart.call(print, "chatter") is None
        assert apart.call(math.sqrt, 4) == 2


def test_a_call_that_takes_too_long_is_told_of():
    with Apart() as apart, pytest.raises(TooLong):
        apart.call(time.sleep, 60, seconds=0.05)


def test_a_call_can_be_cancelled_while_it_lasts():
    task = Task()
    timer = threading.Timer(0.1, task.cancel)
    timer.start()
    with Apart() as apart, pytest.raises(Cancelled):
        apart.call(time.sleep, 60, task=task)
    timer.join()


def test_a_process_that_dies_is_told_in_a_sentence():
    with Apart() as apart, pytest.raises(ExplorerError, match="has ended"):
        apart.call(os._exit, 3)


def test_a_process_that_cannot_be_started_is_told_in_a_sentence(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "executable", str(tmp_path / "nowhere"))
    with Apart() as apart, pytest.raises(ExplorerError, match="could not be started"):
        apart.call(math.sqrt, 4)


def test_a_process_is_lent_to_the_next_unless_something_went_wrong():
    with lent_apart() as apart:
        first = apart.call(os.getpid)
    with lent_apart() as apart:
        assert apart.call(os.getpid) == first
    with pytest.raises(ValueError, match="negative"), lent_apart() as apart:
        apart.call(math.factorial, -1)
    with lent_apart() as apart:
        assert apart.call(os.getpid) != first


def test_what_is_read_beside_is_waited_for_unless_the_user_cancels():
    read = []
    beside(lambda: read.append("dictionary"), Task())
    assert read == ["dictionary"]
    with pytest.raises(ValueError, match="negative"):
        beside(lambda: math.factorial(-1), Task())
    task, goes_on = Task(), threading.Event()
    task.cancel()
    with pytest.raises(Cancelled):
        beside(goes_on.wait, task)
    goes_on.set()
