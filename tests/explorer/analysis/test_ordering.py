"""Rows that resemble each other come to stand together."""

import numpy as np
import pytest
from scipy.cluster.hierarchy import dendrogram, linkage
from scipy.spatial.distance import pdist

from explorer.analysis.ordering import cluster_order
from explorer.task import Cancelled, Task


def test_rows_of_one_direction_stand_together_whatever_their_length():
    rows = np.array([[1.0, 0.1], [0.0, 1.0], [50.0, 4.0], [0.1, 9.0]])
    order, _ = cluster_order(rows)
    assert sorted([tuple(sorted(order[:2].tolist())), tuple(sorted(order[2:].tolist()))]) == [(0, 2), (1, 3)]


def test_the_order_and_the_dendrogram_are_those_of_scipy():
    rows = np.random.default_rng(3).normal(size=(20, 6))
    order, lines = cluster_order(rows)
    merged = linkage(pdist(rows, "cosine"), "average", optimal_ordering=True)
    drawn = dendrogram(merged, no_plot=True)
    assert order.tolist() == drawn["leaves"]
    top = merged[:, 2].max()
    expected = {
        tuple(np.round([((x - 5) / 10, y / top) for x, y in zip(xs, ys, strict=True)], 9).ravel())
        for xs, ys in zip(drawn["icoord"], drawn["dcoord"], strict=True)
    }
    assert {tuple(np.round(line, 9).ravel()) for line in lines} == expected


def test_rows_of_zeros_and_equal_rows_are_put_in_order_too():
    order, lines = cluster_order(np.zeros((4, 3)))
    assert sorted(order.tolist()) == [0, 1, 2, 3]
    assert np.isfinite(lines).all()
    order, lines = cluster_order(np.ones((3, 3)))
    assert sorted(order.tolist()) == [0, 1, 2]
    assert np.isfinite(lines).all()


@pytest.mark.parametrize("n", [0, 1])
def test_fewer_than_two_rows_stay_as_they_are(n):
    order, lines = cluster_order(np.ones((n, 3)))
    assert order.tolist() == list(range(n))
    assert lines.shape == (0, 4, 2)


def test_many_rows_are_put_in_order_without_turning_the_branches():
    rows = np.random.default_rng(1).normal(size=(400, 5))
    order, lines = cluster_order(rows)
    assert sorted(order.tolist()) == list(range(400))
    assert lines.shape == (399, 4, 2)


def test_it_can_be_cancelled():
    task = Task()
    task.cancel()
    with pytest.raises(Cancelled):
        cluster_order(np.ones((3, 3)), task)
