"""The nearest neighbours of hundreds of thousands of rows: nearly all of them, in a fraction of the time."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from explorer.embedding import Indices, Vectors
from explorer.neighbors.pairs import closeness, prepared
from explorer.task import Task

Float32s = NDArray[np.float32]

_PROBES = 48  # lists that are looked through for each list
_SAMPLE_A_LIST = 40  # rows that place a centre
_ROUNDS = 5  # of moving the centres
_SPARE = {"cosine": 8, "l2": 8, "l1": 48}  # more are taken along and then ranked in float64; for L1, the nearest by L2
_BLOCK_CELLS = 1 << 24
_CHECKED = 200


def approximate_graph(
    vectors: Vectors, k: int, metric: str = "cosine", task: Task = Task(), seed: int = 0
) -> tuple[Indices, NDArray[np.float64]]:
    """The ``k`` nearest other rows of each row, nearly; what it returns is as `graph.neighbor_graph` says.

    The rows are put into about as many lists as the square root of their number, around centres found by k-means, and
    the neighbours of a row are sought in the 48 lists nearest to its own. For L1, more than enough are sought by L2.
    The time grows as n to the power of 1.5, the memory as n.

    Source: Jégou, Douze & Schmid (2011), Product quantization for nearest neighbor search (the lists, "IVF").
    """
    from explorer.neighbors.graph_kernels import CODES, pick_nearest, rank

    n = len(vectors)
    rows, unit = prepared(vectors, metric)
    lists = _lists(rows, int(np.sqrt(n)), np.random.default_rng(seed), task.part(0.0, 0.2))
    centres = np.array([rows[each].mean(axis=0) for each in lists])
    n_found = min(k + _SPARE[metric], n - 1)
    indices, distances = np.empty((n, k), np.int64), np.empty((n, k))
    n_done = 0
    for own, members in enumerate(lists):
        others = _probed(own, centres, lists, n_found)
        other_rows = rows[others]
        size = max(1, _BLOCK_CELLS // len(others))
        for start in range(0, len(members), size):
            task.step(0.2 + 0.8 * n_done / n, 1, "finding neighbours")
            some = members[start : start + size]
            near = closeness(rows[some], other_rows, "cosine" if metric == "cosine" else "l2")
            near[np.arange(len(some)), np.searchsorted(others, some)] = -np.inf
            found = np.empty((len(some), n_found), np.int64)
            pick_nearest(near, found)
            rank(rows, some, others[found], CODES[metric], indices, distances)
            n_done += len(some)
    return indices, distances * unit


def graph_recall(vectors: Vectors, indices: Indices, metric: str, task: Task = Task(), seed: int = 0) -> float:
    """The share of the true neighbours that a graph has found, measured on 200 rows drawn at random."""
    n, k = indices.shape
    rows, _ = prepared(vectors, metric)
    sample = np.sort(np.random.default_rng(seed).permutation(n)[:_CHECKED])
    n_found = 0
    for row in sample.tolist():
        near = closeness(rows[row : row + 1], rows, metric, task)[0]
        near[row] = -np.inf
        # What is as near as the last of the true neighbours counts, so that of equals any will do.
        n_found += int(np.count_nonzero(near[indices[row]] >= np.partition(near, n - k)[n - k]))
    return n_found / float(len(sample) * k)


def _probed(own: int, centres: Float32s, lists: list[Indices], n_wanted: int) -> Indices:
    """The rows of the lists nearest to one, itself among them, rising; more than ``n_wanted``."""
    order = np.argsort(-closeness(centres[own : own + 1], centres, "l2")[0], kind="stable")
    probed, n_rows = [lists[own]], len(lists[own])
    for each in order[order != own].tolist():
        if len(probed) >= _PROBES and n_rows > n_wanted:
            break
        probed.append(lists[each])
        n_rows += len(lists[each])
    return np.sort(np.concatenate(probed))


def _lists(rows: Float32s, n_lists: int, random: np.random.Generator, task: Task) -> list[Indices]:
    """The rows of each list, rising; no list is empty."""
    n = len(rows)
    sample = rows[np.sort(random.permutation(n)[: n_lists * _SAMPLE_A_LIST])]
    centres = sample[np.sort(random.permutation(len(sample))[:n_lists])]
    for each in range(_ROUNDS):
        nearest = _nearest_centres(sample, centres, task.part(0.5 * each / _ROUNDS, 0.5 * (each + 1) / _ROUNDS))
        order = np.argsort(nearest, kind="stable")
        taken, starts, counts = np.unique(nearest[order], return_index=True, return_counts=True)
        centres = centres.copy()
        centres[taken] = np.add.reduceat(sample[order], starts, axis=0) / counts[:, None]
    nearest = _nearest_centres(rows, centres, task.part(0.5, 1.0))
    order = np.argsort(nearest, kind="stable")
    limits = [0, *(np.flatnonzero(np.diff(nearest[order])) + 1).tolist(), n]
    return [order[start:stop] for start, stop in pairwise(limits)]


def _nearest_centres(rows: Float32s, centres: Float32s, task: Task) -> Indices:
    nearest = np.empty(len(rows), np.int64)
    size = max(1, _BLOCK_CELLS // len(centres))
    for start in range(0, len(rows), size):
        task.step(start, len(rows), "finding neighbours")
        nearest[start : start + size] = closeness(rows[start : start + size], centres, "l2").argmax(axis=1)
    return nearest
