"""The ways of making a map, by name: what the panel, the dialogs and the command line offer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from explorer.embedding import Embedding, Vectors
from explorer.errors import BadOption
from explorer.projection.pca import PcaOptions, project_pca
from explorer.projection.projection import Points, Projection
from explorer.projection.quality import with_quality
from explorer.projection.tsne import TsneOptions, project_tsne
from explorer.projection.umap import UmapOptions, needs_process, project_umap
from explorer.task import Task


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
    """

    key: str
    label: str
    sentence: str
    options: type[Any]
    project: Callable[..., Projection]
    in_process: Callable[[Any], bool] = _in_a_thread


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
                "The flat view along the two directions of the largest spread: quick, straight, and without groups.",
                PcaOptions,
                project_pca,
            ),
            Method(
                "tsne",
                "t-SNE",
                "Keeps near words near and draws many small groups; sizes and distances of groups mean nothing.",
                TsneOptions,
                project_tsne,
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
) -> Projection:
    """A map of the first, that is the most frequent, ``n_words`` of an embedding, or of all.

    options:  of the method's ``options`` class; without it, the usual ones
    start:    (n_words, 2) places to begin at, where the method begins somewhere, and to turn the result onto

    ``figures`` tells its quality too, as `quality.measure_quality` finds it.

    Raises
    ------
    BadOption     : an unknown method, or ``n_words`` below 1.
    ExplorerError : the words are too few for the method, or all vectors are equal.
    Cancelled     : the task was cancelled.
    """
    if n_words is not None and n_words < 1:
        raise BadOption(f"The number of words is {n_words}; it must be 1 or more.")
    return run_projection(embedding.vectors[:n_words], method, options, len(embedding), task, start)


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
    projection = chosen.project(vectors, options, task.part(0.0, 0.95), n_words_total, start)
    return with_quality(vectors, projection, _quality_metric(options), task=task.part(0.95, 1.0))


def _quality_metric(options: Any) -> str:
    """What near means to these options: a map is measured by what it was asked to show."""
    if isinstance(options, PcaOptions):
        return "cosine" if options.unit_length else "l2"
    return {"cosine": "cosine", "euclidean": "l2", "manhattan": "l1"}[options.metric]
