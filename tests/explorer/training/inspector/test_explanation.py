"""Every number of a step with its formula, and the formula with its numbers."""

import math
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.training.inspector.explanation import (
    GLOVE_KINDS_OF_PHASE,
    KINDS_OF_PHASE,
    explain,
    kinds_of,
)
from explorer.training.inspector.glove import make_glove_setup
from explorer.training.inspector.glove_explanation import GLOVE_EXPLAINED, GLOVE_SYMBOLS
from explorer.training.inspector.history import History
from explorer.training.inspector.numerals import bracketed, number, product, total
from explorer.training.inspector.options import GloveOptions, InspectorOptions
from explorer.training.inspector.presets import PRESETS
from explorer.training.inspector.setup import GrammarSource, make_setup
from explorer.training.inspector.step import Phase
from explorer.training.inspector.stepping import excite
from explorer.training.inspector.text_samples import THREE_SENTENCES
from explorer.training.inspector.word2vec_explanation import EXPLAINED, SYMBOLS

SIGNS = {"−": "-", "·": "*", "^": "**", "½": "0.5", "ln": "log", "∞": "inf"}


def computed(filled):
    """What a filled-in formula comes to, if one types it into a calculator."""
    for sign, typed in SIGNS.items():
        filled = filled.replace(sign, typed)
    assert re.fullmatch(r"[-0-9.e+*/() logxpinf]*", filled), filled
    return eval(filled, {"log": math.log, "exp": math.exp, "inf": math.inf})


def step_of(text, n, **options):
    history = History(make_setup(GrammarSource(text), InspectorOptions(hidden_size=3, **options)))
    return history.step(history.advance(n).step)


def every_number_of(step):
    """Kind, row and column of everything there is to explain."""
    return [(kind, row, column) for kind in EXPLAINED for row, column in places_of(step, kind)]


def places_of(step, kind):
    n_words, hidden_size = step.before.W.shape
    rows = {
        "x": n_words, "p": n_words, "h": hidden_size, "EH": hidden_size, "loss": 1, "W": n_words, "dW": n_words,
        "W'": len(step.before.W_out), "dW'": len(step.before.W_out),
    }.get(kind, len(step.rows))  # fmt: skip
    columns = hidden_size if kind in ("W", "dW", "W'", "dW'") else 1
    return [(row, column) for row in range(rows) for column in range(columns)]


def value_of(step, kind, row, column):
    return {
        "x": lambda: step.x[row], "h": lambda: step.h[row], "u": lambda: step.u[row], "y": lambda: step.y[row],
        "t": lambda: step.t[row], "e": lambda: step.e[row], "EH": lambda: step.EH[row], "p": lambda: step.p[row],
        "dW": lambda: step.dW[row, column], "dW'": lambda: step.dW_out[row, column],
        "W": lambda: step.after.W[row, column], "W'": lambda: step.after.W_out[row, column],
        "loss": lambda: step.loss,
    }[kind]()  # fmt: skip


@pytest.mark.parametrize("text", ["a^b|c, d|e^a", "a|b^c^b, d|e, e|a", "a^a^b|c^d, e|e"])
@pytest.mark.parametrize(
    "options", [{}, {"rule": "wevi"}, {"objective": "negative", "negative": 2}, {"objective": "hierarchical"}]
)
def test_a_formula_with_its_numbers_comes_to_the_value_that_is_shown(text, options):
    for n in (0, 1, 7):
        step = step_of(text, n, learning_rate=1.0, **options)
        for kind, row, column in every_number_of(step):
            told = explain(step, kind, row, column)
            assert told.value == value_of(step, kind, row, column)
            if "…" not in told.filled:
                assert computed(told.filled) == pytest.approx(told.value, abs=2e-3, rel=2e-3), told


@pytest.mark.parametrize("objective", ["softmax", "negative", "hierarchical"])
@pytest.mark.parametrize("lit", [[], [0], [1, 3]])
def test_the_answer_to_lit_inputs_is_explained_like_a_step(objective, lit):
    setup = make_setup(GrammarSource("a|b, c|d, e|a^c"), InspectorOptions(hidden_size=3, objective=objective))
    answer = excite(setup, History(setup).advance(30), lit)
    values = {"x": answer.x, "h": answer.h, "u": answer.u, "y": answer.y, "p": answer.p}
    assert len(answer.u) == len(answer.y) == len(setup.start.W_out)
    for kind, row in ((kind, row) for kind, each in values.items() for row in range(len(each))):
        told = explain(answer, kind, row)
        assert told.value == values[kind][row]
        assert computed(told.filled) == pytest.approx(told.value, abs=2e-3, rel=2e-3), told
    with pytest.raises(KeyError):
        explain(answer, "e")


