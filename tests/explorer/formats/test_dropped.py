"""What was dropped together is sorted by what is in it."""

import pytest

from explorer.errors import ExplorerError
from explorer.formats.dropped import sort_dropped
from explorer.task import Cancelled, Task

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


def test_sorting_stops_when_it_is_cancelled(folder):
    task = Task()
    task.cancel()
    with pytest.raises(Cancelled):
        sort_dropped([folder], task)
    assert not issubclass(Cancelled, ExplorerError)
