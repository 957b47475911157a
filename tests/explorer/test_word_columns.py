import numpy as np
import pytest

from explorer.analysis.map_options import settled
from explorer.embedding import Embedding
from explorer.errors import UnreadableFile
from explorer.projection.as_is import AsIsOptions
from explorer.projection.methods import project
from explorer.task import Cancelled, Task
from explorer.word_columns import with_columns

WORDS = ("the", "king", "New York", "queen")


@pytest.fixture
def embedding():
    return Embedding("words", WORDS, np.eye(4, dtype=np.float32), metadata={"pos": ("x",) * 4})


def written(tmp_path, text, name="table.csv"):
    path = tmp_path / name
    path.write_bytes(text.encode("utf-8"))
    return path


@pytest.mark.parametrize("delimiter", ["\t", ",", ";"])
def test_columns_of_a_table_belong_to_the_words_in_its_first_column(embedding, tmp_path, delimiter):
    lines = ("word|pos|year", "king|noun|1", "nobody|verb|2", '"New York"|"a, b; c"|3', "king|twice|4", "the|det")
    path = written(tmp_path, "\ufeff" + "\r\n".join(lines).replace("|", delimiter))
    richer = with_columns(embedding, path)
    assert dict(richer.metadata) == {"pos": ("det", "noun", "a, b; c", ""), "year": ("", "1", "3", "")}
    assert richer.notices == ("table.csv tells of 3 of 4 words.",)
    assert richer.vectors is embedding.vectors
    assert richer.index_to_key is embedding.index_to_key
    assert dict(embedding.metadata) == {"pos": ("x",) * 4}


def test_coordinates_in_a_table_are_a_map_as_it_is(embedding, tmp_path):
    path = written(tmp_path, "word\tx\ty\n" + "\n".join(f"{word}\t{i}\t{-i}" for i, word in enumerate(WORDS)))
    richer = with_columns(embedding, path)
    own = project(richer, "as-is", settled(richer, AsIsOptions()))
    assert own.points.tolist() == [[0, 0], [1, -1], [2, -2], [3, -3]]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "no table of several columns"),
        ("word\nking\n", "no table of several columns"),
        ("word,a,a\nking,1,2\n", "two columns have the same name"),
        ("word,a\nemperor,1\n", "none of its words is among those of words"),
    ],
)
def test_what_is_no_table_of_these_words_is_told_in_a_sentence(embedding, tmp_path, text, sentence):
    with pytest.raises(UnreadableFile, match=sentence):
        with_columns(embedding, written(tmp_path, text))
    with pytest.raises(UnreadableFile, match="no such file"):
        with_columns(embedding, tmp_path / "gone.csv")


def test_reading_a_table_can_be_cancelled(embedding, tmp_path):
    task = Task()
    task.cancel()
    with pytest.raises(Cancelled):
        with_columns(embedding, written(tmp_path, "word,a\nking,1\n"), task)


def test_the_table_of_documents_tells_that_they_are_none_of_words(embedding, tmp_path):
    richer = with_columns(embedding, written(tmp_path, "document,year\nking,1790\nqueen,1791\n"))
    assert (richer.unit, richer.metadata["year"]) == ("document", ("", "1790", "", "1791"))
    assert richer.notices == ("table.csv tells of 2 of 4 documents.",)
    assert with_columns(richer, written(tmp_path, "name,party\nking,n\n")).unit == "document"
