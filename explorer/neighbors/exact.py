"""The nearest words to a word or a place, over the whole vocabulary and in the space as it was loaded.

The answer is that of float64 arithmetic on the vectors: a quick scan with known bounds of its error leaves a few
candidates (`scan`), which are then scored in float64. Equal scores are ranked by index.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from explorer.embedding import Embedding, Indices, Vectors
from explorer.errors import BadOption, ExplorerError
from explorer.neighbors.codes import prepare_codes
from explorer.neighbors.metrics import METRICS, metric_of
from explorer.neighbors.norms import blocks, norms_of
from explorer.neighbors.scan import candidates
from explorer.task import Task

_RANKED_VALUES = 1 << 19  # that are turned into float64 at a time


@dataclass(frozen=True, eq=False)
class Neighbors:
    """The words nearest to something, best first.

    metric:   a key of `METRICS`
    indices:  (k,) int64: the words' indices
    values:   (k,) float64: their similarities, falling, or their distances, rising, as the metric is one or the other
    """

    metric: str
    indices: Indices
    values: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.indices)


def warm(embedding: Embedding, task: Task = Task()) -> None:
    """Prepare what queries need, so that the first is as quick as the rest; meant for a job after opening."""
    norms_of(embedding, task.part(0.0, 0.3))
    prepare_codes(embedding, task.part(0.3, 0.9))
    first = embedding.vectors[0].astype(np.float64)
    for metric in METRICS if first.any() else ():  # so that all that a query touches has been touched
        candidates(embedding, first, 1, metric, np.zeros(0, np.int64), task)


def nearest(embedding: Embedding, index: int, topn: int = 10, metric: str = "cosine", task: Task = Task()) -> Neighbors:
    """The ``topn`` words nearest to the word of an index, itself left out; fewer if there are fewer.

    By cosine, words whose vector is zero have no direction: they come last, with the value 0.

    Raises
    ------
    BadOption     : an unknown metric, or ``topn`` below 1.
    ExplorerError : the metric is cosine and the word's vector is zero.

    Example: ``nearest(glove, glove.index_of("king"), topn=3)`` finds prince, queen and ii in GloVe 6B 50d.
    """
    check_direction(embedding, index, metric)
    return nearest_to(embedding, embedding.vectors[index], topn, metric, (index,), task)


def check_direction(embedding: Embedding, index: int, metric: str) -> None:
    """Refuse to compare a zero vector by cosine.

    Raises
    ------
    ExplorerError : the metric is cosine and the word's vector is zero.
    """
    if metric == "cosine" and not embedding.vectors[index].any():
        raise ExplorerError(
            f"The vector of “{embedding.index_to_key[index]}” is zero, so it has no direction for cosine to compare."
            " Choose L2, L1 or dot."
        )


def check_topn(topn: int) -> None:
    """Refuse to look for fewer than one neighbour; raises `BadOption`."""
    if topn < 1:
        raise BadOption(f"The number of neighbours (topn) is {topn}; it must be 1 or more.")


def nearest_to(
    embedding: Embedding,
    vector: ArrayLike,
    topn: int = 10,
    metric: str = "cosine",
    leave_out: Sequence[int] = (),
    task: Task = Task(),
) -> Neighbors:
    """The ``topn`` words nearest to a vector, (dim,), such as king - man + woman; those of ``leave_out`` do not count.

    Raises
    ------
    BadOption     : an unknown metric, or ``topn`` below 1.
    ExplorerError : the vector has another dimension or is not finite, or is zero and the metric is cosine.
    """
    metric_of(metric)
    check_topn(topn)
    query = _checked(embedding, vector, metric)
    left_out = np.unique(np.asarray(leave_out, dtype=np.int64))
    rows = candidates(embedding, query, topn, metric, left_out, task)
    values = np.empty(len(rows))
    for block in blocks(np.broadcast_to(query, (len(rows), embedding.dim))):
        task.check()
        values[block] = score(embedding.vectors[rows[block]], query, metric)
    order = np.argsort(-values if METRICS[metric].is_similarity else values, kind="stable")[:topn]
    values = values[order]
    return Neighbors(metric, rows[order], np.where(np.isfinite(values), values, 0.0))


def score(vectors: Vectors, query: NDArray[np.float64], metric: str) -> NDArray[np.float64]:
    """The similarity or distance of each row, (..., dim), to ``query``, float64; -inf for the cosine of a zero row.

    Each row is summed by itself, so that equal rows get equal scores, which products of matrices do not promise.
    """
    rows = vectors.astype(np.float64)
    scores: NDArray[np.float64]
    if metric == "l1":
        scores = np.abs(rows - query).sum(axis=-1)
        return scores
    if metric == "l2":
        rows -= query
        scores = np.sqrt((rows * rows).sum(axis=-1))
        return scores
    scores = (rows * query).sum(axis=-1)
    if metric == "dot":
        return scores
    lengths = np.sqrt((rows * rows).sum(axis=-1)) * np.sqrt((query * query).sum(axis=-1))
    scores = np.divide(scores, lengths, out=np.full(scores.shape, -np.inf), where=lengths > 0)
    return scores


def rank_candidates(
    embedding: Embedding, words: Indices, near: Indices, metric: str, k: int, task: Task = Task()
) -> tuple[Indices, NDArray[np.float64]]:
    """(indices, values), (n_words, k) each: the best of some candidates for each of many words, itself left out.

    near: (n_words, n) rising; -1 where there is no candidate, as in the indices where there are too few
    """
    is_similarity = METRICS[metric].is_similarity
    found, values = np.full((len(words), k), -1, np.int64), np.zeros((len(words), k))
    for block in blocks(np.broadcast_to(np.float32(0), (len(words), near.shape[1] * embedding.dim)), _RANKED_VALUES):
        task.check()
        candidates, own = near[block], words[block][:, None]
        scores = score(embedding.vectors[candidates], embedding.vectors[own].astype(np.float64), metric)
        is_none = (candidates < 0) | (candidates == own)
        order = np.lexsort((-scores if is_similarity else scores, is_none), axis=1)[:, :k]
        best, kept = np.take_along_axis(candidates, order, axis=1), np.take_along_axis(scores, order, axis=1)
        is_there = ~np.take_along_axis(is_none, order, axis=1)
        found[block, : order.shape[1]] = np.where(is_there, best, -1)
        values[block, : order.shape[1]] = np.where(is_there & np.isfinite(kept), kept, 0.0)
    return found, values


def _checked(embedding: Embedding, vector: ArrayLike, metric: str) -> NDArray[np.float64]:
    query = np.asarray(vector, dtype=np.float64)
    if query.shape != (embedding.dim,):
        raise ExplorerError(
            f"The vector has the shape {query.shape}, but those of {embedding.name} have {embedding.dim} dimensions."
            " Take one of the same embedding."
        )
    if not np.isfinite(query).all():
        raise ExplorerError("The vector holds NaN or infinite values, so nothing is near it. Take another.")
    if metric == "cosine" and not query.any():
        raise ExplorerError("The vector is zero, so it has no direction for cosine to compare. Choose L2, L1 or dot.")
    return query
