"""The binary format of word2vec: a header "words dimensions", then a row for each word: letters, a space, float32s.

Source: https://code.google.com/archive/p/word2vec (word2vec.c, which writes a newline behind
each row; gensim does not).
"""

from __future__ import annotations

import os
from io import FileIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from explorer.embedding import Embedding
from explorer.errors import UnreadableFile, UnwritableFile
from explorer.formats.loading import Rows, all_finite, is_for_kernel, make_embedding, told_number
from explorer.formats.text_rows import parse_header
from explorer.formats.text_writing import refuse_words
from explorer.opening import fill, opened
from explorer.saving import atomic_write
from explorer.task import Task
from explorer.text_content import has_controls, is_text
from explorer.wording import counted

BLOCK = 8 << 20
LONGEST_WORD = 1 << 16  # bytes; what goes on for longer is no word
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
        room = (size - len(line) - 1) // (4 * dim + 1)  # rows; what the header promises is never allocated
        if room < 1:
            raise UnreadableFile(
                path, f"it ends before its first vector of {dim:,} values is complete. Get the file again."
            )
        file.seek(len(line) + 1)
        vectors = np.empty((room, 4 * dim), np.uint8)
        words, n_rows, left = _read_rows(file, path, vectors, size, task)
    notices = []
    if n_rows != promised:
        notices.append(told_number(path.name, promised, n_rows))
    if left:
        notices.append(f"{counted(left, 'byte')} at the end, which are no complete row, were left out.")
    values = vectors[:n_rows].view("<f4").astype(np.float32, copy=False)
    return make_embedding(path, [Rows(words, values, all_finite(values))], notices)


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


def _read_rows(file: FileIO, path: Path, vectors: NDArray[np.uint8], size: int, task: Task) -> tuple[bytes, int, int]:
    """Fill ``vectors`` with the rows from where the file stands; (words, number of rows, bytes that were left)."""
    by_kernel = is_for_kernel(size, "explorer.formats.binary_kernels")
    parse = _parse_with_kernel if by_kernel else _parse_in_python
    words: list[bytes] = []
    n_rows, done, rest = 0, file.tell(), np.empty(0, np.uint8)
    while True:
        data = np.empty(len(rest) + BLOCK + vectors.shape[1], np.uint8)
        data[: len(rest)] = rest
        asked = len(data) - len(rest)
        got = fill(file, data[len(rest) :])
        data = data[: len(rest) + got]
        more, n, used = parse(data, vectors[n_rows:])
        words.append(more)
        n_rows, done, rest = n_rows + n, done + used, data[used:]
        task.step(done, size, f"Reading {path.name}")
        if got < asked or used == 0:
            break
    newlines = len(rest) - len(rest.tobytes().lstrip(b"\n"))
    return b"".join(words), n_rows, size - done - newlines


def _parse_with_kernel(data: NDArray[np.uint8], vectors: NDArray[np.uint8]) -> tuple[bytes, int, int]:
    """The words of the complete rows in ``data``, how many there are and how many bytes they take."""
    from explorer.formats.binary_kernels import parse_rows

    words = np.empty(len(data), np.uint8)
    n_rows, n_words, used = parse_rows(data, LONGEST_WORD, vectors, words)
    return words[:n_words].tobytes(), n_rows, used


def _parse_in_python(data: NDArray[np.uint8], vectors: NDArray[np.uint8]) -> tuple[bytes, int, int]:
    """As `_parse_with_kernel`, for small files, where loading the kernel would take longer."""
    raw, used, width = data.tobytes(), 0, vectors.shape[1]
    words: list[bytes] = []
    while len(words) < len(vectors):
        start = used
        while raw[start : start + 1] == b"\n":
            start += 1
        end = raw.find(b" ", start, start + LONGEST_WORD + 1)
        if end < 0 or end + 1 + width > len(raw):
            break
        used = end + 1 + width
        vectors[len(words)] = data[end + 1 : used]
        words.append(raw[start:end].replace(b"\n", b" ") + b"\n")
    return b"".join(words), len(words), used
