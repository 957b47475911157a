"""Word documents are read from their XML: paragraphs, cells and notes, in their order."""

import pytest

from explorer.corpus.reading import open_corpus, read_lines
from explorer.errors import UnreadableFile
from tests.made_texts import docx_of, zip_of

SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def made_of(body, **parts):
    document = f'<w:document xmlns:w="{SPACE}" xmlns:mc="urn:mc"><w:body>{body}</w:body></w:document>'
    return zip_of({"[Content_Types].xml": "<Types/>", "word/document.xml": document, **parts})


def lines_of(path, content):
    path.write_bytes(content)
    return [line for line in read_lines(open_corpus([path])) if line]


def test_paragraphs_and_cells_of_tables_are_lines(tmp_path):
    content = docx_of("Call me Ishmael.", "", "Some years ago.", cells=("a whale", "a ship"))
    assert lines_of(tmp_path / "a", content) == ["Call me Ishmael.", "Some years ago.", "a whale", "a ship"]


def test_breaks_tabs_and_hyphens_are_kept_and_fields_deletions_and_old_copies_are_not(tmp_path):
    body = (
        "<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>one</w:t><w:tab/><w:t>two</w:t><w:br/><w:t>well</w:t>"
        "<w:noBreakHyphen/><w:t>known</w:t></w:r><w:del><w:r><w:delText>gone</w:delText></w:r></w:del>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r></w:p>"
        "<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>in a box</w:t></w:r></w:p>"
        "</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent><w:p><w:r><w:t>in a box</w:t></w:r></w:p>"
        "</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert lines_of(tmp_path / "a", made_of(body)) == ["one two", "well-known", "in a box"]


def test_notes_follow_the_text(tmp_path):
    notes = (
        f'<w:footnotes xmlns:w="{SPACE}"><w:footnote><w:p><w:r><w:t>a note</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    content = made_of("<w:p><w:r><w:t>text</w:t></w:r></w:p>", **{"word/footnotes.xml": notes})
    assert lines_of(tmp_path / "a", content) == ["text", "a note"]


def test_an_empty_a_damaged_and_a_hostile_document_are_told(tmp_path):
    path = tmp_path / "a.docx"
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 20}">' for n in range(1, 9))
    body = f'<w:document xmlns:w="{SPACE}"><w:p><w:t>&e8;</w:t></w:p></w:document>'
    bomb = f'<!DOCTYPE w [<!ENTITY e0 "ha">{entities}]>{body}'
    for content in (
        made_of("<w:p/>"),
        made_of("<w:p>")[:200],
        zip_of({"word/document.xml": "<not closed"}),
        zip_of({"word/document.xml": bomb}),
    ):
        path.write_bytes(content)
        with pytest.raises(UnreadableFile, match=r"^a\.docx: .*\.$"):
            open_corpus([path])
