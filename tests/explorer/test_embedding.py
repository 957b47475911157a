import pickle
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from explorer.embedding import Embedding, near_spellings, same_vocabulary
from explorer.errors import ExplorerError, UnknownWord


def made_of(*words, **fields) -> Embedding:
    return Embedding("words", words, np.arange(len(words) * 2, dtype=np.float32).reshape(-1, 2), **fields)


def test_vectors_and_counts_cannot_be_changed_by_mistake():
    embedding = made_of("a", "b", counts=np.array([2, 1]))
    for array in (embedding.vectors, embedding.counts, embedding.norms):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 7


def test_vectors_become_rows_of_float32_whatever_they_came_as():
    embedding = Embedding("columns", ("a", "b", "c"), np.asfortranarray(np.ones((3, 4))))
    assert embedding.vectors.dtype == np.float32
    assert embedding.vectors.flags.c_contiguous
    assert (len(embedding), embedding.dim) == (3, 4)


def test_float32_rows_are_shared_and_not_copied():
    vectors = np.ones((2, 3), np.float32)
    assert Embedding("shared", ("a", "b"), vectors).vectors is vectors


@pytest.mark.parametrize("shape", [(3, 2), (1, 2), (2,), (2, 1, 1)])
def test_as_many_words_as_vectors_are_asked_for(shape):
    with pytest.raises(ExplorerError, match="2 words"):
        Embedding("odd", ("a", "b"), np.zeros(shape, np.float32))


def test_as_many_counts_as_words_are_asked_for():
    with pytest.raises(ExplorerError, match="2 words but 3 counts"):
        made_of("a", "b", counts=np.array([3, 2, 1]))


@pytest.mark.parametrize("shape", [(0, 5), (2, 0)])
def test_an_embedding_without_vectors_is_refused(shape):
    with pytest.raises(ExplorerError, match="no vectors"):
        Embedding("empty", ("a", "b")[: shape[0]], np.zeros(shape, np.float32))


@given(arrays(np.float32, (4, 3), elements=st.floats(-(2.0**100), 2.0**100, width=32)))
def test_norms_are_those_of_float64(vectors):
    norms = Embedding("norms", ("a", "b", "c", "d"), vectors).norms
    np.testing.assert_allclose(norms, np.linalg.norm(vectors.astype(np.float64), axis=1), rtol=1e-6, atol=1e-44)


def test_a_norm_beyond_float32_is_infinite_and_warns_nobody():
    assert Embedding("huge", ("a",), np.full((1, 9), 3e38, np.float32)).norms[0] == np.inf


def test_a_word_is_found_as_it_is_spelled_before_other_spellings_are_tried():
    embedding = made_of("polish", "Polish", "NATO", "Ahab", "whale")
    assert [embedding.index_of(word) for word in ("Polish", "polish", "nato", "ahab", "WHALE")] == [1, 0, 2, 3, 4]


def test_an_unknown_word_is_told_with_near_spellings():
    with pytest.raises(UnknownWord, match=r"“whael” is not in the vocabulary. Did you mean whale\?") as caught:
        made_of("sea", "whale", "ship").index_of("whael")
    assert caught.value.suggestions == ("whale",)


def test_words_that_begin_so_are_suggested_too_the_most_frequent_first():
    embedding = made_of("monarchs", "monarchy", "sea", "Monarch's", "anarch", "monarchic")
    assert set(near_spellings("monarch", embedding.index_to_key)) == {"monarchs", "monarchy", "Monarch's"}
    assert near_spellings("unli", ("unlikelihood", "sea")) == ["unlikelihood"]


def test_nothing_is_near_a_single_letter():
    assert near_spellings("é", ("a", "the", ",")) == near_spellings("s", ("sea", "ship")) == []


def test_a_word_like_no_other_is_unknown_without_a_hint():
    with pytest.raises(UnknownWord, match=r"“xyzzy” is not in the vocabulary\.$"):
        made_of("sea", "whale").index_of("xyzzy")


def test_two_embeddings_are_equal_only_if_they_are_one():
    one, other = made_of("a"), made_of("a")
    assert one != other
    assert len({one, other, one}) == 2


def test_an_embedding_survives_the_way_to_another_process():
    embedding = made_of("a", "b", counts=np.array([2, 1]), notices=("n",))
    there = pickle.loads(pickle.dumps(embedding))
    assert (there.index_to_key, there.notices) == (embedding.index_to_key, embedding.notices)
    np.testing.assert_array_equal(there.vectors, embedding.vectors)


def test_two_states_of_one_model_share_their_vocabulary_and_other_words_do_not(small_embedding):
    later = replace(small_embedding, vectors=small_embedding.vectors * 2)
    assert same_vocabulary(small_embedding, later)
    other = replace(small_embedding, index_to_key=(*small_embedding.index_to_key[:-1], "last"))
    assert not same_vocabulary(small_embedding, other)
    assert not same_vocabulary(None, None)
    assert not same_vocabulary(small_embedding, None)


def test_a_word_stands_at_a_rank_and_a_document_has_a_length():
    words = made_of("a", "b", counts=np.array([3400, 1]))
    assert [words.standing(0), words.standing(1)] == [("rank 1", "3,400 occurrences"), ("rank 2", "1 occurrence")]
    assert replace(words, unit="document").standing(0) == ("document 1", "3,400 words")
    assert made_of("a").standing(0) == ("rank 1",)
