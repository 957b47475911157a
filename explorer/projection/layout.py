"""What UMAP and t-SNE share: whether there is something to lay out, where the words start, and their neighbours."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from explorer.embedding import Indices, Vectors
from explorer.errors import ExplorerError
from explorer.neighbors.approximate_graph import approximate_graph, graph_recall
from explorer.neighbors.graph import neighbor_graph
from explorer.projection.alignment import in_dimensions
from explorer.projection.pca import PcaOptions, project_pca
from explorer.projection.projection import Points, Projection
from explorer.task import Task

FEWEST_WORDS = 4
EXACT_UP_TO = 20_000  # words up to which the neighbours are found exactly; beyond, nearly all of them are
METRICS = {"cosine": "Cosine", "euclidean": "L2 (Euclidean)", "manhattan": "L1 (Manhattan)"}
"""The metrics of a neighbour graph as UMAP and t-SNE call them, and their names in the window."""

METRIC_KEYS = {"cosine": "cosine", "euclidean": "l2", "manhattan": "l1"}
"""The same metrics as the rest of the program calls them."""


def metric_of_map(projection: Projection) -> str:
    """What near meant when a map was made: "cosine", "l2" or "l1"."""
    metric = projection.options.get("metric")
    if isinstance(metric, str) and metric in METRIC_KEYS:
        return METRIC_KEYS[metric]
    return "cosine" if projection.options.get("unit_length") else "l2"


def check_layable(vectors: Vectors, method: str) -> None:
    """Check that there are words enough and differences between them.

    Raises
    ------
    ExplorerError : there are fewer than four words, or all vectors are equal.
    """
    n = len(vectors)
    if n < FEWEST_WORDS:
        words = "1 word" if n == 1 else f"{n} words"
        raise ExplorerError(
            f"{method} needs {FEWEST_WORDS} words or more, and there {'is' if n == 1 else 'are'} {words}"
            ". Choose PCA, which places any number."
        )
    if (vectors == vectors[0]).all():
        raise ExplorerError(
            f"All {n:,} vectors are equal, so {method} has no neighbours to tell apart. Choose another embedding."
        )


def starting_places(
    vectors: Vectors, metric: str, start: Points | None, seed: int, task: Task, n_dims: int = 2
) -> tuple[Points, Points]:
    """(where the words start, what the result is turned onto), (n, n_dims) float32 each.

    Both are ``start`` if it is given; what it lacks in depth is that of the PCA. Otherwise the result is turned onto
    the PCA of the vectors, the map that people see first, and the words start from it too, or from the PCA of the
    vectors at unit length if the metric is cosine. The places to start from are scaled to a mean square of 1 along the
    widest axis, and differ a little even for words whose vectors do not.
    """
    flat = start is not None and start.shape[1] < n_dims
    pca = PcaOptions(n_components=n_dims)
    onto = project_pca(vectors, pca, task.part(0.0, 0.5)).points if start is None else in_dimensions(start, n_dims)
    places = onto.astype(np.float64)
    if flat or (start is None and metric == "cosine"):
        pca = replace(pca, unit_length=metric == "cosine")
        found = project_pca(vectors, pca, task.part(0.5, 1.0)).points.astype(np.float64)
        if flat:
            found[:, :2] = places[:, :2] * _ratio(found[:, :2], places[:, :2])
        places = found
    places -= places.mean(axis=0)
    size = np.sqrt(np.square(places).mean(axis=0).max())
    if size > 0:
        places /= size
    places += np.random.default_rng(seed).normal(scale=1e-3, size=places.shape)
    return places.astype(np.float32), onto


def _ratio(points: NDArray[np.float64], others: NDArray[np.float64]) -> float:
    """How many times as wide some points spread as others."""
    return float(points.std() / (others.std() or 1.0))


def graph_of_any_size(
    vectors: Vectors, k: int, metric: str, task: Task
) -> tuple[Indices, NDArray[np.float64], dict[str, float]]:
    """As `neighbor_graph` up to `EXACT_UP_TO` words, and approximate beyond; what share it found is told then.

    The third part is what there is to say of it among the figures of a map: {"graph recall": 0.9}, or nothing.
    """
    if len(vectors) <= EXACT_UP_TO:
        return *neighbor_graph(vectors, k, metric, task), {}
    indices, distances = approximate_graph(vectors, k, metric, task.part(0.0, 0.95))
    recall = graph_recall(vectors, indices, metric, task.part(0.95, 1.0))
    return indices, distances, {"graph recall": recall}
