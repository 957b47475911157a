import numpy as np
import pytest

from explorer.errors import BadOption
from explorer.projection import umap
from explorer.projection.quality import measure_quality
from explorer.projection.umap import UmapOptions, project_umap, warm_up
from explorer.task import Task


def some_vectors(n=150, dim=8, seed=0):
    random = np.random.default_rng(seed)
    return (random.normal(size=(5, dim))[np.arange(n) % 5] * 3 + random.normal(size=(n, dim))).astype(np.float32)


def test_the_map_is_as_good_as_that_of_umap_learn_alone():
    vectors = some_vectors()
    options = UmapOptions(metric="euclidean", n_epochs=100)
    ours = project_umap(vectors, options)
    from umap import UMAP

    alone = UMAP(metric="euclidean", n_epochs=100, random_state=1, n_jobs=1).fit_transform(vectors)
    theirs = type(ours)("umap", alone, ours.indices.copy(), len(vectors))
    quality = [measure_quality(vectors, each, "l2")["trustworthiness"] for each in (ours, theirs)]
    assert quality[0] >= quality[1] - 0.02


def test_the_neighbours_come_from_umap_learn_when_they_are_too_many_to_compare(monkeypatch):
    vectors = some_vectors()
    exact = project_umap(vectors, UmapOptions(n_epochs=50))
    monkeypatch.setattr(umap, "EXACT_UP_TO", 100)
    approximate = project_umap(vectors, UmapOptions(n_epochs=50))
    quality = [measure_quality(vectors, each)["trustworthiness"] for each in (exact, approximate)]
    assert quality[0] == pytest.approx(quality[1], abs=0.03)


def test_more_neighbours_than_there_are_words_are_lowered_and_told():
    assert project_umap(some_vectors(10), UmapOptions(n_neighbors=15, n_epochs=5)).options["n_neighbors"] == 10


def test_epochs_are_told_one_by_one():
    seen = []
    project_umap(some_vectors(20), UmapOptions(n_epochs=11), Task(lambda _, message: seen.append(message)))
    assert seen[-1] == "UMAP: epoch 11 of 11"
    assert "UMAP: epoch 0 of 11" in seen


def test_warming_up_tells_what_it_does():
    seen = []
    warm_up(Task(lambda _, message: seen.append(message)))
    assert seen[0] == "preparing UMAP"


def test_a_minimum_distance_beyond_the_spread_is_refused_in_a_sentence():
    with pytest.raises(BadOption, match=r"min_dist\) is 0.5; it must not exceed the spread, 0.2"):
        UmapOptions(min_dist=0.5, spread=0.2)
