"""A window sliding over running text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.corpus.preprocessing import tokenise
from explorer.errors import BadOption
from explorer.training.inspector.options import InspectorOptions
from explorer.training.inspector.problems import BadText
from explorer.training.inspector.setup import TextSource, make_setup
from explorer.training.inspector.text_samples import FOX, THREE_SENTENCES, samples_from_text, tokens_of


def sample_of(word, method, window=2):
    from_text = samples_from_text(FOX, window, method)
    return next(each for each in from_text.samples if from_text.tokens[each.window.center].word == word)


def test_the_contexts_of_fox_predict_it_as_cbow():
    fox = sample_of("fox", "cbow")
    assert (fox.inputs, fox.targets) == (("quick", "brown", "jumps", "over"), ("fox",))


def test_fox_predicts_its_contexts_as_skip_gram():
    fox = sample_of("fox", "skipgram")
    assert (fox.inputs, fox.targets) == (("fox",), ("quick", "brown", "jumps", "over"))


def test_a_sample_knows_the_stretch_of_text_under_its_window():
    fox = sample_of("fox", "cbow")
    assert FOX[fox.start : fox.end] == "quick brown fox jumps over"
    assert (fox.window.first, fox.window.center, fox.window.last) == (1, 3, 6)


def test_the_window_is_cut_at_the_ends_of_the_text():
    from_text = samples_from_text(FOX, 2, "skipgram")
    assert from_text.samples[0].targets == ("quick", "brown")
    assert from_text.samples[-1].targets == ("the", "lazy")
    assert len(from_text.samples) == len(from_text.tokens) == 9


def test_a_window_does_not_reach_into_the_next_sentence():
    from_text = samples_from_text(THREE_SENTENCES, 20, "skipgram")
    assert from_text.samples[0].targets == ("cat", "is", "fluffy")
    assert {token.sentence for token in from_text.tokens} == {0, 1, 2}


def test_a_blank_line_ends_a_sentence_and_a_line_break_does_not():
    assert [token.sentence for token in tokens_of("one two\nthree\n\nfour")] == [0, 0, 0, 1]


def test_a_word_without_neighbours_makes_no_sample():
    from_text = samples_from_text("Stop. The cat sat.", 2, "cbow")
    assert [sample.targets[0] for sample in from_text.samples] == ["the", "cat", "sat"]


@pytest.mark.parametrize("text", ["", "   ", "word", "One. Two. Three.", "…!?"])
def test_a_text_without_two_words_in_a_sentence_is_refused(text):
    with pytest.raises(BadText, match="no two words in one sentence"):
        make_setup(TextSource(text))


LETTERS = [*"abCéΣ\u00ad'’-_. \n,!1.5—中", "e\u0301", "İ", "\u1112\u1161\u11ab"]
TEXTS = st.lists(st.sampled_from(LETTERS), max_size=60).map("".join)


@settings(deadline=None, max_examples=50)
@given(TEXTS)
def test_the_tokens_are_those_of_a_corpus_and_stand_where_they_say(text):
    tokens = list(tokens_of(text))
    assert [token.word for token in tokens] == tokenise(text)
    assert [token.start for token in tokens] == sorted(token.start for token in tokens)
    for token in tokens:
        written = text[token.start : token.end]
        assert written.strip() == written != ""
        read = [word.replace("ς", "σ") for word in tokenise(written)]  # a final sigma depends on what follows
        assert token.word.replace("ς", "σ") in read


def test_the_words_are_marked_exactly_where_they_stand():
    text = "“Don't stop—it’s the WHALE-ship!” Cafe\u0301—c\u00adafé"
    assert [text[token.start : token.end] for token in tokens_of(text)] == [
        "Don't", "stop", "it’s", "the", "WHALE-ship", "Cafe\u0301", "c\u00adafé"]  # fmt: skip


def test_in_a_stretch_too_long_to_be_searched_a_word_has_the_place_of_the_whole():
    text = "it’s" + "—so" * 100
    tokens = list(tokens_of(text))
    assert {(token.start, token.end) for token in tokens} == {(0, len(text))}
    assert [token.word for token in tokens] == ["it's", *["so"] * 100]


@settings(deadline=None, max_examples=50)
@given(TEXTS, st.integers(1, 5))
def test_cbow_and_skip_gram_are_the_same_windows_turned_round(text, window):
    cbow, skip_gram = (samples_from_text(text, window, method).samples for method in ("cbow", "skipgram"))
    assert [(sample.targets, sample.inputs, sample.window) for sample in cbow] == [
        (sample.inputs, sample.targets, sample.window) for sample in skip_gram
    ]


@pytest.mark.parametrize(("name", "value"), [("window", 0), ("window", 21), ("method", "glove")])
def test_a_window_or_method_out_of_range_is_refused_by_name(name, value):
    with pytest.raises(BadOption, match=rf"\({name}\)"):
        TextSource(FOX, **{name: value})


def test_the_words_are_counted_in_the_text_and_not_in_the_samples():
    setup = make_setup(TextSource(FOX, 2, "skipgram"))
    assert setup.counts[setup.index["the"]] == 2
    assert setup.counts.sum() == 9


def test_a_context_word_that_stands_there_twice_weighs_twice():
    setup = make_setup(TextSource("the cat the", 1, "cbow"), InspectorOptions(hidden_size=2))
    assert setup.encoded(1).x[setup.index["the"]] == 2.0
    assert setup.encoded(1).C == 2.0
