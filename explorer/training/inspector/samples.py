"""Training samples as text, in wevi's grammar: ``eat^drink|apple, rice|milk``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from explorer.training.inspector.problems import Problem, too_long


@dataclass(frozen=True)
class Window:
    """Where a sample comes from in a running text: tokens ``first`` to ``last`` (not included) around ``center``."""

    center: int
    first: int
    last: int


@dataclass(frozen=True)
class Sample:
    """The words that go in and the words that should come out.

    inputs:      the context of CBOW, or the one centre word of skip-gram
    targets:     the one centre word of CBOW, or the context of skip-gram
    start, end:  the characters of the text that it was made from
    window:      the tokens that it was made from, if it was made from running text
    """

    inputs: tuple[str, ...]
    targets: tuple[str, ...]
    start: int
    end: int
    window: Window | None = None


@dataclass(frozen=True)
class ParsedSamples:
    """The samples that could be read, and what is wrong with the others."""

    samples: tuple[Sample, ...]
    problems: tuple[Problem, ...]


def parse_samples(text: str) -> ParsedSamples:
    """Read samples; what is malformed is named with its place, and the others are read all the same.

    Commas part samples, ``|`` parts the input words from the target words, ``^`` joins the words of one side. Blanks
    and line breaks around samples, sides and words do not count. (wevi keeps the blanks around ``^``, so that "a " and
    "a" are two words to it.)

    Example: ``parse_samples("eat^drink|apple").samples[0].inputs`` is ``("eat", "drink")``.
    """
    if too_long(text):
        return ParsedSamples((), too_long(text))
    if not text.strip():
        return ParsedSamples(
            (), (Problem("There are no samples: write input|target, parted by commas.", 0, len(text)),)
        )
    samples: list[Sample] = []
    problems: list[Problem] = []
    for number, (start, end) in enumerate(_pieces(text, 0, len(text), ","), start=1):
        wrong = _problem(text, start, end, number)
        if wrong is not None:
            problems.append(wrong)
            continue
        left, right = (_words(text, *side) for side in _pieces(text, start, end, "|"))
        samples.append(Sample(left, right, start, end))
    return ParsedSamples(tuple(samples), tuple(problems))


def format_samples(samples: Iterable[Sample]) -> str:
    """The samples in wevi's grammar, parted by a comma and a blank."""
    return ", ".join(f"{'^'.join(sample.inputs)}|{'^'.join(sample.targets)}" for sample in samples)


def sorted_vocabulary(samples: Sequence[Sample]) -> tuple[str, ...]:
    """Every word of either side once, sorted by UTF-16 code units as JavaScript does: capitals come first."""
    words = {word for sample in samples for word in sample.inputs + sample.targets}
    return tuple(sorted(words, key=lambda word: word.encode("utf-16-be", "surrogatepass")))


def _problem(text: str, start: int, end: int, number: int) -> Problem | None:
    """What is wrong with the sample ``text[start:end]``, or None."""
    shown = f"Sample {number:,} “{_short(text[start:end])}”"
    if start == end:
        where = max(start - 1, 0)  # the comma that nothing follows, or that nothing precedes
        where = text.rfind(",", 0, start) if "," in text[:start] else text.find(",", start)
        return Problem(f"Sample {number:,} is empty: remove the comma, or write input|target.", where, where + 1)
    sides = list(_pieces(text, start, end, "|"))
    if len(sides) == 1:
        return Problem(f"{shown} has no “|”: write input|target.", start, end)
    if len(sides) > 2:
        second = sides[1][1]
        bar = text.index("|", second)
        return Problem(f"{shown} has more than one “|”: part samples by commas.", bar, end)
    for (first, last), name in zip(sides, ("input", "target"), strict=True):
        if first == last:
            return Problem(f"{shown} has no {name} word: write input|target.", start, end)
        for word_start, word_end in _pieces(text, first, last, "^"):
            if word_start == word_end:
                return Problem(f"{shown} has no word beside a “^”: write a^b, or a alone.", first, last)
    return None


def _words(text: str, start: int, end: int) -> tuple[str, ...]:
    return tuple(text[first:last] for first, last in _pieces(text, start, end, "^"))


def _pieces(text: str, start: int, end: int, mark: str) -> Iterator[tuple[int, int]]:
    """The stretches of ``text[start:end]`` between marks, without the blanks at their ends."""
    place = start
    for piece in text[start:end].split(mark):
        first = place + len(piece) - len(piece.lstrip())
        yield first, max(first, place + len(piece.rstrip()))
        place += len(piece) + 1


def _short(text: str, most: int = 40) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1] + "…"
