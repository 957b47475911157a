import numpy as np
import pytest

from explorer.embedding import Embedding
from explorer.errors import BadOption, ExplorerError
from explorer.projection.words import WordChoice, choose_words, matching
from explorer.task import Cancelled, Task

WORDS = ("the", "Undo", "king", "unable", "under", "of", "sun", "a/b")
KINDS = ("x", "verb", "noun", "adj", "x", "x", "noun", "")


@pytest.fixture(scope="module")
def embedding():
    return Embedding("words", WORDS, np.eye(8, dtype=np.float32), metadata={"pos": KINDS})


def chosen(embedding, selection=(), **choice):
    found = choose_words(embedding, WordChoice(**choice), selection)
    return None if found is None else [WORDS[index] for index in found]


def test_without_a_condition_all_words_are_chosen(embedding):
    assert WordChoice().is_all
    assert chosen(embedding) is None
    assert chosen(embedding, n=8) is None
    assert chosen(embedding, filter="/./") is None


def test_the_first_words_are_the_most_frequent(embedding):
    assert chosen(embedding, n=3) == ["the", "Undo", "king"]
    assert WordChoice(n=3).told() == "", "the number says it all"


def test_the_selection_can_be_all_that_is_placed(embedding):
    assert chosen(embedding, [6, 2], selected=True) == ["king", "sun"]
    with pytest.raises(ExplorerError, match="No words are selected"):
        chosen(embedding, selected=True)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("un", ["Undo", "unable", "under"]),
        ("/^un/", ["Undo", "unable", "under"]),
        ("/^(?-i:un)/", ["unable", "under"]),
        ("/UN|ing/i", ["Undo", "king", "unable", "under", "sun"]),
        ("pos: noun", ["king", "sun"]),
        ("/", []),
        ("a/", ["a/b"]),
        (".", []),
        ("pos:", []),
        ("kind: noun", []),
    ],
)
def test_a_filter_is_a_beginning_a_regular_expression_or_a_value_of_a_column(embedding, text, found):
    if found:
        assert chosen(embedding, filter=text) == found
    else:
        with pytest.raises(ExplorerError, match="No word is found"):
            matching(embedding, text)


def test_a_filter_that_cannot_be_read_is_told_with_the_reason(embedding):
    with pytest.raises(BadOption, match=r"“/\(/” is no regular expression: missing \)"):
        matching(embedding, "/(/")


def test_conditions_stand_on_top_of_each_other(embedding):
    choice = WordChoice(selected=True, filter="u", n=2)
    assert choose_words(embedding, choice, [1, 3, 4, 6]).tolist() == [1, 3]
    assert choice.told() == "of the selection, beginning with “u”"


def test_of_each_value_of_a_column_equally_many_words_are_taken_its_first_ones(embedding):
    assert chosen(embedding, column="pos", n=5) == ["the", "Undo", "king", "unable", "a/b"]
    assert chosen(embedding, column="pos", n=7) == ["the", "Undo", "king", "unable", "under", "sun", "a/b"]
    with pytest.raises(BadOption, match=r"no column “kind” .* the columns are: pos"):
        chosen(embedding, column="kind", n=2)


def test_no_words_at_all_are_refused(embedding):
    with pytest.raises(BadOption, match="number of words is 0"):
        chosen(embedding, n=0)


def test_choosing_can_be_cancelled(embedding):
    task = Task()
    task.cancel()
    with pytest.raises(Cancelled):
        choose_words(embedding, WordChoice(filter="un"), task=task)
