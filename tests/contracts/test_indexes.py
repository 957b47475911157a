"""What every approximate index promises."""

import gc
import weakref

import numpy as np
import pytest

from explorer.embedding import Embedding
from explorer.errors import BadOption, ExplorerError
from explorer.neighbors import approximate
from explorer.neighbors.approximate import build_index, measure_recall, nearly_nearest, nearly_nearest_many, told
from explorer.neighbors.exact import nearest
from explorer.neighbors.index_options import INDEXES, kind_of
from explorer.neighbors.metrics import METRICS
from explorer.task import Cancelled, Task

pytestmark = pytest.mark.parametrize("kind", INDEXES)

QUICK = {"hnsw": {"n_links": 8}, "ivf": {"n_probes": 24}, "pq": {"n_ranked": 300}, "lsh": {"n_bits": 64}}


def quick(kind, **changes):
    return INDEXES[kind].options(**{**QUICK[kind], **changes})


@pytest.fixture(scope="module")
def words():
    random = np.random.default_rng(0)
    vectors = random.normal(size=(30, 12))[random.integers(0, 30, 1500)] * 2 + random.normal(size=(1500, 12))
    vectors[7] = 0
    return Embedding("words", tuple(f"w{i}" for i in range(1500)), vectors.astype(np.float32))


@pytest.mark.parametrize("metric", METRICS)
def test_what_it_finds_is_right_and_best_first(kind, words, metric):
    index = build_index(words, quick(kind), metric)
    found = nearly_nearest(words, index, 3, 10, metric)
    exact = nearest(words, 3, len(words), metric)
    place = {word: rank for rank, word in enumerate(exact.indices.tolist())}
    ranks = [place[word] for word in found.indices.tolist()]
    assert 3 not in found.indices
    assert len(ranks) == 10
    assert ranks == sorted(ranks)
    assert len(set(ranks)) == 10
    np.testing.assert_array_equal(found.values, exact.values[ranks])


@pytest.mark.parametrize("metric", ["cosine", "l2", "l1"])
def test_it_finds_nearly_all_and_says_how_many(kind, words, metric):
    index = build_index(words, quick(kind), metric)
    recall = measure_recall(words, index, metric, n_sample=50)
    assert 0.9 <= recall.recall <= 1
    assert (recall.at, recall.sample) == (10, 50)
    sample = np.sort(np.random.default_rng(0).permutation(np.delete(np.arange(1500), 7))[:50])
    true = [nearest(words, int(word), 10, metric).indices for word in sample]
    near = nearly_nearest_many(words, index, sample.tolist(), 10, metric).indices
    shared = np.mean([np.isin(one, other).mean() for one, other in zip(true, near, strict=True)])
    assert recall.recall == pytest.approx(shared)


def test_many_words_get_the_answers_that_each_gets_alone(kind, words, monkeypatch):
    monkeypatch.setattr(approximate, "_TOGETHER", 4)
    index = build_index(words, quick(kind))
    found = nearly_nearest_many(words, index, range(10, 20), 5)
    for place, word in enumerate(range(10, 20)):
        assert found.of(place).indices.tolist() == nearly_nearest(words, index, word, 5).indices.tolist()


def test_what_it_cost_is_told_beside_the_answer(kind, words):
    index = build_index(words, quick(kind))
    text = told(index, measure_recall(words, index, n_sample=20))
    assert text.startswith(f"{INDEXES[kind].label} · recall@10 ")
    assert " on 20 words · built in " in text
    assert 0 < index.n_bytes < 10 * words.vectors.nbytes
    assert kind_of(index.options).key == kind


def test_the_last_index_is_kept_as_long_as_its_embedding_is_open(kind, words):
    index = build_index(words, quick(kind))
    assert build_index(words, quick(kind)) is index
    assert build_index(words, quick(kind), "dot") is not index
    copy = Embedding("copy", words.index_to_key, words.vectors)
    reference = weakref.ref(build_index(copy, quick(kind)))
    assert reference() is not None
    del copy
    gc.collect()
    assert reference() is None


def test_building_tells_how_far_it_is_and_can_be_cancelled(kind, words):
    seen = []
    copy = Embedding("copy", words.index_to_key, words.vectors)
    build_index(copy, quick(kind), task=Task(on_progress=lambda fraction, _: seen.append(fraction)))
    assert seen == sorted(seen)
    assert seen[-1] == 1
    assert len(set(seen)) > 2
    other = Embedding("other", words.index_to_key, words.vectors)
    task = Task(on_progress=lambda fraction, _: task.cancel() if fraction > 0.2 else None)
    with pytest.raises(Cancelled):
        build_index(other, quick(kind), task=task)
    assert other not in approximate._last


def test_what_it_cannot_do_is_told_in_a_sentence(kind, words, small_embedding):
    with pytest.raises(ExplorerError, match="An index is worth it from 1,000 words on, and three groups has 60"):
        build_index(small_embedding, quick(kind))
    index = build_index(words, quick(kind))
    with pytest.raises(ExplorerError, match="The vector of “w7” is zero"):
        nearly_nearest(words, index, 7)
    with pytest.raises(BadOption, match="was built for Cosine, not for L1"):
        nearly_nearest(words, index, 3, metric="l1")
    with pytest.raises(BadOption, match="topn"):
        nearly_nearest(words, index, 3, 0)


def test_zero_vectors_come_last_and_are_never_nan(kind, words):
    found = nearly_nearest(words, build_index(words, quick(kind)), 3, 1499)
    assert np.isfinite(found.values).all()
    assert 7 not in found.indices[:-1]
