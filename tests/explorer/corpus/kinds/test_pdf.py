"""PDFs are read page by page; those without readable text say so."""

import pytest

from explorer.corpus.reading import open_corpus, read_lines
from explorer.errors import UnreadableFile
from tests.made_texts import pdf_of


@pytest.fixture
def written(tmp_path):
    def write(content):
        path = tmp_path / "paper.txt"
        path.write_bytes(content)
        return path

    return write


def test_words_parted_at_the_end_of_a_line_are_put_together(written):
    path = written(pdf_of([["The whale-", "Boat and the har-"], ["poon of Queequeg -", "all."]]))
    text = "\n".join(read_lines(open_corpus([path])))
    assert "harpoon of Queequeg -\nall." in text
    assert "whale-\nBoat" in text, "a capital begins a word of its own"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (pdf_of([["secret"]], password="x"), "this PDF is encrypted. Save it without a password"),
        (pdf_of([[], []]), "there is no text in this PDF, only pictures of it"),
        (pdf_of([["text"]])[:300], "this PDF is damaged or cut short"),
        (b"%PDF-1.7\n" + b"no object" * 50, "this PDF is damaged or cut short"),
    ],
    ids=["encrypted", "pictures", "cut", "nonsense"],
)
def test_what_cannot_be_read_is_told(written, content, sentence):
    with pytest.raises(UnreadableFile, match=rf"^paper\.txt: {sentence}"):
        open_corpus([written(content)])


def test_an_empty_password_is_none(written):
    corpus = open_corpus([written(pdf_of([["Call me Ishmael."]], password=""))])
    assert next(read_lines(corpus)) == "Call me Ishmael."


def test_a_page_that_is_damaged_is_left_out_and_told(written, monkeypatch):
    from pypdf import PageObject

    shown = PageObject.extract_text

    def fail(page):
        text = shown(page)
        if "second" in text:
            raise KeyError("/Font")
        return text

    monkeypatch.setattr(PageObject, "extract_text", fail)
    corpus = open_corpus([written(pdf_of([["The first."], ["The second."], ["The third."]]))])
    assert corpus.notices == ("paper.txt: 1 page of 3 could not be read and will be left out.",)
    assert [line for line in read_lines(corpus) if line] == ["The first.", "The third."]


def test_a_long_paper_is_read_whole_though_its_pages_are_not_kept(written):
    from pypdf import PdfReader

    path = written(pdf_of([[f"The page {number}."] for number in range(40)]))
    read = [line for line in read_lines(open_corpus([path])) if line]
    assert read == [page.extract_text().strip() for page in PdfReader(path).pages]
    assert read[-1] == "The page 39."


def test_the_pages_are_taken_apart_once_however_often_the_text_is_read(written, monkeypatch):
    from pypdf import PageObject

    corpus = open_corpus([written(pdf_of([["Call me Ishmael."]]))])
    monkeypatch.setattr(PageObject, "extract_text", None)
    assert [list(read_lines(corpus)) for _ in range(2)] == [["Call me Ishmael.", ""]] * 2
