import tracemalloc

import numpy as np
import pytest
from sklearn.decomposition import PCA
from sklearn.preprocessing import StandardScaler

from explorer.errors import BadOption
from explorer.projection import pca
from explorer.projection.pca import PcaOptions, along_components, main_axes, project_pca, scree_of


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


def test_ten_components_and_their_shares_of_the_variance_are_those_of_scikit_learn():
    vectors = some_vectors()
    model = PCA(n_components=10, svd_solver="full").fit(vectors.astype(np.float64))
    expected = model.transform(vectors.astype(np.float64))
    projection = project_pca(vectors)
    signs = np.sign((projection.components * expected).sum(axis=0))
    np.testing.assert_allclose(projection.components * signs, expected, atol=2e-5)
    np.testing.assert_allclose(scree_of(projection), model.explained_variance_ratio_, rtol=1e-9)


def test_at_unit_variance_the_map_is_that_of_scikit_learn_after_its_scaler():
    vectors = some_vectors() * np.logspace(-3, 3, 20).astype(np.float32)
    scaled = StandardScaler().fit_transform(vectors.astype(np.float64))
    model = PCA(n_components=3, svd_solver="full").fit(scaled)
    projection = project_pca(vectors, PcaOptions(unit_variance=True, n_components=3))
    signs = np.sign((projection.points * model.transform(scaled)).sum(axis=0))
    np.testing.assert_allclose(projection.points * signs, model.transform(scaled), atol=2e-5)
    assert projection.figures["explained variance"] == pytest.approx(model.explained_variance_ratio_.sum())


def test_a_dimension_in_which_all_are_equal_is_not_blown_up_at_unit_variance():
    vectors = some_vectors(dim=5)
    vectors[:, 2] = 0.1
    axes = main_axes(vectors, PcaOptions(unit_variance=True), n_axes=5)
    assert axes.spread[-1] == pytest.approx(0, abs=1e-9)
    assert axes.total == pytest.approx(4)


def test_other_components_become_the_axes_at_once_as_if_they_had_been_asked_for():
    vectors = some_vectors()
    asked = project_pca(vectors, PcaOptions(n_components=3, x=4, y=1, z=9))
    chosen = along_components(project_pca(vectors), (4, 1, 9))
    np.testing.assert_array_equal(chosen.points, asked.points)
    assert dict(chosen.options) == dict(asked.options)
    assert dict(chosen.figures) == dict(asked.figures)
    assert chosen.axes == asked.axes
    assert chosen.axes[0].startswith("Component 4 (")


def test_a_component_cannot_be_two_axes_nor_one_that_is_not_there():
    with pytest.raises(BadOption, match="Component 2 is on two axes"):
        PcaOptions(x=2, y=2)
    PcaOptions(y=3, z=3)  # on a flat map there is no third axis
    with pytest.raises(BadOption, match="only 5 components here; component 7"):
        project_pca(some_vectors(dim=5), PcaOptions(x=7))


def test_an_axis_that_runs_against_the_map_before_is_turned_round_and_nothing_else():
    vectors = some_vectors()
    alone = project_pca(vectors)
    against = (alone.points * [-1, 1] + 7).astype(np.float32)
    np.testing.assert_array_equal(project_pca(vectors, start=against).points, alone.points * [-1, 1])
    np.testing.assert_array_equal(project_pca(vectors, start=alone.points).points, alone.points)


def test_vectors_on_the_disk_are_read_in_blocks_and_never_held_as_a_whole(tmp_path):
    rows = np.lib.format.open_memmap(tmp_path / "v.npy", "w+", np.float32, (60_000, 64))
    rows[:] = np.resize(some_vectors(600, 64), rows.shape)
    rows.flush()
    vectors = np.load(tmp_path / "v.npy", mmap_mode="r")
    tracemalloc.start()
    try:
        project_pca(vectors)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 0.75 * vectors.nbytes, "blocks and ten places a word"


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


@pytest.mark.parametrize("offset", [0.0, 4096.0])
def test_in_single_precision_many_words_get_the_map_and_the_shares_of_scikit_learn_also_far_from_the_origin(
    monkeypatch, offset
):
    monkeypatch.setattr(pca, "_DOUBLE_UP_TO", 0)
    monkeypatch.setattr(pca, "_BLOCK_ROWS", 150)
    vectors = some_vectors() + np.float32(offset)
    model = PCA(n_components=10, svd_solver="full").fit(vectors.astype(np.float64))
    expected = model.transform(vectors.astype(np.float64))[:, :2]
    projection = project_pca(vectors)
    signs = np.sign((projection.points * expected).sum(axis=0))
    np.testing.assert_allclose(projection.points * signs, expected, atol=1e-3)
    np.testing.assert_allclose(scree_of(projection), model.explained_variance_ratio_, rtol=1e-5)


@pytest.mark.parametrize("size", [1e-25, 1e25])
def test_in_single_precision_vectors_whose_squares_have_no_room_in_it_get_the_same_map(monkeypatch, size):
    vectors = some_vectors()
    usual = project_pca(vectors)
    monkeypatch.setattr(pca, "_DOUBLE_UP_TO", 0)
    sized = project_pca(vectors * np.float32(size))
    np.testing.assert_allclose(sized.points / np.float32(size), usual.points, atol=1e-3)
    np.testing.assert_allclose(scree_of(sized), scree_of(usual), rtol=1e-5)
