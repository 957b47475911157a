"""The vectors rounded to 8 bits, which are read in a quarter of the time, and the bounds of what that takes away."""

from __future__ import annotations

import sys
import threading
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from explorer.embedding import Embedding
from explorer.neighbors.norms import blocks, norms_of
from explorer.task import Task

KERNELS = "explorer.neighbors.kernels"
LARGEST_QUERY_CODE = 32_767
_LARGEST_SUM = 2**31 - 1
_UPWARDS = 1 + 2.0**-20  # more than rounding to float32 takes away

Float32s = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Codes:
    """Each row as whole multiples of its own unit, and what that leaves out.

    codes:        (n, dim) int8
    of_products:  (n, 4) float32: the unit (row = code * unit + rest), the norm of the rest rounded upwards, the norm of
                  the row, and 1 / norm, 0 for a zero vector; beside each other, as a scan reads them
    of_l1:        (n, 2) float32: the unit, and the L1 norm of the rest rounded upwards
    """

    codes: NDArray[np.int8]
    of_products: Float32s
    of_l1: Float32s


@dataclass(frozen=True, eq=False)
class QueryCode:
    """A query as whole multiples of a unit.

    code:      (dim,) int16; its products with the codes fit into 32 bits
    unit:      query = code * unit + rest
    per_rest:  what the norm of a row's rest adds to the bound of the error of a product
    per_norm:  what the norm of a row adds to it
    """

    code: NDArray[np.int16]
    unit: float
    per_rest: float
    per_norm: float


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
        norms = norms_of(embedding, task)
        n, dim = embedding.vectors.shape
        codes, rows = np.empty((n, dim), np.int8), np.empty((n, 3))
        all_blocks = blocks(embedding.vectors)
        for done, block in enumerate(all_blocks):
            task.step(done, len(all_blocks), "preparing neighbours")
            encode(embedding.vectors[block], codes[block], rows[block])
        of_products, of_l1 = np.empty((n, 4), np.float32), np.empty((n, 2), np.float32)
        with np.errstate(over="ignore"):  # then the lengths are not tame, and the codes not used
            of_products[:, 0], of_products[:, 1] = rows[:, 0], rows[:, 1] * _UPWARDS
            of_products[:, 2], of_products[:, 3] = norms.norms, norms.inverses
            of_l1[:, 0], of_l1[:, 1] = rows[:, 0], rows[:, 2] * _UPWARDS
        _known[embedding] = Codes(codes, of_products, of_l1)


def code_of(query: NDArray[np.float64]) -> QueryCode:
    """The code of a query.

    Let row = c + r and query = d + s with the coded parts c, d and the rests r, s. The codes give c d; what is missing
    is r query + c s, at most |r| |query| + (|row| + |r|) |s|.
    """
    from explorer.neighbors.kernels import LARGEST_CODE

    unit = float(np.abs(query).max()) / min(LARGEST_QUERY_CODE, _LARGEST_SUM // (LARGEST_CODE * len(query))) or 1.0
    code = np.rint(query / unit).astype(np.int16)
    rest = float(np.linalg.norm(query - code * unit))
    return QueryCode(code, unit, (float(np.linalg.norm(query)) + rest) * _UPWARDS, rest * _UPWARDS)
