"""How words are distributed, held against numpy, scipy and gensim."""

import numpy as np
import pytest
from gensim.models import Word2Vec
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import linregress

from explorer.corpus.word_frequencies import coverage, keep_probabilities, kept, zipf_fit

FALLING = st.lists(st.integers(1, 500), min_size=1, max_size=40).map(lambda each: np.array(sorted(each)[::-1]))


@pytest.mark.parametrize("exponent", [0.7, 1.0, 1.4])
def test_the_exponent_of_counts_that_follow_the_law_is_found(exponent):
    counts = np.maximum(1e9 / np.arange(1.0, 5001) ** exponent, 1).astype(np.int64)
    fit = zipf_fit(counts)
    assert fit.exponent == pytest.approx(exponent, abs=0.01)
    assert fit.r_squared > 0.999
    assert fit.count_at(100) == pytest.approx(counts[99], rel=0.05)


def test_the_line_is_that_of_a_linear_regression():
    counts = np.array([90, 40, 31, 20])
    found, expected = zipf_fit(counts), linregress(np.log(np.arange(1, 5)), np.log(counts))
    assert (-found.exponent, np.log(found.scale), found.r_squared) == pytest.approx(
        (expected.slope, expected.intercept, expected.rvalue**2)
    )


def test_two_words_are_too_few_for_a_law():
    assert zipf_fit(np.array([3, 1])) is None
    assert zipf_fit(np.array([2, 2, 2])).exponent == 0


def test_coverage_is_the_share_of_the_tokens_up_to_a_rank():
    assert coverage(np.array([8, 4, 2, 2])).tolist() == [0.5, 0.75, 0.875, 1.0]
    assert coverage(np.zeros(0, np.int64)).size == 0


@given(FALLING, st.integers(1, 600))
def test_what_a_minimum_count_keeps_is_what_a_plain_count_finds(counts, min_count):
    left = counts[counts >= min_count]
    found = kept(counts, min_count)
    assert (found.n_words, found.n_tokens, found.n_sampled) == (len(left), left.sum(), left.sum())


def test_downsampling_keeps_what_gensim_keeps():
    counts = {"the": 5000, "whale": 900, "sea": 300, "ship": 12}
    model = Word2Vec(vector_size=2, min_count=10, sample=0.01, seed=1)
    model.build_vocab_from_freq(counts)
    theirs = [model.wv.get_vecattr(word, "sample_int") / (2**32 - 1) for word in counts]
    ours = keep_probabilities(np.array(list(counts.values())), 0.01, 6212)
    np.testing.assert_allclose(ours, theirs, rtol=1e-6)
    assert kept(np.array(list(counts.values())), 10, 0.01).n_sampled == pytest.approx(
        sum(count * share for count, share in zip(counts.values(), theirs, strict=True))
    )
