"""The result of a projection: a place on the map for each projected word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from explorer.embedding import Indices
from explorer.options import values_of

Points = NDArray[np.float32]

METHODS: Mapping[str, str] = MappingProxyType(
    {"pca": "PCA", "umap": "UMAP", "tsne": "t-SNE", "axes": "Axes", "as-is": "As is", "live": "PCA (live)"}
)
"""Method to the name that people know it by; "live" is the map of a model that is still being trained."""


@dataclass(frozen=True, eq=False)
class Projection:
    """Where the words stand on the map; nothing in it changes.

    method:      a key of `METHODS`
    points:      (n, 2) or (n, 3) float32, read-only, finite
    indices:     (n,) int64, rising: the index of the word that each row of ``points`` places
    n_words:     how many words the embedding has, so that what is left out can be told
    options:     the parameters it was made with, by their names in the libraries
    figures:     what is known of its quality, such as {"explained variance": 0.31}
    components:  (n, k) float32 of the places along further axes than those in sight, or None
    axes:        what each column of ``points`` means; empty where the axes mean nothing, as with UMAP
    errors:      (n,) float32, from 0 to 1: how far each word's place is to be doubted, or None if that is not known
    words:       which words were chosen, if not all or the first: "beginning with “un”"
    unit:        how long 1 on the map was in the layout of its method, before it was sized to lie on the map before
    """

    method: str
    points: Points
    indices: Indices
    n_words: int
    options: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    figures: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    components: Points | None = None
    axes: tuple[str, ...] = ()
    errors: NDArray[np.float32] | None = None
    words: str = ""
    unit: float = 1.0

    def __post_init__(self) -> None:
        for array in (self.points, self.indices, self.components, self.errors):
            if array is not None:
                array.flags.writeable = False

    def __reduce__(self) -> tuple[Any, ...]:
        """How it travels between processes: a mapping proxy cannot be pickled, and read-only arrays must stay so."""
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        return _arrived, (values | {"options": dict(self.options), "figures": dict(self.figures)},)

    def __len__(self) -> int:
        return len(self.points)

    @property
    def n_dims(self) -> int:
        """2 on a flat map, 3 in space."""
        return int(self.points.shape[1])

    @property
    def is_complete(self) -> bool:
        """Whether every word of the embedding has a place."""
        return len(self) == self.n_words

    def rows_of(self, indices: Indices) -> Indices:
        """The rows of ``points`` of those words of ``indices`` that have a place, in their order."""
        indices = np.asarray(indices, dtype=np.int64)
        if self.is_complete:
            return indices
        if not len(self):
            return indices[:0]
        rows: Indices = np.minimum(np.searchsorted(self.indices, indices), len(self.indices) - 1)
        placed: Indices = rows[self.indices[rows] == indices]
        return placed


def of_all_rows(
    method: str,
    points: Points,
    options: Any,
    n_words: int | None = None,
    figures: Mapping[str, float] = MappingProxyType({}),
    **more: Any,
) -> Projection:
    """The map that a method has made of all the vectors that it was given.

    options:  the dataclass of its parameters
    n_words:  how many words the embedding has, if those are only some of its
    more:     further fields of `Projection`
    """
    return Projection(
        method=method,
        points=points,
        indices=np.arange(len(points), dtype=np.int64),
        n_words=len(points) if n_words is None else n_words,
        options=MappingProxyType(values_of(options)),
        figures=MappingProxyType(dict(figures)),
        **more,
    )


def unit_of(layout: NDArray[Any], points: Points) -> float:
    """`Projection.unit`, of a layout and the points that it was turned and sized to."""
    size = float(np.sqrt(np.var(points, axis=0, dtype=np.float64).sum()))
    return float(np.sqrt(np.var(layout, axis=0, dtype=np.float64).sum())) / size if size > 0 else 1.0


def _arrived(values: dict[str, Any]) -> Projection:
    proxies = {name: MappingProxyType(values[name]) for name in ("options", "figures")}
    return Projection(**(values | proxies))
