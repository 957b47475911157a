"""What is a word, and where a sentence ends."""

import re
from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.corpus.preprocessing import TokenOptions, sentences, split_sentences, tokenise
from explorer.corpus.reading import open_corpus

THREE = "The cat is fluffy. The dog is fluffy. The cat and the dog are friends."


@pytest.fixture
def sentences_of(tmp_path):
    def read(text, options=TokenOptions()):
        path = tmp_path / "text.txt"
        path.write_text(text, encoding="utf-8")
        return list(sentences(open_corpus([path]), options))

    return read


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Call me Ishmael.", ["call", "me", "ishmael"]),
        ("Don't! It’s the whale's.", ["don't", "it's", "the", "whale's"]),
        ("a whale-ship, non‑breaking, well--known", ["a", "whale-ship", "non-breaking", "well", "known"]),
        ("'tis 'quoted' -dashed- rock-'n'-roll", ["tis", "quoted", "dashed", "rock", "n", "roll"]),
        ("_emphasis_ new_york __init__", ["emphasis", "new_york", "init"]),
        ("In 1851, 3.14 or 1,000,000.", ["in", "1851", "3.14", "or", "1,000,000"]),
        ("covid-19 b2b 3rd 1990s", ["covid-19", "b2b", "3rd", "1990s"]),
        ("co\u00adoperate", ["cooperate"]),
        ("Cafe\u0301 café", ["café", "café"]),
        ("Größe ΩMEGA Ёлка", ["größe", "ωmega", "ёлка"]),
        ("ΟΔΟ\u03a3’ Σ\u00adΑ", ["οδος", "σα"]),
        ("\u0130\u094d", ["i\u0307\u094d"]),  # composed before small letters are made
        ("हिन्दी में लिखो", ["हिन्दी", "में", "लिखो"]),
        ("كِتَاب", ["كِتَاب"]),
        ("می\u200cخواهم", ["می\u200cخواهم"]),
        ("我喜欢cats", ["我", "喜", "欢", "cats"]),
        ("a\u200bb", ["a", "b"]),
        ("… — !? «»", []),
        ("", []),
    ],
)
def test_words_and_numbers_are_told_from_what_stands_between_them(text, tokens):
    assert tokenise(text) == tokens


def test_capitals_can_be_kept():
    assert tokenise("The USA", TokenOptions(lower=False)) == ["The", "USA"]


def test_numbers_can_be_left_out_but_words_with_digits_stay():
    assert tokenise("In 1851 3.14 1-2 b2b 3rd ٣", TokenOptions(numbers="drop")) == ["in", "b2b", "3rd"]


def test_encoded_data_is_no_word():
    assert tokenise("see " + "x" * 101 + " and " + "y" * 100) == ["see", "and", "y" * 100]


@settings(deadline=None)
@given(st.text())
def test_whatever_the_text_tokens_are_clean_and_taking_them_apart_again_changes_nothing(text):
    tokens = tokenise(text)
    assert not any(re.search(r"\s", token) for token in tokens)
    assert not any(token[0] in "'-_.," or token[-1] in "'-_.," for token in tokens)
    assert tokenise(" ".join(tokens)) == tokens


@pytest.mark.parametrize(
    "parts",
    [
        ["The cat is fluffy. ", "The dog is fluffy. ", "The cat and the dog are friends."],
        ["“Go!” ", "He went… ", "Why? ", "Nobody knows."],
        ["Mr. Starbuck and Dr. No met J. R. R. Tolkien at St. Paul's. ", "It rained."],
        ["“What?” he asked. ", "So it was."],
        ["It is 3.14 in all. ", "2 is less."],
        ["So said I. ", "Then I left."],
        ["(He came.) ", "(He saw.)"],
        ["我喜欢猫。", "你呢？", "我也是。"],
        ["यह एक बिल्ली है।", " वह कुत्ता है।"],
        ["no end at all"],
    ],
)
def test_sentences_end_where_a_reader_sees_their_end(parts):
    assert list(split_sentences("".join(parts))) == parts


ASCII = st.text("abzAMr019 .,!?'\"-_()\n\t\x1c\x00", max_size=80)


@given(ASCII, st.booleans(), st.sampled_from(["drop", "keep"]))
def test_what_is_plain_ascii_has_the_tokens_that_it_has_beside_other_letters(text, lower, punctuation):
    options = TokenOptions(lower=lower, punctuation=punctuation)
    assert tokenise(f"{text} ж", options) == [*tokenise(text, options), "ж"]


@given(ASCII)
def test_and_its_sentences_end_where_they_end_beside_other_letters(text):
    beside = (sentence.replace("Ж", "") for sentence in split_sentences(f"{text}Ж"))
    assert [sentence for sentence in beside if sentence] == list(split_sentences(text))


@settings(deadline=None)
@given(st.text("aA .!?…”'(。\n"))
def test_splitting_into_sentences_loses_nothing(text):
    assert "".join(split_sentences(text)) == text


def test_the_three_sentences_are_three(sentences_of):
    assert sentences_of(THREE) == [
        ["the", "cat", "is", "fluffy"],
        ["the", "dog", "is", "fluffy"],
        ["the", "cat", "and", "the", "dog", "are", "friends"],
    ]


def test_a_sentence_may_run_over_wrapped_lines(sentences_of):
    text = "Call me Ishmael. Some years ago, never mind\nhow long precisely, having little or no money\nin my purse."
    assert len(sentences_of(text)) == 2


def test_lines_without_punctuation_are_sentences(sentences_of):
    assert len(sentences_of("the cat sleeps\nthe very old dog walks over the hill\nbirds sing\n")) == 3


def test_empty_lines_and_lines_of_signs_are_no_sentences(sentences_of):
    assert sentences_of("one two\n\n* * *\n\nthree four\n") == [["one", "two"], ["three", "four"]]


def test_an_overlong_sentence_is_split_and_loses_nothing(sentences_of):
    words = [f"w{i}" for i in range(25_000)]
    parts = sentences_of(" ".join(words))
    assert [len(part) for part in parts] == [10_000, 10_000, 5_000]
    assert list(chain(*parts)) == words
