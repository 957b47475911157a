"""The numbers of wevi itself, as its own page computes them."""

import numpy as np
import pytest

from explorer.training.inspector.options import InspectorOptions
from explorer.training.inspector.presets import PRESETS
from explorer.training.inspector.setup import GrammarSource, make_setup
from explorer.training.inspector.stepping import excite, take_step

FRUIT, FRUIT_CBOW, FRUIT_SKIP_GRAM = (preset.text for preset in PRESETS[:3])


def set_up(text=FRUIT, rule="wevi", **options):
    return make_setup(GrammarSource(text), InspectorOptions(rule=rule, **options))


def after(setup, n):
    moment = setup.start
    for _ in range(n):
        moment = take_step(setup, moment).after
    return moment


def answer(setup, moment, word, about):
    p = excite(setup, moment, [setup.index[word]]).p
    return [p[setup.index[each]] for each in about]


def test_the_first_preset_begins_with_the_vocabulary_and_weights_of_wevi():
    setup = set_up()
    assert setup.vocabulary == ("apple", "drink", "eat", "juice", "milk", "orange", "rice", "water")
    np.testing.assert_allclose(setup.start.W[0], [0.080054, -0.076605, 0.027332, 0.018817, -0.072070], atol=5e-7)
    np.testing.assert_allclose(setup.start.W_out[0], [0.088388, -0.065561, 0.060422, 0.004227, 0.044370], atol=5e-7)


def test_before_training_the_network_answers_as_that_of_wevi():
    setup = set_up()
    p = excite(setup, setup.start, [setup.index["eat"]]).p
    expected = [0.12653, 0.12480, 0.12414, 0.12597, 0.12402, 0.12386, 0.12463, 0.12607]
    np.testing.assert_allclose(p, expected, atol=5e-6)


@pytest.mark.parametrize("rule", ["wevi", "paper"])
def test_after_500_and_2000_samples_the_weights_and_answers_are_those_of_wevi(rule):
    setup = set_up(rule=rule)  # with one target a sample the two rules are the same
    moment = after(setup, 500)
    assert answer(setup, moment, "drink", ["juice", "milk", "water"]) == pytest.approx(
        [0.2544, 0.3876, 0.3092], abs=5e-5
    )
    np.testing.assert_allclose(moment.W[0], [-1.31610, -0.73665, 1.56658, 0.85424, -0.22947], atol=5e-6)
    moment = after(setup, 2000)
    assert answer(setup, moment, "drink", ["juice", "milk", "water"]) == pytest.approx(
        [0.2817, 0.3498, 0.3458], abs=5e-5
    )


@pytest.mark.parametrize("text", [FRUIT, FRUIT_CBOW, FRUIT_SKIP_GRAM])
def test_the_rule_of_wevi_is_that_of_its_source_line_by_line(text):
    """Against a plain reading of wevi's loops, in Python's own numbers and in its order of summation."""
    setup = set_up(text)
    inner, outer = setup.start.W.tolist(), setup.start.W_out.tolist()
    for step in range(60):
        sample = setup.samples[step % len(setup.samples)]
        lit = {setup.index[word] for word in sample.inputs}
        wanted = {setup.index[word] for word in sample.targets}
        h = [sum(inner[i][j] for i in lit) / len(lit) for j in range(5)]
        powers = [np.exp(sum(h[j] * row[j] for j in range(5))) for row in outer]
        e = [power / sum(powers) - (k in wanted) for k, power in enumerate(powers)]
        back = [sum(e[k] * row[j] for k, row in enumerate(outer)) for j in range(5)]
        outer = [[w - 0.2 * e[k] * h[j] for j, w in enumerate(row)] for k, row in enumerate(outer)]
        inner = [[w - 0.2 * back[j] / len(lit) * (i in lit) for j, w in enumerate(row)] for i, row in enumerate(inner)]
    moment = after(setup, 60)
    np.testing.assert_allclose(moment.W, inner, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(moment.W_out, outer, rtol=1e-9, atol=1e-12)


def test_by_the_rule_of_wevi_skip_gram_diverges_and_by_that_of_the_paper_it_settles():
    logits = {}
    for rule in ("wevi", "paper"):
        setup = set_up(FRUIT_SKIP_GRAM, rule)
        moment = after(setup, 500)
        logits[rule] = max(excite(setup, moment, [word]).u.max() for word in range(setup.n_words))
        assert np.isfinite(moment.W).all()
    assert logits["wevi"] > 710  # where exp overflows
    assert logits["paper"] < 10
    assert np.abs(moment.W).max() == pytest.approx(1.9, abs=0.05)


def test_the_rule_of_wevi_wants_every_target_in_full_and_that_of_the_paper_shares():
    for rule, share in (("wevi", 1.0), ("paper", 0.5)):
        setup = set_up("a|b^c, b|a, d|e", rule)
        step = take_step(setup, setup.start)
        assert step.t.tolist() == [0.0, share, share, 0.0, 0.0]
        assert step.e.sum() == pytest.approx(1 - 2 * share)


def test_by_the_rule_of_wevi_a_word_counts_once_on_each_side():
    setup = set_up("a^a^b|c^c, c|d, e|d")
    step = take_step(setup, setup.start)
    assert (step.x.tolist(), step.C, step.t.tolist()) == ([1, 1, 0, 0, 0], 2.0, [0, 0, 1, 0, 0])
    paper = take_step(setup := set_up("a^a^b|c^c, c|d, e|d", "paper"), setup.start)
    assert (paper.x.tolist(), paper.C, paper.t.tolist()) == ([2, 1, 0, 0, 0], 3.0, [0, 0, 1, 0, 0])


def test_samples_are_taken_in_the_order_of_the_text_over_and_over():
    setup = set_up()
    assert [setup.sample_of(step) for step in range(25)] == [*range(12), *range(12), 0]
    assert [setup.pass_of(step) for step in (0, 11, 12, 24)] == [0, 0, 1, 2]


def test_with_no_input_lit_the_hidden_layer_is_zero_and_all_words_are_equal():
    setup = set_up()
    forward = excite(setup, setup.start, [])
    assert not forward.h.any()
    np.testing.assert_array_equal(forward.p, np.full(8, 1 / 8))


def test_several_lit_inputs_average():
    setup = set_up()
    both = excite(setup, setup.start, [0, 3])
    np.testing.assert_allclose(both.h, setup.start.W[[0, 3]].mean(axis=0))


def test_the_seed_repeats_after_65536_and_gives_weights_in_range():
    weights = [set_up(random_state=seed).start for seed in (0, 1, 65_535)]
    assert len({moment.W.tobytes() for moment in weights}) == 3
    assert all(np.abs(moment.W).max() <= 0.5 / 5 for moment in weights)
