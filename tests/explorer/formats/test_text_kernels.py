"""The compiled reader and the plain one read the same language, and numbers as Python does."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.formats.text_parsing import PADDING, Parsed, parse_in_python, parse_with_kernel
from explorer.task import Cancelled, Task


def block(text: bytes) -> np.ndarray:
    """A block as it is read: whole lines, and behind them whatever was in memory."""
    return np.frombuffer(text + b"\n" + b"12345678"[:PADDING], np.uint8).copy()


def told(parsed: Parsed) -> tuple:
    """What can be compared of a block; of a row that is not finite, only that it is so."""
    rows = parsed.rows
    values = np.where(rows.finite[:, None], rows.vectors, np.float32(0)).tobytes()
    bad = None if parsed.bad is None else (parsed.bad[0], str(parsed.bad[1]), parsed.bad[1].short)
    return rows.words, values, rows.finite.tolist(), parsed.lines, parsed.suspicious, bad


def both(text: bytes, dim: int) -> tuple:
    by_kernel, in_python = told(parse_with_kernel(block(text), dim)), told(parse_in_python(block(text), dim))
    assert by_kernel == in_python
    return by_kernel


def read_value(number: str) -> np.float32:
    rows = parse_with_kernel(block(b"word " + number.encode()), 1).rows
    assert rows.words == b"word\n"
    return rows.vectors[0, 0]


def as_python_reads(number: str) -> np.float32:
    with np.errstate(over="ignore"):
        return np.float64(float(number)).astype(np.float32)


_DIGITS = st.text("0123456789", max_size=30)


@st.composite
def numbers(draw) -> str:
    whole, fraction = draw(_DIGITS), draw(_DIGITS)
    if not whole + fraction:
        whole = "0"
    point = "." if fraction else draw(st.sampled_from(["", "."]))
    power = draw(st.one_of(st.just(""), st.integers(-400, 400).map(lambda n: f"{draw(st.sampled_from('eE'))}{n:+d}")))
    return draw(st.sampled_from(["", "-", "+"])) + whole + point + fraction + power


@settings(max_examples=250)
@given(numbers())
def test_every_way_to_write_a_number_gives_the_float32_that_python_gives(number):
    assert read_value(number).tobytes() == as_python_reads(number).tobytes()


@settings(max_examples=250)
@given(st.floats(width=32, allow_nan=False, allow_infinity=False), st.sampled_from(["%.9g", "%.17g", "%.6f", "%r"]))
def test_every_float32_in_every_usual_notation_is_read_as_python_reads_it(value, notation):
    assert read_value(notation % value).tobytes() == as_python_reads(notation % value).tobytes()


@settings(max_examples=250)
@given(st.integers(0, 2**32 - 1), st.integers(-2, 2))
def test_numbers_half_way_between_two_float32_are_rounded_right(pattern, nudge):
    low = np.uint32(pattern & 0x7FFFFFFF).view(np.float32)
    high = np.uint32((pattern & 0x7FFFFFFF) + 1 & 0x7FFFFFFF).view(np.float32)
    if not (np.isfinite(low) and np.isfinite(high)):
        return
    middle = (float(low) + float(high)) / 2
    for _ in range(abs(nudge)):
        middle = np.nextafter(middle, np.inf if nudge > 0 else -np.inf)
    for number in (f"{middle:.17e}", f"{middle:.25e}", repr(float(middle))):
        assert read_value(number).tobytes() == as_python_reads(number).tobytes()


@pytest.mark.parametrize(
    "number",
    [
        "1e-45", "-0.0", "-0", "0e999", "3.4028235e38", "3.40282356e38", "3.4028236e+38", "9007199254740993",
        "18446744073709551615", "18446744073709551616", "99999999999999999999999", "0." + "0" * 60 + "1",
        "0" * 40 + "1.5", "1e-46", "7.006492e-46", "1.1754943e-38", "5.", ".5", "123456789012345678901234567890e-30",
    ],
)  # fmt: skip
def test_numbers_at_the_edges_are_read_as_python_reads_them(number):
    assert read_value(number).tobytes() == as_python_reads(number).tobytes()


_FIELDS = st.one_of(
    st.sampled_from(
        ["the", "a", ".", "-", "+", "e5", "1e", "1e+", "0x1", "1_0", "nan", "-inf", "Infinity", "1e999", "--1", "+-1",
         "1.2.3", "at", "name@domain.com", "\u00a0", "\u2028", "3", "4", "0.5", "-1", "1.", "½", "٣"]
    ),
    numbers(),
)  # fmt: skip
_BLANKS = st.sampled_from([" ", " ", " ", "\t", "  ", " \t "])


@st.composite
def lines(draw) -> str:
    fields = draw(st.lists(_FIELDS, max_size=5))
    line = "".join(field + draw(_BLANKS) for field in fields)
    return draw(st.sampled_from(["", "", "", " ", "\t"])) + draw(st.sampled_from([line, line.rstrip(), line + "\r"]))


@settings(max_examples=250)
@given(st.lists(lines(), max_size=6), st.integers(1, 4))
def test_blocks_of_odd_rows_are_read_alike(block_of_lines, dim):
    both("\n".join(block_of_lines).encode(), dim)


@given(st.binary(max_size=200).filter(lambda text: b"\0" not in text), st.integers(1, 3))
def test_blocks_of_any_bytes_are_read_alike(text, dim):
    both(text, dim)


def test_a_large_block_of_rows_is_read_alike():
    random = np.random.default_rng(3)
    rows = [
        " ".join([f"w{i}x", *(f"{value:.6g}" for value in random.normal(size=7) * 10.0 ** random.integers(-8, 8))])
        for i in range(3000)
    ]
    rows[1000], rows[2000] = ". . 3 4 " + rows[1000], "new york" + rows[2000]
    words, values, finite, n_lines, suspicious, bad = both("\n".join(rows).encode(), 7)
    assert (words.count(b"\n"), n_lines, len(values)) == (3000, 3000, 3000 * 7 * 4)
    assert all(finite)
    assert (suspicious, bad) == ((), None)


def test_blank_lines_are_no_rows_but_are_counted_as_lines():
    words, _, _, n_lines, _, bad = both(b"\n a 1 \n\t\r\n\nb 2\n\nc", 1)
    assert (words, n_lines) == (b"a\nb\n", 7)
    assert bad[0] == 6


def test_a_row_that_python_must_read_stops_when_the_task_is_cancelled():
    task = Task()
    task.cancel()
    for parse in (parse_in_python, parse_with_kernel):
        with pytest.raises(Cancelled):
            parse(block(b"new york 5 1.0"), 1, task)
