"""A trained embedding, looked into on chosen words."""

import numpy as np
import pytest

from explorer.embedding import Embedding
from explorer.errors import BadOption, ExplorerError, UnknownWord
from explorer.training.inspector.embedding_setup import set_up_embedding
from explorer.training.inspector.options import InspectorOptions
from explorer.training.inspector.problems import BadText
from explorer.training.inspector.stepping import excite, take_step

WORDS = ("animal3", "colour0", "number7", "animal1")


def test_the_chosen_words_have_their_own_vectors(small_embedding):
    setup = set_up_embedding(small_embedding, WORDS)
    rows = [small_embedding.index_of(word) for word in WORDS]
    assert setup.vocabulary == WORDS
    np.testing.assert_array_equal(setup.start.W, small_embedding.vectors[rows].astype(np.float64))
    np.testing.assert_array_equal(setup.counts, small_embedding.counts[rows])
    assert setup.hidden_size == small_embedding.dim


def test_the_softmax_goes_over_the_chosen_words_only_and_says_so(small_embedding):
    setup = set_up_embedding(small_embedding, WORDS)
    assert excite(setup, setup.start, [0]).p.sum() == pytest.approx(1)
    assert setup.notices[0].startswith("4 of 60 words of three groups are shown; the output layer knows these words")


def test_output_vectors_are_taken_where_they_are_known(small_embedding):
    output = np.arange(60 * 8, dtype=np.float32).reshape(60, 8)
    setup = set_up_embedding(small_embedding, WORDS, output_vectors=output)
    np.testing.assert_array_equal(setup.start.W_out, output[[small_embedding.index_of(word) for word in WORDS]])
    assert len(setup.notices) == 1


def test_without_output_vectors_the_input_vectors_stand_in_and_it_says_so(small_embedding):
    setup = set_up_embedding(small_embedding, WORDS)
    np.testing.assert_array_equal(setup.start.W_out, setup.start.W)
    assert "no output vectors; its input vectors stand in" in setup.notices[1]


def test_the_inner_nodes_of_a_huffman_tree_begin_at_zero_and_it_says_so(small_embedding):
    setup = set_up_embedding(small_embedding, WORDS, InspectorOptions(objective="hierarchical"))
    assert setup.start.W_out.shape == (3, 8)
    assert not setup.start.W_out.any()
    assert "begin at zero" in setup.notices[1]


def test_with_samples_over_the_words_the_model_learns_on(small_embedding):
    setup = set_up_embedding(small_embedding, WORDS, InspectorOptions(learning_rate=0.01), "animal3^animal1|colour0")
    first = take_step(setup, setup.start)
    moment = first.after
    for _ in range(20):
        moment = take_step(setup, moment).after
    assert take_step(setup, moment).loss < first.loss
    np.testing.assert_array_equal(moment.W[2], setup.start.W[2])
    assert small_embedding.vectors.flags.writeable is False


def test_without_samples_the_words_can_be_lit_but_nothing_is_learned(small_embedding):
    setup = set_up_embedding(small_embedding, WORDS)
    with pytest.raises(ExplorerError, match="There are no samples to learn from"):
        take_step(setup, setup.start)


def test_a_sample_with_a_word_that_was_not_chosen_is_marked(small_embedding):
    text = "animal3|colour0, animal1|king"
    with pytest.raises(BadText, match="“king” in sample 2 is not among the chosen words") as refused:
        set_up_embedding(small_embedding, WORDS, text=text)
    (problem,) = refused.value.problems
    assert text[problem.start : problem.end] == "animal1|king"


def test_words_are_found_whatever_their_case_and_repeats_count_once(small_embedding):
    assert set_up_embedding(small_embedding, ("Animal3", "animal3", "colour0")).vocabulary == ("animal3", "colour0")


def test_a_word_that_is_not_there_is_named(small_embedding):
    with pytest.raises(UnknownWord, match="kingg"):
        set_up_embedding(small_embedding, ("animal3", "kingg"))


@pytest.mark.parametrize("n", [0, 1, 41])
def test_too_few_and_too_many_words_are_refused_with_the_range(small_embedding, n):
    with pytest.raises(ExplorerError, match="from 2 to 40"):
        set_up_embedding(small_embedding, small_embedding.index_to_key[:n])


def test_forty_words_of_three_hundred_dimensions_are_taken():
    vectors = np.random.default_rng(1).normal(size=(50, 300)).astype(np.float32)
    embedding = Embedding("large", tuple(f"w{i}" for i in range(50)), vectors)
    setup = set_up_embedding(embedding, embedding.index_to_key[:40], text="w0|w1")
    assert setup.start.W.shape == (40, 300)
    assert setup.counts.tolist() == [1] * 40  # nothing is known of how frequent they are
    assert take_step(setup, setup.start).EH.shape == (300,)


def test_output_vectors_that_do_not_fit_are_refused(small_embedding):
    with pytest.raises(ExplorerError, match="open the two that belong together"):
        set_up_embedding(small_embedding, WORDS, output_vectors=np.zeros((3, 8)))
    with pytest.raises(BadOption):
        set_up_embedding(small_embedding, WORDS, InspectorOptions(rule="wevi", objective="negative"))
