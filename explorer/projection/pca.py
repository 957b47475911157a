"""Principal component analysis: the flat view that keeps as much of the spread as one can."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from explorer.embedding import Vectors
from explorer.options import check_options, option
from explorer.projection.alignment import aligned
from explorer.projection.blas import one_blas_thread
from explorer.projection.projection import Points, Projection
from explorer.task import Task

Float64s = NDArray[np.float64]

_BLOCK_ROWS = 4096  # few enough to stay in the processor's cache between two steps


@dataclass(frozen=True)
class PcaOptions:
    """What is done to the vectors before their main axes are sought; raises `BadOption`."""

    center: bool = option(
        True,
        "Centre",
        "Take the mean vector away first, as PCA usually does; without it the first axis mostly points at the mean.",
    )
    unit_length: bool = option(
        False, "Unit length", "Scale each vector to length 1 first, so that only directions count, as with cosine."
    )

    def __post_init__(self) -> None:
        check_options(self)


@dataclass(frozen=True, eq=False)
class Axes:
    """The main axes of some vectors.

    mean:    (dim,) float64, taken away before a vector is measured along the axes; zeros if not centred
    axes:    (2, dim) float64, of length 1, the one of the largest spread first; zeros where there is none
    spread:  (2,) float64, the variance along them
    total:   the variance in all dimensions together
    """

    mean: Float64s
    axes: Float64s
    spread: Float64s
    total: float

    @property
    def explained(self) -> float:
        """The share of the variance that the two axes keep, 0 to 1; 1 if there is none."""
        return min(float(self.spread.sum() / self.total), 1.0) if self.total > 0 else 1.0


def project_pca(
    vectors: Vectors,
    options: PcaOptions = PcaOptions(),
    task: Task = Task(),
    n_words: int | None = None,
    start: Points | None = None,
) -> Projection:
    """The vectors seen along their two main axes; the same each time.

    vectors:  (n, dim) float32
    n_words:  how many words the embedding has, if these are only its first
    start:    (n, 2) places that the result is turned onto, so that it can be followed from there

    ``figures["explained variance"]`` is the share of the variance that is kept.

    Source: Pearson (1901), On lines and planes of closest fit to systems of points in space.
    """
    axes = main_axes(vectors, options, task.part(0.0, 0.8))
    points = places(vectors, axes, options, task.part(0.8, 1.0))
    return Projection(
        method="pca",
        points=points if start is None else aligned(points, start),
        indices=np.arange(len(vectors), dtype=np.int64),
        n_words=len(vectors) if n_words is None else n_words,
        options=MappingProxyType(asdict(options)),
        figures=MappingProxyType({"explained variance": axes.explained}),
    )


def main_axes(vectors: Vectors, options: PcaOptions = PcaOptions(), task: Task = Task()) -> Axes:
    """The two main axes, from sums in float64 over blocks of rows; the largest entry of each axis is positive."""
    n, dim = vectors.shape
    blocks = _blocks(vectors)
    # One pass: the products are taken about a point near the mean, so that little is lost in the last subtraction.
    near_mean = _prepared(vectors[blocks[0]], options).mean(axis=0) if options.center else np.zeros(dim)
    offset, products = np.zeros(dim), np.zeros((dim, dim))
    with one_blas_thread():
        for done, block in enumerate(blocks):
            task.step(done, len(blocks), "PCA")
            rows = _prepared(vectors[block], options)
            rows -= near_mean
            products += rows.T @ rows
            offset += rows.sum(axis=0)
    offset = offset / n if options.center else np.zeros(dim)
    mean = near_mean + offset
    covariance = products / n - np.outer(offset, offset)
    values, columns = np.linalg.eigh(covariance)
    axes, spread = np.zeros((2, dim)), np.zeros(2)
    for place in range(min(2, dim)):
        axis = columns[:, -1 - place]
        axes[place] = axis * np.sign(axis[np.argmax(np.abs(axis))])
        spread[place] = max(float(values[-1 - place]), 0.0)
    return Axes(mean, axes, spread, max(float(np.trace(covariance)), 0.0))


def places(vectors: Vectors, axes: Axes, options: PcaOptions = PcaOptions(), task: Task = Task()) -> Points:
    """(n, 2) float32: where the vectors stand along the axes."""
    points = np.empty((len(vectors), 2), np.float32)
    blocks = _blocks(vectors)
    with one_blas_thread():
        for done, block in enumerate(blocks):
            task.step(done, len(blocks), "PCA")
            points[block] = (_prepared(vectors[block], options) - axes.mean) @ axes.axes.T
    return points


def _prepared(vectors: Vectors, options: PcaOptions) -> Float64s:
    rows = vectors.astype(np.float64)
    if options.unit_length:
        norms = np.sqrt((rows * rows).sum(axis=1, keepdims=True))
        rows /= np.where(norms > 0, norms, 1.0)
    return rows


def _blocks(vectors: Vectors) -> list[slice]:
    return [slice(start, start + _BLOCK_ROWS) for start in range(0, len(vectors), _BLOCK_ROWS)]
