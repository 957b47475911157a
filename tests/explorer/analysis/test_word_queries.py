import numpy as np
import pytest

from explorer.analysis.expression_parser import BadExpression
from explorer.analysis.word_queries import AskedWords, NoMatch, words_asked_for
from explorer.embedding import Embedding
from explorer.errors import UnknownWord
from explorer.task import Cancelled, Task

WORDS = ("the", "king", "Viking", "kind", "walking", "new york", "/")
EMBEDDING = Embedding("e", WORDS, np.ones((len(WORDS), 2), dtype=np.float32))


@pytest.mark.parametrize(
    ("text", "found"),
    [("/king$/", (1, 2, 4)), (" /^k/ ", (1, 3)), ("/KIN/i", (1, 2, 3, 4)), ("/ /", (5,)), ("/^(the|kind)$/", (0, 3))],
)
def test_a_pattern_between_slashes_asks_for_all_words_that_it_matches(text, found):
    assert words_asked_for(EMBEDDING, text) == AskedWords(text.strip(), found)


def test_a_pattern_that_cannot_be_read_is_pointed_at():
    with pytest.raises(BadExpression, match="unterminated subpattern") as told:
        words_asked_for(EMBEDDING, "/ki(ng/")
    assert told.value.position == "/ki(ng/".index("(")


def test_a_pattern_that_matches_nothing_is_a_sentence():
    with pytest.raises(NoMatch, match=r"^No word matches /qqq/\."):
        words_asked_for(EMBEDDING, "/qqq/")


def test_odd_asks_for_its_words_with_commas_or_blanks_between_them_and_quotes_around_blanks():
    asked = words_asked_for(EMBEDDING, 'odd(king, kind "new york")')
    assert asked == AskedWords('odd(king, kind "new york")', (1, 3, 5), asks_for_odd=True)
    with pytest.raises(BadExpression, match="three words or more"):
        words_asked_for(EMBEDDING, "odd(king, kind)")
    with pytest.raises(UnknownWord, match="qqqq"):
        words_asked_for(EMBEDDING, "odd(king, kind, qqqq)")


def test_other_texts_are_no_such_question():
    assert words_asked_for(EMBEDDING, "king - kind") is None
    assert words_asked_for(EMBEDDING, "king/kind") is None


def test_a_search_by_a_pattern_can_be_cancelled():
    task = Task()
    task.cancel()
    with pytest.raises(Cancelled):
        words_asked_for(EMBEDDING, "/king/", task)
