import numpy as np
import pytest
from scipy.sparse import csr_array
from sklearn.manifold import SpectralEmbedding

from explorer.neighbors.graph import neighbor_graph
from explorer.projection import spectral
from explorer.projection.spectral import spectral_places
from explorer.projection.umap_graph import fuzzy_set
from explorer.task import Cancelled, Task


def strengths_of(vectors, k=10):
    return fuzzy_set(*neighbor_graph(vectors, k, "l2"))


def some_vectors(n=400, seed=0):
    return (np.random.default_rng(seed).normal(size=(n, 6)) * [5, 3, 2, 1, 1, 1]).astype(np.float32)


def start(n, n_dims=2):
    return np.random.default_rng(9).normal(size=(n, n_dims)).astype(np.float32)


@pytest.mark.parametrize("n", [60, 400])
@pytest.mark.parametrize("n_dims", [2, 3])
def test_the_waves_are_those_of_scikit_learn(n, n_dims):
    strengths = strengths_of(some_vectors(n))
    found = spectral_places(strengths, start(n, n_dims), seed=1)
    expected = SpectralEmbedding(n_dims, affinity="precomputed", random_state=0).fit_transform(strengths.toarray())
    expected *= np.sqrt(strengths.sum(axis=0))[:, None]  # it divides by these
    for axis in range(n_dims):
        assert abs(np.corrcoef(found[:, axis], expected[:, axis])[0, 1]) > 0.995
    assert np.square(found).mean(axis=0).max() == pytest.approx(1, rel=1e-4)


def test_parts_without_a_tie_between_them_keep_their_places_beside_each_other():
    vectors = np.vstack([some_vectors(300), some_vectors(300, seed=1) + 1000, some_vectors(11, seed=2) - 1000])
    strengths = strengths_of(vectors.astype(np.float32))
    places = start(611) * 0.1
    places[300:600] += [4, 0]
    places[600:] += [0, 4]
    found = spectral_places(strengths, places, seed=1)
    middles = np.array([found[each].mean(axis=0) for each in (slice(0, 300), slice(300, 600), slice(600, 611))])
    assert middles[1, 0] - middles[0, 0] > 1
    assert middles[2, 1] - middles[0, 1] > 1
    assert np.isfinite(found).all()


def test_waves_that_are_not_found_in_time_are_none(monkeypatch):
    line = np.arange(5000)  # a chain, whose slowest waves hardly differ
    rows, columns = np.concatenate([line[:-1], line[1:]]), np.concatenate([line[1:], line[:-1]])
    chain = csr_array((np.ones(len(rows)), (rows, columns)), shape=(5000, 5000))
    monkeypatch.setattr(spectral, "_RESTARTS", 3)
    assert spectral_places(chain, start(5000), seed=1) is None


def test_it_can_be_cancelled_within_the_search():
    task = Task()
    task.cancel()
    with pytest.raises(Cancelled):
        spectral_places(strengths_of(some_vectors()), start(400), 1, task)
