import gc
import sys
import weakref

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy.spatial.distance import cdist

from explorer.embedding import Embedding
from explorer.errors import BadOption, ExplorerError
from explorer.neighbors import codes, norms, scan
from explorer.neighbors.exact import nearest, nearest_to, warm
from explorer.neighbors.metrics import METRICS
from explorer.task import Cancelled, Task


def embedding_of(vectors):
    vectors = np.array(vectors, dtype=np.float32)
    return Embedding("words", tuple(f"w{i}" for i in range(len(vectors))), vectors)


def values_by_numpy(vectors, query, metric):
    """The scores of all rows in float64, by means that owe nothing to the program."""
    vectors, query = np.asarray(vectors, dtype=np.float64), np.asarray(query, dtype=np.float64)
    if metric == "l1":
        return cdist(query[None], vectors, "cityblock")[0]
    if metric == "l2":
        return cdist(query[None], vectors, "euclidean")[0]
    if metric == "dot":
        return vectors @ query
    lengths = np.linalg.norm(vectors, axis=1) * np.linalg.norm(query)
    return np.divide(vectors @ query, lengths, out=np.full(len(vectors), -np.inf), where=lengths > 0)


def ranking_by_numpy(vectors, query, metric, leave_out=()):
    values = values_by_numpy(vectors, query, metric)
    order = np.lexsort((np.arange(len(values)), -values if METRICS[metric].is_similarity else values))
    return [index for index in order.tolist() if index not in leave_out], values


@pytest.fixture(params=["warm", "kernels ready", "before the kernels are compiled"])
def prepared(request, monkeypatch):
    """Makes an embedding whose queries take one of the three ways there are."""
    import explorer.neighbors.kernels  # noqa: F401

    if request.param == "before the kernels are compiled":
        monkeypatch.delitem(sys.modules, codes.KERNELS)

    def make(vectors):
        embedding = embedding_of(vectors)
        if request.param == "warm":
            warm(embedding)
        return embedding

    return make


whole_numbers = arrays.arrays(
    np.float32,
    st.tuples(st.integers(2, 40), st.integers(1, 6)),
    elements=st.integers(-3, 3).map(float),
)


@pytest.mark.parametrize("metric", METRICS)
@settings(max_examples=60, deadline=None)
@given(vectors=whole_numbers, topn=st.integers(1, 50), data=st.data())
def test_the_ranking_is_that_of_float64_with_ties_by_index(metric, vectors, topn, data):
    index = data.draw(st.integers(0, len(vectors) - 1))
    embedding = embedding_of(vectors)
    if metric == "cosine" and not vectors[index].any():
        return
    found = nearest(embedding, index, topn, metric)
    order, values = ranking_by_numpy(vectors, vectors[index], metric, leave_out=(index,))
    assert found.indices.tolist() == order[:topn]
    expected = np.where(np.isfinite(values), values, 0.0)[order[:topn]]
    np.testing.assert_allclose(found.values, expected, rtol=1e-12, atol=1e-12)


def clusters(n=20_000, dim=20, seed=3):
    random = np.random.default_rng(seed)
    return (random.normal(size=(50, dim))[random.integers(0, 50, n)] * 2 + random.normal(size=(n, dim))).astype("f4")


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("topn", [1, 10, 700])
def test_many_words_are_ranked_as_numpy_ranks_them_in_float64(prepared, metric, topn, monkeypatch):
    monkeypatch.setattr(scan, "_CODE_BYTES", 1 << 16)  # many blocks, which the threads take in turn
    vectors = clusters(n=40_000)
    embedding = prepared(vectors)
    for index in (0, 12_345, 39_999):
        found = nearest(embedding, index, topn, metric)
        order, values = ranking_by_numpy(vectors, vectors[index], metric, leave_out=(index,))
        assert found.indices.tolist() == order[:topn]
        np.testing.assert_allclose(found.values, values[found.indices], rtol=1e-12)


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda v: v + 10_000, id="far from the origin, so that float32 cancels"),
        pytest.param(lambda v: v * np.logspace(-4, 4, len(v))[:, None], id="lengths from tiny to huge"),
        pytest.param(lambda v: v * 1e-25, id="too small for float32 products"),
        pytest.param(lambda v: v * 1e30, id="too large for float32 products"),
        pytest.param(lambda v: v * (np.arange(len(v)) % 2)[:, None], id="every other word zero"),
        pytest.param(lambda v: np.round(v), id="thousands of ties"),
        pytest.param(
            lambda v: v + 1000 * np.eye(v.shape[1])[np.arange(len(v)) % v.shape[1]], id="one entry drowns the others"
        ),
    ],
)
def test_hard_numbers_are_ranked_right_too(prepared, metric, change):
    vectors = change(clusters(n=3000, dim=5).astype(np.float64)).astype(np.float32)
    embedding = prepared(vectors)
    order, _ = ranking_by_numpy(vectors, vectors[1501], metric, leave_out=(1501,))
    assert nearest(embedding, 1501, 40, metric).indices.tolist() == order[:40]


