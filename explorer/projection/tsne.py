"""t-SNE by openTSNE, from our own neighbour graph and a PCA start, by forces of our own."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from explorer.embedding import Vectors
from explorer.options import check_options, option
from explorer.projection.alignment import aligned
from explorer.projection.gliding import SECONDS_BETWEEN_FRAMES
from explorer.projection.layout import METRIC_KEYS, METRICS, check_layable, graph_of_any_size, starting_places
from explorer.projection.projection import Points, Projection, of_all_rows, unit_of
from explorer.task import Cancelled, Task

_WORDS_A_CALL = 50_000  # of iterations between two calls, some tenths of a second at the most
_MOST_THREADS = 8
_ROWS_A_THREAD = 2_500  # fewer are done sooner than threads have waited for each other
_LATE_RATE = 200.0  # beyond, it stays at n / early exaggeration, after Belkina et al. (2019), as in scikit-learn;
# openTSNE's own goes up to n in the late phase, which fits closer but parts more neighbours
_EARLY_SHARE = 1 / 3  # of the iterations, with attraction exaggerated, as openTSNE's 250 before 500


@dataclass(frozen=True)
class TsneOptions:
    """The parameters of t-SNE, named as in openTSNE; raises `BadOption`."""

    perplexity: float = option(
        30.0,
        "Perplexity",
        "About how many nearest words each word holds on to. Usual: 5 to 50.",
        minimum=1.0,
        maximum=500.0,
        step=5.0,
    )
    early_exaggeration: float = option(
        12.0,
        "Early exaggeration",
        "How much stronger neighbours attract in the first third, so that groups find together. Usual: 4 to 20.",
        minimum=1.0,
        maximum=100.0,
        step=1.0,
    )
    exaggeration: float = option(
        1.0,
        "Late exaggeration",
        "How much stronger neighbours attract afterwards: above 1 draws groups together, which helps with many words.",
        minimum=1.0,
        maximum=20.0,
        step=0.5,
    )
    learning_rate: float = option(
        0.0,
        "Learning rate",
        "How far points move in a step; 0 chooses the number of words divided by the early exaggeration, or 200.",
        minimum=0.0,
        least="automatic",
        maximum=100_000.0,
        step=50.0,
    )
    n_iter: int = option(
        750,
        "Iterations",
        "How many steps are taken in all, of which a third with early exaggeration. Usual: 500 to 2,000.",
        minimum=50,
        maximum=10_000,
        step=50,
    )
    metric: str = option("cosine", "Metric", "Which words count as near in the space of the vectors.", choices=METRICS)
    n_components: int = option(
        2, "Dimensions", "2 for a flat map, 3 for one in space, which takes longer.", minimum=2, maximum=3, step=1
    )
    random_state: int = option(1, "Seed", "The same seed gives the same map.", minimum=0, maximum=2**31 - 1, step=1)

    def __post_init__(self) -> None:
        check_options(self)


def project_tsne(
    vectors: Vectors,
    options: TsneOptions = TsneOptions(),
    task: Task = Task(),
    n_words: int | None = None,
    start: Points | None = None,
) -> Projection:
    """The vectors laid out by t-SNE; the same each time for one seed.

    vectors:  (n, dim) float32
    n_words:  how many words the embedding has, if these are only its first
    start:    (n, 2) or (n, 3) places to begin at and to turn the result onto; without it, PCA

    ``task.partial`` gets the layout as it stands, as a `Projection`: the start at once if there was no map before, and
    then ten times a second at most. A perplexity that the words are too few for is lowered to a third of them;
    ``options`` of the result tells. The neighbours are exact up to 20,000 words; beyond, ``figures["graph recall"]`` is
    the share of them that was found. ``figures["KL divergence"]`` is what t-SNE makes small. The forces are
    those of `tsne_forces`: of all pairs one by one while the words are few, and then by a grid.

    Raises
    ------
    ExplorerError : there are fewer than four words, or all vectors are equal.

    Sources: van der Maaten & Hinton (2008), Visualizing data using t-SNE; Poličar, Stražar & Zupan (2024), openTSNE.
    """
    check_layable(vectors, "t-SNE")
    n = len(vectors)
    options = replace(options, perplexity=max(min(options.perplexity, (n - 1) / 3), 1.0))
    seed, n_dims = options.random_state, options.n_components
    places, onto = starting_places(vectors, options.metric, start, seed, task.part(0.0, 0.05), n_dims)

    def projection(layout: NDArray[np.float64], figures: dict[str, float]) -> Projection:
        points = aligned(layout.astype(np.float32), onto)
        return of_all_rows("tsne", points, options, n_words, figures, unit=unit_of(layout, points))

    if start is None:
        task.partial(projection(places.astype(np.float64), {}))
    affinities, told = _affinities(vectors, options, task.part(0.05, 0.3))
    follower = _Follower(task.part(0.3, 1.0), options.n_iter, projection)
    layout, divergence = _laid_out(places, affinities, options, follower)
    task.check()  # the follower may have stopped it
    return projection(layout, {"KL divergence": divergence, **told})


class _Follower:
    """What openTSNE calls at each step: tells the progress, shows the layout now and then, and says when to stop."""

    def __init__(self, task: Task, n_iter: int, projection: Any) -> None:
        self._task = task
        self._n_iter = n_iter
        self._projection = projection
        self._shown_at = time.monotonic()
        self.done_before = 0

    def __call__(self, iteration: int, error: float, layout: NDArray[np.float64]) -> bool:
        done = self.done_before + iteration
        try:
            self._task.step(done, self._n_iter, f"t-SNE: iteration {done:,} of {self._n_iter:,}")
        except Cancelled:  # which openTSNE would take for an error of its own
            return True
        now = time.monotonic()
        if not self._task.cancelled and now - self._shown_at >= SECONDS_BETWEEN_FRAMES:
            self._task.partial(self._projection(np.asarray(layout), {}))
            self._shown_at = now
        return self._task.cancelled


def _affinities(vectors: Vectors, options: TsneOptions, task: Task) -> tuple[Any, dict[str, float]]:
    """(openTSNE's affinities, what there is to tell of the neighbours)."""
    task.step(0, 1, "t-SNE: starting openTSNE")
    from openTSNE.affinity import PerplexityBasedNN
    from openTSNE.nearest_neighbors import PrecomputedNeighbors

    k = min(len(vectors) - 1, int(3 * options.perplexity))
    indices, distances, told = graph_of_any_size(vectors, k, METRIC_KEYS[options.metric], task)
    index = PrecomputedNeighbors(indices, distances)
    return PerplexityBasedNN(perplexity=options.perplexity, knn_index=index, n_jobs=threads_for(len(vectors))), told


def threads_for(n: int) -> int:
    """How many threads openTSNE gets for so many words; its answer does not depend on that."""
    return max(1, min(os.cpu_count() or 1, _MOST_THREADS, n // _ROWS_A_THREAD))


def _laid_out(
    places: Points, affinities: Any, options: TsneOptions, follower: _Follower
) -> tuple[NDArray[np.float64], float]:
    """(layout, Kullback-Leibler divergence); the layout as it stands if the follower stopped it."""
    from openTSNE import OptimizationInterrupt, TSNEEmbedding

    from explorer.projection.tsne_forces import divergence, forces

    layout = TSNEEmbedding(
        places.astype(np.float64) * 1e-4,  # small, as openTSNE advises, so that groups can pass through each other
        affinities,
        negative_gradient_method=forces,
        callbacks=follower,
        callbacks_every_iters=max(1, min(10, _WORDS_A_CALL // len(places))),
        random_state=options.random_state,
    )
    n_early = int(options.n_iter * _EARLY_SHARE)
    early_rate = len(places) / options.early_exaggeration
    late_rate = min(len(places) / options.exaggeration, max(_LATE_RATE, early_rate))
    phases = (
        (n_early, options.early_exaggeration, early_rate),
        (options.n_iter - n_early, options.exaggeration, late_rate),
    )
    try:
        for n_iter, exaggeration, rate in phases:
            layout.optimize(
                n_iter,
                learning_rate=options.learning_rate or rate,
                exaggeration=exaggeration,
                inplace=True,
                propagate_exception=True,
            )
            follower.done_before = n_early
    except OptimizationInterrupt as interrupt:
        return np.asarray(interrupt.final_embedding), float("nan")  # at once: nobody waits for how good it was
    return np.asarray(layout), divergence(np.asarray(layout), affinities.P)
