"""Placing words into a map by t-SNE, by openTSNE's own means."""

from __future__ import annotations

from typing import Any

import numpy as np

from explorer.embedding import Vectors
from explorer.neighbors.between import nearest_between
from explorer.projection.projection import Points, Projection
from explorer.projection.tsne import threads_for
from explorer.task import Cancelled, Task

_PERPLEXITY, _RATE, _ITERATIONS = 5.0, 0.1, 250  # as openTSNE advises for placing
_EXAGGERATION = 3.0  # where it advises 1.5; on words of GloVe more neighbours are kept so
_LONGEST = 0.25  # of a gradient, likewise, so that no word shoots off
_GRID_PADDING = 0.25
_GRID_FROM = 10_000  # words of a flat map from which openTSNE's grid is quicker than its tree
_NEAREST = 5  # placed words in whose middle a word starts


def placed_by_tsne(before: Vectors, after: Vectors, projection: Projection, metric: str, task: Task) -> Points:
    """(new words, dimensions) float32, on the scale of the map; see `placing.place`."""
    k = min(len(before), int(3 * _PERPLEXITY))
    indices, distances = nearest_between(after, before, k, metric, task.part(0.0, 0.5))
    from openTSNE import OptimizationInterrupt, PartialTSNEEmbedding, TSNEEmbedding
    from openTSNE.affinity import PrecomputedAffinities, joint_probabilities_nn
    from scipy.sparse import csr_matrix

    affinities = joint_probabilities_nn(
        indices,
        distances,
        [min(_PERPLEXITY, k / 3)],
        symmetrize=False,
        normalization="point-wise",
        n_reference_samples=len(before),
    )
    layout = projection.points.astype(np.float64) * projection.unit
    middle = (layout.max(axis=0) + layout.min(axis=0)) / 2
    gradient = _gradient_of(len(before), layout.shape[1])
    n = len(before)
    nothing = PrecomputedAffinities(csr_matrix((n, n)), normalize=False)  # those that are placed do not move
    placed = TSNEEmbedding(layout - middle, nothing, negative_gradient_method=gradient)
    start = np.median(np.asarray(placed)[indices[:, :_NEAREST]], axis=1)
    follower = _Follower(task.part(0.5, 1.0))
    if gradient == "fft":
        placed.prepare_interpolation_grid(padding=_GRID_PADDING)
    partial = PartialTSNEEmbedding(start, placed, affinities, negative_gradient_method=gradient)
    try:
        partial = partial.optimize(
            _ITERATIONS,
            learning_rate=_RATE,
            exaggeration=_EXAGGERATION,
            momentum=0.8,
            max_grad_norm=_LONGEST,
            propagate_exception=True,
            callbacks=follower,
            callbacks_every_iters=5,
            n_jobs=threads_for(len(after)),
        )
    except OptimizationInterrupt:
        task.check()
    return np.asarray((np.asarray(partial) + middle) / projection.unit, dtype=np.float32)


def _gradient_of(n: int, n_dims: int) -> str:
    """How openTSNE sums the forces of a map on the words that are placed; its grid is for flat maps only."""
    return "fft" if n >= _GRID_FROM and n_dims == 2 else "bh"


class _Follower:
    """What openTSNE calls on the way: tells the progress, waits, and says when to stop."""

    def __init__(self, task: Task) -> None:
        self._task = task

    def __call__(self, iteration: int, error: float, layout: Any) -> bool:
        try:
            self._task.step(iteration, _ITERATIONS, f"t-SNE: placing, iteration {iteration:,} of {_ITERATIONS:,}")
        except Cancelled:  # which openTSNE would take for an error of its own
            return True
        return False
