"""Maps without any projection: coordinates that a file brings, or any two or three dimensions of the vectors."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from explorer.embedding import Indices, Vectors
from explorer.errors import BadOption
from explorer.options import check_options, option
from explorer.projection.projection import Points, Projection, of_all_rows
from explorer.task import Task

_AXIS = (
    "The number of a dimension, from 1, or the name of a column of numbers. Empty: the file's own coordinates, that is "
    "its columns x, y and z, or else its first dimensions."
)
_BLOCK_ROWS = 1 << 16


@dataclass(frozen=True, eq=False)
class Coordinate:
    """What one axis shows: its name, and a number for each word; ``values`` is (n,) float64, finite."""

    label: str
    values: NDArray[np.float64]


@dataclass(frozen=True)
class AsIsOptions:
    """Which coordinates are the axes, as they are typed; raises `BadOption`.

    columns: the coordinates that are columns of the file, None where it is a dimension; see
             `explorer.analysis.map_options`
    """

    x: str = option("", "X axis", _AXIS)
    y: str = option("", "Y axis", _AXIS)
    z: str = option("", "Z axis", _AXIS)
    n_components: int = option(2, "Dimensions", "2 for a flat map, 3 for one in space.", minimum=2, maximum=3, step=1)
    columns: tuple[Coordinate | None, ...] = field(default=(), compare=False, repr=False)

    def __post_init__(self) -> None:
        check_options(self)

    @property
    def texts(self) -> tuple[str, ...]:
        """What is typed for the axes of the map, without spaces at its ends."""
        return tuple(text.strip() for text in (self.x, self.y, self.z)[: self.n_components])


def project_as_is(
    vectors: Vectors,
    options: AsIsOptions = AsIsOptions(),
    task: Task = Task(),
    n_words: int | None = None,
    start: Points | None = None,
) -> Projection:
    """The words at coordinates that they have already; ``start`` is not looked at.

    vectors:  (n, dim) float32
    n_words:  how many words the embedding has, if these are only some of its

    Where nothing is asked for, a dimension that the vectors lack is 0.

    Raises
    ------
    BadOption : what is typed is neither a dimension of the vectors nor a column.
    """
    columns = options.columns or (None,) * options.n_components
    points = np.zeros((len(vectors), options.n_components), np.float32)
    labels = []
    for axis, (text, column) in enumerate(zip(options.texts, columns, strict=True)):
        if column is not None:
            points[:, axis] = column.values
            labels.append(column.label)
            continue
        dimension = _dimension(text, axis, vectors.shape[1])
        labels.append("" if dimension is None else f"Dimension {dimension + 1}")
        if dimension is not None:
            for start_row in range(0, len(vectors), _BLOCK_ROWS):
                task.step(axis * len(vectors) + start_row, options.n_components * len(vectors), "As is")
                block = slice(start_row, start_row + _BLOCK_ROWS)
                points[block, axis] = vectors[block, dimension]
    task.step(1, 1, "As is")
    return of_all_rows("as-is", points, options, n_words, axes=tuple(labels))


def coordinate_of(name: str, column: tuple[str, ...], words: tuple[str, ...], indices: Indices | None) -> Coordinate:
    """A column of a file as an axis, for the words of ``indices`` or for all.

    Raises
    ------
    BadOption : a word has no number in it.
    """
    rows = range(len(words)) if indices is None else indices.tolist()
    values = np.empty(len(rows))
    for place, row in enumerate(rows):
        try:
            values[place] = float(column[row])
        except ValueError:
            values[place] = np.nan
    missing = np.flatnonzero(~(np.abs(values) <= np.finfo(np.float32).max))
    if len(missing):
        raise BadOption(
            f"The column “{name}” holds no number for {len(missing):,} of {len(rows):,} words, such as “"
            f"{words[rows[int(missing[0])]]}”. Choose another column, or words that have one."
        )
    return Coordinate(name, values)


def _dimension(text: str, axis: int, dim: int) -> int | None:
    """The dimension that is meant, from 0; None if nothing is typed and the vectors lack it."""
    if not text:
        return axis if axis < dim else None
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= dim):
        raise BadOption(
            f"“{text}” is neither a column of the file nor a dimension of the vectors; these run from 1 to {dim}."
        )
    return int(text) - 1
