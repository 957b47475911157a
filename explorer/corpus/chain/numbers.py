"""What becomes of numbers."""

from __future__ import annotations

from collections.abc import Callable

NUMBER = "<number>"
"""The token that stands for every number; no step changes it or takes it apart."""

CHOICES = {"keep": "Kept", "drop": "Left out", "one": "One word for all"}


def number_step(choice: str) -> Callable[[str], str | None] | None:
    """A step that leaves numbers out or puts `NUMBER` in their place; None if they are kept.

    Example: ``number_step("one")("3.14")`` is ``"<number>"``.
    """
    if choice == "keep":
        return None
    instead = NUMBER if choice == "one" else None
    return lambda token: instead if is_number(token) else token


def is_number(token: str) -> bool:
    """Whether a token is made of digits, with points, commas and hyphens between them."""
    return token[0].isdigit() and all(character.isdigit() or character in ".,-" for character in token)
