"""The kinds of files that hold text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from explorer.corpus.kinds import delimited, docx, json_rows, markdown, parquet, pdf, plain, tables, webpage
from explorer.corpus.kinds.document import Checked, Document, Head, Source
from explorer.corpus.kinds.tables import Rows


@dataclass(frozen=True)
class Kind:
    """One kind of file.

    key:        how the program calls it: "html"
    label:      how the window calls it: "Web page"
    suffixes:   how such files are usually named
    sniff:      whether a file that begins so is one
    documents:  what is in it, as a stream
    check:      looks through a file before it becomes part of a corpus; None if there is nothing to be seen
    is_binary:  whether it is more than text in some encoding; its reader goes forth and back in the file
    rows:       of a table, its rows, each of which is a document; None for other kinds
    """

    key: str
    label: str
    suffixes: tuple[str, ...]
    sniff: Callable[[Head], bool]
    documents: Callable[[Source], Iterator[Document]]
    check: Callable[[Source], Checked] | None = None
    is_binary: bool = False
    rows: Rows | None = None

    @property
    def is_table(self) -> bool:
        """Whether each row is a document, and a column has to be chosen."""
        return self.rows is not None


def _one(lines: Callable[[Source], Iterator[str]]) -> Callable[[Source], Iterator[Document]]:
    """A reader of lines as a reader of the one document that a file is."""

    def documents(source: Source) -> Iterator[Document]:
        yield Document(source.stem, lines(source))

    return documents


def _table(
    key: str, label: str, suffixes: tuple[str, ...], sniff: Callable[[Head], bool], rows: Rows, is_binary: bool = False
) -> Kind:
    documents, check = partial(tables.documents, rows=rows), partial(tables.check, rows=rows)
    return Kind(key, label, suffixes, sniff, documents, check, is_binary, rows)


# In the order in which they are asked; the last one takes what is left.
_ALL = (
    Kind("pdf", "PDF", (".pdf",), pdf.sniff, _one(pdf.lines), pdf.check, is_binary=True),
    Kind("docx", "Word document", (".docx",), docx.sniff, _one(docx.lines), docx.check, is_binary=True),
    _table("parquet", "Parquet table", (".parquet",), parquet.sniff, parquet.rows, is_binary=True),
    Kind("html", "Web page", (".html", ".htm", ".xhtml", ".xml"), webpage.sniff, _one(webpage.lines)),
    _table("json", "JSON Lines", (".jsonl", ".json"), json_rows.sniff, json_rows.rows),
    _table("csv", "CSV", (".csv", ".tsv"), delimited.sniff, delimited.rows),
    Kind("markdown", "Markdown", (".md", ".markdown"), markdown.sniff, _one(markdown.lines)),
    Kind("text", "Text", (".txt",), lambda head: True, _one(plain.lines)),
)
KINDS: dict[str, Kind] = {each.key: each for each in _ALL}


def kind_of(head: Head) -> Kind:
    """The kind of a text that begins so; plain text if it is nothing else."""
    return next(each for each in _ALL if not each.is_binary and each.sniff(head))


def binary_kind_of(head: bytes) -> Kind | None:
    """The kind of a file that begins so and is more than text; None if it may be a text."""
    return next((each for each in _ALL if each.is_binary and each.sniff(Head(head, "", False))), None)
