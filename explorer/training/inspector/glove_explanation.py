"""The formulas of a step of GloVe, one function for each quantity."""

from __future__ import annotations

from collections.abc import Callable

from explorer.training.inspector.glove import GloveStep
from explorer.training.inspector.numerals import factor, number, product, total
from explorer.training.inspector.word2vec_explanation import Told, moved

GLOVE_SYMBOLS = {
    "X": "How often the context word was counted near the centre word.",
    "prediction": "What the two vectors and biases make of it; it should be the logarithm of the count.",
    "residual": "By how much they are off.",
    "f": "The weight of the pair: rare pairs count less.",
    "loss": "The share of this pair in the loss J.",
    "e": "The error that goes back.",
    "dw": "The gradient of the centre word's vector.",
    "dw~": "The gradient of the context word's vector.",
    "db": "The gradient of the centre word's bias.",
    "db~": "The gradient of the context word's bias.",
    "w": "The centre word's vector moves against its gradient.",
    "w~": "The context word's vector moves against its gradient.",
    "b": "The centre word's bias moves against its gradient.",
    "b~": "The context word's bias moves against its gradient.",
}
"""Kind of quantity to what it is, in a sentence."""


def _names(step: GloveStep) -> tuple[str, str]:
    return step.setup.vocabulary[step.i], step.setup.vocabulary[step.j]


def _count(step: GloveStep, row: int) -> Told:
    i, j = _names(step)
    seen = [each.amount for each in step.setup.counting if (each.row, each.column) == (step.i, step.j)]
    filled = total([number(amount) for amount in seen])
    formula = "Σ 1 / distance" if step.setup.options.by_distance else "Σ 1"
    return Told(f"X_{i},{j}", formula, filled, step.X)


def _prediction(step: GloveStep, row: int) -> Told:
    i, j = _names(step)
    vectors = zip(step.before.W[step.i], step.before.W_out[step.j], strict=True)
    b, b_out = _biases(step)
    filled = f"{total([product(*pair) for pair in vectors])} + {factor(b)} + {factor(b_out)}"
    return Told("prediction", f"w_{i} · w̃_{j} + b_{i} + b̃_{j}", filled, step.prediction)


def _residual(step: GloveStep, row: int) -> Told:
    i, j = _names(step)
    formula = f"w_{i} · w̃_{j} + b_{i} + b̃_{j} − ln X_{i},{j}"
    return Told("residual", formula, f"{number(step.prediction)} − ln({number(step.X)})", step.residual)


def _f(step: GloveStep, row: int) -> Told:
    i, j = _names(step)
    symbol, options = f"f(X_{i},{j})", step.setup.options
    if step.f == 1.0:
        return Told(symbol, "1 for counts of x max or more", "1", step.f)
    filled = f"({number(step.X)} / {number(options.x_max)}) ^ {number(options.alpha)}"
    return Told(symbol, f"(X_{i},{j} / x max) ^ α", filled, step.f)


def _loss(step: GloveStep, row: int) -> Told:
    i, j = _names(step)
    filled = f"½ · {number(step.f)} · {factor(step.residual)} ^ 2"
    return Told(f"J_{i},{j}", f"½ · f(X_{i},{j}) · residual ^ 2", filled, step.loss)


def _e(step: GloveStep, row: int) -> Told:
    i, j = _names(step)
    return Told("e", f"f(X_{i},{j}) · residual", product(step.f, step.residual), step.e)


def _dw(step: GloveStep, row: int) -> Told:
    i, j = _names(step)
    symbol = f"∂J/∂w_{i},{row + 1}"
    return Told(symbol, f"e · w̃_{j},{row + 1}", product(step.e, step.before.W_out[step.j, row]), step.dw[row])


def _dw_out(step: GloveStep, row: int) -> Told:
    i, j = _names(step)
    symbol = f"∂J/∂w̃_{j},{row + 1}"
    return Told(symbol, f"e · w_{i},{row + 1}", product(step.e, step.before.W[step.i, row]), step.dw_out[row])


def _db(step: GloveStep, row: int) -> Told:
    return Told(f"∂J/∂b_{_names(step)[0]}", "e", number(step.e), step.db)


def _db_out(step: GloveStep, row: int) -> Told:
    return Told(f"∂J/∂b̃_{_names(step)[1]}", "e", number(step.e), step.db_out)


def _w(step: GloveStep, row: int) -> Told:
    before, after = float(step.before.W[step.i, row]), float(step.after.W[step.i, row])
    return moved(f"w_{_names(step)[0]},{row + 1}", before, step.rate, float(step.dw[row]), after, "J")


def _w_out(step: GloveStep, row: int) -> Told:
    before, after = float(step.before.W_out[step.j, row]), float(step.after.W_out[step.j, row])
    return moved(f"w̃_{_names(step)[1]},{row + 1}", before, step.rate, float(step.dw_out[row]), after, "J")


def _b(step: GloveStep, row: int) -> Told:
    before, _ = _biases(step)
    return moved(f"b_{_names(step)[0]}", before, step.rate, step.db, before - step.rate * step.db, "J")


def _b_out(step: GloveStep, row: int) -> Told:
    _, before = _biases(step)
    return moved(f"b̃_{_names(step)[1]}", before, step.rate, step.db_out, before - step.rate * step.db_out, "J")


def _biases(step: GloveStep) -> tuple[float, float]:
    assert step.before.b is not None and step.before.b_out is not None  # a moment of GloVe has them
    return float(step.before.b[step.i]), float(step.before.b_out[step.j])


GLOVE_EXPLAINED: dict[str, Callable[[GloveStep, int], Told]] = {
    "X": _count,
    "prediction": _prediction,
    "residual": _residual,
    "f": _f,
    "loss": _loss,
    "e": _e,
    "dw": _dw,
    "dw~": _dw_out,
    "db": _db,
    "db~": _db_out,
    "w": _w,
    "w~": _w_out,
    "b": _b,
    "b~": _b_out,
}
"""Kind of quantity to the function that tells its formula, with the numbers of a step and a hidden unit."""
