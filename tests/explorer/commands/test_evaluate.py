import csv
import io
import json
import sys

import pytest

from explorer.analysis.evaluation import evaluate_files
from explorer.cli import app
from explorer.formats.registry import write_vectors
from explorer.neighbors.space import Space


@pytest.fixture
def lexiscope(capfdbinary, small_embedding, tmp_path, monkeypatch):
    """Evaluates a small file; gives the exit code, what was printed, and what was told."""
    monkeypatch.chdir(tmp_path)
    write_vectors(small_embedding, tmp_path / "groups.vec", "word2vec-text")
    (tmp_path / "questions.txt").write_text(": groups\nanimal0 animal1 colour0 colour1\nanimal0 x y z\n")
    (tmp_path / "pairs.csv").write_text("one,other,mean\nanimal0,animal1,9\nanimal0,colour1,1\nnumber1,colour1,3\n")

    def run(*arguments):
        with pytest.raises(SystemExit) as end:
            app(["evaluate", "groups.vec", *map(str, arguments)], prog_name="lexiscope")
        sys.stdout.flush()
        printed, told = capfdbinary.readouterr()
        return end.value.code, printed.decode(), " ".join(told.decode().split())

    return run


def test_analogies_and_pairs_are_printed_for_people(lexiscope, small_embedding, tmp_path):
    code, printed, _ = lexiscope("questions.txt", "pairs.csv")
    found = evaluate_files(small_embedding, [tmp_path / "questions.txt", tmp_path / "pairs.csv"])
    assert code == 0
    lines = [line.split() for line in printed.splitlines()]
    accuracy = f"{found.analogies[0].accuracy:.1%}"
    assert ["groups", str(found.analogies[0].n_correct), "1", "1", accuracy] in lines
    assert ["pairs", f"{found.pairs[0].spearman:.4f}", f"{found.pairs[0].pearson:.4f}", "3", "0"] in lines


def test_programs_get_all_digits_in_the_space_that_the_flags_ask_for(lexiscope, small_embedding, tmp_path):
    paths = [tmp_path / "questions.txt", tmp_path / "pairs.csv"]
    found = evaluate_files(small_embedding, paths, space=Space(center=True))
    _, printed, told = lexiscope("questions.txt", "pairs.csv", "--center", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(printed, newline="")))
    assert [(row["kind"], row["test"]) for row in rows] == [
        *(("analogies", "groups"), ("analogies", "Total")),
        ("pairs", "pairs"),
    ]
    assert float(rows[2]["pearson"]) == found.pairs[0].pearson
    assert (rows[2]["correct"], rows[0]["spearman"]) == ("", "")
    assert "centred" in told
    _, printed, _ = lexiscope("pairs.csv", "--words", "1", "--format", "json")
    answer = json.loads(printed)
    assert answer["words"] == 1
    assert answer["pairs"][0] == {"name": "pairs", "spearman": None, "pearson": None, "compared": 0, "unknown": 3}


def test_a_file_that_is_no_test_ends_with_a_sentence(lexiscope):
    code, printed, told = lexiscope("groups.vec")
    assert (code, printed) == (1, "")
    assert "neither analogies" in told
    code, _, told = lexiscope("nowhere.txt")
    assert code == 1
    assert "nowhere.txt" in told
