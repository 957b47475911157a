import csv
import sys

import numpy as np
import pytest
from pyarrow.parquet import read_table

from explorer.analysis import map_plans
from explorer.cli import app
from explorer.commands import project
from explorer.formats.registry import write_vectors
from explorer.projection.estimate import Estimate


@pytest.fixture
def lexiscope(capfdbinary, small_embedding, tmp_path):
    """Projects the words of a small file; gives the exit code, the rows of the table, and what was told."""
    write_vectors(small_embedding, tmp_path / "groups.vec", "word2vec-text")

    def run(*arguments, output="places.csv"):
        path = tmp_path / output
        with pytest.raises(SystemExit) as end:
            app(["project", str(tmp_path / "groups.vec"), *map(str, arguments), "-o", str(path)], prog_name="lexiscope")
        sys.stdout.flush()
        printed, told = capfdbinary.readouterr()
        assert printed == b""
        return end.value.code, read(path), " ".join(told.decode().split())

    run.folder = tmp_path
    return run


def read(path):
    if not path.exists():
        return []
    if path.suffix == ".parquet":
        return read_table(path).to_pylist()
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t" if path.suffix == ".tsv" else ","))


def test_a_map_in_space_has_a_third_column(lexiscope):
    code, rows, _ = lexiscope("--method", "pca", "--n-components", 3, output="places.tsv")
    assert code == 0
    assert list(rows[0]) == ["word", "x", "y", "z"]


def test_the_clusters_that_are_asked_for_stand_beside_the_places(lexiscope, small_embedding):
    code, rows, _ = lexiscope("--method", "pca", "--clusters", 3)
    assert code == 0
    pairs = {(row["cluster"], group) for row, group in zip(rows, small_embedding.metadata["group"], strict=True)}
    assert len(pairs) == 3, "a cluster for each group"


def test_chosen_axes_are_named_on_the_command_line_and_their_words_need_no_place(lexiscope, small_embedding):
    one, other = small_embedding.index_to_key[:2]
    third = small_embedding.index_to_key[2]
    code, rows, told = lexiscope(
        *("--method", "axes", "--x", f"{one} -> {other}", "--no-center"), "--filter", f"/^{third}$/"
    )
    vectors = small_embedding.vectors[:3].astype(float)
    units = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    axis = units[1] - units[0]
    assert code == 0
    assert [row["word"] for row in rows] == [third]
    assert float(rows[0]["x"]) == pytest.approx(units[2] @ axis / np.linalg.norm(axis), abs=1e-6)
    assert f"1 of 60 words (holding /^{third}$/) by Axes written" in told


def test_what_was_measured_of_the_map_is_told(lexiscope):
    _, _, told = lexiscope("--method", "pca")
    assert "explained variance 0." in told
    assert "trustworthiness" in told
    assert "(sample of 60)" in told
    assert "variance 1" not in told, "the shares of single components are for a chart"


def test_all_other_words_can_be_placed_into_the_finished_map(lexiscope, small_embedding):
    code, few, _ = lexiscope("--method", "pca", "--words", 20, output="few.csv")
    code, rows, told = lexiscope("--method", "pca", "--words", 20, "--place-rest")
    assert code == 0
    assert [row["word"] for row in rows] == list(small_embedding.index_to_key)
    assert rows[:20] == few
    assert "60 words (20 laid out, 40 placed beside them) by PCA" in told


def test_a_table_of_the_words_can_choose_them_and_is_written_beside_their_places(lexiscope, small_embedding):
    words = small_embedding.index_to_key
    rows = (f"{word},{'even' if place % 2 == 0 else 'odd'}" for place, word in enumerate(words[:40]))
    (lexiscope.folder / "table.csv").write_text("\n".join(("word,parity", *rows)), encoding="utf-8")
    table = ("--columns", lexiscope.folder / "table.csv")
    _, rows, told = lexiscope("--method", "pca", *table, "--filter", "parity: odd")
    assert [(row["word"], row["parity"]) for row in rows] == [(word, "odd") for word in words[1:40:2]]
    assert "table.csv tells of 40 of 60 words." in told
    _, rows, _ = lexiscope("--method", "pca", *table, "--equally-by", "parity", "--words", 6, output="few.csv")
    assert [row["parity"] for row in rows] == ["even", "odd", "even", "odd", "", ""]


def test_components_of_pca_are_written_where_they_are_wanted_into_parquet_too(lexiscope):
    _, rows, _ = lexiscope("--method", "pca", "--x", 2, "--y", 1, "--components", output="places.parquet")
    assert (rows[0]["x"], rows[0]["y"]) == (rows[0]["component_2"], rows[0]["component_1"])


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["--method", "axes", "--x", "nosuchword -> a"], 1, "“nosuchword” is not in the vocabulary"),
        (["--method", "pca", "--x", "first"], 2, "--x is “first”; here it must be a whole number"),
        (["--method", "pca", "--x", "2"], 1, "Component 2 is on two axes"),
        (["--method", "as-is", "--x", "999"], 1, "neither a column of the file nor a dimension"),
        (["--method", "umap", "--x", "1"], 2, "--x is a parameter of"),
        (["--filter", "/(/"], 1, "is no regular expression"),
        (["--filter", "zzz"], 1, "No word is found beginning with “zzz”"),
        (["--words", "5", "--equally-by", "kind"], 1, "There is no column “kind”"),
    ],
)
def test_what_cannot_be_is_told_in_a_sentence_before_anything_is_written(lexiscope, arguments, code, sentence):
    found, rows, told = lexiscope(*arguments)
    assert (found, rows) == (code, [])
    assert sentence in told


def test_an_ending_that_tells_no_table_is_refused_before_the_work(lexiscope, monkeypatch):
    monkeypatch.setattr(project, "read_vectors", lambda *_: pytest.fail("the work began"))
    code, _, told = lexiscope(output="places.xls")
    assert (code, "tells no table. End it in .csv, .tsv, .parquet" in told) == (1, True)


def test_a_long_map_is_announced_and_one_that_does_not_fit_is_refused(lexiscope, monkeypatch):
    monkeypatch.setattr(map_plans, "estimate", lambda *_: Estimate(724.0, 1_900_000))
    told = lexiscope("--method", "pca")[2]
    assert told.startswith("PCA of 60 words will take about 12 min and 2 MB of memory. ")
    monkeypatch.setattr(map_plans, "estimate", lambda *_: Estimate(724.0, 10**18))
    (lexiscope.folder / "places.csv").unlink()
    code, rows, told = lexiscope("--method", "umap")
    assert (code, rows) == (1, [])
    assert "A map of 60 words needs about 1,000,000,000.0 GB of memory" in told
