"""An embedding: words and their vectors, as every other room of the program takes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from explorer.errors import ExplorerError, UnknownWord
from explorer.wording import WORD, counted, standing

Vectors = NDArray[np.float32]
Indices = NDArray[np.int64]
MakesVectors = Callable[[str], Vectors | None]


@dataclass(frozen=True, eq=False)
class Embedding:
    """Words and their vectors, in the order of the file or of falling frequency; nothing in it changes.

    name:          what the user calls it, such as "glove.6B.50d"
    index_to_key:  the words; a word's place in this tuple is its *index*
    vectors:       (n_words, dim) float32, C-contiguous, read-only, finite, exactly as loaded or learned
    counts:        (n_words,) int64, how often each word stands in the corpus, or None if that is not known
    metadata:      named columns of n_words values each, such as a word's part of speech ("" where unknown)
    origin:        where it came from, in a few words: "trained on moby-dick.txt"
    notices:       what the reader had to leave out or guess, a sentence each
    preprocessing: how the text that it was learned from was taken apart, parameter to value, or None if that is unknown
    vector_of:     makes the vector of a word that is not among them, (dim,), or None if nothing is known of its parts;
                   None where no such vectors can be made
    unit:          what an entry is, "word" or "document"; whatever is said of words here holds for documents as well,
                   and `explorer.wording.worded` says to users what is so

    Two embeddings are equal only if they are the same object, which makes them keys of caches.

    Raises
    ------
    ExplorerError : the numbers of words, vectors and counts differ, or there are none.
    """

    name: str
    index_to_key: tuple[str, ...]
    vectors: Vectors
    counts: NDArray[np.int64] | None = None
    metadata: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    origin: str = ""
    notices: tuple[str, ...] = ()
    preprocessing: Mapping[str, Any] | None = None
    vector_of: MakesVectors | None = None
    unit: str = WORD

    def __post_init__(self) -> None:
        vectors = self.vectors
        if vectors.ndim != 2 or len(vectors) != len(self.index_to_key):
            raise ExplorerError(
                f"{self.name}: {counted(len(self.index_to_key), self.unit)} but an array of {vectors.shape} as their"
                " vectors."
            )
        if self.counts is not None and self.counts.shape != (len(vectors),):
            raise ExplorerError(f"{self.name}: {counted(len(vectors), self.unit)} but {self.counts.size:,} counts.")
        if vectors.size == 0:
            raise ExplorerError(f"{self.name} holds no vectors.")
        if vectors.dtype != np.float32 or not vectors.flags.c_contiguous:
            object.__setattr__(self, "vectors", np.ascontiguousarray(vectors, dtype=np.float32))
        self.vectors.flags.writeable = False
        if self.counts is not None:
            self.counts.flags.writeable = False

    def __len__(self) -> int:
        return len(self.index_to_key)

    @property
    def dim(self) -> int:
        """The number of dimensions of the vectors."""
        return int(self.vectors.shape[1])

    @cached_property
    def key_to_index(self) -> dict[str, int]:
        """Word to index."""
        return {word: index for index, word in enumerate(self.index_to_key)}

    @cached_property
    def norms(self) -> NDArray[np.float32]:
        """(n_words,) float32: the L2 norm of each vector."""
        squares = np.einsum("ij,ij->i", self.vectors, self.vectors, dtype=np.float64)
        with np.errstate(over="ignore"):  # the norm of values near the largest float32 is infinite
            norms: NDArray[np.float32] = np.sqrt(squares).astype(np.float32)
        norms.flags.writeable = False
        return norms

    def standing(self, index: int) -> tuple[str, ...]:
        """The place of an entry, and what was counted of it if that is known.

        Example: ("rank 412", "318 occurrences") of a word, ("document 6", "3,400 words") of a document
        """
        place, occurrence = standing(self.unit)
        told = f"{place} {index + 1:,}"
        return (told,) if self.counts is None else (told, counted(int(self.counts[index]), occurrence))

    def index_of(self, word: str) -> int:
        """The index of a word, also when only its case differs.

        Raises
        ------
        UnknownWord : with the nearest spellings.
        """
        for spelling in (word, word.lower(), word.capitalize(), word.upper()):
            if spelling in self.key_to_index:
                return self.key_to_index[spelling]
        raise UnknownWord(word, near_spellings(word, self.index_to_key))


def near_spellings(word: str, index_to_key: Sequence[str], topn: int = 3) -> Sequence[str]:
    """Words spelled nearly like ``word``, best first, and then the most frequent that begin so.

    Near are those that up to two letters (one in a short word) put in, taken out, changed, or exchanged with their
    neighbour make of it; the first of the file come first among those that are equally near. Nothing is near a single
    letter.

    Source: Damerau (1964), A technique for computer detection and correction of spelling errors.
    """
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import extract

    typed = word.lower()
    if len(typed) < 2:  # every other letter would be near
        return []
    most = 2 if len(typed) > 4 else 1
    near = extract(typed, index_to_key, scorer=OSA.distance, processor=str.lower, score_cutoff=most, limit=None)
    spelled = [each for each, *_ in sorted(near, key=lambda found: (found[1], found[2]))]
    kept = spelled[: max(1, topn - 1)]  # one place is left for a word that begins so
    begin = (each for each in index_to_key if each.lower().startswith(typed))
    longer = [each for each in islice(begin, 2 * topn) if each not in kept]
    return (kept + longer if longer else spelled)[:topn]


def same_vocabulary(one: Embedding | None, other: Embedding | None) -> bool:
    """Whether two embeddings share the very tuple of their words, as the snapshots of one training do.

    Then a word has the same index in both, and only the vectors differ.
    """
    return one is not None and other is not None and one.index_to_key is other.index_to_key


def same_columns(one: Embedding | None, other: Embedding | None) -> bool:
    """Whether two embeddings share their words, and what is known of them has the same names."""
    if one is None or other is None:
        return False
    return same_vocabulary(one, other) and [*one.metadata] == [*other.metadata]
