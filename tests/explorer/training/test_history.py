"""What was seen of a training is kept evenly and in a bounded memory."""

import gc

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.embedding import Embedding
from explorer.projection.projection import Projection
from explorer.training.followed import follow, words_to_follow
from explorer.training.history import History
from explorer.training.kept_models import KeptModels
from explorer.training.snapshots import TrainingSnapshot
from tests.conftest import three_groups

EMBEDDING = three_groups()


def snapshot(done):
    places = Projection(
        "live", np.full((len(EMBEDDING), 2), done, np.float32), np.arange(len(EMBEDDING)), len(EMBEDDING)
    )
    return TrainingSnapshot(EMBEDDING, places, done, 1000, 1.0, 1 + done // 100, ())


@settings(deadline=None)
@given(st.integers(1, 400), st.integers(2, 60))
def test_there_are_few_frames_the_first_and_the_last_among_them_and_evenly(n, most):
    history = History(most_frames=most)
    for done in range(n):
        history.add(snapshot(done))
    done = [frame.words_done for frame in history.frames]
    assert len(done) <= most
    assert done[0] == 0
    assert done[-1] == n - 1
    gaps = np.diff(done[:-1])
    assert len(set(gaps.tolist())) <= 1
    assert len(done) >= min(n, most // 2)


def test_frames_of_many_words_are_fewer():
    history = History(most_bytes=10 * len(EMBEDDING) * 8)
    for done in range(200):
        history.add(snapshot(done))
    assert sum(frame.projection.points.nbytes for frame in history.frames) <= 10 * len(EMBEDDING) * 8


def test_frames_share_which_words_there_are_and_keep_no_vectors():
    history = History()
    for done in range(3):
        history.add(snapshot(done))
    first, *others = history.frames
    assert all(each.projection.indices is first.projection.indices for each in others)
    assert not hasattr(first, "embedding")


def test_without_a_snapshot_there_is_nothing_to_see():
    assert History().frames == ()


def test_the_words_that_are_followed_are_the_chosen_or_the_first_long_ones():
    assert words_to_follow(EMBEDDING, [7, 3]) == (7, 3)
    assert words_to_follow(EMBEDDING, list(range(9))) == (0, 1, 2, 3, 4)
    spoken = Embedding("text", ("the", "whale", "of", "ship", "a"), np.ones((5, 2), np.float32))
    assert words_to_follow(spoken) == (1, 3)
    assert words_to_follow(Embedding("text", ("a", "b"), np.ones((2, 2), np.float32))) == (0, 1)


def test_neighbors_of_followed_words_are_those_of_the_word_panel():
    from explorer.neighbors.exact import nearest

    expected = {word: tuple(nearest(EMBEDDING, word, 4).indices.tolist()) for word in (0, 5)}
    assert dict(follow(EMBEDDING, (0, 5))) == expected
    nowhere = Embedding("nowhere", ("a", "b"), np.zeros((2, 2), np.float32))
    assert follow(nowhere, (0,)) == ((0, ()),)


class Model:
    def __init__(self, n_bytes):
        self.n_bytes = n_bytes


def test_the_oldest_models_go_when_all_are_too_large_together():
    first, second, third = three_groups(), three_groups(), three_groups()
    models = KeptModels(most_bytes=100)
    for embedding in (first, second, third):
        models.keep(embedding, Model(50))
    assert models.of(first) is None
    assert models.of(second) and models.of(third)
    models.keep(first, Model(500))  # even one that is too large by itself is kept, as it is the newest
    assert models.of(first) and models.of(third) is None


def test_a_model_goes_with_its_embedding():
    models, embedding = KeptModels(), three_groups()
    models.keep(embedding, Model(50))
    models.keep(embedding, None)
    assert len(models._models) == 1
    del embedding
    gc.collect()
    assert len(models._models) == 0
    assert models.of(None) is None
