"""UMAP by umap-learn, from an exact neighbour graph and a PCA start.

umap-learn holds on to its thread while it compiles and lays out, so the window runs this in a child process.
"""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from explorer.embedding import Vectors
from explorer.errors import BadOption
from explorer.options import check_options, option
from explorer.projection.alignment import aligned
from explorer.projection.layout import EXACT_UP_TO, METRICS, check_layable, graph_of, starting_places
from explorer.projection.projection import Points, Projection
from explorer.task import Task


@dataclass(frozen=True)
class UmapOptions:
    """The parameters of UMAP, named as in umap-learn; raises `BadOption`."""

    n_neighbors: int = option(
        15,
        "Neighbours",
        "How many nearest words each word is tied to: few show fine groups, many the large shape. Usual: 5 to 50.",
        minimum=2,
        maximum=200,
        step=1,
    )
    min_dist: float = option(
        0.1,
        "Minimum distance",
        "How near points may lie on the map: small values make tight clumps. Usual: 0 to 0.5.",
        minimum=0.0,
        maximum=1.0,
        step=0.05,
    )
    spread: float = option(
        1.0,
        "Spread",
        "How far the clumps lie apart, together with the minimum distance, which it must not be below.",
        minimum=0.1,
        maximum=10.0,
        step=0.1,
    )
    metric: str = option("cosine", "Metric", "Which words count as near in the space of the vectors.", choices=METRICS)
    n_epochs: int = option(
        0,
        "Epochs",
        "How many times all ties are pulled; 0 chooses 500 up to 10,000 words and 200 beyond.",
        minimum=0,
        least="automatic",
        maximum=5000,
        step=50,
    )
    random_state: int = option(1, "Seed", "The same seed gives the same map.", minimum=0, maximum=2**31 - 1, step=1)

    def __post_init__(self) -> None:
        check_options(self)
        if self.min_dist > self.spread:
            raise BadOption(
                f"Minimum distance (min_dist) is {self.min_dist}; it must not exceed the spread, {self.spread}."
            )


def project_umap(
    vectors: Vectors,
    options: UmapOptions = UmapOptions(),
    task: Task = Task(),
    n_words: int | None = None,
    start: Points | None = None,
) -> Projection:
    """The vectors laid out by UMAP; the same each time for one seed.

    vectors:  (n, dim) float32
    n_words:  how many words the embedding has, if these are only its first
    start:    (n, 2) places to begin at and to turn the result onto; without it, PCA

    With fewer words than neighbours asked for, as many as there are count; ``options`` of the result tells. The
    neighbours are exact up to 50,000 words, and found by umap-learn's approximate search beyond.

    Raises
    ------
    ExplorerError : there are fewer than four words, or all vectors are equal.

    Source: McInnes, Healy & Melville (2018), UMAP: Uniform Manifold Approximation and Projection.
    """
    check_layable(vectors, "UMAP")
    options = replace(options, n_neighbors=min(options.n_neighbors, len(vectors)))
    places, onto = starting_places(vectors, options.metric, start, options.random_state, task.part(0.0, 0.04))
    knn = _precomputed(vectors, options, task.part(0.04, 0.3))
    layout = _laid_out(vectors, places, knn, options, task.part(0.3, 1.0))
    lost = ~np.isfinite(layout).all(axis=1)  # words for which the approximate search found nothing stay where they were
    layout[lost] = places[lost]
    return Projection(
        method="umap",
        points=aligned(layout, onto),
        indices=np.arange(len(vectors), dtype=np.int64),
        n_words=len(vectors) if n_words is None else n_words,
        options=MappingProxyType(asdict(options)),
    )


def warm_up(task: Task = Task()) -> None:
    """Import umap-learn and lay out a few points, so that the first real UMAP of the process need not compile."""
    task.step(0, 1, "preparing UMAP")
    random = np.random.default_rng(0)
    project_umap(random.normal(size=(40, 3)).astype(np.float32), UmapOptions(n_neighbors=5, n_epochs=3), task)


def _precomputed(vectors: Vectors, options: UmapOptions, task: Task) -> tuple[Any, ...]:
    """umap-learn's ``precomputed_knn``: each row's neighbours, itself first; or nothing if they are too many."""
    if len(vectors) > EXACT_UP_TO:
        task.step(0, 1, "UMAP: finding neighbours")
        return (None, None, None)
    indices, distances = graph_of(vectors, options.n_neighbors - 1, options.metric, task)
    itself = np.arange(len(vectors))
    return (
        np.column_stack((itself, indices)),
        np.column_stack((np.zeros(len(vectors)), distances)).astype(np.float32),
        None,
    )


def _laid_out(
    vectors: Vectors, places: Points, knn: tuple[Any, ...], options: UmapOptions, task: Task
) -> NDArray[np.float32]:
    task.step(0, 1, "UMAP: starting umap-learn")
    with _quiet():
        from umap import UMAP

        model = UMAP(
            n_neighbors=options.n_neighbors,
            min_dist=options.min_dist,
            spread=options.spread,
            metric=options.metric,
            n_epochs=options.n_epochs or None,
            init=places,
            precomputed_knn=knn,
            disconnection_distance=np.inf,  # a word opposite to all others gets a place like any other
            random_state=options.random_state,
            n_jobs=1,  # what a seed demands
            tqdm_kwds={"disable": False, "file": _EpochsAsProgress(task), "bar_format": "{n_fmt}/{total_fmt}"},
        )
        return np.array(model.fit_transform(vectors), dtype=np.float32)


class _EpochsAsProgress:
    """The file that umap-learn's progress bar is drawn on: each drawing, "12/500", becomes a step of the task."""

    def __init__(self, task: Task) -> None:
        self._task = task

    def write(self, drawn: str) -> None:
        done, _, total = drawn.strip().partition("/")
        if done.isdigit() and total.isdigit():
            self._task.step(int(done), int(total), f"UMAP: epoch {int(done):,} of {int(total):,}")

    def flush(self) -> None:
        pass


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Silence what umap-learn says of choices that are made on purpose."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Tensorflow not installed", ImportWarning)
        warnings.filterwarnings("ignore", r"precomputed_knn\[2\]", UserWarning)
        warnings.filterwarnings("ignore", "n_neighbors is larger than the dataset size", UserWarning)
        yield
