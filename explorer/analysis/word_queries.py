"""Questions for several words at once: /a pattern/, and odd(a, b, c) for the word that does not match."""

from __future__ import annotations

import re
from dataclasses import dataclass

from explorer.analysis.expression_parser import BadExpression
from explorer.embedding import Embedding
from explorer.errors import ExplorerError
from explorer.patterns import BadPattern, compiled, pattern_in
from explorer.task import Task

_CHECKED = 4096  # words after which it is asked whether to stop
_ODD = re.compile(r"odd\s*\((.*)\)$", re.IGNORECASE | re.DOTALL)
_NAME = re.compile(r"\"([^\"]*)\"|“([^”]*)”|([^\s,]+)")


@dataclass(frozen=True)
class AskedWords:
    """Words that were asked for together; their indices, rising, and whether the odd one of them is wanted."""

    text: str
    indices: tuple[int, ...]
    asks_for_odd: bool = False


class NoMatch(ExplorerError):
    """No word of the vocabulary matches a pattern."""


def words_asked_for(embedding: Embedding, text: str, task: Task = Task()) -> AskedWords | None:
    """What a pattern between slashes matches, or the words of odd(...); None if the text is neither.

    A pattern is a regular expression of Python and may match anywhere in a word; case does not count. The words of
    odd(...) are parted by commas or blanks; those with blanks stand in quotes.

    Raises
    ------
    BadExpression : the pattern cannot be read, with the place where; or odd(...) holds fewer than three words.
    NoMatch       : no word matches.
    UnknownWord   : a word of odd(...) is not in the vocabulary.

    Example: "/^un.*ly$/" asks for unlikely, unfortunately, ...
    """
    text = text.strip()
    if (pattern := pattern_in(text)) is not None:
        return AskedWords(text, _matching(embedding, pattern, task))
    if (found := _ODD.fullmatch(text)) is not None:
        names = [next(each for each in groups if each) for groups in _NAME.findall(found[1]) if any(groups)]
        indices = sorted({embedding.index_of(name.strip()) for name in names})
        if len(indices) < 3:
            problem = f"Name three {embedding.unit}s or more, to find the one that does not match"
            raise BadExpression(problem, found.start(1))
        return AskedWords(text, tuple(indices), asks_for_odd=True)
    return None


def _matching(embedding: Embedding, pattern: str, task: Task) -> tuple[int, ...]:
    try:
        regular = compiled(pattern)
    except BadPattern as error:
        problem = f"The regular expression cannot be read: {error.problem}"
        raise BadExpression(problem, error.position + 1) from None
    found = []
    for index, word in enumerate(embedding.index_to_key):
        if index % _CHECKED == 0:
            task.step(index, len(embedding), "searching")
        if regular.search(word):
            found.append(index)
    if not found:
        unit = embedding.unit
        anywhere = f"The pattern may match anywhere in a {unit}; ^ and $ are its ends."
        raise NoMatch(f"No {unit} matches /{pattern}/. {anywhere}")
    return tuple(found)
