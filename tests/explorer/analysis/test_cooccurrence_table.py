"""How often some words meet, as a table, and what a model learned of them."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial.distance import cdist
from scipy.stats import linregress

from explorer.analysis import cooccurrence_table
from explorer.analysis.cooccurrence_table import ORDERS, TableOptions, count_corpus, learned_of, make_table
from explorer.corpus.cooccurrences import DIRECTIONS, CooccurrenceOptions, survey_cooccurrences
from explorer.corpus.preprocessing import TokenOptions
from explorer.corpus.reading import open_corpus
from explorer.corpus.weighting import WEIGHTINGS
from explorer.embedding import Embedding
from explorer.errors import EmptyCorpus, ExplorerError
from explorer.samples import data_folder
from explorer.task import Cancelled, Task

THREE = "The cat is fluffy. The dog is fluffy. The cat and the dog are friends."


@pytest.fixture
def corpus_of(tmp_path):
    def write(text):
        (tmp_path / "three.txt").write_text(text, encoding="utf-8")
        return open_corpus([tmp_path / "three.txt"])

    return write


@pytest.fixture
def three(corpus_of):
    return count_corpus(corpus_of(THREE), TokenOptions(), 5, False)


@pytest.fixture(scope="module")
def moby_dick():
    corpus = open_corpus([data_folder() / "moby-dick.txt"])
    return corpus, count_corpus(corpus, TokenOptions(), 5, True)


def value(table, row, column):
    return table.values[table.words.index(row), table.words.index(column)]


def test_the_three_sentences_give_their_small_table(three):
    table = make_table(three, TableOptions())
    assert table.words == ("the", "cat", "is", "fluffy", "dog", "and", "are", "friends")
    assert value(table, "cat", "fluffy") == 1
    assert value(table, "the", "cat") == 3  # "The cat is ...", and both "the" of "The cat and the dog ..."
    assert value(table, "cat", "dog") == 1
    assert value(table, "is", "friends") == 0
    assert (table.values == table.values.T).all()


def test_direction_and_weighting_are_those_of_the_counts(three):
    for direction in DIRECTIONS:
        for weighting in WEIGHTINGS:
            table = make_table(three, TableOptions(direction=direction, weighting=weighting))
            expected = three.cooccurrences.submatrix(range(8), direction=direction, weighting=weighting)
            assert (table.values == expected).all()
            assert (table.counts == three.cooccurrences.submatrix(range(8), direction=direction)).all()
            assert (table.pairs == three.cooccurrences.submatrix(range(8))).all()
    right = make_table(three, TableOptions(direction="right"))
    assert (value(right, "cat", "dog"), value(right, "dog", "cat")) == (1, 0)


def test_a_novel_is_counted_as_it_is_from_its_file(moby_dick):
    corpus, counted = moby_dick
    expected = survey_cooccurrences(corpus, CooccurrenceOptions(window=5, min_count=counted.min_count))
    assert counted.cooccurrences.index_to_key == expected.index_to_key
    assert (counted.cooccurrences.counts == expected.counts).all()
    assert abs(counted.cooccurrences.followed - expected.followed).max() < 1e-9


def test_the_most_frequent_words_can_be_left_out(moby_dick):
    _, counted = moby_dick
    table = make_table(counted, TableOptions(n_words=10, leave_out=100))
    assert table.words == counted.cooccurrences.index_to_key[100:110]


def test_chosen_words_are_shown_once_and_those_that_were_not_counted_are_named(moby_dick):
    _, counted = moby_dick
    table = make_table(counted, TableOptions(words=("Whale", "ship", "whale", "zeppelin"), order="given"))
    assert table.words == ("whale", "ship")
    assert table.unknown == ("zeppelin",)


@pytest.mark.parametrize("order", ORDERS)
def test_each_order_holds_the_same_words_with_their_own_values(three, order):
    table = make_table(three, TableOptions(words=("is", "the", "dog", "cat", "friends"), order=order))
    assert sorted(table.words) == ["cat", "dog", "friends", "is", "the"]
    assert value(table, "the", "cat") == 3
    assert (table.tree is not None) == (order == "clustering")
    if order != "clustering":
        assert (
            table.words
            == {
                "frequency": ("the", "cat", "is", "dog", "friends"),
                "alphabet": ("cat", "dog", "friends", "is", "the"),
                "given": ("is", "the", "dog", "cat", "friends"),
            }[order]
        )


def test_more_words_than_a_table_holds_are_the_most_frequent_of_them(three, monkeypatch):
    monkeypatch.setattr(cooccurrence_table, "MOST_WORDS", 3)
    table = make_table(three, TableOptions(words=("friends", "cat", "is", "the"), order="frequency"))
    assert table.words == ("the", "cat", "is")
    assert table.n_more == 1


def embedding_of(words, seed=0):
    random = np.random.default_rng(seed)
    return Embedding("e", tuple(words), random.normal(size=(len(words), 6)).astype(np.float32))


def test_similarities_are_cosines_and_blank_where_the_model_knows_nothing(three):
    vectors = np.random.default_rng(1).normal(size=(7, 6)).astype(np.float32)
    vectors[2] = 0
    embedding = Embedding("e", ("dog", "cat", "the", "is", "fluffy", "and", "are"), vectors)
    table = make_table(three, TableOptions(), embedding)
    assert table.learned.unknown == ("friends",)
    places = [table.words.index(word) for word in ("dog", "cat", "is")]
    expected = 1 - cdist(vectors[[0, 1, 3]].astype(np.float64), vectors[[0, 1, 3]].astype(np.float64), "cosine")
    np.testing.assert_allclose(table.learned.similarities[np.ix_(places, places)], expected, atol=1e-12)
    for word in ("friends", "the"):
        assert np.isnan(table.learned.similarities[table.words.index(word)]).all()


def test_the_line_through_log_counts_and_dot_products_is_that_of_scipy(moby_dick):
    _, counted = moby_dick
    embedding = embedding_of(counted.cooccurrences.index_to_key[:40])
    table = make_table(counted, TableOptions(n_words=50), embedding)
    fit = table.learned.fit
    assert (fit.rows < fit.columns).all()
    np.testing.assert_allclose(fit.log_counts, np.log(table.pairs[fit.rows, fit.columns]))
    place = 17
    one, other = (embedding.vectors[embedding.key_to_index[table.words[i[place]]]] for i in (fit.rows, fit.columns))
    assert fit.dots[place] == pytest.approx(float(one.astype(float) @ other.astype(float)))
    assert len(fit.dots) == (np.triu(table.pairs[:40, :40], 1) > 0).sum()
    expected = linregress(fit.log_counts, fit.dots)
    assert fit.slope == pytest.approx(expected.slope)
    assert fit.intercept == pytest.approx(expected.intercept)
    assert fit.correlation == pytest.approx(expected.rvalue)


def test_too_few_pairs_or_equal_ones_have_no_line():
    words = ("a", "b", "c", "d")
    assert learned_of(embedding_of(words), words, np.ones((4, 4))).fit is None
    assert learned_of(embedding_of(words), words, np.zeros((4, 4))).fit is None
    assert learned_of(embedding_of(("a", "x")), words, np.ones((4, 4))) is None


@given(st.lists(st.floats(-(2.0**100), 2.0**100, width=32), min_size=8, max_size=8))
def test_no_vectors_break_the_table(values):
    vectors = np.array(values, dtype=np.float32).reshape(4, 2)
    pairs = np.arange(16.0).reshape(4, 4) + np.arange(16.0).reshape(4, 4).T
    found = learned_of(Embedding("e", ("a", "b", "c", "d"), vectors), ("a", "b", "c", "d"), pairs)
    finite = found.similarities[np.isfinite(found.similarities)]
    assert (np.abs(finite) <= 1).all()
    assert found.fit is None or abs(found.fit.correlation) <= 1


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (TableOptions(leave_out=7), "^three has 8 words. Leave out fewer"),
        (TableOptions(words=("cat",)), "Choose two words"),
        (TableOptions(words=("cat", "zeppelin", "yacht")), "“zeppelin”, “yacht” do not occur in three. Choose other"),
        (TableOptions(words=("cat", "dgo")), r"“dgo” does not occur in three. Did you mean dog\?$"),
    ],
)
def test_too_few_words_are_told_in_a_sentence(three, options, sentence):
    with pytest.raises(ExplorerError, match=sentence):
        make_table(three, options)


def test_words_that_are_too_rare_are_told_with_the_minimum_count(corpus_of):
    counted = count_corpus(corpus_of("The cat and the dog. A dog."), TokenOptions(), 5, False)
    rarer = replace(counted, min_count=3)
    with pytest.raises(ExplorerError, match="“zeppelin” does not occur 3 times or more in"):
        make_table(rarer, TableOptions(words=("cat", "zeppelin")))
    with pytest.raises(ExplorerError, match=r"has .* words that occur 3 times or more\. Leave out fewer"):
        make_table(rarer, TableOptions(leave_out=100))


def test_a_text_without_pairs_is_told_in_a_sentence(corpus_of):
    with pytest.raises(EmptyCorpus, match="no two words stand near each other"):
        count_corpus(corpus_of("Alone. Apart."), TokenOptions(), 5, False)


def test_counting_and_making_a_table_can_be_cancelled(corpus_of, three):
    task = Task()
    task.cancel()
    with pytest.raises(Cancelled):
        count_corpus(corpus_of(THREE), TokenOptions(), 5, False, task)
    with pytest.raises(Cancelled):
        make_table(three, TableOptions(), task=task)
