"""Placing all words that a map leaves out into it, whatever method made it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from explorer.analysis.map_options import SELECTION, settled
from explorer.embedding import Embedding, Indices
from explorer.errors import ExplorerError
from explorer.options import remembered
from explorer.projection.as_is import project_as_is
from explorer.projection.axes import AxesOptions, placed_along_axes
from explorer.projection.layout import metric_of_map
from explorer.projection.methods import METHODS
from explorer.projection.placing import joined, place
from explorer.projection.projection import Projection
from explorer.projection.quality import with_quality
from explorer.task import Task


def place_rest(embedding: Embedding, projection: Projection, task: Task = Task()) -> Projection:
    """The map with all words of the embedding: those that it places stay, the others join them.

    Along axes and at coordinates as they are, a word stands where these have it; by UMAP, t-SNE and PCA as
    `explorer.projection.placing.place` puts it. The quality is measured anew, of all.

    Raises
    ------
    ExplorerError : an axis is about words that were selected when the map was made, which nobody knows any more, or
                    what `place` raises.
    Cancelled     : the task was cancelled.
    """
    if projection.is_complete:
        return projection
    rest = np.setdiff1d(np.arange(len(embedding), dtype=np.int64), projection.indices)
    options: Any = remembered(METHODS[projection.method].options, projection.options)
    n_before, placing = len(projection), task.part(0.0, 0.9)
    if projection.method == "axes":
        whole = _along_axes(embedding, projection, rest, options, placing)
    elif projection.method == "as-is":
        whole = project_as_is(embedding.vectors, settled(embedding, options), placing)
    else:
        whole = place(embedding.vectors, projection, rest, task=placing)
    measured = with_quality(embedding.vectors, whole, metric_of_map(whole), task=task.part(0.9, 1.0))
    return replace(measured, words=f"{n_before:,} laid out, {len(rest):,} placed beside them")


def _along_axes(embedding: Embedding, projection: Projection, rest: Indices, options: Any, task: Task) -> Projection:
    assert isinstance(options, AxesOptions)
    if any(SELECTION in text.lower() for text in options.texts):
        raise ExplorerError(
            f"An axis of this map is about {embedding.unit}s that were selected when it was made. Project all"
            f" {embedding.unit}s anew instead."
        )
    options = settled(embedding, options)
    vectors = embedding.vectors
    return joined(projection, rest, placed_along_axes(vectors[projection.indices], vectors[rest], options, task))
