"""How the Inspector writes numbers: as everywhere in the window, but what rounds to zero has no sign."""

from __future__ import annotations

from widgets.parts.numbers import measured


def short(value: float) -> str:
    """Three decimals, fewer where the number is long.

    Example: 0.0884 -> 0.088; -0.0001 -> 0.000
    """
    text = measured(value)
    return text[1:] if text == "\u22120.000" else text
