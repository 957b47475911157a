"""The numba kernel that reads rows of "word value value ..." from bytes; import it inside a function.

Numbers come out as ``float32(float(text))`` would, to the bit. Let a field be m times 10^e with an integer m of at
most 19 digits. Below 2^53, and for |e| up to 22, one float64 operation is exact (Clinger, "How to read floating point
numbers accurately", 1990). Otherwise the float64 product is off by less than 2^-50 of its size, and the float32 is
known when both ends of that interval round to it. The few rows where they do not are left to Python.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import int64, njit
from numpy.typing import NDArray

FINE, NOT_FINITE, ODD = 0, 1, 2  # how a row was read; an odd one is left to `text_rows.parse_row`
PADDING = 8  # bytes behind the text that may be looked at

_TAB, _NEWLINE, _RETURN, _SPACE, _PLUS, _MINUS, _POINT, _ZERO, _E = 9, 10, 13, 32, 43, 45, 46, 48, 101
_LOWEST, _HIGHEST = -66, 39  # powers of ten beyond which every m gives 0 or infinity
_POWERS = np.array([float(f"1e{exponent}") for exponent in range(_LOWEST, _HIGHEST + 1)])
_TENS = np.array([10**power for power in range(9)], np.uint64)
_SLACK = 2.0**-50


@njit("Tuple((uint64, int64))(uint8[::1], int64, int64)", cache=True, nogil=True, error_model="numpy")
def _long_mantissa(text: Any, at: int, exponent: int) -> Any:
    """The first 19 digits, leading zeros apart, of the digits and point at ``at``, and the power of ten they take."""
    mantissa, digits = np.uint64(0), 0
    while np.uint8(text[np.uint64(at)] - _ZERO) < 10 or text[np.uint64(at)] == _POINT:
        if text[np.uint64(at)] != _POINT:
            if digits < 19:
                mantissa = mantissa * np.uint64(10) + np.uint64(np.uint8(text[np.uint64(at)] - _ZERO))
                digits += mantissa != 0
            else:
                exponent += 1
        at += 1
    return mantissa, exponent


@njit("Tuple((uint64, int64))(uint8[::1], uint64, uint64)", cache=True, nogil=True, error_model="numpy")
def _up_to_8_digits(text: Any, at: Any, mantissa: Any) -> Any:
    """Append the digits at ``at``, 8 at most, to the mantissa without a branch; (mantissa, how many)."""
    one = np.uint64(1)
    eight = np.uint64(0)  # LLVM makes one load of this
    for place in range(8):
        eight |= np.uint64(text[at + np.uint64(place)]) << np.uint64(8 * place)
    eight ^= np.uint64(0x3030303030303030)
    others = ((eight + np.uint64(0x7676767676767676)) | eight) >> np.uint64(7) & np.uint64(0x0101010101010101)
    if others == 0:
        n = np.uint64(8)
    else:
        below = (others & (~others + one)) - one
        n = ((below & np.uint64(0x0101010101010101)) * np.uint64(0x0101010101010101)) >> np.uint64(56)
        eight = (eight << (np.uint64(8) * (np.uint64(7) - n))) << np.uint64(8)
    pairs = eight * np.uint64(10) + (eight >> np.uint64(8))
    low = np.uint64(0x000000FF000000FF)
    value = (pairs & low) * np.uint64(0x000F424000000064)
    value = (value + ((pairs >> np.uint64(16)) & low) * np.uint64(0x0000271000000001)) >> np.uint64(32)
    return mantissa * _TENS[n] + value, int64(n)


@njit("Tuple((int64, float32, int64))(uint8[::1], int64)", cache=True, nogil=True, error_model="numpy")
def _number(text: Any, at: int) -> Any:
    """(how it went, value, place behind it) of the number that starts at ``at``; the text must not end in a digit."""
    negative = text[np.uint64(at)] == _MINUS
    at += negative | (text[np.uint64(at)] == _PLUS)
    mantissa, start = np.uint64(0), at
    while np.uint8(text[np.uint64(at)] - _ZERO) < 10:
        mantissa = mantissa * np.uint64(10) + np.uint64(np.uint8(text[np.uint64(at)] - _ZERO))
        at += 1
    digits, exponent = at - start, 0
    if text[np.uint64(at)] == _POINT:
        at += 1
        point = at
        n = 8
        while n == 8:
            mantissa, n = _up_to_8_digits(text, np.uint64(at), mantissa)
            at += n
        exponent = point - at
        digits -= exponent
    if digits == 0:  # "nan", a word, or nothing
        return ODD, np.float32(0), at
    cut = digits > 19
    if cut:
        mantissa, exponent = _long_mantissa(text, start, exponent)
    if (text[np.uint64(at)] | 32) == _E:
        at += 1
        downwards = text[np.uint64(at)] == _MINUS
        if downwards or text[np.uint64(at)] == _PLUS:
            at += 1
        power, start = 0, at
        while np.uint8(text[np.uint64(at)] - _ZERO) < 10:
            power = min(power * 10 + int64(text[np.uint64(at)] - _ZERO), 1 << 40)
            at += 1
        if at == start:
            return ODD, np.float32(0), at
        exponent += -power if downwards else power
    if mantissa == 0 or exponent < _LOWEST:
        value = np.float32(0)
    elif exponent > _HIGHEST:
        value = np.float32(np.inf)
    elif not cut and mantissa < np.uint64(1 << 53) and -22 <= exponent <= 22:
        scaled = np.float64(mantissa)
        if exponent < 0:
            value = np.float32(scaled / _POWERS[np.uint64(-_LOWEST - exponent)])
        else:
            value = np.float32(scaled * _POWERS[np.uint64(-_LOWEST + exponent)])
    else:
        scaled = np.float64(mantissa) * _POWERS[np.uint64(-_LOWEST + exponent)]
        value = np.float32(scaled * (1.0 - _SLACK))
        if value != np.float32(scaled * (1.0 + _SLACK)):
            return ODD, value, at
    return (FINE if value < np.inf else NOT_FINITE), (-value if negative else value), at


@njit("boolean(uint8)", cache=True, nogil=True, error_model="numpy")
def _blank(byte: int) -> bool:
    return byte == _SPACE or byte == _TAB or byte == _RETURN


@njit("boolean(uint8)", cache=True, nogil=True, error_model="numpy")
def _ends_as_number(byte: int) -> bool:
    return bool(np.uint8(byte - _ZERO) < 10) or byte == _POINT


@njit("Tuple((int64, int64))(uint8[::1], int64, float32[::1])", cache=True, nogil=True, error_model="numpy")
def _fields(text: Any, at: int, row: Any) -> Any:
    """(how it went, place) of the fields from ``at`` to the end of the line, which must be as many as ``row`` takes."""
    outcome = FINE
    for column in range(len(row)):
        if not _blank(text[np.uint64(at)]):
            return ODD, at
        while _blank(text[np.uint64(at)]):
            at += 1
        kind, value, at = _number(text, at)
        if kind == ODD:
            return ODD, at
        outcome |= kind
        row[column] = value
    while _blank(text[np.uint64(at)]):
        at += 1
    return (outcome if text[np.uint64(at)] == _NEWLINE else ODD), at


@njit("int64(uint8[::1], int64, int64, int64)", cache=True, nogil=True, error_model="numpy")
def _word_end(text: Any, start: int, end: int, dim: int) -> int:
    """Where the word of a row ends that has spaces in it: before the last ``dim`` fields; ``start`` if nowhere."""
    while end > start and _blank(text[np.uint64(end - 1)]):
        end -= 1
    for _ in range(dim):
        while end > start and not _blank(text[np.uint64(end - 1)]):
            end -= 1
        while end > start and _blank(text[np.uint64(end - 1)]):
            end -= 1
    return end


@njit(
    "UniTuple(int64, 4)(uint8[::1], float32[:, ::1], uint8[::1], uint8[::1], int64[:, ::1])",
    cache=True,
    nogil=True,
    error_model="numpy",
)
def parse_rows(
    text: NDArray[np.uint8],
    vectors: NDArray[np.float32],
    words: NDArray[np.uint8],
    outcomes: NDArray[np.uint8],
    odd: NDArray[np.int64],
) -> tuple[int, int, int, int]:
    """Read the rows of ``text`` until ``vectors`` is full.

    text:      (n + PADDING,) uint8, whole lines, the last one with its newline too
    vectors:   (capacity, dim) float32, filled
    words:     (n + 1,) uint8, filled with the words, a newline after each
    outcomes:  (capacity,) uint8, filled with FINE, NOT_FINITE or ODD
    odd:       (capacity, 4) int64, filled with the row, the line, and its start and end in ``text``, of each odd row

    Returns the numbers of rows, bytes of words, lines and odd rows. Blank lines are no rows. A word ends before the
    last ``dim`` fields, so that it may hold spaces.
    """
    capacity, dim = vectors.shape
    at = rows = size = lines = odd_rows = 0
    while at < len(text) - PADDING and rows < capacity:
        line = at
        while _blank(text[np.uint64(at)]):
            at += 1
        if text[np.uint64(at)] == _NEWLINE:
            at += 1
            lines += 1
            continue
        start = at
        while not _blank(text[np.uint64(at)]) and text[np.uint64(at)] != _NEWLINE:
            at += 1
        end = at
        outcome, at = _fields(text, end, vectors[rows])
        if outcome == ODD:
            while text[np.uint64(at)] != _NEWLINE:
                at += 1
            end = _word_end(text, start, at, dim)
            # A word that ends as a number does may be a value too many: Python looks closer.
            if end > start and not _ends_as_number(text[np.uint64(end - 1)]):
                outcome, _ = _fields(text, end, vectors[rows])
        if outcome == ODD:
            odd[odd_rows, 0] = rows
            odd[odd_rows, 1] = lines
            odd[odd_rows, 2] = line
            odd[odd_rows, 3] = at
            odd_rows += 1
        else:
            for place in range(start, end):
                words[np.uint64(size)] = text[np.uint64(place)]
                size += 1
        words[np.uint64(size)] = _NEWLINE
        size += 1
        outcomes[rows] = outcome
        rows += 1
        lines += 1
        at += 1
    return rows, size, lines, odd_rows
