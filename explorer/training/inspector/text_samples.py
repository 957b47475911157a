"""Training samples from running text: a window slides over each sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from explorer.corpus.chain.sentence_ends import split_sentences
from explorer.corpus.preprocessing import tokenise
from explorer.training.inspector.problems import Problem, too_long
from explorer.training.inspector.samples import Sample, Window

TEXT_METHODS = {"cbow": "CBOW", "skipgram": "Skip-gram"}
"""Method to the name that people know it by."""

FOX = "The quick brown fox jumps over the lazy dog"
THREE_SENTENCES = "The cat is fluffy. The dog is fluffy. The cat and the dog are friends."

LARGEST_WINDOW = 20

_LONGEST_TRIED = 80  # characters


@dataclass(frozen=True)
class Token:
    """A word of a running text.

    word:        as it is learned, in small letters
    start, end:  the characters of the text that it was read from
    sentence:    which sentence it belongs to, counted from 0; windows do not reach into another one
    """

    word: str
    start: int
    end: int
    sentence: int


@dataclass(frozen=True)
class TextSamples:
    """The tokens of a text and the samples made of them, one for each token that has neighbours."""

    tokens: tuple[Token, ...]
    samples: tuple[Sample, ...]
    problems: tuple[Problem, ...]


def samples_from_text(text: str, window: int = 2, method: str = "skipgram") -> TextSamples:
    """A sample for each word of a text: CBOW predicts it from those around it, skip-gram those around from it.

    window:  so many words to either side, within the sentence
    method:  "cbow" or "skipgram"

    Example: in "The quick brown fox jumps over the lazy dog" with window 2, the sample of "fox" has as context
    ``("quick", "brown", "jumps", "over")``.
    """
    if too_long(text):
        return TextSamples((), (), too_long(text))
    tokens = tuple(tokens_of(text))
    samples = tuple(_sample(tokens, place, method) for place in windows(tokens, window))
    if samples:
        return TextSamples(tokens, samples, ())
    wrong = "The text has no two words in one sentence: write at least two, parted by a blank."
    return TextSamples(tokens, (), (Problem(wrong, 0, len(text)),))


def windows(tokens: Sequence[Token], size: int) -> Iterator[Window]:
    """The window around each token in turn, cut at the ends of its sentence; none for a sentence of one word."""
    for center, token in enumerate(tokens):
        near = range(max(center - size, 0), min(center + size + 1, len(tokens)))
        inside = [place for place in near if tokens[place].sentence == token.sentence]
        if len(inside) > 1:
            yield Window(center, inside[0], inside[-1] + 1)


def tokens_of(text: str) -> Iterator[Token]:
    """The tokens of a text with their places, taken apart as a corpus is; a blank line ends a sentence too."""
    for number, (start, sentence) in enumerate(_sentences(text)):
        for chunk in re.finditer(r"\S+", sentence):
            words = tokenise(chunk[0])
            for word, (first, last) in zip(words, _places(chunk[0], words), strict=True):
                offset = start + chunk.start()
                yield Token(word, offset + first, offset + last, number)


def _places(written: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Where the words of a stretch without blanks stand in it."""
    if len(written) == len(lowered := written.lower()):
        places, end = [], 0
        for word in words:
            first = lowered.find(word, end)
            end = first + len(word)
            places.append((first, end))
            if first < 0:
                break
        else:
            return places
    return _places_by_trying(written, words)


def _places_by_trying(written: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """The same where a word is spelled otherwise than it is learned: a typographic apostrophe, an accent of its own.

    A word ends where it is first read as a whole, and begins as late as it can. In stretches too long to try this each
    word has the place of the whole.
    """
    places: list[tuple[int, int]] = []
    if len(written) > _LONGEST_TRIED:
        return [(0, len(written))] * len(words)
    wanted = _one_sigma(words)
    end = 0
    for n in range(1, len(words) + 1):
        begun = end
        end = next(e for e in range(begun, len(written) + 1) if _one_sigma(tokenise(written[:e]))[:n] == wanted[:n])
        first = (s for s in range(end - 1, begun, -1) if _one_sigma(tokenise(written[s:end])) == wanted[n - 1 : n])
        places.append((next(first, begun), end))
    return places


def _one_sigma(words: Sequence[str]) -> list[str]:
    """The words with one small sigma: which of the two a capital becomes depends on the letters around it."""
    return [word.replace("ς", "σ") for word in words]


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for gap in (*re.finditer(r"\n\s*\n", text), None):
        end = len(text) if gap is None else gap.end()
        for sentence in split_sentences(text[start:end]):
            yield start, sentence
            start += len(sentence)


def _sample(tokens: Sequence[Token], window: Window, method: str) -> Sample:
    places = [place for place in range(window.first, window.last) if place != window.center]
    context = tuple(tokens[place].word for place in places)
    center = (tokens[window.center].word,)
    inputs, targets = (context, center) if method == "cbow" else (center, context)
    return Sample(inputs, targets, tokens[window.first].start, tokens[window.last - 1].end, window)
