"""Principal component analysis: the flat view that keeps as much of the spread as one can."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from explorer.blas import one_blas_thread
from explorer.cores import each_in_order
from explorer.embedding import Vectors
from explorer.errors import BadOption
from explorer.options import check_options, option
from explorer.projection.projection import Points, Projection, of_all_rows
from explorer.task import Task

Float64s = NDArray[np.float64]

MOST_COMPONENTS = 10
"""How many components are found, and can be axes of the map."""

_BLOCK_ROWS = 4096  # few enough to stay in the processor's cache between two steps
_DOUBLE_UP_TO = 20_000  # rows, which take no time
_LEAST_SQUARES = 1e-20  # smaller ones are near what float32 takes for nothing
_NAMES = ("x", "y", "z")


@dataclass(frozen=True)
class PcaOptions:
    """What is done to the vectors before their main axes are sought, and which of these are shown.

    Raises `BadOption`, also if one component is to be two axes.
    """

    n_components: int = option(2, "Dimensions", "2 for a flat map, 3 for one in space.", minimum=2, maximum=3, step=1)
    center: bool = option(
        True,
        "Centre",
        "Take the mean vector away first, as PCA usually does; without it the first axis mostly points at the mean.",
    )
    unit_variance: bool = option(
        False,
        "Unit variance",
        "Divide each dimension by its standard deviation first, so that dimensions of large values do not decide.",
    )
    unit_length: bool = option(
        False, "Unit length", "Scale each vector to length 1 first, so that only directions count, as with cosine."
    )
    x: int = option(1, "X axis", "The component that runs to the right.", minimum=1, maximum=MOST_COMPONENTS)
    y: int = option(2, "Y axis", "The component that runs upwards.", minimum=1, maximum=MOST_COMPONENTS)
    z: int = option(3, "Z axis", "The component that runs into the depth.", minimum=1, maximum=MOST_COMPONENTS)

    def __post_init__(self) -> None:
        check_options(self)
        for place, name in enumerate(_NAMES[: self.n_components]):
            if self.shown.index(value := getattr(self, name)) != place:
                raise BadOption(f"Component {value} is on two axes; choose another for one of them.")

    @property
    def shown(self) -> tuple[int, ...]:
        """The components that are axes of the map, counted from 1."""
        return (self.x, self.y, self.z)[: self.n_components]


@dataclass(frozen=True, eq=False)
class Axes:
    """The main axes of some vectors.

    mean:    (dim,) float64, taken away before a vector is measured along the axes; zeros if not centred
    axes:    (k, dim) float64, of length 1, the one of the largest spread first; zeros where there is none
    spread:  (k,) float64, the variance along them
    total:   the variance in all dimensions together
    scale:   (dim,) float64, what each dimension is divided by after the mean was taken away
    """

    mean: Float64s
    axes: Float64s
    spread: Float64s
    total: float
    scale: Float64s

    @property
    def explained(self) -> Float64s:
        """(k,): the share of the variance that lies along each axis, 0 to 1; 1, 0, ... if there is none at all."""
        if self.total > 0:
            return np.asarray(np.minimum(self.spread / self.total, 1.0))
        return np.asarray(np.eye(1, len(self.spread))[0])


def project_pca(
    vectors: Vectors,
    options: PcaOptions = PcaOptions(),
    task: Task = Task(),
    n_words: int | None = None,
    start: Points | None = None,
) -> Projection:
    """The vectors seen along their main axes; the same each time.

    vectors:  (n, dim) float32; they are read in blocks, also from the disk, and never held a second time
    n_words:  how many words the embedding has, if these are only its first
    start:    (n, 2) or (n, 3) places of the same words; an axis that runs against them is turned round, so that
              snapshots of one training are seen from the same side

    ``components`` are the places along the first ten axes, and ``figures`` tell the share of the variance that each of
    them and those in sight keep.

    Raises
    ------
    BadOption : a component is asked for that there is none of.

    Source: Pearson (1901), On lines and planes of closest fit to systems of points in space.
    """
    n_axes = max(min(MOST_COMPONENTS, vectors.shape[1]), 3)  # what a flat vector lacks is zero
    if max(options.shown) > n_axes:
        raise BadOption(f"There are only {n_axes} components here; component {max(options.shown)} can be no axis.")
    axes = main_axes(vectors, options, task.part(0.0, 0.8), n_axes)
    components = places(vectors, axes, options.unit_length, task.part(0.8, 1.0))
    columns = [each - 1 for each in options.shown]
    if start is not None and start.shape == (len(vectors), len(columns)):
        components[:, columns] *= _signs_towards(components[:, columns], start)
    figures = {f"explained variance {place}": float(share) for place, share in enumerate(axes.explained, start=1)}
    points = np.ascontiguousarray(components[:, columns])
    projection = of_all_rows("pca", points, options, n_words, figures, components=components)
    return along_components(projection, options.shown)


def along_components(projection: Projection, shown: tuple[int, ...]) -> Projection:
    """The same map of PCA along two or three other components, counted from 1; at once.

    What was measured of the quality is left out, since it was of the axes before.
    """
    assert projection.components is not None
    options = {**projection.options, **dict(zip(_NAMES, shown, strict=False)), "n_components": len(shown)}
    shares = scree_of(projection)
    columns = [each - 1 for each in shown]
    figures = {"explained variance": min(sum(shares[column] for column in columns), 1.0)}
    return replace(
        projection,
        points=np.ascontiguousarray(projection.components[:, columns]),
        options=MappingProxyType(options),
        figures=MappingProxyType(figures | {f"explained variance {i}": share for i, share in enumerate(shares, 1)}),
        axes=tuple(f"Component {each} ({_percent(shares[each - 1])})" for each in shown),
        errors=None,
    )


def scree_of(projection: Projection) -> tuple[float, ...]:
    """The share of the variance along each component that the map keeps, the largest first; empty if not by PCA."""
    figures, names = projection.figures, (f"explained variance {place}" for place in range(1, MOST_COMPONENTS + 1))
    return tuple(figures[name] for name in names if name in figures)


def main_axes(vectors: Vectors, options: PcaOptions = PcaOptions(), task: Task = Task(), n_axes: int = 2) -> Axes:
    """The main axes; the largest entry of each is positive."""
    spread = spread_of(vectors, options.center, options.unit_variance, options.unit_length, task)
    values, columns = np.linalg.eigh(spread.covariance)
    dim = vectors.shape[1]
    axes, along = np.zeros((n_axes, dim)), np.zeros(n_axes)
    for place in range(min(n_axes, dim)):
        axis = columns[:, -1 - place]
        axes[place] = axis * np.sign(axis[np.argmax(np.abs(axis))])
        along[place] = max(float(values[-1 - place]), 0.0)
    return Axes(spread.mean, axes, along, max(float(np.trace(spread.covariance)), 0.0), spread.scale)


@dataclass(frozen=True, eq=False)
class Spread:
    """How vectors are spread: the mean that was taken away, what was divided by, and the covariance of what is left."""

    mean: Float64s
    scale: Float64s
    covariance: Float64s


def spread_of(
    vectors: Vectors, center: bool = True, scale: bool = False, unit_length: bool = False, task: Task = Task()
) -> Spread:
    """The mean and covariance of vectors, from products within blocks of rows and sums in float64 of these."""
    n, dim = vectors.shape
    blocks = _blocks(vectors)
    # One pass: the products are taken about a point near the mean, so that little is lost in the last subtraction.
    near_mean = np.zeros(dim, _precision(n))
    if center:
        near_mean += in_float64(vectors[blocks[0]], unit_length).mean(axis=0)
    offset, products = np.zeros(dim), np.zeros((dim, dim))

    def sums(block: slice) -> tuple[Float64s, Float64s]:
        task.check()
        rows = _rows(vectors[block], unit_length) - near_mean
        return rows.sum(axis=0, dtype=np.float64), _products(rows)

    with one_blas_thread(), each_in_order(sums, blocks) as found:
        for done, (of_rows, of_products) in enumerate(found):
            task.step(done, len(blocks), "PCA")
            offset += of_rows
            products += of_products
    offset, products = offset / n, products / n
    about_mean = products - np.outer(offset, offset)
    covariance, mean = (about_mean, near_mean + offset) if center else (products, np.zeros(dim))
    divisors = np.ones(dim)
    if scale:
        deviations = np.sqrt(np.maximum(np.diag(about_mean), 0.0))
        # A dimension in which all are equal but for rounding says nothing; it must not be blown up to say something.
        sizes = np.sqrt(np.diag(products) + near_mean.astype(np.float64) ** 2)
        divisors = np.where(deviations > 1e-6 * sizes, deviations, 1.0)
        covariance = covariance / np.outer(divisors, divisors)
    return Spread(mean, divisors, covariance)


def places(vectors: Vectors, axes: Axes, unit_length: bool = False, task: Task = Task()) -> Points:
    """(n, k) float32: where the vectors, or these at length 1, stand along the axes."""
    points = np.empty((len(vectors), len(axes.axes)), np.float32)
    blocks = _blocks(vectors)
    along = (axes.axes / axes.scale).T
    # The mean is taken away before the product, as little would be left of the digits otherwise; what single precision
    # rounds off the mean itself, afterwards.
    mean: NDArray[np.floating[Any]] = axes.mean.astype(_precision(len(vectors)))
    left, along = ((axes.mean - mean) @ along).astype(mean.dtype), along.astype(mean.dtype)

    def stand(block: slice) -> None:
        task.check()
        points[block] = (_rows(vectors[block], unit_length) - mean) @ along - left

    with one_blas_thread(), each_in_order(stand, blocks) as found:
        for done, _ in enumerate(found):
            task.step(done, len(blocks), "PCA")
    return points


def _precision(n: int) -> type[np.float32] | type[np.float64]:
    """What so many rows are reckoned in: single precision takes half as long, and keeps six digits of the shares."""
    return np.float64 if n <= _DOUBLE_UP_TO else np.float32


def _products(rows: NDArray[np.floating[Any]]) -> Float64s:
    """The products of all columns with each other, summed over the rows; in double precision if single has no room."""
    with np.errstate(over="ignore", invalid="ignore"):
        products = rows.T @ rows
    if np.isfinite(products).all() and np.trace(products) > _LEAST_SQUARES:
        return products.astype(np.float64, copy=False)
    exact = rows.astype(np.float64)
    return np.asarray(exact.T @ exact)


def _rows(vectors: Vectors, unit_length: bool) -> Vectors:
    """The vectors, or these at length 1, in single precision."""
    return in_float64(vectors, True).astype(np.float32) if unit_length else vectors


def _signs_towards(points: Points, start: Points) -> Points:
    """1 or -1 for each column: -1 where it runs against that of ``start``."""
    onto = start - start.mean(axis=0, dtype=np.float64)
    return np.where((points * onto).sum(axis=0) < 0, np.float32(-1), np.float32(1))


def in_float64(vectors: Vectors, unit_length: bool) -> Float64s:
    """A copy of the vectors in double precision, each at length 1 if that is wanted; zeros stay."""
    rows = vectors.astype(np.float64)
    if unit_length:
        norms = np.sqrt((rows * rows).sum(axis=1, keepdims=True))
        rows /= np.where(norms > 0, norms, 1.0)
    return rows


def _blocks(vectors: Vectors) -> list[slice]:
    return [slice(start, start + _BLOCK_ROWS) for start in range(0, len(vectors), _BLOCK_ROWS)]


def _percent(share: float) -> str:
    return f"{100 * share:.1f}%" if share < 0.1 else f"{100 * share:.0f}%"
