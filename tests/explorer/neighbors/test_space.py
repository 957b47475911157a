import gc
import weakref
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from explorer.embedding import Embedding
from explorer.errors import BadOption, ExplorerError
from explorer.neighbors.exact import nearest
from explorer.neighbors.metrics import METRICS
from explorer.neighbors.space import AS_LOADED, Space, in_space, kept_in_space
from explorer.task import Cancelled, Task


def embedding_of(vectors):
    vectors = np.array(vectors, dtype=np.float32)
    return Embedding("words", tuple(f"w{i}" for i in range(len(vectors))), vectors)


def some_vectors(n=300, dim=8, seed=0):
    return (np.random.default_rng(seed).normal(size=(n, dim)) * np.arange(1, dim + 1) + 3).astype(np.float32)


def moved_by_numpy(vectors, space):
    """The same by a singular value decomposition in float64."""
    moved = np.asarray(vectors, np.float64)
    if space.center or space.without_top:
        moved = moved - moved.mean(axis=0)
    top = np.linalg.svd(moved, full_matrices=False)[2][: space.n_components(moved.shape[1])]
    moved = moved - moved @ top.T @ top
    if space.unit:
        lengths = np.linalg.norm(moved, axis=1, keepdims=True)
        moved = np.divide(moved, lengths, out=np.zeros_like(moved), where=lengths > 0)
    return moved


SPACES = (
    Space(center=True),
    Space(unit=True),
    Space(center=True, unit=True),
    Space(without_top=True, n_top=2, unit=True),
)


@pytest.mark.parametrize("space", SPACES)
def test_the_vectors_are_those_of_numpy_in_float64(space):
    vectors = some_vectors()
    moved = in_space(embedding_of(vectors), space)
    np.testing.assert_allclose(moved.vectors, moved_by_numpy(vectors, space), rtol=1e-5, atol=2e-6)


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("space", SPACES)
def test_the_ranking_is_that_of_numpy_in_float64(space, metric):
    vectors = some_vectors()
    moved = moved_by_numpy(vectors, space)
    differences = moved - moved[5]
    scores = {
        "cosine": -(moved @ moved[5]) / np.linalg.norm(moved, axis=1),
        "dot": -(moved @ moved[5]),
        "l2": np.linalg.norm(differences, axis=1),
        "l1": np.abs(differences).sum(axis=1),
    }[metric]
    order = [index for index in np.argsort(scores, kind="stable").tolist() if index != 5]
    assert nearest(in_space(embedding_of(vectors), space), 5, 50, metric).indices.tolist() == order[:50]


@settings(max_examples=25)
@given(
    vectors=arrays.arrays(
        np.float32, st.tuples(st.integers(2, 25), st.integers(1, 4)), elements=st.integers(-3, 3).map(float)
    ),
    space=st.sampled_from(SPACES),
    metric=st.sampled_from(["l1", "l2", "dot"]),
)
def test_doubles_stay_doubles_and_stand_in_the_order_of_the_file(vectors, space, metric):
    try:
        moved = in_space(embedding_of(np.concatenate([vectors, vectors])), space)
    except ExplorerError:
        assert np.linalg.matrix_rank(vectors - vectors.mean(axis=0)) <= space.n_components(vectors.shape[1])
        return
    n = len(vectors)
    np.testing.assert_array_equal(moved.vectors[:n], moved.vectors[n:])
    ranks = {index: rank for rank, index in enumerate(nearest(moved, 0, 2 * n, metric).indices.tolist())}
    assert all(ranks[index] < ranks[index + n] for index in range(1, n))


def test_as_loaded_the_embedding_is_itself():
    embedding = embedding_of(some_vectors())
    assert AS_LOADED.is_as_loaded
    assert Space(n_top=5).is_as_loaded
    assert in_space(embedding, AS_LOADED) is embedding
    assert kept_in_space(embedding, AS_LOADED) is embedding


def test_words_and_counts_are_the_same_objects_so_that_indices_keep_their_meaning(small_embedding):
    moved = in_space(small_embedding, Space(center=True))
    assert moved.index_to_key is small_embedding.index_to_key
    assert moved.counts is small_embedding.counts


def test_one_table_is_kept_for_an_embedding_as_long_as_that_is_open():
    embedding = embedding_of(some_vectors())
    centred = in_space(embedding, Space(center=True))
    assert in_space(embedding, Space(center=True)) is centred
    assert kept_in_space(embedding, Space(center=True)) is centred
    assert kept_in_space(embedding, Space(unit=True)) is None
    in_space(embedding, Space(unit=True))
    assert kept_in_space(embedding, Space(center=True)) is None
    before, last = weakref.ref(centred), weakref.ref(in_space(embedding, Space(unit=True)))
    del centred
    gc.collect()
    assert before() is None
    assert last() is not None
    del embedding
    gc.collect()
    assert last() is None


def test_one_component_goes_for_each_hundred_dimensions_unless_their_number_is_chosen():
    assert [Space(without_top=True).n_components(dim) for dim in (2, 50, 100, 300, 768)] == [1, 1, 1, 3, 8]
    assert Space(without_top=True, n_top=5).n_components(300) == 5
    assert Space(without_top=True, n_top=5).n_components(3) == 2
    assert Space(n_top=5).n_components(300) == 0
    with pytest.raises(BadOption, match="Top components"):
        Space(n_top=-1)


def test_what_is_done_is_told_for_a_heading():
    assert AS_LOADED.told(300) == ""
    assert Space(without_top=True, unit=True).told(300) == "centred, without 3 top components, unit length"
    assert Space(without_top=True).told(50) == "centred, without the top component"


def test_equal_vectors_cannot_be_centred():
    with pytest.raises(ExplorerError, match="Nothing is left of the vectors"):
        in_space(embedding_of([[1, 2], [1, 2]]), Space(center=True))


def test_a_cancelled_move_keeps_nothing():
    embedding, task = embedding_of(some_vectors()), Task()
    task.cancel()
    with pytest.raises(Cancelled):
        in_space(embedding, Space(without_top=True), task)
    assert kept_in_space(embedding, Space(without_top=True)) is None


@pytest.mark.parametrize("space", SPACES)
def test_vectors_that_are_made_of_words_are_moved_like_the_others(space):
    embedding = embedding_of(some_vectors())
    knowing = replace(embedding, vector_of=lambda word: embedding.vectors[7] if word == "seventh" else None)
    moved = in_space(knowing, space)
    np.testing.assert_array_equal(moved.vector_of("seventh"), moved.vectors[7])
    assert moved.vector_of("unknown") is None


@pytest.mark.parametrize("space", [Space(center=True), Space(unit=True), Space(without_top=True)])
def test_vectors_of_any_size_are_moved_alike(space):
    vectors = some_vectors()
    huge = in_space(embedding_of(vectors * np.float32(2.0**100)), space).vectors
    here = in_space(embedding_of(vectors), space).vectors
    np.testing.assert_allclose(huge if space.unit else huge * np.float32(2.0**-100), here, rtol=1e-5, atol=1e-6)
