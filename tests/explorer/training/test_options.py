"""The parameters of word2vec, and what is suggested for a corpus."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.corpus.vocabulary import Survey
from explorer.errors import BadOption
from explorer.options import described
from explorer.training.options import (
    Doc2VecOptions,
    FastTextOptions,
    Word2VecOptions,
    suggest_dim,
    suggest_epochs,
    suggest_options,
)


def survey_of(counts, n_sentences):
    return Survey(n_sentences, sum(counts.values()), counts)


@pytest.mark.parametrize(
    ("name", "value"),
    [("method", "glove"), ("dim", 1), ("window", 0), ("min_count", 0), ("negative", 0), ("epochs", 0), ("alpha", 0.0),
     ("alpha", float("nan")), ("sample", -0.1), ("seed", -1), ("seed", 2**31), ("workers", 0)],
)  # fmt: skip
def test_a_value_out_of_range_is_refused_by_name(name, value):
    with pytest.raises(BadOption, match=rf"\({name}\)"):
        Word2VecOptions(**{name: value})


@pytest.mark.parametrize("kind", [Word2VecOptions, FastTextOptions, Doc2VecOptions])
def test_every_parameter_is_explained_with_its_usual_range(kind):
    for each in described(kind).values():
        assert each.sentence.endswith(".")
        assert each.choices is not None or any(digit in each.sentence for digit in "0123456789") or each.label in (
            "Seed", "Workers", "Skip-gram", "Distributed memory",
        )  # fmt: skip


@pytest.mark.parametrize(
    ("n_sentences", "n_words", "dim"),
    [(3, 8, 4), (8_876, 4_065, 30), (100_000, 30_000, 100), (1_000_000, 80_000, 200), (50_000_000, 10**6, 300)],
)
def test_the_dimension_grows_with_the_corpus(n_sentences, n_words, dim):
    assert suggest_dim(n_sentences, n_words) == dim


@settings(deadline=None)
@given(st.integers(1, 99_999), st.integers(2, 10**6))
def test_under_a_hundred_thousand_sentences_fewer_dimensions_are_suggested(n_sentences, n_words):
    assert 2 <= suggest_dim(n_sentences, n_words) <= suggest_dim(100_000, n_words)


def test_small_texts_are_read_more_often_but_not_for_ever():
    assert suggest_epochs(10**9) == Word2VecOptions().epochs
    assert suggest_epochs(200_000) > 10
    assert suggest_epochs(15) == suggest_epochs(1)


def test_documents_are_read_as_often_as_is_usual_for_them():
    long = survey_of({f"w{i}": 10_000 for i in range(1000)}, 100_000)
    found = [
        suggest_options(long, options).epochs for options in (Word2VecOptions(), FastTextOptions(), Doc2VecOptions())
    ]
    assert found == [5, 5, 10]


def test_with_few_words_none_is_skipped_by_downsampling():
    few = suggest_options(survey_of({f"w{i}": 5 for i in range(100)}, 50))
    many = suggest_options(survey_of({f"w{i}": 5 for i in range(2000)}, 500))
    assert (few.sample, many.sample) == (0.0, 0.001)


def test_what_does_not_depend_on_the_size_is_left_as_it_is():
    own = Word2VecOptions(method="cbow", window=9, negative=7, alpha=0.05, seed=4, workers=1)
    suggested = suggest_options(survey_of({"a": 2, "b": 1}, 2), own)
    assert (suggested.method, suggested.window, suggested.negative) == ("cbow", 9, 7)
    assert (suggested.alpha, suggested.seed, suggested.workers) == (0.05, 4, 1)


def test_a_chosen_minimum_count_is_kept_and_the_dimension_follows_its_words():
    survey = survey_of({**{f"w{i}": 5 for i in range(10)}, **{f"r{i}": 1 for i in range(1000)}}, 90_000)
    assert suggest_options(survey, min_count=5).min_count == 5
    assert suggest_options(survey, min_count=5).dim == 5
