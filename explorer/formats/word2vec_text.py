"""The text format of word2vec, which fastText's .vec files share: a header "words dimensions", then rows."""

from __future__ import annotations

from pathlib import Path

from explorer.embedding import Embedding
from explorer.formats import text_reading
from explorer.formats.text_judging import are_vectors, header_and_rows
from explorer.formats.text_writing import write_rows
from explorer.task import Task


def sniff(head: bytes, whole: bool) -> bool:
    """Whether a file that begins so is word2vec text."""
    header, rows = header_and_rows(head, whole)
    if header is None:
        return False
    return are_vectors(rows, promised=header[1]) or (whole and not rows)


def read(path: Path, task: Task) -> Embedding:
    """Read word2vec text; raises as `text_reading.read_text`."""
    return text_reading.read_text(path, with_header=True, task=task)


def write(embedding: Embedding, path: Path, task: Task) -> None:
    """Write word2vec text; words with blanks in them are refused, since gensim and others split at every one.

    Raises
    ------
    UnwritableFile : a word could not be read back, or the file cannot be written.
    """
    write_rows(embedding, path, task, f"{len(embedding)} {embedding.dim}\n", allow_spaces=False)
