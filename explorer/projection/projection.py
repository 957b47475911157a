"""The result of a projection: a place on the map for each projected word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from explorer.embedding import Indices

Points = NDArray[np.float32]

METHODS: Mapping[str, str] = MappingProxyType({"pca": "PCA", "umap": "UMAP", "tsne": "t-SNE", "live": "PCA (live)"})
"""Method to the name that people know it by; "live" is the map of a model that is still being trained."""


@dataclass(frozen=True, eq=False)
class Projection:
    """Where the words stand on the map; nothing in it changes.

    method:   a key of `METHODS`
    points:   (n, 2) float32, read-only, finite
    indices:  (n,) int64, rising: the index of the word that each row of ``points`` places
    n_words:  how many words the embedding has, so that what is left out can be told
    options:  the parameters it was made with, by their names in the libraries
    figures:  what is known of its quality, such as {"explained variance": 0.31}
    """

    method: str
    points: Points
    indices: Indices
    n_words: int
    options: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    figures: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))

    def __post_init__(self) -> None:
        self.points.flags.writeable = False
        self.indices.flags.writeable = False

    def __reduce__(self) -> tuple[Any, ...]:
        """How it travels between processes: a mapping proxy cannot be pickled, and read-only arrays must stay so."""
        return _arrived, (self.method, self.points, self.indices, self.n_words, dict(self.options), dict(self.figures))

    def __len__(self) -> int:
        return len(self.points)

    @property
    def is_complete(self) -> bool:
        """Whether every word of the embedding has a place."""
        return len(self) == self.n_words

    def rows_of(self, indices: Indices) -> Indices:
        """The rows of ``points`` of those words of ``indices`` that have a place, in their order."""
        indices = np.asarray(indices, dtype=np.int64)
        if self.is_complete:
            return indices
        rows: Indices = np.minimum(np.searchsorted(self.indices, indices), len(self.indices) - 1)
        placed: Indices = rows[self.indices[rows] == indices]
        return placed


def _arrived(
    method: str, points: Points, indices: Indices, n_words: int, options: dict[str, object], figures: dict[str, float]
) -> Projection:
    return Projection(method, points, indices, n_words, MappingProxyType(options), MappingProxyType(figures))
