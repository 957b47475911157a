import csv
from dataclasses import replace

import numpy as np
import pytest
from pyarrow.parquet import read_table

from explorer.analysis.clusters import Clusters
from explorer.coordinate_files import WRITERS, coordinates, save_coordinates
from explorer.embedding import Embedding
from explorer.errors import BadOption, UnwritableFile
from explorer.projection.projection import Projection

WORDS = ("the", "tab\tbed", "=1+1", "half \ud800")
POINTS = np.array([[0.1, -2, 3], [1e-8, 0, 7], [5, 6, 7]], np.float32)


@pytest.fixture(scope="module")
def embedding():
    metadata = {"pos": ("a", "b", "c", "d"), "x": ("1", "2", "3", "4")}
    return Embedding("words", WORDS, np.eye(4, dtype=np.float32), np.array([9, 8, 7, 6]), metadata)


def some(**more):
    return Projection("pca", POINTS, np.array([0, 2, 3]), 4, **more)


def read(path):
    if path.suffix == ".parquet":
        return {name: [str(cell) for cell in cells] for name, cells in read_table(path).to_pydict().items()}
    lines = path.read_text(encoding="utf-8").splitlines()
    heading, *rows = csv.reader(lines, delimiter="\t" if path.suffix == ".tsv" else ",")
    return dict(zip(heading, map(list, zip(*rows, strict=True)), strict=True))


@pytest.mark.parametrize("ending", WRITERS)
def test_each_placed_word_is_written_with_all_that_is_known_of_it(embedding, tmp_path, ending):
    path = save_coordinates(tmp_path / f"map{ending}", coordinates(embedding, some(errors=np.zeros(3, np.float32))))
    found = read(path)
    assert list(found) == ["word", "x", "y", "z", "error", "count", "pos", "x_"]
    assert found["word"][0] == "the"
    assert found["word"][1].lstrip("'") == "=1+1"
    assert found["word"][2] == "half ?"
    assert found["count"] == ["9", "7", "6"]
    assert found["x_"] == ["1", "3", "4"]
    for axis, name in enumerate("xyz"):
        np.testing.assert_array_equal(np.array(found[name], dtype=np.float32), POINTS[:, axis])


def test_components_are_written_where_they_are_wanted(embedding):
    projection = some(components=np.ones((3, 5), np.float32))
    assert "component_1" not in coordinates(embedding, projection)
    assert list(coordinates(embedding, projection, components=True))[-1] == "component_5"


def test_the_cluster_of_each_word_is_written_by_its_name(embedding):
    clusters = Clusters(np.array([1, 0, -1, 0], np.int16), ("a, b", "c"), np.eye(2, dtype=np.float32), 2, 1.0)
    assert coordinates(embedding, some(), clusters=clusters)["cluster"] == ["c", "", "a, b"]


def test_an_ending_that_tells_no_table_is_refused(tmp_path):
    with pytest.raises(BadOption, match=r"“map.xls” tells no table. End it in .csv, .tsv, .parquet"):
        save_coordinates(tmp_path / "map.xls", {})


@pytest.mark.parametrize("ending", WRITERS)
def test_where_nothing_can_be_written_nothing_is_left(embedding, tmp_path, ending):
    with pytest.raises(UnwritableFile):
        save_coordinates(tmp_path / "no such folder" / f"map{ending}", coordinates(embedding, some()))


def test_of_documents_the_first_column_is_theirs(embedding):
    documents = replace(embedding, unit="document", metadata={"document": ("one", "two", "three", "four")})
    assert [*coordinates(documents, some())][:1] == ["document"]
    assert coordinates(documents, some())["document_"] == ["one", "three", "four"]
