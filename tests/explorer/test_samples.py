import io
import struct
import tarfile

import numpy as np
import pytest

from explorer import samples
from explorer.corpus.documents import read_documents
from explorer.corpus.preprocessing import sentences
from explorer.corpus.reading import Corpus
from explorer.corpus.vocabulary import survey_corpus
from explorer.embedding import Embedding
from explorer.errors import BadOption, UnreadableFile, UnwritableFile
from explorer.options import check_options
from explorer.samples import SAMPLES, card_picture, data_folder, open_sample, sample_of
from explorer.task import Cancelled, Task

CORPORA = [sample.key for sample in SAMPLES if sample.kind == "corpus"]


def test_the_first_sample_is_one_that_trains():
    assert SAMPLES[0].key == "moby-dick"
    assert SAMPLES[0].kind == "corpus"


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.key)
def test_every_sample_opens_as_what_it_says(sample):
    opened = open_sample(sample.key)
    assert isinstance(opened, Corpus if sample.kind == "corpus" else Embedding)
    assert opened.notices == ()
    assert sample.title
    assert sample.sentence.endswith(".")


@pytest.mark.parametrize("key", CORPORA)
def test_the_parameters_of_a_corpus_suit_it(key):
    options = sample_of(key).word2vec
    check_options(options)
    survey = survey_corpus(open_sample(key))
    assert survey.n_words(options.min_count) > options.dim / 2


def test_the_vectors_are_those_of_glove_with_what_wordnet_knows():
    glove = open_sample("glove-10k")
    assert glove.vectors.shape == (10_000, 50)
    assert glove.vectors.dtype == np.float32
    assert glove.index_to_key[:4] == ("the", ",", ".", "of")
    king, queen, guitar = (glove.vectors[glove.index_of(word)] for word in ("king", "queen", "guitar"))
    cosine = king @ queen / np.linalg.norm(king) / np.linalg.norm(queen)
    assert cosine == pytest.approx(0.784, abs=2e-3)  # as published, up to float16
    assert cosine > king @ guitar / np.linalg.norm(king) / np.linalg.norm(guitar)
    known = dict(zip(glove.index_to_key, zip(*glove.metadata.values(), strict=True), strict=True))
    assert list(glove.metadata) == ["part of speech", "supersense"]
    assert known["king"] == ("noun", "noun.person")
    assert known["the"] == ("", "")
    assert sum(bool(speech) for speech, _ in known.values()) == 6_976


def test_the_speeches_are_a_folder_of_texts_in_their_order():
    corpus = open_sample("state-of-the-union")
    assert corpus.name == "state-of-the-union"
    assert len(corpus.paths) == 233
    assert corpus.paths[0].name == "1790_george_washington_n.txt"
    assert corpus.paths[-1].name.startswith("2021_")
    assert next(sentences(corpus))[:2] == ["fellow-citizens", "of"]


def test_of_each_speech_the_year_the_president_and_the_party_are_known():
    speeches = list(read_documents(open_sample("state-of-the-union")))
    assert len({speech.name for speech in speeches}) == 233
    known = {speech.name: dict(speech.metadata) for speech in speeches}
    assert known["1790_george_washington_n"] == {"year": "1790", "president": "George Washington", "party": "none"}
    assert known["1869_ulysses_s_grant_r"]["president"] == "Ulysses S. Grant"
    assert known["1897_william_mc_kinley_r"] == {
        "year": "1897",
        "president": "William McKinley",
        "party": "Republican",
    }


def test_the_speeches_are_unpacked_once_and_again_if_one_is_lost():
    first = open_sample("state-of-the-union").paths[0]
    written = first.stat().st_mtime_ns
    open_sample("state-of-the-union")
    assert first.stat().st_mtime_ns == written
    text = first.read_bytes()
    first.unlink()
    assert len(open_sample("state-of-the-union").paths) == 233
    assert first.read_bytes() == text


def test_nothing_is_left_of_an_unpacking_that_was_cancelled(own_folders):
    task = Task(on_progress=lambda _, message: task.cancel() if message.startswith("Unpacking") else None)
    with pytest.raises(Cancelled):
        open_sample("state-of-the-union", task)
    assert list((own_folders / "cache" / "samples").iterdir()) == []


