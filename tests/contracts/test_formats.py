"""The laws that every format of word vectors keeps, whatever file it meets."""

import pickle
import tracemalloc
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from explorer.embedding import Embedding
from explorer.errors import ExplorerError, UnreadableFile, UnwritableFile
from explorer.formats import text_parsing, text_reading, text_writing, word2vec_binary
from explorer.formats.registry import FORMATS, read_vectors, sniff, write_vectors
from explorer.task import Cancelled, Task

every_format = pytest.mark.parametrize("kind", FORMATS, ids=lambda kind: kind.key)
every_format_with_a_header = pytest.mark.parametrize("kind", FORMATS[:2], ids=lambda kind: kind.key)
in_one_folder = settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@pytest.fixture(params=["in Python", "by the kernel"])
def reader(request, monkeypatch):
    """Files of every size are read in one way and in the other."""
    by_kernel = request.param == "by the kernel"
    for module in (text_parsing, word2vec_binary):
        monkeypatch.setattr(module, "is_for_kernel", lambda size, name: by_kernel)
    return request.param


def bits(vectors: np.ndarray) -> bytes:
    return np.ascontiguousarray(vectors, np.float32).tobytes()


# Writing, then reading

_LETTERS = st.sampled_from(
    "aZß0.5-e,_@#<>\"'\\\u0301\u00a0\u0085\u2028\u2029\u200b\u3000\x0b\x0c\x1c白鯨🐋חℵ\ud7ff\U0010ffff"
)
_WORDS = st.text(_LETTERS, min_size=1, max_size=12)
_SPACED = st.lists(_WORDS, min_size=1, max_size=4).flatmap(
    lambda parts: st.sampled_from([" ", "\t", "  ", " \t"]).map(lambda blank: blank.join(parts))
)
_FLOATS = st.one_of(
    st.floats(width=32, allow_nan=False, allow_infinity=False),
    st.sampled_from([0.0, -0.0, 1e-45, -1e-45, 1.1754942e-38, 3.4028235e38, -3.4028235e38, 16777217.0, 0.1, 1 / 3])
    .map(np.float32)
    .map(float),
)  # fmt: skip


@st.composite
def embeddings(draw, words=_WORDS):
    key = draw(st.lists(words, min_size=1, max_size=8, unique=True))
    dim = draw(st.integers(1, 12))
    return Embedding("drawn", tuple(key), draw(arrays(np.float32, (len(key), dim), elements=_FLOATS)))


@every_format
@in_one_folder
@given(embedding=embeddings())
def test_what_is_written_is_read_again_to_the_bit(tmp_path, reader, kind, embedding):
    write_vectors(embedding, tmp_path / "vectors", kind.key)
    again = read_vectors(tmp_path / "vectors", format_key=kind.key)
    assert again.index_to_key == embedding.index_to_key
    assert bits(again.vectors) == bits(embedding.vectors)
    assert again.notices == ()


@every_format
@in_one_folder
@given(embedding=embeddings(_SPACED))
def test_words_with_spaces_are_read_again_as_they_were_or_refused_by_name(tmp_path, reader, kind, embedding):
    path = tmp_path / "vectors"
    path.unlink(missing_ok=True)
    try:
        write_vectors(embedding, path, kind.key)
    except UnwritableFile as refusal:
        assert any(f"“{word}”" in str(refusal) for word in embedding.index_to_key)
        assert not path.exists()
        return
    again = read_vectors(path, format_key=kind.key)
    assert again.index_to_key == embedding.index_to_key
    assert bits(again.vectors) == bits(embedding.vectors)


@every_format
@pytest.mark.parametrize("dim", [2, 3, 50])
@pytest.mark.parametrize("n_words", [1, 2, 400])
def test_the_content_tells_the_format_whatever_the_name(tmp_path, kind, n_words, dim):
    random = np.random.default_rng(dim)
    vectors = random.normal(size=(n_words, dim)).astype(np.float32)
    path = tmp_path / "notes.docx"
    write_vectors(Embedding("test", tuple(f"w{i}" for i in range(n_words)), vectors), path, kind.key)
    assert sniff(path).key == kind.key
    assert bits(read_vectors(path).vectors) == bits(vectors)


