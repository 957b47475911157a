"""What is wrong with a text that the user types, and where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from explorer.errors import ExplorerError


@dataclass(frozen=True)
class Problem:
    """One thing wrong in a text box.

    sentence:    what is wrong, where, and what to do
    start, end:  the characters of the text to be marked, ``text[start:end]``; at least one unless the text is empty
    warning:     worth showing, but it keeps nothing from starting
    """

    sentence: str
    start: int
    end: int
    warning: bool = False


class BadText(ExplorerError):
    """A text cannot be taken as samples or as a configuration; ``problems`` says where."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(" ".join(problem.sentence for problem in self.problems if not problem.warning))


LONGEST_TEXT = 100_000
"""So many characters are taken apart while one types; more than a small vocabulary needs."""


def too_long(text: str) -> tuple[Problem, ...]:
    """The problem that a text is too long to be taken apart while one types, if it is; it marks what is too much."""
    if len(text) <= LONGEST_TEXT:
        return ()
    sentence = f"The text has {len(text):,} characters; the Inspector takes {LONGEST_TEXT:,}. Shorten the text."
    return (Problem(sentence, LONGEST_TEXT, len(text)),)


def refuse(problems: Sequence[Problem]) -> None:
    """Raise `BadText` if any of the problems is more than a warning."""
    if any(not problem.warning for problem in problems):
        raise BadText(problems)
