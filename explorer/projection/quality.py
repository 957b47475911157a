"""How far a map can be trusted: whether near on the map means near in the space, the reverse, and far as well."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from explorer.blas import one_blas_thread
from explorer.embedding import Vectors
from explorer.neighbors.pairs import closeness, prepared
from explorer.projection.projection import Projection
from explorer.task import Task

_PAIRS = 40_000_000  # pairs that are compared at most, unless that leaves fewer than _FEWEST words
_FEWEST, _MOST = 100, 1000
_BLOCK_CELLS = 1 << 22
_PAIRS_OF_STRESS = 20_000
_PAIRS_AT_ONCE = 2_000


def measure_quality(
    vectors: Vectors,
    projection: Projection,
    metric: str = "cosine",
    k: int = 15,
    n_sample: int | None = None,
    seed: int = 0,
    task: Task = Task(),
) -> Mapping[str, float]:
    """How well a map keeps neighbours and distances, measured on a sample of words against all that it places.

    vectors:   (n_words, dim) of the whole embedding, or of the projected words only
    metric:    what near means in the space: "cosine", "l2" or "l1"; on the map it is the straight line
    k:         how many neighbours are looked at; at most half of the words
    n_sample:  how many words are looked at; without it, 1,000 at most and fewer of a large map

    Returns
    -------
    trustworthiness   1 if no word has a stranger among its k neighbours on the map
    continuity        1 if no word has lost one of its k neighbours in the space to farther away on the map
    neighbour recall  the share of the k nearest in the space that are also among the k nearest on the map
    stress            0 if all distances on the map are those in the space but for one factor, which is chosen best:
                      Kruskal's stress-1, of 20,000 pairs drawn at random, or of all if there are fewer
    sample            how many words were looked at

    A map of fewer than three words has no fault.

    Sources: Venna & Kaski (2001), Neighborhood preservation in nonlinear projection methods; Kruskal (1964),
    Multidimensional scaling by optimizing goodness of fit to a nonmetric hypothesis.
    """
    points = projection.points
    n = len(points)
    rows = vectors if len(vectors) == n else vectors[projection.indices]
    k = min(k, (n - 1) // 2)
    if k < 1:
        return _told(1.0, 1.0, 1.0, 0.0, n)
    if n_sample is None:
        n_sample = usual_sample(n)
    sample = np.sort(np.random.default_rng(seed).permutation(n)[:n_sample])
    (space, _), (places, _) = prepared(rows, metric), prepared(points, "l2")
    strangers = lost = kept = 0
    step = max(1, _BLOCK_CELLS // n)
    for start in range(0, len(sample), step):
        task.step(start, len(sample), "measuring the map")
        each = sample[start : start + step]
        with one_blas_thread():
            in_space = closeness(space[each], space, metric, task)
            on_map = closeness(places[each], places, "l2", task)
        in_space[np.arange(len(each)), each] = on_map[np.arange(len(each)), each] = -np.inf
        far, within = _strangers(in_space, on_map, k)
        strangers, kept = strangers + far, kept + within
        lost += _strangers(on_map, in_space, k)[0]
    stress = _stress(space, places, metric, seed, task)
    task.step(1, 1, "measuring the map")
    worst = len(sample) * k * (2 * n - 3 * k - 1) / 2
    return _told(1 - strangers / worst, 1 - lost / worst, kept / (len(sample) * k), stress, len(sample))


def usual_sample(n: int) -> int:
    """How many of ``n`` words are looked at."""
    return min(max(_PAIRS // max(n, 1), _FEWEST), _MOST, n)


def with_quality(
    vectors: Vectors, projection: Projection, metric: str = "cosine", seed: int = 0, task: Task = Task()
) -> Projection:
    """The projection with its quality among its figures; see `measure_quality`."""
    measured = measure_quality(vectors, projection, metric, seed=seed, task=task)
    return replace(projection, figures=MappingProxyType({**projection.figures, **measured}))


def _told(trustworthiness: float, continuity: float, recall: float, stress: float, n: int) -> Mapping[str, float]:
    return MappingProxyType(
        {
            "trustworthiness": trustworthiness,
            "continuity": continuity,
            "neighbour recall": recall,
            "stress": stress,
            "sample": float(n),
        }
    )


def _strangers(near: NDArray[np.float32], shown: NDArray[np.float32], k: int) -> tuple[int, int]:
    """(sum of how far beyond k the k nearest by ``shown`` rank by ``near``, how many of them rank within k).

    Both tables hold the closeness of each word of the sample to all words, and that to itself is nothing. Words that
    are equally near share the best of their ranks.
    """
    n = near.shape[1]
    strangeness = within = 0
    for each, chosen in zip(near, shown, strict=True):
        neighbors = np.argpartition(chosen, n - k)[n - k :]
        ranks = np.array([1 + np.count_nonzero(each > each[neighbor]) for neighbor in neighbors])
        within += int(np.count_nonzero(ranks <= k))
        strangeness += int(np.maximum(ranks - k, 0).sum())
    return strangeness, within


def _stress(space: NDArray[np.float32], places: NDArray[np.float32], metric: str, seed: int, task: Task) -> float:
    """Kruskal's stress-1 for the best factor, of pairs of rows drawn at random."""
    n = len(space)
    if n * (n - 1) // 2 <= _PAIRS_OF_STRESS:
        one, other = np.triu_indices(n, 1)
    else:
        random = np.random.default_rng(seed)
        one = random.integers(0, n, _PAIRS_OF_STRESS)
        other = (one + random.integers(1, n, _PAIRS_OF_STRESS)) % n
    products, squares, map_squares = 0.0, 0.0, 0.0
    for start in range(0, len(one), _PAIRS_AT_ONCE):
        task.check()
        a, b = one[start : start + _PAIRS_AT_ONCE], other[start : start + _PAIRS_AT_ONCE]
        far = _distances(space[a], space[b], metric)
        shown = _distances(places[a], places[b], "l2")
        products += float(far @ shown)
        squares += float(far @ far)
        map_squares += float(shown @ shown)
    if squares == 0:
        return 0.0 if map_squares == 0 else 1.0
    return float(np.sqrt(max(1 - products**2 / (squares * map_squares), 0.0))) if map_squares > 0 else 1.0


def _distances(a: NDArray[np.float32], b: NDArray[np.float32], metric: str) -> NDArray[np.float64]:
    """Between rows of both, as `prepared` made them."""
    if metric == "cosine":
        return np.asarray(np.maximum(1 - np.einsum("ij,ij->i", a, b, dtype=np.float64), 0.0))
    difference = a.astype(np.float64) - b
    if metric == "l1":
        return np.asarray(np.abs(difference).sum(axis=1))
    return np.asarray(np.sqrt(np.square(difference).sum(axis=1)))
