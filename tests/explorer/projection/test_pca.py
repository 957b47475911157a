import numpy as np
import pytest
from sklearn.decomposition import PCA

from explorer.projection import pca
from explorer.projection.pca import PcaOptions, main_axes, project_pca


def some_vectors(n=500, dim=20, seed=0):
    random = np.random.default_rng(seed)
    return (random.normal(size=(n, dim)) * np.linspace(3, 1, dim) + 5).astype(np.float32)


def test_the_map_is_that_of_scikit_learn_but_for_the_signs():
    vectors = some_vectors()
    model = PCA(n_components=2, svd_solver="full").fit(vectors.astype(np.float64))
    expected = model.transform(vectors.astype(np.float64))
    projection = project_pca(vectors)
    signs = np.sign((projection.points * expected).sum(axis=0))
    np.testing.assert_allclose(projection.points * signs, expected, atol=1e-5)
    assert projection.figures["explained variance"] == pytest.approx(model.explained_variance_ratio_.sum(), rel=1e-9)


def test_blocks_of_rows_give_the_same_map_as_all_at_once(monkeypatch):
    vectors = some_vectors()
    whole = project_pca(vectors).points
    monkeypatch.setattr(pca, "_BLOCK_ROWS", 7)
    np.testing.assert_allclose(project_pca(vectors).points, whole, atol=1e-5)


def test_far_from_the_origin_the_map_is_the_same():
    vectors = np.round(some_vectors() * 16) / 16
    near, far = project_pca(vectors), project_pca(vectors + np.float32(4096))
    np.testing.assert_allclose(far.points, near.points, atol=1e-5)
    assert far.figures["explained variance"] == pytest.approx(near.figures["explained variance"])


def test_the_largest_entry_of_each_axis_is_positive_so_that_maps_are_not_mirrored_by_chance():
    axes = main_axes(some_vectors()).axes
    assert (axes[[0, 1], np.abs(axes).argmax(axis=1)] > 0).all()
    np.testing.assert_allclose(axes @ axes.T, np.eye(2), atol=1e-12)


def test_without_centring_the_first_axis_points_at_the_mean():
    vectors = some_vectors() + np.float32(30)
    first = main_axes(vectors, PcaOptions(center=False)).axes[0]
    mean = vectors.mean(axis=0) / np.linalg.norm(vectors.mean(axis=0))
    assert first @ mean > 0.999


def test_at_unit_length_only_directions_count():
    vectors = some_vectors()
    options = PcaOptions(unit_length=True)
    longer = vectors * np.arange(1, len(vectors) + 1, dtype=np.float32)[:, None]
    np.testing.assert_allclose(project_pca(longer, options).points, project_pca(vectors, options).points, atol=1e-6)


def test_one_dimension_lies_on_a_line():
    points = project_pca(np.array([[1.0], [2.0], [4.0]], np.float32)).points
    assert points[:, 1].tolist() == [0, 0, 0]
    np.testing.assert_allclose(np.diff(points[:, 0]), [1, 2], rtol=1e-6)


def test_words_that_are_all_equal_stand_in_one_place():
    projection = project_pca(np.full((50, 4), 0.1, np.float32))
    np.testing.assert_allclose(projection.points, 0, atol=1e-6)
    assert projection.figures["explained variance"] == 1
