"""How faiss's indexes are made: in blocks, so that building tells how far it is and can be stopped."""

from __future__ import annotations

import time
from typing import Any

import numpy as np
from numpy.typing import NDArray

from explorer.errors import BadOption
from explorer.neighbors.index_options import HnswOptions, IndexOptions, IvfOptions, LshOptions, PqOptions
from explorer.task import Task

_SEED = 1234
_ROUNDS = 10  # of k-means
_ROWS_A_LIST = 40  # that place a centre
_ROWS_OF_PQ = 8192  # that place the 256 centres of each part
_ROWS_OF_LSH = 4096  # that tell where the bits change
_FIRST_BLOCK = 500
_BLOCK_S = 0.3  # what adding a block is to take

Float32s = NDArray[np.float32]


def build(rows: Float32s, options: IndexOptions, by_product: bool, task: Task) -> Any:
    """A faiss index of all rows by L2, or by their products.

    Raises
    ------
    BadOption : a parameter does not fit the rows.
    """
    import faiss

    dim, metric = rows.shape[1], faiss.METRIC_INNER_PRODUCT if by_product else faiss.METRIC_L2
    index: Any
    if isinstance(options, HnswOptions):
        index = faiss.IndexHNSWFlat(dim, options.n_links, metric)
        index.hnsw.efConstruction = options.build_width
        index.hnsw.efSearch = options.search_width
    elif isinstance(options, IvfOptions):
        centres = _centres(rows, _n_lists(len(rows), options), task.part(0.0, 0.5))
        quantizer = faiss.IndexFlat(dim, metric)
        quantizer.add(centres)
        index = faiss.IndexIVFFlat(quantizer, dim, len(centres), metric)
        index.nprobe = min(options.n_probes, len(centres))
        task = task.part(0.5, 1.0)
    elif isinstance(options, PqOptions):
        index = faiss.IndexPQ(dim, _n_parts(dim, options), 8 if len(rows) >= _ROWS_OF_PQ else 6, metric)
        _place_parts(index, _sample(rows, _ROWS_OF_PQ), task.part(0.0, 0.5))
        task = task.part(0.5, 1.0)
    else:
        index = faiss.IndexLSH(dim, options.n_bits, True, True)
        index.train(_sample(rows, _ROWS_OF_LSH))
    _add(index, rows, task)
    return index


def open_wide(index: Any, options: IndexOptions, k: int) -> None:
    """Let a search find ``k`` words at least."""
    if isinstance(options, HnswOptions):
        index.hnsw.efSearch = max(options.search_width, k)


def bytes_of(index: Any, options: IndexOptions) -> int:
    """The memory of an index: its copy of the vectors, or its codes, and what leads to them."""
    n, dim = index.ntotal, index.d
    if isinstance(options, HnswOptions):
        graph = index.hnsw
        return int(4 * n * dim + 4 * graph.neighbors.size() + 8 * graph.offsets.size() + 4 * graph.levels.size())
    if isinstance(options, IvfOptions):
        return int(4 * n * dim + 8 * n + 4 * index.nlist * dim)
    if isinstance(options, LshOptions):
        return int(n * index.code_size + 4 * dim * options.n_bits)
    return int(n * index.code_size + 4 * dim * 2**index.pq.nbits)


def _add(index: Any, rows: Float32s, task: Task) -> None:
    """Add the rows in blocks that take about as long as a glance each."""
    done, size = 0, _FIRST_BLOCK
    while done < len(rows):
        task.step(done, len(rows), "building the index")
        started = time.perf_counter()
        index.add(rows[done : done + size])
        done += size
        took = max(time.perf_counter() - started, 1e-6)
        size = int(min(max(size * _BLOCK_S / took, 100), 2 * size))
    task.step(1, 1, "building the index")


def _centres(rows: Float32s, n_lists: int, task: Task) -> Float32s:
    """(n_lists, dim): the middles of clusters, by k-means with one round a call, so that it can be stopped."""
    sample = _sample(rows, n_lists * _ROWS_A_LIST)
    centres = sample[np.sort(np.random.default_rng(_SEED).permutation(len(sample))[:n_lists])]
    for each in range(_ROUNDS):
        task.step(each, _ROUNDS, "sorting the words into lists")
        centres = _clustered(sample, centres, 1)
    return centres


def _place_parts(index: Any, sample: Float32s, task: Task) -> None:
    """Train a product quantizer part by part, so that it can be stopped."""
    import faiss

    n_parts, n_centres = index.pq.M, 2**index.pq.nbits
    starts = sample[np.sort(np.random.default_rng(_SEED).permutation(len(sample))[:n_centres])]
    parts = zip(np.split(sample, n_parts, axis=1), np.split(starts, n_parts, axis=1), strict=True)
    n_threads = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(1)  # of this thread; the parts are so small that others would only wait
    try:
        for each, (part, start) in enumerate(parts):
            task.step(each, n_parts, "cutting the vectors into parts")
            centres = _clustered(np.ascontiguousarray(part), start, _ROUNDS)
            index.pq.set_params(faiss.swig_ptr(centres), each)
    finally:
        faiss.omp_set_num_threads(n_threads)
    index.is_trained = True


def _clustered(rows: Float32s, centres: Float32s, n_rounds: int) -> Float32s:
    """The centres after some rounds of k-means."""
    import faiss

    n, dim = centres.shape
    clusters = faiss.Clustering(dim, n)
    clusters.niter, clusters.seed = n_rounds, _SEED
    clusters.min_points_per_centroid, clusters.max_points_per_centroid = 1, len(rows)
    faiss.copy_array_to_vector(np.ascontiguousarray(centres).ravel(), clusters.centroids)
    clusters.train(rows, faiss.IndexFlatL2(dim))
    return np.array(faiss.vector_to_array(clusters.centroids).reshape(n, dim))


def _sample(rows: Float32s, n: int) -> Float32s:
    if len(rows) <= n:
        return rows
    return rows[np.sort(np.random.default_rng(_SEED).permutation(len(rows))[:n])]


def _n_lists(n: int, options: IvfOptions) -> int:
    n_lists = options.n_lists or 2 * round(np.sqrt(n))
    return int(min(n_lists, n // 4))


def _n_parts(dim: int, options: PqOptions) -> int:
    divisors = [each for each in range(1, dim + 1) if dim % each == 0]
    if not options.n_parts:
        return next(each for each in divisors if each >= dim / 4)
    if options.n_parts not in divisors:
        raise BadOption(
            f"Vectors of {dim} dimensions cannot be cut into {options.n_parts} equal parts; take one of"
            f" {', '.join(map(str, divisors))}."
        )
    return options.n_parts
