"""What every method of projection promises."""

import pickle
import threading

import numpy as np
import pytest

from explorer.embedding import Embedding
from explorer.errors import BadOption, ExplorerError
from explorer.options import described
from explorer.projection.methods import METHODS, method_of, project, run_projection
from explorer.projection.pca import project_pca
from explorer.projection.projection import METHODS as NAMES
from explorer.projection.projection import Projection
from explorer.task import Cancelled, Task

pytestmark = pytest.mark.parametrize("method", METHODS)

QUICK = {"umap": {"n_epochs": 20}, "pca": {}, "tsne": {"n_iter": 60}, "axes": {}, "as-is": {}}
STRAIGHT = ("pca", "axes", "as-is")
"""The methods that measure along axes, which any number of words can be."""


def quick(method, **changes):
    return METHODS[method].options(**{**QUICK[method], **changes})


def two_groups(n=60, dim=6, seed=0):
    random = np.random.default_rng(seed)
    return (random.normal(size=(2, dim))[np.arange(n) % 2] * 4 + random.normal(size=(n, dim))).astype(np.float32)


def test_it_places_every_word_at_a_finite_place_and_says_how_it_was_made(method):
    vectors = two_groups()
    projection = run_projection(vectors, method, quick(method), 1000)
    assert projection.method == method
    assert projection.points.shape == (60, 2)
    assert projection.points.dtype == np.float32
    assert np.isfinite(projection.points).all()
    assert not projection.points.flags.writeable
    assert projection.indices.tolist() == list(range(60))
    assert projection.n_words == 1000
    assert set(projection.options) == set(described(METHODS[method].options))
    assert projection.figures["trustworthiness"] > 0.8
    assert projection.figures["sample"] == 60


def test_the_same_seed_gives_the_same_map(method):
    vectors = two_groups()
    first, second = (run_projection(vectors, method, quick(method)) for _ in range(2))
    np.testing.assert_array_equal(first.points, second.points)


def test_groups_stay_together(method):
    points = run_projection(two_groups(), method, quick(method)).points
    middles = np.array([points[group::2].mean(axis=0) for group in (0, 1)])
    distances = np.linalg.norm(points[:, None] - middles, axis=2)
    assert (distances.argmin(axis=1) == np.arange(60) % 2).all()


def test_the_map_lies_on_that_of_pca_so_that_it_can_be_followed_from_there(method):
    if method == "as-is":
        pytest.skip("it is where the file says")
    vectors = two_groups()
    before, after = project_pca(vectors).points, run_projection(vectors, method, quick(method)).points
    assert np.corrcoef(before[:, 0], after[:, 0])[0, 1] > 0.9
    assert np.abs(after).max() < 3 * np.abs(before).max()


def test_the_map_is_turned_onto_the_places_it_starts_from_unless_its_axes_mean_something(method):
    vectors = two_groups()
    start = project_pca(vectors).points[:, ::-1] * [-1, 1] + np.float32(100)
    after = run_projection(vectors, method, quick(method), start=start.astype(np.float32)).points
    if not METHODS[method].turns:
        alone = run_projection(vectors, method, quick(method)).points
        np.testing.assert_array_equal(np.abs(after), np.abs(alone))
        return
    assert np.corrcoef(start[:, 1], after[:, 1])[0, 1] > 0.9
    np.testing.assert_allclose(after.mean(axis=0), start.mean(axis=0), rtol=1e-3)


def test_progress_rises_to_the_end_and_says_what_is_done(method):
    seen = []
    run_projection(two_groups(), method, quick(method), task=Task(on_progress=lambda *told: seen.append(told)))
    fractions = [fraction for fraction, _ in seen]
    assert fractions == sorted(fractions)
    assert fractions[-1] >= 0.9
    assert any(METHODS[method].label in message for _, message in seen)


@pytest.mark.parametrize("at", [0.0, 0.1, 0.5, 0.9])
def test_it_can_be_cancelled_at_any_time(method, at):
    vectors = two_groups(1200) if method in STRAIGHT else two_groups()
    task = Task(on_progress=lambda fraction, _: task.cancel() if fraction >= at else None)
    with pytest.raises(Cancelled):
        run_projection(vectors, method, quick(method), task=task)


@pytest.mark.parametrize("n", [1, 2, 3, 4, 5, 9])
@pytest.mark.parametrize("dim", [1, 3])
def test_few_words_are_placed_or_refused_in_a_sentence(method, n, dim):
    vectors = two_groups(n, dim)
    if method not in STRAIGHT and n < 4:
        with pytest.raises(ExplorerError, match=r"needs 4 words or more.*Choose PCA"):
            run_projection(vectors, method, quick(method))
    else:
        points = run_projection(vectors, method, quick(method)).points
        assert points.shape == (n, 2)
        assert np.isfinite(points).all()


