"""Putting words in order: by frequency, by the alphabet, or so that like ones stand together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from explorer.embedding import Embedding, Indices
from explorer.errors import BadOption

Float64s = NDArray[np.float64]

ORDERS: Mapping[str, str] = MappingProxyType(
    {"chosen": "As chosen", "frequency": "By frequency", "alphabet": "By alphabet", "cluster": "Clustered"}
)
"""Key to label, in the order in which they are offered."""
MOST_TO_TURN = 500  # leaves that are turned so that neighbours are as near as can be, which takes long for many


@dataclass(frozen=True, eq=False)
class Clustering:
    """A hierarchical clustering.

    order:  (n,) int64: the rows from the first leaf to the last
    lines:  (n - 1, 4, 2) float64: the joins of the dendrogram, as four corners (place in ``order``, height up to 1)
    """

    order: Indices
    lines: Float64s


def cluster(distances: Float64s) -> Clustering:
    """Average linkage over (n, n) symmetric distances, leaves turned so that like ones stand side by side.

    Distances that are not known (NaN) count as the largest.

    Source: Sokal & Michener (1958); the turning is Bar-Joseph, Gifford & Jaakkola (2001). Both by scipy.

    Example: of distances between 1, 9, 2 the order is 0, 2, 1 (or its reverse).
    """
    n = len(distances)
    if n < 2:
        return Clustering(np.arange(n), np.zeros((0, 4, 2)))
    from scipy.cluster.hierarchy import dendrogram, linkage
    from scipy.spatial.distance import squareform

    known = np.where(np.isfinite(distances), distances, np.nanmax(distances, initial=0.0))
    known = np.maximum((known + known.T) / 2, 0.0)
    np.fill_diagonal(known, 0.0)
    merges = linkage(squareform(known, checks=False), "average", optimal_ordering=n <= MOST_TO_TURN)
    drawn = dendrogram(merges, no_plot=True)
    rows = (np.array(drawn["icoord"]) - 5) / 10  # scipy's leaves stand at 5, 15, 25, ...
    heights = np.array(drawn["dcoord"])
    return Clustering(np.array(drawn["leaves"], np.int64), np.stack([rows, heights / (heights.max() or 1.0)], axis=-1))


def order_words(embedding: Embedding, indices: Indices, order: str) -> Indices:
    """(n,) int64: places in ``indices`` in the order wanted, "chosen", "frequency" or "alphabet".

    Raises
    ------
    BadOption : an unknown order, or "cluster", which needs distances.
    """
    if order == "chosen":
        return np.arange(len(indices))
    if order == "frequency":  # words stand in the order of their frequency, or of their file
        counts = np.zeros(len(embedding)) if embedding.counts is None else embedding.counts
        return np.lexsort((indices, -counts[indices]))
    if order == "alphabet":
        return np.array(sorted(range(len(indices)), key=lambda at: embedding.index_to_key[indices[at]].casefold()), int)
    raise BadOption(f"There is no order “{order}” here; choose one of chosen, frequency, alphabet.")
