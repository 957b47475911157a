"""Numbers and sums as they stand in a formula."""

from __future__ import annotations

from collections.abc import Sequence

MINUS = "−"
_MOST_TERMS = 6


def number(value: float) -> str:
    """A number with four decimals, or four figures if it is very small or large; in full if that is shorter.

    Example: ``number(-1 / 3)`` is ``"−0.3333"``, ``number(0.2)`` is ``"0.2"``.
    """
    if value != value:
        return "undefined"
    size = abs(value)
    if size == float("inf"):
        text = "∞" if value > 0 else "-∞"
    elif value == int(value) and size < 1e6:
        text = str(int(value))
    elif 1e-3 <= size < 1e5:
        text = f"{value:g}" if value == round(value, 3) and size < 1 else f"{value:.4f}"
    elif 1e-5 <= size < 1e-3:
        text = f"{value:.7f}"
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
