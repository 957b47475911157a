"""Questions of the kind "a is to b as c is to what", asked by the thousand, as the test of Google's word2vec does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explorer.embedding import Embedding, Indices
from explorer.errors import ExplorerError
from explorer.neighbors.norms import norms_of
from explorer.neighbors.products import roughly_nearest
from explorer.task import Task

_LOOKED_AT = 5  # answers among which the first is taken that differs from the question by more than its case
_TOGETHER = 1024  # questions


@dataclass(frozen=True)
class Questions:
    """A section of questions.

    name:        "capital-common-countries"
    quadruples:  (a, b, c, d): a is to b as c is to d
    """

    name: str
    quadruples: tuple[tuple[str, str, str, str], ...]


@dataclass(frozen=True)
class Score:
    """How a section was answered.

    n_correct, n_asked:  of the questions whose four words are known
    n_unknown:           questions that were left out because a word is not known
    """

    name: str
    n_correct: int
    n_asked: int
    n_unknown: int

    @property
    def accuracy(self) -> float:
        """The share of right answers, 0 if nothing could be asked."""
        return self.n_correct / self.n_asked if self.n_asked else 0.0


def questions_in(lines: Sequence[str], name: str) -> list[Questions]:
    """The questions of lines: four words each, sections under lines ": name"; other lines do not count.

    name: of the questions above the first section
    """
    sections: dict[str, list[tuple[str, str, str, str]]] = {}
    for line in lines:
        if line.startswith(":"):
            name = line.lstrip(": ").strip()
        elif len(words := line.split()) == 4:
            a, b, c, d = words
            sections.setdefault(name, []).append((a, b, c, d))
    return [Questions(name, tuple(quadruples)) for name, quadruples in sections.items()]


def evaluate_analogies(
    embedding: Embedding, sections: Sequence[Questions], n_words: int | None = None, task: Task = Task()
) -> list[Score]:
    """Answer questions by 3CosAdd, and count; the last score is that of all sections together, named "Total".

    Case does not count: a word is the first of the vocabulary that it equals in capitals. The words of the question are
    no answer to it, in whatever case.

    n_words:  only the first so many words are known, and can be answers

    Counts as gensim's ``KeyedVectors.evaluate_word_analogies`` does.

    Raises
    ------
    ExplorerError : there are no sections.

    Source: Mikolov, Chen, Corrado & Dean (2013), Efficient estimation of word representations in vector space.
    """
    if not sections:
        raise ExplorerError("There are no analogies to ask. Open a file with four words a line.")
    capitals = [word.upper() for word in embedding.index_to_key[:n_words]]
    first = {word: index for index, word in zip(range(len(capitals) - 1, -1, -1), reversed(capitals), strict=True)}
    asked, section_of = [], []
    for place, section in enumerate(sections):
        for quadruple in section.quadruples:
            indices = [first.get(word.upper(), -1) for word in quadruple]
            if min(indices) >= 0:
                asked.append(indices)
                section_of.append(place)
    is_right = _answered_right(embedding, np.array(asked, np.int64).reshape(-1, 4), capitals, task)
    n_asked = np.bincount(section_of, minlength=len(sections))
    n_right = np.bincount(section_of, weights=is_right, minlength=len(sections))
    scores = [
        Score(each.name, int(right), int(n), len(each.quadruples) - int(n))
        for each, right, n in zip(sections, n_right, n_asked, strict=True)
    ]
    n_unknown = sum(each.n_unknown for each in scores)
    return [*scores, Score("Total", int(n_right.sum()), int(n_asked.sum()), n_unknown)]


def _answered_right(embedding: Embedding, asked: Indices, capitals: Sequence[str], task: Task) -> NDArray[np.bool_]:
    """Whether a, b, c, the first three of each row, lead to the fourth."""
    inverses = norms_of(embedding, task).inverses
    is_right = np.zeros(len(asked), np.bool_)
    for start in range(0, len(asked), _TOGETHER):
        part = task.part(start / len(asked), min(start + _TOGETHER, len(asked)) / len(asked))
        some = asked[start : start + _TOGETHER]
        a, b, c = (embedding.vectors[some[:, each]] * inverses[some[:, each]][:, None] for each in range(3))
        k = min(_LOOKED_AT + 3, len(capitals))
        close, rows = roughly_nearest(embedding, b - a + c, k, "cosine", len(capitals), part)
        order = np.lexsort((rows, -close), axis=1)
        best = np.take_along_axis(rows, order, axis=1)
        for place, (question, answers) in enumerate(zip(some.tolist(), best.tolist(), strict=True)):
            is_right[start + place] = _is_right(question, answers, capitals)
    return is_right


def _is_right(question: Sequence[int], answers: Sequence[int], capitals: Sequence[str]) -> bool:
    own = {capitals[index] for index in question[:3]}
    others = [index for index in answers if index not in question[:3]][:_LOOKED_AT]
    answer = next((capitals[index] for index in others if capitals[index] not in own), None)
    return answer == capitals[question[3]]
