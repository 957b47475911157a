import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from explorer.embedding import Embedding
from explorer.errors import BadOption, ExplorerError
from explorer.neighbors import codes, many, products
from explorer.neighbors.exact import nearest
from explorer.neighbors.many import nearest_many
from explorer.neighbors.metrics import METRICS
from explorer.task import Cancelled, Task


def embedding_of(vectors):
    vectors = np.array(vectors, dtype=np.float32)
    return Embedding("words", tuple(f"w{i}" for i in range(len(vectors))), vectors)


def groups(n=3000, dim=12, seed=3):
    random = np.random.default_rng(seed)
    return (random.normal(size=(50, dim))[random.integers(0, 50, n)] * 2 + random.normal(size=(n, dim))).astype("f4")


def assert_as_one_by_one(embedding, indices, topn, metric):
    found = nearest_many(embedding, indices, topn, metric)
    assert len(found) == len(indices)
    for place, index in enumerate(indices):
        alone = nearest(embedding, index, topn, metric)
        assert found.of(place).indices.tolist() == alone.indices.tolist()
        np.testing.assert_array_equal(found.of(place).values, alone.values)


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("topn", [1, 10, 200])
def test_many_words_get_the_answers_that_each_gets_alone(metric, topn, monkeypatch):
    import explorer.neighbors.kernels  # noqa: F401

    monkeypatch.setattr(products, "_CELLS", 50_000)  # several blocks
    monkeypatch.setattr(products, "_ROWS_A_THREAD", 1000)  # several parts, which are put together
    assert_as_one_by_one(embedding_of(groups()), [0, 7, 7, 2999, 1500, 12], topn, metric)


@pytest.mark.parametrize("metric", METRICS)
@settings(max_examples=30)
@given(
    vectors=arrays.arrays(
        np.float32, st.tuples(st.integers(30, 60), st.integers(1, 4)), elements=st.integers(-3, 3).map(float)
    ),
    topn=st.integers(1, 12),
)
def test_ties_and_doubles_are_ranked_by_index_here_too(metric, vectors, topn):
    indices = [index for index in range(30) if metric != "cosine" or vectors[index].any()]
    assert_as_one_by_one(embedding_of(vectors), indices, topn, metric)


def test_words_that_are_told_apart_are_not_asked_one_by_one(monkeypatch):
    import explorer.neighbors.kernels  # noqa: F401

    monkeypatch.setattr(many, "nearest", None)  # asking it would fail
    for metric in ("cosine", "l2", "dot"):
        assert nearest_many(embedding_of(groups()), range(100), 10, metric).indices.shape == (100, 10)


def test_before_the_kernels_are_compiled_a_few_words_do_not_wait_for_them(monkeypatch):
    monkeypatch.delitem(sys.modules, codes.KERNELS)
    monkeypatch.setattr(many, "_by_products", None)
    assert_as_one_by_one(embedding_of(groups()), list(range(20)), 5, "cosine")


def test_words_without_a_direction_come_last_and_cannot_be_asked_about_by_cosine():
    vectors = groups(60, 5)
    vectors[3:] = 0
    assert_as_one_by_one(embedding_of(vectors), [0, 1, 2, 0, 1, 2], 10, "cosine")
    with pytest.raises(ExplorerError, match="The vector of “w5” is zero"):
        nearest_many(embedding_of(vectors), [0, 1, 2, 5, 1, 2], 10)


def test_there_may_be_no_words_to_ask_about_and_no_others_to_be_found():
    assert nearest_many(embedding_of(groups(50)), [], 5).indices.shape == (0, 5)
    assert nearest_many(embedding_of([[1, 0]]), [0], 5).indices.shape == (1, 0)
    with pytest.raises(BadOption, match="topn"):
        nearest_many(embedding_of([[1, 0]]), [0], 0)


def test_it_can_be_cancelled_between_blocks(monkeypatch):
    import explorer.neighbors.kernels  # noqa: F401

    monkeypatch.setattr(products, "_CELLS", 20_000)
    task = Task(on_progress=lambda fraction, _: task.cancel() if fraction > 0.3 else None)
    with pytest.raises(Cancelled):
        nearest_many(embedding_of(groups()), range(100), 10, "cosine", task)
