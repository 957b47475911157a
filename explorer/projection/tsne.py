"""t-SNE by openTSNE, from an exact neighbour graph and a PCA start."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass, replace
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from explorer.embedding import Vectors
from explorer.options import check_options, option
from explorer.projection.alignment import aligned
from explorer.projection.layout import EXACT_UP_TO, METRICS, check_layable, graph_of, starting_places
from explorer.projection.projection import Points, Projection
from explorer.task import Task

_SECONDS_BETWEEN_FRAMES = 0.1
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
    learning_rate: float = option(
        0.0,
        "Learning rate",
        "How far points move in a step; 0 chooses the number of words divided by the exaggeration, 200 or more.",
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
    start:    (n, 2) places to begin at and to turn the result onto; without it, PCA

    ``task.partial`` gets the layout as it stands, as a `Projection`, ten times a second at most. A perplexity that
    the words are too few for is lowered to a third of them; ``options`` of the result tells. The neighbours are exact
    up to 50,000 words, and found by openTSNE's approximate search beyond. ``figures["KL divergence"]`` is what t-SNE
    makes small.

    Raises
    ------
    ExplorerError : there are fewer than four words, or all vectors are equal.

    Sources: van der Maaten & Hinton (2008), Visualizing data using t-SNE; Poličar, Stražar & Zupan (2024), openTSNE.
    """
    check_layable(vectors, "t-SNE")
    n = len(vectors)
    options = replace(options, perplexity=max(min(options.perplexity, (n - 1) / 3), 1.0))
    places, onto = starting_places(vectors, options.metric, start, options.random_state, task.part(0.0, 0.05))
    affinities = _affinities(vectors, options, task.part(0.05, 0.3))

    def projection(layout: NDArray[np.float64], figures: dict[str, float]) -> Projection:
        return Projection(
            method="tsne",
            points=aligned(layout.astype(np.float32), onto),
            indices=np.arange(n, dtype=np.int64),
            n_words=n if n_words is None else n_words,
            options=MappingProxyType(asdict(options)),
            figures=MappingProxyType(figures),
        )

    follower = _Follower(task.part(0.3, 1.0), options.n_iter, projection)
    layout, divergence = _laid_out(places, affinities, options, follower)
    task.check()  # the follower may have stopped it
    return projection(layout, {"KL divergence": divergence})


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
        self._task.report(done, self._n_iter, f"t-SNE: iteration {done:,} of {self._n_iter:,}")
        now = time.monotonic()
        if not self._task.cancelled and now - self._shown_at >= _SECONDS_BETWEEN_FRAMES:
            self._task.partial(self._projection(np.asarray(layout), {}))
            self._shown_at = now
        return self._task.cancelled


def _affinities(vectors: Vectors, options: TsneOptions, task: Task) -> Any:
    task.step(0, 1, "t-SNE: starting openTSNE")
    from openTSNE.affinity import PerplexityBasedNN
    from openTSNE.nearest_neighbors import PrecomputedNeighbors

    k = min(len(vectors) - 1, int(3 * options.perplexity))
    if len(vectors) > EXACT_UP_TO:
        task.step(0, 1, "t-SNE: finding neighbours")
        return PerplexityBasedNN(
            vectors,
            perplexity=options.perplexity,
            metric=options.metric,
            method="approx",
            n_jobs=1,
            random_state=options.random_state,
        )
    indices, distances = graph_of(vectors, k, options.metric, task)
    index = PrecomputedNeighbors(indices, distances)
    return PerplexityBasedNN(perplexity=options.perplexity, knn_index=index, n_jobs=1)


def _laid_out(
    places: Points, affinities: Any, options: TsneOptions, follower: _Follower
) -> tuple[NDArray[np.float64], float]:
    """(layout, Kullback-Leibler divergence); the layout as it stands if the follower stopped it."""
    from openTSNE import OptimizationInterrupt, TSNEEmbedding

    layout = TSNEEmbedding(
        places.astype(np.float64) * 1e-4,  # small, as openTSNE advises, so that groups can pass through each other
        affinities,
        learning_rate=options.learning_rate or "auto",
        n_jobs=1,
        callbacks=follower,
        callbacks_every_iters=1,
        random_state=options.random_state,
    )
    early = int(options.n_iter * _EARLY_SHARE)
    try:
        layout.optimize(early, exaggeration=options.early_exaggeration, inplace=True, propagate_exception=True)
        follower.done_before = early
        layout.optimize(options.n_iter - early, inplace=True, propagate_exception=True)
    except OptimizationInterrupt as interrupt:
        layout = interrupt.final_embedding
    divergence = layout.kl_divergence
    return np.asarray(layout), float("nan") if divergence is None else float(divergence)
