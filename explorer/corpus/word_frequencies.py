"""How the words of a corpus are distributed, and what a minimum count and downsampling would leave of them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from explorer.corpus.concordance import known_concordance
from explorer.corpus.reading import Corpus
from explorer.corpus.token_options import TokenOptions
from explorer.corpus.vocabulary import survey_corpus
from explorer.task import Task

Counts = NDArray[np.int64]

_POINTS = 200  # ranks that a line is fitted to, evenly spread on the logarithmic scale


@dataclass(frozen=True)
class ZipfFit:
    """The straight line through ranks and counts on logarithmic scales: count = scale / rank ** exponent.

    exponent:   about 1 for most texts (Zipf 1949, Human Behavior and the Principle of Least Effort)
    scale:      the count that the line has at rank 1
    r_squared:  how much of the variation of the logarithms it explains, up to 1
    """

    exponent: float
    scale: float
    r_squared: float

    def count_at(self, rank: float) -> float:
        """The count that the line has at a rank, from 1."""
        return float(self.scale / float(rank) ** self.exponent)


@dataclass(frozen=True)
class Kept:
    """What would be left of a corpus.

    n_words, n_tokens:  words that are frequent enough, and how often they stand in the corpus together
    n_sampled:          so many of these are read in an epoch, on average, after downsampling
    """

    n_words: int
    n_tokens: int
    n_sampled: float


def zipf_fit(counts: Counts) -> ZipfFit | None:
    """The line that fits falling counts best, by least squares of the logarithms; None for fewer than three words.

    It is fitted to ranks that are evenly spread on the logarithmic scale: of all ranks, nearly all would belong to
    words that occur once or twice.

    Example: the counts 1000, 500, 333, 250 have an exponent of about 1.
    """
    n = len(counts)
    if n < 3:
        return None
    ranks = np.unique(np.geomspace(1, n, min(n, _POINTS)).round().astype(np.int64))
    x, y = np.log(ranks), np.log(counts[ranks - 1])
    deviations = x - x.mean()
    slope = float(deviations @ (y - y.mean()) / (deviations @ deviations))
    intercept = float(y.mean() - slope * x.mean())
    spread = float(((y - y.mean()) ** 2).sum())
    rest = float(((y - intercept - slope * x) ** 2).sum())
    return ZipfFit(-slope, math.exp(intercept), 1.0 - rest / spread if spread else 1.0)


def coverage(counts: Counts) -> NDArray[np.float64]:
    """(n,) the share of all tokens that the words up to each rank make up, from falling counts; the last is 1."""
    totals = np.cumsum(counts, dtype=np.float64)
    shares: NDArray[np.float64] = totals / totals[-1] if len(totals) else totals
    return shares


def keep_probabilities(counts: Counts, sample: float, n_tokens: int) -> NDArray[np.float64]:
    """(n,) how probably each occurrence of a word is read, as word2vec does it; 1 where ``sample`` is 0.

    n_tokens: how many tokens all words that are learned make up

    Source: the original program's word2vec.c, which gensim follows: (sqrt(f / sample) + 1) * sample / f, at most 1,
    for a word that makes up the share f.
    """
    if not sample:
        return np.ones(len(counts))
    threshold = sample * n_tokens
    return np.minimum((np.sqrt(counts / threshold) + 1.0) * (threshold / counts), 1.0)


def kept(counts: Counts, min_count: int, sample: float = 0.0) -> Kept:
    """What a minimum count and downsampling leave of a corpus, from falling counts.

    Example: of the counts 8, 4, 2, 1 a minimum count of 2 keeps 3 words and 14 tokens.
    """
    n_words = int(np.searchsorted(-counts, -min_count, side="right"))
    left = counts[:n_words]
    n_tokens = int(left.sum())
    return Kept(n_words, n_tokens, float(left @ keep_probabilities(left, sample, n_tokens)) if n_words else 0.0)


@dataclass(frozen=True, eq=False)
class WordCounts:
    """The words of a corpus and how often they stand in it.

    corpus, tokens:  of which corpus, and how it was taken apart
    words:           in the order of falling count; ties in that of the text
    counts:          (n_words,) int64, read-only
    n_sentences:     how many sentences, chunks of overlong ones included
    """

    corpus: Corpus
    tokens: TokenOptions
    words: tuple[str, ...]
    counts: Counts
    n_sentences: int

    @cached_property
    def rank_of(self) -> dict[str, int]:
        """Word to its place in `words`, from 0."""
        return {word: place for place, word in enumerate(self.words)}

    @cached_property
    def n_tokens(self) -> int:
        """How many tokens there are."""
        return int(self.counts.sum())


def count_words(corpus: Corpus, tokens: TokenOptions = TokenOptions(), task: Task = Task()) -> WordCounts:
    """Count the words of a corpus; nothing is read if its concordance is known. Raises as `survey_corpus` does."""
    known = known_concordance(corpus, tokens)
    if known is not None:
        found, n_sentences = known.word_counts, known.n_sentences
    else:
        survey = survey_corpus(corpus, tokens, task)
        found, n_sentences = dict(survey.counts), survey.n_sentences
    counts = np.fromiter(found.values(), np.int64, len(found))
    counts.flags.writeable = False
    return WordCounts(corpus, tokens, tuple(found), counts, n_sentences)
