"""Pairs of words whose likeness people have judged, as WordSim-353 holds them, and how well a model agrees."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explorer.embedding import Embedding
from explorer.task import Task

_BETWEEN = ("\t", ";", ",")
_NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?", re.IGNORECASE)


@dataclass(frozen=True)
class WordPairs:
    """Judged pairs.

    name:   "wordsim353"
    pairs:  (one, other, how alike people find them)
    """

    name: str
    pairs: tuple[tuple[str, str, float], ...]


@dataclass(frozen=True)
class Agreement:
    """How far the cosines of pairs go with what people judged.

    spearman, pearson:  the correlations; None where they are not defined, as fewer than two pairs or only equal values
                        are compared
    n_asked:            pairs that were compared
    n_unknown:          pairs that were left out because a word is not known or its vector is zero
    """

    name: str
    spearman: float | None
    pearson: float | None
    n_asked: int
    n_unknown: int


def pairs_in(lines: Sequence[str]) -> Iterator[tuple[str, str, float]]:
    """The judged pairs of the lines that hold one: two words, and the first number after them.

    Between them are tabs, semicolons, commas or blanks. Lines without, such as headings, and those that begin with #
    do not count.

    Example: ``"old,new,A,1.58"`` holds ("old", "new", 1.58)
    """
    for line in lines:
        if line.startswith("#"):
            continue
        between = next((each for each in _BETWEEN if each in line), None)
        one, other, *rest = [*(each.strip(' "') for each in line.split(between)), "", ""]
        score = next((float(each) for each in rest if is_number(each)), None)
        if one and other and score is not None and not is_number(other):  # which would be a vector
            yield one, other, score


def is_number(text: str) -> bool:
    """Whether a text is a number, as files of judged pairs write them."""
    return _NUMBER.fullmatch(text) is not None


def evaluate_word_pairs(
    embedding: Embedding, tests: Sequence[WordPairs], n_words: int | None = None, task: Task = Task()
) -> list[Agreement]:
    """Compare the cosines of judged pairs with the judgements; one answer a test.

    n_words: only the first so many words are known

    Case does not count: a word is the first of the vocabulary that it equals in capitals, as in gensim's
    ``KeyedVectors.evaluate_word_pairs``.

    Source: Finkelstein et al. (2002), Placing search in context: the concept revisited.
    """
    wanted = {word.upper() for test in tests for pair in test.pairs for word in pair[:2]}
    first: dict[str, int] = {}
    for index, word in enumerate(embedding.index_to_key[:n_words]):
        if (capital := word.upper()) in wanted:
            first.setdefault(capital, index)
    found = []
    for done, test in enumerate(tests):
        task.step(done, len(tests), "comparing judged pairs")
        found.append(_agreement(embedding, test, first))
    return found


def _agreement(embedding: Embedding, test: WordPairs, first: dict[str, int]) -> Agreement:
    from scipy.stats import pearsonr, spearmanr

    known = [
        (first[one.upper()], first[other.upper()], score)
        for one, other, score in test.pairs
        if one.upper() in first and other.upper() in first
    ]
    rows = np.array([pair[:2] for pair in known], np.int64).reshape(-1, 2)
    one, other = (embedding.vectors[rows[:, side]].astype(np.float64) for side in range(2))
    lengths = np.linalg.norm(one, axis=1) * np.linalg.norm(other, axis=1)
    has_direction = lengths > 0
    cosines = (one * other).sum(axis=1)[has_direction] / lengths[has_direction]
    judged = np.array([score for *_, score in known], np.float64)[has_direction]
    is_defined = len(judged) > 1 and _differ(cosines) and _differ(judged)
    return Agreement(
        test.name,
        float(spearmanr(judged, cosines).statistic) if is_defined else None,
        float(pearsonr(judged, cosines).statistic) if is_defined else None,
        len(judged),
        len(test.pairs) - len(judged),
    )


def _differ(values: NDArray[np.float64]) -> bool:
    """Whether they differ by more than rounding."""
    return bool(np.ptp(values) > 1e-12 * np.abs(values).max())
