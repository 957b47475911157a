"""The words of a corpus and how often they meet, counted once and looked at from any side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from explorer.corpus.cooccurrence import count_cooccurrences
from explorer.corpus.preprocessing import TokenOptions
from explorer.corpus.reading import Corpus
from explorer.corpus.token_file import TokenFile
from explorer.corpus.vocabulary import survey_corpus
from explorer.corpus.weighting import Float64s, submatrix, weigh, weighted
from explorer.embedding import Indices
from explorer.errors import BadOption, EmptyCorpus
from explorer.options import check_options, option
from explorer.task import Task

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

DIRECTIONS: Mapping[str, str] = MappingProxyType({"both": "Both sides", "left": "Left", "right": "Right"})
"""Where the word of the column stands, seen from that of the row."""


@dataclass(frozen=True)
class CooccurrenceOptions:
    """What counts as two words that meet, and which words are counted."""

    window: int = option(
        10,
        "Window",
        "Words up to so many words apart meet. Small windows (2) show grammar, large ones (10) topics.",
        minimum=1,
        maximum=100,
    )
    min_count: int = option(
        5, "Minimum count", "Rarer words are left out. Usually 5; 1 for a few sentences.", minimum=1, maximum=1_000_000
    )
    max_words: int = option(
        0,
        "Most words",
        "Only so many of the most frequent words; 0 takes all.",
        minimum=0,
        maximum=10_000_000,
        step=1000,
    )
    distance_weighting: bool = option(
        True, "Weight by distance", "Words d words apart add 1/d, as in GloVe; otherwise each pair adds 1."
    )

    def __post_init__(self) -> None:
        check_options(self)


@dataclass(frozen=True, eq=False)
class Cooccurrences:
    """How often the words of a corpus meet.

    index_to_key:        the words of rows and columns, in the order of falling count
    counts:              (n_words,) int64, how often each stands in the corpus
    followed:            (n_words, n_words) float64: the word of the row with that of the column behind it
    window:              up to so many words apart
    distance_weighting:  whether a pair adds 1 divided by its distance, or 1
    """

    index_to_key: tuple[str, ...]
    counts: Indices
    followed: csr_matrix
    window: int
    distance_weighting: bool

    def __len__(self) -> int:
        return len(self.index_to_key)

    @cached_property
    def key_to_index(self) -> dict[str, int]:
        """Word to index."""
        return {word: index for index, word in enumerate(self.index_to_key)}

    @cached_property
    def _preceded(self) -> csr_matrix:
        return self.followed.T.tocsr()

    def matrix(self, direction: str = "both", weighting: str = "counts") -> csr_matrix:
        """The whole matrix, float64, seen in a direction of `DIRECTIONS` and weighted as `WEIGHTINGS` tell."""
        _check_direction(direction)
        if direction == "both":
            counts = self.followed + self._preceded
        else:
            counts = self.followed if direction == "right" else self._preceded
        return weighted(counts, weighting)

    def submatrix(
        self,
        indices: Sequence[int] | Indices,
        columns: Sequence[int] | Indices | None = None,
        direction: str = "both",
        weighting: str = "counts",
    ) -> Float64s:
        """The entries of some rows and columns as a dense array (rows, columns).

        Without ``columns``, they are the words of the rows. PPMI and probabilities are those of the whole matrix.

        Example: ``found.submatrix([3, 7], direction="left")[0, 1]`` is how often word 7 stands left of word 3.
        """
        _check_direction(direction)
        rows = np.asarray(indices, np.int64)
        others = rows if columns is None else np.asarray(columns, np.int64)
        counts = np.zeros((len(rows), len(others)))
        if direction in ("both", "right"):
            counts += submatrix(self.followed, rows, others)
        if direction in ("both", "left"):
            counts += submatrix(self._preceded, rows, others)
        sums, shares = self._margins[direction]
        return weigh(counts, sums[rows][:, None], shares[others], weighting)

    def partners(
        self, index: int, topn: int = 20, direction: str = "both", weighting: str = "ppmi"
    ) -> tuple[Indices, Float64s]:
        """The words that a word meets most, by a weighting: (k,) indices and values, best first, ties by index."""
        values = self.submatrix([index], np.arange(len(self)), direction, weighting)[0]
        met = np.flatnonzero(values)
        best = met[np.argsort(-values[met], kind="stable")[:topn]]
        return best, values[best]

    @cached_property
    def _margins(self) -> Mapping[str, tuple[Float64s, Float64s]]:
        """The margins of the matrix in each direction."""
        behind: Float64s = np.asarray(self.followed.sum(axis=1), np.float64).ravel()
        before: Float64s = np.asarray(self.followed.sum(axis=0), np.float64).ravel()
        total = behind.sum()
        return {
            "both": (behind + before, (behind + before) / (2 * total)),
            "right": (behind, before / total),
            "left": (before, behind / total),
        }


def survey_cooccurrences(
    corpus: Corpus,
    options: CooccurrenceOptions = CooccurrenceOptions(),
    tokens: TokenOptions = TokenOptions(),
    task: Task = Task(),
) -> Cooccurrences:
    """Count how often the frequent words of a corpus meet within its sentences.

    Raises
    ------
    EmptyCorpus : no two words are frequent enough and near each other.
    UnreadableFile : a file has gone or has changed.
    Cancelled : within a fraction of a second.

    Example: ``survey_cooccurrences(open_corpus(["moby-dick.txt"])).partners(index)``
    """
    with TokenFile(corpus, tokens) as token_file:
        survey = survey_corpus(corpus, tokens, task.part(0.0, 0.6), token_file.append)
        n_words = survey.n_words(options.min_count)
        words = tuple(survey.counts)[: min(n_words, options.max_words) if options.max_words else n_words]
        if not words:
            most = next(iter(survey.counts.values()))
            raise EmptyCorpus(
                f"{corpus.name}: no word occurs {options.min_count:,} times or more. "
                f"Set the minimum count (min_count) to {most:,}{' or less' if most > 1 else ''}."
            )
        followed = count_cooccurrences(
            token_file,
            words,
            options.window,
            symmetric=False,
            distance_weighting=options.distance_weighting,
            n_tokens=survey.n_tokens,
            task=task.part(0.6, 1.0),
        )
    counts = np.fromiter(survey.counts.values(), np.int64, len(survey.counts))[: len(words)]
    return Cooccurrences(words, counts, followed, options.window, options.distance_weighting)


def _check_direction(direction: str) -> None:
    if direction not in DIRECTIONS:
        raise BadOption(f"There is no direction “{direction}”; choose one of {', '.join(DIRECTIONS)}.")
