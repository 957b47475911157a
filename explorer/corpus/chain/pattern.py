"""Tokens by a regular expression of the user's, which may be one that would never end."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from explorer.corpus.chain.apart import Apart, TooLong, lent_apart
from explorer.errors import BadOption
from explorer.task import Task

SECONDS = 5.0
"""How long a batch of text may take, which an ordinary expression does in a few thousandths."""

_BATCH = 1 << 16  # characters that are searched at once
_BLANKS = re.compile(r"\s+")
_SIGNS = re.compile(r"[\W_]+")


def check_pattern(pattern: str) -> None:
    """See whether a text is a regular expression that can find tokens.

    Raises
    ------
    BadOption : it is none, telling where it goes wrong, or empty.
    """
    try:
        re.compile(pattern)
    except re.error as error:
        place = "" if error.pos is None else f" at its character {error.pos + 1}"
        raise BadOption(f"“{pattern}” is no regular expression: {error.msg}{place}. Mend it, or take words.") from error
    except (OverflowError, RecursionError) as error:
        raise BadOption("This regular expression is too large. Shorten it, or take words.") from error
    if not pattern:
        raise BadOption("The regular expression is empty. Write what a token looks like, such as \\w+.")


class Pattern:
    r"""Each match of a regular expression is a token; blanks within it become "_".

    It is searched for in a process of its own, with a time limit, so that one that would try for years is told of and
    can be cancelled.

    Example: ``next(Pattern(r"#\w+").split(["so #happy!"]))`` is ``["#happy"]``.
    """

    can_lower = False  # it may look for capitals

    def __init__(self, pattern: str, keeps_signs: bool = True) -> None:
        check_pattern(pattern)
        self._pattern = pattern
        self._keeps_signs = keeps_signs

    def split(self, texts: Iterable[str], task: Task = Task(), lower: bool = False) -> Iterator[list[str]]:
        """The tokens of each text; raises `BadOption` if the expression takes too long."""
        iterator = iter(texts)
        with lent_apart() as apart:
            while batch := _batch(iterator):
                for text, places in zip(batch, self._search(apart, batch, task), strict=True):
                    yield [_BLANKS.sub("_", text[start:end]) for start, end in places]

    def places(self, texts: Iterable[str], task: Task = Task()) -> Iterator[list[tuple[int, int]]]:
        """Where they stand in each text."""
        iterator = iter(texts)
        with lent_apart() as apart:
            while batch := _batch(iterator):
                yield from self._search(apart, batch, task)

    def _search(self, apart: Apart, batch: list[str], task: Task) -> list[list[tuple[int, int]]]:
        try:
            found: list[list[tuple[int, int]]] = apart.call(
                matches, self._pattern, batch, self._keeps_signs, seconds=SECONDS, task=task
            )
        except TooLong:
            near = " ".join(batch[0].split())[:40]
            raise BadOption(
                f"The regular expression “{self._pattern}” took more than {SECONDS:g} seconds near “{near}”. "
                "Avoid repetitions within repetitions, such as (a+)+."
            ) from None
        return found


def matches(pattern: str, texts: Sequence[str], keeps_signs: bool) -> list[list[tuple[int, int]]]:
    """Where the matches stand in each text, empty ones left out."""
    search = re.compile(pattern).finditer
    return [
        [match.span() for match in search(text) if match[0].strip() and (keeps_signs or not _SIGNS.fullmatch(match[0]))]
        for text in texts
    ]


def _batch(texts: Iterator[str]) -> list[str]:
    batch: list[str] = []
    size = 0
    for text in islice(texts, 10_000):
        batch.append(text)
        size += len(text)
        if size >= _BATCH:
            break
    return batch
