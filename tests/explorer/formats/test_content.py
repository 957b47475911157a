"""What a file that was dropped on the window is, in a sentence that can be shown."""

import pytest

from explorer.formats.content import readings, what_is
from explorer.formats.registry import FORMATS, write_vectors
from explorer.samples import data_folder


@pytest.mark.parametrize("kind", FORMATS, ids=lambda kind: kind.key)
def test_vectors_are_told_with_their_format_and_are_nothing_else(tmp_path, small_embedding, kind):
    path = tmp_path / "letter.doc"
    write_vectors(small_embedding, path, kind.key)
    (content,) = readings(path)
    assert (content.kind, content.format.key) == ("vectors", kind.key)
    assert content.sentence == f"letter.doc holds word vectors ({kind.label})."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_text_is_a_text_in_every_encoding(tmp_path, encoding):
    path = tmp_path / "text.bin"
    path.write_bytes(("Call me Ishmael. “Whale ahead!” cried the naïve lookout of the café.\n" * 40).encode(encoding))
    assert what_is(path).kind == "text"
    assert what_is(path).sentence == "text.bin is a text."


def test_a_novel_is_a_text():
    assert [each.kind for each in readings(data_folder() / "moby-dick.txt")] == ["text"]


def test_vectors_in_utf_16_do_not_become_a_corpus_of_numbers(tmp_path):
    path = tmp_path / "vectors.txt"
    path.write_text("king 0.5 0.25 1.5\nqueen 0.75 0.5 2.5\n" * 9, encoding="utf-16")
    content = what_is(path)
    assert content.kind == "unknown"
    assert content.sentence == "vectors.txt: its word vectors are in UTF-16. Save it as UTF-8 and open that."


def test_a_table_of_few_numbers_may_be_taken_in_two_ways(tmp_path):
    path = tmp_path / "table.txt"
    path.write_text("oil 31.5 2.0\nbone 4.25 1.0\nrope 0.5 3.0\n")
    assert [each.kind for each in readings(path)] == ["vectors", "text"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "it is empty"),
        (b"\x80\x04\x95\x10\x00\x00\x00\x00\x00\x00\x00\x8c\x06gensim.", "Python pickle"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 1\n", "git lfs pull"),
        (bytes(range(256)) * 20, "neither a text nor word vectors"),
    ],
)
def test_what_cannot_be_opened_is_told_with_what_to_do(tmp_path, content, sentence):
    path = tmp_path / "file.txt"
    path.write_bytes(content)
    assert what_is(path).kind == "unknown"
    assert what_is(path).sentence.startswith("file.txt: ")
    assert sentence in what_is(path).sentence


def test_a_folder_and_a_missing_file_are_unknown_and_raise_nothing(tmp_path):
    assert [what_is(each).kind for each in (tmp_path, tmp_path / "none")] == ["unknown", "unknown"]
