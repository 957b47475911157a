from dataclasses import replace

import numpy as np
import pytest
from scipy.spatial.distance import cdist

from explorer.errors import ExplorerError
from explorer.neighbors.between import nearest_between
from explorer.projection.errors import map_errors
from explorer.projection.methods import METHODS, run_projection
from explorer.projection.placing import place
from explorer.task import Cancelled, Task

QUICK = {"umap": {"n_epochs": 150}, "tsne": {"n_iter": 150}, "pca": {}}


@pytest.fixture(scope="module")
def some_words(glove_words):
    return glove_words[:600]


@pytest.fixture(scope="module")
def held(some_words):
    """A tenth of the words, which the maps do without."""
    return np.sort(np.random.default_rng(0).permutation(len(some_words))[: len(some_words) // 10])


@pytest.fixture(scope="module")
def maps(some_words, held):
    """Method to a map of all words but those."""
    kept = np.setdiff1d(np.arange(len(some_words)), held)
    return {
        method: replace(
            run_projection(some_words[kept], method, METHODS[method].options(**quick), len(some_words)), indices=kept
        )
        for method, quick in QUICK.items()
    }


@pytest.mark.parametrize("method", QUICK)
def test_words_are_placed_nearly_as_well_as_in_a_map_of_all(some_words, held, maps, method):
    # PCA is the same axes but for a tenth of the words; the forces of the others have not seen the words before.
    least = {"umap": 0.8, "tsne": 0.75, "pca": 0.9}[method]
    metric = "l2" if method == "pca" else "cosine"
    whole = run_projection(some_words, method, METHODS[method].options(**QUICK[method]))
    both = place(some_words, maps[method], held)
    recall = [1 - map_errors(some_words, each, metric)[held].mean() for each in (whole, both)]
    assert recall[1] > least * recall[0]


@pytest.mark.parametrize("method", QUICK)
def test_what_is_placed_stays_and_all_is_in_order(some_words, held, maps, method):
    before = maps[method]
    after = place(some_words, before, np.concatenate([held, before.indices[:7]]))
    assert after.is_complete
    assert np.isfinite(after.points).all()
    np.testing.assert_array_equal(after.indices, np.arange(len(some_words)))
    np.testing.assert_array_equal(after.points[before.indices], before.points)
    assert (after.method, after.options, after.unit) == (before.method, before.options, before.unit)
    again = place(some_words, before, held)
    np.testing.assert_array_equal(after.points, again.points)


def test_the_words_of_a_map_by_pca_stand_where_its_axes_have_them(some_words, held, maps):
    before = maps["pca"]
    start = np.ascontiguousarray(-before.points)  # the axes the other way round
    turned = replace(run_projection(some_words[before.indices], "pca", None, 1000, start=start), indices=before.indices)
    for each in (before, turned):
        after = place(some_words, each, held)
        fit, *_ = np.linalg.lstsq(np.c_[some_words[each.indices], np.ones(len(each))], each.points, rcond=None)
        expected = np.c_[some_words[held], np.ones(len(held))] @ fit
        np.testing.assert_allclose(after.points[held], expected, atol=1e-3)
        assert after.components.shape == (len(some_words), each.components.shape[1])


@pytest.mark.parametrize("method", QUICK)
def test_words_are_placed_in_space_too(some_words, method):
    changes = {"umap": {"n_epochs": 30}, "tsne": {"n_iter": 50}, "pca": {}}[method]
    options = METHODS[method].options(**changes, n_components=3)
    before = run_projection(some_words[:200], method, options, len(some_words))
    after = place(some_words, before, np.arange(200, 260))
    assert after.points.shape == (260, 3)
    near = cdist(after.points[200:], before.points).min(axis=1)
    assert (near < before.points.std() * 2).all()


def test_a_word_that_equals_a_placed_one_comes_to_stand_beside_it(some_words, maps):
    before = maps["umap"]
    vectors = np.concatenate([some_words, some_words[before.indices[:20]]])
    after = place(vectors, replace(before, n_words=len(vectors)), np.arange(len(some_words), len(vectors)))
    far = np.linalg.norm(after.points[-20:] - before.points[:20], axis=1)
    assert np.median(far) < 0.1 * before.points.std()


def test_nothing_new_changes_nothing(some_words, maps):
    assert place(some_words, maps["umap"], maps["umap"].indices[:5]) is maps["umap"]


def test_other_maps_are_refused_in_a_sentence(some_words):
    straight = run_projection(some_words[:50], "as-is", None, len(some_words))
    with pytest.raises(ExplorerError, match=r"by UMAP, t-SNE or PCA only\. Project all words anew"):
        place(some_words, straight, np.arange(100))


@pytest.mark.parametrize("method", QUICK)
@pytest.mark.parametrize("at", [0.0, 0.7])
def test_it_can_be_cancelled(some_words, held, maps, method, at):
    task = Task(on_progress=lambda fraction, _: task.cancel() if fraction >= at else None)
    with pytest.raises(Cancelled):
        place(some_words, maps[method], held, task=task)


@pytest.mark.parametrize(("metric", "name"), [("cosine", "cosine"), ("l2", "euclidean"), ("l1", "cityblock")])
def test_the_nearest_placed_words_are_those_of_scipy(some_words, metric, name):
    indices, distances = nearest_between(some_words[:60], some_words[100:500], 9, metric)
    all_distances = cdist(some_words[:60].astype(float), some_words[100:500].astype(float), name)
    np.testing.assert_array_equal(indices, np.argsort(all_distances, axis=1, kind="stable")[:, :9])
    np.testing.assert_allclose(distances, np.sort(all_distances, axis=1)[:, :9], rtol=1e-4, atol=1e-6)
