"""What other programs wrote is read, and what is written here is read by them."""

from pathlib import Path

import numpy as np
import pytest
from gensim.models import KeyedVectors
from gensim.test.utils import datapath

from explorer.embedding import Embedding
from explorer.errors import ExplorerError
from explorer.formats.registry import read_vectors, sniff, write_vectors

REFERENCE = Path(__file__).parents[2] / "reference"
GENSIM_WORDS = (
    "the", "Walfänger", "白鯨", "non\u00a0breaking", "line\u2028separator", "🐋", "חיות", "name@domain.com", ".",
)  # fmt: skip


def test_the_two_files_of_the_original_word2vec_hold_the_same_words_and_vectors():
    text, binary = read_vectors(REFERENCE / "word2vec-c.txt"), read_vectors(REFERENCE / "word2vec-c.bin")
    assert text.index_to_key == binary.index_to_key
    assert text.index_to_key[:4] == ("</s>", "the", "a", "of")
    assert binary.vectors.shape == (15, 4)
    np.testing.assert_allclose(text.vectors, binary.vectors, atol=5e-7)  # six decimals, as "%lf" writes them
    assert text.notices == binary.notices == ()


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("gensim.txt", "word2vec-text"),
        ("gensim-no-header.txt", "glove-text"),
        ("gensim.bin", "word2vec-binary"),
    ],
)
def test_files_of_gensim_are_told_by_their_content_and_read_to_the_bit(name, key):
    path = REFERENCE / name
    assert sniff(path).key == key
    embedding = read_vectors(path)
    assert embedding.index_to_key == GENSIM_WORDS
    assert embedding.vectors.tobytes() == np.load(REFERENCE / "gensim.npy").tobytes()
    assert embedding.notices == ()


@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")  # gensim's no_header=True
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize(
    ("key", "how"),
    [
        ("word2vec-text", {"binary": False}),
        ("word2vec-binary", {"binary": True}),
        ("glove-text", {"binary": False, "no_header": True}),
    ],
)
def test_gensim_reads_what_is_written_here(tmp_path, key, how):
    values = np.load(REFERENCE / "gensim.npy")
    write_vectors(Embedding("words", GENSIM_WORDS, values), tmp_path / "vectors", key)
    loaded = KeyedVectors.load_word2vec_format(str(tmp_path / "vectors"), **how)
    assert tuple(loaded.index_to_key) == GENSIM_WORDS
    assert loaded.vectors.tobytes() == values.tobytes()


@pytest.mark.parametrize(
    ("name", "binary"),
    [
        ("EN.1-10.cbow1_wind5_hs0_neg10_size300_smpl1e-05.txt", False),
        ("euclidean_vectors.bin", True),
        ("high_precision.kv.bin", True),
        ("high_precision.kv.txt", False),
        ("crime-and-punishment.vec", False),
        ("lee_fasttext.vec", False),
        ("word2vec_pre_kv_c", False),
        ("poincare_vectors.bin", True),
        ("toy-model.vec", False),
    ],
)
def test_published_files_are_read_as_gensim_reads_them(name, binary):
    ours, theirs = read_vectors(datapath(name)), KeyedVectors.load_word2vec_format(datapath(name), binary=binary)
    assert list(ours.index_to_key) == theirs.index_to_key
    assert ours.vectors.tobytes() == theirs.vectors.tobytes()
    assert ours.notices == ()


@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")  # gensim's no_header=True
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_file_of_the_original_glove_is_read_as_gensim_reads_it():
    ours = read_vectors(datapath("test_glove.txt"))
    theirs = KeyedVectors.load_word2vec_format(datapath("test_glove.txt"), no_header=True)
    assert list(ours.index_to_key) == theirs.index_to_key
    assert ours.vectors.tobytes() == theirs.vectors.tobytes()


def test_a_published_file_with_fewer_rows_than_its_header_says_is_opened_with_a_notice():
    embedding = read_vectors(datapath("pretrained.vec"))
    assert embedding.index_to_key == ("dummy",)
    assert embedding.notices == (
        "Line 1 of pretrained.vec promises 3 words, the file holds 1. Get the file again if it is cut short.",
    )


def test_a_published_file_with_a_few_bad_letters_is_opened_with_a_notice():
    embedding = read_vectors(datapath("pang_lee_polarity_fasttext.vec"))
    assert embedding.vectors.shape == (1694, 100)
    assert "not UTF-8" in embedding.notices[0]


def test_words_that_were_cut_inside_a_letter_keep_the_letters_that_are_whole():
    embedding = read_vectors(datapath("w2v_keyedvectors_load_test.modeldata"))
    assert embedding.index_to_key == ("ありがとう\ufffd", "どういたしまして\ufffd")
    assert embedding.notices == (
        "2 words are not valid UTF-8; the unreadable letters are shown as \N{REPLACEMENT CHARACTER}.",
    )


def test_every_file_of_gensims_own_tests_is_opened_or_refused_in_a_sentence():
    opened = []
    for path in sorted(Path(datapath("x")).parent.iterdir()):
        try:
            opened.append(read_vectors(path, cache=False).name)
        except ExplorerError as refusal:
            assert str(refusal).startswith(path.name)
            assert str(refusal).endswith(".")
    assert len(opened) >= 15
