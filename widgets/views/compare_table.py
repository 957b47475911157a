"""What the Compare tab works out of the chosen words, in one go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explorer.analysis.analogies import odd_one_out
from explorer.analysis.clustering import cluster, order_words
from explorer.analysis.comparison import Contributions, Path, as_distances, contributions, pairwise, walk
from explorer.embedding import Embedding
from explorer.errors import ExplorerError
from explorer.neighbors.metrics import METRICS
from explorer.task import Task

Float64s = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Compared:
    """The chosen words in the order asked for.

    indices:  (n,) the words
    values:   (n, n) float64: each pair by the metric; NaN where it is not defined
    tree:     lines of the dendrogram over the rows, or None if they are not clustered
    odd:      the index of the word that matches the others least, or None if that cannot be told
    """

    embedding: Embedding
    indices: tuple[int, ...]
    metric: str
    order: str
    values: Float64s
    tree: Float64s | None
    odd: int | None

    @property
    def words(self) -> list[str]:
        """The words, as they are written."""
        return [self.embedding.index_to_key[index] for index in self.indices]

    @property
    def vectors(self) -> Float64s:
        """(n, dim) float64: their vectors."""
        return self.embedding.vectors[list(self.indices)].astype(np.float64)

    @property
    def mean(self) -> float | None:
        """The mean over all pairs of two words; None if there is none with a value."""
        pairs = self.values[np.triu_indices(len(self.values), 1)]
        known = pairs[np.isfinite(pairs)]
        return float(known.mean()) if len(known) else None


def compare_words(
    embedding: Embedding, indices: Sequence[int], metric: str, order: str, task: Task = Task()
) -> Compared:
    """Compare all pairs of the words and put them in order."""
    chosen = np.array(indices, dtype=np.int64)
    values = pairwise(embedding, indices, metric, task.part(0, 0.8))
    tree = None
    if order == "cluster" and len(chosen) > 1:
        clustering = cluster(as_distances(values, metric))
        places, tree = clustering.order, clustering.lines
    else:
        places = order_words(embedding, chosen, "chosen" if order == "cluster" else order)
    task.check()
    try:
        odd = int(odd_one_out(embedding, indices)[0][0])
    except ExplorerError:  # two words, or one without a direction
        odd = None
    return Compared(embedding, tuple(chosen[places].tolist()), metric, order, values[np.ix_(places, places)], tree, odd)


@dataclass(frozen=True, eq=False)
class Pair:
    """Two words looked at closely; ``path`` or ``parts`` is None where the sentence in ``problem`` tells why."""

    embedding: Embedding
    one: int
    other: int
    metric: str
    values: dict[str, float | None]
    parts: Contributions | None
    path: Path | None
    problem: str = ""

    @property
    def title(self) -> str:
        """The two words."""
        return f"{self.embedding.index_to_key[self.one]} · {self.embedding.index_to_key[self.other]}"


def look_at_pair(embedding: Embedding, one: int, other: int, metric: str, way: str, task: Task = Task()) -> Pair:
    """All metrics of a pair, what makes one of them, and the words met on the way from the one to the other."""
    values: dict[str, float | None] = {}
    for key in METRICS:
        value = float(pairwise(embedding, (one, other), key)[0, 1])
        values[key] = value if np.isfinite(value) else None
    parts = path = None
    problem = ""
    try:
        parts = contributions(embedding, one, other, metric)
    except ExplorerError as error:
        problem = str(error)
    try:
        path = walk(embedding, one, other, way, metric, task=task)
    except ExplorerError as error:
        problem = str(error)
    return Pair(embedding, one, other, metric, values, parts, path, problem)
