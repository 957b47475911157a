"""Sentences are written of words, and said of documents where an embedding holds these."""

from __future__ import annotations

import pytest

from explorer.wording import counted, worded


@pytest.mark.parametrize(
    ("of_words", "of_documents"),
    [
        ("Search for a word  ( / )", "Search for a document  ( / )"),
        ("Isolate the selected words", "Isolate the selected documents"),
        ("Word", "Document"),
        ("WORDS IT LEADS TO", "DOCUMENTS IT LEADS TO"),
        ("Of the 1,000 most frequent words", "Of the 1,000 first documents"),
        ("Frequency", "Length"),
        ("By frequency", "By length"),
        ("word2vec, co-occurrence, foreword", "word2vec, co-occurrence, foreword"),
    ],
)
def test_what_is_said_of_words_is_said_of_documents(of_words: str, of_documents: str) -> None:
    assert worded(of_words, "document") == of_documents


def test_of_words_a_sentence_stays_as_it_is() -> None:
    assert worded("The most frequent words, by frequency") == "The most frequent words, by frequency"


def test_one_entry_is_counted_otherwise_than_several() -> None:
    assert [counted(n, "document") for n in (0, 1, 4000)] == ["0 documents", "1 document", "4,000 documents"]
