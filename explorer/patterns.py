"""A regular expression between slashes: how one is told from a text, and what it finds, wherever words are sought."""

from __future__ import annotations

import re

from explorer.errors import BadOption

_BETWEEN_SLASHES = re.compile(r"/(.+)/i?", re.DOTALL)  # many write the i, which asks for what is done anyway


class BadPattern(BadOption):
    """A regular expression that cannot be read.

    problem:   what is wrong with it, "missing ), unterminated subpattern"
    position:  of the character where that shows, from 0
    """

    def __init__(self, pattern: str, problem: str, position: int) -> None:
        super().__init__(f"“/{pattern}/” is no regular expression: {problem}.")
        self.problem, self.position = problem, position


def pattern_in(text: str) -> str | None:
    """What stands between the slashes of a text that is nothing else, else None.

    Example: "/^un/" -> "^un"; "either/or" -> None
    """
    found = _BETWEEN_SLASHES.fullmatch(text.strip())
    return found[1] if found else None


def compiled(pattern: str) -> re.Pattern[str]:
    """The pattern, ready to search words with; case does not count, except within ``(?-i:...)``.

    Raises
    ------
    BadPattern : it cannot be read.
    """
    try:
        return re.compile(pattern, re.IGNORECASE)
    except re.error as error:
        raise BadPattern(pattern, error.msg, error.pos or 0) from None
    except (OverflowError, RecursionError) as error:
        raise BadPattern(pattern, str(error), 0) from None
