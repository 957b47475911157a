"""GloVe: counting in steps, and one cell at a time."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.corpus.cooccurrence import count_cooccurrences
from explorer.corpus.preprocessing import tokenise
from explorer.errors import BadOption
from explorer.training.inspector.glove import make_glove_setup, take_glove_step, weight_of
from explorer.training.inspector.history import History
from explorer.training.inspector.options import GloveOptions
from explorer.training.inspector.problems import BadText
from explorer.training.inspector.text_samples import THREE_SENTENCES


def counted_by_hand(sentences, vocabulary, window, by_distance):
    """The co-occurrences by two loops over each sentence."""
    X = np.zeros((len(vocabulary), len(vocabulary)))  # noqa: N806
    for sentence in sentences:
        for i, word in enumerate(sentence):
            for j, other in enumerate(sentence):
                if 0 < abs(i - j) <= window:
                    X[vocabulary.index(word), vocabulary.index(other)] += 1 / abs(i - j) if by_distance else 1
    return X


def test_the_three_sentences_are_counted():
    setup = make_glove_setup(THREE_SENTENCES, GloveOptions(window=1))
    assert setup.vocabulary == ("and", "are", "cat", "dog", "fluffy", "friends", "is", "the")
    count = {(a, b): setup.X[setup.index[a], setup.index[b]] for a in setup.vocabulary for b in setup.vocabulary}
    assert count["the", "cat"] == count["cat", "the"] == 2
    assert count["the", "dog"] == count["is", "fluffy"] == 2
    assert count["cat", "and"] == count["and", "the"] == count["dog", "are"] == count["are", "friends"] == 1
    assert count["fluffy", "the"] == 0  # they stand in different sentences
    assert setup.X.sum() == 2 * (3 + 3 + 6)


@settings(deadline=None)
@given(
    st.lists(st.lists(st.sampled_from("abcde"), min_size=2, max_size=8), min_size=1, max_size=4),
    st.integers(1, 20),
    st.booleans(),
)
def test_the_matrix_is_counted_as_by_hand_and_is_symmetric(sentences, window, by_distance):
    text = "\n\n".join(" ".join(sentence) for sentence in sentences)
    setup = make_glove_setup(text, GloveOptions(hidden_size=1, window=window, by_distance=by_distance))
    np.testing.assert_allclose(setup.X, counted_by_hand(sentences, setup.vocabulary, window, by_distance))
    np.testing.assert_allclose(setup.X, setup.X.T)


@pytest.mark.parametrize("by_distance", [True, False])
def test_the_matrix_is_that_of_the_counting_over_a_corpus(by_distance):
    setup = make_glove_setup(THREE_SENTENCES, GloveOptions(window=3, by_distance=by_distance))
    sentences = [tokenise(sentence) for sentence in THREE_SENTENCES.split(". ")]
    expected = count_cooccurrences(sentences, setup.vocabulary, 3, distance_weighting=by_distance)
    np.testing.assert_allclose(setup.X, expected.toarray())


def test_the_matrix_grows_by_one_cell_in_each_step_of_counting():
    setup = make_glove_setup(THREE_SENTENCES)
    assert not setup.counted(0).any()
    for n, seen in enumerate(setup.counting):
        grown = setup.counted(n + 1) - setup.counted(n)
        assert np.flatnonzero(grown).tolist() == [seen.row * setup.n_words + seen.column]
        assert grown[seen.row, seen.column] == pytest.approx(1 / seen.distance)
        assert setup.vocabulary[seen.row] == setup.tokens[seen.center].word
        assert setup.vocabulary[seen.column] == setup.tokens[seen.context].word
        assert abs(seen.center - seen.context) == seen.distance <= 2
    np.testing.assert_array_equal(setup.counted(len(setup.counting)), setup.X)


def test_the_steps_take_every_cell_that_is_not_zero_once_in_a_pass():
    setup = make_glove_setup(THREE_SENTENCES, GloveOptions(shuffle=True))
    taken = [setup.cell_of(step) for step in range(setup.n_places)]
    assert sorted(taken) == [tuple(cell) for cell in np.argwhere(setup.X > 0).tolist()]
    assert setup.pass_of(setup.n_places) == 1


def test_frequent_pairs_weigh_at_most_one():
    options = GloveOptions(x_max=10, alpha=0.75)
    assert weight_of(10, options) == weight_of(1000, options) == 1
    assert weight_of(1, options) == pytest.approx(0.1**0.75)
    assert weight_of(0.5, options) < weight_of(1, options)


def test_only_the_two_vectors_and_biases_of_the_cell_move():
    setup = make_glove_setup(THREE_SENTENCES)
    moment = History(setup).advance(30)
    step = take_glove_step(setup, moment)
    for name, row in (("W", step.i), ("W_out", step.j), ("b", step.i), ("b_out", step.j)):
        before, after = getattr(step.before, name), getattr(step.after, name)
        changed = (before != after).reshape(setup.n_words, -1).any(axis=1)
        assert np.flatnonzero(changed).tolist() == [row], name


def test_in_the_end_the_products_are_the_logarithms_of_the_counts():
    setup = make_glove_setup(THREE_SENTENCES, GloveOptions(x_max=1.0))
    moment = History(setup).advance(400 * setup.n_places)
    fitted = moment.W @ moment.W_out.T + moment.b[:, None] + moment.b_out
    seen = setup.X > 0
    np.testing.assert_allclose(fitted[seen], np.log(setup.X[seen]), atol=0.02)


def test_a_text_without_neighbours_and_too_many_dimensions_are_refused():
    with pytest.raises(BadText, match="no two words"):
        make_glove_setup("One. Two.")
    with pytest.raises(BadOption, match="from 1 to 8, the number of different words"):
        make_glove_setup(THREE_SENTENCES, GloveOptions(hidden_size=9))
    many = " ".join(f"w{i}" for i in range(201))
    with pytest.raises(BadText, match="201 different words"):
        make_glove_setup(many)
