"""Finding the words that complete what was typed, fast enough for every key press, and what is meant by it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from threading import Lock
from weakref import WeakKeyDictionary

import numpy as np

from explorer.analysis.expression_parser import BadExpression
from explorer.analysis.expressions import looks_like_an_expression, parse_for, parse_with_made
from explorer.analysis.word_queries import AskedWords, NoMatch, words_asked_for
from explorer.embedding import Embedding, near_spellings
from explorer.errors import UnknownWord
from explorer.task import Task

MOST = 30
MOST_EXPLAINED = 4  # unknown words of a list for which near spellings are sought
MOST_NAMED = 20  # unknown words of a list that a sentence names: a pasted list may be of another language
_BETWEEN = b"\0"
_one_at_a_time = Lock()
_found: WeakKeyDictionary[Embedding, WordFinder] = WeakKeyDictionary()
_LAST_TERM = re.compile(r"[^\s()+*−×÷,\"“”„«»]*$")
_OPERATOR = re.compile(r"[-+*/−×÷–(,]")


@dataclass(frozen=True)
class AskedExpression:
    """An expression that can be answered, and the indices of its words in the order of the text."""

    text: str
    indices: tuple[int, ...]


class WordFinder:
    """Words that begin with, then words that contain, some letters; each in the order of the embedding.

    All words lie in one run of lower-cased UTF-8 with a zero byte around each, so that a search is a plain search of
    bytes: 400,000 words are scanned in a few milliseconds, and common letters end the scan early.

    Example: ``WordFinder(index_to_key).complete("kin") -> [6, 81, 412]``, for king, kind, viking
    """

    def __init__(self, index_to_key: tuple[str, ...]) -> None:
        self.index_to_key = index_to_key
        words = "\0".join(word.replace("\0", " ") for word in index_to_key)
        self._bytes = _BETWEEN + words.lower().encode("utf-8", errors="replace") + _BETWEEN
        self._starts = np.flatnonzero(np.frombuffer(self._bytes, dtype=np.uint8) == 0)

    def complete(self, letters: str, most: int = MOST) -> list[int]:
        """Indices of at most ``most`` words: the word itself, those that begin so, those that contain it."""
        wanted = letters.strip().lower().replace("\0", " ").encode("utf-8", errors="replace")
        if not wanted:
            return []
        found: dict[int, None] = {}
        for pattern in (_BETWEEN + wanted + _BETWEEN, _BETWEEN + wanted, wanted):
            self._scan(pattern, most, found)
        return list(found)

    def _scan(self, pattern: bytes, most: int, found: dict[int, None]) -> None:
        place = self._bytes.find(pattern)
        while place >= 0 and len(found) < most:
            word = int(np.searchsorted(self._starts, place, side="right")) - 1
            found.setdefault(word)
            place = self._bytes.find(pattern, int(self._starts[word + 1]))


def find_words(embedding: Embedding, task: Task = Task()) -> WordFinder:
    """Prepare the completion of an embedding, a tenth of a second for 400,000 words."""
    task.check()
    with _one_at_a_time:  # the search box and all fields for words ask for it at once
        if embedding not in _found:
            _found[embedding] = WordFinder(embedding.index_to_key)
            embedding.key_to_index  # noqa: B018 - made here, so that the first search need not wait for it
        return _found[embedding]


def last_term(text: str) -> tuple[str, str]:
    """(what stands before, the word that is being typed); all of the text is that word until there is an operator.

    Example: "king - ma" -> ("king - ", "ma")
    """
    found = _LAST_TERM.search(text)
    start = found.start() if found else len(text)
    return (text[:start], text[start:]) if _OPERATOR.search(text[:start]) else ("", text)


def look_up(
    embedding: Embedding, text: str, task: Task = Task()
) -> int | AskedExpression | AskedWords | UnknownWord | BadExpression | NoMatch:
    """The index of a word, or an expression or question that can be answered, or what is wrong with it.

    Near spellings of an unknown word are looked for, which takes a moment. A place that the error names is one in
    ``text``.
    """
    task.check()
    if (index := _index_of(embedding, text.strip())) is not None:
        return index
    try:
        if (asked := words_asked_for(embedding, text, task)) is not None:
            return asked
        if not looks_like_an_expression(text):
            return embedding.index_of(text.strip())
    except (UnknownWord, BadExpression, NoMatch) as error:
        return error
    try:
        expression, terms = parse_for(embedding, text)
    except (UnknownWord, BadExpression) as error:
        return error
    return AskedExpression(expression.text.strip(), tuple(index for index, _ in terms))


def look_up_made(embedding: Embedding, text: str, task: Task = Task()) -> AskedExpression | UnknownWord | BadExpression:
    """A word or an expression, in which words that are not in the vocabulary are made from their parts."""
    task.check()
    word = text.strip()
    if not looks_like_an_expression(word):
        text = word if word.isalnum() else f'"{word}"'
    try:
        expression, terms = parse_with_made(embedding, text)
    except (UnknownWord, BadExpression) as error:
        return error
    return AskedExpression(expression.text.strip(), tuple(term for term, _ in terms if isinstance(term, int)))


@dataclass(frozen=True)
class LookedUp:
    """What became of a list of words: the indices of those that are known, the others, and how these may be meant."""

    indices: tuple[int, ...]
    unknown: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()

    @property
    def problem(self) -> str:
        """The words that are unknown, in a sentence; nothing if all are known."""
        if not self.unknown:
            return ""
        hint = f" Did you mean {', '.join(self.suggestions)}?" if self.suggestions else ""
        n_others = len(self.unknown) - MOST_NAMED
        more = f" and {n_others:,} more" if n_others > 0 else ""
        return f"Not in the vocabulary: {', '.join(self.unknown[:MOST_NAMED])}{more}.{hint}"


def look_up_all(embedding: Embedding, texts: list[str], task: Task = Task()) -> LookedUp:
    """Look up the words of a list; a text that is no word is taken as words with blanks between.

    Example: ["new york", "king queen xyz"] -> the indices of "new york", of king and of queen, and xyz as unknown
    """
    found: list[int] = []
    unknown: list[str] = []
    for text in texts:
        task.check()
        known = _index_of(embedding, text)
        for word in [text] if known is not None else text.split():
            index = _index_of(embedding, word)
            if index is None:
                unknown.append(word)
            else:
                found.append(index)
    near: dict[str, None] = {}
    for word in unknown[:MOST_EXPLAINED]:
        task.check()
        near |= dict.fromkeys(near_spellings(word, embedding.index_to_key, 2))
    return LookedUp(tuple(found), tuple(unknown), tuple(near))


def _index_of(embedding: Embedding, word: str) -> int | None:
    """The index of a word without looking for near spellings, which takes a moment for each."""
    spellings = (word, word.lower(), word.capitalize(), word.upper())
    return next((embedding.key_to_index[each] for each in spellings if each in embedding.key_to_index), None)
