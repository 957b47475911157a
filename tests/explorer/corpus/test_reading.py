"""Opening files and folders as one corpus, and reading it line by line."""

import codecs
import os
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.corpus.judging import TextChoice
from explorer.corpus.kinds.document import LONGEST_LINE
from explorer.corpus.reading import open_corpus, read_lines
from explorer.errors import BadOption, EmptyCorpus, UnreadableFile
from explorer.task import Cancelled, Task

GERMAN = "Der Bär fährt über die Straße. Größe und Übermut führten öfter zu Ärger.\n" * 20
RUSSIAN = "Все счастливые семьи похожи друг на друга, каждая несчастливая семья несчастлива по-своему.\n" * 20


def written(folder, **files):
    """Files by their stem, or by their name with "__" for the point."""
    paths = []
    for name, content in files.items():
        path = folder / (name.replace("__", ".") if "__" in name else f"{name}.txt")
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        paths.append(path)
    return paths


def lines_of(corpus):
    return list(read_lines(corpus))


def test_one_file_is_a_corpus_named_after_it(tmp_path):
    corpus = open_corpus(written(tmp_path, whales="Call me Ishmael.\nSome years ago.\n"))
    assert corpus.name == "whales"
    assert corpus.paths == (tmp_path / "whales.txt",)
    assert corpus.n_bytes == 33
    assert corpus.encodings == ("utf-8",)
    assert corpus.notices == ()
    assert lines_of(corpus) == ["Call me Ishmael.", "Some years ago."]


def test_several_files_are_one_corpus_in_their_order(tmp_path):
    corpus = open_corpus(written(tmp_path, b="second\n", a="first", c="third\n"))
    assert corpus.name == "b + 2 more"
    assert lines_of(corpus) == ["second", "", "first", "", "third"], "an empty line keeps documents apart"


def test_a_name_can_be_given(tmp_path):
    assert open_corpus(written(tmp_path, a="one two"), name="Moby-Dick").name == "Moby-Dick"


def test_a_folder_is_searched_to_any_depth_in_the_order_of_the_alphabet(tmp_path):
    folder = tmp_path / "speeches"
    (folder / "b" / "deep").mkdir(parents=True)
    written(folder, z="last")
    written(folder / "b", one="first")
    written(folder / "b" / "deep", two="second")
    corpus = open_corpus([folder])
    assert corpus.name == "speeches"
    assert [path.name for path in corpus.paths] == ["z.txt", "one.txt", "two.txt"]


def test_what_is_hidden_empty_or_no_text_in_a_folder_is_left_out_and_counted(tmp_path):
    (tmp_path / ".git").mkdir()
    written(tmp_path / ".git", config="[core]")
    written(tmp_path, text="A text.", __hidden="secret", empty="", photo__png=b"\x89PNG\r\n\x1a\n\0\0\0")
    corpus = open_corpus([tmp_path])
    assert [path.name for path in corpus.paths] == ["text.txt"]
    assert "2 files without text were left out, such as empty.txt." in corpus.notices
    assert "2 hidden files or folders were left out." in corpus.notices


def test_a_name_ending_does_not_matter(tmp_path):
    assert lines_of(open_corpus(written(tmp_path, data__bin="still a text"))) == ["still a text"]


def test_a_file_named_twice_is_read_once(tmp_path):
    (path,) = written(tmp_path, a="once")
    assert open_corpus([path, tmp_path, tmp_path / "." / "a.txt"]).paths == (path,)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_the_way_of_any_system(tmp_path, end):
    assert lines_of(open_corpus(written(tmp_path, a=f"one{end}{end}two{end}"))) == ["one", "", "two"]


@pytest.mark.parametrize("separator", ["\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029"])
def test_nothing_else_ends_a_line(tmp_path, separator):
    text = "x" * 2000 + f"one{separator}two"  # long enough that one control character is not many
    assert lines_of(open_corpus(written(tmp_path, a=text))) == [text]


