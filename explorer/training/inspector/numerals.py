"""Numbers and sums as they stand in a formula."""

from __future__ import annotations

from collections.abc import Sequence

MINUS = "−"
_MOST_TERMS = 6


def number(value: float) -> str:
    """A number with four decimals, or four figures if it is very small or large.

    Example: ``number(-0.25)`` is ``"−0.2500"``, ``number(2.0)`` is ``"2"``.
    """
    if value != value:
        return "undefined"
    size = abs(value)
    if size == float("inf"):
        text = "∞" if value > 0 else "-∞"
    elif value == int(value) and size < 1e6:
        text = str(int(value))
    elif 1e-3 <= size < 1e5:
        text = f"{value:.4f}"
    else:
        text = f"{value:.3e}"
    return text.replace("-", MINUS)


def factor(value: float) -> str:
    """A number as it stands in a product: in brackets if it is negative."""
    text = number(value)
    return f"({text})" if text.startswith(MINUS) else text


def product(*values: float) -> str:
    """Numbers with a point between them."""
    return " · ".join(factor(value) for value in values)


def total(terms: Sequence[str]) -> str:
    """Terms with a plus between them; of many, the first ones and the last."""
    if len(terms) > _MOST_TERMS:
        terms = [*terms[: _MOST_TERMS - 1], "…", terms[-1]]
    return " + ".join(terms) if terms else "0"


def bracketed(terms: Sequence[str]) -> str:
    """A sum as a factor: in brackets if it has several terms."""
    return f"({total(terms)})" if len(terms) > 1 else total(terms)
