"""Where sentences end."""

from __future__ import annotations

import re
from collections.abc import Iterator


def split_sentences(paragraph: str) -> Iterator[str]:
    """The sentences of a paragraph, at a cost of some that end with an abbreviation it does not know.

    A sentence ends with ".", "!", "?" or "…", with the quotes and brackets that close behind it, if a blank follows and
    the next letter is no small one, unless the point belongs to a known abbreviation or an initial; or with the full
    stop of a script that has its own.
    """
    start = 0
    for match in (_ASCII_END if paragraph.isascii() else _END).finditer(paragraph):
        if match["point"] == "." and _is_abbreviation(paragraph, match.start()):
            continue
        if match["blank"] and _goes_on_small(paragraph, match.end()):
            continue
        yield paragraph[start : match.end()]
        start = match.end()
    if start < len(paragraph):
        yield paragraph[start:]


_END = re.compile(
    r"""(?P<point> [.!?…]+ ) ["'”’»›)\]]* (?P<blank> \s+ )   # with the quotes and brackets that close
    | [。！？｡।॥؟۔።]+ ["'”’»」』）]*""",
    re.VERBOSE,
)
_ASCII_END = re.compile(r"""(?P<point>[.!?]+)["')\]]*(?P<blank>\s+)""")  # the same in ASCII, in a third of the time
_WORD_BEFORE = re.compile(r"[^\W\d_]+\Z")
_OPENING = "\"'“‘«‹([„_*-–—"
_ABBREVIATIONS = frozenset(
    """
    mr mrs ms dr prof st mt rev hon gen col capt lt sgt messrs mme mlle jr sr esq vs cf viz al eg ie vol no fig pp ed
    eds jan feb aug sept oct nov dec co inc ltd
    """.split()  # noqa: SIM905
)


def _is_abbreviation(paragraph: str, point: int) -> bool:
    before = _WORD_BEFORE.search(paragraph, max(0, point - 10), point)
    if before is None:
        return False
    word = before[0]
    return (len(word) == 1 and word.isupper() and word != "I") or word.lower() in _ABBREVIATIONS


def _goes_on_small(paragraph: str, place: int) -> bool:
    while place < len(paragraph) and paragraph[place] in _OPENING:
        place += 1
    return place < len(paragraph) and paragraph[place].islower()
