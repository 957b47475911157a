import numpy as np
import pytest

from explorer.projection import tsne
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


def test_the_neighbours_come_from_opentsne_when_they_are_too_many_to_compare(monkeypatch):
    vectors = some_vectors()
    exact = project_tsne(vectors, TsneOptions(n_iter=200))
    monkeypatch.setattr(tsne, "EXACT_UP_TO", 100)
    approximate = project_tsne(vectors, TsneOptions(n_iter=200))
    quality = [measure_quality(vectors, each)["trustworthiness"] for each in (exact, approximate)]
    assert quality[0] == pytest.approx(quality[1], abs=0.03)


def test_layouts_are_shown_on_the_way_at_a_bounded_rate(monkeypatch):
    shown = []
    clock = iter(np.arange(0, 1000, 0.03))  # each step takes 30 ms
    monkeypatch.setattr(tsne.time, "monotonic", lambda: next(clock))
    projection = project_tsne(some_vectors(), TsneOptions(n_iter=60), Task(on_partial=shown.append))
    assert len(shown) == 60 // 4
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
