"""What is taken for word vectors, and what is not, by content alone."""

import io
import zipfile

import numpy as np
import pytest

from explorer.errors import BadOption, UnreadableFile
from explorer.formats.registry import FORMATS, format_of, read_vectors, sniff, write_vectors
from explorer.samples import data_folder

NO_VECTORS = {
    "prose": "Call me Ishmael. Some years ago - never mind how long precisely.\n" * 20,
    "prose with years at the ends of lines": "The ship sailed in 1851\nand came home in 1853\nwith oil worth 30000\n"
    * 9,
    "prose with prices": "A barrel cost $31.50\nand two of them 63.00\nwhich nobody paid, not even Ahab.\n" * 9,
    "verse": "One\ntwo\nthree\nfour\n" * 20,
    "a word list": "the\nof\nand\n1851\n" * 20,
    "word counts": "the 14431\nof 6609\nand 6430\n" * 20,
    "tab-separated counts": "the\t14431\nof\t6609\nand\t6430\n" * 20,
    "comma-separated numbers": "king,0.5,0.25\nqueen,0.75,0.5\n" * 20,
    "a chapter list": "CHAPTER 1. Loomings 1\nCHAPTER 2. The Carpet-Bag 12\nCHAPTER 3. The Spouter-Inn 20\n",
    "a page of numbers": "\n".join(str(n) for n in range(100)),
    "a header and prose": "3 2\nCall me Ishmael.\nSome years ago.\nNever mind how long.\n",
    "JSON": '{"king": [0.5, 0.25],\n "queen": [0.75, 0.5]}\n',
    "one word": "whale",
    "one word and one value": "whale 0.5\n",
}


@pytest.mark.parametrize("text", NO_VECTORS.values(), ids=NO_VECTORS.keys())
def test_texts_with_numbers_in_them_are_not_vectors(tmp_path, text):
    path = tmp_path / "vectors.bin"
    path.write_text(text, encoding="utf-8")
    assert sniff(path) is None
    with pytest.raises(UnreadableFile, match=r"^vectors\.bin: it holds no word vectors"):
        read_vectors(path)


@pytest.mark.parametrize("name", ["moby-dick.txt", "glove.6B.50d.first10000.words.txt", "wordnet-licence.txt"])
def test_the_texts_that_are_shipped_are_not_vectors(name):
    assert sniff(data_folder() / name) is None


def test_every_part_of_a_novel_is_not_vectors(tmp_path):
    text = (data_folder() / "moby-dick.txt").read_text(encoding="utf-8")
    path = tmp_path / "part"
    for start in range(0, len(text), 40_000):
        path.write_text(text[start : start + 40_000], encoding="utf-8")
        assert sniff(path) is None


def zipped() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("vectors.txt", "a 0.5 1.5\n")
    return buffer.getvalue()


def numpy_file() -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, np.ones((3, 2), np.float32))
    return buffer.getvalue()


KNOWN = {
    "a Git LFS pointer": (
        b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22ead\nsize 12345\n",
        "git lfs pull",
    ),
    "a gensim model": (b"\x80\x04\x95\x10\x00\x00\x00\x00\x00\x00\x00\x8c\x06gensim.", "save_word2vec_format"),
    "a fastText model": (b"\xba\x16\x4f\x2f\x0c\x00\x00\x00" + bytes(100), r"\.vec"),
    "gzip": (b"\x1f\x8b\x08\x00" + bytes(50), "Unpack it"),
    "zip": (zipped(), "Unpack it"),
    "a NumPy array": (numpy_file(), "no words"),
    "safetensors": (b"\x2a" + bytes(7) + b'{"embeddings":{"dtype":"F32","shape":[2,2]}}', "safetensors"),
    "a PDF": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "learned from its text"),
    "a PNG": (b"\x89PNG\r\n\x1a\n" + bytes(50), "picture"),
    "UTF-16": ("king 0.5 0.25\nqueen 0.75 0.5\n".encode("utf-16"), "Save it as UTF-8"),
    "nothing": (b"", "empty"),
    "blanks": (b"\r\n \t\r\n", "empty"),
    "random bytes": (np.random.default_rng(9).bytes(5000), "no word vectors"),
}  # fmt: skip


@pytest.mark.parametrize(("content", "sentence"), KNOWN.values(), ids=KNOWN.keys())
def test_files_of_another_kind_are_refused_with_what_they_are_and_what_to_do(tmp_path, content, sentence):
    path = tmp_path / "vectors.txt"
    path.write_bytes(content)
    assert sniff(path) is None
    with pytest.raises(UnreadableFile, match=rf"^vectors\.txt: .*{sentence}.*\.$"):
        read_vectors(path)


def test_binary_vectors_that_are_called_txt_are_read(tmp_path, small_embedding):
    write_vectors(small_embedding, tmp_path / "vectors.txt", "word2vec-binary")
    assert read_vectors(tmp_path / "vectors.txt").index_to_key == small_embedding.index_to_key


def test_vectors_of_phrases_are_told_from_prose(tmp_path):
    random = np.random.default_rng(5)
    rows = [f"new york {i}th street " + " ".join(f"{v:.4f}" for v in random.normal(size=20)) for i in range(50)]
    path = tmp_path / "phrases.txt"
    path.write_text("\n".join(rows))
    assert sniff(path).key == "glove-text"
    assert read_vectors(path).index_to_key[3] == "new york 3th street"


def test_a_header_that_lies_about_the_rows_is_still_a_header(tmp_path):
    path = tmp_path / "vectors"
    path.write_text("400000 300\nking 0.5 0.25\nqueen 0.75 0.5\n")
    assert sniff(path).key == "word2vec-text"


def test_an_unknown_format_is_told_with_those_that_there_are(small_embedding, tmp_path):
    with pytest.raises(BadOption, match="no format “csv”; choose one of word2vec-text, word2vec-binary, glove-text"):
        write_vectors(small_embedding, tmp_path / "x", "csv")
    assert [format_of(each.key) for each in FORMATS] == list(FORMATS)
