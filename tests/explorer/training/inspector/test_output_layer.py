"""The three output layers: drawn words, the Huffman tree and what they say of every word."""

import heapq

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import expit
from scipy.special import softmax as scipy_softmax

from explorer.errors import BadOption
from explorer.training.inspector.huffman import build_tree
from explorer.training.inspector.options import InspectorOptions
from explorer.training.inspector.output_layer import draw_negatives, log_sum_exp, sigmoid, softmax
from explorer.training.inspector.presets import PRESETS
from explorer.training.inspector.setup import GrammarSource, TextSource, make_setup
from explorer.training.inspector.stepping import excite, take_step
from explorer.training.inspector.text_samples import FOX

COUNTS = st.lists(st.integers(1, 50), min_size=2, max_size=40)
LOGITS = st.lists(st.floats(-1e3, 1e3), min_size=1, max_size=20).map(np.array)


@settings(deadline=None, max_examples=50)
@given(LOGITS)
def test_softmax_and_sigmoid_are_those_of_scipy_even_for_large_values(u):
    np.testing.assert_allclose(softmax(u), scipy_softmax(u), rtol=1e-12, atol=1e-300)
    np.testing.assert_allclose(sigmoid(u), expit(u), rtol=1e-12, atol=1e-300)
    assert log_sum_exp(u) == pytest.approx(float(np.logaddexp.reduce(u)), rel=1e-12, abs=1e-12)


@settings(deadline=None, max_examples=50)
@given(COUNTS)
def test_the_huffman_tree_has_the_shortest_mean_way_there_is(counts):
    tree = build_tree(counts)
    heap = list(counts)
    heapq.heapify(heap)
    best = 0  # each merging adds a turn to all below it
    while len(heap) > 1:
        merged = heapq.heappop(heap) + heapq.heappop(heap)
        best += merged
        heapq.heappush(heap, merged)
    assert sum(count * tree.depth(word) for word, count in enumerate(counts)) == best


@settings(deadline=None, max_examples=50)
@given(COUNTS)
def test_the_ways_of_the_tree_lead_from_the_root_to_each_word(counts):
    tree = build_tree(counts)
    n_words = len(counts)
    assert tree.root == n_words - 2
    for word in range(n_words):
        node = n_words + tree.root
        for inner, turn in zip(tree.paths[word], tree.turns[word], strict=True):
            assert node == n_words + inner
            node = (tree.left if turn else tree.right)[inner]
        assert node == word
    assert tree.counts[n_words + tree.root] == sum(counts)
    assert sorted(tree.leaves()) == list(range(n_words))


@settings(deadline=None, max_examples=50)
@given(COUNTS)
def test_the_tree_is_drawn_without_two_nodes_in_one_place_and_children_one_below(counts):
    tree = build_tree(counts)
    places = tree.places()
    assert len({tuple(place) for place in places.tolist()}) == len(places)
    assert places[:, 0].min() >= 0
    assert places[:, 0].max() <= 1
    assert places[len(counts) + tree.root, 1] == 0
    for inner in range(len(counts) - 1):
        left, right = tree.left[inner], tree.right[inner]
        assert places[left, 0] < places[len(counts) + inner, 0] < places[right, 0]
        assert places[left, 1] == places[right, 1] == places[len(counts) + inner, 1] + 1
    assert [places[word, 1] for word in range(len(counts))] == [tree.depth(word) for word in range(len(counts))]


def test_frequent_words_are_few_turns_away():
    tree = build_tree([50, 1, 1, 2, 20])
    assert [tree.depth(word) for word in range(5)] == [1, 4, 4, 3, 2]


@pytest.mark.parametrize("objective", ["softmax", "hierarchical"])
@settings(deadline=None, max_examples=30)
@given(st.integers(0, 65_535), st.integers(0, 7))
def test_the_probabilities_of_all_words_sum_to_one(objective, seed, word):
    setup = make_setup(GrammarSource(PRESETS[0].text), InspectorOptions(random_state=seed, objective=objective))
    moment = setup.start
    for _ in range(20):
        moment = take_step(setup, moment).after
    assert excite(setup, moment, [word]).p.sum() == pytest.approx(1.0)


