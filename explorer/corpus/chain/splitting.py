"""Parting a sentence into tokens: words as Unicode knows them, or whatever stands between blanks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Protocol

from explorer.corpus.chain.segmenting import Segment
from explorer.task import Task

Places = list[tuple[int, int]]
"""Where each token begins and ends."""

CHINESE = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
KANA = "\u3041-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9f\u1100-\u11ff\uac00-\ud7af"  # and hangul
_ONE_SPELLING = str.maketrans({"’": "'", "ʼ": "'", "＇": "'", "‐": "-", "‑": "-", "\u00ad": None})
_BLANKS = re.compile(r"\S+")


class Splitting(Protocol):
    """Parts sentences into tokens.

    can_lower: whether it makes small letters of the sentence itself, which is quicker than of each token, and knows
               what a capital sigma becomes at the end of a word
    """

    can_lower: bool

    def split(self, texts: Iterable[str], task: Task = Task(), lower: bool = False) -> Iterator[list[str]]:
        """The tokens of each text, in small letters if ``lower``."""
        ...

    def places(self, texts: Iterable[str], task: Task = Task()) -> Iterator[Places]:
        """Where these tokens stand in each text, which is `with_one_spelling`."""
        ...


class UnicodeWords:
    """The words and numbers of a text.

    A word is a run of Unicode letters, marks and digits. A single apostrophe, hyphen or underscore between two of them
    belongs to the word ("don't", "whale-ship", "new_york"), everything else parts words, so that Gutenberg's
    "_emphasis_" and "dash--dash" come out clean. A number keeps the points and commas between its digits ("3.14",
    "1,000"). Each Chinese character is a word by itself, since nothing marks where such words end, unless a segmenter
    knows better. Typographic apostrophes and hyphens become "'" and "-", soft hyphens go, and letters are composed
    (Unicode NFC), so that a word has one spelling.

    has_signs: each other sign, or three points, is a token, too
    has_kana:  each character of the Japanese and Korean scripts is a word by itself, too
    segment:   parts a run of Chinese characters into words
    """

    can_lower = True

    def __init__(self, has_signs: bool = False, has_kana: bool = False, segment: Segment | None = None) -> None:
        self._pattern = _token_pattern(has_signs, has_kana, segment is not None)
        self._ascii_pattern = _ascii_token_pattern(has_signs)
        self._segment = segment

    def split(self, texts: Iterable[str], task: Task = Task(), lower: bool = False) -> Iterator[list[str]]:
        """The tokens of each text."""
        for text in texts:
            if not text.isascii():
                text = with_one_spelling(text).translate(_ONE_SPELLING)
            if lower:
                text = text.lower()
            pattern = self._ascii_pattern if text.isascii() else self._pattern
            found: list[str] = pattern.findall(text)
            yield found if self._segment is None else [word for run in found for word in self._parts(run)]

    def places(self, texts: Iterable[str], task: Task = Task()) -> Iterator[Places]:
        """Where they stand in each text."""
        for text in texts:
            matches = self._pattern.finditer(text.translate(_ONE_SPELLING))
            if self._segment is None:
                yield [match.span() for match in matches]
            else:
                yield [place for match in matches for place in self._placed_parts(match)]

    def _parts(self, run: str) -> list[str]:
        assert self._segment is not None
        return self._segment(run) if _is_chinese(run) else [run]

    def _placed_parts(self, match: re.Match[str]) -> Places:
        places, start = [], match.start()
        for part in self._parts(match[0]):
            places.append((start, start + len(part)))
            start += len(part)
        return places


class Blanks:
    """What stands between blanks, as texts have it whose tokens are parted already.

    keeps_signs: otherwise the signs at the edges of a token are no part of it, and tokens of signs alone go
    """

    can_lower = True

    def __init__(self, keeps_signs: bool = False) -> None:
        self._keeps_signs = keeps_signs

    def split(self, texts: Iterable[str], task: Task = Task(), lower: bool = False) -> Iterator[list[str]]:
        """The tokens of each text."""
        for text in texts:
            words = (text.lower() if lower else text).split()
            yield words if self._keeps_signs else [token for word in words if (token := _stripped(word))]

    def places(self, texts: Iterable[str], task: Task = Task()) -> Iterator[Places]:
        """Where they stand in each text."""
        return map(self._places, texts)

    def _places(self, text: str) -> Places:
        places = [match.span() for match in _BLANKS.finditer(text)]
        return places if self._keeps_signs else [inner for place in places if (inner := _without_signs(text, *place))]


def with_one_spelling(text: str) -> str:
    """The text with composed letters (Unicode NFC) and without soft hyphens; it looks as before."""
    return text if text.isascii() else unicodedata.normalize("NFC", text).replace("\u00ad", "")


def is_sign(character: str) -> bool:
    """Whether a character is no letter, mark or digit."""
    return unicodedata.category(character)[0] not in "LMN"


def _stripped(word: str) -> str:
    """A word without the signs at its edges."""
    if word.isalnum():  # as nearly all are, which spares a look at their letters one by one
        return word
    place = _without_signs(word, 0, len(word))
    return word[place[0] : place[1]] if place else ""


def _without_signs(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and is_sign(text[start]):
        start += 1
    while start < end and is_sign(text[end - 1]):
        end -= 1
    return (start, end) if start < end else None


@cache
def _chinese_run() -> re.Pattern[str]:
    return re.compile(f"[{CHINESE}]")


def _is_chinese(run: str) -> bool:
    return _chinese_run().match(run) is not None


@cache
def _token_pattern(has_signs: bool, has_kana: bool, has_runs: bool) -> re.Pattern[str]:
    r"""The pattern of a token; ``\w`` alone would break Hindi and Arabic words at their vowel signs."""
    alone = CHINESE + KANA if has_kana else CHINESE
    letter = rf"[^\W_{alone}]"  # a digit, too
    run = rf"{letter}+(?:[{_marks()}]+{letter}*)*"
    joiner = "['\\-_\u200c\u200d]"  # the last two shape letters in Persian and Indian scripts
    number = rf"\d+(?:[.,]\d+)+(?!{letter})"
    signs = r"|\.\.\.|[^\w\s\u200b-\u200f\u2060\ufeff]" if has_signs else ""
    return re.compile(rf"[{alone}]{'+' if has_runs else ''}|{number}|{run}(?:{joiner}{run})*{signs}")


@cache
def _ascii_token_pattern(has_signs: bool) -> re.Pattern[str]:
    """The same for text in ASCII, which is searched in a third of the time."""
    joined = "(?:['\\-_][A-Za-z0-9]+)*"
    number = "[0-9]+(?:[.,][0-9]+)+(?![A-Za-z0-9])"
    signs = r"|\.\.\.|[^\w\s]" if has_signs else ""
    return re.compile(rf"[A-Za-z][A-Za-z0-9]*{joined}|{number}|[0-9][A-Za-z0-9]*{joined}{signs}")


@cache
def _marks() -> str:
    """The combining marks of Unicode as ranges of a character class."""
    marks = [code for code in range(0x300, 0x1F000) if unicodedata.category(chr(code)).startswith("M")]
    ranges: list[list[int]] = []
    for code in marks:
        if ranges and code == ranges[-1][1] + 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)
