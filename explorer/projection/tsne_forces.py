"""The forces of t-SNE: neighbours attract, and all words repel each other."""

from __future__ import annotations

import os
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from explorer.cores import in_parts

STEP = {2: 0.3, 3: 0.9}
"""Dimensions to how far apart the nodes of the grid are, in units of the map.

The forces are then at least as exact as those of a tree (Barnes-Hut, 0.5). In a flat map they are off by 4 % at 0.5
instead of 0.9 %, which can be seen in the divergence. In space, where many words are near each other, 0.9 is fine
enough.
"""

EXACT_UP_TO = {2: 12_000, 3: 25_000}
"""Dimensions to the words up to which all pairs are summed: as long as that is quicker than the grid or nearly so."""

_PAIRS_A_NODE = {2: 500, 3: np.inf}  # that are summed while a node of the grid is worked at
_FEW = 4_000  # words whose pairs are summed in no time

_MOST_NODES = {2: 2_000, 3: 160}  # in each direction; the nodes of a wider map are further apart
_NODES_AT_ONCE = 16  # by which the grid grows, as each size needs a table of its own
_NARROW = 3.0  # units of the map, which it is narrower than at first
_ROWS_A_THREAD = 1_000  # fewer are done sooner than threads have waited for each other
_MOST_THREADS = 8

Float32s = NDArray[np.float32]
Float64s = NDArray[np.float64]


def forces(layout: Float64s, affinities: Any, **_: Any) -> tuple[float, Float64s]:
    """(nan, (n, dimensions)): the gradient of the Kullback-Leibler divergence, as openTSNE asks for it.

    layout:      (n, dimensions), 2 or 3
    affinities:  (n, n), sparse by rows

    openTSNE would have the divergence too, each time that it calls back; `divergence` reckons it once, in the end.
    Up to `EXACT_UP_TO` words everything is exact but for rounding, unless many words are on a small map; beyond,
    `repulsion_by_grid` tells. The same each time, however many cores there are.
    """
    from explorer.projection.tsne_kernels import PULL_KERNELS

    n_dims = layout.shape[1]
    attraction = np.empty(layout.shape, np.float32)
    places = np.asarray(layout, np.float32)
    ties = affinities.indptr.astype(np.int32, copy=False), affinities.indices.astype(np.int32, copy=False)
    arguments = (*ties, affinities.data, places, attraction)
    in_parts(lambda start, stop: PULL_KERNELS[n_dims](*arguments, start, stop), len(layout), _ROWS_A_THREAD)
    total, repulsion = repulsion_of(np.asarray(layout))
    return float("nan"), attraction - repulsion / total


def divergence(layout: Float64s, affinities: Any) -> float:
    """The Kullback-Leibler divergence, which t-SNE makes small."""
    total, _ = repulsion_of(layout)
    n = len(layout)
    told = 0.0
    for start in range(0, n, _ROWS_A_THREAD):
        rows = affinities[start : start + _ROWS_A_THREAD].tocoo()
        ways = layout[start + rows.row] - layout[rows.col]
        is_tied = rows.data > 0
        far = np.log(rows.data[is_tied]) + np.log1p(np.square(ways[is_tied]).sum(axis=1))
        told += float(rows.data[is_tied] @ far)
    return told + float(affinities.sum()) * float(np.log(total))


def repulsion_of(layout: Float64s) -> tuple[float, Float64s]:
    """How all words repel each other: (sum over all pairs, (n, dimensions) forces to be divided by it).

    The sum is that of 1 / (1 + d^2), d being the distance of two words; the force on a word is the sum of the ways from
    the others to it, each by 1 / (1 + d^2)^2.
    """
    n, n_dims = layout.shape
    n_nodes = np.prod(np.ptp(layout, axis=0) / STEP[n_dims])
    is_soon_by_grid = n > _FEW and _PAIRS_A_NODE[n_dims] * n_nodes < n**2  # on a map that is still small
    exact = n <= EXACT_UP_TO[n_dims] and not is_soon_by_grid
    return (repulsion_of_pairs if exact else repulsion_by_grid)(layout)


