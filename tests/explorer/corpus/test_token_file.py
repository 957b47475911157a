"""Sentences are taken apart once and read again from a temporary file."""

from pathlib import Path

import pytest

from explorer.corpus import token_file
from explorer.corpus.preprocessing import TokenOptions, sentences
from explorer.corpus.reading import open_corpus
from explorer.corpus.token_file import TokenFile

FULL_DISK = Path("/dev/full")

TEXT = "Größe und Maß. Call me Ishmael.\n\nहिन्दी 我喜欢 don't\n"


@pytest.fixture
def corpus(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    return open_corpus([tmp_path / "a.txt"])


def filled(file, corpus):
    for tokens in sentences(corpus):
        file.append(" ".join(tokens).encode() + b"\n")
    return file


def test_the_sentences_come_back_as_often_as_they_are_asked_for(corpus):
    with TokenFile(corpus, TokenOptions()) as file:
        filled(file, corpus)
        for _ in range(3):
            assert list(file) == list(sentences(corpus))


def test_reading_may_stop_in_the_middle_and_begin_again(corpus):
    with TokenFile(corpus, TokenOptions()) as file:
        filled(file, corpus)
        assert next(iter(file)) == ["größe", "und", "maß"]
        assert list(file) == list(sentences(corpus))


@pytest.mark.skipif(not FULL_DISK.exists(), reason="this system has no device that is always full")
def test_on_a_full_disk_the_text_is_taken_apart_anew(corpus, monkeypatch):
    monkeypatch.setattr(token_file.tempfile, "TemporaryFile", lambda *_, **__: FULL_DISK.open("r+b"))
    with TokenFile(corpus, TokenOptions()) as file:
        filled(file, corpus)
        assert list(file) == list(sentences(corpus))
        assert list(file) == list(sentences(corpus))
