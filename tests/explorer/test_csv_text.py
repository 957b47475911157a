import csv
import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.csv_text import csv_text, save_csv, tab_text
from explorer.errors import UnwritableFile


def test_what_is_written_is_read_back():
    words = [("a,b", 0.5), ('say "so"', -1.25), ("line\nbreak", 3), ("Škoda", 1e-7)]
    rows = list(csv.reader(io.StringIO(csv_text(["Word", "cosine"], words))))
    assert rows[0] == ["Word", "cosine"]
    assert [(word, float(value)) for word, value in rows[1:]] == words


@pytest.mark.parametrize("word", ["=1+1", "+x", "-man", "@sum", "\tx", "\rx"])
def test_a_word_that_looks_like_a_formula_is_made_harmless(word):
    [[cell]] = csv.reader(io.StringIO(csv_text([word], []), newline=""))
    assert cell == "'" + word


@given(st.floats(allow_nan=False, allow_infinity=False), st.floats(width=32, allow_nan=False, allow_infinity=False))
def test_numbers_are_written_to_the_last_bit(double, single):
    [[first, second]] = csv.reader([csv_text(["x", "y"], [(double, np.float32(single))]).splitlines()[1]])
    assert float(first) == double
    assert np.float32(second) == np.float32(single)


def test_negative_numbers_are_left_alone():
    assert csv_text(["Word", "dot"], [("king", -0.25), ("queen", -3)]).splitlines()[1:] == ["king,-0.25", "queen,-3"]


def test_the_clipboard_gets_one_line_a_row():
    assert tab_text([["a\tb", "1"], ["c\nd", "2"]]) == "a b\t1\nc d\t2"


def test_a_file_is_written_in_utf_8(tmp_path):
    path = save_csv(tmp_path / "n.csv", ["Word", "x"], [("Ω", 0.1)])
    assert path.read_bytes() == "Word,x\r\nΩ,0.1\r\n".encode()


def test_a_missing_folder_is_told_in_a_sentence(tmp_path):
    with pytest.raises(UnwritableFile, match=r"n\.csv was not written"):
        save_csv(tmp_path / "missing" / "n.csv", ["Word"], [])
