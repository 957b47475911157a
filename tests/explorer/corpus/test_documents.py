"""The documents of a corpus: what they are called, what is in them, and what is known of them."""

import pytest

from explorer.corpus.documents import read_documents
from explorer.corpus.reading import open_corpus
from explorer.errors import UnreadableFile
from explorer.task import Cancelled, Task


@pytest.fixture
def speeches(tmp_path):
    folder = tmp_path / "speeches"
    folder.mkdir()
    for year, text in (("1790", "Fellow-citizens.\nI embrace.\n"), ("1791", "Fellow-citizens again.")):
        (folder / f"{year}.txt").write_text(text, encoding="utf-8")
    return folder


def test_each_file_of_a_folder_is_a_document_named_after_it(speeches):
    documents = [(document.name, list(document.lines)) for document in read_documents(open_corpus([speeches]))]
    assert documents == [("1790", ["Fellow-citizens.", "I embrace."]), ("1791", ["Fellow-citizens again."])]


def test_lines_that_are_not_asked_for_do_not_turn_up_in_the_next_document(speeches):
    names_and_firsts = [
        (document.name, next(iter(document.lines))) for document in read_documents(open_corpus([speeches]))
    ]
    assert names_and_firsts == [("1790", "Fellow-citizens."), ("1791", "Fellow-citizens again.")]


def test_the_bytes_that_are_read_are_told_and_reading_stops_when_it_is_cancelled(speeches):
    seen, task = [], Task()
    corpus = open_corpus([speeches])
    for document in read_documents(corpus, Task(lambda fraction, message: seen.append((fraction, message)))):
        list(document.lines)
    assert seen == [(pytest.approx(28 / 50), "Reading 1790.txt"), (1.0, "Reading 1791.txt")]
    task.cancel()
    with pytest.raises(Cancelled):
        [list(document.lines) for document in read_documents(corpus, task)]


def test_a_file_that_vanishes_while_the_corpus_is_read_is_told(speeches):
    documents = read_documents(open_corpus([speeches]))
    next(documents)
    (speeches / "1791.txt").unlink()
    with pytest.raises(UnreadableFile, match=r"1791\.txt: there is no such file"):
        list(documents)


def test_a_file_that_changes_while_it_is_read_is_told(speeches):
    documents = read_documents(open_corpus([speeches]))
    next(documents)
    with (speeches / "1790.txt").open("a", encoding="utf-8") as file:
        file.write("More of it.")
    with pytest.raises(UnreadableFile, match=r"1790\.txt: it changed while it was being read"):
        next(documents)
