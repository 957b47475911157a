from dataclasses import replace

import numpy as np
import pytest

from explorer.analysis.map_before import places_before
from explorer.embedding import Embedding
from explorer.projection.methods import project
from explorer.projection.umap import UmapOptions
from explorer.samples import open_sample
from explorer.task import Cancelled, Task

OPTIONS = UmapOptions(n_epochs=100)


@pytest.fixture(scope="module")
def glove_words():
    return np.ascontiguousarray(open_sample("glove-10k").vectors[:1000])


def embedding_of(glove_words, rows, seed=None):
    """Words of GloVe as one model has them; with a seed, as another has them: turned and a little different."""
    vectors = glove_words[rows]
    if seed is not None:
        random = np.random.default_rng(seed)
        turn, _ = np.linalg.qr(random.normal(size=(vectors.shape[1], vectors.shape[1])))
        vectors = vectors @ turn + random.normal(scale=0.1 * vectors.std(), size=vectors.shape)
    return Embedding("words", tuple(f"w{row}" for row in rows), vectors.astype(np.float32))


@pytest.fixture(scope="module")
def before(glove_words):
    return embedding_of(glove_words, np.arange(0, 500))


@pytest.fixture(scope="module")
def map_before(before):
    return project(before, "umap", OPTIONS)


def test_shared_words_start_where_they_stood_and_others_among_their_nearest(glove_words, before, map_before):
    other = embedding_of(glove_words, np.arange(200, 700), seed=1)
    places = places_before(other, before, map_before)
    np.testing.assert_array_equal(places[:300], map_before.points[200:])
    unit = other.vectors / np.linalg.norm(other.vectors, axis=1, keepdims=True)
    nearest = np.argsort(-unit[300:] @ unit[:300].T, axis=1)[:, :5]
    np.testing.assert_allclose(places[300:], np.median(places[:300][nearest], axis=1), atol=1e-5)


def test_the_map_of_another_model_with_other_words_can_be_followed_from_that_before(glove_words, before, map_before):
    other = embedding_of(glove_words, np.arange(700, 200, -1), seed=1)  # in another order, too
    start = places_before(other, before, map_before)
    after = project(other, "umap", OPTIONS, start=start)
    alone = project(other, "umap", OPTIONS)
    old = np.array([before.key_to_index[word] for word in other.index_to_key if word in before.key_to_index])
    new = np.array([row for row, word in enumerate(other.index_to_key) if word in before.key_to_index])

    def moved(projection):
        return np.linalg.norm(projection.points[new] - map_before.points[old], axis=1).mean() / map_before.points.std()

    assert moved(after) < 0.8
    assert moved(after) < 0.6 * moved(alone)


def test_other_parameters_and_other_words_of_one_embedding_start_from_its_map(before, map_before):
    np.testing.assert_array_equal(places_before(before, before, map_before), map_before.points)
    some = np.array([3, 40, 200])
    np.testing.assert_array_equal(places_before(before, before, map_before, some), map_before.points[some])
    part = replace(map_before, points=map_before.points[some].copy(), indices=some)
    assert places_before(before, before, part) is None
    more = replace(map_before, points=map_before.points[:60].copy(), indices=np.arange(60))
    places = places_before(before, before, more)
    np.testing.assert_array_equal(places[:60], map_before.points[:60])
    assert np.isfinite(places).all()


def test_a_later_snapshot_has_the_same_words(before, map_before):
    later = replace(before, vectors=before.vectors + np.float32(0.01))
    np.testing.assert_array_equal(places_before(later, before, map_before), map_before.points)


def test_models_with_hardly_a_word_in_common_are_not_followed(glove_words, before, map_before):
    assert places_before(embedding_of(glove_words, np.arange(491, 560)), before, map_before) is None
    assert places_before(embedding_of(glove_words, np.arange(490, 560)), before, map_before) is not None
    assert places_before(embedding_of(glove_words, np.arange(490, 700)), before, map_before) is None


def test_it_can_be_cancelled(glove_words, before, map_before):
    task = Task()
    task.cancel()
    with pytest.raises(Cancelled):
        places_before(embedding_of(glove_words, np.arange(200, 700)), before, map_before, task=task)
