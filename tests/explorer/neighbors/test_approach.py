import numpy as np
import pytest

from explorer.embedding import Embedding
from explorer.neighbors.approach import EXACT, Approach, ask, is_prepared, prepare
from explorer.neighbors.exact import nearest
from explorer.neighbors.index_options import HnswOptions, IvfOptions
from explorer.neighbors.space import Space, in_space


@pytest.fixture(scope="module")
def words():
    random = np.random.default_rng(0)
    vectors = random.normal(size=(30, 12))[random.integers(0, 30, 1500)] * 2 + random.normal(size=(1500, 12)) + 3
    return Embedding("words", tuple(f"w{i}" for i in range(1500)), vectors.astype(np.float32))


def test_unless_asked_otherwise_the_search_is_exact_in_the_space_as_loaded(words):
    asked = ask(words, 3, 10, "l2")
    assert asked.note == ""
    assert asked.neighbors.indices.tolist() == nearest(words, 3, 10, "l2").indices.tolist()
    assert EXACT.told(12) == ""
    assert is_prepared(words, "l2", EXACT)


def test_a_space_is_told_and_used(words):
    approach = Approach(Space(center=True, unit=True))
    assert approach.told(12) == "centred, unit length"
    centred = in_space(words, approach.space)
    assert (
        ask(words, 3, 10, "dot", approach).neighbors.indices.tolist() == nearest(centred, 3, 10, "dot").indices.tolist()
    )


def test_until_the_index_is_built_the_answer_is_exact_and_says_so_and_then_its_recall_stands_beside_it(words):
    approach = Approach(Space(center=True), IvfOptions(n_probes=3))
    assert not is_prepared(words, "cosine", approach)
    asked = ask(words, 3, 10, "cosine", approach)
    assert asked.note == "exact, until the index is built"
    prepare(words, "cosine", approach)
    assert is_prepared(words, "cosine", approach)
    asked = ask(words, 3, 10, "cosine", approach)
    assert asked.note.startswith("IVF · recall@10 0.")
    assert " on 200 words · built in " in asked.note
    assert approach.told(12) == "centred · by IVF"


def test_an_index_by_l2_serves_l1_once_it_is_measured_by_that(words):
    approach = Approach(index=HnswOptions(n_links=8))
    prepare(words, "l2", approach)
    assert not is_prepared(words, "l1", approach)
    assert ask(words, 3, 10, "l1", approach).note == "HNSW · its recall is not measured"
    prepare(words, "l1", approach)
    assert ask(words, 3, 10, "l1", approach).note.startswith("HNSW · recall@10 ")
