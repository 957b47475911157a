"""A training in the window: what becomes of the model when the user does something else meanwhile."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from explorer.corpus.reading import open_corpus
from explorer.errors import EmptyCorpus
from explorer.projection.projection import Projection
from explorer.task import Task
from explorer.training.learned import FurtherOptions, Learned
from explorer.training.options import Word2VecOptions
from explorer.training.snapshots import TrainingSnapshot
from tests.conftest import three_groups
from widgets import training as room
from widgets.panels.projection import ProjectionPanel
from widgets.panels.training import TrainingPanel
from widgets.projecting import Projecting
from widgets.training import CANCELLED, Training

LIVE = replace(three_groups(), name="pets · skip-gram")
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

    def ends(self, embedding=LATER, **more):
        self.job.succeeded.emit(Learned(embedding, **more))


@pytest.fixture
def rooms(qtbot, workbench, monkeypatch):
    """The room of trainings and that of projections; nothing is really trained."""

    def never_ends(*_, enough, task=Task()):
        raise AssertionError("the test did not take the steps of this training")

    monkeypatch.setattr(room, "learn", never_ends)
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


def test_each_training_begins_once_and_ends_once(rooms, workbench, corpus):
    training, _ = rooms
    heard = []
    training.started.connect(lambda: heard.append("started"))
    training.ended.connect(lambda: heard.append("ended"))
    training.start(corpus, Word2VecOptions())
    training.start(corpus, Word2VecOptions(method="cbow"))
    training.cancel()
    assert heard == ["started", "ended"] * 2


def test_a_failure_is_told_in_the_panel_and_the_model_goes(started, workbench):
    started.snapshot()
    failure = room.Failure(str(EmptyCorpus("pets: there are too few words. Choose a longer text.")))
    started.job.failed.emit(failure)
    assert workbench.state.embeddings == ()
    assert not started.training.is_running
    assert started.said == []


# Several models of one corpus, and going on ---------------------------------------------------------------------------


class Model:
    """What a trainer leaves behind."""

    n_bytes = 100

    def __init__(self, options):
        self.options = options
        self.asked = []

    def train_further(self, further, enough, task=Task()):
        raise AssertionError("the test did not take the steps of this training")


def test_a_second_model_of_a_corpus_is_kept_beside_the_first_and_named_by_its_difference(
    rooms, started, workbench, corpus
):
    training, _ = rooms
    started.ends(LATER)
    training.start(corpus, Word2VecOptions(window=10))
    second = Trained(training, workbench, [])
    second.snapshot(three := replace(three_groups(), name=LIVE.name))
    second.ends(three)
    assert [each.name for each in workbench.state.embeddings] == ["pets · skip-gram", "pets · skip-gram, window 10"]


def test_a_model_can_be_trained_further_beside_itself_and_what_is_chosen_stays(rooms, started, workbench):
    training, _ = rooms
    model = Model(Word2VecOptions())
    started.snapshot()
    started.ends(LATER, model=model)
    assert training.model_of(LATER) is not None
    workbench.store.change("Go", word=3, selection=(3, 4))
    training.further(LATER, FurtherOptions(epochs=7))
    further = Trained(training, workbench, [])
    further.snapshot(LIVE)
    assert (workbench.state.word, workbench.state.selection) == (3, (3, 4))
    further.ends(LIVE, model=Model(model.options))
    assert [each.name for each in workbench.state.embeddings] == [LATER.name, "pets · skip-gram, 7 more epochs"]
    assert training.model_of(workbench.state.embedding) is not None
    workbench.store.undo()
    assert workbench.state.embeddings == (LATER,)


def test_documents_open_beside_their_words_in_the_same_step(started, workbench):
    started.snapshot()
    started.ends(LATER, documents=three_groups())
    names = [each.name for each in workbench.state.embeddings]
    assert names == ["pets · skip-gram", "pets · skip-gram, documents"]
    assert workbench.state.embedding is LATER
    assert "60 documents beside them" in started.said[0]
    workbench.store.undo()
    assert workbench.state.embeddings == ()


def test_selected_words_are_followed_while_it_learns(started, workbench):
    started.snapshot()
    workbench.store.change("Select", selection=(5,))
    following = started.training.following
    (job,) = [job for job in workbench.jobs.running if job.group == "followed words"]
    following.follow(workbench.state.embedding)  # nothing, since an answer is waited for
    assert [job for job in workbench.jobs.running if job.group == "followed words"] == [job]
    job.succeeded.emit(((0, (3, 6)), (1, (4, 7))))
    job.finished.emit()
    assert [word.text() for word, _ in started.training._panel.followed.rows] == ["animal0", "colour0"]
    following.follow(workbench.state.embedding)
    (job,) = [job for job in workbench.jobs.running if job.group == "followed words"]
    started.training.cancel()
    assert job.task.cancelled
    assert following.followed == ()


# Seeing it again ------------------------------------------------------------------------------------------------------


@pytest.fixture
def replay(started, workbench):
    """A training of five snapshots that has ended, with the map that came after it."""
    for step in range(5):
        started.snapshot(replace(LIVE, vectors=LIVE.vectors + step))
    started.ends(LATER)
    workbench.store.amend(projection=replace(snapshot_of(LATER).projection, method="umap"))
    return started.training.replaying


def slider(replay):
    return replay.parent().replay.slider


def test_a_moment_is_shown_on_the_map_and_the_end_brings_back_what_was_there(replay, workbench):
    usual, undo = workbench.state.projection, workbench.store.undo_label
    slider(replay).setValue(1)
    shown = workbench.state.projection.points[0, 0]
    assert shown == LIVE.vectors[0, 0] + 1
    slider(replay).setValue(2)
    assert workbench.state.projection.points[0, 0] == LIVE.vectors[0, 0] + 2
    slider(replay).setValue(4)
    assert workbench.state.projection is usual
    assert workbench.store.undo_label == undo
    assert not replay.is_on


def test_whoever_goes_on_working_during_a_replay_finds_the_map_where_it_was(replay, workbench):
    usual = workbench.state.projection
    slider(replay).setValue(1)
    workbench.store.change("Go", word=2)
    assert replay.is_on
    other = three_groups(seed=3)
    workbench.store.change("Open", embeddings=(*workbench.state.embeddings, other), embedding=other)
    assert not replay.is_on
    assert slider(replay).value() == slider(replay).maximum()
    for _ in range(2):
        workbench.store.undo()
        assert workbench.state.projection is usual


def test_whoever_opens_another_model_during_a_replay_finds_the_map_on_return(replay, workbench):
    usual, trained, other = workbench.state.projection, workbench.state.embedding, three_groups(seed=3)
    slider(replay).setValue(1)
    workbench.store.change("Open", embeddings=(*workbench.state.embeddings, other), embedding=other)
    workbench.store.change("Show", embedding=trained)
    assert workbench.state.projection is usual


def test_another_map_ends_the_replay(replay, workbench):
    slider(replay).setValue(1)
    other = replace(snapshot_of(LATER).projection, method="tsne")
    workbench.store.change("Project by t-SNE", projection=other)
    assert workbench.state.projection is other
    assert not replay.is_on
    workbench.store.undo()
    assert workbench.state.projection.method == "umap"


def test_closing_the_model_or_training_anew_takes_the_slider_away(replay, workbench):
    bar = replay.parent().replay
    assert bar.isVisibleTo(replay.parent())
    workbench.store.change("Close", embeddings=(), embedding=None)
    assert not bar.isVisibleTo(replay.parent())
