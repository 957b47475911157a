"""umap-learn as the reference: the same neighbours and the same start, laid out by the library that UMAP is known by.

It compiles for half a minute or more at its first use and holds on to its thread, so the window runs it in a child
process.
"""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from explorer.embedding import Indices, Vectors
from explorer.projection.projection import Points
from explorer.task import Task

if TYPE_CHECKING:
    from explorer.projection.umap import UmapOptions


def laid_out_by_umap_learn(
    vectors: Vectors,
    places: Points,
    indices: Indices,
    distances: NDArray[np.float64],
    options: UmapOptions,
    n_epochs: int,
    task: Task,
) -> Points:
    """(n, 2) or (n, 3) float32: the words laid out by umap-learn, which shows nothing on the way.

    vectors:             (n, dim), of which umap-learn finds the neighbours itself if they are fewer than 4,096
    places:              (n, 2) or (n, 3) where they start, unless the options ask for its own spectral start
    indices, distances:  (n, k), of the k nearest other words of each, rising
    """
    task.step(0, 1, "UMAP: starting umap-learn, which can only be stopped")
    n, k = indices.shape
    itself, no_way = np.arange(n), np.zeros(n)
    with _quiet():
        from umap import UMAP

        model = UMAP(
            n_neighbors=k + 1,
            min_dist=options.min_dist,
            spread=options.spread,
            metric=options.metric,
            n_epochs=n_epochs,
            n_components=options.n_components,
            init=places if options.init == "pca" else options.init,
            precomputed_knn=(
                np.column_stack((itself, indices)),
                np.column_stack((no_way, distances)).astype(np.float32),
                None,
            ),
            disconnection_distance=np.inf,  # a word opposite to all others gets a place like any other
            random_state=options.random_state,
            n_jobs=1,  # what a seed demands
            tqdm_kwds={"disable": False, "file": _EpochsAsProgress(task), "bar_format": "{n_fmt}/{total_fmt}"},
        )
        labels = options.labels if options.target else None
        layout = np.array(model.fit_transform(vectors, labels), dtype=np.float32)
    lost = ~np.isfinite(layout).all(axis=1)  # words that it has not placed stay where they were
    layout[lost] = places[lost]
    return layout


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
