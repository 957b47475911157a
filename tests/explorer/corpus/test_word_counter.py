"""Words are counted by their bytes as a Counter counts them, in the order in which they are met."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.corpus import vocabulary, word_counter
from explorer.corpus.reading import open_corpus
from explorer.corpus.vocabulary import survey_corpus
from explorer.corpus.word_counter import WordCounter

WORD = st.text("abé我\u0301🙂-'", min_size=1, max_size=4)
LINES = st.lists(st.lists(WORD, min_size=1, max_size=6), max_size=8)


def lines_of(sentences):
    return "".join(" ".join(words) + "\n" for words in sentences).encode("utf-8")


@settings(deadline=None)
@given(st.lists(LINES, max_size=4))
def test_words_are_counted_as_a_counter_counts_them_and_in_that_order(parts):
    counter = WordCounter()
    for sentences in parts:
        counter.add(lines_of(sentences))
    expected = Counter(word for sentences in parts for words in sentences for word in words)
    assert list(counter.counts().items()) == list(expected.items())


@pytest.mark.parametrize("length", [1, 50])
def test_there_is_room_for_any_number_of_words_of_any_length(length, monkeypatch):
    monkeypatch.setattr(word_counter, "_WORDS", 4)
    monkeypatch.setattr(word_counter, "_LETTERS", 60)
    words = [f"{number:0{length}}" for number in range(300)]
    counter = WordCounter()
    counter.add(lines_of([words, words[::2]]))
    assert counter.counts() == {word: 2 - number % 2 for number, word in enumerate(words)}
    assert list(counter.counts()) == words


@pytest.mark.parametrize("has_kernels", [True, False])
def test_a_survey_is_the_same_with_and_without_kernels(has_kernels, tmp_path, monkeypatch):
    monkeypatch.setattr(vocabulary, "_has_kernels", lambda corpus, task: has_kernels)
    (tmp_path / "a.txt").write_text("The cat is fluffy. The größe dog.\n\nThe 我喜欢 end.", encoding="utf-8")
    lines = []
    survey = survey_corpus(open_corpus([tmp_path / "a.txt"]), listener=lines.append)
    assert next(iter(survey.counts.items())) == ("the", 3)
    assert list(survey.counts) == ["the", "cat", "is", "fluffy", "größe", "dog", "我", "喜", "欢", "end"]
    assert b"".join(lines).decode().splitlines() == ["the cat is fluffy", "the größe dog", "the 我 喜 欢 end"]
    assert (survey.n_sentences, survey.n_tokens) == (3, 12)
