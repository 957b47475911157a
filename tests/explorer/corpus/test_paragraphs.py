"""Which line breaks mean something: those of an editor do not."""

import textwrap

from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.corpus.paragraphs import MOST_LINES, paragraphs

PROSE = (
    "Call me Ishmael. Some years ago, never mind how long precisely, having little or no money in my purse, and "
    "nothing particular to interest me on shore, I thought I would sail about a little and see the watery part of the "
    "world. It is a way I have of driving off the spleen and regulating the circulation."
)
WORDS = st.lists(st.text("abcdefgh", min_size=1, max_size=12), min_size=1, max_size=120)


def test_wrapped_lines_are_one_paragraph():
    lines = textwrap.wrap(PROSE, 60)
    assert list(paragraphs(lines)) == [PROSE]


def test_empty_lines_part_paragraphs():
    lines = [*textwrap.wrap(PROSE, 60), "", "  ", *textwrap.wrap(PROSE, 60)]
    assert list(paragraphs(lines)) == [PROSE, PROSE]


def test_lines_that_are_a_sentence_each_stay_apart():
    lines = ["The cat sleeps", "A very long dog walks over the wide green hill", "Birds sing", "It rains in the valley"]
    assert list(paragraphs(lines)) == lines


def test_a_list_of_words_is_not_wrapped():
    assert list(paragraphs(["cat", "elephant", "ox", "butterfly"])) == ["cat", "elephant", "ox", "butterfly"]


def test_long_lines_are_paragraphs_of_their_own():
    assert list(paragraphs([PROSE, PROSE, "short"])) == [PROSE, PROSE, "short"]


def test_a_run_of_lines_without_an_end_is_not_kept_in_memory():
    def endless():
        while True:
            yield "The cat sleeps"
            yield "A very long dog walks over the wide green hill"

    taken = paragraphs(endless())
    assert [next(taken) for _ in range(2 * MOST_LINES)][-1].startswith("A very long dog")


@settings(deadline=None)
@given(WORDS, st.integers(50, 100))
def test_what_an_editor_has_wrapped_comes_back_whole(words, width):
    text = " ".join(words)
    assert list(paragraphs(textwrap.wrap(text, width))) == [text]


@settings(deadline=None)
@given(st.lists(st.text("abc .", max_size=30)))
def test_no_word_is_lost_whatever_the_lines(lines):
    assert " ".join(paragraphs(lines)).split() == " ".join(lines).split()