def test_words_that_are_all_equal_are_placed_or_refused_in_a_sentence(method):
    vectors = np.full((40, 5), 0.3, np.float32)
    if method in STRAIGHT:
        points = run_projection(vectors, method).points
        np.testing.assert_allclose(points, points[[0] * 40], atol=1e-6)
    else:
        with pytest.raises(ExplorerError, match="All 40 vectors are equal"):
            run_projection(vectors, method, quick(method))


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda vectors: vectors.__setitem__(slice(0, 20), 0), id="zero vectors"),
        pytest.param(lambda vectors: vectors.__setitem__(slice(0, 50), vectors[0]), id="duplicates"),
        pytest.param(lambda vectors: vectors.__setitem__(slice(1, 60), 0), id="all zero but one"),
        pytest.param(lambda vectors: vectors.__setitem__(0, 1e12), id="one far away"),
        pytest.param(lambda vectors: vectors.__setitem__(..., np.outer(np.arange(1, 61), vectors[0])), id="one ray"),
        pytest.param(lambda vectors: vectors.__imul__(1e-20), id="very small"),
        pytest.param(lambda vectors: vectors.__imul__(1e20), id="very large"),
    ],
)
def test_odd_vectors_never_give_places_that_are_not_finite(method, spoil):
    vectors = two_groups()
    spoil(vectors)
    for n_components in (2, 3):
        points = run_projection(vectors, method, quick(method, n_components=n_components)).points
        assert points.shape == (60, n_components)
        assert np.isfinite(points).all()


def test_a_thousand_duplicates_are_placed_and_what_is_measured_is_finite(method):
    vectors = np.ones((1200, 4), np.float32)
    vectors[:100] = two_groups(100, 4)
    projection = run_projection(vectors, method, quick(method))
    assert np.isfinite(projection.points).all()
    assert np.isfinite(list(projection.figures.values())).all()


def test_a_paused_run_waits_and_then_ends_as_if_nothing_had_been(method):
    vectors, told = two_groups(), []

    def on_progress(fraction, _):
        told.append(fraction)
        if len(told) == 3:
            task.pause()
            threading.Timer(0.01, task.resume).start()

    task = Task(on_progress)
    paused = run_projection(vectors, method, quick(method), task=task)
    assert not task.paused
    np.testing.assert_array_equal(paused.points, run_projection(vectors, method, quick(method)).points)


def test_the_most_frequent_words_of_an_embedding_are_its_first(method):
    vectors = two_groups()
    embedding = Embedding("words", tuple(f"w{i}" for i in range(60)), vectors)
    some = project(embedding, method, quick(method), n_words=30)
    assert len(some) == 30
    assert not some.is_complete
    np.testing.assert_array_equal(some.points, run_projection(vectors[:30].copy(), method, quick(method), 60).points)
    assert project(embedding, method, quick(method), n_words=500).is_complete


def test_no_words_and_unknown_methods_are_refused(method):
    embedding = Embedding("words", ("a", "b"), np.eye(2, dtype=np.float32))
    with pytest.raises(BadOption, match="number of words is 0"):
        project(embedding, method, n_words=0)
    with pytest.raises(BadOption, match="no projection “sne”; choose one of umap, pca, tsne, axes, as-is"):
        project(embedding, "sne")


def test_values_that_are_no_numbers_are_told_with_the_row_they_stand_in(method):
    vectors = two_groups()
    vectors[[6, 30]] = np.nan
    with pytest.raises(ExplorerError, match="vector in row 7 holds a value that is no finite number"):
        run_projection(vectors, method, quick(method))


def test_read_only_vectors_are_taken_as_they_are(method):
    vectors = two_groups()
    kept = vectors.copy()
    vectors.flags.writeable = False
    run_projection(vectors, method, quick(method))
    np.testing.assert_array_equal(vectors, kept)


def test_it_and_its_result_can_be_sent_to_another_process(method):
    projection = Projection(
        method, np.zeros((2, 2), np.float32), np.arange(2), 2, options={"a": 1}, figures={"sample": 2.0}
    )
    assert pickle.loads(pickle.dumps(run_projection)) is run_projection
    assert pickle.loads(pickle.dumps(quick(method))) == quick(method)
    assert dict(pickle.loads(pickle.dumps(projection)).figures) == {"sample": 2.0}


def test_it_explains_itself_and_each_of_its_parameters(method):
    chosen = method_of(method)
    assert chosen.key == method
    assert chosen.label == NAMES[method]
    assert chosen.sentence.endswith(".")
    assert all(each.label and each.sentence.endswith(".") for each in described(chosen.options).values())
