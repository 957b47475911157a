"""The numba kernels that look words up by their bytes; importing them may compile for a second, once."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

_BASIS, _PRIME = np.uint64(0xCBF29CE484222325), np.uint64(0x100000001B3)  # of the hash FNV-1a
_SPACE, _NEWLINE = 32, 10


@njit("uint64(uint64)", cache=True, nogil=True, inline="always")
def _mixed(code: np.uint64) -> np.uint64:
    """The high bits of a hash brought down to the low ones, which choose the slot."""
    return code ^ (code >> np.uint64(32))


@njit("void(Array(uint8, 1, 'C', readonly=True), int64[::1], int32[::1])", cache=True, nogil=True)
def filled_table(letters: NDArray[np.uint8], starts: NDArray[np.int64], slots: NDArray[np.int32]) -> None:
    """Enter each word into a table of open addresses.

    letters:  the words, one after the other
    starts:   (n_words + 1,) where each begins
    slots:    a power of two, -1 where there is nothing yet
    """
    mask = np.uint64(len(slots) - 1)
    for word in range(len(starts) - 1):
        code = _BASIS
        for at in range(starts[word], starts[word + 1]):
            code = (code ^ np.uint64(letters[at])) * _PRIME
        slot = _mixed(code) & mask
        while slots[slot] >= 0:
            slot = (slot + np.uint64(1)) & mask
        slots[slot] = word


@njit(
    "UniTuple(int64, 3)(Array(uint8, 1, 'C', readonly=True), Array(uint8, 1, 'C', readonly=True), int64[::1],"
    " int32[::1], int32[::1], int64[::1])",
    cache=True,
    nogil=True,
)
def numbered(
    text: NDArray[np.uint8],
    letters: NDArray[np.uint8],
    starts: NDArray[np.int64],
    slots: NDArray[np.int32],
    tokens: NDArray[np.int32],
    ends: NDArray[np.int64],
) -> tuple[int, int, int]:
    """Look up each token of some lines; returns how many were found, how many lines there are, and all tokens.

    text:    tokens parted by spaces, lines by newlines
    tokens:  filled with the indices of those that are in the table
    ends:    filled with how many of them lie before the end of each line
    """
    mask = np.uint64(len(slots) - 1)
    n_tokens = n_lines = n_read = 0
    begin, code = 0, _BASIS
    for at in range(len(text) + 1):
        letter = text[at] if at < len(text) else np.uint8(_NEWLINE)
        if letter != _SPACE and letter != _NEWLINE:
            code = (code ^ np.uint64(letter)) * _PRIME
            continue
        if at > begin:
            n_read += 1
            slot = _mixed(code) & mask
            while slots[slot] >= 0:
                word = slots[slot]
                first = starts[word]
                if starts[word + 1] - first == at - begin:
                    same = True
                    for i in range(at - begin):
                        if letters[first + i] != text[begin + i]:
                            same = False
                            break
                    if same:
                        tokens[n_tokens] = word
                        n_tokens += 1
                        break
                slot = (slot + np.uint64(1)) & mask
        if letter == _NEWLINE and (at < len(text) or at > begin):
            ends[n_lines] = n_tokens
            n_lines += 1
        begin, code = at + 1, _BASIS
    return n_tokens, n_lines, n_read


@njit(
    "UniTuple(int64, 2)(Array(uint8, 1, 'C', readonly=True), int64, uint8[::1], int64[::1], int32[::1], int64[::1],"
    " int64)",
    cache=True,
    nogil=True,
)
def counted(
    text: NDArray[np.uint8],
    at: int,
    letters: NDArray[np.uint8],
    starts: NDArray[np.int64],
    slots: NDArray[np.int32],
    counts: NDArray[np.int64],
    n_words: int,
) -> tuple[int, int]:
    """Count the tokens of some lines, each of which ends with a newline, from a place on.

    letters, starts, slots:  the words so far, as for `filled_table`, with room for more
    counts:                  how often each was met
    n_words:                 how many there are

    Returns where it stopped, which is the end unless there was no room for another word, and how many words there are.
    """
    mask = np.uint64(len(slots) - 1)
    begin, code = at, _BASIS
    for place in range(at, len(text)):
        letter = text[place]
        if letter != _SPACE and letter != _NEWLINE:
            code = (code ^ np.uint64(letter)) * _PRIME
            continue
        length = place - begin
        if length:
            slot = _mixed(code) & mask  # as in `numbered`: in a function for both, each took half as long again
            while slots[slot] >= 0:
                word = slots[slot]
                if starts[word + 1] - starts[word] == length:
                    same = True
                    for i in range(length):
                        if letters[starts[word] + i] != text[begin + i]:
                            same = False
                            break
                    if same:
                        counts[word] += 1
                        break
                slot = (slot + np.uint64(1)) & mask
            if slots[slot] < 0:
                end = starts[n_words] + length
                if 2 * (n_words + 1) > len(slots) or n_words == len(counts) or end > len(letters):
                    return begin, n_words
                for i in range(length):
                    letters[starts[n_words] + i] = text[begin + i]
                slots[slot], counts[n_words] = n_words, 1
                n_words += 1
                starts[n_words] = end
        begin, code = place + 1, _BASIS
    return len(text), n_words
