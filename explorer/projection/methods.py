"""The ways of making a map, by name: what the panel, the dialogs and the command line offer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

import numpy as np

from explorer.embedding import Embedding, Indices, Vectors
from explorer.errors import BadOption, ExplorerError
from explorer.projection.as_is import AsIsOptions, project_as_is
from explorer.projection.axes import AxesOptions, project_axes
from explorer.projection.layout import metric_of_map
from explorer.projection.pca import PcaOptions, project_pca
from explorer.projection.projection import Points, Projection
from explorer.projection.quality import with_quality
from explorer.projection.tsne import TsneOptions, project_tsne
from explorer.projection.umap import UmapOptions, needs_process, project_umap
from explorer.task import Task

_BLOCK_ROWS = 8192


def _in_a_thread(options: Any) -> bool:
    return False


@dataclass(frozen=True)
class Method:
    """One way of making a map.

    key:         how the program and the command line call it
    label:       how people know it
    sentence:    what it shows and what it costs, for a tooltip
    options:     the dataclass of its parameters; called without arguments it gives the usual ones
    project:     (vectors, options, task, n_words, start) -> `Projection`
    in_process:  whether, with these options, it can only be stopped by ending its process
    turns:       whether the map may be turned and scaled to lie on the one before it; not where its axes mean something
    """

    key: str
    label: str
    sentence: str
    options: type[Any]
    project: Callable[..., Projection]
    in_process: Callable[[Any], bool] = _in_a_thread
    turns: bool = True


METHODS: Mapping[str, Method] = MappingProxyType(
    {
        method.key: method
        for method in (
            Method(
                "umap",
                "UMAP",
                "Keeps near words near and groups apart; distances between groups mean little. Takes a while.",
                UmapOptions,
                project_umap,
                needs_process,
            ),
            Method(
                "pca",
                "PCA",
                "The view along the directions of the largest spread: quick, straight, and without groups.",
                PcaOptions,
                project_pca,
                turns=False,
            ),
            Method(
                "tsne",
                "t-SNE",
                "Keeps near words near and draws many small groups; sizes and distances of groups mean nothing.",
                TsneOptions,
                project_tsne,
            ),
            Method(
                "axes",
                "Axes",
                "Along directions that you choose, such as from man to woman: a place on the map can be read off.",
                AxesOptions,
                project_axes,
                turns=False,
            ),
            Method(
                "as-is",
                "As is",
                "At coordinates that the file brings, or along single dimensions of the vectors.",
                AsIsOptions,
                project_as_is,
                turns=False,
            ),
        )
    }
)
"""Key to method, in the order in which they are offered."""


def method_of(key: str) -> Method:
    """The method of that key.

    Raises
    ------
    BadOption : there is none.
    """
    if key not in METHODS:
        raise BadOption(f"There is no projection “{key}”; choose one of {', '.join(METHODS)}.")
    return METHODS[key]


def project(
    embedding: Embedding,
    method: str,
    options: Any = None,
    n_words: int | None = None,
    task: Task = Task(),
    start: Points | None = None,
    indices: Indices | None = None,
    words: str = "",
) -> Projection:
    """A map of the first, that is the most frequent, ``n_words`` of an embedding, of those of ``indices``, or of all.

    options:  of the method's ``options`` class, by `explorer.analysis.map_options.settled` where they name words;
              without it, the usual ones
    start:    (n, 2) or (n, 3) places to begin at, where the method begins somewhere, and to turn the result onto
    indices:  the words that get a place, rising, and ``words`` what is told of that choice; see `words.choose_words`

    ``figures`` tells its quality too, as `quality.measure_quality` finds it.

    Raises
    ------
    BadOption     : an unknown method, or ``n_words`` below 1.
    ExplorerError : the words are too few for the method, all vectors are equal, or a value is no finite number.
    Cancelled     : the task was cancelled.
    """
    if n_words is not None and n_words < 1:
        raise BadOption(f"The number of words is {n_words}; it must be 1 or more.")
    vectors = embedding.vectors[:n_words] if indices is None else embedding.vectors[indices]
    projection = run_projection(vectors, method, options, len(embedding), task, start)
    return projection if indices is None else replace(projection, indices=indices, words=words)


def run_projection(
    vectors: Vectors,
    method: str,
    options: Any = None,
    n_words_total: int | None = None,
    task: Task = Task(),
    start: Points | None = None,
) -> Projection:
    """As `project`, of the first rows of an embedding of ``n_words_total`` words; can be sent to another process."""
    chosen = method_of(method)
    if options is None:
        options = chosen.options()
    _check_finite(vectors)
    projection = chosen.project(vectors, options, task.part(0.0, 0.95), n_words_total, start)
    return with_quality(vectors, projection, metric_of_map(projection), task=task.part(0.95, 1.0))


def _check_finite(vectors: Vectors) -> None:
    """Check that all values are numbers, which those of an `Embedding` are."""
    for start in range(0, len(vectors), _BLOCK_ROWS):
        is_finite = np.isfinite(vectors[start : start + _BLOCK_ROWS]).all(axis=1)
        if not is_finite.all():
            row = start + int(np.argmin(is_finite))
            raise ExplorerError(
                f"The vector in row {row + 1:,} holds a value that is no finite number, so it has no place on a map. "
                "Leave its word out."
            )
