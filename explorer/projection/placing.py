"""Placing more words into a map that is there already, which stays as it is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from explorer.embedding import Indices, Vectors
from explorer.errors import ExplorerError
from explorer.neighbors.between import nearest_between
from explorer.options import remembered
from explorer.projection.layout import metric_of_map
from explorer.projection.pca import PcaOptions, main_axes, places
from explorer.projection.projection import Points, Projection
from explorer.projection.tsne_placing import placed_by_tsne
from explorer.projection.umap import UmapOptions
from explorer.projection.umap_graph import Ties, curve_parameters, one_way_strengths
from explorer.projection.umap_layout import laid_out
from explorer.task import Task

PLACING = ("umap", "tsne", "pca")
"""The methods into whose maps words can be placed."""

_MANY_EPOCHS, _FEW_EPOCHS, _MANY_UP_TO = 100, 30, 10_000  # as umap-learn places
_RATE = 0.125  # half of that of umap-learn
_NEAREST = 5  # placed words in whose middle a word starts, which is nearer to where it ends than the weighted mean


def place(vectors: Vectors, projection: Projection, rows: Indices, task: Task = Task()) -> Projection:
    """A map with more words: those that it places stay, and those of ``rows`` find their places among them.

    vectors:     (n_words, dim) of the whole embedding
    projection:  a map of some of its words by UMAP, t-SNE or PCA
    rows:        indices of words; those that have a place already are passed over

    By UMAP, a word starts at the median of the placed words nearest to it, and then moves for some epochs, tied to
    those. By t-SNE it starts there too, and openTSNE moves it. By PCA it stands where the axes have it. No word is tied
    to another that is being placed.

    The figures of the map are those of the words that it placed before; measure it anew for those of all.

    Raises
    ------
    ExplorerError : the map was made otherwise, or places fewer than two words.
    Cancelled     : the task was cancelled.

    Sources: McInnes, Healy & Melville (2018), UMAP; Poličar, Stražar & Zupan (2023), Embedding to reference t-SNE space
    addresses batch effects in single-cell classification.

    Example: ``place(embedding.vectors, map_of_10_000, np.arange(20_000))`` has 20,000 places.
    """
    if projection.method not in PLACING:
        raise ExplorerError("Words can be placed into maps by UMAP, t-SNE or PCA only. Project all words anew instead.")
    if len(projection) < 2:
        raise ExplorerError("The map places fewer than two words, so no others can be placed. Project all words anew.")
    new = np.setdiff1d(np.asarray(rows, np.int64), projection.indices)
    if not len(new):
        return projection
    before, after = vectors[projection.indices], vectors[new]
    components = None
    if projection.method == "pca":
        points, components = _by_axes(before, after, projection, task)
    else:
        by = _by_umap if projection.method == "umap" else placed_by_tsne
        points = by(before, after, projection, metric_of_map(projection), task)
    task.check()
    return joined(projection, new, points, components)


def joined(projection: Projection, new: Indices, points: Points, components: Points | None = None) -> Projection:
    """A map with the words of ``new``, which it does not place yet, at their ``points``."""
    indices = np.concatenate([projection.indices, new])
    order = np.argsort(indices)
    both = None
    if components is not None and projection.components is not None:
        both = np.concatenate([projection.components, components])[order]
    return replace(
        projection,
        points=np.concatenate([projection.points, points])[order],
        indices=indices[order],
        components=both,
        errors=None,
        words="" if len(indices) == projection.n_words else projection.words,
    )


def _by_umap(before: Vectors, after: Vectors, projection: Projection, metric: str, task: Task) -> Points:
    options = remembered(UmapOptions, dict(projection.options))
    n, n_new = len(before), len(after)
    k = min(options.n_neighbors, n)
    indices, distances = nearest_between(after, before, k, metric, task.part(0.0, 0.6))
    weights = one_way_strengths(distances)
    layout = projection.points * np.float32(projection.unit)
    start = np.median(layout[indices[:, :_NEAREST]], axis=1).astype(np.float32)
    n_epochs = _MANY_EPOCHS if n_new <= _MANY_UP_TO else _FEW_EPOCHS
    ties = Ties(
        ends=np.concatenate([np.zeros(n, np.int64), np.arange(0, n_new * k + 1, k)]),
        others=indices.ravel().astype(np.int32),
        shares=(weights / weights.max()).astype(np.float32).ravel(),
    )
    curve = curve_parameters(options.min_dist, options.spread)
    places = np.concatenate([layout, start])
    seed = options.random_state
    moved = laid_out(places, ties, curve, n_epochs, seed, task.part(0.6, 1.0), lambda _: None, n, _RATE)
    return moved[n:] / np.float32(projection.unit)


def _by_axes(before: Vectors, after: Vectors, projection: Projection, task: Task) -> tuple[Points, Points]:
    """(points, components) along the axes of the words that are placed, each in the direction that it has there."""
    options = remembered(PcaOptions, dict(projection.options))
    n_axes = max(options.shown) if projection.components is None else projection.components.shape[1]
    axes = main_axes(before, options, task.part(0.0, 0.6), n_axes)
    columns = [shown - 1 for shown in options.shown]
    known = places(before, axes, options.unit_length, task.part(0.6, 0.8))[:, columns]
    components = places(after, axes, options.unit_length, task.part(0.8, 1.0))
    components[:, columns] *= np.where((known * projection.points).sum(axis=0) < 0, -1, 1)
    return np.ascontiguousarray(components[:, columns]), components
