"""The laws of every kind of file that holds text."""

import gzip

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from explorer.corpus.documents import read_documents
from explorer.corpus.kinds.registry import KINDS
from explorer.corpus.reading import open_corpus, read_lines
from explorer.errors import ExplorerError, UnreadableFile
from explorer.task import Cancelled, Task
from tests.made_texts import one_of_each, tar_of, zip_of

FILES = one_of_each()
PACKED = {
    "zip": zip_of({f"folder/{key}.bin": content for key, content in FILES.items()}),
    "tar": tar_of({f"folder/{key}.bin": content for key, content in FILES.items()}),
    "tar.gz": tar_of({f"folder/{key}.bin": content for key, content in FILES.items()}, packed=True),
    "gzip": gzip.compress(FILES["text"], mtime=0),
}
HOSTILE = {**FILES, **PACKED}


def documents_of(path, **about):
    """Everything in a corpus, its lines joined."""
    return [
        (document.name, "\n".join(document.lines), dict(document.metadata))
        for document in read_documents(open_corpus([path], **about))
    ]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("kinds")
    for key, content in HOSTILE.items():
        (folder / f"{key}.bin").write_bytes(content)
    return folder


@pytest.mark.parametrize("key", KINDS)
def test_the_kind_is_told_by_the_content_whatever_the_name_is(folder, key):
    (part,) = open_corpus([folder / f"{key}.bin"]).parts
    assert part.kind == key


@pytest.mark.parametrize("key", KINDS)
def test_documents_have_names_and_words_and_no_markup(folder, key):
    documents = documents_of(folder / f"{key}.bin")
    if KINDS[key].is_table:
        assert [name for name, _, _ in documents[:3]] == ["1", "2", "3"]
        assert documents[7] == ("8", "The whale, said Ahab in chapter 7, is white.", {"id": "7", "stars": "2"})
        assert len(documents) == 20
    else:
        ((name, text, metadata),) = documents
        assert (name, metadata) == (key, {})
        assert "Ishmael" in text
        for mark in ("<", "**", "](", "alert", "Home", "%PDF", "w:p"):
            assert mark not in text


@pytest.mark.parametrize("key", HOSTILE)
def test_lines_are_those_of_the_documents_and_have_no_ends(folder, key):
    corpus = open_corpus([folder / f"{key}.bin"])
    lines = list(read_lines(corpus))
    assert "\n".join(lines) == "\n\n".join(text for _, text, _ in documents_of(folder / f"{key}.bin"))
    assert not any("\n" in line or "\r" in line for line in lines)
    assert list(read_lines(corpus)) == lines, "twice the same"


@pytest.mark.parametrize("key", ["zip", "tar", "tar.gz"])
def test_in_an_archive_every_kind_is_read_as_outside_of_it(folder, key):
    packed = documents_of(folder / f"{key}.bin")
    plain = {kind: documents_of(folder / f"{kind}.bin") for kind in FILES}
    for kind, documents in plain.items():
        for name, text, metadata in documents:
            there = f"{kind} {name}" if KINDS[kind].is_table else name
            assert (there, text, metadata) in packed
    assert len(packed) == sum(map(len, plain.values()))


@pytest.mark.parametrize("key", HOSTILE)
def test_progress_rises_and_both_opening_and_reading_can_be_cancelled(folder, key):
    seen = []
    corpus = open_corpus([folder / f"{key}.bin"], Task(lambda fraction, _: seen.append(fraction)))
    assert seen == sorted(seen)
    seen.clear()
    list(read_lines(corpus, Task(lambda fraction, _: seen.append(fraction))))
    assert seen
    assert seen == sorted(seen)
    task = Task()
    task.cancel()
    for work in (lambda: open_corpus(corpus.paths, task), lambda: list(read_lines(corpus, task))):
        with pytest.raises(Cancelled):
            work()


@pytest.mark.parametrize("key", HOSTILE)
def test_a_file_that_has_gone_or_become_another_is_told(tmp_path, key):
    path = tmp_path / "text.bin"
    path.write_bytes(HOSTILE[key])
    corpus = open_corpus([path])
    path.unlink()
    with pytest.raises(UnreadableFile, match="there is no such file"):
        list(read_lines(corpus))
    path.write_bytes(HOSTILE[key][: len(HOSTILE[key]) // 2])
    try:
        list(read_lines(corpus))  # half a text is a text
    except ExplorerError as error:
        assert str(error).endswith(".")


@pytest.mark.parametrize("key", HOSTILE)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_of_a_damaged_file_nothing_is_raised_but_a_sentence(folder, key, data):
    content = bytearray(HOSTILE[key])
    for _ in range(data.draw(st.integers(0, 6))):
        start = data.draw(st.integers(0, len(content) - 1))
        bytes_there = data.draw(st.binary(min_size=1, max_size=8))
        content[start : start + len(bytes_there)] = bytes_there
    cut = data.draw(st.one_of(st.just(len(content)), st.integers(0, len(content))))
    path = folder / "damaged.bin"
    path.write_bytes(content[:cut])
    try:
        list(read_lines(open_corpus([path])))
    except ExplorerError as error:
        assert str(error).endswith((".", "?"))
