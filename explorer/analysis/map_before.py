"""Where words stand on a map that was there before, of the same embedding or of another that shares some of them."""

from __future__ import annotations

import numpy as np

from explorer.embedding import Embedding, Indices, same_vocabulary
from explorer.neighbors.between import nearest_between
from explorer.projection.projection import Points, Projection
from explorer.task import Task

FEWEST_SHARED = 10
"""With fewer words in common nobody could follow one map from the other."""

_LEAST_SHARE = 0.1  # of the words; between fewer, the others would begin in heaps
_MOST_ANCHORS = 20_000  # of the words with a place, the most frequent; the others begin between these
_NEAREST = 5  # anchors in whose middle a word begins


def places_before(
    embedding: Embedding,
    before: Embedding,
    projection: Projection,
    indices: Indices | None = None,
    task: Task = Task(),
) -> Points | None:
    """Where the words of an embedding are to start, so that a map of them can be followed from one of ``before``.

    projection:  a map of ``before``, which may be the same embedding, an earlier snapshot, or another model
    indices:     the words that will get a place, if not all

    Words that the map places start there; a word that it does not, at the median of those that are nearest to it in
    ``embedding``. The result is (n, 2) or (n, 3), as the map; None if it places fewer than ten of the words, or
    fewer than a tenth of them.

    Raises
    ------
    Cancelled : the task was cancelled.
    """
    wanted = np.arange(len(embedding), dtype=np.int64) if indices is None else np.asarray(indices, np.int64)
    rows = _rows_before(embedding, before, projection, wanted)
    known = rows >= 0
    n_known = np.count_nonzero(known)
    if n_known < min(FEWEST_SHARED, len(wanted)) or n_known < _LEAST_SHARE * len(wanted):
        return None
    places = np.empty((len(wanted), projection.n_dims), np.float32)
    places[known] = projection.points[rows[known]]
    if known.all():
        return places
    anchors = np.flatnonzero(known)[:_MOST_ANCHORS]
    vectors = embedding.vectors
    nearest, _ = nearest_between(
        vectors[wanted[~known]], vectors[wanted[anchors]], min(_NEAREST, len(anchors)), "cosine", task
    )
    places[~known] = np.median(places[anchors][nearest], axis=1)
    return places


def _rows_before(embedding: Embedding, before: Embedding, projection: Projection, wanted: Indices) -> Indices:
    """The row of the map that places each word; -1 if none does."""
    if before is embedding or same_vocabulary(before, embedding):
        old = wanted
    else:
        known = before.key_to_index
        old = np.array([known.get(embedding.index_to_key[index], -1) for index in wanted.tolist()], dtype=np.int64)
    rows = np.full(len(before) + 1, -1, np.int64)  # the last is that of words that it does not know
    rows[projection.indices] = np.arange(len(projection))
    found: Indices = rows[old]
    return found
