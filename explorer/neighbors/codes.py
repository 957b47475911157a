"""The vectors rounded to 8 bits, which are read in a quarter of the time, and the bounds of what that takes away."""

from __future__ import annotations

import sys
import threading
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from explorer.embedding import Embedding
from explorer.neighbors.norms import blocks
from explorer.task import Task

KERNELS = "explorer.neighbors.kernels"
_LARGEST_QUERY_CODE = 32_767
_LARGEST_SUM = 2**31 - 1
_UPWARDS = 1 + 2.0**-20  # more than rounding to float32 takes away

Float32s = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Codes:
    """Each row as whole multiples of its own unit, and what that leaves out.

    codes:  (n, dim) int8
    units:  (n,) float32: row = codes * unit + rest
    rests:  (n,) float32: the norms of the rests, rounded upwards
    """

    codes: NDArray[np.int8]
    units: Float32s
    rests: Float32s


_known: WeakKeyDictionary[Embedding, Codes] = WeakKeyDictionary()
_lock = threading.Lock()


def kernels_are_ready() -> bool:
    """Whether the kernels are compiled; importing them may take seconds, which no query should wait for."""
    return KERNELS in sys.modules and hasattr(sys.modules[KERNELS], "encode")


def codes_of(embedding: Embedding) -> Codes | None:
    """The codes of an embedding, or None as long as `prepare_codes` has not made them."""
    return _known.get(embedding)


def prepare_codes(embedding: Embedding, task: Task = Task()) -> None:
    """Compile the kernels and make the codes of an embedding, which take a quarter of the memory of its vectors."""
    from explorer.neighbors.kernels import encode

    with _lock:
        if embedding in _known:
            return
        n, dim = embedding.vectors.shape
        codes, units, rests = np.empty((n, dim), np.int8), np.empty(n), np.empty(n)
        all_blocks = blocks(embedding.vectors)
        for done, block in enumerate(all_blocks):
            task.step(done, len(all_blocks), "preparing neighbours")
            encode(embedding.vectors[block], codes[block], units[block], rests[block])
        _known[embedding] = Codes(codes, units.astype(np.float32), (rests * _UPWARDS).astype(np.float32))


def coded_products(
    codes: Codes, query: NDArray[np.float64], norms: Float32s, task: Task = Task()
) -> tuple[Float32s, Float32s]:
    """(dot products with ``query``, bounds of what the codes are off by), (n,) float32 each; ``norms`` are the rows'.

    Let row = c + r and query = d + s with the coded parts c, d and the rests r, s. The codes give c d; what is missing
    is r query + c s, at most |r| |query| + (|row| + |r|) |s|.
    """
    from explorer.neighbors.kernels import LARGEST_CODE, code_products

    n, dim = codes.codes.shape
    unit = float(np.abs(query).max()) / min(_LARGEST_QUERY_CODE, _LARGEST_SUM // (LARGEST_CODE * dim)) or 1.0
    query_codes = np.rint(query / unit).astype(np.int16)
    rest = float(np.linalg.norm(query - query_codes * unit))
    products = np.empty(n, np.int32)
    for block in blocks(codes.codes):
        task.check()
        code_products(codes.codes[block], query_codes, products[block])
    bounds = codes.rests * np.float32((float(np.linalg.norm(query)) + rest) * _UPWARDS)
    bounds += norms * np.float32(rest * _UPWARDS)
    return products * (codes.units * np.float32(unit)), bounds
