"""Markdown is read as the text that its reader sees."""

import pytest

from explorer.corpus.kinds import webpage
from explorer.corpus.kinds.document import Head
from explorer.corpus.kinds.markdown import _plain, sniff, without_marks
from explorer.corpus.reading import open_corpus, read_lines


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("Call **me** *Ishmael*, __some__ _years_ ~~ago~~", "Call me Ishmael, some years ago"),
        ("[the book](https://example.org/a_(b) 'title') and [one][ref]", "the book and one"),
        ("![a whale](whale.png) [![a ship](ship.png)](https://example.org)", "a whale a ship"),
        ("`code` and ``a ` b``", "code and a ` b"),
        ("<https://example.org> <b>bold</b> <!-- no --> text[^1]", " bold  text"),
        (r"2 \* 3 &amp; a_b_c 4 * 5 * 6", "2 * 3 & a_b_c 4 * 5 * 6"),
        ("a < b and c > d", "a < b and c > d"),
    ],
)
def test_the_marks_of_a_line_go_and_its_words_stay(line, text):
    assert without_marks(line) == text


def test_headings_lists_quotes_tables_and_code_are_text_of_their_own(tmp_path):
    path = tmp_path / "notes"
    path.write_text(
        "---\ntitle: no\n---\n# Moby-Dick #\n\nOr, the\nWhale\n=====\n> Call me\n> Ishmael.\n\n1. one\n2. [x] two\n\n"
        "| a | b |\n|---|:-:|\n| c | d |\n\n* * *\n\n```python\nx = 1  # no heading\n```\n\n[ref]: https://example.org\n"
    )
    text = "\n".join(read_lines(open_corpus([path])))
    paragraphs = [" ".join(each.split()) for each in text.split("\n\n") if each.strip()]
    assert paragraphs == [
        "Moby-Dick", "Or, the Whale", "Call me Ishmael.", "one", "two", "a b", "c d", "x = 1 # no heading",
    ]  # fmt: skip


def test_a_novel_and_a_list_of_sentences_are_no_markdown():
    assert not sniff(Head(b"", "Call me _Ishmael_.\n\n* * *\n\nSome years ago.\n", True))
    assert not sniff(Head(b"", "The cat is fluffy.\nThe dog is fluffy.\n", True))
    assert sniff(Head(b"", "# Title\n\nWith **strong** words.\n", True))


@pytest.mark.parametrize("mark", ["[", "`", "**a ", "<a ", "![a](", "|-", "<!-- -->", "&a", " "])
def test_a_long_line_of_marks_does_not_take_for_ever(mark):
    """With patterns that can match in many ways, some of these would take longer than anyone waits."""
    text = mark * (20_000 // len(mark))
    head = Head(text.encode(), text, True)
    assert not webpage.sniff(head)
    assert sniff(head) in (True, False)
    assert len("".join(_plain(text))) <= len(text)


def test_the_marks_of_a_long_line_go_too():
    text = "Call **me** [Ishmael](https://example.org), " * 500
    assert without_marks(text).count("Call me Ishmael, ") > 470  # a pair that is cut keeps its marks
