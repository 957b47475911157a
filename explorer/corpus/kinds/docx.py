"""Word documents (DOCX): paragraphs, cells of tables and notes, streamed from the XML within."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO, cast

from explorer.corpus.kinds.archives import bounded
from explorer.corpus.kinds.document import Checked, Head, Source, reading

_WHAT = "Word document"
_PARTS = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")


def sniff(head: Head) -> bool:
    """Whether a ZIP archive names the part that holds the text of a Word document."""
    return head.data.startswith(b"PK\x03\x04") and _PARTS[0].encode() in head.data


def lines(source: Source) -> Iterator[str]:
    """The text of each paragraph, and an empty line behind it."""
    with reading(source.name, _WHAT), zipfile.ZipFile(source.file) as archive:
        names = set(archive.namelist())
        for part in _PARTS:
            if part in names:
                yield from _paragraphs(source, archive, part)


def check(source: Source) -> Checked:
    """Read it, and look whether there is any text.

    Raises
    ------
    UnreadableFile : it is encrypted, damaged or empty.
    """
    kept = source.keep(lines(source))
    if not any(line and not line.isspace() for line in kept.lines()):
        raise source.bad("there is no text in this Word document. Choose another file.")
    return Checked(kept=kept)


def _paragraphs(source: Source, archive: zipfile.ZipFile, part: str) -> Iterator[str]:
    from lxml import etree

    with bounded(cast("BinaryIO", archive.open(part)), archive.getinfo(part).compress_size, source.name) as file:
        # Nothing outside of the file is ever loaded, and an entity that unfolds to more and more is not unfolded.
        found = etree.iterparse(
            file, events=("end",), tag=("{*}p", "{*}Fallback"), resolve_entities=False, no_network=True, load_dtd=False
        )
        for _, element in found:
            source.step(None)
            if element.tag.endswith("}Fallback"):  # the same once more, for old programs
                element.clear()
                continue
            if not _within(element, "p", "Fallback"):
                if text := _text_of(element):
                    yield from text.split("\n")
                yield ""
                _forget(element)


def _within(element: Any, *names: str) -> bool:
    return any(_name(each) in names for each in element.iterancestors())


def _name(element: Any) -> str:
    """The name of an element without its namespace."""
    return re.sub(r"^\{[^}]*\}", "", str(element.tag))


def _text_of(paragraph: Any) -> str:
    pieces = []
    for each in paragraph.iter("{*}t", "{*}tab", "{*}br", "{*}cr", "{*}noBreakHyphen", "{*}p"):
        name = _name(each)
        if name == "t":
            pieces.append(each.text or "")
        elif name == "noBreakHyphen":
            pieces.append("-")
        elif name == "p":
            pieces.append("\n" if each is not paragraph else "")
        elif _name(each.getparent()) == "r":  # and not the stop of a tabulator
            pieces.append(" " if name == "tab" else "\n")
    return "".join(pieces).strip()


def _forget(element: Any) -> None:
    """Let go of what was read, so that memory does not grow."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
