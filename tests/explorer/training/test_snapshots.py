"""What is seen of a training: its loss in stretches, and snapshots that do not cost too much."""

import threading

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.embedding import Embedding
from explorer.task import Task
from explorer.training import snapshots
from explorer.training.snapshots import LossCurve, TrainingWatch

JOBS = st.lists(st.tuples(st.integers(1, 1000), st.floats(0, 1e4), st.integers(1, 1000)), min_size=1, max_size=2000)


@settings(deadline=None)
@given(JOBS)
def test_the_stretches_of_the_loss_keep_its_sum_and_stay_few(jobs):
    curve = LossCurve()
    for words, loss, trained in jobs:
        curve.add(words, loss, min(trained, words))
    points = curve.points()
    ends = [words for words, _ in points]
    assert len(points) <= LossCurve.MOST
    assert ends == sorted(set(ends))
    assert ends[-1] <= sum(words for words, _, _ in jobs)


def test_each_stretch_tells_the_mean_loss_of_a_word():
    curve = LossCurve()
    curve.add(10, 40.0, 8)
    curve.add(10, 10.0, 5)
    assert curve.points() == ((10, 5.0), (20, 2.0))


def test_merged_stretches_tell_the_mean_over_both():
    curve = LossCurve()
    for job in range(LossCurve.MOST + 1):
        curve.add(10, 10.0 if job % 2 else 30.0, 5)
    first_words, first_loss = curve.points()[0]
    assert (first_words, first_loss) == (20, pytest.approx(4.0))


def test_a_job_of_which_every_word_was_skipped_belongs_to_the_next_stretch():
    curve = LossCurve()
    curve.add(10, 0.0, 0)
    assert curve.points() == ()
    curve.add(10, 6.0, 3)
    assert curve.points() == ((20, 2.0),)


@pytest.fixture
def watch_of(monkeypatch):
    """A watch on vectors that do not change, with a clock that is moved by hand."""

    def make(task, enough=None, clock=(lambda: 0.0)):
        monkeypatch.setattr(snapshots.time, "monotonic", clock)
        random = np.random.default_rng(1)
        vectors = random.normal(size=(20, 5)).astype(np.float32)
        embedding = Embedding("test", tuple(f"w{i}" for i in range(20)), vectors)
        return TrainingWatch(lambda: embedding, n_tokens=100, epochs=4, task=task, enough=enough or threading.Event())

    return make


def test_snapshots_come_at_intervals_however_many_jobs_are_done(watch_of):
    shown = []
    now = [0.0]
    watch = watch_of(Task(on_partial=shown.append), clock=lambda: now[0])
    for _ in range(100):
        watch.add(1, 3.0, 1)
        watch.settle()
    assert len(shown) == 1
    now[0] = 1000.0
    watch.add(1, 3.0, 1)
    watch.settle()
    assert len(shown) == 2


def test_progress_is_told_at_intervals_and_always_at_the_end(watch_of):
    said = []
    watch = watch_of(Task(lambda fraction, _: said.append(fraction)))
    for _ in range(400):
        watch.add(1, 3.0, 1)
    watch.settle()
    assert said == [0.0025, 1.0]


def test_a_snapshot_tells_how_far_the_training_is(watch_of):
    shown, said = [], []
    now = [0.0]
    watch = watch_of(Task(lambda *told: said.append(told), shown.append), clock=lambda: now[0])
    now[0] = 2.0
    watch.add(150, 300.0, 100)
    watch.settle()
    (snapshot,) = shown
    assert (snapshot.words_done, snapshot.words_total, snapshot.epoch) == (150, 400, 2)
    assert snapshot.words_per_second == 75.0
    assert snapshot.loss_curve == ((150, 3.0),)
    assert snapshot.projection.method == "live"
    assert len(snapshot.projection) == 20
    assert said == [(0.375, "Epoch 2 of 4 · 150 of 400 words")]


def test_the_training_is_over_by_cancel_by_enough_or_by_an_error(watch_of):
    task, enough = Task(), threading.Event()
    assert not watch_of(task, enough).is_over
    task.cancel()
    assert watch_of(task, enough).is_over
    enough.set()
    assert watch_of(Task(), enough).is_over
    failed = watch_of(Task())
    failed.fail(MemoryError("first"))
    failed.fail(ValueError("second"))
    assert failed.is_over
    assert str(failed.error) == "first"


def test_what_goes_wrong_with_a_snapshot_ends_the_training(watch_of):
    watch = watch_of(Task())
    watch._take = lambda: 1 / 0
    watch.add(1, 3.0, 1)
    with pytest.raises(ZeroDivisionError):
        watch.settle()
    assert watch.is_over
