"""Advice that is reckoned from the counts."""

import pytest

from explorer.corpus.token_options import TokenOptions
from explorer.corpus.vocabulary import Survey
from explorer.training.advice import advice
from explorer.training.options import Word2VecOptions


def survey_of(*counts, n_sentences=1000):
    words = {f"word{place}": count for place, count in enumerate(sorted(counts, reverse=True))}
    return Survey(n_sentences, sum(counts), words)


def test_a_lower_minimum_count_is_told_with_what_it_would_give():
    survey = survey_of(*[5] * 400, *[3] * 100, *[2] * 800, *[1] * 50)
    assert advice(survey, Word2VecOptions(dim=10)) == (
        "Only 400 words occur 5 times or more; a minimum count (min_count) of 2 would give 1,300.",
    )


def test_words_that_occur_once_are_advised_only_where_there_is_next_to_nothing_else():
    assert advice(survey_of(*[5] * 400, *[1] * 5000), Word2VecOptions(dim=10)) == ()
    (sentence,) = advice(survey_of(*[5] * 12, *[1] * 30), Word2VecOptions(dim=10))
    assert sentence == "Only 12 words occur 5 times or more; a minimum count (min_count) of 1 would give 42."


@pytest.mark.parametrize(
    "survey", [survey_of(*[5] * 400, *[4] * 300), survey_of(*[5] * 5000, *[2] * 9000), survey_of(*[1] * 50)]
)
def test_nothing_is_said_where_there_are_enough_words_or_none_to_win(survey):
    assert advice(survey, Word2VecOptions(dim=10)) == ()


def test_more_dimensions_than_words_are_told_with_those_that_would_do():
    assert advice(survey_of(*[9] * 8), Word2VecOptions(dim=100)) == (
        "100 dimensions for 8 words are more than the words can fill; 4 or fewer (dim) would do.",
    )


def test_many_dimensions_for_few_sentences_are_told_with_those_that_suit():
    (sentence,) = advice(survey_of(*[9] * 3000, n_sentences=8876), Word2VecOptions(dim=100))
    assert sentence == "100 dimensions are many for 8,876 sentences; 30 suit them (dim)."


def test_fewer_pieces_than_were_asked_for_are_told():
    survey, options = survey_of(*[9] * 900), Word2VecOptions(dim=10)
    assert advice(survey, options, TokenOptions(pieces="bpe", n_pieces=2000)) == (
        "The text is made of 900 pieces; 2,000 were asked for.",
    )
    assert advice(survey, options, TokenOptions(pieces="bpe", n_pieces=900)) == ()
