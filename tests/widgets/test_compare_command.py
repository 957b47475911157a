import csv
import io
import sys

import numpy as np
import pytest
from PySide6.QtGui import QImage

from explorer.analysis.comparison import pairwise
from explorer.formats.registry import write_vectors
from explorer.neighbors.space import Space, in_space
from widgets.command_line import main
from widgets.theme import DARK, LIGHT

WORDS = ("animal0", "colour0", "animal1", "number3")


@pytest.fixture
def compare(tmp_path, small_embedding, monkeypatch, capfdbinary, qapp):
    """Runs `lexiscope compare` on the small embedding; gives its exit code, what it printed and what it told."""
    monkeypatch.chdir(tmp_path)
    write_vectors(small_embedding, tmp_path / "groups.vec", "word2vec-text")

    def run(*arguments):
        code = main(["compare", "groups.vec", *map(str, arguments)])
        sys.stdout.flush()
        printed, told = capfdbinary.readouterr()
        return code, printed.decode(), told.decode()

    return run


def values_of(text):
    heading, *rows = csv.reader(io.StringIO(text, newline=""))
    return heading[1:], [row[0] for row in rows], np.array([row[1:] for row in rows], dtype=float)


def expected(embedding, words, metric="cosine"):
    return pairwise(embedding, [embedding.index_of(word) for word in words], metric)


def test_what_is_undefined_is_told_and_one_word_is_no_comparison(compare, tmp_path):
    (tmp_path / "groups.vec").write_text("3 2\nnothing 0 0\na 1 0\nb 0 1\n")
    code, printed, told = compare("a", "nothing", "b")
    assert code == 0
    assert printed.splitlines()[2] == "nothing,,,"
    assert "Cosine is undefined for “nothing”, whose vector is zero; choose L2, L1 or dot." in told
    _, _, told = compare("a", "nothing", "--metric", "l2")
    assert "undefined" not in told
    code, _, told = compare("a", "A")
    assert code == 1
    assert "All of these are “a”" in told


@pytest.mark.parametrize("metric", ["cosine", "l1"])
def test_the_table_is_printed_for_programs_with_all_digits(compare, small_embedding, metric):
    code, printed, _ = compare(*WORDS, "--metric", metric)
    columns, rows, values = values_of(printed)
    assert code == 0
    assert columns == rows == list(WORDS)
    np.testing.assert_array_equal(values, expected(small_embedding, WORDS, metric))


def test_the_table_is_written_as_csv_in_the_order_asked_for(compare, small_embedding, tmp_path):
    (tmp_path / "more.txt").write_text("number3\nanimal0\n")
    code, printed, told = compare(*WORDS[1:3], "--words-from", "more.txt", "--order", "alphabet", "-o", "t.csv")
    columns, rows, values = values_of((tmp_path / "t.csv").read_bytes().decode())
    assert (code, printed) == (0, "")
    assert "4 words by cosine similarity written to t.csv" in told
    assert columns == rows == sorted(WORDS)
    np.testing.assert_array_equal(values, expected(small_embedding, sorted(WORDS)))


def test_the_heatmap_is_drawn_in_its_colours(compare, tmp_path):
    assert compare(*WORDS, "-o", "light.png", "--order", "cluster")[0] == 0
    assert compare(*WORDS, "-o", "dark.png", "--theme", "dark", "--scale", 1)[0] == 0
    light, dark = QImage(str(tmp_path / "light.png")), QImage(str(tmp_path / "dark.png"))
    assert light.pixelColor(1, 1).name().upper() == LIGHT.window
    assert dark.pixelColor(1, 1).name().upper() == DARK.window
    assert has_color(dark, DARK.positive)
    assert has_color(light, LIGHT.positive)
    assert light.width() > 1.9 * dark.width()


def has_color(image, name):
    return any(
        image.pixelColor(x, y).name().upper() == name
        for x in range(0, image.width(), 3)
        for y in range(0, image.height(), 3)
    )


def test_svg_and_pdf_are_told_by_the_ending(compare, tmp_path):
    assert compare(*WORDS, "-o", "words.svg")[0] == 0
    assert compare(*WORDS, "-o", "words.pdf")[0] == 0
    svg = (tmp_path / "words.svg").read_text(encoding="utf-8")
    assert all(word in svg for word in WORDS)
    assert (tmp_path / "words.pdf").read_bytes().startswith(b"%PDF")


def test_an_unknown_word_is_a_sentence(compare):
    code, printed, told = compare("animal0", "animol1")
    assert (code, printed) == (1, "")
    assert told.startswith("“animol1” is not in the vocabulary. Did you mean animal1")


@pytest.mark.parametrize("arguments", [("animal0",), ("animal0", "animal0"), ("animal0", "colour0", "-o", "words.doc")])
def test_a_mistake_in_usage_is_2(compare, arguments, tmp_path):
    code, printed, told = compare(*arguments)
    assert (code, printed) == (2, "")
    assert "Error: " in told
    assert [path.name for path in tmp_path.iterdir()] == ["groups.vec"]


def test_words_are_compared_in_the_space_that_the_flags_ask_for(compare, small_embedding):
    code, printed, told = compare(*WORDS, "--center", "--without-top", "--n-top", "2")
    moved = in_space(small_embedding, Space(center=True, without_top=True, n_top=2))
    assert code == 0
    np.testing.assert_array_equal(values_of(printed)[2], expected(moved, WORDS))
    assert "4 words by cosine similarity, centred, without 2 top components" in told
