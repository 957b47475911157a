"""How the entries of an embedding are spoken of: sentences are written of words, and said of documents too."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

WORD = "word"
"""What an entry is unless `explorer.embedding.Embedding.unit` tells otherwise."""

_SAID_OF: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        # Documents keep the order of their corpus, and what is counted of them is their words.
        "document": {
            "word": "document",
            "most frequent": "first",
            "frequency": "length",
            "occurrence": "word",
        },
    }
)
"""For each unit but the word: what is said of a word, and what is said of it instead."""
UNITS = (WORD, *_SAID_OF)
_PATTERNS = {
    unit: re.compile(rf"(?<![\w-])(?:{'|'.join(sorted(said, key=len, reverse=True))})(?=s?\b)", re.IGNORECASE)
    for unit, said in _SAID_OF.items()
}


def worded(sentence: str, unit: str = WORD) -> str:
    """A sentence about words, said of what an embedding holds; of words it stays as it is.

    sentence: without anything that the user gave, such as a word of the vocabulary, which would be replaced as well

    Example: worded("Isolate the selected words", "document") == "Isolate the selected documents"
    """
    pattern = _PATTERNS.get(unit)
    return sentence if pattern is None else pattern.sub(lambda found: _like(_SAID_OF[unit], found.group()), sentence)


def counted(n: int, noun: str) -> str:
    """How many of something, in words that fit: "1 word", "4,000 documents"."""
    return f"{n:,} {noun}" if n == 1 else f"{n:,} {noun}s"


def standing(unit: str = WORD) -> tuple[str, str]:
    """What the place of an entry is called and what is counted of it: ("rank", "occurrence"), ("document", "word")."""
    return ("rank" if unit == WORD else unit), worded("occurrence", unit)


def _like(said: Mapping[str, str], found: str) -> str:
    """What is said instead, in small or large letters as what was found."""
    instead = said[found.lower()]
    if found.isupper():
        return instead.upper()
    return instead.capitalize() if found[0].isupper() else instead
