"""Words are looked up by their bytes as Python looks them up by their letters."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.corpus.cooccurrence import count_cooccurrences
from explorer.corpus.preprocessing import TokenOptions, sentences
from explorer.corpus.reading import open_corpus
from explorer.corpus.token_file import TokenFile
from explorer.corpus.token_lines import WordTable, numbered_lines
from explorer.task import Cancelled, Task

WORDS = st.text(st.characters(exclude_characters=" \n", exclude_categories=["Cs"]), min_size=1, max_size=6)
SENTENCES = st.lists(st.lists(WORDS, max_size=8), max_size=8)


@settings(deadline=None)
@given(SENTENCES, st.lists(WORDS, unique=True, max_size=20))
def test_every_token_is_found_that_is_in_the_vocabulary(texts, vocabulary):
    vocabulary = list(dict.fromkeys([*vocabulary, *(word for text in texts for word in text[::2])]))
    lines = "".join(" ".join(text) + "\n" for text in texts).encode()
    found = WordTable(vocabulary).number(lines)
    expected = [[vocabulary.index(word) for word in text if word in vocabulary] for text in texts]
    assert found.tokens.tolist() == [index for text in expected for index in text]
    assert found.ends.tolist() == np.cumsum([len(text) for text in expected]).tolist()
    assert found.n_read == sum(map(len, texts))


def test_a_last_line_without_an_end_and_blanks_in_a_row_are_read_too():
    found = WordTable(("a", "b")).number(b"a  b\n\nb c a")
    assert (found.tokens.tolist(), found.ends.tolist(), found.n_read) == ([0, 1, 1, 0], [2, 2, 4], 5)


def test_a_table_of_many_words_finds_each_of_them():
    words = [f"word{i}" for i in range(5000)]
    assert WordTable(words).number(" ".join(words).encode()).tokens.tolist() == list(range(5000))


@pytest.fixture
def corpus(tmp_path):
    (tmp_path / "a.txt").write_text("Größe und Maß. Call me Ishmael.\n\nहिन्दी und Größe don't\n", encoding="utf-8")
    return open_corpus([tmp_path / "a.txt"])


@pytest.mark.parametrize("is_full", [False, True])
def test_a_token_file_is_counted_as_its_sentences_are(corpus, is_full):
    texts = list(sentences(corpus))
    vocabulary = tuple(dict.fromkeys(word for text in texts for word in text))
    with TokenFile(corpus, TokenOptions()) as file:
        for tokens in texts:
            file.append(" ".join(tokens).encode() + b"\n")
        file._is_full = is_full
        assert b"".join(file.pieces(3)).decode().split() == [word for text in texts for word in text]
        ours = count_cooccurrences(file, vocabulary, 4)
        assert np.array_equal(ours.toarray(), count_cooccurrences(texts, vocabulary, 4).toarray())
        assert list(file) == texts


class Lines:
    def pieces(self, size):
        yield b"a b\n" * size
        yield b"b a\n"


def test_cancel_is_heard_between_two_pieces():
    task = Task()
    parts = numbered_lines(Lines(), ("a", "b"), 10, task)
    assert len(next(parts).tokens) == 20
    task.cancel()
    with pytest.raises(Cancelled):
        next(parts)
