"""What the Compare tab works out of the chosen words, in one go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explorer.analysis.analogies import odd_one_out
from explorer.analysis.clustering import ORDERS, cluster, order_words
from explorer.analysis.comparison import (
    Contributions,
    Path,
    as_distances,
    contributions,
    pairwise,
    told_of_undefined,
    walk,
)
from explorer.embedding import Embedding, Vectors
from explorer.errors import ExplorerError
from explorer.neighbors.metrics import METRICS
from explorer.neighbors.space import Space, in_space
from explorer.task import Task
from explorer.wording import counted
from widgets.parts.numbers import measured

Float64s = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Compared:
    """The chosen words in the order asked for.

    indices:  (n,) the words
    space:    in which they are compared
    vectors:  (n, dim) float64: their vectors there
    values:   (n, n) float64: each pair by the metric; NaN where it is not defined
    tree:     lines of the dendrogram over the rows, or None if they are not clustered
    odd:      the index of the word that matches the others least, or None if that cannot be told
    """

    embedding: Embedding
    indices: tuple[int, ...]
    metric: str
    order: str
    space: Space
    vectors: Float64s
    values: Float64s
    tree: Float64s | None
    odd: int | None

    @property
    def words(self) -> list[str]:
        """The words, as they are written."""
        return [self.embedding.index_to_key[index] for index in self.indices]

    @property
    def mean(self) -> float | None:
        """The mean over all pairs of two words; None if there is none with a value."""
        pairs = self.values[np.triu_indices(len(self.values), 1)]
        known = pairs[np.isfinite(pairs)]
        return float(known.mean()) if len(known) else None


def compare_words(
    embedding: Embedding, indices: Sequence[int], metric: str, order: str, space: Space, task: Task = Task()
) -> Compared:
    """Compare all pairs of the words in a space and put them in order.

    Raises
    ------
    As `space.in_space` does.
    """
    chosen = np.array(indices, dtype=np.int64)
    moved = in_space(embedding, space, task.part(0, 0.5))
    values = pairwise(moved, indices, metric, task.part(0.5, 0.9))
    tree = None
    if order == "cluster" and len(chosen) > 1:
        clustering = cluster(as_distances(values, metric))
        places, tree = clustering.order, clustering.lines
    else:
        places = order_words(embedding, chosen, "chosen" if order == "cluster" else order)
    task.check()
    try:
        odd = int(odd_one_out(moved, indices)[0][0])
    except ExplorerError:  # two words, or one without a direction
        odd = None
    chosen, values = chosen[places], values[np.ix_(places, places)]
    vectors = moved.vectors[chosen].astype(np.float64)
    return Compared(embedding, tuple(chosen.tolist()), metric, order, space, vectors, values, tree, odd)


def about(compared: Compared) -> str:
    """The line under the heatmap: how many words, in which space, their mean, and which matches the others least."""
    parts = [counted(len(compared.indices), compared.embedding.unit), METRICS[compared.metric].quantity]
    if told := compared.space.told(compared.embedding.dim):
        parts.append(told)
    if compared.order != "chosen":
        parts.append(ORDERS[compared.order].lower())
    if compared.mean is not None:
        parts.append(f"mean of the pairs {measured(compared.mean)}")
    if compared.odd is not None:
        parts.append(f"“{compared.embedding.index_to_key[compared.odd]}” matches the others least")
    if undefined := told_of_undefined(compared.words, compared.values):
        parts.insert(1, undefined[0].lower() + undefined[1:].rstrip("."))
    return " · ".join(parts)


@dataclass(frozen=True, eq=False)
class Pair:
    """Two words looked at closely; ``path`` or ``parts`` is None where the sentence in ``problem`` tells why.

    vectors:  (2, dim) float32: their vectors in the space
    """

    embedding: Embedding
    one: int
    other: int
    space: Space
    vectors: Vectors
    values: dict[str, float | None]
    parts: Contributions | None
    path: Path | None
    problem: str = ""

    @property
    def title(self) -> str:
        """The two words."""
        return f"{self.embedding.index_to_key[self.one]} · {self.embedding.index_to_key[self.other]}"


def look_at_pair(
    embedding: Embedding, one: int, other: int, metric: str, space: Space, way: str, task: Task = Task()
) -> Pair:
    """All metrics of a pair in a space, what makes one of them, and the words met on the way from one to the other.

    Raises
    ------
    As `space.in_space` does.
    """
    moved = in_space(embedding, space, task.part(0, 0.5))
    values: dict[str, float | None] = {}
    for key in METRICS:
        value = float(pairwise(moved, (one, other), key)[0, 1])
        values[key] = value if np.isfinite(value) else None
    parts = path = None
    problem = ""
    try:
        parts = contributions(moved, one, other, metric)
    except ExplorerError as error:
        problem = str(error)
    try:
        path = walk(moved, one, other, way, metric, task=task.part(0.5, 1))
    except ExplorerError as error:
        problem = str(error)
    return Pair(embedding, one, other, space, moved.vectors[[one, other]], values, parts, path, problem)
