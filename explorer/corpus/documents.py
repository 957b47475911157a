"""The documents of a corpus: files, or the rows of tables."""

from __future__ import annotations

from collections.abc import Iterator

from explorer.corpus.kinds.document import Document
from explorer.corpus.parts import read_parts
from explorer.corpus.reading import Corpus
from explorer.task import Task

__all__ = ["Document", "read_documents"]


def read_documents(corpus: Corpus, task: Task = Task()) -> Iterator[Document]:
    """The documents of a corpus in their order; memory does not grow with its size.

    A file is a document, named as the file is without its ending; a row of a table is one, named by its number or by
    the column that was chosen for that. The lines of a document are to be read before the next one is asked for.
    Progress is counted in bytes.

    Raises
    ------
    UnreadableFile : a file has gone, or has changed since the reading began.
    Cancelled : between two blocks of 1 MiB.

    Example: ``[document.name for document in read_documents(open_corpus(["speeches"]))]`` is ``["1790", "1791"]``.
    """
    return read_parts(corpus.parts, corpus.n_bytes, task)
