"""gensim's word2vec with a watch in its workers."""

import threading
from types import SimpleNamespace

import pytest

from explorer.training.observed_models import ObservedWord2Vec

SENTENCES = [["the", "cat", "is", "fluffy"], ["the", "dog", "is", "fluffy"]] * 5


class Watch(SimpleNamespace):
    """Keeps what it is told, and is over after so many jobs."""

    def __init__(self, jobs=10**9):
        super().__init__(told=[], errors=[], jobs=jobs)

    @property
    def is_over(self):
        return len(self.told) >= self.jobs or bool(self.errors)

    def add(self, words, loss, trained):
        self.told.append((words, loss, trained))

    def fail(self, error):
        self.errors.append(error)


@pytest.fixture
def model():
    made = ObservedWord2Vec(vector_size=4, min_count=1, sample=0.0, workers=1, batch_words=8, sg=1)
    made.build_vocab(SENTENCES)
    return made


def train(model, epochs=3):
    model.train(SENTENCES, total_examples=len(SENTENCES), epochs=epochs, compute_loss=True)


def test_each_job_is_told_with_its_own_loss(model):
    model.watch = Watch()
    train(model)
    assert [(words, trained) for words, _, trained in model.watch.told] == [(8, 8)] * 15  # 40 words a pass, 8 a job
    losses = [loss for _, loss, _ in model.watch.told]
    assert max(losses) < 2 * min(losses)  # a running sum would be fifteen times as much at the end


def test_each_worker_has_a_sum_of_its_own(model):
    seen = []
    model.running_training_loss = 5.0
    worker = threading.Thread(target=lambda: seen.append(model.running_training_loss))
    worker.start()
    worker.join()
    assert seen == [0.0]
    assert model.running_training_loss == 5.0


def test_nothing_is_learned_once_it_is_over(model):
    model.watch = Watch(jobs=4)
    train(model, epochs=1000)
    assert len(model.watch.told) == 4


def test_the_epochs_that_are_left_start_no_threads(model, monkeypatch):
    model.watch = Watch(jobs=1)
    started, start = [], threading.Thread.start
    monkeypatch.setattr(threading.Thread, "start", lambda thread: started.append(start(thread)))
    train(model, epochs=1000)
    assert len(started) == 2  # the worker and the producer of the first epoch


def test_a_failing_watch_is_told_and_does_not_hang_the_training(model):
    model.watch = Watch()
    model.watch.add = lambda *_: 1 / 0
    train(model)
    assert isinstance(model.watch.errors[0], ZeroDivisionError)
