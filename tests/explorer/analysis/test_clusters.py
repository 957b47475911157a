"""Words grouped by their vectors: the groups that are there are found, and their names tell them apart."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.analysis.clusters import FEWEST, MOST, NOWHERE, find_clusters
from explorer.embedding import Embedding
from explorer.errors import BadOption
from explorer.task import Cancelled, Task


def embedding_of(vectors, words=None):
    words = tuple(f"w{i}" for i in range(len(vectors))) if words is None else tuple(words)
    return Embedding("made", words, np.asarray(vectors, np.float32))


def made(n=1200, n_groups=6, dim=20, spread=0.25, seed=0):
    """Words around a few directions, of all lengths, and the group of each."""
    random = np.random.default_rng(seed)
    directions = np.linalg.qr(random.normal(size=(dim, n_groups)))[0].T
    groups = random.integers(n_groups, size=n)
    vectors = directions[groups] + random.normal(scale=spread, size=(n, dim))
    return embedding_of(vectors * random.lognormal(size=(n, 1))), groups


def test_groups_that_are_there_are_found_whatever_the_lengths_of_the_vectors():
    from sklearn.metrics import adjusted_rand_score

    embedding, groups = made()
    clusters = find_clusters(embedding, 6)
    assert adjusted_rand_score(groups, clusters.numbers) > 0.97
    sizes = np.bincount(clusters.numbers)
    assert sizes.tolist() == sorted(sizes.tolist(), reverse=True)


def test_the_clusters_are_as_tight_as_those_of_scikit_learn_and_mostly_the_same():
    from sklearn.cluster import KMeans
    from sklearn.metrics import adjusted_rand_score

    embedding, _ = made(spread=0.4, seed=3)
    units = embedding.vectors / embedding.norms[:, None]
    theirs = KMeans(6, n_init=4, random_state=1).fit(units)
    centers = theirs.cluster_centers_ / np.linalg.norm(theirs.cluster_centers_, axis=1, keepdims=True)
    ours = find_clusters(embedding, 6)
    cosines = (units @ ours.centers.T).astype(np.float64)
    assert ours.cohesion == pytest.approx(cosines.max(axis=1).mean(), abs=1e-3)
    assert ours.cohesion >= (units @ centers.T).max(axis=1).mean() - 1e-3
    assert adjusted_rand_score(theirs.labels_, ours.numbers) > 0.9


def test_at_rest_each_word_is_with_the_nearest_centre_and_each_centre_is_the_direction_of_its_words():
    embedding, _ = made(spread=0.3)
    clusters = find_clusters(embedding, 6)
    units = embedding.vectors.astype(np.float64) / np.linalg.norm(embedding.vectors.astype(np.float64), axis=1)[:, None]
    assert (np.argmax(units @ clusters.centers.T, axis=1) == clusters.numbers).mean() > 0.999
    for number, center in enumerate(clusters.centers):
        mean = units[clusters.numbers == number].mean(axis=0)
        assert center @ mean / np.linalg.norm(mean) == pytest.approx(1, abs=1e-3)


def test_the_same_seed_gives_the_same_clusters_also_of_many_words(monkeypatch):
    from sklearn.metrics import adjusted_rand_score

    monkeypatch.setattr("explorer.analysis.clusters._SAMPLE", 500)
    embedding, groups = made()
    one, other = find_clusters(embedding, 6), find_clusters(embedding, 6)
    np.testing.assert_array_equal(one.numbers, other.numbers)
    np.testing.assert_array_equal(one.centers, other.centers)
    assert one.names == other.names
    assert adjusted_rand_score(groups, one.numbers) > 0.97


def test_words_without_a_direction_belong_to_none():
    embedding, _ = made(n=300)
    vectors = embedding.vectors.copy()
    vectors[[3, 50]] = 0
    vectors[7] = 1e-42  # so short that one over its length is infinite
    vectors[8] = 3e38  # and so long that its length is
    clusters = find_clusters(embedding_of(vectors), 4)
    assert np.flatnonzero(clusters.numbers == NOWHERE).tolist() == [3, 7, 8, 50]
    assert clusters.told()[3] == ""
    assert clusters.told()[0] == clusters.names[clusters.numbers[0]]
    assert len(find_clusters(embedding_of(np.zeros((5, 3))), 4)) == 0


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(0, 3), min_size=1, max_size=30), st.integers(FEWEST, MOST))
def test_there_are_no_more_clusters_than_different_words(which, n):
    directions = np.eye(4)[which] * 2
    clusters = find_clusters(embedding_of(directions), n)
    assert len(clusters) == min(n, len(set(which)))
    assert (clusters.numbers >= 0).all()
    if n >= len(set(which)):
        assert len({(a, b) for a, b in zip(which, clusters.numbers.tolist(), strict=True)}) == len(set(which))


@pytest.mark.parametrize("n", [FEWEST - 1, MOST + 1])
def test_a_number_of_clusters_out_of_range_is_refused_with_what_to_do(n):
    with pytest.raises(BadOption, match="from 2 to 20"):
        find_clusters(made(n=60)[0], n)


def test_names_are_frequent_words_of_the_cluster_and_no_forms_of_each_other():
    directions = np.eye(12)[[0, 1, 2] * 40] + np.random.default_rng(2).normal(scale=0.15, size=(120, 12))
    directions[[0, 3, 6, 9]] = np.eye(12)[0]
    words = [f"{'abc'[i % 3]}{i}{chr(97 + i % 26)}" for i in range(120)]
    words[0], words[3], words[6], words[9] = "whale", "whales", "1851", "ship"
    clusters = find_clusters(embedding_of(directions, words), 3)
    name = clusters.names[clusters.numbers[0]]
    assert name.split(", ")[:2] == ["whale", "ship"]
    for one, other in combinations(clusters.names, 2):
        assert not {*one.split(", ")} & {*other.split(", ")}
    known = {word: index for index, word in enumerate(words)}
    for number, told in enumerate(clusters.names):
        assert {clusters.numbers[known[word]] for word in told.split(", ")} == {number}


def test_a_cancelled_task_ends_it_within_a_block():
    embedding, _ = made(n=4000)
    task = Task(on_progress=lambda done, _: task.cancel() if done > 0.2 else None)
    with pytest.raises(Cancelled):
        find_clusters(embedding, 10, task=task)
