"""A quick pass over all rows that says which of them can be among the nearest.

*Closeness* is the similarity, or the distance with its sign turned (for L2 its square, less what all rows share), so
that more is nearer. The scan gives a closeness and a bound of its error for each row; a row whose closeness may be as
large as what k rows surely reach is a *candidate*, and every other row cannot be among the k nearest. Once `codes`
are there it reads the vectors rounded to 4 bits, on all cores, and the vectors themselves, in float32, only of those
rows that this does not rule out; before that it reads all vectors.

The bounds for float32 are those of Higham, *Accuracy and Stability of Numerical Algorithms* (2002), section 3.1: a sum
of d products in any order is off by at most gamma(d) times the sum of their sizes, gamma(d) = d u / (1 - d u),
u = 2^-24; that sum is at most the product of the norms (Cauchy-Schwarz).
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from explorer.cores import in_parts, on_all_cores
from explorer.embedding import Embedding, Indices
from explorer.neighbors.codes import Codes, code_of, codes_of, kernels_are_ready, l1_codes_of
from explorer.neighbors.norms import Norms, blocks, is_tame, norms_of
from explorer.task import Task

_UNIT = 2.0**-24
_ROUNDINGS = 16  # more than there are besides those of the sum: of the query, the norms, the last sums and the bounds
_TINY = np.float32(1e-36)  # what products that are too small for float32 can add up to
_IN_GROUP = 64  # rows of which only the best is looked at to find what k rows surely reach
_PRODUCT_VALUES = 1 << 25  # values of a block: some ten milliseconds, so that threads seldom wait for each other
_DIFFERENCE_VALUES = 1 << 17  # values of a block of differences, which stay in the cache
_CODE_BYTES = 1 << 22  # of the codes that a thread takes at a time: a part of a millisecond
_MOST = 2000  # neighbours that the kernels keep; with more, all rows are looked at together

Float32s = NDArray[np.float32]
Scan = Callable[[slice, np.float32, Float32s, NDArray[np.int32], Float32s], int]


def candidates(
    embedding: Embedding, query: NDArray[np.float64], k: int, metric: str, leave_out: Indices, task: Task = Task()
) -> Indices:
    """Indices, rising, of all rows that can be among the ``k`` nearest to ``query``, and some more."""
    n = len(embedding)
    norms = norms_of(embedding, task)
    if not (norms.are_tame and is_tame(float(np.linalg.norm(query)))):
        rows = np.arange(n, dtype=np.int64)
    else:
        codes = codes_of(embedding) if k <= _MOST and kernels_are_ready() else None
        if codes is not None:
            rows = _reaching_by_codes(embedding, codes, query, k, metric, leave_out, task)
        else:
            scan = _l1_scan(embedding, query, task) if metric == "l1" else _scan(embedding, query, metric, norms, task)
            rows = _reaching(*scan, k, leave_out)
    return rows[~np.isin(rows, leave_out)] if leave_out.size else rows


def gamma_of(dim: int) -> np.float32:
    """The relative bound of the rounding of a sum of ``dim`` products in float32, with a little room."""
    terms = (dim + _ROUNDINGS) * _UNIT
    return np.float32(terms / (1 - terms))


def _reaching_by_codes(
    embedding: Embedding,
    codes: Codes,
    query: NDArray[np.float64],
    k: int,
    metric: str,
    leave_out: Indices,
    task: Task,
) -> Indices:
    """The threads take the next block in turn, each with the bound that the blocks so far give."""
    scan = (_l1_code_scan if metric == "l1" else _code_scan)(embedding, codes, query, metric, leave_out)
    parts = blocks(codes.codes, _CODE_BYTES)
    turns = iter(parts)
    surely, lock = np.full(k, -np.inf, np.float32), Lock()
    found: list[NDArray[np.int32]] = []
    reach: list[Float32s] = []

    def look() -> None:
        nonlocal surely
        for block in turns:
            task.check()
            n = block.stop - block.start
            own, near, upper = np.empty(k, np.float32), np.empty(n, np.int32), np.empty(n, np.float32)
            n_found = scan(block, surely.min(), own, near, upper)
            with lock:
                surely = np.partition(np.concatenate((surely, own)), k)[k:]
                found.append(near[:n_found])
                reach.append(upper[:n_found])

    on_all_cores(look, len(parts))
    is_enough = np.concatenate(reach) >= surely.min()
    rows: Indices = np.sort(np.concatenate(found)[is_enough]).astype(np.int64)
    return rows


def _code_scan(embedding: Embedding, codes: Codes, query: NDArray[np.float64], metric: str, leave_out: Indices) -> Scan:
    from explorer.neighbors.code_kernels import scan_products
    from explorer.neighbors.kernels import METRIC_CODES

    which, narrow, coded = METRIC_CODES[metric], query.astype(np.float32), code_of(query, codes)
    norm, gamma = float(np.linalg.norm(query)), float(gamma_of(len(query)))
    always = coded.always + gamma * norm * float(np.linalg.norm(codes.mean)) + _TINY
    by_codes = coded.unit, coded.centre, coded.per_rest, coded.per_norm + gamma * norm, always
    terms = np.array([*by_codes, gamma * norm, _TINY, 1 / norm if norm else 0.0, gamma], np.float32)

    def scan(block: slice, bound: np.float32, surely: Float32s, rows: NDArray[np.int32], upper: Float32s) -> int:
        own, of_products, vectors = codes.codes[block], codes.of_products[block], embedding.vectors[block]
        asked = (coded.code, coded.offset, terms, narrow, which, leave_out)
        return int(scan_products(own, of_products, vectors, *asked, block.start, bound, surely, rows, upper))

    return scan


def _l1_code_scan(
    embedding: Embedding, codes: Codes, query: NDArray[np.float64], metric: str, leave_out: Indices
) -> Scan:
    from explorer.neighbors.code_kernels import scan_l1

    coded, narrow = l1_codes_of(query, codes), query.astype(np.float32)
    gamma = float(gamma_of(len(query)))
    terms = np.array([gamma, np.abs(query).sum(), _TINY], np.float32)
    added = coded.rounded - coded.beyond * (1 - gamma) + _TINY
    level_terms = np.stack((coded.steps * (1 - gamma), added), axis=1).astype(np.float32)

    def scan(block: slice, bound: np.float32, surely: Float32s, rows: NDArray[np.int32], upper: Float32s) -> int:
        own, levels, rests, vectors = (
            codes.codes[block],
            codes.levels[block],
            codes.rests[block],
            embedding.vectors[block],
        )
        asked = (coded.codes, level_terms, terms, narrow, leave_out)
        return int(scan_l1(own, levels, rests, vectors, *asked, block.start, bound, surely, rows, upper))

    return scan


def _reaching(closeness: Float32s, slack: Float32s, k: int, leave_out: Indices) -> Indices:
    closeness[leave_out] = -np.inf
    surely = _kth_largest(closeness - slack, k)
    return np.flatnonzero(closeness + slack >= surely)


def _scan(
    embedding: Embedding, query: NDArray[np.float64], metric: str, norms: Norms, task: Task
) -> tuple[Float32s, Float32s]:
    """(closeness, bound of its error) of all rows by cosine, L2 or dot."""
    norm = float(np.linalg.norm(query))
    gamma = gamma_of(embedding.dim)
    slack = norms.norms * np.float32(gamma * norm)
    slack += _TINY
    closeness = _products(embedding, query.astype(np.float32), task)
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
    """(closeness, bound of its error) of all rows by L1; by numpy as long as the kernels are not ready."""
    distances, narrow = np.empty(len(embedding), np.float32), query.astype(np.float32)
    if kernels_are_ready():
        from explorer.neighbors.kernels import l1_distances

        def fill(start: int, stop: int) -> None:
            for block in blocks(embedding.vectors[start:stop], _PRODUCT_VALUES):
                task.check()
                rows = slice(start + block.start, start + block.stop)
                l1_distances(embedding.vectors[rows], narrow, distances[rows])

        in_parts(fill, len(embedding))
    else:
        for block in blocks(embedding.vectors, _DIFFERENCE_VALUES):
            task.check()
            differences = embedding.vectors[block] - narrow
            np.abs(differences, out=differences).sum(axis=1, out=distances[block])
    slack = gamma_of(embedding.dim) * (np.float32(np.abs(query).sum()) + distances) + _TINY
    return np.negative(distances, out=distances), slack


def _products(embedding: Embedding, query: Float32s, task: Task) -> Float32s:
    products = np.empty(len(embedding), np.float32)
    for block in blocks(embedding.vectors, _PRODUCT_VALUES):
        task.check()
        np.dot(embedding.vectors[block], query, out=products[block])
    return products


def _kth_largest(values: Float32s, k: int) -> np.float32:
    """A value that at least ``k`` of the values reach, and that is nearly the k-th largest; -inf if there are fewer."""
    whole = len(values) // _IN_GROUP * _IN_GROUP
    if whole >= 16 * _IN_GROUP * k:  # the best of k groups are k values, and groups are soon looked through
        values = np.concatenate((values[:whole].reshape(_IN_GROUP, -1).max(axis=0), values[whole:]))
    k = min(k, len(values))
    return np.float32(np.partition(values, len(values) - k)[len(values) - k])
