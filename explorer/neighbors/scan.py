"""A quick pass over all rows that says which of them can be among the nearest.

*Closeness* is the similarity, or the distance with its sign turned (for L2 its square, less what all rows share), so
that more is nearer. The scan gives a closeness and a bound of its error for each row; a row whose closeness may be as
large as what k rows surely reach is a *candidate*, and every other row cannot be among the k nearest. It reads the
vectors rounded to 8 bits once `codes` are there, and otherwise, or if that leaves too many candidates, the vectors
themselves in float32.

The bounds for float32 are those of Higham, *Accuracy and Stability of Numerical Algorithms* (2002), section 3.1: a sum
of d products in any order is off by at most gamma(d) times the sum of their sizes, gamma(d) = d u / (1 - d u),
u = 2^-24; that sum is at most the product of the norms (Cauchy-Schwarz).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from explorer.embedding import Embedding, Indices
from explorer.neighbors.codes import Codes, coded_products, codes_of, kernels_are_ready
from explorer.neighbors.norms import Norms, blocks, is_tame, norms_of
from explorer.task import Task

_UNIT = 2.0**-24
_ROUNDINGS = 16  # more than there are besides those of the sum: of the query, the norms, the last sums and the bounds
_TINY = np.float32(1e-36)  # what products that are too small for float32 can add up to
_IN_GROUP = 64  # rows of which only the best is looked at to find what k rows surely reach
_PRODUCT_VALUES = 1 << 25  # values of a block of products: long enough for BLAS, and soon over for who cancels
_TOO_MANY = 0.02  # the share of candidates from which reading the vectors themselves is cheaper than ranking them

Float32s = NDArray[np.float32]


def candidates(
    embedding: Embedding, query: NDArray[np.float64], k: int, metric: str, leave_out: Indices, task: Task = Task()
) -> Indices:
    """Indices, rising, of all rows that can be among the ``k`` nearest to ``query``, and some more."""
    n = len(embedding)
    norms = norms_of(embedding, task)
    if not (norms.are_tame and is_tame(float(np.linalg.norm(query)))):
        rows = np.arange(n, dtype=np.int64)
    elif metric == "l1":
        rows = np.arange(n, dtype=np.int64)
        if kernels_are_ready():
            rows = _reaching(*_l1_scan(embedding, query, task), k, leave_out)
    else:
        codes = codes_of(embedding)
        rows = _reaching(*_scan(embedding, query, metric, norms, codes, task), k, leave_out)
        if codes is not None and len(rows) > max(_TOO_MANY * n, 10 * k):
            rows = _reaching(*_scan(embedding, query, metric, norms, None, task), k, leave_out)
    return rows[~np.isin(rows, leave_out)] if leave_out.size else rows


def _reaching(closeness: Float32s, slack: Float32s, k: int, leave_out: Indices) -> Indices:
    closeness[leave_out] = -np.inf
    surely = _kth_largest(closeness - slack, k)
    return np.flatnonzero(closeness + slack >= surely)


def _scan(
    embedding: Embedding, query: NDArray[np.float64], metric: str, norms: Norms, codes: Codes | None, task: Task
) -> tuple[Float32s, Float32s]:
    """(closeness, bound of its error) of all rows by cosine, L2 or dot."""
    norm = float(np.linalg.norm(query))
    gamma = _gamma(embedding.dim)
    slack = norms.norms * np.float32(gamma * norm)
    slack += _TINY
    if codes is None:
        closeness = _products(embedding, query.astype(np.float32), task)
    else:
        closeness, bounds = coded_products(codes, query, norms.norms, task)
        slack += bounds
    if metric == "cosine":
        scale = norms.inverses * np.float32(1 / norm)
        closeness *= scale
        closeness[scale == 0] = -np.inf  # no direction: last
        slack *= scale
        slack += gamma
    elif metric == "l2":
        closeness *= 2
        closeness -= norms.squares
        slack *= 2
        slack += gamma * norms.squares
    return closeness, slack


def _l1_scan(embedding: Embedding, query: NDArray[np.float64], task: Task) -> tuple[Float32s, Float32s]:
    from explorer.neighbors.kernels import l1_distances

    closeness = np.empty(len(embedding), np.float32)
    for block in blocks(embedding.vectors):
        task.check()
        l1_distances(embedding.vectors[block], query.astype(np.float32), closeness[block])
    np.negative(closeness, out=closeness)
    gamma = _gamma(embedding.dim)
    return closeness, gamma * (np.float32(np.abs(query).sum()) - closeness) + _TINY


def _products(embedding: Embedding, query: Float32s, task: Task) -> Float32s:
    products = np.empty(len(embedding), np.float32)
    for block in blocks(embedding.vectors, _PRODUCT_VALUES):
        task.check()
        np.dot(embedding.vectors[block], query, out=products[block])
    return products


def _gamma(dim: int) -> np.float32:
    terms = (dim + _ROUNDINGS) * _UNIT
    return np.float32(terms / (1 - terms))


def _kth_largest(values: Float32s, k: int) -> np.float32:
    """A value that at least ``k`` of the values reach, and that is nearly the k-th largest; -inf if there are fewer."""
    whole = len(values) // _IN_GROUP * _IN_GROUP
    if whole >= 16 * _IN_GROUP * k:  # the best of k groups are k values, and groups are soon looked through
        values = np.concatenate((values[:whole].reshape(_IN_GROUP, -1).max(axis=0), values[whole:]))
    k = min(k, len(values))
    return np.float32(np.partition(values, len(values) - k)[len(values) - k])