@pytest.mark.parametrize("metric", METRICS)
def test_the_scan_keeps_every_word_that_float64_could_rank_among_the_nearest(prepared, metric):
    vectors = np.concatenate([clusters(n=2000, dim=30)] * 2)
    vectors[2000:] += np.random.default_rng(0).normal(scale=1e-7, size=(2000, 30)).astype(np.float32)
    embedding = prepared(vectors)
    for index in range(0, 2000, 400):
        query = vectors[index].astype(np.float64)
        kept = scan.candidates(embedding, query, 10, metric, np.array([], dtype=np.int64))
        order, _ = ranking_by_numpy(vectors, query, metric)
        assert set(order[:10]) <= set(kept.tolist())
        assert kept.tolist() == sorted(kept.tolist())


@pytest.mark.parametrize("metric", METRICS)
def test_equal_vectors_have_equal_values_and_stand_in_the_order_of_the_file(prepared, metric):
    random = np.random.default_rng(1)
    one = random.normal(size=37)
    vectors = np.tile(one, (5000, 1))
    vectors[::2] = random.normal(size=(2500, 37))
    found = nearest(prepared(vectors), 1, 1000, metric)
    same = found.indices[found.indices % 2 == 1]
    assert len(same) >= 900
    assert same.tolist() == sorted(same.tolist())
    assert len(set(found.values[found.indices % 2 == 1])) == 1


def test_the_word_itself_is_left_out_even_if_others_are_equal():
    embedding = embedding_of([[1, 0], [1, 0], [1, 0]])
    assert nearest(embedding, 1, 10).indices.tolist() == [0, 2]


def test_there_are_fewer_neighbours_than_asked_for_if_there_are_fewer_words():
    assert len(nearest(embedding_of([[1, 0], [0, 1]]), 0, 10)) == 1
    assert len(nearest(embedding_of([[1, 0]]), 0, 10)) == 0


@pytest.mark.parametrize("metric", METRICS)
def test_king_minus_man_plus_woman_may_lie_between_the_words(metric):
    vectors = clusters(n=4000)
    query = vectors[7].astype(np.float64) - vectors[8] + vectors[9] / 3
    found = nearest_to(embedding_of(vectors), query, 20, metric, leave_out=(7, 8, 9))
    order, _ = ranking_by_numpy(vectors, query, metric, leave_out=(7, 8, 9))
    assert found.indices.tolist() == order[:20]


def test_words_without_a_direction_come_last_by_cosine():
    embedding = embedding_of([[1, 0], [0, 0], [-1, 0], [0, 0], [0, 1]])
    found = nearest(embedding, 0, 10)
    assert found.indices.tolist() == [4, 2, 1, 3]
    assert found.values.tolist() == [0.0, -1.0, 0.0, 0.0]


def test_cosine_of_a_zero_vector_is_told_in_a_sentence_that_names_the_word():
    embedding = embedding_of([[1, 0], [0, 0]])
    with pytest.raises(ExplorerError, match=r"The vector of “w1” is zero.*Choose L2, L1 or dot\."):
        nearest(embedding, 1)
    with pytest.raises(ExplorerError, match="The vector is zero"):
        nearest_to(embedding, [0, 0])
    for metric in ("l2", "l1", "dot"):
        assert nearest(embedding, 1, metric=metric).values.tolist() == [0.0 if metric == "dot" else 1.0]


def test_a_vector_that_cannot_be_compared_is_told_in_a_sentence():
    embedding = embedding_of([[1, 0], [0, 1]])
    with pytest.raises(ExplorerError, match="have 2 dimensions"):
        nearest_to(embedding, [1, 2, 3])
    with pytest.raises(ExplorerError, match="NaN or infinite"):
        nearest_to(embedding, [1, np.nan])


def test_unknown_metrics_and_no_neighbours_at_all_are_refused():
    embedding = embedding_of([[1, 0], [0, 1]])
    with pytest.raises(BadOption, match="no metric “cos”"):
        nearest(embedding, 0, metric="cos")
    with pytest.raises(BadOption, match="topn"):
        nearest(embedding, 0, topn=0)


@pytest.mark.parametrize("metric", METRICS)
def test_a_cancelled_search_ends(metric):
    task = Task()
    task.cancel()
    with pytest.raises(Cancelled):
        nearest(embedding_of(clusters(n=100)), 0, 5, metric, task)


def test_warming_computes_the_norms_and_readies_the_kernels(monkeypatch):
    embedding = embedding_of(clusters(n=500))
    warm(embedding)
    assert codes.kernels_are_ready()
    assert codes.codes_of(embedding) is not None
    monkeypatch.setattr(norms, "_computed", None)  # a query that computed them again would fail
    assert len(nearest(embedding, 0, 5)) == 5


def test_norms_are_forgotten_with_their_embedding():
    embedding = embedding_of(clusters(n=50))
    warm(embedding)
    reference = weakref.ref(embedding)
    del embedding
    gc.collect()
    assert reference() is None


def test_a_cancelled_warming_leaves_nothing_half_done():
    embedding = embedding_of(clusters(n=50))
    task = Task()
    task.cancel()
    with pytest.raises(Cancelled):
        warm(embedding, task)
    assert len(nearest(embedding, 0, 5)) == 5
