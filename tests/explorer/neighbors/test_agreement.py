import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial.distance import cdist

from explorer.embedding import Embedding
from explorer.errors import BadOption, ExplorerError
from explorer.neighbors.agreement import compare_metrics, spread_of
from explorer.neighbors.exact import nearest
from explorer.neighbors.metrics import METRICS
from explorer.task import Cancelled, Task
from tests.conftest import three_groups


def embedding_of(vectors):
    return Embedding("made", tuple(map(str, range(len(vectors)))), np.array(vectors, dtype=np.float32))


@given(st.integers(0, 100_000), st.integers(2, 30), st.integers(1, 12))
def test_the_ranks_are_those_of_the_neighbours(seed, n, topn):
    random = np.random.default_rng(seed)
    vectors = random.integers(-2, 3, size=(n, 4))
    vectors[0] = (1, 0, 2, 0)
    embedding = embedding_of(vectors)
    found = compare_metrics(embedding, 0, topn)
    union = set()
    for column, metric in enumerate(METRICS):
        everyone = nearest(embedding, 0, n, metric).indices.tolist()
        union |= set(everyone[:topn])
        assert found.ranks[:, column].tolist() == [everyone.index(index) + 1 for index in found.indices]
    assert set(found.indices.tolist()) == union
    assert (np.diff(found.ranks[:, 0]) > 0).all()


@given(st.integers(0, 1000))
def test_overlap_and_tau_are_what_they_say(seed):
    embedding = three_groups(40, seed=seed)
    found = compare_metrics(embedding, 3, 8)
    lists = [set(nearest(embedding, 3, 8, metric).indices.tolist()) for metric in METRICS]
    for one in range(4):
        for other in range(4):
            assert found.overlap[one, other] == len(lists[one] & lists[other])
            pairs = [(i, j) for i in range(len(found.indices)) for j in range(i)]
            signs = [
                np.sign(found.ranks[i, one] - found.ranks[j, one])
                * np.sign(found.ranks[i, other] - found.ranks[j, other])
                for i, j in pairs
            ]
            assert found.taus[one, other] == pytest.approx(np.mean(signs))


def test_vectors_of_one_length_are_ranked_alike_by_cosine_l2_and_dot():
    random = np.random.default_rng(3)
    vectors = random.normal(size=(50, 6))
    found = compare_metrics(embedding_of(vectors / np.linalg.norm(vectors, axis=1, keepdims=True)), 0, 10)
    cosine, l2, dot = (found.metrics.index(each) for each in ("cosine", "l2", "dot"))
    assert found.overlap[cosine, l2] == found.overlap[cosine, dot] == 10
    assert found.taus[cosine, l2] == pytest.approx(1)


def test_two_words_agree():
    found = compare_metrics(embedding_of([[1, 0], [0, 1]]), 0, 5)
    assert found.indices.tolist() == [1]
    assert (found.overlap == 1).all()
    assert (found.taus == 1).all()


@pytest.mark.parametrize(("metric", "theirs"), [("cosine", "cosine"), ("l2", "euclidean"), ("l1", "cityblock")])
def test_the_spread_is_scipys(metric, theirs):
    embedding = three_groups()
    found = spread_of(embedding, 5, metric, n_least=4)
    distances = cdist(embedding.vectors[[5]].astype(float), embedding.vectors.astype(float), theirs)[0]
    values = 1 - distances if metric == "cosine" else distances
    others = np.delete(np.arange(60), 5)
    counts, edges = np.histogram(values[others], bins=len(found.counts))
    np.testing.assert_allclose(found.edges, edges)
    assert found.counts.sum() == 59
    assert np.abs(found.counts - counts).sum() <= 2  # a value on an edge may fall to either side
    farthest = others[np.argsort(-distances[others], kind="stable")[:4]]
    assert found.least.tolist() == farthest.tolist()
    np.testing.assert_allclose(found.values, values[farthest])


def test_a_zero_vector_has_no_cosine_and_is_not_counted():
    embedding = embedding_of([[1, 2], [0, 0], [2, 1]])
    assert spread_of(embedding, 0, "cosine").counts.sum() == 1
    assert spread_of(embedding, 0, "l2").counts.sum() == 2
    for ask in (compare_metrics, spread_of):
        with pytest.raises(ExplorerError, match="is zero"):
            ask(embedding, 1)


def test_bad_questions_are_refused_and_cancelled_ones_stop():
    embedding = three_groups()
    with pytest.raises(BadOption):
        compare_metrics(embedding, 0, 0)
    with pytest.raises(BadOption):
        spread_of(embedding, 0, "l3")
    with pytest.raises(ExplorerError, match="no other word"):
        spread_of(embedding_of([[1, 2]]), 0)
    task = Task()
    task.cancel()
    for ask in (compare_metrics, spread_of):
        with pytest.raises(Cancelled):
            ask(embedding, 0, task=task)
