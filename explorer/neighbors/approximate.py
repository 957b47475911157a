"""Approximate neighbours through faiss: built once, then asked in a fraction of the time; never used unasked.

An index finds candidates; they are always ranked by the vectors themselves in float64, so that a value that is shown is
right and only a word may be missing. How many are missing is measured on the user's own vectors (`measure_recall`).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from explorer.embedding import Embedding, Indices
from explorer.errors import BadOption, ExplorerError
from explorer.neighbors.exact import Neighbors, check_direction, check_topn, rank_candidates
from explorer.neighbors.faiss_indexes import build, bytes_of, open_wide
from explorer.neighbors.index_options import IndexOptions, LshOptions, PqOptions, kind_of
from explorer.neighbors.many import NeighborsOfMany, nearest_many
from explorer.neighbors.metrics import METRICS, metric_of
from explorer.neighbors.norms import drawn_words, norms_of
from explorer.task import Task

LEAST_WORDS = 1000
SAMPLE = 200
RECALL_AT = 10
_SPARE = 8  # more than asked for are taken, as the index sees float32 only
_L1_SPARE = 5  # times as many, as they are the nearest by L2
_TOGETHER = 256  # queries

Float32s = NDArray[np.float32]


@dataclass(frozen=True)
class Recall:
    """The share of the true neighbours that an index finds.

    recall:  of the ``at`` nearest of ``sample`` words drawn at random
    """

    recall: float
    at: int
    sample: int


@dataclass(frozen=True, eq=False)
class NeighborIndex:
    """An index of the vectors of an embedding, ready to be asked.

    options:   of its kind
    metric:    what it was built for: "cosine", "l2" (which serves L1 too) or "dot"
    index:     faiss's own
    seconds:   how long it took to build
    n_bytes:   the memory that it takes
    recalls:   what `measure_recall` has found, by what it was asked
    """

    options: IndexOptions
    metric: str
    index: Any
    seconds: float
    n_bytes: int
    recalls: dict[tuple[str, int, int, int], Recall] = field(default_factory=dict)

    def recall_by(self, metric: str) -> Recall | None:
        """What `measure_recall` has found by a metric, with its usual sample; None if it was not asked yet."""
        return self.recalls.get((metric, RECALL_AT, SAMPLE, 0))


_last: WeakKeyDictionary[Embedding, NeighborIndex] = WeakKeyDictionary()  # which must not hold its embedding
_lock = threading.Lock()


def build_index(
    embedding: Embedding, options: IndexOptions, metric: str = "cosine", task: Task = Task()
) -> NeighborIndex:
    """The index of an embedding; the last one that was built is kept as long as the embedding is open.

    The same vectors, options and seed give the same lists and codes; the graph of HNSW is built by several threads and
    may differ in a few links.

    Raises
    ------
    BadOption     : an unknown metric, or a parameter that does not fit the vectors.
    ExplorerError : the embedding has fewer than 1,000 words, for which an index is not worth it.
    """
    built_for = _served_by(metric)
    if len(embedding) < LEAST_WORDS:
        raise ExplorerError(
            f"An index is worth it from {LEAST_WORDS:,} {embedding.unit}s on, and {embedding.name} has"
            f" {len(embedding):,}. Choose the exact search, which is immediate."
        )
    with _lock:
        kept = _last.get(embedding)
        if kept is not None and (kept.options, kept.metric) == (options, built_for):
            return kept
        _last.pop(embedding, None)  # before the next is made, so that there are never two
        started = time.perf_counter()
        rows = _rows(embedding, slice(None), built_for)
        index = build(rows, options, built_for == "dot", task)
        seconds = time.perf_counter() - started
        made = NeighborIndex(options, built_for, index, seconds, bytes_of(index, options))
        _last[embedding] = made
        return made


def kept_index(embedding: Embedding, options: IndexOptions, metric: str) -> NeighborIndex | None:
    """What `build_index` gives, if that takes no time; None otherwise."""
    kept = _last.get(embedding)
    built_for = _served_by(metric)
    return kept if kept is not None and (kept.options, kept.metric) == (options, built_for) else None


def nearly_nearest(
    embedding: Embedding, index: NeighborIndex, word: int, topn: int = 10, metric: str = "cosine", task: Task = Task()
) -> Neighbors:
    """As `exact.nearest`, by an index: a few of the nearest may be missing, what is there is right.

    Raises
    ------
    BadOption     : the index was built for another metric, or ``topn`` is below 1.
    ExplorerError : the metric is cosine and the word's vector is zero.
    """
    return nearly_nearest_many(embedding, index, (word,), topn, metric, task).of(0)


def nearly_nearest_many(
    embedding: Embedding,
    index: NeighborIndex,
    words: Sequence[int],
    topn: int = 10,
    metric: str = "cosine",
    task: Task = Task(),
) -> NeighborsOfMany:
    """As `many.nearest_many`, by an index. Where it finds fewer than ``topn``, indices are -1 at the end and values 0.

    Raises
    ------
    As `nearly_nearest`.
    """
    check_topn(topn)
    if index.metric != _served_by(metric):
        raise BadOption(f"The index was built for {METRICS[index.metric].label}, not for {METRICS[metric].label}.")
    queries = np.asarray(words, dtype=np.int64)
    for word in queries.tolist():
        check_direction(embedding, word, metric)
    k = min(topn, len(embedding) - 1)
    n_found = k + _SPARE if metric != "l1" else _L1_SPARE * k + _SPARE
    if isinstance(index.options, PqOptions | LshOptions):
        n_found = max(n_found, index.options.n_ranked)
    n_found = min(n_found, len(embedding))
    open_wide(index.index, index.options, n_found)
    found, values = np.full((len(queries), k), -1, np.int64), np.zeros((len(queries), k))
    for start in range(0, len(queries), _TOGETHER):
        task.step(start, len(queries), "finding neighbours")
        block = slice(start, start + _TOGETHER)
        _, near = index.index.search(_rows(embedding, queries[block], index.metric), n_found)
        near = np.sort(near, axis=1)
        found[block], values[block] = rank_candidates(embedding, queries[block], near, metric, k, task)
    return NeighborsOfMany(metric, found, values)


def measure_recall(
    embedding: Embedding,
    index: NeighborIndex,
    metric: str = "cosine",
    at: int = RECALL_AT,
    n_sample: int = SAMPLE,
    task: Task = Task(),
    seed: int = 0,
) -> Recall:
    """Ask an index and the exact search about words drawn at random, and compare; measured once and kept.

    Raises
    ------
    ExplorerError : all vectors are zero.
    """
    question = (metric, at, n_sample, seed)
    if question not in index.recalls:
        sample = drawn_words(embedding, n_sample, seed, task).tolist()
        if not sample:
            raise ExplorerError("All vectors are zero, so no index can be measured on them.")
        true = nearest_many(embedding, sample, at, metric, task.part(0.0, 0.8)).indices
        near = nearly_nearest_many(embedding, index, sample, at, metric, task.part(0.8, 1.0)).indices
        n_shared = sum(len(np.intersect1d(one, other)) for one, other in zip(true, near, strict=True))
        index.recalls[question] = Recall(n_shared / true.size, true.shape[1], len(sample))
    return index.recalls[question]


def told(index: NeighborIndex, recall: Recall) -> str:
    """What is to be said beside an answer: "HNSW · recall@10 0.987 on 200 words · built in 31 s · 512 MB"."""
    megabytes = index.n_bytes / 2**20
    return (
        f"{kind_of(index.options).label} · recall@{recall.at} {recall.recall:.3f} on {recall.sample:,} words"
        f" · built in {index.seconds:,.1f} s · {megabytes:,.{0 if megabytes >= 10 else 1}f} MB"
    )


def _served_by(metric: str) -> str:
    """The metric of the index that is asked; that of L2 serves L1 too."""
    return "l2" if metric_of(metric).key == "l1" else metric


def _rows(embedding: Embedding, which: slice | Indices, metric: str) -> Float32s:
    """The vectors as the index takes them: of length 1 for cosine, where the nearest by L2 are the nearest by angle."""
    rows = np.ascontiguousarray(embedding.vectors[which])
    return rows * norms_of(embedding).inverses[which][:, None] if metric == "cosine" else rows
