"""What an expression of words leads to, by three ways of reading it, and the word that does not match the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from explorer.embedding import Embedding, Indices, Vectors
from explorer.errors import BadOption, ExplorerError, UnknownWord
from explorer.neighbors.exact import check_topn, nearest_to
from explorer.neighbors.metrics import METRICS, metric_of
from explorer.neighbors.norms import blocks
from explorer.task import Task
from explorer.wording import worded

Float64s = NDArray[np.float64]
Terms = Sequence[tuple[int | str, float]]
"""Words by their indices, or as they are written if their vectors are made, and their weights."""

EPSILON = 1e-6  # of Levy & Goldberg (2014), so that nothing is divided by zero


@dataclass(frozen=True)
class Reading:
    """One way of reading an expression.

    key, label:  how the program and the window call it
    sentence:    what it does, for a tooltip
    """

    key: str
    label: str
    sentence: str


READINGS: Mapping[str, Reading] = MappingProxyType(
    {
        reading.key: reading
        for reading in (
            Reading(
                "add",
                "3CosAdd",
                "Adds the vectors, each taken to length 1, and finds the words in the direction of the sum.",
            ),
            Reading(
                "mul",
                "3CosMul",
                "Multiplies the similarities to the words added and divides by those to the words taken away,"
                " so that no single word decides.",
            ),
            Reading(
                "distance",
                "Distance",
                "Adds the vectors as they are and finds the words nearest to that place by the metric chosen.",
            ),
        )
    }
)
"""Key to reading, in the order in which they are offered."""


@dataclass(frozen=True, eq=False)
class Answer:
    """The words that an expression leads to, best first.

    reading:   a key of `READINGS`
    quantity:  the heading of a column of the values, "cosine similarity" or "3CosMul score"
    indices:   (k,) int64
    values:    (k,) float64
    """

    reading: str
    quantity: str
    indices: Indices
    values: Float64s

    def __len__(self) -> int:
        return len(self.indices)


def answer(
    embedding: Embedding,
    terms: Terms,
    topn: int = 10,
    reading: str = "add",
    metric: str = "cosine",
    leave_out_terms: bool = True,
    task: Task = Task(),
) -> Answer:
    """The ``topn`` words that terms lead to over the whole vocabulary; equal ones by index.

    reading:          "add" is 3CosAdd, "mul" 3CosMul, "distance" the place of the sum and ``metric``
    leave_out_terms:  whether the words of the expression cannot be its answer, which they else mostly are

    Raises
    ------
    BadOption     : an unknown reading or metric, or ``topn`` below 1.
    ExplorerError : the vectors cancel to zero, one of them is zero and has no direction to add, or no word is left to
                    be the answer.

    Source: Levy & Goldberg (2014), Linguistic Regularities in Sparse and Explicit Word Representations, section 6.

    Example: the terms of king - man + woman lead to queen in GloVe 6B 50d.
    """
    if reading not in READINGS:
        raise BadOption(f"There is no reading “{reading}”; choose one of {', '.join(READINGS)}.")
    left_out = tuple(term for term, _ in terms if isinstance(term, int)) if leave_out_terms else ()
    if len(set(left_out)) == len(embedding):
        sentence = "The expression names every word there is, so none is left to be its answer."
        raise ExplorerError(worded(sentence, embedding.unit))
    if reading == "mul":
        return _by_multiplying(embedding, terms, topn, left_out, task)
    metric = "cosine" if reading == "add" else metric_of(metric).key
    place = place_of(embedding, terms, unit=reading == "add")
    if metric == "cosine" and not place.any():
        raise ExplorerError("The vectors of the expression cancel to zero, so nothing is left to look for.")
    found = nearest_to(embedding, place, topn, metric, left_out, task)
    return Answer(reading, METRICS[metric].quantity, found.indices, found.values)


def place_of(embedding: Embedding, terms: Terms, unit: bool = False) -> Float64s:
    """(dim,) float64: the weighted sum of the vectors, as they are or each taken to length 1; exactly 0 if they cancel.

    Raises
    ------
    ExplorerError : ``unit`` and one of the vectors is zero.
    """
    rows = _rows(embedding, terms, unit)
    parts = rows * np.array([[weight] for _, weight in terms])
    place: Float64s = parts.sum(axis=0)
    if np.linalg.norm(place) <= 1e-12 * np.abs(parts).sum():
        place[:] = 0.0
    return place


def odd_one_out(embedding: Embedding, indices: Sequence[int]) -> tuple[Indices, Float64s]:
    """The words from the one that matches the others least, and their cosines with the mean of all.

    The vectors are taken to length 1 before their mean is formed, as gensim's ``doesnt_match`` does.

    Raises
    ------
    ExplorerError : fewer than three words, or one of their vectors is zero.
    """
    if len(indices) < 3:
        raise ExplorerError(worded("Which word does not match can be told of three words or more.", embedding.unit))
    rows = _rows(embedding, [(index, 1.0) for index in indices], unit=True)
    mean = rows.mean(axis=0)
    length = float(np.linalg.norm(mean))
    cosines = rows @ mean / length if length > 1e-12 else np.zeros(len(rows))
    order = np.argsort(cosines, kind="stable")
    return np.asarray(indices, dtype=np.int64)[order], cosines[order]


def _rows(embedding: Embedding, terms: Terms, unit: bool) -> Float64s:
    rows = np.array([_vector(embedding, term) for term, _ in terms], dtype=np.float64)
    if unit:
        norms = np.linalg.norm(rows, axis=1, keepdims=True)
        if not norms.all():
            term = terms[int(norms.argmin())][0]
            word = embedding.index_to_key[term] if isinstance(term, int) else term
            raise ExplorerError(f"The vector of “{word}” is zero, so it has no direction to reckon with.")
        rows /= norms
    return rows


def _vector(embedding: Embedding, term: int | str) -> Vectors:
    vector: Vectors | None
    if isinstance(term, int):
        vector = embedding.vectors[term]
    else:
        vector = None if embedding.vector_of is None else embedding.vector_of(term)
    if vector is None:
        raise UnknownWord(str(term))
    return vector


def _by_multiplying(embedding: Embedding, terms: Terms, topn: int, left_out: Sequence[int], task: Task) -> Answer:
    """3CosMul: the product of (1 + cosine) / 2, to the power of the weights; those taken away divide."""
    check_topn(topn)
    rows = _rows(embedding, terms, unit=True)
    weights = np.array([weight for _, weight in terms])
    added, taken = weights > 0, weights < 0
    scores = np.empty(len(embedding))
    all_blocks = blocks(embedding.vectors, 1 << 17)
    for done, block in enumerate(all_blocks):
        task.step(done, len(all_blocks))
        vectors = embedding.vectors[block].astype(np.float64)
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        near = np.clip((1 + (vectors / np.where(norms > 0, norms, 1.0)) @ rows.T) / 2, 0.0, 1.0)
        scores[block] = _product(near[:, added], weights[added])
        scores[block] /= _product(near[:, taken], -weights[taken]) + EPSILON
        scores[block][norms[:, 0] == 0] = -np.inf  # no direction: last
    scores[list(left_out)] = -np.inf
    best = np.argsort(-scores, kind="stable")[: topn + len(left_out)]
    best = best[~np.isin(best, left_out)][:topn]
    values = scores[best]
    return Answer("mul", "3CosMul score", best, np.where(np.isfinite(values), values, 0.0))


def _product(factors: Float64s, powers: Float64s) -> Float64s:
    """(n,): the product of each row, every factor to its power."""
    powered = factors if (powers == 1).all() else factors**powers  # powers take longer than all the rest
    return np.asarray(powered.prod(axis=1))
