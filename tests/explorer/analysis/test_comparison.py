import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial import geometric_slerp
from scipy.spatial.distance import cdist

from explorer.analysis.comparison import WAYS, as_distances, contributions, pairwise, walk
from explorer.embedding import Embedding
from explorer.errors import BadOption, ExplorerError
from explorer.neighbors.exact import nearest_to
from explorer.neighbors.metrics import METRICS
from explorer.samples import open_sample
from explorer.task import Cancelled, Task
from tests.conftest import three_groups


def embedding_of(*vectors):
    return Embedding("made", tuple(map(str, range(len(vectors)))), np.array(vectors, dtype=np.float32))


@pytest.mark.parametrize(
    ("metric", "theirs"),
    [
        ("cosine", lambda rows: 1 - cdist(rows, rows, "cosine")),
        ("l2", lambda rows: cdist(rows, rows)),
        ("l1", lambda rows: cdist(rows, rows, "cityblock")),
        ("dot", lambda rows: rows @ rows.T),
    ],
)
def test_all_pairs_are_scipys(metric, theirs):
    embedding = three_groups()
    chosen = [5, 3, 40, 3, 17]
    table = pairwise(embedding, chosen, metric)
    np.testing.assert_allclose(table, theirs(embedding.vectors[chosen].astype(float)), atol=1e-12)
    np.testing.assert_array_equal(table, table.T)


def test_the_cosine_of_a_zero_vector_is_no_number_and_other_metrics_know_it():
    embedding = embedding_of([1, 2], [0, 0], [2, 1])
    table = pairwise(embedding, [0, 1, 2])
    assert np.isnan(table[1]).all()
    assert np.isnan(table[:, 1]).all()
    assert np.isfinite(table[[0, 0, 2], [0, 2, 2]]).all()
    assert np.isfinite(pairwise(embedding, [0, 1, 2], "l2")).all()


def test_similarities_become_distances_for_clustering():
    assert as_distances(np.array([[1.0, 0.25]]), "cosine").tolist() == [[0, 0.75]]
    assert as_distances(np.array([[4.0, 1.0]]), "dot").tolist() == [[0, 3]]
    assert as_distances(np.array([[0.0, 2.0]]), "l1").tolist() == [[0, 2]]


@pytest.mark.parametrize("metric", METRICS)
@given(st.integers(0, 1000))
def test_the_parts_of_the_dimensions_add_up_to_the_whole(metric, seed):
    random = np.random.default_rng(seed)
    embedding = embedding_of(*random.normal(size=(2, 9)))
    found = contributions(embedding, 0, 1, metric)
    whole = pairwise(embedding, [0, 1], metric)[0, 1]
    assert found.totals[-1] == pytest.approx(whole**2 if metric == "l2" else whole)
    assert sorted(found.dimensions) == list(range(9))
    assert (np.diff(np.abs(found.parts)) <= 0).all()
    assert found.shares[-1] == pytest.approx(1)
    a, b = embedding.vectors[:, found.dimensions[0]].astype(float)
    largest = {"l1": abs(a - b), "l2": (a - b) ** 2, "dot": a * b}.get(metric)
    assert largest is None or found.parts[0] == pytest.approx(largest)


def test_equal_words_have_no_shares_of_their_distance():
    found = contributions(embedding_of([1, 2], [1, 2]), 0, 1, "l1")
    assert found.shares.tolist() == [0, 0]


@pytest.mark.parametrize("way", WAYS)
def test_at_each_step_the_word_nearest_to_the_place_is_met(way):
    embedding = three_groups(dim=3)
    found = walk(embedding, 4, 11, way, "l2", n_steps=5)
    a, b = embedding.vectors[[4, 11]].astype(float)
    t = np.arange(1, 6) / 6
    if way == "line":
        places = a + t[:, None] * (b - a)
    else:
        lengths = np.linalg.norm(a) + t * (np.linalg.norm(b) - np.linalg.norm(a))
        places = lengths[:, None] * geometric_slerp(a / np.linalg.norm(a), b / np.linalg.norm(b), t)
    for place, index, value in zip(places, found.indices, found.values, strict=True):
        nearest = nearest_to(embedding, place, 1, "l2", (4, 11))
        assert index == nearest.indices[0]
        assert value == pytest.approx(nearest.values[0])
    assert found.shares.tolist() == pytest.approx(t.tolist())


def test_on_the_way_from_king_to_queen_royalty_is_met():
    glove = open_sample("glove-10k")
    found = walk(glove, glove.index_of("king"), glove.index_of("queen"), "slerp")
    met = {glove.index_to_key[index] for index in found.indices}
    assert met & {"prince", "princess", "elizabeth", "throne"}


def test_opposite_directions_have_no_shortest_turn_and_equal_ones_no_turn():
    embedding = embedding_of([1, 1], [-2, -2], [3, 3], [0, 0], [0, 1])
    with pytest.raises(ExplorerError, match="opposite"):
        walk(embedding, 0, 1, "slerp")
    assert walk(embedding, 0, 2, "slerp", "l2", n_steps=1).indices.tolist() == [4]
    with pytest.raises(ExplorerError, match="is zero"):
        walk(embedding, 0, 3, "slerp")
    assert len(walk(embedding, 0, 3, "line", "l2").indices) == 9


def test_bad_questions_are_refused_and_cancelled_ones_stop():
    embedding = three_groups()
    for ask in (lambda: pairwise(embedding, [0, 1], "l3"), lambda: walk(embedding, 0, 1, "detour")):
        with pytest.raises(BadOption):
            ask()
    with pytest.raises(ExplorerError, match="third word"):
        walk(embedding_of([1, 0], [0, 1]), 0, 1)
    task = Task()
    task.cancel()
    for ask in (lambda: pairwise(embedding, [0, 1], task=task), lambda: walk(embedding, 0, 1, task=task)):
        with pytest.raises(Cancelled):
            ask()
