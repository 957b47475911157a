"""A training in the window: what becomes of the model when the user does something else meanwhile."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from explorer.corpus.reading import open_corpus
from explorer.errors import EmptyCorpus
from explorer.projection.projection import Projection
from explorer.task import Task
from explorer.training.options import Word2VecOptions
from explorer.training.snapshots import TrainingSnapshot
from tests.conftest import three_groups
from widgets import training as room
from widgets.panels.projection import ProjectionPanel
from widgets.panels.training import TrainingPanel
from widgets.projecting import Projecting
from widgets.training import CANCELLED, Training

LIVE = three_groups()
LATER = replace(LIVE, vectors=LIVE.vectors + 1)


def snapshot_of(embedding):
    points = np.ascontiguousarray(embedding.vectors[:, :2])
    places = Projection("live", points, np.arange(len(points)), len(points))
    return TrainingSnapshot(
        embedding, places, words_done=10, words_total=100, words_per_second=5.0, epoch=0, loss_curve=()
    )


@pytest.fixture
def corpus(tmp_path):
    path = tmp_path / "pets.txt"
    path.write_text("The cat is fluffy. The dog is fluffy.", encoding="utf-8")
    return open_corpus([path])


class Trained:
    """A training whose steps the test takes one by one."""

    def __init__(self, training, bench, said):
        self.training, self.bench, self.said = training, bench, said
        (self.job,) = [job for job in bench.jobs.running if job.group == "training"]

    def snapshot(self, embedding=LIVE):
        self.job.partial.emit(snapshot_of(embedding))

    def ends(self, embedding=LATER):
        self.job.succeeded.emit(embedding)


@pytest.fixture
def rooms(qtbot, workbench, monkeypatch):
    """The room of trainings and that of projections; nothing is really trained."""

    def never_ends(corpus, options, tokens, enough, task=Task()):
        raise AssertionError("the test did not take the steps of this training")

    monkeypatch.setattr(room, "train", never_ends)
    workbench.settings.refine_with_umap = False
    panel, places = TrainingPanel(workbench), ProjectionPanel(workbench)
    qtbot.addWidget(panel)
    qtbot.addWidget(places)
    projecting = Projecting(workbench, places)
    return Training(workbench, panel, projecting), projecting


@pytest.fixture
def started(rooms, workbench, corpus):
    training, _ = rooms
    said = []
    training.said.connect(said.append)
    training.start(corpus, Word2VecOptions())
    return Trained(training, workbench, said)


def test_the_first_snapshot_opens_the_model_as_one_step(started, workbench):
    started.snapshot()
    started.snapshot(LATER)
    assert len(workbench.state.embeddings) == 1
    workbench.store.undo()
    assert workbench.state.embeddings == ()


def test_a_model_that_was_learned_before_its_first_snapshot_is_shown(started, workbench):
    started.ends()
    assert workbench.state.embedding is LATER
    assert started.said[0].startswith("Learned in")


def test_undoing_the_model_ends_its_training_and_nothing_half_learned_can_be_redone(started, workbench):
    started.snapshot()
    workbench.store.undo()
    started.snapshot(LATER)
    assert not started.training.is_running
    assert workbench.store.redo_label is None
    assert started.said == [CANCELLED]


def test_closing_the_model_ends_its_training(started, workbench):
    started.snapshot()
    workbench.store.change("Close", embeddings=(), embedding=None)
    started.snapshot(LATER)
    assert not started.training.is_running
    assert workbench.state.embeddings == ()


def test_a_model_that_is_closed_at_the_last_moment_does_not_come_back(started, workbench):
    started.snapshot()
    workbench.store.change("Close", embeddings=(), embedding=None)
    started.ends()
    assert workbench.state.embeddings == ()
    assert started.said == [CANCELLED]


def test_the_end_of_a_training_leaves_the_map_of_another_embedding_alone(started, workbench):
    other = three_groups(seed=3)
    started.snapshot()
    workbench.store.change("Open", embeddings=(*workbench.state.embeddings, other), embedding=other)
    workbench.store.amend(projection=snapshot_of(other).projection)
    shown = workbench.state.projection
    before = [job for job in workbench.jobs.running if job.group == "projection"]
    started.ends()
    assert [job for job in workbench.jobs.running if job.group == "projection"] == before
    assert workbench.state.projection is shown
    assert LATER in workbench.state.embeddings


def test_a_training_that_is_cancelled_shows_what_was_there_before(started, workbench):
    started.snapshot()
    started.training.cancel()
    assert workbench.state.embeddings == ()
    assert workbench.store.undo_label is None
    assert started.said == [CANCELLED]


def test_a_second_training_throws_the_first_away(rooms, started, workbench, corpus):
    training, _ = rooms
    started.snapshot()
    training.start(corpus, Word2VecOptions(method="cbow"))
    assert started.job.is_finished
    assert workbench.state.embeddings == ()
    assert training.is_running


def test_a_failure_is_told_in_the_panel_and_the_model_goes(started, workbench):
    started.snapshot()
    failure = room.Failure(str(EmptyCorpus("pets: there are too few words. Choose a longer text.")))
    started.job.failed.emit(failure)
    assert workbench.state.embeddings == ()
    assert not started.training.is_running
    assert started.said == []