def test_the_loss_of_hierarchical_softmax_is_the_surprise_at_the_targets():
    setup = make_setup(TextSource(FOX), InspectorOptions(objective="hierarchical"))
    step = take_step(setup, setup.start)
    np.testing.assert_allclose(step.losses, -np.log(step.p[step.target_words]))


def test_the_units_of_hierarchical_softmax_are_the_nodes_on_the_way():
    setup = make_setup(TextSource(FOX), InspectorOptions(objective="hierarchical"))
    step = take_step(setup, setup.start)
    assert setup.start.W_out.shape == (setup.n_words - 1, 5)
    for place, word in enumerate(step.target_words):
        assert step.rows[step.target == place].tolist() == setup.tree.paths[word].tolist()
        assert step.t[step.target == place].tolist() == setup.tree.turns[word].tolist()
    assert setup.output_name(setup.tree.root) == "n1"


def test_the_drawn_words_are_kept_and_shown_behind_their_target():
    setup = make_setup(TextSource(FOX, 2), InspectorOptions(objective="negative", negative=3))
    step = take_step(setup, setup.start)
    assert step.drawn.shape == (2, 3)
    assert step.rows.reshape(2, 4)[:, 0].tolist() == step.target_words.tolist()
    assert step.rows.reshape(2, 4)[:, 1:].tolist() == step.drawn.tolist()
    assert step.t.reshape(2, 4).tolist() == [[1, 0, 0, 0]] * 2
    assert step.target.tolist() == [0] * 4 + [1] * 4


@settings(deadline=None, max_examples=50)
@given(st.integers(0, 1000), st.integers(0, 65_535), st.integers(1, 20))
def test_a_target_is_never_drawn_as_its_own_negative(step, seed, k):
    options = InspectorOptions(hidden_size=1, objective="negative", negative=k, random_state=seed)
    setup = make_setup(GrammarSource("a|b, b|c, c|c"), options)
    targets = np.array([0, 1, 2])
    drawn = draw_negatives(setup, targets, step)
    assert drawn.shape == (3, k)
    assert not (drawn == targets[:, None]).any()
    assert ((drawn >= 0) & (drawn < 3)).all()
    np.testing.assert_array_equal(drawn, draw_negatives(setup, targets, step))


def test_words_are_drawn_by_their_counts_to_the_power_of_three_quarters():
    options = InspectorOptions(hidden_size=1, objective="negative", negative=20)
    setup = make_setup(GrammarSource("a^a^a^a^a^a^a^a^a^a^a^a^a^a^a^b|c"), options)
    drawn = np.concatenate([draw_negatives(setup, np.array([2]), step).ravel() for step in range(1000)])
    expected = 15**0.75 / (15**0.75 + 1)
    assert np.mean(drawn == 0) == pytest.approx(expected, abs=4 * np.sqrt(expected * (1 - expected) / drawn.size))


@pytest.mark.parametrize("objective", ["negative", "hierarchical"])
def test_with_a_single_word_there_is_nothing_to_tell_it_from(objective):
    with pytest.raises(BadOption, match="needs two different words"):
        make_setup(GrammarSource("a|a"), InspectorOptions(hidden_size=1, objective=objective))
    lone = make_setup(GrammarSource("a|a"), InspectorOptions(hidden_size=1))
    assert take_step(lone, lone.start).y.tolist() == [1.0]


@pytest.mark.parametrize("objective", ["softmax", "negative", "hierarchical"])
def test_the_loss_falls_as_the_network_learns(objective):
    setup = make_setup(GrammarSource(PRESETS[2].text), InspectorOptions(objective=objective))
    moment, losses = setup.start, []
    for _ in range(1200):
        step = take_step(setup, moment)
        moment = step.after
        losses.append(step.loss)
    assert np.mean(losses[-12:]) < 0.8 * np.mean(losses[:12])
