"""The steps of a chain, one after the other: what becomes of a sentence on its way to tokens."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from explorer.corpus.chain.numbers import NUMBER
from explorer.corpus.chain.phrases import Phrases
from explorer.corpus.chain.splitting import Places, Splitting
from explorer.corpus.chain.subwords import Pieces
from explorer.task import Task

LONGEST_TOKEN = 100  # what is longer is no word of any language: encoded data, a ruled line
MOST_REMEMBERED = 1 << 18  # words whose outcome is kept, so that a step sees each but once

_BETWEEN_CHECKS = 256  # sentences, which some steps spend a tenth of a second on

WordStep = Callable[[str], str | None]
"""What becomes of a token: another one, or None if it is left out."""


@dataclass(frozen=True)
class Stage:
    """The tokens of a sentence after a step.

    key:    the step, a key of `explorer.corpus.preprocessing.STEPS`
    tokens: what there is then
    """

    key: str
    tokens: tuple[str, ...]


class Chain:
    """Takes sentences apart into tokens.

    splitting:  parts a sentence
    lower:      whether small letters are made of capitals
    steps:      what is done to each token by itself, by the key of the step, in this order
    phrases:    what is joined then
    pieces:     what words are taken apart into at last
    """

    def __init__(
        self,
        splitting: Splitting,
        lower: bool = True,
        steps: Sequence[tuple[str, WordStep]] = (),
        phrases: Phrases | None = None,
        pieces: Pieces | None = None,
    ) -> None:
        self._splitting = splitting
        self._is_lowered_before = lower and splitting.can_lower
        lowering: list[tuple[str, WordStep]] = [("lower", str.lower)] if lower and not self._is_lowered_before else []
        self._steps = [*lowering, *steps]
        self._phrases, self._pieces = phrases, pieces
        self._made: dict[str, str | None] = {}
        self._parts: dict[str, tuple[str, ...]] = {}

    @property
    def pieces(self) -> Pieces | None:
        """What words are taken apart into, if they are."""
        return self._pieces

    def read(self, texts: Iterable[str], task: Task = Task()) -> Iterator[list[str]]:
        """The tokens of each text, which may be none; streamed.

        Raises
        ------
        BadOption : the user's regular expression takes too long.
        Cancelled : between some hundred sentences, or while the expression is being searched for.
        """
        for number, words in enumerate(self._split(texts, task)):
            if number % _BETWEEN_CHECKS == 0:
                task.check()
            tokens = self._kept(words)
            if self._phrases is not None:
                tokens = self._phrases.join(tokens)
            yield tokens if self._pieces is None else [part for token in tokens for part in self._parts_of(token)]

    def places(self, texts: Sequence[str], task: Task = Task()) -> Iterator[Places]:
        """Where each token of each text begins and ends, for texts that are `with_one_spelling`.

        A phrase reaches from its first word to its last; a piece of a word has the place of the word.
        """
        found = zip(self._split(texts, task), self._splitting.places(texts, task), strict=True)
        for words, places in found:
            kept = [(made, place) for word, place in zip(words, places, strict=False) if (made := self._make(word))]
            tokens = [token for token, _ in kept]
            spans = [(place, place + 1) for place in range(len(tokens))]
            if self._phrases is not None:
                spans, tokens = self._phrases.spans(tokens), self._phrases.join(tokens)
            yield [
                (kept[first][1][0], kept[end - 1][1][1])
                for token, (first, end) in zip(tokens, spans, strict=True)
                for _ in self._parts_of(token)
            ]

    def trace(self, texts: Sequence[str], task: Task = Task()) -> list[list[Stage]]:
        """What there is of each text after each step; the last stage has the tokens of `read`."""
        split = list(self._splitting.split(texts, task))
        lowered = list(self._split(texts, task)) if self._is_lowered_before else split
        traced = [[Stage("tokens", tuple(words))] for words in split]
        for stages, words in zip(traced, lowered, strict=True):
            if self._is_lowered_before:
                stages.append(Stage("lower", tuple(words)))
            tokens = [word for word in words if len(word) <= LONGEST_TOKEN]
            for key, step in self._steps:
                tokens = [made for token in tokens if (made := _one_step(step, token))]
                stages.append(Stage(key, tuple(tokens)))
            if self._phrases is not None:
                tokens = self._phrases.join(tokens)
                stages.append(Stage("phrases", tuple(tokens)))
            if self._pieces is not None:
                stages.append(Stage("pieces", tuple(part for token in tokens for part in self._parts_of(token))))
        return traced

    def _split(self, texts: Iterable[str], task: Task) -> Iterator[list[str]]:
        return self._splitting.split(texts, task, self._is_lowered_before)

    def _kept(self, words: list[str]) -> list[str]:
        if not self._steps:
            if max(map(len, words), default=0) <= LONGEST_TOKEN:  # as nearly always
                return words
            return [word for word in words if len(word) <= LONGEST_TOKEN]
        made, make = self._made, self._make
        outcomes = [made[word] if word in made else make(word) for word in words]
        return [token for token in outcomes if token]

    def _make(self, word: str) -> str | None:
        """What the steps make of a word, which is remembered."""
        if word in self._made:
            return self._made[word]
        token: str | None = word if len(word) <= LONGEST_TOKEN else None
        for _, step in self._steps:
            if token:
                token = _one_step(step, token)
        if len(self._made) >= MOST_REMEMBERED:
            self._made.clear()
        self._made[word] = token
        return token

    def _parts_of(self, token: str) -> tuple[str, ...]:
        if self._pieces is None or token == NUMBER:
            return (token,)
        if token not in self._parts:
            if len(self._parts) >= MOST_REMEMBERED:
                self._parts.clear()
            self._parts[token] = self._pieces.parts_of(token)
        return self._parts[token]


def _one_step(step: WordStep, token: str) -> str | None:
    return token if token == NUMBER else step(token)
