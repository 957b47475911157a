"""What UMAP makes of the neighbours: ties of different strength, and the forces that they have on the map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from explorer.embedding import Indices

if TYPE_CHECKING:
    from scipy.sparse import csr_array

_CURVE_POINTS = 300
_FAR, _UNKNOWN = 5.0, 1.0  # how far apart words of different labels are, and words without one from any
_NO_INFINITE_PUSH = 0.001  # added to the squared distance of points that push each other


@dataclass(frozen=True, eq=False)
class Ties:
    """The ties between the words, each from both of its ends.

    ends:    (n + 1,) int64, where each word's ties begin in the two others
    others:  (ties,) int32, the word at the other end
    shares:  (ties,) float32, the share of the epochs in which it pulls, up to 1 for the strongest
    """

    ends: NDArray[np.int64]
    others: NDArray[np.int32]
    shares: NDArray[np.float32]


def fuzzy_set(indices: Indices, distances: NDArray[np.float64]) -> csr_array:
    """The strength of the tie between every two words, 0 to 1: a symmetric (n, n) sparse array.

    indices, distances:  (n, k), of the k nearest other words of each, rising

    A tie is as strong as the probability that at least one of two independent ties, one from each side, is there.

    Source: McInnes, Healy & Melville (2018), UMAP, algorithms 2 and 3.
    """
    from scipy.sparse import csr_array

    n, k = indices.shape
    weights = one_way_strengths(distances)
    one_way = csr_array((weights.ravel(), indices.ravel().astype(np.int32), np.arange(0, n * k + 1, k)), shape=(n, n))
    return _from_both_sides(one_way)


def _from_both_sides(one_way: csr_array) -> csr_array:
    """The probability that at least one of two independent ties, one from each side, is there."""
    other_way = one_way.T.tocsr()
    both: csr_array = one_way + other_way - one_way * other_way
    both.sort_indices()
    return both


def one_way_strengths(distances: NDArray[np.float64]) -> NDArray[np.float64]:
    """(n, k): how surely each row is tied to its k nearest others, at these distances, as seen from its side."""
    from explorer.projection.umap_kernels import memberships

    weights = np.empty(distances.shape)
    memberships(np.ascontiguousarray(distances), np.log2(distances.shape[1] + 1), weights)
    return weights


def supervised(strengths: csr_array, labels: Indices) -> csr_array:
    """The ties when words of the same label are to lie together, as umap-learn supervises by categories.

    labels:  (n,) a number for each category, -1 for a word without one

    Ties between different labels are nearly cut, by exp(-5), those of words without one weakened, by exp(-1); then
    each word's strongest tie is made whole again.

    Source: McInnes, Healy & Melville (2018), UMAP; umap-learn's `discrete_metric_simplicial_set_intersection`.
    """
    one_way = strengths.copy()
    a, b = np.repeat(labels, np.diff(one_way.indptr)), labels[one_way.indices]
    one_way.data[(a != b) & (a >= 0) & (b >= 0)] *= np.exp(-_FAR)
    one_way.data[(a < 0) | (b < 0)] *= np.exp(-_UNKNOWN)
    strongest = one_way.max(axis=1).toarray().ravel()
    one_way.data /= np.repeat(np.where(strongest > 0, strongest, 1), np.diff(one_way.indptr))
    return _from_both_sides(one_way)


def ties_of(strengths: csr_array, n_epochs: int) -> Ties:
    """The ties that pull at least once in that many epochs."""
    strongest = strengths.data.max()
    kept = strengths.copy()
    kept.data[kept.data < strongest / n_epochs] = 0
    kept.eliminate_zeros()
    return Ties(
        ends=kept.indptr.astype(np.int64),
        others=kept.indices.astype(np.int32),
        shares=(kept.data / strongest).astype(np.float32),
    )


def curve_parameters(min_dist: float, spread: float) -> tuple[float, float]:
    """(a, b) of the curve 1 / (1 + a x^2b), which says how near two words seem that lie x apart on the map.

    It is fitted to 1 up to ``min_dist`` and exp(-(x - min_dist) / spread) beyond, as in umap-learn.
    """
    from scipy.optimize import curve_fit

    x = np.linspace(0, 3 * spread, _CURVE_POINTS)
    wanted = np.where(x < min_dist, 1.0, np.exp(-(x - min_dist) / spread))
    (a, b), _ = curve_fit(lambda x, a, b: 1 / (1 + a * x ** (2 * b)), x, wanted, bounds=(0, np.inf))
    return float(a), float(b)


def force_tables(a: float, b: float) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """(pull, push): tables of what two words do to each other by their squared distance, for `lay_out_epoch`.

    Each row is (force at the beginning of a cell, its change for each step of a float32 within); the cells are those
    of the leading bits of a float32, so that finding one takes no power and no logarithm.
    """
    from explorer.projection.umap_kernels import CELL_BITS, OCTAVES

    first, last = (127 - OCTAVES) << CELL_BITS, (127 + OCTAVES) << CELL_BITS
    shift = 23 - CELL_BITS
    squared = (np.arange(first, last + 1, dtype=np.int32) << shift).view(np.float32).astype(np.float64)
    nearness = 1 / (1 + a * squared**b)
    pull = -2 * a * b * squared ** (b - 1) * nearness
    push = 2 * b / (_NO_INFINITE_PUSH + squared) * nearness
    return _table(pull, shift), _table(push, shift)


def _table(values: NDArray[np.float64], shift: int) -> NDArray[np.float32]:
    return np.column_stack((values[:-1], np.diff(values) / (1 << shift))).astype(np.float32)
