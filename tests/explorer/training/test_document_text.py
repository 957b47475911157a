"""What doc2vec takes for documents, and what is known of them."""

import pytest

from explorer.corpus.preprocessing import TokenOptions
from explorer.corpus.reading import open_corpus
from explorer.corpus.vocabulary import survey_corpus
from explorer.errors import EmptyCorpus
from explorer.training import document_text
from explorer.training.document_text import DocumentText, check_documents
from explorer.training.options import Doc2VecOptions
from explorer.training.trainers import learn


@pytest.fixture
def corpus(tmp_path):
    (tmp_path / "cat.txt").write_text("The cat is fluffy. It purrs.\n\nThe cat sleeps.", encoding="utf-8")
    (tmp_path / "dog.txt").write_text("The dog barks!", encoding="utf-8")
    (tmp_path / "empty.txt").write_text("--- !!! ---", encoding="utf-8")
    return open_corpus([tmp_path])


def read(corpus, unit):
    with DocumentText(corpus, TokenOptions(), unit) as text:
        survey = text.survey()
        examples = [(tags[0], " ".join(words)) for words, tags in text.examples(10_000)]
        return text.documents, survey, examples


def test_a_file_is_a_document_unless_it_has_no_words(corpus):
    documents, survey, examples = read(corpus, "document")
    assert documents.names == ["cat", "dog"]
    assert documents.lengths == [9, 3]
    assert (survey.n_sentences, survey.n_tokens) == (2, 12)
    assert list(survey.counts.items())[:2] == [("the", 3), ("cat", 2)]
    assert examples == [(0, "the cat is fluffy it purrs the cat sleeps"), (1, "the dog barks")]


@pytest.mark.parametrize("unit", ["document", "paragraph", "sentence"])
def test_the_sentences_are_counted_whatever_a_document_is(corpus, unit):
    with DocumentText(corpus, TokenOptions(), unit) as text:
        text.survey()
    assert text.n_sentences == survey_corpus(corpus).n_sentences == 4


def test_paragraphs_and_sentences_know_their_document_and_how_they_begin(corpus):
    documents, _, _ = read(corpus, "paragraph")
    assert documents.names == ["cat 1", "cat 2", "dog 1"]
    assert documents.metadata["document"] == ["cat", "cat", "dog"]
    assert documents.metadata["text"] == ["The cat is fluffy. It purrs.", "The cat sleeps.", "The dog barks!"]
    documents, _, examples = read(corpus, "sentence")
    assert documents.names == ["cat 1", "cat 2", "cat 3", "dog 1"]
    assert examples[1] == (1, "it purrs")


def test_a_long_paragraph_is_known_by_its_first_words(tmp_path):
    (tmp_path / "long.txt").write_text("whale " * 50, encoding="utf-8")
    documents, _, _ = read(open_corpus([tmp_path]), "paragraph")
    assert documents.metadata["text"] == ["whale " * 9 + "whale…"]


def test_documents_of_one_name_are_told_apart_by_numbers():
    documents = document_text.Documents()
    for _ in range(2):
        documents.add("speech", 5, {})
    assert documents.names == ["speech", "speech (2)"]
    documents.add("speech (2)", 5, {})
    assert len(set(documents.names)) == 3


def test_a_column_that_only_some_documents_have_is_empty_for_the_others():
    documents = document_text.Documents()
    documents.add("a", 1, {"year": "1851"})
    documents.add("b", 1, {"author": "Melville"})
    assert documents.metadata == {"year": ["1851", ""], "author": ["", "Melville"]}


def test_long_documents_come_in_pieces_of_one_number(corpus, monkeypatch):
    monkeypatch.setattr(document_text, "LONGEST_SENTENCE", 4)
    with DocumentText(corpus, TokenOptions(), "document") as text:
        text.survey()
        pieces = [(tags[0], len(words)) for words, tags in text.examples(3)]
        assert pieces == [(0, 3), (0, 1), (0, 3), (0, 1), (0, 1), (1, 3)]


def test_on_a_full_disk_the_documents_are_read_again(corpus, monkeypatch):
    with DocumentText(corpus, TokenOptions(), "sentence") as text:
        text.survey()
        kept = list(text.examples(100))
        monkeypatch.setattr(text._file, "_is_full", True)
        assert list(text.examples(100)) == kept


def test_one_document_alone_is_refused_with_what_would_do(corpus, tmp_path):
    (tmp_path / "dog.txt").unlink()
    with pytest.raises(EmptyCorpus, match=r"only one document .* paragraphs or sentences for documents \(documents\)"):
        learn(open_corpus([tmp_path]), Doc2VecOptions(min_count=1))


def test_one_document_alone_is_refused_before_it_is_read_where_it_can_be_known(corpus, tmp_path):
    for name in ("cat", "dog"):
        (tmp_path / f"{name}.txt").unlink()
    (tmp_path / "empty.txt").write_text("The cat", encoding="utf-8")
    alone = open_corpus([tmp_path / "empty.txt"])
    (tmp_path / "empty.txt").unlink()
    with pytest.raises(EmptyCorpus, match="only one document"):
        learn(alone, Doc2VecOptions(min_count=1))
    check_documents(alone, Doc2VecOptions(documents="sentence"))
    check_documents(corpus, Doc2VecOptions())


def test_the_documents_become_an_embedding_with_their_lengths_and_metadata(corpus):
    learned = learn(corpus, Doc2VecOptions(documents="paragraph", dim=4, min_count=1, epochs=2, workers=1))
    documents = learned.documents
    assert documents.name == f"{corpus.name} · doc2vec, documents"
    assert documents.index_to_key == ("cat 1", "cat 2", "dog 1")
    assert documents.counts.tolist() == [6, 3, 3]
    assert documents.metadata["document"] == ("cat", "cat", "dog")
    assert documents.vectors.shape == (3, 4)