@every_format
def test_whole_numbers_stay_vectors(tmp_path, kind):
    embedding = Embedding("counts", ("a", "b", "c"), np.arange(9, dtype=np.float32).reshape(3, 3))
    write_vectors(embedding, tmp_path / "vectors", kind.key)
    assert bits(read_vectors(tmp_path / "vectors").vectors) == bits(embedding.vectors)


@every_format
def test_the_name_and_origin_come_from_the_file(tmp_path, small_embedding, kind):
    write_vectors(small_embedding, tmp_path / "my.vectors.v2.txt", kind.key)
    embedding = read_vectors(tmp_path / "my.vectors.v2.txt")
    assert (embedding.name, embedding.origin) == ("my.vectors.v2", "opened from my.vectors.v2.txt")
    assert embedding.counts is None


@every_format
@pytest.mark.parametrize("word", ["", "two\nlines", "\ud800"])
def test_a_word_that_no_file_can_hold_is_refused_and_the_old_file_kept(tmp_path, small_embedding, kind, word):
    path = tmp_path / "vectors"
    path.write_bytes(b"old")
    with pytest.raises(UnwritableFile, match="vectors was not written"):
        write_vectors(replace(small_embedding, index_to_key=(*small_embedding.index_to_key[1:], word)), path, kind.key)
    assert path.read_bytes() == b"old"


@every_format
def test_a_word_that_is_there_twice_is_not_written(tmp_path, kind):
    with pytest.raises(UnwritableFile, match="“b” is there twice"):
        write_vectors(Embedding("test", ("a", "b", "b"), np.ones((3, 2), np.float32)), tmp_path / "vectors", kind.key)


@every_format
def test_cancelled_writing_keeps_the_old_file_and_leaves_nothing(tmp_path, small_embedding, kind, monkeypatch):
    monkeypatch.setattr(text_writing, "_ROWS", 10)
    monkeypatch.setattr(word2vec_binary, "_ROWS", 10)
    path = tmp_path / "vectors"
    path.write_bytes(b"old")
    task = Task(on_progress=lambda fraction, message: fraction >= 0.5 and task.cancel())
    with pytest.raises(Cancelled):
        write_vectors(small_embedding, path, kind.key, task)
    assert path.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["vectors"]


@every_format
def test_cancelled_reading_stops_between_two_blocks(tmp_path, reader, kind, monkeypatch):
    for module in (text_reading, word2vec_binary):
        monkeypatch.setattr(module, "BLOCK", 1 << 12)
    n_words = 4000
    vectors = np.random.default_rng(0).normal(size=(n_words, 5)).astype(np.float32)
    write_vectors(Embedding("test", tuple(f"w{i}" for i in range(n_words)), vectors), tmp_path / "vectors", kind.key)
    seen = []

    def stop(fraction, message):
        seen.append((fraction, message))
        if fraction > 0.2:
            task.cancel()

    task = Task(on_progress=stop)
    with pytest.raises(Cancelled):
        read_vectors(tmp_path / "vectors", task)
    assert 0.2 < seen[-1][0] < 0.5
    assert seen[-1][1] == "Reading vectors"
    assert read_vectors(tmp_path / "vectors").vectors.tobytes() == vectors.tobytes()


# Files that lie, are damaged, or are something else


@every_format
def test_a_header_that_promises_a_trillion_rows_costs_no_memory(tmp_path, reader, kind, small_embedding):
    path = tmp_path / "vectors"
    write_vectors(small_embedding, path, kind.key)
    content = path.read_bytes()
    body = content if kind.key == "glove-text" else content.partition(b"\n")[2]
    for header in (b"1000000000000 8", b"1000000000000 300", b"60 1000000000000", b"9" * 29 + b" " + b"9" * 29):
        path.write_bytes(header + b"\n" + body)
        tracemalloc.start()
        try:
            read_vectors(path, format_key=kind.key)
        except UnreadableFile as refusal:
            assert str(refusal).startswith("vectors")
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < 30 << 20


@every_format_with_a_header
@pytest.mark.parametrize("promise", ["7", "2", "0", "-1", "1000000000000"])
def test_rows_are_what_is_there_and_not_what_the_header_says(tmp_path, reader, kind, promise):
    path = tmp_path / "vectors"
    embedding = Embedding("test", ("a", "b", "c"), np.array([[0.5, 1.25], [2, 3], [-4, 5]], np.float32))
    write_vectors(embedding, path, kind.key)
    path.write_bytes(promise.encode() + path.read_bytes().removeprefix(b"3"))
    again = read_vectors(path)
    assert again.index_to_key == embedding.index_to_key
    assert bits(again.vectors) == bits(embedding.vectors)
    (notice,) = again.notices
    assert notice.startswith(f"Line 1 of vectors promises {int(promise):,} words, the file holds 3.")


