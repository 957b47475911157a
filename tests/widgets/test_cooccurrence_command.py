import csv
import io
import sys

import numpy as np
import pytest
from PySide6.QtGui import QImage
from scipy.sparse import load_npz

from explorer.corpus.cooccurrences import CooccurrenceOptions
from explorer.corpus.preprocessing import TokenOptions
from explorer.options import described
from explorer.samples import data_folder
from tests.made_texts import REVIEWS, csv_of
from widgets.command_line import main

TEXT = data_folder() / "three-sentences.txt"
ALL = ("--min-count", "1", "--window", "1")


@pytest.fixture
def cooccurrence(tmp_path, monkeypatch, capfd, qapp):
    """Runs `lexiscope cooccurrence` on the three sentences; gives its exit code, what it printed and what it told."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments):
        code = main(["cooccurrence", str(TEXT), *map(str, arguments)])
        sys.stdout.flush()
        printed, told = capfd.readouterr()
        return code, printed, " ".join(told.replace("│", " ").split())

    return run


def test_counts_are_written_for_scipy(cooccurrence, tmp_path):
    code, printed, told = cooccurrence(*ALL, "--direction", "right", "-o", "c.npz")
    assert (code, printed) == (0, "")
    assert "pairs of 8 words written" in told
    counts = load_npz(tmp_path / "c.npz")
    with np.load(tmp_path / "c.npz") as file:
        words = list(file["words"])
    assert counts[words.index("the"), words.index("cat")] == 2
    assert counts[words.index("cat"), words.index("the")] == 0


def test_weighted_counts_are_written_for_a_spreadsheet(cooccurrence, tmp_path):
    assert cooccurrence(*ALL, "--weighting", "probability", "-o", "c.csv")[0] == 0
    rows = list(csv.DictReader(io.StringIO((tmp_path / "c.csv").read_text("utf-8"))))
    assert sum(float(row["value"]) for row in rows if row["word"] == "the") == pytest.approx(1)


def test_the_text_column_of_a_table_is_chosen_and_one_without_texts_is_told(cooccurrence, tmp_path):
    (tmp_path / "reviews.csv").write_bytes(csv_of(REVIEWS))
    code, _, told = cooccurrence("reviews.csv", "--text-column", "stars", *ALL, "-o", "c.npz")
    assert (code, "the column “stars” holds no texts; the one that does is “review”." in told) == (1, True)
    assert cooccurrence("reviews.csv", "--text-column", "review", *ALL, "-o", "c.npz")[0] == 0
    with np.load(tmp_path / "c.npz") as file:
        assert {"ahab", "fluffy"} <= set(file["words"])
        assert "stars" not in set(file["words"])


def test_a_heatmap_is_drawn_of_the_words_that_are_named(cooccurrence, tmp_path):
    chosen = ("--word", "cat", "--word", "dog", "--word", "unicorn", "--order", "clustering")
    code, _, told = cooccurrence(*ALL, *chosen, "--picture", "c.svg", "-o", "c.csv")
    assert code == 0
    drawn = (tmp_path / "c.svg").read_text("utf-8")
    assert ">cat<" in drawn and ">dog<" in drawn and ">the<" not in drawn
    assert "“unicorn” is too rare to be drawn." in told
    assert "2 words drawn to c.svg" in told
    assert (tmp_path / "c.csv").exists()


def test_a_heatmap_is_as_large_as_its_scale_says(cooccurrence, tmp_path):
    sizes = []
    for scale in (1, 2):
        assert cooccurrence(*ALL, "--picture", "c.png", "--scale", scale, "--theme", "dark")[0] == 0
        sizes.append(QImage(str(tmp_path / "c.png")).size())
    assert sizes[1] == sizes[0] * 2


def test_every_parameter_is_explained_by_its_own_description(capfd, qapp):
    assert main(["cooccurrence", "--help"]) == 0
    printed = " ".join(capfd.readouterr().out.replace("│", " ").split())
    for options in (CooccurrenceOptions, TokenOptions):
        for option in described(options).values():
            assert " ".join(option.sentence.split()) in printed


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["-o", "c.docx"], 1, "End it in .npz or .csv."),
        (["--picture", "c.gif"], 2, "End it in .png, .svg or .pdf."),
        (["--picture", "missing/c.png"], 1, "c.png was not written"),
        (["--weighting", "tfidf", "-o", "c.csv"], 2, "Error: "),
        ([], 2, "Say where the counts go by --output, or their picture by --picture."),
        (["--word", "unicorn", *ALL, "--picture", "c.png"], 1, "“unicorn”"),
        (["--word", "cta", *ALL, "--picture", "c.png", "-o", "c.csv"], 1, "Did you mean cat?"),
    ],
)
def test_what_cannot_be_done_is_told_and_leaves_no_file(cooccurrence, tmp_path, arguments, code, sentence):
    ended, printed, told = cooccurrence(*arguments)
    assert (ended, printed) == (code, "")
    assert sentence in told
    assert list(tmp_path.iterdir()) == []
