"""The numba kernel that leads gensim's own steps of word2vec through sentences of numbers; importing it may compile."""

from __future__ import annotations

from typing import Any

import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.extending import intrinsic
from numpy.typing import NDArray

i4, i8, u4, u8, f4 = types.int32, types.int64, types.uint32, types.uint64, types.float32
_INT, _POINTER, _BIG, _FLOAT = ir.IntType(32), ir.IntType(8).as_pointer(), ir.IntType(64), ir.FloatType()


def _calling(*kinds: ir.Type) -> Any:
    """Code for a call of the function at an address, the first argument, that takes these and returns 64 bits."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        address, *given = arguments
        pairs = zip(given, kinds, strict=True)
        passed = [builder.inttoptr(each, kind) if kind is _POINTER else each for each, kind in pairs]
        return builder.call(builder.inttoptr(address, ir.FunctionType(_BIG, kinds).as_pointer()), passed)

    return generate


def _skipgram(typing: Any, at: Any, negative: Any, table: Any, n_table: Any, vectors: Any, hidden: Any, dim: Any,
              word: Any, context: Any, rate: Any, work: Any, random: Any, locks: Any, n_locks: Any, tells: Any,
              loss: Any) -> Any:  # fmt: skip
    given = (i8, i4, u8, u8, u8, u8, i4, u4, u4, f4, u8, u8, u8, u4, i4, u8)
    return u8(*given), _calling(_INT, _POINTER, _BIG, _POINTER, _POINTER, _INT, _INT, _INT, _FLOAT, _POINTER, _BIG,
                                _POINTER, _INT, _INT, _POINTER)  # fmt: skip


def _cbow(typing: Any, at: Any, negative: Any, table: Any, n_table: Any, lengths: Any, mean: Any, vectors: Any,
          hidden: Any, dim: Any, words: Any, rate: Any, work: Any, place: Any, first: Any, last: Any, averages: Any,
          random: Any, locks: Any, n_locks: Any, tells: Any, loss: Any) -> Any:  # fmt: skip
    given = (i8, i4, u8, u8, u8, u8, u8, u8, i4, u8, f4, u8, i4, i4, i4, i4, u8, u8, u4, i4, u8)
    return u8(*given), _calling(_INT, _POINTER, _BIG, _POINTER, _POINTER, _POINTER, _POINTER, _INT, _POINTER, _FLOAT,
                                _POINTER, _INT, _INT, _INT, _INT, _BIG, _POINTER, _INT, _INT, _POINTER)  # fmt: skip


_skipgram_step: Any = intrinsic(_skipgram)
_cbow_step: Any = intrinsic(_cbow)


@njit("uint64(uint64)", cache=True, nogil=True, inline="always")
def _after(random: np.uint64) -> np.uint64:
    """The next state of gensim's random numbers, of which the 32 bits above the lowest 16 are used."""
    return (random * np.uint64(25214903917) + np.uint64(11)) & np.uint64(0xFFFFFFFFFFFF)


@njit(nogil=True)
def _drawn(
    tokens: NDArray[np.int32], ends: NDArray[np.int64], keeps: NDArray[np.uint32], window: int, random: np.uint64
) -> tuple[NDArray[np.uint32], NDArray[np.int64], NDArray[np.int64], np.uint64]:
    """The words that are read, how far each looks around, where the sentences end now, and the next random number."""
    words, stops = np.empty(len(tokens), np.uint32), np.empty(len(ends), np.int64)
    n = at = 0
    for line in range(len(ends)):
        while at < ends[line]:
            word, at = tokens[at], at + 1
            if len(keeps):
                is_left_out = keeps[word] < np.uint32(random >> np.uint64(16))
                random = _after(random)
                if is_left_out:
                    continue
            words[n] = word
            n += 1
        stops[line] = n
    windows = np.empty(n, np.int64)
    for place in range(n):
        windows[place] = window - int((random >> np.uint64(16)) % np.uint64(window))
        random = _after(random)
    return words[:n], windows, stops, random


@njit(
    "int64(int64, int64, int32[::1], int64[::1], uint32[::1], int64, int64, uint32[::1],"
    " float32[:, ::1], float32[:, ::1], float64, float32[:, ::1], uint64, float32[::1], int64, float32[::1])",
    cache=True,
    nogil=True,
)
def learn_lines(
    skipgram: int,
    cbow: int,
    tokens: NDArray[np.int32],
    ends: NDArray[np.int64],
    keeps: NDArray[np.uint32],
    window: int,
    negative: int,
    table: NDArray[np.uint32],
    vectors: NDArray[np.float32],
    hidden: NDArray[np.float32],
    rate: float,
    memory: NDArray[np.float32],
    random: np.uint64,
    locks: NDArray[np.float32],
    averages: int,
    loss: NDArray[np.float32],
) -> int:
    """Learn from some sentences by negative sampling, with the steps and the random numbers of gensim in its order.

    skipgram, cbow:   the address of the one that is wanted, and 0 for the other
    tokens, ends:     the words as numbers, and how many of them lie before the end of each sentence
    keeps:            for each word, up to which random number of 32 bits it is read; empty if it always is
    negative, table:  how many words of noise there are for each pair, and by what they are drawn
    vectors, hidden:  (n_words, dim) what is learned, changed in place, by several threads at once
    memory:           (2, dim) to work in
    locks, averages:  as gensim has them, `vectors_lockf` and `cbow_mean`
    loss:             (1,) to which the loss is added

    Returns how many words were trained on.
    """
    words, windows, stops, random = _drawn(tokens, ends, keeps, window, random)
    n_table, n_locks, dim = np.uint64(len(table)), np.uint32(len(locks)), np.int32(vectors.shape[1])
    step, number = np.float32(rate), np.int32(negative)
    begin = 0
    for line in range(len(ends)):
        stop = stops[line]
        for place in range(begin, stop):
            first, last = max(begin, place - windows[place]), min(stop, place + windows[place] + 1)
            if skipgram:
                for other in range(first, last):
                    if other != place:
                        random = _skipgram_step(
                            skipgram, number, table.ctypes.data, n_table, vectors.ctypes.data, hidden.ctypes.data, dim,
                            words[place], words[other], step, memory.ctypes.data, random, locks.ctypes.data, n_locks,
                            np.int32(1), loss.ctypes.data,
                        )  # fmt: skip
            else:
                random = _cbow_step(
                    cbow, number, table.ctypes.data, n_table, 0, memory[1].ctypes.data, vectors.ctypes.data,
                    hidden.ctypes.data, dim, words.ctypes.data, step, memory.ctypes.data, np.int32(place),
                    np.int32(first), np.int32(last), np.int32(averages), random, locks.ctypes.data, n_locks,
                    np.int32(1), loss.ctypes.data,
                )  # fmt: skip
        begin = stop
    return len(words)
