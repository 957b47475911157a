"""Of a web page, what its reader sees is read."""

import pytest

from explorer.corpus.kinds.document import Head
from explorer.corpus.kinds.webpage import sniff
from explorer.corpus.reading import open_corpus, read_lines


def lines_of(path, content):
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return [line for line in read_lines(open_corpus([path])) if line]


@pytest.mark.parametrize(
    "markup",
    [
        "<script>var a = '<p>no</p>';</script>", "<style>p { content: 'no' }</style>", "<nav><ul><li>no</ul></nav>",
        "<div role=navigation><div>no</div></div>", "<p hidden>no</p>", "<!-- no -->", "<template><p>no</p></template>",
        "<select><option>no</option></select>", "<svg><text>no</text></svg>", "<noscript>no</noscript>",
    ],
)  # fmt: skip
def test_scripts_styles_navigation_and_what_is_hidden_are_left_out(tmp_path, markup):
    page = f"<!DOCTYPE html><html><head><title>no</title></head><body><p>before</p>{markup}<p>behind</p>"
    assert lines_of(tmp_path / "page", page) == ["before", "behind"]


def test_a_block_is_a_line_and_what_stands_within_one_is_not_parted(tmp_path):
    page = "<html><body><h1>Moby\n-Dick</h1><p>Call <i>me</i> Ish<b>mael</b>.<br>Some&nbsp;years<ul><li>one<li>two</ul>"
    assert lines_of(tmp_path / "page", page) == ["Moby -Dick", "Call me Ishmael.", "Some years", "one", "two"]


def test_a_page_that_says_its_encoding_is_read_in_it(tmp_path):
    page = "<html><head><meta charset='windows-1251'></head><body><p>Зовите меня Измаил</body></html>"
    assert lines_of(tmp_path / "page", page.encode("cp1251")) == ["Зовите меня Измаил"]


@pytest.mark.parametrize("name", ["x-user-defined", "rot13", "utf-16", "idna"])
def test_a_page_that_says_an_encoding_that_it_cannot_have_is_read_as_it_seems_to_be(tmp_path, name):
    page = f"<html><head><meta charset='{name}'></head><body><p>Das Café hat geöffnet</body></html>"
    assert lines_of(tmp_path / "page", page.encode("cp1252")) == ["Das Café hat geöffnet"]


def test_a_page_without_any_break_comes_in_pieces(tmp_path):
    lines = lines_of(tmp_path / "page", "<html><body>" + "some words " * 300_000)
    assert len(lines) > 2
    assert " ".join(lines).split() == ["some", "words"] * 300_000


def test_a_text_with_an_angle_bracket_is_no_page_and_xml_is_read_without_its_tags(tmp_path):
    assert not sniff(Head(b"", "a < b and <em>so</em> on", True))
    assert not sniff(Head(b"", "<i>A play</i>\n\nHAMLET: To be.", True))
    text = "<?xml version='1.0'?><tei><text><l>Call me</l><l>Ishmael</l></text></tei>"
    assert lines_of(tmp_path / "poem", text) == ["Call me", "Ishmael"]
