import itertools

import numpy as np
import pytest

from explorer.analysis.map_options import settled
from explorer.embedding import Embedding
from explorer.errors import BadOption
from explorer.projection import gliding, layout, umap
from explorer.projection.pca import project_pca
from explorer.projection.quality import measure_quality
from explorer.projection.umap import UmapOptions, needs_process, project_umap
from explorer.task import Cancelled, Task

OURS = {"cosine": "cosine", "euclidean": "l2", "manhattan": "l1"}


def some_vectors(n=150, dim=8, seed=0):
    random = np.random.default_rng(seed)
    return (random.normal(size=(5, dim))[np.arange(n) % 5] * 3 + random.normal(size=(n, dim))).astype(np.float32)


@pytest.mark.parametrize("metric", OURS)
def test_maps_of_real_words_are_as_good_as_those_of_umap_learn(glove_words, umap_learn, metric):
    # The benchmarks hold 0.005 on 10,000 words; between two seeds, maps of 1,000 differ by as much as that.
    theirs = umap_learn["quality"][metric]
    maps = [project_umap(glove_words, UmapOptions(metric=metric, random_state=seed)) for seed in (1, 2, 3)]
    ours = [measure_quality(glove_words, each, OURS[metric], n_sample=len(glove_words)) for each in maps]
    for figure, tolerance in (("trustworthiness", 0.01), ("neighbour recall", 0.01)):
        assert np.mean([each[figure] for each in ours]) > np.mean([each[figure] for each in theirs]) - tolerance


def test_more_neighbours_than_there_are_words_are_lowered_and_told():
    assert project_umap(some_vectors(10), UmapOptions(n_neighbors=15, n_epochs=5)).options["n_neighbors"] == 10


def test_epochs_are_told_one_by_one():
    seen = []
    project_umap(some_vectors(20), UmapOptions(n_epochs=11), Task(lambda _, message: seen.append(message)))
    assert [each for each in seen if "epoch" in each] == [f"UMAP: epoch {epoch} of 11" for epoch in range(12)]


def test_without_a_number_of_epochs_few_words_get_many():
    seen = []
    project_umap(some_vectors(20), task=Task(lambda _, message: seen.append(message)))
    assert seen[-1] == "UMAP: epoch 500 of 500"


def test_layouts_are_shown_on_the_way_and_glide_from_the_start_to_the_result(monkeypatch):
    monkeypatch.setattr(gliding, "SECONDS_BETWEEN_FRAMES", 0)
    shown = []
    vectors = some_vectors()
    projection = project_umap(vectors, UmapOptions(n_epochs=100), Task(on_partial=shown.append))
    assert len(shown) == 100
    assert all(each.method == "umap" and each.points.shape == projection.points.shape for each in shown)
    points = [each.points for each in shown] + [projection.points]
    moves = [np.linalg.norm(after - before, axis=1).mean() for before, after in itertools.pairwise(points)]
    size = np.sqrt(projection.points.var(axis=0).sum())
    assert max(moves) < 0.15 * size


def test_a_cancelled_run_shows_nothing_more():
    shown = []
    task = Task(lambda _, message: task.cancel() if message.startswith("UMAP: epoch 10 ") else None, shown.append)
    with pytest.raises(Cancelled):
        project_umap(some_vectors(), UmapOptions(n_epochs=5000), task)
    assert len(shown) <= 10


def test_the_first_frame_is_the_start_so_that_something_is_seen_at_once():
    shown = []
    vectors = some_vectors()
    project_umap(vectors, UmapOptions(n_epochs=3), Task(on_partial=shown.append))
    assert np.corrcoef(shown[0].points[:, 0], project_pca(vectors).points[:, 0])[0, 1] > 0.9
    n_shown = len(shown)
    project_umap(vectors, UmapOptions(n_epochs=3), Task(on_partial=shown.append), start=project_pca(vectors).points)
    assert len(shown) - n_shown < n_shown


def test_a_map_in_space_keeps_more_neighbours_than_a_flat_one_and_looks_like_it_from_the_front(glove_words):
    flat = project_umap(glove_words, UmapOptions(n_epochs=100))
    deep = project_umap(glove_words, UmapOptions(n_epochs=100, n_components=3), start=flat.points)
    assert deep.points.shape == (len(glove_words), 3)
    assert deep.points[:, 2].std() > 0.1 * deep.points.std()
    recall = [measure_quality(glove_words, each)["neighbour recall"] for each in (flat, deep)]
    assert recall[1] > recall[0] + 0.02
    assert np.corrcoef(flat.points[:, 0], deep.points[:, 0])[0, 1] > 0.7


def test_words_of_the_same_value_lie_together_in_a_supervised_map():
    vectors = np.random.default_rng(0).normal(size=(240, 10)).astype(np.float32)
    labels = np.arange(240) % 3
    maps = [
        project_umap(vectors, UmapOptions(n_epochs=200, target=target, labels=labels)).points for target in ("", "kind")
    ]

    def mixed(points):
        between = np.linalg.norm(points[:, None] - points, axis=2) + np.diag(np.full(240, np.inf))
        return np.mean(labels[np.argsort(between, axis=1)[:, :5]] != labels[:, None])

    assert mixed(maps[0]) > 0.5
    assert mixed(maps[1]) < 0.1


