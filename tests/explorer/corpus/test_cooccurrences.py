"""The words of a corpus and how often they meet, seen from either side."""

import numpy as np
import pytest

from explorer.corpus.cooccurrence import count_cooccurrences
from explorer.corpus.cooccurrences import DIRECTIONS, CooccurrenceOptions, survey_cooccurrences
from explorer.corpus.preprocessing import sentences
from explorer.corpus.reading import open_corpus
from explorer.corpus.weighting import WEIGHTINGS
from explorer.errors import BadOption, EmptyCorpus

THREE = "The cat is fluffy. The dog is fluffy. The cat and the dog are friends."
ALL = CooccurrenceOptions(window=3, min_count=1)


@pytest.fixture
def corpus(tmp_path):
    (tmp_path / "three.txt").write_text(THREE, encoding="utf-8")
    return open_corpus([tmp_path / "three.txt"])


@pytest.fixture
def found(corpus):
    return survey_cooccurrences(corpus, ALL)


def test_words_come_in_the_order_of_falling_count(found):
    assert found.index_to_key[:5] == ("the", "cat", "is", "fluffy", "dog")
    assert found.counts.tolist() == [4, 2, 2, 2, 2, 1, 1, 1]
    assert len(found) == 8


def test_right_is_what_stands_behind_and_left_what_stands_before(found):
    the, cat = found.key_to_index["the"], found.key_to_index["cat"]
    at = {direction: found.submatrix([the], [cat], direction)[0, 0] for direction in DIRECTIONS}
    assert at == {"right": 2.0, "left": 0.5, "both": 2.5}


def test_both_sides_are_the_symmetric_counts(found, corpus):
    expected = count_cooccurrences(sentences(corpus), found.index_to_key, 3)
    assert np.array_equal(found.matrix().toarray(), expected.toarray())


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("weighting", WEIGHTINGS)
def test_a_part_has_the_values_of_the_whole(found, direction, weighting):
    whole = found.matrix(direction, weighting).toarray()
    some = found.submatrix([4, 0, 2], [1, 5], direction, weighting)
    np.testing.assert_allclose(some, whole[np.ix_([4, 0, 2], [1, 5])], rtol=1e-12)
    assert found.submatrix([4, 0], direction=direction, weighting=weighting).shape == (2, 2)


def test_partners_are_the_largest_of_a_row_best_first(found):
    row = found.matrix("both", "counts").toarray()[0]
    indices, values = found.partners(0, topn=3, weighting="counts")
    assert values.tolist() == sorted(row, reverse=True)[:3]
    assert np.array_equal(row[indices], values)


def test_partners_are_only_words_that_were_met(found):
    indices, values = found.partners(found.key_to_index["friends"], topn=20, weighting="counts")
    assert {found.index_to_key[i] for i in indices} == {"are", "dog", "the"}
    assert (values > 0).all()


def test_only_so_many_words_can_be_asked_for(corpus):
    found = survey_cooccurrences(corpus, CooccurrenceOptions(min_count=1, max_words=3))
    assert found.index_to_key == ("the", "cat", "is")
    assert found.followed.shape == (3, 3)


def test_a_minimum_count_that_leaves_nothing_is_told_which_would_do(corpus):
    with pytest.raises(EmptyCorpus, match=r"no word occurs 5 times or more\. Set .* to 4 or less\."):
        survey_cooccurrences(corpus)


def test_an_unknown_direction_is_told_which_there_are(found):
    with pytest.raises(BadOption, match="choose one of both, left, right"):
        found.submatrix([0], direction="up")
