import numpy as np
import pytest
from scipy.spatial.distance import cdist

from explorer.projection import layout
from explorer.projection.errors import map_errors
from explorer.projection.pca import project_pca
from explorer.projection.projection import Projection
from explorer.projection.quality import measure_quality
from explorer.task import Cancelled, Task


def some_vectors(n=300, dim=10, seed=0):
    return np.random.default_rng(seed).normal(size=(n, dim)).astype(np.float32)


@pytest.mark.parametrize(("metric", "name"), [("l2", "euclidean"), ("cosine", "cosine"), ("l1", "cityblock")])
@pytest.mark.parametrize("n_dims", [2, 3])
def test_the_error_of_a_word_is_the_share_of_strangers_around_it(metric, name, n_dims):
    vectors = some_vectors()
    points = vectors[:, :n_dims].copy()
    near = [
        np.argsort(cdist(rows, rows, kind) + np.diag(np.full(300, np.inf)), axis=1)[:, :15]
        for rows, kind in ((vectors, name), (points, "euclidean"))
    ]
    expected = [1 - len(set(a) & set(b)) / 15 for a, b in zip(*near, strict=True)]
    errors = map_errors(vectors, Projection("as-is", points, np.arange(300), 300), metric)
    assert errors.dtype == np.float32
    np.testing.assert_allclose(errors, expected, atol=1e-6)


def test_the_mean_is_one_less_the_neighbour_recall():
    vectors = some_vectors()
    projection = project_pca(vectors)
    recall = measure_quality(vectors, projection, "l2", n_sample=300)["neighbour recall"]
    assert map_errors(vectors, projection, "l2").mean() == pytest.approx(1 - recall, abs=1e-5)


def test_one_word_that_was_put_elsewhere_has_the_largest_error():
    vectors = np.ascontiguousarray(some_vectors(dim=2))
    points = vectors.copy()
    points[vectors[:, 0].argmin()] = points[vectors[:, 0].argmax()] + np.float32(0.01)
    errors = map_errors(vectors, Projection("as-is", points, np.arange(300), 300), "l2")
    assert errors.argmax() == vectors[:, 0].argmin()
    assert errors.max() == 1
    assert np.median(errors) == 0


def test_words_of_a_part_are_compared_among_themselves():
    vectors = some_vectors()
    part = project_pca(vectors[:120], n_words=300)
    np.testing.assert_array_equal(map_errors(vectors, part, "l2"), map_errors(vectors[:120], part, "l2"))


def test_the_errors_of_many_words_are_nearly_those_of_comparing_all(monkeypatch):
    vectors = some_vectors()
    exact = map_errors(vectors, project_pca(vectors), "l2")
    monkeypatch.setattr(layout, "EXACT_UP_TO", 100)
    assert np.abs(map_errors(vectors, project_pca(vectors), "l2") - exact).mean() < 0.02


@pytest.mark.parametrize("n", [1, 2, 3, 17])
def test_few_words_and_words_in_one_place_have_errors_too(n):
    vectors = some_vectors(n)
    points = np.zeros((n, 2), np.float32)
    errors = map_errors(vectors, Projection("as-is", points, np.arange(n), n))
    assert errors.shape == (n,)
    assert ((errors >= 0) & (errors <= 1)).all()


def test_it_can_be_cancelled():
    vectors = some_vectors()
    task = Task()
    task.cancel()
    with pytest.raises(Cancelled):
        map_errors(vectors, project_pca(vectors), task=task)
