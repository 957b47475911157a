"""The chain as a whole: what it streams, where its tokens stand, what it shows of each step, what it learns."""

import string
import threading

import pytest
from gensim.models.phrases import FrozenPhrases
from gensim.models.phrases import Phrases as Learned
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.corpus.chain import pattern
from explorer.corpus.chain.splitting import with_one_spelling
from explorer.corpus.concordance import concordance_of
from explorer.corpus.preprocessing import (
    TokenOptions,
    chain_of,
    known_chain,
    learned_from,
    plain_chain,
    sentences,
    tokenise,
)
from explorer.corpus.reading import open_corpus
from explorer.corpus.vocabulary import survey_corpus
from explorer.errors import BadOption, EmptyCorpus
from explorer.task import Cancelled, Task

CITIES = "In New York it rains. New York is large. I love New York. York is old. A new day. " * 4

KINDS = [
    TokenOptions(),
    TokenOptions(lower=False, punctuation="keep"),
    TokenOptions(numbers="one", stop_words=True),
    TokenOptions(tokens="spaces", base="snowball"),
    TokenOptions(tokens="spaces", punctuation="keep", numbers="drop"),
    TokenOptions(phrases=True, phrase_min_count=1, phrase_threshold=0.1),
    TokenOptions(phrases=True, phrase_length="four", phrase_min_count=1, phrase_threshold=0.1),
    TokenOptions(pieces="bpe", n_pieces=60),
    TokenOptions(pieces="wordpiece", n_pieces=60, phrases=True, phrase_min_count=1, phrase_threshold=0.1),
]


@pytest.fixture
def corpus_of(tmp_path):
    def make(text):
        path = tmp_path / "text.txt"
        path.write_text(text, encoding="utf-8")
        return open_corpus([path])

    return make


@pytest.fixture(scope="module")
def chains():
    texts = CITIES.split(". ")
    return [learned_from(texts, options) for options in KINDS]


@settings(deadline=None, max_examples=60)
@given(text=st.one_of(st.text(max_size=40), st.lists(st.sampled_from(["New", "York", "is", "3", "’t"])).map(" ".join)))
def test_each_token_has_a_place_and_the_last_stage_shows_the_tokens(chains, text):
    text = with_one_spelling(text)
    for chain in chains:
        tokens = next(chain.read([text]))
        places = next(chain.places([text]))
        (stages,) = chain.trace([text])
        assert len(places) == len(tokens)
        assert list(stages[-1].tokens) == tokens
        assert places == sorted(places)
        assert all(0 <= start < end <= len(text) for start, end in places)


def test_the_stages_follow_each_other_as_the_options_say():
    (stages,) = plain_chain(TokenOptions(stop_words=True, base="snowball", numbers="drop")).trace(
        ["The 2 Whales swam."]
    )
    assert [(stage.key, list(stage.tokens)) for stage in stages] == [
        ("tokens", ["The", "2", "Whales", "swam"]),
        ("lower", ["the", "2", "whales", "swam"]),
        ("numbers", ["the", "whales", "swam"]),
        ("stop_words", ["whales", "swam"]),
        ("base", ["whale", "swam"]),
    ]


def test_phrases_are_those_of_gensim(corpus_of):
    corpus = corpus_of(CITIES)
    plain = list(sentences(corpus))
    frozen = FrozenPhrases(Learned(plain, min_count=3, threshold=0.5, delimiter="_"))
    options = TokenOptions(phrases=True, phrase_min_count=3, phrase_threshold=0.5)
    found = list(sentences(corpus, options))
    assert found == [frozen[tokens] for tokens in plain]
    assert any("new_york" in tokens for tokens in found)


def test_phrases_of_up_to_four_words_are_those_that_gensim_joins_twice(corpus_of):
    corpus = corpus_of(
        " ".join(f"The{word} New York Times {word}ing. New York {word}s." for word in string.ascii_lowercase)
    )
    plain = list(sentences(corpus))
    pairs = Learned(plain, min_count=3, threshold=0.1, delimiter="_")
    longer = Learned(pairs[plain], min_count=3, threshold=0.1, delimiter="_")
    options = TokenOptions(phrases=True, phrase_length="four", phrase_min_count=3, phrase_threshold=0.1)
    assert list(sentences(corpus, options)) == [longer[pairs[tokens]] for tokens in plain]
    (line, *_) = concordance_of(corpus, options).lines("new_york_times").lines
    assert [line.text[start:end] for start, end in line.marks] == ["New York Times"]


