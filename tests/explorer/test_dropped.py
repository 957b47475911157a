"""What was dropped together is sorted by what is in it."""

import gzip

import pytest

from explorer.dropped import sort_dropped
from explorer.errors import ExplorerError
from explorer.task import Cancelled, Task
from tests.made_texts import one_of_each, zip_of

VECTORS = b"cat 0.1 0.2 0.3 0.4 0.5 0.6\ndog 0.2 0.3 0.4 0.5 0.6 0.7\nfox 0.3 0.1 0.2 0.5 0.1 0.9\n"


def names(dropped):
    return [path.name for path, _ in dropped.vectors], [path.name for path in dropped.texts]


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "words.dat").write_bytes(VECTORS)
    (tmp_path / "novel.vec").write_text("Call me Ishmael. Some years ago.", encoding="utf-8")
    (tmp_path / "empty.txt").write_bytes(b"")
    return tmp_path


def test_the_content_decides_not_the_name(folder):
    dropped = sort_dropped([folder / "words.dat", folder / "novel.vec", folder / "empty.txt"])
    assert names(dropped) == (["words.dat"], ["novel.vec"])
    assert dropped.refused == ("empty.txt: it is empty. Choose another file.",)


def test_a_folder_of_texts_is_one_corpus(folder):
    (folder / "words.dat").unlink()
    dropped = sort_dropped([folder])
    assert names(dropped) == ([], [folder.name])


def test_in_a_folder_with_vectors_the_texts_beside_them_are_left_alone(folder):
    assert names(sort_dropped([folder])) == (["words.dat"], [])


def test_hidden_files_in_a_folder_are_not_looked_at(folder):
    (folder / "words.dat").rename(folder / ".words.dat")
    assert names(sort_dropped([folder])) == ([], [folder.name])


def test_a_table_of_few_numbers_may_be_vectors_or_a_text(tmp_path):
    path = tmp_path / "prices.txt"
    path.write_text("apples 1.20 2.5\npears 2.10 3.5\nplums 0.80 1.5\n", encoding="utf-8")
    ((_, readings),) = sort_dropped([path]).vectors
    assert [each.kind for each in readings] == ["vectors", "text"]


def test_a_file_that_is_not_there_is_refused_with_a_sentence(tmp_path):
    (sentence,) = sort_dropped([tmp_path / "gone.txt"]).refused
    assert "gone.txt" in sentence
    assert "there is no such file" in sentence


def test_every_kind_of_text_is_a_corpus(tmp_path):
    for key, content in {**one_of_each(), "zip": zip_of({"a.txt": b"Call me Ishmael."})}.items():
        (tmp_path / key).write_bytes(content)
    paths = sorted(tmp_path.iterdir())
    dropped = sort_dropped(paths)
    assert dropped.texts == tuple(paths)
    assert dropped.refused == ()


def test_of_a_table_the_first_rows_and_the_columns_with_texts_are_known(tmp_path):
    (tmp_path / "reviews").write_bytes(one_of_each()["parquet"])
    (tmp_path / "novel").write_bytes(b"Call me Ishmael.")
    table = sort_dropped([tmp_path / "novel", tmp_path / "reviews"]).table
    assert table.path.name == "reviews"
    assert table.columns == ("id", "stars", "review")
    assert table.texts == ("review",)
    assert table.rows[2] == {"id": "2", "stars": "2", "review": "The whale, said Ahab in chapter 2, is white."}
    assert sort_dropped([tmp_path / "novel"]).table is None


@pytest.mark.parametrize("made", [zip_of, lambda files: gzip.compress(files["words.txt"])], ids=["zip", "gzip"])
def test_packed_vectors_are_not_taken_for_a_corpus_of_numbers(tmp_path, made):
    (tmp_path / "glove.zip").write_bytes(made({"words.txt": VECTORS}))
    assert sort_dropped([tmp_path / "glove.zip"]).refused == (
        "glove.zip: it holds word vectors. Unpack it and open what is in it.",
    )


def test_sorting_stops_when_it_is_cancelled(folder):
    task = Task()
    task.cancel()
    with pytest.raises(Cancelled):
        sort_dropped([folder], task)
    assert not issubclass(Cancelled, ExplorerError)