@pytest.mark.parametrize(
    ("mark", "encoding", "told"),
    [
        (codecs.BOM_UTF8, "utf-8", "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16"),
        (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32"),
        (codecs.BOM_UTF32_BE, "utf-32-be", "utf-32"),
    ],
)
def test_a_byte_order_mark_tells_the_encoding_and_is_left_out(tmp_path, mark, encoding, told):
    corpus = open_corpus(written(tmp_path, a=mark + "Bär\nÖl".encode(encoding)))
    assert corpus.encodings == (told,)
    assert lines_of(corpus) == ["Bär", "Öl"]
    assert corpus.notices == ()


@pytest.mark.parametrize(
    ("text", "encoding"),
    [(GERMAN, "cp1252"), (RUSSIAN, "cp1251"), (RUSSIAN, "koi8_r"), ("日本語の文章です。\n" * 50, "shift_jis")],
)
def test_another_encoding_is_guessed_and_named_in_a_notice(tmp_path, text, encoding):
    corpus = open_corpus(written(tmp_path, a=text.encode(encoding)))
    assert "\n".join(lines_of(corpus)) + "\n" == text
    (notice,) = corpus.notices
    assert notice == f"a.txt is not UTF-8 and was read as {corpus.encodings[0]}, which may be wrong."


def test_an_encoding_can_be_given_if_the_guess_is_wrong(tmp_path):
    paths = written(tmp_path, a="Größe".encode("cp437"))
    corpus = open_corpus(paths, choice=TextChoice(encoding="cp437"))
    assert (corpus.encodings, corpus.notices, lines_of(corpus)) == (("cp437",), (), ["Größe"])
    corpus = open_corpus([*paths, *written(tmp_path, b="Größe")], choice=TextChoice(encoding="cp437"))
    assert corpus.encodings == ("cp437", "utf-8"), "what is UTF-8 stays it"
    for name in ("utf-9", "base64", "utf-16", "rot13", "\0"):
        with pytest.raises(BadOption, match="There is no encoding"):
            TextChoice(encoding=name)


def test_files_of_one_guessed_encoding_share_a_notice(tmp_path):
    corpus = open_corpus(written(tmp_path, a=GERMAN.encode("cp1252"), b=GERMAN.encode("cp1252"), c="plain"))
    assert corpus.notices == ("2 files, such as a.txt, are not UTF-8 and were read as cp1252, which may be wrong.",)


def test_the_first_letter_beyond_ascii_may_come_late(tmp_path):
    text = "plain words\n" * 100_000 + GERMAN
    corpus = open_corpus(written(tmp_path, a=text.encode("cp1252")))
    assert corpus.encodings == ("cp1252",)
    assert lines_of(corpus)[-1].endswith("öfter zu Ärger.")


def test_a_few_bad_bytes_do_not_make_it_another_encoding(tmp_path):
    corpus = open_corpus(written(tmp_path, a=GERMAN.encode() + b"na\xefve and caf\xe9\n"))
    assert corpus.encodings == ("utf-8",)
    assert corpus.notices == ("a.txt: 2 letters are not valid UTF-8 and could not be read.",)
    assert lines_of(corpus)[-1] == "na\N{REPLACEMENT CHARACTER}ve and caf\N{REPLACEMENT CHARACTER}"


def test_a_letter_cut_by_a_block_of_a_long_line_is_no_bad_byte(tmp_path):
    corpus = open_corpus(written(tmp_path, a="x" + "ä" * (3 << 20)))
    assert corpus.notices == ()


def test_a_line_of_more_than_sixteen_megabytes_comes_in_pieces_that_lose_nothing(tmp_path):
    words = " ".join(f"word{i}" for i in range(2_000_000))
    assert len(words) > 16 << 20
    pieces = lines_of(open_corpus(written(tmp_path, a=words + "\nend")))
    assert pieces[-1] == "end"
    assert "".join(pieces[:-1]) == words
    assert all(len(piece) <= 2 * LONGEST_LINE for piece in pieces)
    assert all(piece.endswith(" ") for piece in pieces[:-2])  # parted at blanks


def test_a_long_line_without_a_blank_is_cut_all_the_same(tmp_path):
    pieces = lines_of(open_corpus(written(tmp_path, a="x" * (5 << 20))))
    assert "".join(pieces) == "x" * (5 << 20)
    assert all(len(piece) <= 2 * LONGEST_LINE for piece in pieces)


def test_memory_does_not_grow_with_the_corpus(tmp_path):
    (path,) = written(tmp_path, a=("some words in a line " * 100 + "\n") * 12_000)
    assert path.stat().st_size > 25e6
    tracemalloc.start()
    try:
        for _ in read_lines(open_corpus([path])):
            pass
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 6e6


@settings(deadline=None)
@given(st.lists(st.text("ab \t\x0b\x0c\x85\u2028\u2029é漢😀", max_size=20), min_size=1))
def test_what_was_written_as_lines_is_read_as_those_lines(tmp_path_factory, lines):
    path = tmp_path_factory.mktemp("lines") / "a.txt"
    path.write_text("\n".join(["not empty", *lines]) + "\n", encoding="utf-8", newline="")
    assert lines_of(open_corpus([path])) == ["not empty", *lines]


@pytest.mark.parametrize("content", [b"", b"\n", b" \t\r\n \n", codecs.BOM_UTF8, codecs.BOM_UTF16_LE + b" \0\n\0"])
def test_an_empty_file_is_refused(tmp_path, content):
    with pytest.raises(UnreadableFile, match=r"^a\.txt: it is empty\. Choose another file\.$"):
        open_corpus(written(tmp_path, a=content))


def test_a_binary_file_called_txt_is_refused_with_what_to_do(tmp_path):
    with pytest.raises(UnreadableFile, match=r"^a\.txt: this is not a text but binary data\. Choose a text"):
        open_corpus(written(tmp_path, a=bytes(range(256)) * 40))


def test_a_known_kind_of_file_is_called_by_its_name(tmp_path):
    with pytest.raises(UnreadableFile, match=r"^a\.txt: this is a picture \(PNG\)\. Choose a text"):
        open_corpus(written(tmp_path, a=b"\x89PNG\r\n" + b"text " * 100))


def test_one_file_that_is_no_text_refuses_all_that_were_named(tmp_path):
    with pytest.raises(UnreadableFile, match=r"^b\.txt: "):
        open_corpus(written(tmp_path, a="a text", b=b"\0\1\2\3"))


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(UnreadableFile, match=r"^gone\.txt: there is no such file\."):
        open_corpus([tmp_path / "gone.txt"])


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes in its folders")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(UnreadableFile, match="not a file but a device or a pipe"):
        open_corpus([tmp_path / "pipe.txt"])


def test_a_folder_without_a_text_is_refused(tmp_path):
    folder = tmp_path / "photos"
    folder.mkdir()
    written(folder, a__png=b"\x89PNG\r\n\x1a\n\0")
    with pytest.raises(EmptyCorpus, match=r"^photos: there is no text in this folder\. Choose a folder with text"):
        open_corpus([folder])


def test_nothing_named_is_refused():
    with pytest.raises(EmptyCorpus, match="No file was named"):
        open_corpus([])


def test_of_several_that_were_dropped_the_bad_ones_are_left_out_and_told_if_a_good_one_is_left(tmp_path):
    good, *bad = written(tmp_path, a="a text", b=b"\0\1\2\3", c=b"%PDF-1.7 no more")
    corpus = open_corpus([good, *bad], is_lenient=True)
    assert (corpus.paths, corpus.name) == ((good,), "a")
    assert corpus.notices == (
        "Left out: b.txt: this is not a text but binary data. Choose a text, or save it as plain text first. "
        "1 more could not be read either.",
    )
    with pytest.raises(UnreadableFile, match=r"^b\.txt: "):
        open_corpus(bad, is_lenient=True)


def test_a_file_that_went_away_is_told_when_it_is_read(tmp_path):
    corpus = open_corpus(written(tmp_path, a="here", b="then gone"))
    corpus.paths[1].unlink()
    with pytest.raises(UnreadableFile, match=r"^b\.txt: there is no such file"):
        lines_of(corpus)


def test_opening_and_reading_tell_how_far_they_are_and_end_at_the_end(tmp_path):
    paths = written(tmp_path, a="some words\n" * 300_000, b="some words\n" * 100_000)
    seen: list[float] = []
    corpus = open_corpus(paths, Task(lambda fraction, _: seen.append(fraction)))
    assert seen == sorted(seen)
    assert seen[-1] == pytest.approx(1.0)
    seen.clear()
    list(read_lines(corpus, Task(lambda fraction, _: seen.append(fraction))))
    assert seen == sorted(seen)
    assert len(seen) > 3
    assert seen[-1] == pytest.approx(1.0)


def test_a_cancelled_task_stops_opening_and_reading(tmp_path):
    paths = written(tmp_path, a="some words\n" * 300_000)
    task = Task()
    task.cancel()
    with pytest.raises(Cancelled):
        open_corpus(paths, task)
    with pytest.raises(Cancelled):
        list(read_lines(open_corpus(paths), task))


def test_a_reader_that_stops_early_closes_the_file(tmp_path):
    lines = read_lines(open_corpus(written(tmp_path, a="one\ntwo\n")))
    assert next(lines) == "one"
    lines.close()  # an open file would be a ResourceWarning, which is an error here


def test_a_text_of_the_samples_is_read(request):
    path = Path(request.config.rootpath) / "data" / "moby-dick.txt"
    corpus = open_corpus([path])
    assert corpus.n_bytes == path.stat().st_size
    assert sum(len(line.encode()) + 1 for line in read_lines(corpus)) == pytest.approx(corpus.n_bytes, abs=1)
