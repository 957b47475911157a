"""Names that tell several models of one corpus apart by what they were trained with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from explorer.options import Option, described, values_of


def distinct_name(name: str, options: Any, others: Sequence[tuple[str, Any]]) -> str:
    """A name that none of the others has, which tells in what the options differ from theirs.

    others:  the names that are taken, each with the options of its model, or None if they are not known

    Example: with one ``("moby-dick · skip-gram", Word2VecOptions(window=5))``, the same name and a window of 10 gives
    "moby-dick · skip-gram, window 10".
    """
    taken = {other for other, _ in others}
    if name not in taken:
        return name
    rivals = [each for other, each in others if other.startswith(name) and type(each) is type(options)]
    told, own = described(options), values_of(options)
    differing = [key for key in own if any(getattr(rival, key) != own[key] for rival in rivals)]
    parts = [f"{told[key].label.lower()} {_told(told[key], own[key])}" for key in differing]
    longer = ", ".join([name, *parts])
    number = 2
    while longer in taken:
        longer = ", ".join([name, *parts]) + f" ({number})"
        number += 1
    return longer


def _told(option: Option, value: Any) -> str:
    if option.choices is not None:
        return option.choices[value].lower()
    if isinstance(value, bool):
        return "on" if value else "off"
    return f"{value:g}" if isinstance(value, float) else f"{value:,}"
