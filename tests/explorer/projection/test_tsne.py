import os
import threading

import numpy as np
import pytest

from explorer.projection import layout, tsne, tsne_forces
from explorer.projection.quality import measure_quality
from explorer.projection.tsne import TsneOptions, project_tsne
from explorer.task import Cancelled, Task


def some_vectors(n=150, dim=8, seed=0):
    random = np.random.default_rng(seed)
    return (random.normal(size=(5, dim))[np.arange(n) % 5] * 3 + random.normal(size=(n, dim))).astype(np.float32)


def test_the_divergence_is_as_low_as_that_of_scikit_learn():
    from sklearn.manifold import TSNE

    vectors = some_vectors(100)
    ours = project_tsne(vectors, TsneOptions(metric="euclidean", perplexity=20))
    theirs = TSNE(perplexity=20, method="exact", max_iter=500, random_state=1).fit(vectors)
    assert ours.figures["KL divergence"] == pytest.approx(theirs.kl_divergence_, rel=0.15)


def test_the_neighbours_of_many_words_are_nearly_all_found_and_the_map_tells_how_many(monkeypatch):
    vectors = some_vectors()
    exact = project_tsne(vectors, TsneOptions(n_iter=200))
    monkeypatch.setattr(layout, "EXACT_UP_TO", 100)
    approximate = project_tsne(vectors, TsneOptions(n_iter=200))
    assert "graph recall" not in exact.figures
    assert approximate.figures["graph recall"] > 0.9
    quality = [measure_quality(vectors, each)["trustworthiness"] for each in (exact, approximate)]
    assert quality[0] == pytest.approx(quality[1], abs=0.03)


def test_layouts_are_shown_on_the_way_at_a_bounded_rate(monkeypatch):
    shown = []
    clock = iter(np.arange(0, 1000, 0.03))  # each step takes 30 ms
    monkeypatch.setattr(tsne.time, "monotonic", lambda: next(clock))
    monkeypatch.setattr(tsne, "_WORDS_A_CALL", 1)
    projection = project_tsne(some_vectors(), TsneOptions(n_iter=60), Task(on_partial=shown.append))
    assert len(shown) == 1 + 60 // 4  # the start, and then every fourth step
    assert all(each.method == "tsne" and each.points.shape == projection.points.shape for each in shown)
    assert all(np.isfinite(each.points).all() for each in shown)
    assert len({each.points.tobytes() for each in shown}) == len(shown)


def test_a_perplexity_that_the_words_are_too_few_for_is_lowered_and_told():
    assert project_tsne(some_vectors(16), TsneOptions(n_iter=50)).options["perplexity"] == 5


def test_a_cancelled_run_shows_nothing_more():
    shown = []
    task = Task(lambda _, message: task.cancel() if message.startswith("t-SNE: iteration 10 ") else None, shown.append)
    with pytest.raises(Cancelled):
        project_tsne(some_vectors(), TsneOptions(n_iter=5000), task)
    assert len(shown) <= 10


def test_the_seed_matters_only_a_little_because_the_start_is_pca():
    vectors = some_vectors()
    maps = [project_tsne(vectors, TsneOptions(n_iter=200, random_state=seed)).points for seed in (1, 2)]
    assert not np.array_equal(*maps)
    assert np.corrcoef(maps[0].ravel(), maps[1].ravel())[0, 1] > 0.9


def test_a_map_in_space_keeps_more_neighbours_than_a_flat_one():
    vectors = np.random.default_rng(0).normal(size=(150, 6)).astype(np.float32)
    flat, deep = (project_tsne(vectors, TsneOptions(n_iter=250, n_components=n_dims)) for n_dims in (2, 3))
    assert deep.points.shape == (150, 3)
    recall = [measure_quality(vectors, each)["neighbour recall"] for each in (flat, deep)]
    assert recall[1] > recall[0] + 0.05


def test_late_exaggeration_draws_neighbours_together():
    vectors = some_vectors()

    def to_the_nearest(exaggeration):
        points = project_tsne(vectors, TsneOptions(n_iter=250, exaggeration=exaggeration)).points
        between = np.linalg.norm(points[:, None] - points, axis=2) + np.diag(np.full(len(points), np.inf))
        return np.median(between.min(axis=1)) / points.std()

    assert to_the_nearest(4.0) < 0.8 * to_the_nearest(1.0)


def test_a_paused_run_waits_between_two_steps_and_then_goes_on_as_if_nothing_had_been():
    vectors, told = some_vectors(), []

    def on_progress(_, message):
        told.append(message)
        if message.startswith("t-SNE: iteration 30 "):
            task.pause()
            threading.Timer(0.01, task.resume).start()

    task = Task(on_progress)
    paused = project_tsne(vectors, TsneOptions(n_iter=60), task)
    np.testing.assert_array_equal(paused.points, project_tsne(vectors, TsneOptions(n_iter=60)).points)
    assert told[-1] == "t-SNE: iteration 60 of 60"


@pytest.mark.parametrize("exact", [True, False])
@pytest.mark.parametrize("n_dims", [2, 3])
def test_any_number_of_threads_gives_the_same_map_to_the_bit(monkeypatch, exact, n_dims):
    monkeypatch.setattr(tsne_forces, "EXACT_UP_TO", dict.fromkeys((2, 3), 1000 if exact else 0))
    monkeypatch.setattr(tsne_forces, "_ROWS_A_THREAD", 10)
    vectors, maps = some_vectors(), []
    for n_threads in (1, 3):
        monkeypatch.setattr(os, "cpu_count", lambda n_threads=n_threads: n_threads)
        monkeypatch.setattr(tsne, "threads_for", lambda _, n_threads=n_threads: n_threads)
        maps.append(project_tsne(vectors, TsneOptions(n_iter=60, n_components=n_dims)).points)
    np.testing.assert_array_equal(*maps)


@pytest.mark.parametrize("n_dims", [2, 3])
def test_a_map_whose_forces_are_summed_by_a_grid_is_as_good_as_one_by_all_pairs(monkeypatch, n_dims):
    vectors, options = some_vectors(400), TsneOptions(n_iter=200, n_components=n_dims)
    exact = project_tsne(vectors, options)
    monkeypatch.setattr(tsne_forces, "EXACT_UP_TO", {2: 0, 3: 0})
    by_grid = project_tsne(vectors, options)
    assert by_grid.figures["KL divergence"] == pytest.approx(exact.figures["KL divergence"], rel=0.1)
    quality = [measure_quality(vectors, each)["neighbour recall"] for each in (exact, by_grid)]
    assert quality[1] == pytest.approx(quality[0], abs=0.03)


@pytest.mark.parametrize("n_dims", [2, 3])
@pytest.mark.parametrize("exact", [True, False])
def test_a_thousand_equal_words_among_others_are_laid_out_together(monkeypatch, exact, n_dims):
    monkeypatch.setattr(tsne_forces, "EXACT_UP_TO", dict.fromkeys((2, 3), 10_000 if exact else 0))
    vectors = some_vectors(1200)
    vectors[:1000] = vectors[0]
    points = project_tsne(vectors, TsneOptions(n_iter=50, n_components=n_dims, perplexity=10)).points
    assert np.isfinite(points).all()
    assert np.linalg.norm(points[:1000].std(axis=0)) < np.linalg.norm(points.std(axis=0))
