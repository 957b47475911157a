"""Words compared with each other: all pairs, what makes the distance of two, and the way from one to the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explorer.embedding import Embedding, Indices
from explorer.errors import BadOption, ExplorerError
from explorer.neighbors.exact import nearest_to, score
from explorer.neighbors.metrics import metric_of
from explorer.task import Task

Float64s = NDArray[np.float64]

WAYS = {"line": "Straight line", "slerp": "SLERP"}
N_STEPS = 9  # places between two words at which is looked who is near


def pairwise(embedding: Embedding, indices: Sequence[int], metric: str = "cosine", task: Task = Task()) -> Float64s:
    """(n, n) float64, symmetric: the similarity or distance of each pair of words; NaN for the cosine of a zero vector.

    Raises
    ------
    BadOption : an unknown metric.
    """
    metric_of(metric)
    vectors = embedding.vectors[list(indices)]
    table = np.empty((len(vectors), len(vectors)))
    for row, vector in enumerate(vectors.astype(np.float64)):
        task.step(row, len(vectors))
        if metric == "cosine" and not vector.any():
            table[row] = np.nan
        else:
            table[row] = score(vectors, vector, metric)
    table[np.isneginf(table)] = np.nan
    table = (table + table.T) / 2  # rounding may tell a from b and b from a
    if metric == "cosine":
        np.clip(table, -1.0, 1.0, out=table)
    return table


def told_of_undefined(words: Sequence[str], values: Float64s) -> str:
    """Why some rows of `pairwise` are not defined, in a sentence; nothing if all are."""
    zero = [f"“{word}”" for word, value in zip(words, np.diagonal(values), strict=True) if np.isnan(value)]
    if not zero:
        return ""
    named = ", ".join(zero[:3]) + (f" and {len(zero) - 3:,} more" if len(zero) > 3 else "")
    vectors = "vector is" if len(zero) == 1 else "vectors are"
    return f"Cosine is undefined for {named}, whose {vectors} zero; choose L2, L1 or dot."


def as_distances(values: Float64s, metric: str) -> Float64s:
    """Similarities as how far they are below the largest, which is 1 for cosine; distances as they are."""
    if not metric_of(metric).is_similarity:
        return values
    best = 1.0 if metric == "cosine" else np.nanmax(values, initial=-np.inf)
    return np.asarray(best - values)


@dataclass(frozen=True, eq=False)
class Contributions:
    """What each dimension adds to the similarity or the distance of two words, the largest part first.

    metric:      a key of `METRICS`; for L2 the parts add up to the square of the distance
    dimensions:  (dim,) int64, from 0
    parts:       (dim,) float64, in falling magnitude
    totals:      (dim,) float64: the sum of the parts up to each; the last is the whole
    """

    metric: str
    dimensions: Indices
    parts: Float64s
    totals: Float64s

    @property
    def shares(self) -> Float64s:
        """(dim,) float64: the totals as shares of the whole, which parts of other sign may exceed on the way."""
        whole = self.totals[-1]
        return self.totals / whole if whole else np.zeros_like(self.totals)


def contributions(embedding: Embedding, one: int, other: int, metric: str = "l2") -> Contributions:
    """Which dimensions make two words near or far: |a - b| for L1, (a - b)² for L2, a b for dot, that over |a| |b|.

    Raises
    ------
    BadOption     : an unknown metric.
    ExplorerError : the metric is cosine and one of the vectors is zero.
    """
    metric_of(metric)
    a, b = embedding.vectors[[one, other]].astype(np.float64)
    if metric == "l1":
        parts = np.abs(a - b)
    elif metric == "l2":
        parts = np.square(a - b)
    else:
        parts = a * b
        if metric == "cosine":
            parts /= _lengths(embedding, one, other)
    order = np.argsort(-np.abs(parts), kind="stable")
    return Contributions(metric, order, parts[order], np.cumsum(parts[order]))


@dataclass(frozen=True, eq=False)
class Path:
    """The words met on the way from one word to another, at even steps.

    way:      a key of `WAYS`
    metric:   a key of `METRICS`
    shares:   (n,) float64: how much of the way is behind, between 0 and 1
    indices:  (n,) int64: the word nearest to each place, the two themselves left out
    values:   (n,) float64: its similarity or distance
    """

    way: str
    metric: str
    shares: Float64s
    indices: Indices
    values: Float64s


def walk(
    embedding: Embedding,
    one: int,
    other: int,
    way: str = "line",
    metric: str = "cosine",
    n_steps: int = N_STEPS,
    task: Task = Task(),
) -> Path:
    """Go from one word to another and look at each step which word is nearest.

    way: "line" goes straight; "slerp" turns from the direction of the one to that of the other at an even pace, its
         length changing evenly (Shoemake 1985, Animating Rotation with Quaternion Curves)

    Raises
    ------
    BadOption     : an unknown way or metric.
    ExplorerError : the vectors are opposite or one is zero, so there is no shortest turn; or there is no third word.
    """
    if way not in WAYS:
        raise BadOption(f"There is no way “{way}”; choose one of {', '.join(WAYS)}.")
    if len(embedding) < 3:
        raise ExplorerError(f"There is no third {embedding.unit} that could be met on the way.")
    shares = np.arange(1, n_steps + 1) / (n_steps + 1)
    places = _places(embedding, one, other, way, shares)
    indices, values = np.empty(n_steps, np.int64), np.empty(n_steps)
    for step, place in enumerate(places):
        task.step(step, n_steps)
        found = nearest_to(embedding, place, 1, metric, (one, other), task)
        indices[step], values[step] = found.indices[0], found.values[0]
    return Path(way, metric, shares, indices, values)


def _places(embedding: Embedding, one: int, other: int, way: str, shares: Float64s) -> Float64s:
    """(steps, dim) float64: the places on the way."""
    a, b = embedding.vectors[[one, other]].astype(np.float64)
    t = shares[:, None]
    if way == "line":
        return np.asarray((1 - t) * a + t * b)
    length_a, length_b = np.linalg.norm(a), np.linalg.norm(b)
    cosine = float(np.clip(a @ b / _lengths(embedding, one, other), -1.0, 1.0))
    angle = np.arccos(cosine)
    if np.pi - angle < 1e-6:
        raise ExplorerError(
            "The two vectors point in opposite directions, so there is no shortest turn between them."
            " Take the straight line."
        )
    lengths = (1 - t) * length_a + t * length_b
    if angle < 1e-6:
        return np.asarray(lengths * a / length_a)
    turned = np.sin((1 - t) * angle) * a / length_a + np.sin(t * angle) * b / length_b
    return np.asarray(lengths * turned / np.sin(angle))


def _lengths(embedding: Embedding, one: int, other: int) -> float:
    """The product of the lengths of two vectors."""
    lengths = np.linalg.norm(embedding.vectors[[one, other]].astype(np.float64), axis=1)
    if not lengths.all():
        word = embedding.index_to_key[(one, other)[int(lengths.argmin())]]
        raise ExplorerError(f"The vector of “{word}” is zero, so it has no direction. Choose L2, L1 or dot.")
    return float(lengths.prod())