def test_what_is_learned_is_learned_once_for_a_corpus_and_its_options(corpus_of):
    corpus, options = corpus_of(CITIES), TokenOptions(pieces="bpe", n_pieces=50)
    assert known_chain(corpus, options) is None
    chain = chain_of(corpus, options)
    assert chain_of(corpus, options) is chain is known_chain(corpus, options)
    assert known_chain(corpus, TokenOptions()) is not None


def test_the_pieces_of_a_corpus_put_its_words_together_again(corpus_of):
    corpus = corpus_of(CITIES)
    words = [word for tokens in sentences(corpus) for word in tokens]
    bpe = [part for tokens in sentences(corpus, TokenOptions(pieces="bpe", n_pieces=50)) for part in tokens]
    assert "".join(bpe).replace("</w>", " ").split() == words
    wordpiece = [part for tokens in sentences(corpus, TokenOptions(pieces="wordpiece", n_pieces=50)) for part in tokens]
    assert " ".join(wordpiece).replace(" ##", "").split() == words


def test_lines_and_paragraphs_can_be_sentences(corpus_of):
    corpus = corpus_of("One two. Three\nfour five.\n\nSix.\n")
    assert list(sentences(corpus, TokenOptions(sentence_split="lines"))) == [
        ["one", "two", "three"], ["four", "five"], ["six"],
    ]  # fmt: skip
    paragraph = "Some years ago, never mind how long precisely, having little or\nno money. I sailed about a little."
    assert len(list(sentences(corpus_of(paragraph), TokenOptions(sentence_split="paragraphs")))) == 1


def test_a_pattern_of_the_users_keeps_capitals_for_itself_and_joins_blanks():
    options = TokenOptions(tokens="pattern", pattern=r"New York|\w+")
    assert tokenise("I love New York", options) == ["i", "love", "new_york"]


def test_a_pattern_that_would_try_for_years_is_told_of(monkeypatch):
    monkeypatch.setattr(pattern, "SECONDS", 0.2)
    with pytest.raises(BadOption, match=r"took more than 0\.2 seconds near “aaaa"):
        tokenise("a" * 60 + "!", TokenOptions(tokens="pattern", pattern=r"(a+)+$"))


def test_a_pattern_that_would_try_for_years_can_be_cancelled():
    task = Task()
    timer = threading.Timer(0.2, task.cancel)
    timer.start()
    chain = plain_chain(TokenOptions(tokens="pattern", pattern=r"(a+)+$"))
    with pytest.raises(Cancelled):
        next(chain.read(["a" * 60 + "!"], task))
    timer.join()


def test_stop_words_that_leave_nothing_are_told_from_a_text_without_words(corpus_of):
    with pytest.raises(EmptyCorpus, match="no word is left of this text without the stop words"):
        survey_corpus(corpus_of("He is it. We are they."), TokenOptions(stop_words=True))
    with pytest.raises(EmptyCorpus, match="there is no word in this text"):
        survey_corpus(corpus_of("..."), TokenOptions(stop_words=True))


def test_more_characters_than_pieces_are_told_before_anything_is_learned(corpus_of):
    text = " ".join(chr(0x4E00 + place) for place in range(100))
    with pytest.raises(BadOption, match=r"made of 200 characters .* Set the number of pieces to 200 or more"):
        survey_corpus(corpus_of(text), TokenOptions(pieces="bpe", n_pieces=150))


def test_the_lines_of_a_stem_a_phrase_and_a_piece_are_found_and_marked(corpus_of):
    corpus = corpus_of("The Whales swam in New York. A whale dives. " * 3)

    def marked(options, word):
        found = concordance_of(corpus, options).lines(word)
        return [line.text[start:end] for line in found.lines[:2] for start, end in line.marks]

    assert marked(TokenOptions(base="snowball"), "whale") == ["Whales", "whale"]
    assert marked(TokenOptions(base="snowball"), "Whales") == ["Whales", "whale"]
    phrases = TokenOptions(phrases=True, phrase_min_count=1, phrase_threshold=0.5)
    assert marked(phrases, "new_york") == ["New York", "New York"]
    pieces = TokenOptions(pieces="wordpiece", n_pieces=34)
    last = next(chain_of(corpus, pieces).read(["whales"]))[-1]
    assert last.startswith("##")
    assert "Whales" in marked(pieces, last)
