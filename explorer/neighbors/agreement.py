"""How far the metrics agree about a word: the rank of its neighbours in each, and where they stand among all words."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explorer.embedding import Embedding, Indices
from explorer.errors import ExplorerError
from explorer.neighbors.exact import check_direction, check_topn, score
from explorer.neighbors.metrics import METRICS, metric_of
from explorer.neighbors.norms import blocks
from explorer.task import Task

Float64s = NDArray[np.float64]

BINS = 60
_BLOCK_VALUES = 1 << 17  # rows are turned into float64


@dataclass(frozen=True, eq=False)
class Agreement:
    """The neighbours of a word by several metrics, side by side.

    metrics:  keys of `METRICS`, m of them
    topn:     how many neighbours of each are compared
    indices:  (n,) int64: the words that are among the ``topn`` nearest by at least one, by their rank in the first
    ranks:    (n, m) int64: their ranks among all words, from 1
    overlap:  (m, m) int64: how many of the ``topn`` nearest two metrics share
    taus:     (m, m) float64: Kendall's tau of two metrics over ``indices``: 1 for the same order, -1 for its reverse
    """

    metrics: tuple[str, ...]
    topn: int
    indices: Indices
    ranks: NDArray[np.int64]
    overlap: NDArray[np.int64]
    taus: Float64s


@dataclass(frozen=True, eq=False)
class Spread:
    """How near all other words are to a word.

    metric:  a key of `METRICS`
    edges:   (bins + 1,) float64, rising
    counts:  (bins,) int64
    least:   (k,) int64: the words farthest away, the farthest first
    values:  (k,) float64: their similarities or distances
    """

    metric: str
    edges: Float64s
    counts: NDArray[np.int64]
    least: Indices
    values: Float64s


def compare_metrics(
    embedding: Embedding, index: int, topn: int = 20, metrics: tuple[str, ...] = tuple(METRICS), task: Task = Task()
) -> Agreement:
    """The ``topn`` neighbours of the word of an index by each metric, as `exact.nearest` finds them, and their ranks.

    Raises
    ------
    BadOption     : an unknown metric, or ``topn`` below 1.
    ExplorerError : there is no other word, or the word's vector is zero and one of the metrics is cosine.
    """
    from scipy.stats import kendalltau

    check_topn(topn)
    all_ranks = np.stack([_ranks(embedding, index, metric, task) for metric in metrics], axis=1)
    topn = min(topn, len(embedding) - 1)
    is_near = (all_ranks >= 1) & (all_ranks <= topn)
    found = np.flatnonzero(is_near.any(axis=1))
    found = found[np.argsort(all_ranks[found, 0], kind="stable")]
    ranks = all_ranks[found]
    near = is_near.astype(np.int64)
    taus = np.eye(len(metrics))
    for one in range(len(metrics)):
        for other in range(one):
            tau = float(kendalltau(ranks[:, one], ranks[:, other]).statistic) if len(found) > 1 else 1.0
            taus[one, other] = taus[other, one] = tau
    return Agreement(metrics, topn, found, ranks, near.T @ near, taus)


def spread_of(
    embedding: Embedding, index: int, metric: str = "cosine", n_least: int = 10, task: Task = Task()
) -> Spread:
    """The distribution of the similarities, or distances, of a word to all others, and the words farthest away.

    Words whose vector is zero have no cosine and are not counted by it.

    Raises
    ------
    BadOption     : an unknown metric.
    ExplorerError : there is no other word, or the word's vector is zero and the metric is cosine.
    """
    scores = _scores(embedding, index, metric, task)
    others = np.flatnonzero(np.isfinite(scores) & (np.arange(len(scores)) != index))
    values = scores[others]
    counts, edges = np.histogram(values, bins=BINS)
    order = np.argsort(values if metric_of(metric).is_similarity else -values, kind="stable")[:n_least]
    return Spread(metric, edges, counts.astype(np.int64), others[order], values[order])


def _scores(embedding: Embedding, index: int, metric: str, task: Task) -> Float64s:
    """(n_words,) float64: the word compared with all, itself among them."""
    metric_of(metric)
    query = embedding.vectors[index].astype(np.float64)
    if len(embedding) < 2:
        raise ExplorerError(f"There is no other {embedding.unit} to compare with.")
    check_direction(embedding, index, metric)
    scores = np.empty(len(embedding))
    for block in blocks(embedding.vectors, _BLOCK_VALUES):
        task.check()
        scores[block] = score(embedding.vectors[block], query, metric)
    return scores


def _ranks(embedding: Embedding, index: int, metric: str, task: Task) -> NDArray[np.int64]:
    """(n_words,) int64: the rank of each word from 1, ties by index; 0 for the word itself."""
    scores = _scores(embedding, index, metric, task)
    best_first = -scores if metric_of(metric).is_similarity else scores
    best_first[index] = -np.inf  # before a cosine of 1 with its double
    order = np.argsort(best_first, kind="stable")
    order = np.concatenate(([index], order[order != index]))
    ranks = np.empty(len(scores), np.int64)
    ranks[order] = np.arange(len(scores))
    return ranks
