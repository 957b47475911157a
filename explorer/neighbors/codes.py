"""The vectors rounded to 4 bits, which are read in an eighth of the time, and the bounds of what that takes away."""

from __future__ import annotations

import sys
import threading
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from explorer.embedding import Embedding
from explorer.neighbors.norms import Norms, blocks, norms_of
from explorer.task import Task

KERNELS = "explorer.neighbors.kernels"
MIDDLE = 7.5  # of the codes 0 to 15
LARGEST_QUERY_CODE = 32_767
FINENESS = 16  # steps of a query's code by L1 to one of the rows'
_LARGEST_SUM = 2**31 - 1
_WIDTH = 32  # bytes, of which a row takes a multiple, so that a loop over them ends with whole registers
_UPWARDS = 1 + 2.0**-20  # more than rounding to float32 takes away

Float32s = NDArray[np.float32]
Float64s = NDArray[np.float64]
Bytes = NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class Codes:
    """Each row as whole multiples of a unit of its own, from a mean of all rows, and what that leaves out.

    codes:        (n, width) uint8: two codes a byte, that of dimension j in the lower and that of dimension width + j
                  in the upper half; row = mean + (code - 7.5) * unit + rest
    mean:         (dim,) float64
    of_products:  (n, 4) float32: the unit, the norm of the rest rounded upwards, the norm of the row, and 1 / norm, 0
                  for a zero vector; beside each other, as a scan reads them
    units:        (n_levels,) float32: the units that occur, an eighth of an octave apart
    levels:       (n,) uint16: the place of each row's unit among them
    rests:        (n,) float32: the L1 norm of the rest rounded upwards
    """

    codes: Bytes
    mean: Float64s
    of_products: Float32s
    units: Float32s
    levels: NDArray[np.uint16]
    rests: Float32s

    @property
    def n_bytes(self) -> int:
        """The memory that they take."""
        return sum(part.nbytes for part in (self.codes, self.of_products, self.levels, self.rests))


@dataclass(frozen=True, eq=False)
class QueryCode:
    """A query as whole multiples of a unit, for products.

    code:      (2, width) int16: for the lower and the upper halves of the bytes; products fit into 32 bits
    offset:    what is to be taken from twice the sum of code * code
    unit:      by which the difference is to be multiplied, and by the row's unit
    centre:    the product of the query with the mean, to be added
    per_rest:  what the norm of a row's rest adds to the bound of the error of a product
    per_norm:  what the norm of a row adds to it
    always:    what is added to it anyway
    """

    code: NDArray[np.int16]
    offset: int
    unit: float
    centre: float
    per_rest: float
    per_norm: float
    always: float


@dataclass(frozen=True, eq=False)
class L1Codes:
    """A query in sixteenths of the unit of each level, for L1.

    Each array holds an entry a level.

    codes:    (n_levels, 2, width) uint8: for the lower and the upper halves of the bytes
    steps:    float64: the distance that a difference of 1 between codes is
    beyond:   float64: what is to be added to the distance, as entries lie beyond all codes
    rounded:  float64: what rounding the others to codes may have changed
    """

    codes: Bytes
    steps: Float64s
    beyond: Float64s
    rounded: Float64s


_known: WeakKeyDictionary[Embedding, Codes] = WeakKeyDictionary()
_lock = threading.Lock()


def kernels_are_ready() -> bool:
    """Whether the kernels are compiled; importing them may take seconds, which no query should wait for."""
    return KERNELS in sys.modules and hasattr(sys.modules[KERNELS], "keep_nearest")


def codes_of(embedding: Embedding) -> Codes | None:
    """The codes of an embedding, or None as long as `prepare_codes` has not made them."""
    return _known.get(embedding)


def prepare_codes(embedding: Embedding, task: Task = Task()) -> None:
    """Compile the kernels and make the codes of an embedding, which take an eighth of the memory of its vectors."""
    from explorer.neighbors.code_kernels import encode

    with _lock:
        if embedding in _known:
            return
        norms = norms_of(embedding, task)
        n, dim = embedding.vectors.shape
        all_blocks = blocks(embedding.vectors)
        mean = _mean_of(embedding, norms, task)
        codes, rows = np.zeros((n, -(-dim // (2 * _WIDTH)) * _WIDTH), np.uint8), np.empty((n, 3))
        for done, block in enumerate(all_blocks):
            task.step(done, len(all_blocks), "preparing neighbours")
            encode(embedding.vectors[block], mean, codes[block], rows[block])
        units, levels = np.unique(rows[:, 0].astype(np.float32), return_inverse=True)
        of_products = np.empty((n, 4), np.float32)
        with np.errstate(over="ignore"):  # then the lengths are not tame, and the codes not used
            of_products[:, 0], of_products[:, 1] = rows[:, 0], rows[:, 1] * _UPWARDS
            of_products[:, 2], of_products[:, 3] = norms.norms, norms.inverses
            rests = (rows[:, 2] * _UPWARDS).astype(np.float32)
        _known[embedding] = Codes(codes, mean, of_products, units, levels.astype(np.uint16), rests)


def _mean_of(embedding: Embedding, norms: Norms, task: Task) -> Float64s:
    """(dim,): the place from which the rows lie least far for their lengths (the squares of that), so that the codes
    of short rows are as exact for their cosines as those of long ones.
    """
    weights = norms.inverses.astype(np.float64) ** 2
    mean = np.zeros(embedding.dim)
    for block in blocks(embedding.vectors):
        task.check()
        mean += weights[block] @ embedding.vectors[block].astype(np.float64)
    return mean / (weights.sum() or 1.0)


def code_of(query: Float64s, codes: Codes) -> QueryCode:
    """The code of a query for products.

    Let row = mean + c + r and query = d + s with the coded parts c, d and the rests r, s. The codes give c d, and the
    product with the mean is known; what is missing is r query + c s, at most |r| |query| + (|row| + |mean| + |r|) |s|.
    """
    largest = min(LARGEST_QUERY_CODE, _LARGEST_SUM // (int(2 * MIDDLE) * len(query)))
    unit = float(np.abs(query).max()) / largest or 1.0
    code = np.rint(query / unit)
    norm, rest = float(np.linalg.norm(query)), float(np.linalg.norm(query - code * unit)) * _UPWARDS
    offset = round(2 * MIDDLE * float(code.sum()))
    always = float(np.linalg.norm(codes.mean)) * rest
    centre = float(query @ codes.mean)
    return QueryCode(_halves(code, codes).astype(np.int16), offset, unit / 2, centre, norm + rest, rest, always)


def l1_codes_of(query: Float64s, codes: Codes) -> L1Codes:
    """The codes of a query for L1, of each level, for all rows that have its unit."""
    steps = codes.units.astype(np.float64) / FINENESS
    entries = (query - codes.mean) / steps[:, None] + MIDDLE * FINENESS
    near = np.clip(entries, 0, 255)
    code = np.rint(near)
    beyond, rounded = np.abs(entries - near).sum(axis=1), np.abs(near - code).sum(axis=1) * _UPWARDS
    return L1Codes(_halves(code, codes).astype(np.uint8), steps, beyond * steps, rounded * steps)


def _halves(code: Float64s, codes: Codes) -> Float64s:
    """(..., 2, width): those that meet the lower and the upper halves of the bytes; 0 where there is no dimension."""
    width = codes.codes.shape[1]
    halves = np.zeros((*code.shape[:-1], 2 * width))
    halves[..., : code.shape[-1]] = code
    return halves.reshape(*code.shape[:-1], 2, width)
