"""Words that say little by themselves, such as “the”: lists by language, which the user may add to and take from."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from functools import cache

from explorer.corpus.chain.languages import LANGUAGES, Language
from explorer.errors import BadOption
from explorer.shipped import data_folder, shipped_text

_PARTED = re.compile(r"[\s,;]+")
_TELLING = 0.1  # a language whose stop words are less than that share of a text is not its language


@cache
def stop_words_of(code: str) -> frozenset[str]:
    """The stop words of a language, in small letters; those of the Snowball project, or spaCy's.

    Raises
    ------
    BadOption      : there is no list of that language.
    UnreadableFile : the list is damaged.
    """
    language = LANGUAGES[code]
    if not language.has_stop_words:
        raise BadOption(
            f"There is no list of {language.name} stop words. Write your own words instead, or keep all words."
        )
    lines = shipped_text(data_folder() / "stop-words" / f"{code}.txt").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def words_in(text: str) -> frozenset[str]:
    """The words of a list as the user writes it, parted by blanks or commas, in small letters."""
    return frozenset(word.lower() for word in _PARTED.split(text) if word)


def stop_list(code: str, has_language: bool, also: str, but: str) -> frozenset[str]:
    """The list that is used: that of the language if it is wanted, with some words and without others.

    Raises
    ------
    BadOption : the list of the language is wanted, and there is none.

    Example: ``stop_list("en", True, "chapter", "not")`` has "chapter" and "the", but not "not".
    """
    return ((stop_words_of(code) if has_language else frozenset()) | words_in(also)) - words_in(but)


def stop_word_step(words: Collection[str]) -> Callable[[str], str | None] | None:
    """A step that leaves these words out, however they are capitalised; None if there are none."""
    return (lambda token: None if token.lower() in words else token) if words else None


def likely_language(tokens: Iterable[str]) -> Language | None:
    """The language whose stop words make up the largest part of a text, or None if it is none of those known.

    A few hundred tokens tell enough.

    Example: ``likely_language("der Hund und die Katze".split()).name`` is ``"German"``.
    """
    counts = Counter(token.lower() for token in tokens)
    total = sum(counts.values())
    shares = {
        code: sum(counts[word] for word in counts.keys() & stop_words_of(code)) / _breadth(code)
        for code, language in LANGUAGES.items()
        if language.has_stop_words
    }
    best = max(shares, key=lambda code: shares[code])
    known = sum(counts[word] for word in counts.keys() & stop_words_of(best))
    return LANGUAGES[best] if total and known >= _TELLING * total else None


def _breadth(code: str) -> float:
    """What a list covers just by being long is held against it."""
    return float(len(stop_words_of(code)) ** 0.25)
