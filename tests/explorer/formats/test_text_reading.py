"""What real text files of vectors hold, and what becomes of it."""

import sys
from types import ModuleType

import numpy as np
import pytest

from explorer.embedding import Embedding
from explorer.errors import UnreadableFile
from explorer.formats import loading, text_parsing, text_reading
from explorer.formats.registry import read_vectors


@pytest.fixture(params=["in Python", "by the kernel"], autouse=True)
def reader(request, monkeypatch):
    chosen = text_parsing.parse_in_python if request.param == "in Python" else text_parsing.parse_with_kernel
    monkeypatch.setattr(text_reading, "parser", lambda size: chosen)


@pytest.fixture
def read(tmp_path):
    def read(content: bytes | str, key: str | None = None) -> Embedding:
        path = tmp_path / "my.txt"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_vectors(path, format_key=key)

    return read


def refusal(read, content: bytes | str, key: str | None = None) -> str:
    with pytest.raises(UnreadableFile) as caught:
        read(content, key)
    return str(caught.value)


ROWS = [("the", [0.25, -1.5, 3.0]), ("whale", [1e-3, 2.0, -0.0]), ("白鯨", [7.0, 8.5, 9.0])]
WORDS = tuple(word for word, _ in ROWS)
VECTORS = np.array([values for _, values in ROWS], np.float32)


def text_of(rows=ROWS, separator=" ", end="\n") -> str:
    return "".join(separator.join([word, *(str(value) for value in values)]) + end for word, values in rows)


@pytest.mark.parametrize("header", ["", "3 3\n"], ids=["GloVe", "word2vec"])
@pytest.mark.parametrize(
    ("separator", "end"),
    [(" ", "\n"), ("\t", "\n"), (" ", "\r\n"), ("\t", "\t\r\n"), (" ", " \n"), ("  ", "\n\n"), (" \t", "   \t\n")],
)
def test_blanks_of_all_kinds_and_all_line_ends_are_read_alike(read, header, separator, end):
    embedding = read(header + text_of(separator=separator, end=end))
    assert embedding.index_to_key == WORDS
    assert embedding.vectors.tobytes() == VECTORS.tobytes()
    assert embedding.notices == ()


@pytest.mark.parametrize("header", ["", "3 3\n", "3\t3\r\n", " 3 3 \n"])
def test_a_byte_order_mark_is_not_part_of_the_first_word_or_the_header(read, header):
    assert read("\ufeff" + header + text_of()).index_to_key == WORDS


def test_the_last_newline_may_be_missing(read):
    embedding = read(text_of().rstrip("\n"))
    assert embedding.vectors.tobytes() == VECTORS.tobytes()
    assert embedding.notices == ()


def test_words_are_split_from_the_right_as_the_largest_glove_file_needs(read):
    rows = [
        *ROWS,
        (". . 3 4", [0.5, 0.25, 0.125]),
        ("at name@domain.com", [1.5, 2.5, 3.5]),
        (". . .", [4.5, 5.5, 6.5]),
        ("5", [1.0, 2.0, 3.0]),
        ("-0.5", [1.0, 2.0, 3.0]),
    ]
    embedding = read(text_of(rows))
    assert embedding.index_to_key == tuple(word for word, _ in rows)
    np.testing.assert_array_equal(embedding.vectors, np.array([values for _, values in rows], np.float32))
    assert embedding.notices == (
        "1 word of several parts with a number at the end, such as “. . 3 4”: look whether a row has too many values.",
    )


