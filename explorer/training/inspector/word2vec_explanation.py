"""The formulas of a step of word2vec, one function for each quantity of arXiv 1411.2738."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from explorer.training.inspector.numerals import bracketed, factor, number, product, total
from explorer.training.inspector.step import Forward, Step

Answer = Step | Forward

SYMBOLS = {
    "x": "The input: how often the word stands among the input words.",
    "h": "The hidden layer: the mean of the input vectors.",
    "u": "The net input: how far the hidden layer goes along the output vector.",
    "y": "The output: what the network says.",
    "t": "The target: what the network should say.",
    "e": "The error: what it says less what it should say.",
    "EH": "The error at the hidden layer: the output vectors, each as much as its unit is wrong.",
    "dW'": "The gradient of an output weight.",
    "dW": "The gradient of an input weight; zero for words that are no input.",
    "W'": "An output weight moves against its gradient.",
    "W": "An input weight moves against its gradient.",
    "loss": "The loss: how surprised the network is by the targets.",
    "p": "What the output layer says of a word before the update.",
}
"""Kind of quantity to what it is, in a sentence."""


@dataclass(frozen=True)
class Told:
    """A formula with its numbers; see `explanation.Explanation`."""

    symbol: str
    formula: str
    filled: str
    value: float
    before: float | None = None
    gradient: float | None = None


def _word(step: Answer, row: int) -> str:
    return step.setup.vocabulary[row]


def _unit(step: Answer, unit: int) -> str:
    return step.setup.output_name(int(step.rows[unit]))


def _x(step: Answer, row: int, column: int) -> Told:
    word = _word(step, row)
    return Told(f"x_{word}", f"how often “{word}” is an input", number(step.x[row]), step.x[row])


def _h(step: Answer, row: int, column: int) -> Told:
    j = row + 1
    terms = [_weighed(step.x[i], step.before.W[i, row]) for i in step.inputs]
    names = [f"W_{_word(step, int(i))},{j}" for i in step.inputs]
    if not terms:
        return Told(f"h_{j}", "0 without an input", "0", step.h[row])
    if step.C == 1:
        return Told(f"h_{j}", names[0], number(step.h[row]), step.h[row])
    formula, filled = f"Σᵢ xᵢ · Wᵢ,{j} / C", f"{bracketed(terms)} / {number(step.C)}"
    return Told(f"h_{j}", formula, filled, step.h[row])


def _weighed(count: float, weight: float) -> str:
    return factor(weight) if count == 1 else product(count, weight)


def _u(step: Answer, row: int, column: int) -> Told:
    name = _unit(step, row)
    vector = step.before.W_out[step.rows[row]]
    filled = total([product(w, h) for w, h in zip(vector, step.h, strict=True)])
    return Told(f"u_{name}", f"v′_{name} · h = Σⱼ W′_{name},j · hⱼ", filled, step.u[row])


def _y(step: Answer, row: int, column: int) -> Told:
    name, u = _unit(step, row), float(step.u[row])
    if step.setup.options.objective != "softmax":
        return Told(f"y_{name}", f"σ(u_{name}) = 1 / (1 + exp(−u_{name}))", f"1 / (1 + exp({number(-u)}))", step.y[row])
    with np.errstate(over="ignore"):
        powers = float(np.exp(step.u).sum())
    filled = f"exp({number(u)}) / {number(powers)}"
    return Told(f"y_{name}", f"exp(u_{name}) / Σₖ exp(uₖ)", filled, step.y[row])


def _t(step: Step, row: int, column: int) -> Told:
    name, t, objective = _unit(step, row), float(step.t[row]), step.setup.options.objective
    if objective == "hierarchical":
        word = _word(step, int(step.target_words[step.target[row]]))
        formula = f"1 if the way to “{word}” turns left at {name}, 0 if right"
    elif objective == "negative":
        formula = "1 for the target, 0 for a word that was drawn"
    elif len(step.target_words) == 1 or step.setup.options.rule == "wevi":
        formula = f"1 if “{name}” is a target, else 0"
    else:
        n_targets = len(step.target_words)
        formula = f"how often “{name}” is a target / T"
        return Told(f"t_{name}", formula, f"{number(round(t * n_targets))} / {n_targets}", t)
    return Told(f"t_{name}", formula, number(t), t)


def _e(step: Step, row: int, column: int) -> Told:
    name, n_targets = _unit(step, row), len(step.target_words)
    formula, filled = f"y_{name} − t_{name}", f"{number(step.y[row])} − {number(step.t[row])}"
    if step.setup.options.objective != "softmax" and n_targets > 1:
        formula, filled = f"({formula}) / T", f"({filled}) / {n_targets}"
    return Told(f"e_{name}", formula, filled, step.e[row])


def _loss(step: Step, row: int, column: int) -> Told:
    n_targets = len(step.target_words)
    share = f" / {n_targets}" if n_targets > 1 else ""
    mean = " / T" if n_targets > 1 else ""
    if step.setup.options.objective == "softmax":
        terms = [f"ln({number(step.y[word])})" for word in step.target_words]
        return Told("E", f"−Σ ln y_target{mean}", f"−{bracketed(terms)}{share}", step.loss)
    right = np.where(step.t > 0, step.y, 1 - step.y)
    terms = [f"ln({number(each)})" for each in right]
    said = "ln y where t = 1, ln(1 − y) where t = 0"
    return Told("E", f"−Σ ({said}){mean}", f"−{bracketed(terms)}{share}", step.loss)


def _eh(step: Step, row: int, column: int) -> Told:
    j = row + 1
    filled = total([product(e, step.before.W_out[k, row]) for e, k in zip(step.e, step.rows, strict=True)])
    return Told(f"EH_{j}", f"Σₖ eₖ · W′ₖ,{j}", filled, step.EH[row])


def _dw_out(step: Step, row: int, column: int) -> Told:
    name, j = step.setup.output_name(row), column + 1
    units = step.units_of(row)
    filled = total([product(step.e[unit], step.h[column]) for unit in units])
    return Told(f"∂E/∂W′_{name},{j}", f"e_{name} · h_{j}", filled, step.dW_out[row, column])


def _dw(step: Step, row: int, column: int) -> Told:
    word, j = _word(step, row), column + 1
    terms = product(step.EH[column], step.x[row])
    filled = terms if step.C == 1 else f"{terms} / {number(step.C)}"
    formula = f"EH_{j} · x_{word}" if step.C == 1 else f"EH_{j} · x_{word} / C"
    return Told(f"∂E/∂W_{word},{j}", formula, filled, step.dW[row, column])


def _w_out(step: Step, row: int, column: int) -> Told:
    before, after = float(step.before.W_out[row, column]), float(step.after.W_out[row, column])
    return moved(
        f"W′_{step.setup.output_name(row)},{column + 1}", before, step.rate, float(step.dW_out[row, column]), after
    )


def _w(step: Step, row: int, column: int) -> Told:
    before, after = float(step.before.W[row, column]), float(step.after.W[row, column])
    return moved(f"W_{_word(step, row)},{column + 1}", before, step.rate, float(step.dW[row, column]), after)


def moved(symbol: str, before: float, rate: float, gradient: float, after: float, loss: str = "E") -> Told:
    """A weight that goes against the gradient of a loss, in word2vec and in GloVe."""
    formula = f"{symbol} − η · ∂{loss}/∂{symbol}"
    return Told(symbol, formula, f"{number(before)} − {product(rate, gradient)}", after, before, gradient)


def _p(step: Answer, row: int, column: int) -> Told:
    word, objective = _word(step, row), step.setup.options.objective
    if objective == "softmax":
        told = _y(step, row, column)
        return Told(f"p({word})", told.formula, told.filled, step.p[row])
    if objective == "negative":
        u = float(step.before.W_out[row] @ step.h)
        return Told(f"p({word})", f"σ(v′_{word} · h)", f"1 / (1 + exp({number(-u)}))", step.p[row])
    tree = step.setup.tree
    nodes, turns = tree.paths[row], tree.turns[row]
    lefts = 1 / (1 + np.exp(-(step.before.W_out[nodes] @ step.h)))
    filled = product(*np.where(turns > 0, lefts, 1 - lefts))
    signs = [
        f"σ({'' if turn else '−'}u_{step.setup.output_name(int(n))})" for n, turn in zip(nodes, turns, strict=True)
    ]
    return Told(f"p({word})", " · ".join(signs), filled, step.p[row])


EXPLAINED: dict[str, Callable[[Step, int, int], Told]] = {
    "x": _x,
    "h": _h,
    "u": _u,
    "y": _y,
    "t": _t,
    "e": _e,
    "EH": _eh,
    "dW'": _dw_out,
    "dW": _dw,
    "W'": _w_out,
    "W": _w,
    "loss": _loss,
    "p": _p,
}
"""Kind of quantity to the function that tells its formula, with the numbers of a step, a row and a column."""

ANSWERED: dict[str, Callable[[Answer, int, int], Told]] = {"x": _x, "h": _h, "u": _u, "y": _y, "p": _p}
"""Those that an answer without a target has as well."""
