"""The text format of Stanford's GloVe: rows of "word value value ..." without a header; words may hold spaces."""

from __future__ import annotations

from codecs import BOM_UTF8
from pathlib import Path

from explorer.embedding import Embedding
from explorer.formats import text_reading, word2vec_text
from explorer.formats.text_judging import are_vectors
from explorer.formats.text_rows import first_rows
from explorer.formats.text_writing import write_rows
from explorer.task import Task


def sniff(head: bytes, whole: bool) -> bool:
    """Whether a file that begins so is GloVe text."""
    rows = first_rows(head.removeprefix(BOM_UTF8), whole)[:100]
    return are_vectors(rows) and not word2vec_text.sniff(head, whole)


def read(path: Path, task: Task) -> Embedding:
    """Read GloVe text; raises as `text_reading.read_text`."""
    return text_reading.read_text(path, with_header=False, task=task)


def write(embedding: Embedding, path: Path, task: Task) -> None:
    """Write GloVe text.

    Raises
    ------
    UnwritableFile : a word could not be read back, or the file cannot be written.
    """
    write_rows(embedding, path, task, "", allow_spaces=True)
