import numpy as np
import pytest

from explorer.analysis.expression_parser import BadExpression
from explorer.analysis.word_queries import AskedWords, NoMatch
from explorer.embedding import Embedding
from explorer.errors import UnknownWord
from widgets.parts.completion import MOST_NAMED, WordFinder, look_up, look_up_all

WORDS = ("the", "king", "kind", "king's", "Viking", "kin", "İstanbul", "naïve", "stand", "a b")


def embedding_of(words):
    return Embedding("e", tuple(words), np.ones((len(words), 2), dtype=np.float32))


@pytest.fixture
def finder():
    return WordFinder(WORDS)


def completed(finder, letters, most=30):
    return [finder.index_to_key[i] for i in finder.complete(letters, most)]


def test_the_word_itself_comes_first_then_beginnings_then_containing_words(finder):
    assert completed(finder, "kin") == ["kin", "king", "kind", "king's", "Viking"]


def test_case_does_not_matter(finder):
    assert completed(finder, "KING") == ["king", "king's", "Viking"]
    assert completed(finder, "vik") == ["Viking"]


def test_other_scripts_and_accents_do_not_shift_the_words_behind_them(finder):
    assert completed(finder, "ïve") == ["naïve"]
    assert completed(finder, "stan") == ["stand", "İstanbul"]


def test_no_more_are_offered_than_asked_for(finder):
    assert completed(finder, "kin", 2) == ["kin", "king"]


def test_nothing_typed_offers_nothing(finder):
    assert completed(finder, "") == []
    assert completed(finder, "   ") == []
    assert completed(finder, "zzz") == []


def test_it_agrees_with_a_plain_search_over_many_words():
    random = np.random.default_rng(3)
    words = list(dict.fromkeys("".join(random.choice(list("abcABC"), size=4)) for _ in range(3000)))
    finder = WordFinder(tuple(words))
    for letters in ("a", "ab", "bca", "cabb"):
        exact = [w for w in words if w.lower() == letters]
        begin = [w for w in words if w.lower().startswith(letters) and w not in exact]
        contain = [w for w in words if letters in w.lower() and w not in begin and w not in exact]
        assert completed(finder, letters) == (exact + begin + contain)[:30]


def test_a_zero_byte_in_a_word_does_not_confuse_the_words_behind_it():
    assert completed(WordFinder(("a\0b", "king")), "kin") == ["king"]


def test_a_word_is_looked_up_and_an_unknown_one_comes_back_with_near_spellings():
    embedding = embedding_of(WORDS)
    assert look_up(embedding, "KING") == 1
    answer = look_up(embedding, "kingg")
    assert isinstance(answer, UnknownWord)
    assert "king" in answer.suggestions


def test_a_pattern_or_a_list_asks_for_several_words_and_mistakes_come_back():
    embedding = embedding_of(WORDS)
    assert look_up(embedding, "/^kin.$/") == AskedWords("/^kin.$/", (1, 2))
    assert look_up(embedding, "odd(king, kind, the)").indices == (0, 1, 2)
    assert isinstance(look_up(embedding, "/(/"), BadExpression)
    assert isinstance(look_up(embedding, "/qqq/"), NoMatch)
    assert look_up(embedding_of(["a", "/b/"]), "/b/") == 1


def test_of_many_unknown_words_the_first_are_named_and_the_others_counted():
    found = look_up_all(embedding_of(WORDS), [f"xq{place}" for place in range(MOST_NAMED + 1_200)])
    assert len(found.unknown) == MOST_NAMED + 1_200
    assert f", xq{MOST_NAMED - 1} and 1,200 more." in found.problem
    few = look_up_all(embedding_of(WORDS), [f"xq{place}" for place in range(MOST_NAMED)])
    assert few.problem.endswith(f", xq{MOST_NAMED - 1}.")
