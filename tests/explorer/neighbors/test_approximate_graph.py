import numpy as np
import pytest

from explorer.neighbors import approximate_graph as module
from explorer.neighbors import pairs
from explorer.neighbors.approximate_graph import approximate_graph, graph_recall
from explorer.neighbors.graph import neighbor_graph
from explorer.task import Cancelled, Task

METRICS = ("cosine", "l2", "l1")


def some_vectors(n=6000, dim=10, seed=0):
    """Rows in 100 loose groups."""
    random = np.random.default_rng(seed)
    return (random.normal(size=(100, dim))[np.arange(n) % 100] * 2 + random.normal(size=(n, dim))).astype(np.float32)


@pytest.mark.parametrize("metric", METRICS)
def test_nearly_all_neighbours_are_found_and_their_distances_are_right(metric):
    vectors = some_vectors()
    indices, distances = approximate_graph(vectors, 10, metric)
    true, true_distances = neighbor_graph(vectors, 10, metric)
    kept = [len(set(ours) & set(theirs)) for ours, theirs in zip(indices.tolist(), true.tolist(), strict=True)]
    assert np.mean(kept) > 9.7
    assert (distances >= true_distances - 1e-5).all()
    both = (indices == true).all(axis=1)
    np.testing.assert_allclose(distances[both], true_distances[both], rtol=1e-4, atol=1e-6)
    assert (np.diff(distances, axis=1) >= 0).all()


@pytest.mark.parametrize("metric", METRICS)
def test_the_recall_is_that_of_comparing_with_all(metric):
    vectors = some_vectors(1000)
    exact, _ = neighbor_graph(vectors, 10, metric)
    assert graph_recall(vectors, exact, metric) > 0.999
    half_wrong = exact.copy()
    half_wrong[:, 5:] = (np.arange(1000)[:, None] + 550 + np.arange(5)) % 1000
    assert graph_recall(vectors, half_wrong, metric) == pytest.approx(0.5, abs=0.05)


def test_no_word_is_its_own_neighbour_among_thousands_of_duplicates():
    vectors = np.ones((3000, 3), np.float32)
    vectors[:100] = some_vectors(100, 3)
    for metric in METRICS:
        indices, distances = approximate_graph(vectors, 6, metric)
        assert not (indices == np.arange(3000)[:, None]).any()
        assert all(len(set(row)) == 6 for row in indices.tolist())
        np.testing.assert_allclose(distances[100:], 0, atol=1e-6)


def test_thousands_of_duplicates_are_compared_a_block_at_a_time(monkeypatch):
    vectors = np.ones((3000, 3), np.float32)
    vectors[:100] = some_vectors(100, 3)
    at_once = approximate_graph(vectors, 6)
    sizes = []

    def closeness(*arguments):
        near = pairs.closeness(*arguments)
        sizes.append(near.size)
        return near

    monkeypatch.setattr(module, "closeness", closeness)
    monkeypatch.setattr(module, "_BLOCK_CELLS", 200_000)
    for ours, theirs in zip(approximate_graph(vectors, 6), at_once, strict=True):
        np.testing.assert_array_equal(ours, theirs)
    assert max(sizes) <= 200_000


@pytest.mark.parametrize("n", [2, 5, 30])
def test_few_rows_are_all_found(n):
    vectors = some_vectors(n)
    np.testing.assert_array_equal(approximate_graph(vectors, n - 1, "l2")[0], neighbor_graph(vectors, n - 1, "l2")[0])


def test_it_is_the_same_each_time():
    vectors = some_vectors(2000)
    first, second = (approximate_graph(vectors, 5) for _ in range(2))
    np.testing.assert_array_equal(first[0], second[0])
    np.testing.assert_array_equal(first[1], second[1])


@pytest.mark.parametrize("at", [0.0, 0.1, 0.5, 0.9])
def test_it_can_be_cancelled_at_any_time(at):
    task = Task(on_progress=lambda fraction, _: task.cancel() if fraction >= at else None)
    with pytest.raises(Cancelled):
        approximate_graph(some_vectors(2000), 5, task=task)
