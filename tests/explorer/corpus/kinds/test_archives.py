"""Archives are read without being unpacked, and hostile ones are told in a sentence."""

import gzip
import io
import tarfile
import zipfile

import pytest

from explorer.corpus.kinds import archives
from explorer.corpus.reading import open_corpus, read_lines
from explorer.errors import UnreadableFile
from tests.made_texts import tar_of, zip_of

GOOD = b"Call me Ishmael."


@pytest.fixture
def opens(tmp_path):
    def write_and_open(content, name="texts.zip"):
        path = tmp_path / name
        path.write_bytes(content)
        return open_corpus([path])

    return write_and_open


@pytest.mark.parametrize("made", [zip_of, tar_of], ids=["zip", "tar"])
@pytest.mark.parametrize("name", ["../evil.txt", "/etc/evil.txt", "a/../../evil.txt", "C:\\evil.txt", "..\\evil.txt"])
def test_a_path_that_leads_out_of_the_archive_is_left_out_and_nothing_is_written(opens, tmp_path, made, name):
    corpus = opens(made({"good.txt": GOOD, name: b"evil words"}))
    assert corpus.notices == (
        f"1 file with a path that leads out of the archive was left out, such as {name.rpartition('/')[2]}.",
    )
    assert list(read_lines(corpus)) == [GOOD.decode()]
    assert [each.name for each in tmp_path.iterdir()] == ["texts.zip"]


def test_links_are_not_followed(opens):
    assert opens(tar_of({"good.txt": GOOD, "link": None})).notices == ("1 link or device was left out, such as link.",)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("good.txt", GOOD)
        link = zipfile.ZipInfo("link")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    assert opens(file.getvalue()).notices == ("1 link or device was left out, such as link.",)


def test_an_encrypted_archive_says_so(opens):
    content = bytearray(zip_of({"secret.txt": GOOD}))
    content[6] |= 1  # the flag in the header of the file, and in the directory
    content[content.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(UnreadableFile, match=r"^texts\.zip: its files are encrypted\. Unpack it with its password"):
        opens(bytes(content))


@pytest.mark.parametrize(
    "made", [zip_of, lambda files: gzip.compress(files["a.txt"]), lambda files: tar_of(files, True)]
)
def test_a_bomb_is_refused(opens, monkeypatch, made):
    monkeypatch.setattr(archives, "FREE", 1 << 18)
    with pytest.raises(UnreadableFile, match=r"^texts\.zip: it unpacks to more than 200 times its size"):
        opens(made({"a.txt": b"a " * (1 << 20)}))


def test_a_name_that_would_fill_the_memory_is_refused(opens):
    header = tarfile.TarInfo("././@LongLink")
    header.type, header.size = tarfile.GNUTYPE_LONGNAME, 2 << 20
    content = header.tobuf(tarfile.GNU_FORMAT) + b"x" * (2 << 20) + tar_of({"a.txt": GOOD})
    with pytest.raises(UnreadableFile, match="a name in this archive has more letters than any name"):
        opens(content)


def test_more_files_than_anyone_reads_are_refused(opens, monkeypatch):
    monkeypatch.setattr(archives, "MOST_MEMBERS", 3)
    for made in (zip_of, tar_of):
        with pytest.raises(UnreadableFile, match="more than 3 files"):
            opens(made({f"{number}.txt": GOOD for number in range(5)}))


def test_a_list_of_files_that_would_fill_the_memory_is_not_loaded(opens, monkeypatch):
    content = zip_of({f"{number}.txt": GOOD for number in range(9)})
    monkeypatch.setattr(archives, "_LARGEST_DIRECTORY", 200)
    monkeypatch.setattr(archives.zipfile, "ZipFile", None)
    with pytest.raises(UnreadableFile, match="more than 100,000 files"):
        opens(content)


def test_a_file_that_is_packed_in_an_unknown_way_is_left_out(opens):
    content = zip_of({"a.txt": GOOD, "b.txt": GOOD})
    place = content.rindex(b"PK\x01\x02")
    content = content[: place + 10] + b"\x62" + content[place + 11 :]  # PPMd, which Python does not know
    assert opens(content).notices == ("1 file that is packed in an unknown way was left out, such as b.txt.",)


def test_what_is_no_text_hidden_or_an_archive_itself_is_left_out_and_counted(opens):
    corpus = opens(zip_of({
        "a.txt": GOOD, ".hidden": GOOD, "__MACOSX/a.txt": GOOD, "b.bin": b"\0\1\2", "c.zip": zip_of({"d.txt": GOOD}),
    }))  # fmt: skip
    assert [part.member for part in corpus.parts] == ["a.txt"]
    assert corpus.notices == (
        "1 file without text was left out, such as b.bin.",
        "1 archive in an archive was left out, such as c.zip.",
        "2 hidden files or folders were left out.",
    )


def test_an_archive_without_a_text_and_one_that_is_cut_short_are_told(opens):
    with pytest.raises(UnreadableFile, match=r"no file in it can be read as a text\. The first is b\.bin: "):
        opens(zip_of({"b.bin": b"\0\1\2" * 50}))
    with pytest.raises(UnreadableFile, match="is damaged or cut short"):
        opens(zip_of({"a.txt": GOOD * 50})[:60])
    with pytest.raises(UnreadableFile, match="is damaged or cut short"):
        opens(tar_of({"a.txt": GOOD * 5000, "b.txt": bytes(range(32, 127)) * 90}, packed=True)[:200])


@pytest.mark.parametrize(
    ("part", "sentence"), [("xl/workbook.xml", "spreadsheet"), ("ppt/presentation.xml", "PowerPoint")]
)
def test_other_office_files_say_what_would_do(opens, part, sentence):
    with pytest.raises(UnreadableFile, match=sentence):
        opens(zip_of({"[Content_Types].xml": "<Types/>", part: "<x/>"}))


def test_files_of_one_name_are_told_apart_by_their_folders(opens):
    corpus = opens(zip_of({"a/1.txt": GOOD, "b/1.txt": GOOD, "b/2.txt": GOOD}))
    assert [part.name for part in corpus.parts] == ["a/1", "b/1", ""]


def test_a_corpus_is_named_without_the_endings_of_its_archive(opens):
    assert opens(tar_of({"a.txt": GOOD}, packed=True), "speeches.tar.gz").name == "speeches"
    assert opens(gzip.compress(GOOD), "novel.txt.gz").name == "novel"
    assert opens(zip_of({"a.txt": GOOD}), "no. 1.zip").name == "no. 1"


def test_an_archive_that_changed_since_it_was_opened_is_told(opens, tmp_path):
    corpus = opens(zip_of({"a.txt": GOOD, "b.txt": GOOD}))
    (tmp_path / "texts.zip").write_bytes(zip_of({"b.txt": GOOD, "a.txt": GOOD}))
    with pytest.raises(UnreadableFile, match="it has changed since it was opened"):
        list(read_lines(corpus))