@pytest.mark.parametrize(
    "word", ["non\u00a0breaking", "next\u0085line", "line\u2028separator", "ideographic\u3000space"]
)
def test_blanks_beyond_ascii_are_letters_of_a_word(read, word):
    assert read(text_of([(word, [1.0, 2.5, 3.0]), *ROWS])).index_to_key[0] == word


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("ship 1.0 2.0", "2 values instead of 3."),
        ("ship", "0 values instead of 3."),
        ("ship 1.0 2.0 3.0 4.5", "4 values instead of 3."),
        ("ship 1.0 two 3.0", "“two” stands where a number should be."),
        ("ship 1.0 0x10 3.0", "“0x10” stands where a number should be."),
        ("ship 1.0 2,5 3.0", "“2,5” stands where a number should be."),
        ("ship 1.0 \x1b[31m 3.0", "“\ufffd[31m” stands where a number should be."),
        ("ship 1.0 " + "x" * 99 + " 3.0", "“" + "x" * 30 + "…” stands where a number should be."),
    ],
)
@pytest.mark.parametrize("header", ["", "9 3\n"], ids=["GloVe", "word2vec"])
def test_a_row_that_does_not_fit_is_named_by_its_line_with_what_to_do(read, header, row, problem):
    line = 5 + bool(header)
    assert refusal(read, header + text_of() + "\n" + row + "\n" + text_of()) == (
        f"my.txt, line {line}: {problem} Correct or remove this line, then open the file again."
    )


def test_lines_are_counted_right_through_many_blocks(read, monkeypatch):
    monkeypatch.setattr(text_reading, "BLOCK", 500)
    rows = [(f"w{i}", [i + 0.5, 1.0, 2.0]) for i in range(2000)]
    assert len(read(text_of(rows))) == 2000
    assert "line 1,701:" in refusal(read, text_of(rows[:1700]) + "ship 1.0\n" + text_of(rows[1700:]))


def test_a_last_row_that_is_cut_short_is_left_out_with_a_notice(read):
    embedding = read(text_of() + "ship 1.0 2.")
    assert embedding.index_to_key == WORDS
    assert embedding.notices == (
        "The last row, line 4 of my.txt, is cut short and was left out. Get the file again if it is needed.",
    )


def test_rows_with_nan_or_infinity_are_left_out_and_counted(read):
    rows = [*ROWS, ("a", ["nan", 1.0, 2.0]), ("b", ["1e999", 1.0, 2.0]), ("c", ["-inf", "NaN", 2.0])]
    embedding = read(text_of(rows))
    assert embedding.index_to_key == WORDS
    assert embedding.notices == (
        "3 rows with NaN or infinite values were left out, the first in line 4 of my.txt. "
        "Correct the file if they are needed.",
    )


@pytest.mark.parametrize("block", [60, text_reading.BLOCK], ids=["many blocks", "one block"])
def test_the_line_of_a_row_that_was_left_out_is_told_beyond_blank_lines(read, monkeypatch, block):
    monkeypatch.setattr(text_reading, "BLOCK", block)
    rows = [(f"w{i}", [i + 0.5, 1.0, 2.0]) for i in range(10)]
    blank = "\n\n" + text_of(rows) + "\n" + text_of([("bad", ["nan", 1.0, 2.0])]) + text_of(ROWS)
    assert "line 14 of my.txt" in read(blank).notices[0]


def test_of_words_that_come_twice_the_first_counts(read):
    embedding = read(text_of([*ROWS, ("the", [9.0, 9.0, 9.5])]))
    assert embedding.index_to_key == WORDS
    assert embedding.vectors.tobytes() == VECTORS.tobytes()
    assert embedding.notices == (
        "1 row of words that came before was left out, line 4 of my.txt. The first vector of a word counts.",
    )


def test_a_word_is_not_lost_because_its_first_row_cannot_be_used(read):
    embedding = read(text_of([("ship", ["nan", 1.0, 2.0]), *ROWS, ("ship", [1.0, 2.0, 3.5])]))
    assert embedding.index_to_key == (*WORDS, "ship")


def test_rows_without_a_word_are_left_out_and_counted(read):
    embedding = read(text_of([*ROWS, ("", [1.0, 2.5, 3.0])]))
    assert embedding.index_to_key == WORDS
    assert embedding.notices == (
        "1 row without a word was left out, line 4 of my.txt. Correct the file if they are needed.",
    )


def test_a_file_of_nothing_but_nan_is_refused_with_the_reason(read):
    message = refusal(read, text_of([("a", ["nan", 0.5]), ("b", ["nan", 1.5])]), "glove-text")
    assert message == (
        "my.txt: none of its rows can be used: 2 rows with NaN or infinite values were left out, the first in line 1 "
        "of my.txt. Correct them or choose another file."
    )


