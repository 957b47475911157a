import itertools

import numpy as np
import pytest

from explorer.projection.live import LiveAxes
from explorer.projection.pca import project_pca


def training(n_snapshots=40, n=200, dim=10, seed=0):
    """Vectors that grow from small noise to two clear groups, a little at each snapshot."""
    random = np.random.default_rng(seed)
    noise = random.normal(size=(n, dim)) * 0.05
    goal = random.normal(size=(2, dim))[np.arange(n) % 2] * 2 + random.normal(size=(n, dim)) * np.linspace(1, 0.1, dim)
    return [(noise + goal * step / n_snapshots).astype(np.float32) for step in range(n_snapshots)]


def test_nothing_jumps_while_the_model_learns():
    axes = LiveAxes()
    maps = [axes.place(vectors).points for vectors in training()]
    moves = [np.abs(after - before).mean() for before, after in itertools.pairwise(maps)]
    final = np.abs(maps[-1]).mean()
    assert max(moves) < 0.25 * final


def test_the_axes_find_the_groups_in_the_end():
    axes = LiveAxes()
    snapshots = training()
    for vectors in snapshots:
        shown = axes.place(vectors)
    for _ in range(30):
        shown = axes.place(snapshots[-1])
    best = project_pca(snapshots[-1]).figures["explained variance"]
    assert shown.figures["explained variance"] == pytest.approx(best, rel=0.01)
    groups = [shown.points[group::2].mean(axis=0) for group in (0, 1)]
    assert np.linalg.norm(groups[0] - groups[1]) > 2


def test_a_model_that_stands_still_is_drawn_in_the_same_place():
    axes = LiveAxes()
    vectors = training()[-1]
    maps = [axes.place(vectors).points for _ in range(20)]
    np.testing.assert_allclose(maps[-1], maps[0], atol=1e-4)


def test_the_middle_of_the_words_stays_in_the_middle_of_the_map():
    axes = LiveAxes()
    for vectors in training():
        projection = axes.place(vectors + np.float32(3))
        assert projection.method == "live"
        np.testing.assert_allclose(projection.points.mean(axis=0), 0, atol=1e-4)


@pytest.mark.parametrize("shape", [(1, 5), (2, 5), (30, 1), (30, 2)])
def test_tiny_models_are_drawn_too(shape):
    axes = LiveAxes()
    vectors = np.random.default_rng(0).normal(size=shape).astype(np.float32)
    for _ in range(3):
        projection = axes.place(vectors)
        assert projection.points.shape == (shape[0], 2)
        assert np.isfinite(projection.points).all()


def test_a_model_of_equal_vectors_is_drawn_in_one_place():
    axes = LiveAxes()
    for _ in range(3):
        assert np.abs(axes.place(np.ones((10, 4), np.float32)).points).max() < 1e-6
