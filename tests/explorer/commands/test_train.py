"""Training on tables from the command line: which column is read, and what is told of it."""

import sys

import pytest

from explorer.cli import app
from explorer.formats.registry import read_vectors
from tests.made_texts import REVIEWS, csv_of

SMALL = ("--method", "ppmi", "--dim", "3", "--min-count", "1")


@pytest.fixture
def train(capfdbinary, tmp_path):
    """Trains on a table of reviews with titles; gives the exit code and what was told."""
    table = tmp_path / "reviews.csv"
    table.write_bytes(csv_of([{**row, "title": f"of ships and harpoons {row['id']}"} for row in REVIEWS]))

    def run(*arguments):
        with pytest.raises(SystemExit) as end:
            app(["train", str(table), *map(str, arguments), "-o", str(tmp_path / "v.vec")], prog_name="lexiscope")
        sys.stdout.flush()
        return end.value.code, " ".join(capfdbinary.readouterr()[1].decode().split())

    return run


def test_the_column_of_the_longest_texts_is_taken_and_told(train, tmp_path):
    code, told = train(*SMALL)
    assert code == 0
    assert told.startswith("reviews.csv: its texts are those of the column “review”.")
    assert "whale" in read_vectors(tmp_path / "v.vec").index_to_key


def test_another_column_is_taken_by_a_flag_and_again_by_the_file_of_options(train, tmp_path):
    file = tmp_path / "options.toml"
    assert train(*SMALL, "--text-column", "title", "--save-options", file)[0] == 0
    assert "harpoons" in read_vectors(tmp_path / "v.vec").index_to_key
    (tmp_path / "v.vec").unlink()
    code, told = train("--options", file)
    assert code == 0
    assert "its texts are those" not in told
    assert "harpoons" in read_vectors(tmp_path / "v.vec").index_to_key


def test_a_column_without_texts_is_told_before_anything_is_trained(train, tmp_path):
    code, told = train(*SMALL, "--text-column", "stars")
    assert code == 1
    assert told == ("reviews.csv: the column “stars” holds no texts; those that do are “review” and “title”.")
    assert not (tmp_path / "v.vec").exists()
