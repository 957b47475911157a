import numpy as np
import pytest
from scipy.spatial.distance import cdist

from explorer.errors import BadOption
from explorer.neighbors import graph
from explorer.neighbors.graph import neighbor_graph
from explorer.task import Cancelled, Task

SCIPY = {"cosine": "cosine", "l2": "euclidean", "l1": "cityblock"}


def some_vectors(n, dim=12, seed=0):
    return np.random.default_rng(seed).normal(size=(n, dim)).astype(np.float32)


@pytest.mark.parametrize("metric", SCIPY)
@pytest.mark.parametrize(("n", "k"), [(2, 1), (40, 39), (1500, 5)])
def test_the_neighbours_of_all_words_are_those_of_scipy(metric, n, k):
    vectors = some_vectors(n)
    indices, distances = neighbor_graph(vectors, k, metric)
    table = cdist(vectors.astype(np.float64), vectors.astype(np.float64), SCIPY[metric])
    np.fill_diagonal(table, np.inf)
    expected = np.argsort(table, axis=1, kind="stable")[:, :k]
    assert (indices == expected).mean() > 0.999  # distances that differ by less than float32 tells may change places
    np.testing.assert_allclose(distances, np.sort(table, axis=1)[:, :k], rtol=1e-4, atol=1e-6)


def test_a_large_graph_worked_on_in_blocks_is_the_same(monkeypatch):
    vectors = some_vectors(900)
    whole = neighbor_graph(vectors, 7, "l2")
    monkeypatch.setattr(graph, "_BLOCK_CELLS", 900 * 11)
    blocks = neighbor_graph(vectors, 7, "l2")
    np.testing.assert_array_equal(whole[0], blocks[0])


def test_no_word_is_its_own_neighbour_among_thousands_of_duplicates():
    vectors = np.ones((1200, 3), np.float32)
    vectors[:100] = some_vectors(100, 3)
    for metric in SCIPY:
        indices, distances = neighbor_graph(vectors, 6, metric)
        assert not (indices == np.arange(1200)[:, None]).any()
        assert all(len(set(row)) == 6 for row in indices.tolist())
        np.testing.assert_allclose(distances[100:], 0, atol=1e-6)


def test_zero_vectors_are_at_distance_one_by_cosine():
    vectors = some_vectors(30)
    vectors[4] = 0
    _, distances = neighbor_graph(vectors, 3, "cosine")
    assert distances[4].tolist() == [1.0, 1.0, 1.0]


def test_progress_is_told_and_cancel_is_heard():
    seen = []
    neighbor_graph(some_vectors(100), 3, task=Task(on_progress=lambda fraction, message: seen.append(message)))
    assert set(seen) == {"finding neighbours"}
    task = Task()
    task.cancel()
    with pytest.raises(Cancelled):
        neighbor_graph(some_vectors(100), 3, task=task)


def test_what_is_no_distance_or_no_metric_is_refused():
    with pytest.raises(ValueError, match="not a distance"):
        neighbor_graph(some_vectors(10), 3, "dot")
    with pytest.raises(BadOption):
        neighbor_graph(some_vectors(10), 3, "hamming")
    with pytest.raises(ValueError, match="10 neighbours of 10 rows"):
        neighbor_graph(some_vectors(10), 10)
