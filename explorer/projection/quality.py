"""How far a map can be trusted: whether near on the map means near in the space, and the reverse."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from explorer.embedding import Indices, Vectors
from explorer.neighbors.pairs import closeness, prepared
from explorer.projection.blas import one_blas_thread
from explorer.projection.projection import Projection
from explorer.task import Task

_PAIRS = 40_000_000  # pairs that are compared at most, unless that leaves fewer than _FEWEST words
_FEWEST, _MOST = 100, 1000
_BLOCK_CELLS = 1 << 22


def measure_quality(
    vectors: Vectors,
    projection: Projection,
    metric: str = "cosine",
    k: int = 15,
    n_sample: int | None = None,
    seed: int = 0,
    task: Task = Task(),
) -> Mapping[str, float]:
    """The trustworthiness of a map and its neighbour recall, measured on a sample of words against all that it places.

    vectors:   (n_words, dim) of the whole embedding, or of the projected words only
    metric:    what near means in the space: "cosine", "l2" or "l1"; on the map it is the straight line
    k:         how many neighbours on the map are looked at; at most half of the words
    n_sample:  how many words are looked at; without it, 1,000 at most and fewer of a large map

    Returns {"trustworthiness": 1 if no word has a stranger among its k neighbours on the map; "neighbour recall": the
    share of the k nearest in the space that are also among the k nearest on the map; "sample": how many words}. Both
    are 1 for fewer than four words, which any map places well.

    Source: Venna & Kaski (2001), Neighborhood preservation in nonlinear projection methods.
    """
    points = projection.points
    n = len(points)
    rows = vectors if len(vectors) == n else vectors[projection.indices]
    k = min(k, (n - 1) // 2)
    if k < 1:
        return MappingProxyType({"trustworthiness": 1.0, "neighbour recall": 1.0, "sample": float(n)})
    if n_sample is None:
        n_sample = min(max(_PAIRS // n, _FEWEST), _MOST)
    sample = np.sort(np.random.default_rng(seed).permutation(n)[: min(n_sample, n)])
    (space, _), (places, _) = prepared(rows, metric), prepared(points, "l2")
    strangeness = kept = 0
    step = max(1, _BLOCK_CELLS // n)
    for start in range(0, len(sample), step):
        task.step(start, len(sample), "measuring the map")
        each = sample[start : start + step]
        with one_blas_thread():
            in_space = closeness(space[each], space, metric, task)
            on_map = closeness(places[each], places, "l2", task)
        far, found = _compared(in_space, on_map, each, k)
        strangeness += far
        kept += found
    task.step(1, 1, "measuring the map")
    worst = len(sample) * k * (2 * n - 3 * k - 1) / 2
    return MappingProxyType(
        {
            "trustworthiness": 1.0 - strangeness / worst,
            "neighbour recall": kept / (len(sample) * k),
            "sample": float(len(sample)),
        }
    )


def with_quality(
    vectors: Vectors, projection: Projection, metric: str = "cosine", seed: int = 0, task: Task = Task()
) -> Projection:
    """The projection with its quality among its figures; see `measure_quality`."""
    measured = measure_quality(vectors, projection, metric, seed=seed, task=task)
    return replace(projection, figures=MappingProxyType({**projection.figures, **measured}))


def _compared(in_space: NDArray[np.float32], on_map: NDArray[np.float32], sample: Indices, k: int) -> tuple[int, int]:
    """(sum of how far beyond k the k neighbours on the map rank in the space, how many of them rank within k).

    Both tables hold the closeness of each word of the sample to all words. Words that are equally near share the best
    of their ranks.
    """
    n = in_space.shape[1]
    itself = np.arange(len(sample)), sample
    in_space[itself] = on_map[itself] = -np.inf
    strangeness = within = 0
    for near, shown in zip(in_space, on_map, strict=True):
        neighbors = np.argpartition(shown, n - k)[n - k :]
        ranks = np.array([1 + np.count_nonzero(near > near[each]) for each in neighbors])
        within += int(np.count_nonzero(ranks <= k))
        strangeness += int(np.maximum(ranks - k, 0).sum())
    return strangeness, within
