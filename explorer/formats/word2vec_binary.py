"""The binary format of word2vec: a header "words dimensions", then a row for each word: letters, a space, float32s.

Source: https://code.google.com/archive/p/word2vec (word2vec.c, which writes a newline behind
each row; gensim does not).
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from explorer.embedding import Embedding
from explorer.errors import UnreadableFile, UnwritableFile
from explorer.formats.loading import Rows, make_embedding
from explorer.formats.text_rows import count, parse_header
from explorer.formats.text_writing import refuse_words
from explorer.opening import fill, opened
from explorer.saving import atomic_write
from explorer.task import Task
from explorer.text_content import has_controls, is_text

BLOCK = 8 << 20
LONGEST_WORD = 1 << 16  # bytes; what goes on for longer is no word
SMALL = 4 << 20  # smaller files are not worth loading the kernel
_ROWS = 10_000


def sniff(head: bytes, whole: bool) -> bool:
    """Whether a file that begins so is binary word2vec: a header, then words that stand where it puts them."""
    line, _, rest = head.partition(b"\n")
    header = parse_header(line)
    if header is None or header[1] < 1 or is_text(rest, whole):
        return False
    width, at, seen = 4 * header[1], 0, 0
    while seen < 5 and (space := rest.find(b" ", at, at + LONGEST_WORD)) >= 0:
        word = rest[at:space].lstrip(b"\n")
        if not word or has_controls(word):
            return False
        at, seen = space + 1 + width, seen + 1
    return seen > 0 or (whole and len(rest) < width)


def read(path: Path, task: Task) -> Embedding:
    """Read binary word2vec: every complete row that is there, whatever number the header promises.

    Raises
    ------
    UnreadableFile : there is no header, or no complete row.
    Cancelled : between two blocks of 8 MiB.
    """
    with opened(path) as file:
        size = os.fstat(file.fileno()).st_size
        line = (file.read(128) or b"").partition(b"\n")[0]
        header = parse_header(line)
        if header is None or header[1] < 1:
            raise UnreadableFile(
                path, "it does not begin with the numbers of words and dimensions. Choose another file."
            )
        promised, dim = header
        width = 4 * dim
        done = len(line) + 1
        if width > size - done:  # before anything of that size is allocated
            raise UnreadableFile(
                path, f"it ends before its first vector of {dim:,} values is complete. Get the file again."
            )
        file.seek(done)
        big = size >= SMALL or "explorer.formats.binary_kernels" in sys.modules
        parse = _parse_with_kernel if big else _parse_in_python
        parts: list[Rows] = []
        rest = np.empty(0, np.uint8)
        while True:
            data = np.empty(len(rest) + BLOCK + width, np.uint8)
            data[: len(rest)] = rest
            n = fill(file, data[len(rest) :])
            data = data[: len(rest) + n]
            rows, used = parse(data, width)
            parts.append(rows)
            rest, done = data[used:].copy(), done + used
            task.step(done, size, f"Reading {path.name}")
            if n < BLOCK + width or (used == 0 and n > 0):
                break
    n_rows = sum(len(part.vectors) for part in parts)
    notices = []
    if n_rows != promised:
        notices.append(f"The header promises {count(promised, 'word')}, the file holds {n_rows:,}.")
    if left := len(rest.tobytes().lstrip(b"\n")) + size - done - len(rest):
        notices.append(f"{count(left, 'byte')} at the end, which are no complete row, were left out.")
    return make_embedding(path, parts, notices)


def write(embedding: Embedding, path: Path, task: Task) -> None:
    """Write binary word2vec as gensim does.

    Raises
    ------
    UnwritableFile : a word holds a space, where a reader would end it, or the file cannot be written.
    Cancelled : between two blocks of rows; an older file is as it was.
    """
    words, vectors = embedding.index_to_key, embedding.vectors.astype("<f4", copy=False)
    refuse_words(words, path)
    for word in words:
        if " " in word:
            raise UnwritableFile(path, f"“{word}” holds a space. Save as GloVe text, which allows it.")
    with atomic_write(path) as file:
        file.write(f"{len(words)} {embedding.dim}\n".encode())
        for start in range(0, len(words), _ROWS):
            task.step(start, len(words), f"Writing {path.name}")
            rows = zip(words[start : start + _ROWS], vectors[start : start + _ROWS], strict=True)
            file.write(b"".join(word.encode() + b" " + vector.tobytes() for word, vector in rows))


def _parse_with_kernel(data: NDArray[np.uint8], width: int) -> tuple[Rows, int]:
    """The complete rows at the beginning of ``data`` and how many bytes they take."""
    from explorer.formats.binary_kernels import parse_rows

    vectors = np.empty((len(data) // (width + 1) + 1, width), np.uint8)
    words = np.empty(len(data), np.uint8)
    n_rows, n_words, used = parse_rows(data, LONGEST_WORD, vectors, words)
    return _rows(words[:n_words].tobytes(), vectors[:n_rows]), used


def _parse_in_python(data: NDArray[np.uint8], width: int) -> tuple[Rows, int]:
    """As `_parse_with_kernel`, for small files, where loading the kernel would take longer."""
    raw, used, words, vectors = data.tobytes(), 0, [], []
    while True:
        start = used
        while raw[start : start + 1] == b"\n":
            start += 1
        end = raw.find(b" ", start, start + LONGEST_WORD + 1)
        if end < 0 or end + 1 + width > len(raw):
            break
        words.append(raw[start:end].replace(b"\n", b" ") + b"\n")
        used = end + 1 + width
        vectors.append(raw[end + 1 : used])
    return _rows(b"".join(words), np.frombuffer(b"".join(vectors), np.uint8).reshape(-1, width)), used


def _rows(words: bytes, vectors: NDArray[np.uint8]) -> Rows:
    values = vectors.view("<f4").astype(np.float32, copy=False)
    # A sum is finite only if all its terms are; one that overflows is looked at again.
    with np.errstate(over="ignore", invalid="ignore"):
        finite = np.isfinite(values.sum(axis=1))
    if not finite.all():
        finite = np.isfinite(values).all(axis=1)
    return Rows(words, values, finite)
