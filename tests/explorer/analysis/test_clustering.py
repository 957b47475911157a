import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.cluster.hierarchy import cophenet, linkage
from scipy.spatial.distance import squareform

from explorer.analysis.clustering import cluster, order_words
from explorer.errors import BadOption
from tests.conftest import three_groups


def random_distances(seed, n):
    points = np.random.default_rng(seed).normal(size=(n, 3))
    return np.linalg.norm(points[:, None] - points, axis=2)


def test_like_things_stand_together():
    places = np.array([1.0, 9.0, 2.0, 8.5, 1.2])
    order = cluster(np.abs(places[:, None] - places)).order.tolist()
    assert abs(order.index(1) - order.index(3)) == 1
    assert {order.index(each) for each in (0, 2, 4)} in ({0, 1, 2}, {2, 3, 4})
    assert abs(order.index(0) - order.index(4)) == 1


@given(st.integers(0, 1000), st.integers(2, 25))
def test_the_dendrogram_joins_at_the_heights_of_scipys_linkage(seed, n):
    distances = random_distances(seed, n)
    found = cluster(distances)
    assert sorted(found.order) == list(range(n))
    heights = np.sort(found.lines[:, 1:3, 1].max(axis=1))
    merges = linkage(squareform(distances, checks=False), "average")
    np.testing.assert_allclose(heights, np.sort(merges[:, 2]) / merges[:, 2].max())
    assert cophenet(merges).shape == (n * (n - 1) // 2,)
    assert found.lines[..., 0].min() >= 0
    assert found.lines[..., 0].max() <= n - 1


def test_unknown_distances_are_far_and_few_words_are_no_problem():
    assert cluster(np.zeros((0, 0))).order.tolist() == []
    assert cluster(np.zeros((1, 1))).order.tolist() == [0]
    assert np.isfinite(cluster(np.zeros((3, 3))).lines).all()
    nan = np.nan
    order = cluster(np.array([[0, nan, 0.1, 1], [nan, nan, nan, nan], [0.1, nan, 0, 1], [1, nan, 1, 0]])).order.tolist()
    assert abs(order.index(0) - order.index(2)) == 1


def test_words_are_ordered_by_frequency_or_alphabet_or_left_as_they_are():
    embedding = three_groups()
    chosen = np.array([7, 2, 6, 4])
    words = [embedding.index_to_key[i] for i in chosen]
    assert order_words(embedding, chosen, "chosen").tolist() == [0, 1, 2, 3]
    assert chosen[order_words(embedding, chosen, "frequency")].tolist() == [2, 4, 6, 7]
    assert [words[at] for at in order_words(embedding, chosen, "alphabet")] == sorted(words)
    with pytest.raises(BadOption):
        order_words(embedding, chosen, "cluster")
