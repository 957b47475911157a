import numpy as np
import pytest
from scipy.sparse import csr_matrix

from explorer.projection import tsne_forces
from explorer.projection.tsne_forces import divergence, forces, repulsion_by_grid, repulsion_of_pairs


def a_layout(n=300, n_dims=2, size=8.0, seed=0):
    return np.random.default_rng(seed).normal(scale=size, size=(n, n_dims))


def some_affinities(n=300, seed=1):
    random = np.random.default_rng(seed)
    dense = np.where(random.random((n, n)) < 0.1, random.random((n, n)), 0.0)
    np.fill_diagonal(dense, 0)
    return csr_matrix(dense / dense.sum())


def by_definition(layout):
    """The sum over all pairs and the forces, in double precision."""
    ways = layout[:, None] - layout
    near = 1 / (1 + np.square(ways).sum(axis=2))
    return near.sum() - len(layout), (np.square(near)[:, :, None] * ways).sum(axis=1)


def off_by(forces, right):
    return np.linalg.norm(forces - right) / np.linalg.norm(right)


@pytest.mark.parametrize("n_dims", [2, 3])
def test_the_repulsion_of_pairs_is_that_of_the_definition(n_dims):
    layout = a_layout(n_dims=n_dims)
    total, pushes = by_definition(layout)
    our_total, ours = repulsion_of_pairs(layout)
    assert our_total == pytest.approx(total, rel=1e-5)
    assert off_by(ours, pushes) < 1e-5


@pytest.mark.parametrize("n_dims", [2, 3])
@pytest.mark.parametrize("size", [0.05, 1.0, 3.0, [12.0, 1.0, 2.0]])
def test_the_repulsion_by_the_grid_is_near_that_of_the_definition_in_narrow_and_wide_maps(n_dims, size):
    layout = a_layout(600, n_dims, size=1.0) * np.broadcast_to(size, 3)[:n_dims]
    total, pushes = by_definition(layout)
    our_total, ours = repulsion_by_grid(layout)
    assert our_total == pytest.approx(total, rel=0.03)
    assert off_by(ours, pushes) < 0.08


@pytest.mark.parametrize("n_dims", [2, 3])
def test_the_finer_the_grid_the_nearer_it_comes(monkeypatch, n_dims):
    layout, off = a_layout(n_dims=n_dims, size=3.0), []
    _, pushes = by_definition(layout)
    for step in (0.8, 0.4, 0.2):
        monkeypatch.setattr(tsne_forces, "STEP", {2: step, 3: step})
        off.append(off_by(repulsion_by_grid(layout)[1], pushes))
    assert off[1] < off[0] / 4
    assert off[2] < off[1] / 4


@pytest.mark.parametrize("n_dims", [2, 3])
def test_words_far_outside_widen_the_steps_of_the_grid_and_not_the_memory(monkeypatch, n_dims):
    monkeypatch.setattr(tsne_forces, "_MOST_NODES", {2: 40, 3: 40})
    layout = a_layout(n_dims=n_dims)
    layout[0] = 1e5
    total, pushes = repulsion_by_grid(layout)
    assert np.isfinite(total)
    assert np.isfinite(pushes).all()


def test_what_one_word_does_to_another_it_gets_back():
    layout = a_layout(2, size=1.0)
    for _, pushes in (repulsion_of_pairs(layout), repulsion_by_grid(layout)):
        np.testing.assert_allclose(pushes[0], -pushes[1], rtol=1e-6)


@pytest.mark.parametrize("n_dims", [2, 3])
def test_gradient_and_divergence_are_those_of_open_tsne(n_dims):
    from openTSNE.tsne import kl_divergence_bh

    layout, affinities = a_layout(n_dims=n_dims), some_affinities()
    error, gradient = kl_divergence_bh(layout, affinities, 1, {"theta": 0.0}, should_eval_error=True)
    np.testing.assert_allclose(forces(layout, affinities)[1], gradient, atol=1e-5 * np.abs(gradient).max())
    assert divergence(layout, affinities) == pytest.approx(error, rel=1e-6)


def test_the_divergence_is_that_of_scikit_learn():
    from scipy.spatial.distance import squareform
    from sklearn.manifold._t_sne import _kl_divergence

    layout, affinities = a_layout(), some_affinities()
    affinities = (affinities + affinities.T) / 2
    theirs, gradient = _kl_divergence(layout.ravel(), squareform(affinities.toarray(), checks=False), 1, len(layout), 2)
    assert divergence(layout, affinities) == pytest.approx(theirs, rel=1e-5)
    # scikit-learn's has the factor of 4 that openTSNE leaves to the learning rate
    np.testing.assert_allclose(4 * forces(layout, affinities)[1], gradient.reshape(layout.shape), atol=1e-6)
