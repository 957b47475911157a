"""Groups of words: how alike they are within and between, and whether that is more than chance (permutation tests)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, islice
from math import comb

import numpy as np
from numpy.typing import NDArray

from explorer.analysis.comparison import pairwise
from explorer.embedding import Embedding
from explorer.errors import ExplorerError
from explorer.neighbors.metrics import metric_of
from explorer.task import Task

Float64s = NDArray[np.float64]
Bools = NDArray[np.bool_]
Apart = Callable[[Bools], Float64s]  # how far apart (splits, n) put the two groups, (splits,)

MOST_SPLITS = 20_000  # up to so many all ways of splitting the words are tried; beyond, so many at random
_BATCH = 500


@dataclass(frozen=True)
class Separation:
    """How two groups differ.

    within:     the mean similarity, or distance, of the pairs in the first and in the second group
    between:    the mean over the pairs of a word of each
    p_value:    the share of splits into groups of these sizes that set them apart as much or more; the split at hand
                counts too
    n_splits:   how many were tried
    is_exact:   whether these are all
    """

    metric: str
    within: tuple[float, float]
    between: float
    p_value: float
    n_splits: int
    is_exact: bool


@dataclass(frozen=True)
class Association:
    """The Word Embedding Association Test: whether X and Y differ in how near they are to A rather than to B.

    effect_size:  from about -2 to 2, positive if X is nearer to A and Y to B
    p_value:      one-sided, for X nearer to A
    """

    effect_size: float
    p_value: float
    n_splits: int
    is_exact: bool


def separate(
    embedding: Embedding,
    first: Sequence[int],
    second: Sequence[int],
    metric: str = "cosine",
    seed: int = 1,
    task: Task = Task(),
) -> Separation:
    """Compare two groups of two words or more; the test asks whether pairs within them are more alike than between.

    Raises
    ------
    BadOption     : an unknown metric.
    ExplorerError : a group has fewer than two words, a word is in both, or one has a zero vector and the metric is
                    cosine.
    """
    sign = 1.0 if metric_of(metric).is_similarity else -1.0
    _check_groups((first, second), at_least=2)
    table = pairwise(embedding, (*first, *second), metric, task)
    _check_known(table)
    np.fill_diagonal(table, 0.0)
    n, n_first = len(table), len(first)
    n_pairs = np.array([comb(n_first, 2), comb(n - n_first, 2), n_first * (n - n_first)], dtype=np.float64)

    def sums(splits: Bools) -> Float64s:
        """(splits, 3): the sums over the pairs within the first, within the second, and between."""
        one, other = splits.astype(np.float64), (~splits).astype(np.float64)
        products = one @ table
        within = (products * one).sum(axis=1) / 2, ((other @ table) * other).sum(axis=1) / 2
        return np.stack([*within, (products * other).sum(axis=1)], axis=1)

    def apart(splits: Bools) -> Float64s:
        found = sums(splits)
        return np.asarray(sign * (found[:, :2].sum(axis=1) / n_pairs[:2].sum() - found[:, 2] / n_pairs[2]))

    here = np.arange(n)[None] < n_first
    means = sums(here)[0] / n_pairs
    p_value, n_splits, is_exact = _chance(apart, here, seed, task)
    return Separation(metric, (float(means[0]), float(means[1])), float(means[2]), p_value, n_splits, is_exact)


def associate(
    embedding: Embedding,
    targets: tuple[Sequence[int], Sequence[int]],
    attributes: tuple[Sequence[int], Sequence[int]],
    seed: int = 1,
    task: Task = Task(),
) -> Association:
    """WEAT with two groups of targets, X and Y, and two of attributes, A and B; by cosine.

    The standard deviation of the effect size is that of a sample (n - 1), as in May et al. (2019), On Measuring Social
    Biases in Sentence Encoders.

    Raises
    ------
    ExplorerError : a group is empty, X or Y has one word only, a word is in X and Y, or a vector is zero.

    Source: Caliskan, Bryson & Narayanan (2017), Semantics derived automatically from language corpora contain
    human-like biases.
    """
    _check_groups(targets, at_least=2)
    for group in attributes:
        if not group:
            raise ExplorerError("A group of attributes has no words. Give it one or more.")
    words = (*targets[0], *targets[1], *attributes[0], *attributes[1])
    table = pairwise(embedding, words, "cosine", task)
    _check_known(table)
    n = len(targets[0]) + len(targets[1])
    split = n + len(attributes[0])
    lean = table[:n, n:split].mean(axis=1) - table[:n, split:].mean(axis=1)
    here = np.arange(n)[None] < len(targets[0])
    spread = float(lean.std(ddof=1))
    difference = float(lean[here[0]].mean() - lean[~here[0]].mean())

    def apart(splits: Bools) -> Float64s:
        return np.asarray(2 * (splits @ lean) - lean.sum())

    p_value, n_splits, is_exact = _chance(apart, here, seed, task)
    return Association(difference / spread if spread else 0.0, p_value, n_splits, is_exact)


def _chance(apart: Apart, here: Bools, seed: int, task: Task) -> tuple[float, int, bool]:
    """(share of splits at least as far apart as the one at hand, how many were tried, whether these are all)."""
    n, n_first = here.shape[1], int(here.sum())
    observed = float(apart(here)[0])
    slack = 1e-12 * max(1.0, abs(observed))  # sums in another order differ in their last digits
    n_all = comb(n, n_first)
    is_exact = n_all <= MOST_SPLITS
    batches = _all_splits(n, n_first) if is_exact else _random_splits(n, n_first, seed)
    tried, reached = (0, 0) if is_exact else (1, 1)
    for splits in batches:
        task.step(tried, min(n_all, MOST_SPLITS))
        tried += len(splits)
        reached += int((apart(splits) >= observed - slack).sum())
    return reached / tried, tried, is_exact


def _all_splits(n: int, n_first: int) -> Iterator[Bools]:
    chosen = combinations(range(n), n_first)
    while batch := list(islice(chosen, _BATCH)):
        splits = np.zeros((len(batch), n), dtype=np.bool_)
        np.put_along_axis(splits, np.array(batch), True, axis=1)
        yield splits


def _random_splits(n: int, n_first: int, seed: int) -> Iterator[Bools]:
    random = np.random.default_rng(seed)
    for start in range(1, MOST_SPLITS, _BATCH):  # the split at hand is the first
        order = np.argsort(random.random((min(_BATCH, MOST_SPLITS - start), n)), axis=1)
        yield order < n_first


def _check_groups(groups: Sequence[Sequence[int]], at_least: int) -> None:
    for group in groups:
        if len(group) < at_least:
            raise ExplorerError(f"A group needs {at_least} words or more. Add words to it.")
    if set(groups[0]) & set(groups[1]):
        raise ExplorerError("A word is in both groups. Take it out of one of them.")


def _check_known(table: Float64s) -> None:
    if not np.isfinite(table).all():
        raise ExplorerError(
            "A word has a zero vector, which has no direction for cosine. Take it out, or choose L2 or L1."
        )