@pytest.mark.parametrize(
    ("header", "notices"),
    [
        ("3 3", ()),
        ("5 3", ("Line 1 of my.txt promises 5 words, the file holds 3. Get the file again if it is cut short.",)),
        ("1 3", ("Line 1 of my.txt promises 1 word, the file holds 3. All of them were read.",)),
        ("3 300", ("Line 1 of my.txt promises 300 dimensions, the rows have 3, which counts.",)),
        ("3 -3", ("Line 1 of my.txt promises -3 dimensions, the rows have 3, which counts.",)),
    ],
)
def test_the_header_is_compared_and_never_believed(read, header, notices):
    embedding = read(f"{header}\n{text_of()}")
    assert embedding.vectors.tobytes() == VECTORS.tobytes()
    assert embedding.notices == notices


def test_a_line_without_an_end_is_refused_before_it_fills_the_memory(read, monkeypatch):
    monkeypatch.setattr(text_reading, "BLOCK", 1 << 16)
    monkeypatch.setattr(text_reading, "LONGEST_LINE", 1 << 18)
    message = refusal(read, text_of().encode() + b"x" * (1 << 20) + b"\n")
    assert message.startswith("my.txt: it has a line of more than")


@pytest.mark.parametrize(
    ("encoding", "words"),
    [
        ("latin-1", ("Walfänger", "größer", "naïve", "garçon", "mañana", "æble", "Ærø", "façade")),
        ("cp1251", ("белый", "кит", "море", "капитан", "команда", "корабль", "волна", "человек")),
        ("shift_jis", ("捕鯨船", "白い鯨", "船長", "海の上", "嵐の夜", "ありがとう", "さようなら", "こんにちは")),
    ],
)
def test_words_in_another_encoding_are_read_and_the_guess_is_told(read, encoding, words):
    rows = [(word, [index + 0.5, 1.0, 2.0]) for index, word in enumerate(words)]
    embedding = read(text_of(rows).encode(encoding))
    assert embedding.index_to_key == words
    assert len(embedding.notices) == 1
    assert "not UTF-8; they were read as" in embedding.notices[0]


def test_one_damaged_word_among_many_does_not_change_the_encoding_of_the_rest(read):
    embedding = read(text_of().encode() + "naïve 1.0 2.0 3.0\n".encode("latin-1"))
    assert embedding.index_to_key == (*WORDS, "na\ufffdve")
    assert embedding.notices == ("1 word is not valid UTF-8; the unreadable letters are shown as \ufffd.",)


def test_utf_16_is_refused_with_what_to_do(read):
    assert refusal(read, text_of().encode("utf-16")) == "my.txt: it is in UTF-16. Save it as UTF-8 and open that."


def test_a_file_that_grows_while_it_is_read_is_refused(read, tmp_path, monkeypatch):
    whole = text_reading.told_width

    def grow(*arguments):
        with (tmp_path / "my.txt").open("a") as file:
            file.write("late 1.0 2.0 3.0\n")
        return whole(*arguments)

    monkeypatch.setattr(text_reading, "told_width", grow)
    assert "it changed while it was being read" in refusal(read, text_of())


def test_a_small_file_does_not_wait_for_a_kernel_that_is_being_compiled(monkeypatch):
    name = "explorer.formats.text_kernels"
    monkeypatch.delitem(sys.modules, name, raising=False)
    assert text_parsing.parser(loading.SMALL - 1) is text_parsing.parse_in_python
    monkeypatch.setitem(sys.modules, name, ModuleType(name))  # as it is there while its functions are compiled
    assert text_parsing.parser(loading.SMALL - 1) is text_parsing.parse_in_python
    assert text_parsing.parser(loading.SMALL) is text_parsing.parse_with_kernel
    sys.modules[name].parse_rows = None
    assert text_parsing.parser(1) is text_parsing.parse_with_kernel