def test_a_full_or_forbidden_cache_is_told_in_a_sentence(own_folders, monkeypatch):
    (own_folders / "taken").write_text("a file where a folder should be")
    monkeypatch.setenv("LEXISCOPE_CACHE", str(own_folders / "taken"))
    with pytest.raises(UnwritableFile, match="LEXISCOPE_CACHE"):
        open_sample("state-of-the-union")


def archive_of(folder, members):
    with tarfile.open(folder / "state-of-the-union.tar.gz", "w:gz") as tar:
        for member, content in members:
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))


def named(name, kind=tarfile.REGTYPE, target=""):
    member = tarfile.TarInfo(name)
    member.type = kind
    member.linkname = target
    return member


@pytest.mark.parametrize(
    "member",
    [
        named("../outside.txt"),
        named("/outside.txt"),
        named("sub/inside.txt"),
        named(".hidden"),
        named("link.txt", tarfile.SYMTYPE, "/etc/passwd"),
        named("hard.txt", tarfile.LNKTYPE, "a.txt"),
        named("pipe.txt", tarfile.FIFOTYPE),
        named("folder", tarfile.DIRTYPE),
    ],
    ids=lambda member: member.name,
)
def test_an_archive_that_reaches_out_of_its_folder_is_refused_as_a_whole(tmp_path, monkeypatch, own_folders, member):
    content = b"x" if member.isreg() else b""
    archive_of(tmp_path, [(named("a.txt"), b"A good text."), (member, content)])
    monkeypatch.setattr(samples, "data_folder", lambda: tmp_path)
    with pytest.raises(UnreadableFile, match=r"state-of-the-union\.tar\.gz.*not a plain text"):
        open_sample("state-of-the-union")
    assert not (own_folders / "cache" / "samples").exists()
    assert not (own_folders / "cache" / "outside.txt").exists()


def test_an_archive_that_unpacks_to_more_than_it_should_is_refused(tmp_path, monkeypatch):
    archive_of(tmp_path, [(named("a.txt"), b"0" * 2000)])
    monkeypatch.setattr(samples, "data_folder", lambda: tmp_path)
    monkeypatch.setattr(samples, "_MOST_BYTES", 1999)
    with pytest.raises(UnreadableFile, match="more than it should"):
        open_sample("state-of-the-union")


@pytest.mark.parametrize("key", ["glove-10k", "state-of-the-union", "moby-dick"])
def test_a_missing_file_of_a_sample_is_told_in_a_sentence(tmp_path, monkeypatch, key):
    monkeypatch.setattr(samples, "data_folder", lambda: tmp_path)
    with pytest.raises(UnreadableFile):
        open_sample(key)


@pytest.mark.parametrize("damage", [b"", b"\x1f\x8b\x08 no gzip at all", b"not an archive"])
def test_a_damaged_archive_is_told_in_a_sentence(tmp_path, monkeypatch, damage):
    (tmp_path / "state-of-the-union.tar.gz").write_bytes(damage)
    monkeypatch.setattr(samples, "data_folder", lambda: tmp_path)
    with pytest.raises(UnreadableFile, match="missing or damaged"):
        open_sample("state-of-the-union")


def test_an_archive_that_ends_too_early_is_told_in_a_sentence(tmp_path, monkeypatch):
    whole = (data_folder() / "state-of-the-union.tar.gz").read_bytes()
    (tmp_path / "state-of-the-union.tar.gz").write_bytes(whole[: len(whole) // 2])
    monkeypatch.setattr(samples, "data_folder", lambda: tmp_path)
    with pytest.raises(UnreadableFile, match="missing or damaged"):
        open_sample("state-of-the-union")


@pytest.mark.parametrize("theme_name", ["dark", "light"])
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.key)
def test_every_sample_has_a_picture_for_a_sharp_screen_in_both_themes(sample, theme_name):
    head = card_picture(sample.key, theme_name).read_bytes()[:24]
    assert head.startswith(b"\x89PNG")
    assert struct.unpack(">II", head[16:24]) == (600, 360)


def test_an_unknown_sample_is_told_with_those_there_are():
    with pytest.raises(BadOption, match="moby-dick"):
        open_sample("ulysses")


def test_every_file_beside_the_samples_is_told_of_in_their_readme():
    told = (data_folder() / "README.md").read_text(encoding="utf-8")
    for path in data_folder().iterdir():
        stem = path.name.removeprefix("glove.6B.50d.first10000")
        assert path.name == "README.md" or path.name in told or stem in told, path.name
