import numpy as np
import pytest
from scipy.optimize import minimize_scalar
from scipy.spatial.distance import cdist, pdist
from sklearn.manifold import trustworthiness

from explorer.projection.pca import project_pca
from explorer.projection.projection import Projection
from explorer.projection.quality import measure_quality, with_quality
from explorer.task import Cancelled, Task


def some_vectors(n=300, dim=10, seed=0):
    return np.random.default_rng(seed).normal(size=(n, dim)).astype(np.float32)


@pytest.mark.parametrize(("metric", "name"), [("l2", "euclidean"), ("cosine", "cosine"), ("l1", "manhattan")])
def test_trustworthiness_of_all_words_is_that_of_scikit_learn(metric, name):
    vectors = some_vectors()
    projection = project_pca(vectors)
    measured = measure_quality(vectors, projection, metric, n_sample=300)
    expected = trustworthiness(vectors, projection.points, n_neighbors=15, metric=name)
    assert measured["trustworthiness"] == pytest.approx(expected, abs=1e-5)
    assert measured["sample"] == 300


def test_continuity_is_trustworthiness_with_map_and_space_exchanged():
    vectors = some_vectors()
    projection = project_pca(vectors)
    expected = trustworthiness(projection.points, vectors, n_neighbors=15)
    assert measure_quality(vectors, projection, "l2", n_sample=300)["continuity"] == pytest.approx(expected, abs=1e-5)


@pytest.mark.parametrize(("metric", "name"), [("l2", "euclidean"), ("cosine", "cosine"), ("l1", "cityblock")])
def test_stress_is_what_is_left_of_the_distances_after_the_best_scaling(metric, name):
    vectors = some_vectors(150)
    projection = project_pca(vectors)
    far, shown = pdist(vectors, name), pdist(projection.points)
    best = minimize_scalar(lambda factor: np.sqrt(np.square(far - factor * shown).sum() / (far @ far))).fun
    assert measure_quality(vectors, projection, metric)["stress"] == pytest.approx(best, abs=1e-5)


def test_the_stress_of_many_words_is_that_of_all_pairs_nearly():
    vectors = some_vectors(600)
    projection = project_pca(vectors)
    far, shown = pdist(vectors), pdist(projection.points)
    expected = np.sqrt(1 - (far @ shown) ** 2 / (far @ far) / (shown @ shown))
    assert measure_quality(vectors, projection, "l2")["stress"] == pytest.approx(expected, abs=0.01)


def test_neighbour_recall_is_the_share_of_neighbours_that_stayed_neighbours():
    vectors = some_vectors()
    projection = project_pca(vectors)
    near = [
        np.argsort(cdist(rows, rows) + np.diag(np.full(300, np.inf)), axis=1)[:, :15]
        for rows in (vectors, projection.points)
    ]
    kept = np.mean([len(set(a) & set(b)) / 15 for a, b in zip(*near, strict=True)])
    assert measure_quality(vectors, projection, "l2", n_sample=300)["neighbour recall"] == pytest.approx(kept, abs=1e-3)


def test_a_flat_space_is_shown_without_fault_and_a_shuffled_map_is_not_trusted():
    flat = some_vectors(dim=2)
    projection = project_pca(flat)
    measured = measure_quality(flat, projection, "l2")
    assert measured["trustworthiness"] > 0.9999
    assert measured["neighbour recall"] > 0.999
    assert measured["continuity"] > 0.9999
    assert measured["stress"] < 1e-3
    shuffled = Projection("pca", np.random.default_rng(0).permutation(projection.points), projection.indices, 300)
    assert measure_quality(flat, shuffled, "l2")["trustworthiness"] < 0.6


def test_a_sample_is_close_to_the_whole_and_the_same_each_time():
    vectors = some_vectors(n=2000)
    projection = project_pca(vectors)
    whole = measure_quality(vectors, projection, "l2", n_sample=2000)
    sample = measure_quality(vectors, projection, "l2", n_sample=200, seed=1)
    assert sample == measure_quality(vectors, projection, "l2", n_sample=200, seed=1)
    assert sample["sample"] == 200
    assert sample["trustworthiness"] == pytest.approx(whole["trustworthiness"], abs=0.03)


def test_the_words_of_a_map_of_the_first_are_compared_among_themselves():
    vectors = some_vectors()
    projection = project_pca(vectors[:100], n_words=300)
    assert measure_quality(vectors, projection, "l2") == measure_quality(vectors[:100], projection, "l2")


@pytest.mark.parametrize("n", [1, 2, 3, 4, 17])
def test_few_words_are_measured_with_fewer_neighbours(n):
    vectors = some_vectors(n)
    measured = measure_quality(vectors, project_pca(vectors), "l2")
    assert 0 <= measured["trustworthiness"] <= 1
    assert 0 <= measured["neighbour recall"] <= 1
    assert 0 <= measured["continuity"] <= 1
    assert 0 <= measured["stress"] <= 1


def test_words_that_are_all_equal_are_no_strangers_to_each_other():
    vectors = np.ones((100, 3), np.float32)
    assert measure_quality(vectors, project_pca(vectors), "cosine")["trustworthiness"] == 1


def test_the_figures_are_added_to_those_of_the_projection():
    vectors = some_vectors()
    figures = with_quality(vectors, project_pca(vectors), "l2").figures
    assert {"explained variance", "trustworthiness", "continuity", "neighbour recall", "stress", "sample"} <= set(
        figures
    )


def test_measuring_can_be_cancelled():
    vectors = some_vectors()
    task = Task()
    task.cancel()
    with pytest.raises(Cancelled):
        measure_quality(vectors, project_pca(vectors), task=task)