@every_format
def test_a_file_cut_anywhere_gives_its_complete_rows_or_a_sentence(tmp_path, reader, kind):
    path = tmp_path / "vectors"
    embedding = Embedding("test", ("a", "白鯨", "whale"), np.array([[0.5, -1.25], [2, 3], [4, 5]], np.float32))
    write_vectors(embedding, path, kind.key)
    content = path.read_bytes()
    complete = set()
    for cut in range(len(content)):
        path.write_bytes(content[:cut])
        try:
            found = read_vectors(path, format_key=kind.key)
        except UnreadableFile as refusal:
            assert str(refusal).endswith(".")
            continue
        complete.add(len(found))
        if kind.key == "word2vec-binary":  # in a text, a number that is cut short is still a number
            assert bits(found.vectors) == bits(embedding.vectors[: len(found)])
            assert found.index_to_key == embedding.index_to_key[: len(found)]
            assert found.notices
    assert complete >= {1, 2}


_FIELDS = st.sampled_from([b"a", b"the", b"3", b"0.5", b"-1e5", b"nan", b"1e999", b" ", b"\t", b"\xff", b"\0", b"."])
_LINES = st.lists(st.lists(_FIELDS), max_size=12).map(lambda lines: b"\n".join(b" ".join(line) for line in lines))


@every_format
@in_one_folder
@given(content=st.one_of(st.binary(max_size=300), _LINES, st.tuples(st.just(b"3 2\n"), st.binary()).map(b"".join)))
def test_bytes_whatever_are_read_or_refused_in_a_sentence(tmp_path, reader, kind, content):
    path = tmp_path / "vectors"
    path.write_bytes(content)
    for key in (kind.key, None):
        try:
            embedding = read_vectors(path, format_key=key)
        except ExplorerError as refusal:
            assert str(refusal).startswith("vectors")
        else:
            assert np.isfinite(embedding.vectors).all()
            assert len(set(embedding.index_to_key)) == len(embedding)
            assert all(embedding.index_to_key)


class Hostile:
    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return (open, (str(self.path), "w"))


@every_format
@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_nothing_in_a_file_is_ever_run(tmp_path, reader, kind, protocol):
    proof = tmp_path / "the-file-ran"
    path = tmp_path / "model.kv"
    path.write_bytes(pickle.dumps(Hostile(proof), protocol))
    for key in (None, kind.key):
        with pytest.raises(UnreadableFile, match=r"^model\.kv"):
            read_vectors(path, format_key=key)
    assert not proof.exists()
    pickle.loads(path.read_bytes()).close()
    assert proof.exists()  # so it would have


@every_format
def test_a_folder_a_missing_file_and_a_device_are_told_in_a_sentence(tmp_path, kind):
    for path, sentence in ((tmp_path, "folder"), (tmp_path / "none", "no such file"), ("/dev/zero", "device")):
        with pytest.raises(UnreadableFile, match=sentence):
            read_vectors(path, format_key=kind.key)
        with pytest.raises(UnreadableFile, match=sentence):
            read_vectors(path)


@every_format
@pytest.mark.parametrize("content", [b"", b"\n", b" \t\r\n\n", b"\xef\xbb\xbf", b"hello", b"hello\n"])
def test_a_file_without_a_vector_is_told_in_a_sentence(tmp_path, reader, kind, content):
    path = tmp_path / "vectors.txt"
    path.write_bytes(content)
    for key in (kind.key, None):
        with pytest.raises(UnreadableFile, match=r"^vectors\.txt.*\.$"):
            read_vectors(path, format_key=key)


@pytest.mark.parametrize("header", [b"3 2\n", b"0 0\n", b"3 2"])
def test_a_header_with_nothing_behind_it_is_told_in_a_sentence(tmp_path, reader, header):
    path = tmp_path / "vectors.txt"
    path.write_bytes(header)
    with pytest.raises(UnreadableFile, match=r"^vectors\.txt: it (holds no rows|ends before).*\.$"):
        read_vectors(path)
