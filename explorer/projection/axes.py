"""Maps along chosen axes: directions in the space of the vectors that mean something, such as from man to woman."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from explorer.embedding import Vectors
from explorer.errors import BadOption
from explorer.options import check_options, option
from explorer.projection.pca import Axes, Spread, places, spread_of
from explorer.projection.projection import Points, Projection, of_all_rows
from explorer.task import Task

Float64s = NDArray[np.float64]

LARGEST_SPREAD = "Largest spread of the rest"
_SYNTAX = (
    "From one to another, such as man -> woman; an expression; /letters/ for the words that hold them; [selection]; "
    "or pca(man, woman, king). Empty: the largest spread that the other axes leave."
)


@dataclass(frozen=True, eq=False)
class Direction:
    """A direction with a meaning.

    label:   "man → woman", or an expression
    vector:  (dim,) float64, not zero
    """

    label: str
    vector: Float64s


@dataclass(frozen=True)
class AxesOptions:
    """Which directions are the axes, as they are typed; raises `BadOption`.

    directions: what the words of x, y and z lead to, None where nothing is typed; see `explorer.analysis.map_options`
    """

    x: str = option("", "X axis", _SYNTAX)
    y: str = option("", "Y axis", _SYNTAX)
    z: str = option("", "Z axis", _SYNTAX)
    n_components: int = option(2, "Dimensions", "2 for a flat map, 3 for one in space.", minimum=2, maximum=3, step=1)
    unit_length: bool = option(
        True,
        "Unit length",
        "Scale each vector to length 1 first, so that only directions count: a place on an axis is a cosine.",
    )
    center: bool = option(True, "Centre", "Take the mean vector away first, so that the average word stands at 0.")
    right_angles: bool = option(
        False, "Right angles", "Take out of each axis what it shares with those before it, so that each says its own."
    )
    polar: bool = option(
        False,
        "Polar view",
        "Show the angle between the first two axes from left to right, and the radius upwards: which of the two a word "
        "is about, and how much.",
    )
    directions: tuple[Direction | None, ...] = field(default=(), compare=False, repr=False)

    def __post_init__(self) -> None:
        check_options(self)

    @property
    def texts(self) -> tuple[str, ...]:
        """What is typed for the axes of the map, without spaces at its ends."""
        return tuple(text.strip() for text in (self.x, self.y, self.z)[: self.n_components])


def project_axes(
    vectors: Vectors,
    options: AxesOptions = AxesOptions(),
    task: Task = Task(),
    n_words: int | None = None,
    start: Points | None = None,
) -> Projection:
    """Where the vectors stand along chosen directions, each of length 1: the inner products with them.

    vectors:  (n, dim) float32, read in blocks
    n_words:  how many words the embedding has, if these are only some of its
    start:    not looked at: the axes are where they are

    An axis without a direction is that of the largest spread at right angles to all others. ``figures["cosine of the
    axes"]`` tells how far the first two say the same. Seen as polar, x is the angle, in units in which half a turn is
    as long as the largest radius, and y the radius; a third axis stays.

    Raises
    ------
    BadOption  : axes at right angles are wanted, and one lies within those before it.
    ValueError : words are typed for an axis, and ``directions`` does not tell what they lead to.

    Source: Molino, Wang & Zhang (2019), Parallax: Visualizing and Understanding the Semantics of Embedding Spaces via
    Algebraic Formulae.
    """
    axes, labels = _axes_of(vectors, options, task.part(0.0, 0.6))
    points = places(vectors, axes, options.unit_length, task.part(0.6, 1.0))
    if options.polar:
        points, labels = _polar(points, _radius(points)), _polar_labels(labels)
    cosine = float(np.clip(axes.axes[0] @ axes.axes[1], -1.0, 1.0))
    return of_all_rows("axes", points, options, n_words, {"cosine of the axes": cosine}, axes=labels)


def placed_along_axes(before: Vectors, after: Vectors, options: AxesOptions, task: Task = Task()) -> Points:
    """Where further vectors stand on the map that `project_axes` makes of those ``before``."""
    axes, _ = _axes_of(before, options, task.part(0.0, 0.5))
    points = places(after, axes, options.unit_length, task.part(0.5, 0.9))
    if not options.polar:
        return points
    return _polar(points, _radius(places(before, axes, options.unit_length, task.part(0.9, 1.0))))


def _axes_of(vectors: Vectors, options: AxesOptions, task: Task) -> tuple[Axes, tuple[str, ...]]:
    """The axes and their labels."""
    directions = options.directions or (None,) * options.n_components
    told = [direction is not None for direction in directions]
    if told != [bool(text) for text in options.texts]:
        raise ValueError(f"the axes {options.texts} were not looked up")
    task.step(0, 1, "Axes")
    spread = spread_of(vectors, options.center, False, options.unit_length, task)
    rows = _settled([None if each is None else each.vector for each in directions], spread, options.right_angles)
    labels = tuple(LARGEST_SPREAD if each is None else each.label for each in directions)
    return Axes(spread.mean, rows, np.zeros(len(rows)), 0.0, spread.scale), labels


def _settled(vectors: list[Float64s | None], spread: Spread, right_angles: bool) -> Float64s:
    """(k, dim) float64: the directions at length 1, those of None filled in; zeros where no spread is left."""
    dim = len(spread.mean)
    rows = np.zeros((len(vectors), dim))
    for place, vector in enumerate(vectors):
        if vector is None:
            continue
        row = vector / np.linalg.norm(vector)
        if right_angles:
            row = _without(row, rows[:place])
            if np.linalg.norm(row) < 1e-6:
                raise BadOption(
                    f"Axis {place + 1} says only what those before it say, so nothing is left of it at right angles. "
                    "Choose other words for it."
                )
        rows[place] = row / np.linalg.norm(row)
    for place, vector in enumerate(vectors):
        if vector is None:
            rows[place] = _widest(spread.covariance, rows)
    return rows


def _widest(covariance: Float64s, rows: Float64s) -> Float64s:
    """The direction of the largest spread at right angles to all rows, its largest entry positive; zeros if none is."""
    dim = rows.shape[1]
    basis = _basis(rows)
    off = np.eye(dim) - basis.T @ basis
    if np.trace(off) < 0.5:  # the rows span the whole space
        return np.zeros(dim)
    _, columns = np.linalg.eigh(off @ covariance @ off)
    axis = _without(columns[:, -1], rows)
    length = np.linalg.norm(axis)
    if length < 0.5:  # no spread is left, and any direction would do
        axis = off[:, np.argmax(np.diag(off))]
        length = np.linalg.norm(axis)
    return np.asarray(axis * np.sign(axis[np.argmax(np.abs(axis))]) / length)


def _without(vector: Float64s, rows: Float64s) -> Float64s:
    """What is left of a vector at right angles to the rows."""
    basis = _basis(rows)
    return np.asarray(vector - basis.T @ (basis @ vector))


def _basis(rows: Float64s) -> Float64s:
    """(r, dim): directions at right angles that span the same as the rows; r is 0 if these are all zero."""
    if not rows.any():
        return np.zeros((0, rows.shape[1]))
    _, sizes, Vt = np.linalg.svd(rows, full_matrices=False)
    return np.asarray(Vt[sizes > 1e-9 * sizes[0]])


def _radius(points: Points) -> float:
    """The largest of the first two columns, 1 if there is none."""
    return float(np.hypot(points[:, 0], points[:, 1]).max(initial=0.0)) or 1.0


def _polar(points: Points, largest: float) -> Points:
    """The first two columns as angle and radius; half a turn is as long as the largest radius."""
    x, y = points[:, 0].astype(np.float64), points[:, 1].astype(np.float64)
    angle = np.arctan2(y, x) / np.pi * largest
    return np.column_stack([angle, np.hypot(x, y), points[:, 2:]]).astype(np.float32)


def _polar_labels(labels: tuple[str, ...]) -> tuple[str, ...]:
    return (f"Angle from {labels[0]} to {labels[1]}", "Radius", *labels[2:])
