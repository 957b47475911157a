"""Where the words of a neighbour graph start by its slowest waves, which tell its large shape without any layout."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from explorer.projection.projection import Points
from explorer.task import Task

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Float64s = NDArray[np.float64]

_DENSE_UP_TO = 200  # words of a component for which all waves are found at once
_TOLERANCE = 1e-4
_RESTARTS = 150


def spectral_places(strengths: csr_array, places: Points, seed: int, task: Task = Task()) -> Points | None:
    """The words along the slowest waves of the graph of their ties; None if these are not found in reasonable time.

    strengths:  (n, n), as `umap_graph.fuzzy_set` makes them
    places:     (n, d), where the words stand otherwise: d waves are found; parts of the graph without a tie between
                them keep their middle and size from there, and parts of few words all of it

    The waves are the eigenvectors of the normalized Laplacian with the smallest eigenvalues above 0. The result is
    (n, d) float32 with a mean square of 1 along the widest axis.

    Source: Belkin & Niyogi (2003), Laplacian eigenmaps for dimensionality reduction and data representation.
    """
    from scipy.sparse.csgraph import connected_components

    n_parts, part_of = connected_components(strengths, directed=False)
    n_dims = places.shape[1]
    result = places.astype(np.float64)
    order = np.argsort(part_of, kind="stable")
    for rows in np.split(order, np.flatnonzero(np.diff(part_of[order])) + 1):
        task.check()
        if len(rows) < 4 * (n_dims + 1):
            continue
        waves = _slowest_waves(strengths if n_parts == 1 else strengths[rows][:, rows], n_dims, seed, task)
        if waves is None:
            return None
        middle, spread = result[rows].mean(axis=0), result[rows].std()
        result[rows] = middle + waves * (spread / max(waves.std(), 1e-12))
    result -= result.mean(axis=0)
    size = np.sqrt(np.square(result).mean(axis=0).max())
    return np.asarray(result / (size or 1.0), dtype=np.float32)


def _slowest_waves(strengths: csr_array, n_waves: int, seed: int, task: Task) -> Float64s | None:
    """(n, n_waves), each turned so that its largest entry is positive."""
    from scipy.sparse import diags_array
    from scipy.sparse.linalg import ArpackError, LinearOperator, eigsh

    n = strengths.shape[0]
    scaling = diags_array(1 / np.sqrt(np.asarray(strengths.sum(axis=0)).ravel()))
    # Of the adjacency that the Laplacian is 1 minus: its largest are the smallest, and are found soonest.
    adjacency = (scaling @ strengths @ scaling).tocsr()
    if n <= _DENSE_UP_TO:
        _, vectors = np.linalg.eigh(adjacency.toarray())
        waves = vectors[:, ::-1][:, 1 : n_waves + 1]
    else:

        def product(vector: NDArray[Any]) -> NDArray[Any]:
            task.check()
            return np.asarray(adjacency @ vector)

        first = np.random.default_rng(seed).normal(size=n)
        operator = LinearOperator((n, n), matvec=product, dtype=np.float64)
        try:
            values, vectors = eigsh(
                operator, n_waves + 1, which="LA", v0=first, tol=_TOLERANCE, maxiter=_RESTARTS, ncv=min(n, 32)
            )
        except ArpackError:  # of which "no convergence" is one
            return None
        waves = vectors[:, np.argsort(-values)][:, 1:]
    largest = waves[np.abs(waves).argmax(axis=0), np.arange(n_waves)]
    return np.asarray(waves * np.where(largest < 0, -1, 1))