@pytest.mark.parametrize("values", [np.zeros(150, int), np.arange(150), np.full(150, -1)], ids=["one", "each", "none"])
def test_a_column_that_tells_nothing_apart_leaves_the_map_to_the_vectors(values):
    vectors = some_vectors()
    maps = [
        project_umap(vectors, UmapOptions(n_epochs=100, target=target, labels=values)).points for target in ("", "kind")
    ]
    groups = np.arange(150) % 5

    def mixed(points):
        between = np.linalg.norm(points[:, None] - points, axis=2) + np.diag(np.full(150, np.inf))
        return np.mean(groups[np.argsort(between, axis=1)[:, :5]] != groups[:, None])

    assert mixed(maps[1]) == pytest.approx(mixed(maps[0]), abs=0.05)


def test_a_column_that_nobody_looked_up_is_refused_in_a_sentence():
    with pytest.raises(BadOption, match="no column “kind”"):
        project_umap(some_vectors(), UmapOptions(target="kind"))


def test_a_spectral_start_is_as_good_as_that_of_pca_and_told(glove_words):
    maps = [project_umap(glove_words, UmapOptions(n_epochs=100, init=init)) for init in ("pca", "spectral")]
    quality = [measure_quality(glove_words, each)["trustworthiness"] for each in maps]
    assert quality[1] > quality[0] - 0.02
    assert maps[1].figures["spectral start"] == 1
    assert maps[1].options["init"] == "spectral"


def test_a_spectral_start_that_is_not_found_becomes_pca_and_that_is_told(monkeypatch):
    monkeypatch.setattr(umap, "spectral_places", lambda *_: None)
    projection = project_umap(some_vectors(), UmapOptions(n_epochs=3, init="spectral"))
    assert projection.figures["spectral start"] == 0
    assert projection.options["init"] == "pca"


def test_a_small_minimum_distance_makes_tighter_clumps():
    vectors = some_vectors()

    def to_the_nearest(min_dist):
        points = project_umap(vectors, UmapOptions(min_dist=min_dist, n_epochs=200)).points
        between = np.linalg.norm(points[:, None] - points, axis=2) + np.diag(np.full(len(points), np.inf))
        return np.median(between.min(axis=1)) / points.std()

    assert to_the_nearest(0.0) < 0.7 * to_the_nearest(0.8)


def test_groups_without_a_tie_between_them_do_not_mix():
    vectors = np.vstack([some_vectors(60, seed=1), some_vectors(60, seed=2) + 1000])
    points = project_umap(vectors, UmapOptions(metric="euclidean", n_epochs=200)).points
    between = np.linalg.norm(points[:, None] - points, axis=2) + np.diag(np.full(120, np.inf))
    nearest = np.argsort(between, axis=1)[:, :3]
    assert ((nearest < 60) == (np.arange(120) < 60)[:, None]).mean() > 0.97


def test_thousands_of_duplicates_are_placed():
    vectors = np.ones((3000, 4), np.float32)
    vectors[:500] = some_vectors(500, 4)
    projection = project_umap(vectors, UmapOptions(n_epochs=20))
    assert np.isfinite(projection.points).all()


def test_the_neighbours_of_many_words_are_nearly_all_found_and_the_map_tells_how_many(monkeypatch):
    vectors = some_vectors(600)
    exact = project_umap(vectors, UmapOptions(n_epochs=100))
    monkeypatch.setattr(layout, "EXACT_UP_TO", 500)
    approximate = project_umap(vectors, UmapOptions(n_epochs=100))
    assert "graph recall" not in exact.figures
    assert approximate.figures["graph recall"] > 0.99
    quality = [measure_quality(vectors, each)["trustworthiness"] for each in (exact, approximate)]
    assert quality[0] == pytest.approx(quality[1], abs=0.02)


def test_only_umap_learn_needs_a_process_of_its_own():
    assert not needs_process(UmapOptions())
    assert needs_process(UmapOptions(engine="umap-learn"))


def test_a_minimum_distance_beyond_the_spread_is_refused_in_a_sentence():
    with pytest.raises(BadOption, match=r"min_dist\) is 0.5; it must not exceed the spread, 0.2"):
        UmapOptions(min_dist=0.5, spread=0.2)


def test_a_column_that_supervises_a_map_is_looked_up_for_the_words_that_are_projected():
    words = Embedding(
        "words", ("a", "b", "c", "d"), np.eye(4, dtype=np.float32), metadata={"kind": ("noun", "", "verb", "noun")}
    )
    options = UmapOptions(target="kind")
    assert settled(words, options).labels.tolist() == [0, -1, 1, 0]
    assert settled(words, options, indices=np.array([2, 3])).labels.tolist() == [1, 0]
    with pytest.raises(BadOption, match="no column “topic” to supervise the map by; choose one of “kind”"):
        settled(words, UmapOptions(target="topic"))
