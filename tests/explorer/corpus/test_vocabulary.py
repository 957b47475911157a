"""Counting a corpus."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.corpus.preprocessing import TokenOptions
from explorer.corpus.reading import open_corpus
from explorer.corpus.vocabulary import Survey, survey_corpus
from explorer.errors import EmptyCorpus
from explorer.task import Cancelled, Task


@pytest.fixture
def corpus_of(tmp_path):
    def make(text):
        path = tmp_path / "text.txt"
        path.write_text(text, encoding="utf-8")
        return open_corpus([path])

    return make


def survey_of(counts):
    falling = dict(sorted(counts.items(), key=lambda each: -each[1]))
    return Survey(1, sum(counts.values()), falling)


def test_sentences_tokens_and_words_are_counted(corpus_of):
    survey = survey_corpus(corpus_of("The cat is fluffy. The dog is fluffy. The cat and the dog are friends."))
    assert (survey.n_sentences, survey.n_tokens) == (3, 15)
    assert list(survey.counts.items())[:5] == [("the", 4), ("cat", 2), ("is", 2), ("fluffy", 2), ("dog", 2)]


def test_the_options_say_what_a_word_is(corpus_of):
    survey = survey_corpus(corpus_of("The the 1851"), TokenOptions(lower=False, numbers="drop"))
    assert dict(survey.counts) == {"The": 1, "the": 1}


@settings(deadline=None)
@given(st.dictionaries(st.text("abc", min_size=1), st.integers(1, 20), min_size=1), st.integers(1, 25))
def test_n_words_is_the_number_of_words_that_are_frequent_enough(counts, min_count):
    assert survey_of(counts).n_words(min_count) == sum(count >= min_count for count in counts.values())


def test_a_text_of_a_few_sentences_is_suggested_a_minimum_count_of_one():
    assert survey_of({"the": 4, "cat": 2, "friends": 1}).suggested_min_count() == 1


def test_a_large_text_is_suggested_the_usual_minimum_count():
    assert survey_of({f"w{i}": 5 for i in range(50)}).suggested_min_count() == 5


def test_between_the_two_the_largest_that_leaves_fifty_words():
    assert survey_of({f"w{i}": 5 if i < 49 else 3 for i in range(60)}).suggested_min_count() == 3


def test_the_sentences_can_be_listened_to_as_lines(corpus_of):
    heard: list[bytes] = []
    survey = survey_corpus(corpus_of("One two. Three."), listener=heard.append)
    assert b"".join(heard) == b"one two\nthree\n"
    assert Counter(b"".join(heard).decode().split()) == Counter(survey.counts)


def test_a_text_without_words_is_refused(corpus_of):
    with pytest.raises(EmptyCorpus, match=r"^text: there is no word in this text\. Choose another text\.$"):
        survey_corpus(corpus_of("... --- !!!"))


def test_counting_can_be_cancelled(corpus_of):
    task = Task()
    task.cancel()
    with pytest.raises(Cancelled):
        survey_corpus(corpus_of("one two"), task=task)