def test_the_formula_of_an_output_reads_as_in_the_paper():
    step = step_of("eat|apple, drink|juice", 0)
    told = explain(step, "u", 0)
    assert told.symbol == "u_apple"
    assert told.formula == "v′_apple · h = Σⱼ W′_apple,j · hⱼ"
    assert told.filled == " + ".join(product(w, h) for w, h in zip(step.before.W_out[0], step.h, strict=True))
    assert told.meaning.startswith("The net input")


def test_a_weight_tells_what_it_was_and_its_gradient():
    step = step_of("eat|apple, drink|juice", 0)
    told = explain(step, "W", 2, 1)
    assert told.symbol == "W_eat,2"
    assert (told.before, told.gradient, told.value) == (step.before.W[2, 1], step.dW[2, 1], step.after.W[2, 1])
    assert told.formula == "W_eat,2 − η · ∂E/∂W_eat,2"


def test_a_row_that_took_no_part_has_a_gradient_of_zero_and_says_so():
    step = step_of("eat|apple, drink|juice", 0)
    assert explain(step, "dW", 0, 0).value == 0
    negative = step_of("a|b, c|d, e|e", 0, objective="negative", negative=1)
    absent = next(row for row in range(5) if row not in negative.rows)
    assert explain(negative, "dW'", absent, 0).filled == "0"
    assert explain(negative, "dW'", absent, 0).value == 0


def test_what_is_told_follows_the_phases_of_a_step():
    step = step_of(PRESETS[0].text, 0)
    assert kinds_of(step, Phase.FORWARD) == ("h", "u", "y")
    assert kinds_of(step, Phase.UPDATE) == ("W'", "W")
    assert {kind for kinds in KINDS_OF_PHASE.values() for kind in kinds} <= set(EXPLAINED)
    assert {kind for kinds in GLOVE_KINDS_OF_PHASE.values() for kind in kinds} == set(GLOVE_EXPLAINED)
    assert set(SYMBOLS) == set(EXPLAINED)
    assert set(GLOVE_SYMBOLS) == set(GLOVE_EXPLAINED)


@pytest.mark.parametrize("x_max", [1.0, 10.0])
def test_the_formulas_of_glove_come_to_their_values(x_max):
    setup = make_glove_setup(THREE_SENTENCES, GloveOptions(hidden_size=3, x_max=x_max, learning_rate=0.5))
    history = History(setup)
    for n in (0, 5, 100):
        step = history.step(history.advance(n).step)
        row = 1
        values = {
            "X": step.X, "prediction": step.prediction, "residual": step.residual, "f": step.f, "loss": step.loss,
            "e": step.e, "dw": step.dw[row], "dw~": step.dw_out[row], "db": step.db, "db~": step.db_out,
            "w": step.after.W[step.i, row], "w~": step.after.W_out[step.j, row], "b": step.after.b[step.i],
            "b~": step.after.b_out[step.j],
        }  # fmt: skip
        assert set(values) == set(GLOVE_EXPLAINED)
        for kind, value in values.items():
            told = explain(step, kind, row)
            assert told.value == value, kind
            assert computed(told.filled) == pytest.approx(value, abs=2e-3, rel=2e-3), told


def test_an_unknown_kind_is_an_error_of_the_caller():
    with pytest.raises(KeyError):
        explain(step_of(PRESETS[0].text, 0), "z")


@settings(deadline=None)
@given(st.floats(-1e300, 1e300))
def test_a_number_is_shown_with_four_figures_or_four_decimals(value):
    shown = number(value).replace("−", "-")
    assert float(shown) == pytest.approx(value, rel=5e-4, abs=5.1e-5)
    assert len(shown) <= 11


def test_numbers_are_readable():
    shown = {0.0: "0", -0.25: "−0.25", 0.2: "0.2", 2.0: "2", 1 / 3: "0.3333", 0.00012345: "0.0001234", 2.5: "2.5000"}
    assert {value: number(value) for value in shown} == shown
    assert [number(each) for each in (1.5e-7, -12345.678)] == ["1.500e−07", "−12345.6780"]
    assert [number(each) for each in (math.inf, -math.inf, math.nan)] == ["∞", "−∞", "undefined"]
    assert product(-0.5, 2.0) == "(−0.5) · 2"
    assert (bracketed(["1"]), bracketed(["1", "2"]), total([])) == ("1", "(1 + 2)", "0")
    assert total([str(i) for i in range(9)]) == "0 + 1 + 2 + 3 + 4 + … + 8"


def test_of_many_words_the_formula_stays_short_enough_to_be_read():
    text = ", ".join(f"w{i}|w{i + 1}" for i in range(199))
    step = History(make_setup(GrammarSource(text), InspectorOptions(hidden_size=200))).step(0)
    assert all(len(explain(step, kind).filled) < 160 for kind in EXPLAINED)
    assert np.isfinite([explain(step, kind).value for kind in EXPLAINED]).all()
