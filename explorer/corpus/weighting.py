"""What is made of co-occurrence counts: logarithms, positive pointwise mutual information, probabilities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from explorer.embedding import Indices
from explorer.errors import BadOption

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Float64s = NDArray[np.float64]


@dataclass(frozen=True)
class Weighting:
    """A way to look at counts.

    key:       how the program calls it
    label:     how people know it
    sentence:  what it tells
    quantity:  the heading of a column of such values
    """

    key: str
    label: str
    sentence: str
    quantity: str


WEIGHTINGS: Mapping[str, Weighting] = MappingProxyType(
    {
        each.key: each
        for each in (
            Weighting("counts", "Counts", "How often two words stand near each other, as counted.", "count"),
            Weighting("log", "Logarithm", "The logarithm of the count and 1: rare pairs show, too.", "log count"),
            Weighting(
                "ppmi",
                "PPMI",
                "How many times as often as by chance two words meet, in bits; 0 if not more often (positive pointwise "
                "mutual information).",
                "PPMI in bits",
            ),
            Weighting(
                "probability",
                "Probability",
                "How likely the word of the column is to be the one met near the word of the row.",
                "P(column | row)",
            ),
        )
    }
)
"""The weightings by key, in the order in which they are offered."""


def weighted(counts: csr_matrix, weighting: str = "ppmi", smoothing: float = 1.0) -> csr_matrix:
    """The whole matrix in a weighting of `WEIGHTINGS`, sparse, float64; entries of 0 are not kept.

    smoothing:  a power for the columns' sums in PPMI; 0.75 holds back the high values of rare words, 1 is plain PPMI

    Sources: Church & Hanks (1990), Word Association Norms, Mutual Information, and Lexicography; Levy, Goldberg & Dagan
    (2015), Improving Distributional Similarity with Lessons Learned from Word Embeddings.

    Raises
    ------
    BadOption : there is no such weighting.
    """
    rows, shares = margins(counts, smoothing)
    result = counts.copy()
    row = np.repeat(np.arange(result.shape[0]), np.diff(result.indptr))
    result.data = weigh(result.data, rows[row], shares[result.indices], weighting)
    result.eliminate_zeros()
    return result


def submatrix(
    counts: csr_matrix,
    indices: Sequence[int] | Indices,
    columns: Sequence[int] | Indices | None = None,
    weighting: str = "counts",
) -> Float64s:
    """The entries of some rows and columns as a dense array (rows, columns); without ``columns``, of the same words.

    PPMI and probabilities rest upon the `margins` of the whole matrix, which plain counts do not ask for.

    Example: ``submatrix(counts, [3, 7], weighting="ppmi")`` is a (2, 2) array.
    """
    rows = np.asarray(indices, np.int64)
    others = rows if columns is None else np.asarray(columns, np.int64)
    found: Float64s = counts[rows][:, others].toarray()
    if weighting == "counts":
        return found
    sums, shares = margins(counts)
    return weigh(found, sums[rows][:, None], shares[others], weighting)


def margins(counts: csr_matrix, smoothing: float = 1.0) -> tuple[Float64s, Float64s]:
    """The sum of each row, and the share of each column in the sum of all; see `weighted` for ``smoothing``."""
    rows = np.asarray(counts.sum(axis=1), np.float64).ravel()
    columns = np.asarray(counts.sum(axis=0), np.float64).ravel() ** smoothing
    return rows, columns / (columns.sum() or 1.0)


def weigh(counts: Float64s, sums: Float64s, shares: Float64s, weighting: str) -> Float64s:
    """Counts of any shape in a weighting; what never occurs is 0.

    sums, shares:  of the row and the column of each count, as `margins` gives them

    Raises
    ------
    BadOption : there is no such weighting.
    """
    if weighting not in WEIGHTINGS:
        raise BadOption(f"There is no weighting “{weighting}”; choose one of {', '.join(WEIGHTINGS)}.")
    if weighting == "counts":
        return counts
    if weighting == "log":
        return np.log1p(counts)
    ratio = np.divide(counts, sums, out=np.zeros_like(counts), where=counts > 0)
    if weighting == "probability":
        return ratio
    ratio = np.divide(ratio, shares, out=np.ones_like(counts), where=counts > 0)
    return np.log2(np.maximum(ratio, 1.0))