def repulsion_of_pairs(layout: Float64s) -> tuple[float, Float64s]:
    """As `repulsion_of`, summed over the pairs one by one in single precision."""
    from explorer.projection.tsne_kernels import PUSH_KERNELS

    n, n_dims = layout.shape
    columns = np.array(layout.T, np.float32, order="C")
    sums, pushes = np.empty(n, np.float32), np.empty((n, n_dims), np.float32)
    in_parts(lambda start, stop: PUSH_KERNELS[n_dims](columns, sums, pushes, start, stop), n, _ROWS_A_THREAD)
    return float(sums.sum(dtype=np.float64)) - n, pushes.astype(np.float64)


def repulsion_by_grid(layout: Float64s) -> tuple[float, Float64s]:
    """As `repulsion_of`, within one or two hundredths, in a time that grows as the words and the area of the map.

    The forces are the slope of a landscape, to which each word adds a hill of the height 1 / (1 + d^2). Each word is
    spread over the nodes of a grid by cubic splines, a Fourier transform lays the hills, and the same splines read
    height and slope where the words stand. So it takes one transform and its inverse, where FIt-SNE takes four of
    either, and works in space too.

    Sources: Linderman et al. (2019), Fast interpolation-based t-SNE; for the splines Essmann et al. (1995), A smooth
    particle mesh Ewald method.
    """
    from explorer.projection.tsne_kernels import GATHER_KERNELS, NODES, SPREAD_KERNELS

    n, n_dims = layout.shape
    low = layout.min(axis=0)
    size = layout.max(axis=0) - low
    step = STEP[n_dims] / 4 if size.max() < _NARROW else STEP[n_dims]  # all on a few nodes would be told apart badly
    step = max(step, float(size.max()) / _MOST_NODES[n_dims])
    places = np.ascontiguousarray((layout - low) / step)
    sides = (size / step)[[0, 1] if n_dims == 2 else [2, 0, 1]].astype(int) + NODES
    sides += -sides % _NODES_AT_ONCE
    grid = np.zeros(sides if n_dims == 3 else (1, *sides), np.float32)
    SPREAD_KERNELS[n_dims](places, grid)
    landscape = _with_hills(grid.reshape(sides), step).reshape(grid.shape)
    heights, slopes = np.empty(n, np.float32), np.empty((n, n_dims), np.float32)
    arguments = places, landscape, heights, slopes
    in_parts(lambda start, stop: GATHER_KERNELS[n_dims](*arguments, start, stop), n, _ROWS_A_THREAD)
    pushes = slopes * (-0.5 / step)
    pushes = pushes - pushes.mean(axis=0, dtype=np.float64)  # every force has its opposite
    return float(heights.sum(dtype=np.float64)) - n, pushes


def _with_hills(grid: Float32s, step: float) -> Float32s:
    """What is on the nodes of a grid, each as a hill that reaches over all of it."""
    from scipy import fft

    # Twice as long as the grid, so that no hill comes in again on the other side. Along one axis after the other, as
    # lines of nothing need no transform, and those beside the grid are not wanted back.
    lengths = tuple(int(fft.next_fast_len(2 * side, real=True)) for side in grid.shape)
    workers = min(os.cpu_count() or 1, _MOST_THREADS)
    waves = fft.rfft(grid, lengths[-1], workers=workers)
    for axis in reversed(range(grid.ndim - 1)):
        waves = fft.fft(waves, lengths[axis], axis, overwrite_x=True, workers=workers)
    waves *= _hill(lengths, step)
    for axis in range(grid.ndim - 1):
        waves = fft.ifft(waves, axis=axis, overwrite_x=True, workers=workers)
        waves = waves[(slice(None),) * axis + (slice(grid.shape[axis]),)]
    return np.ascontiguousarray(fft.irfft(waves, lengths[-1], workers=workers)[..., : grid.shape[-1]])


@lru_cache(maxsize=2)
def _hill(shape: tuple[int, ...], step: float) -> Float32s:
    """The transform of a hill at the first node, made up for the splines, by which a word is flattened twice."""
    from scipy import fft

    squared, flattened = np.zeros(()), np.ones(())
    for length in shape:
        node = np.arange(length)
        squared = np.add.outer(squared, np.square(np.minimum(node, length - node) * step))
        flattened = np.multiply.outer(flattened, np.square((2 + np.cos(2 * np.pi * node / length)) / 3))
    waves = fft.rfftn(1 / (1 + squared)).real
    return np.asarray(waves / flattened[..., : waves.shape[-1]], dtype=np.float32)
