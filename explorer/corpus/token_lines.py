"""Lines of tokens as numbers, without a Python object for each token."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from explorer.task import Task

PIECE = 1 << 24  # bytes that are read at once

Int32s = NDArray[np.int32]
Int64s = NDArray[np.int64]


def as_lines(sentences: Iterable[Sequence[str]]) -> bytes:
    r"""Sentences as `Lines` have them.

    Example: ``as_lines([["the", "cat"], ["it", "purrs"]])`` is ``b"the cat\nit purrs\n"``.
    """
    return "".join(" ".join(tokens) + "\n" for tokens in sentences).encode("utf-8")


@runtime_checkable
class Lines(Protocol):
    """Sentences that can be read as bytes: tokens parted by single spaces, a sentence a line."""

    def pieces(self, size: int) -> Iterable[bytes]:
        """The lines in UTF-8, in pieces of about so many bytes that end where a line ends."""


@dataclass(frozen=True, eq=False)
class Numbered:
    """Some sentences as numbers.

    tokens:  (n,) the words' indices, one sentence after the other; those outside the vocabulary are left out
    ends:    (n_sentences,) how many of the tokens lie before the end of each sentence
    n_read:  how many tokens were read, those outside the vocabulary included
    """

    tokens: Int32s
    ends: Int64s
    n_read: int


class WordTable:
    r"""Finds the index of a word by its bytes: a hash table for the kernels.

    vocabulary:  different words, the index of each being its place

    Example: ``WordTable(("the", "cat")).number(b"the dog\ncat\n").tokens`` is ``[0, 1]``.
    """

    def __init__(self, vocabulary: Sequence[str]) -> None:
        from explorer.corpus.token_kernels import filled_table

        words = [word.encode("utf-8", errors="surrogatepass") for word in vocabulary]
        self._letters = np.frombuffer(b"".join(words) or b"\0", np.uint8)
        self._starts = np.concatenate([[0], np.cumsum([len(word) for word in words])]).astype(np.int64)
        size = 1 << max(4, (2 * len(words)).bit_length())  # at most half full, a power of two
        self._slots = np.full(size, -1, np.int32)
        filled_table(self._letters, self._starts, self._slots)

    def number(self, piece: bytes) -> Numbered:
        """The tokens of some whole lines."""
        from explorer.corpus.token_kernels import numbered

        text = np.frombuffer(piece, np.uint8)
        tokens = np.empty(len(text) // 2 + 1, np.int32)
        ends = np.empty(piece.count(b"\n") + 1, np.int64)
        n_tokens, n_lines, n_read = numbered(text, self._letters, self._starts, self._slots, tokens, ends)
        return Numbered(tokens[:n_tokens].copy(), ends[:n_lines].copy(), int(n_read))


def numbered_lines(
    lines: Lines, vocabulary: Sequence[str], size: int = PIECE, task: Task = Task()
) -> Iterator[Numbered]:
    """The sentences of some lines as numbers, a piece of about so many bytes after the other.

    Raises
    ------
    Cancelled : between two pieces.
    """
    table = WordTable(vocabulary)
    for piece in lines.pieces(size):
        task.check()
        yield table.number(piece)
