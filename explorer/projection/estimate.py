"""How long a map will take and how much memory it needs, told before it is made."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from explorer.blas import one_blas_thread
from explorer.errors import ExplorerError
from explorer.projection.layout import EXACT_UP_TO
from explorer.projection.methods import method_of
from explorer.projection.quality import usual_sample
from explorer.projection.tsne_forces import EXACT_UP_TO as ALL_PAIRS_UP_TO
from explorer.projection.umap import UMAP_LEARN, epochs_for

MACHINE = "machine"
"""The key of a pace under which the speed of this machine is kept; the others are methods."""

WORTH_COMPARING = 0.5  # seconds below which a run says more about its start than about the method
_SIZE, _TURNS = 384, 6  # of the calibration: a few hundredths of a second
_REFERENCE_S = 0.0038  # what the calibration took on the machine on which the costs below were measured
_FURTHEST = 30.0  # how far one run may be from what was foreseen before it is taken for an accident


@dataclass(frozen=True)
class Estimate:
    """What a map is expected to cost.

    seconds:  from the start to the last frame
    n_bytes:  at the most, beside what is in memory already
    """

    seconds: float
    n_bytes: int

    def told(self) -> str:
        """In words, roughly: "about 12 min · 1.9 GB"."""
        return f"{told_seconds(self.seconds)} · {told_bytes(self.n_bytes)}"


def estimate(method: str, n: int, dim: int, options: Any = None, pace: Mapping[str, float] | None = None) -> Estimate:
    """What a map of ``n`` words of ``dim`` dimensions will cost on this machine.

    pace:  how many times as long this machine takes as the one on which the costs were measured, under `MACHINE`; and
           how many times as long as foreseen the last runs of a method took, under its key; see `learned`

    The costs are those of the algorithms, with constants measured at 3,000 to 150,000 words of 50 to 300 dimensions on
    two cores: PCA and axes grow as n dim^2; the neighbour graph as n^2 dim as long as it is exact, and as n^1.5 dim
    where an index of about the root of n cells finds it; an epoch of UMAP as n times the number of neighbours; a step
    of t-SNE as n^2 while all pairs are summed, and then as n; the measuring of the quality as the pairs that are
    compared.
    """
    if options is None:
        options = method_of(method).options()
    pace = pace or {}
    seconds, n_bytes = _COSTS[method](n, dim, options)
    seconds += _quality(n, dim)
    copied = 4 * n * dim  # the chosen words' vectors
    return Estimate(seconds * pace.get(MACHINE, 1.0) * pace.get(method, 1.0), int(n_bytes + copied + _QUALITY_BYTES))


def check_memory(estimated: Estimate, n: int, free: int | None = None) -> None:
    """Check that a map of ``n`` words fits into the memory that is free.

    Raises
    ------
    ExplorerError : with what it needs, what there is, and how many words would fit.
    """
    free = free_bytes() if free is None else free
    if estimated.n_bytes > free:
        fits = int(n * free / estimated.n_bytes)
        fits -= fits % 10 ** max(len(str(fits)) - 1, 0)
        raise ExplorerError(
            f"A map of {n:,} words needs about {told_bytes(estimated.n_bytes)} of memory, and {told_bytes(free)} are "
            f"free. Take fewer words, about {max(fits, 1):,}, or choose PCA."
        )


def free_bytes() -> int:
    """How much memory programs can still get, without the disk."""
    import psutil

    return int(psutil.virtual_memory().available)


def machine_pace() -> float:
    """How many times as long this machine takes as the reference, by a few products of matrices and sorts.

    The time is that of the processor, so that what else the machine does now is not taken for its speed.
    """
    random = np.random.default_rng(0)
    matrix = random.normal(size=(_SIZE, _SIZE)).astype(np.float32)
    values = random.normal(size=_SIZE * _SIZE)
    times = []
    with one_blas_thread():
        for _ in range(_TURNS):
            start = time.thread_time()
            matrix @ matrix
            np.sort(values)
            times.append(time.thread_time() - start)
    return float(np.clip(min(times) / _REFERENCE_S, 1 / _FURTHEST, _FURTHEST))


def learned(pace: Mapping[str, float], method: str, foreseen: Estimate, took: float) -> dict[str, float]:
    """The pace after a run of a method that took so many seconds; what was foreseen and what came to be meet halfway.

    A run of less than half a second, foreseen or real, changes nothing.
    """
    known = dict(pace)
    if min(foreseen.seconds, took) >= WORTH_COMPARING:
        ratio = float(np.clip(took / foreseen.seconds, 1 / _FURTHEST, _FURTHEST))
        known[method] = float(np.clip(known.get(method, 1.0) * math.sqrt(ratio), 1 / _FURTHEST, _FURTHEST))
    return known


def told_seconds(seconds: float) -> str:
    """A duration, roughly: "about 40 s", "about 12 min", "about 3 h"."""
    if seconds < 1:
        return "a moment"
    if seconds < 55:
        return f"about {_rounded(seconds)} s"
    if seconds < 55 * 60:
        return f"about {_rounded(seconds / 60)} min"
    return f"about {_rounded(seconds / 3600)} h"


def told_bytes(n_bytes: int) -> str:
    """An amount of memory, roughly: "340 MB", "1.9 GB"."""
    megabytes = n_bytes / 1e6
    return f"{max(_rounded(megabytes), 1):,} MB" if megabytes < 950 else f"{megabytes / 1e3:,.1f} GB"


def _rounded(value: float) -> int:
    """To two figures at most, and to fives from 20 on: nobody knows it better."""
    if value >= 100:
        return round(value / 10) * 10
    return round(value / 5) * 5 if value >= 20 else max(round(value), 1)


# The costs: (words, dimensions, options) -> (seconds on the reference machine, bytes) -------------------------------

_QUALITY_BYTES = 70_000_000


def _quality(n: int, dim: int) -> float:
    return n * usual_sample(n) * (1.0e-8 + 5e-11 * dim)


def _straight(n: int, dim: int, options: Any) -> tuple[float, float]:
    return n * (3e-11 * dim**2 + 4e-9 * dim), 44.0 * n + 5.0 * 8 * dim**2 + 3 * 8 * 4096 * dim


def _as_is(n: int, dim: int, options: Any) -> tuple[float, float]:
    return 1e-8 * n, 16.0 * n


def _graph(n: int, k: int, dim: int) -> tuple[float, float]:
    if n <= EXACT_UP_TO:
        return n * n * (0.8e-9 + 3e-11 * dim), 24.0 * n * k
    return n**1.5 * (4.5e-8 + 1.1e-9 * dim), 32.0 * n * k + 4.0 * n * dim


def _umap(n: int, dim: int, options: Any) -> tuple[float, float]:
    k = min(options.n_neighbors, n)
    epochs = epochs_for(n, options)
    graph_s, graph_bytes = _graph(n, k, dim)
    layout_s = epochs * n * k * 2.7e-8 * (3.0 if options.engine == UMAP_LEARN else 1.0)
    return 0.3 + graph_s + layout_s + 1e-6 * n * k, graph_bytes + 55.0 * n * k + 4.0 * n * dim


def _tsne(n: int, dim: int, options: Any) -> tuple[float, float]:
    k = min(3 * options.perplexity, n)
    n_dims = options.n_components
    graph_s, graph_bytes = _graph(n, int(k), dim)
    if n <= ALL_PAIRS_UP_TO[n_dims]:
        repulsion_s, grid_bytes = n * n * (1.05e-10 if n_dims == 2 else 1.35e-10), 0.0
    elif n_dims == 2:
        repulsion_s, grid_bytes = 1.1e-6 * n, min(2500.0 * n, 5e8)
    else:
        repulsion_s, grid_bytes = 0.09 + 1.2e-6 * n, 1e9
    per_step = 5e-4 + repulsion_s + n * (1.5e-7 + 5e-9 * k)
    layout_bytes = 70.0 * n * k + 4.0 * n * dim
    return 2.0 + graph_s + options.n_iter * per_step + 7e-7 * n * k, graph_bytes + grid_bytes + layout_bytes


_COSTS = {"pca": _straight, "axes": _straight, "as-is": _as_is, "umap": _umap, "tsne": _tsne}
