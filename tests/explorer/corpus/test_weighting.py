"""What is made of counts, checked against a published table and against the definitions."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.sparse import csr_matrix

from explorer.corpus.weighting import WEIGHTINGS, submatrix, weighted
from explorer.errors import BadOption

# Jurafsky & Martin, Speech and Language Processing (3rd edition), figures 6.10 and 6.12: cherry, strawberry, digital
# and information (rows) near computer, data, result, pie and sugar.
COUNTS = [[2, 8, 9, 442, 25], [0, 0, 1, 60, 19], [1670, 1683, 85, 5, 4], [3325, 3982, 378, 5, 13]]
PPMI = [[0, 0, 0, 4.38, 3.30], [0, 0, 0, 4.10, 5.51], [0.18, 0.01, 0, 0, 0], [0.02, 0.09, 0.28, 0, 0]]

SOME_COUNTS = arrays(np.float64, (5, 5), elements=st.sampled_from([0.0, 0.0, 0.5, 1.0, 7.0, 1000.0]))


def test_ppmi_is_that_of_a_textbook():
    found = weighted(csr_matrix(COUNTS, dtype=np.float64), "ppmi").toarray()
    np.testing.assert_allclose(found, PPMI, atol=0.006)


@given(SOME_COUNTS)
def test_the_weightings_are_what_their_definitions_say(counts):
    sparse = csr_matrix(counts)
    total = counts.sum()
    for i in range(5):
        for j in range(5):
            count, row, column = counts[i, j], counts[i].sum(), counts[:, j].sum()
            assert weighted(sparse, "counts")[i, j] == count
            assert weighted(sparse, "log")[i, j] == pytest.approx(np.log(1 + count))
            assert weighted(sparse, "probability")[i, j] == pytest.approx(count / row if count else 0)
            information = np.log2(count * total / (row * column)) if count else 0
            assert weighted(sparse, "ppmi")[i, j] == pytest.approx(max(0, information), abs=1e-12)


@given(SOME_COUNTS, st.sampled_from(sorted(WEIGHTINGS)))
def test_a_part_of_the_matrix_has_the_values_of_the_whole(counts, weighting):
    sparse = csr_matrix(counts)
    whole = weighted(sparse, weighting).toarray()
    np.testing.assert_allclose(submatrix(sparse, [3, 1], [0, 4, 2], weighting), whole[np.ix_([3, 1], [0, 4, 2])])
    np.testing.assert_allclose(submatrix(sparse, [3, 1], weighting=weighting), whole[np.ix_([3, 1], [3, 1])])


def test_smoothing_holds_back_the_values_of_rare_words():
    counts = csr_matrix([[0.0, 50.0, 1.0], [50.0, 0.0, 1.0], [1.0, 1.0, 0.0]])
    plain, smoothed = (weighted(counts, "ppmi", smoothing) for smoothing in (1.0, 0.75))
    share = np.array([51, 51, 2]) ** 0.75
    assert smoothed[0, 2] < plain[0, 2] or plain[0, 2] == 0
    assert smoothed[0, 1] == pytest.approx(np.log2(50 / 51 / (share / share.sum())[1]))


def test_the_counts_are_left_as_they_are():
    counts = csr_matrix(COUNTS, dtype=np.float64)
    before = counts.toarray()
    for weighting in WEIGHTINGS:
        weighted(counts, weighting)
        submatrix(counts, [0, 1], weighting=weighting)
    assert np.array_equal(counts.toarray(), before)


def test_an_unknown_weighting_is_told_which_there_are():
    with pytest.raises(BadOption, match="choose one of counts, log, ppmi, probability"):
        weighted(csr_matrix(COUNTS, dtype=np.float64), "tfidf")
