"""The parameters of word2vec, and which of them suit a corpus of a given size."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from explorer.corpus.vocabulary import Survey
from explorer.options import check_options, option

METHODS = {"skipgram": "Skip-gram", "cbow": "CBOW"}
"""Method to the name that people know it by."""


@dataclass(frozen=True)
class Word2VecOptions:
    """How word2vec learns; the defaults are those of the original program for a corpus of 100,000 sentences and more.

    Source: Mikolov, Chen, Corrado & Dean (2013), Efficient Estimation of Word Representations in Vector Space;
    Mikolov, Sutskever, Chen, Corrado & Dean (2013), Distributed Representations of Words and Phrases.
    """

    method: str = option(
        "skipgram",
        "Method",
        "Skip-gram predicts the words around a word and is better for rare words and small texts; CBOW predicts a word "
        "from those around it and is several times faster.",
        choices=METHODS,
    )
    dim: int = option(
        100,
        "Dimensions",
        "How many numbers describe a word. 100 to 300 for large texts; under 100,000 sentences fewer do better.",
        minimum=2,
        maximum=1000,
        step=10,
    )
    window: int = option(
        5,
        "Window",
        "So many words to either side count as neighbours. Small windows (2) find words of the same kind, large ones "
        "(10) words of the same topic.",
        minimum=1,
        maximum=50,
    )
    min_count: int = option(
        5,
        "Minimum count",
        "Rarer words are left out, since too little is known of them. Usually 5; 1 for a few sentences.",
        minimum=1,
        maximum=1_000_000,
    )
    negative: int = option(
        5,
        "Negative samples",
        "So many random words are told apart from each true neighbour. 5 to 20 for small texts, 2 to 5 for large ones.",
        minimum=1,
        maximum=100,
    )
    epochs: int = option(
        5,
        "Epochs",
        "How often the whole text is read. Usually 5; small texts need more.",
        minimum=1,
        maximum=10_000,
    )
    alpha: float = option(
        0.025,
        "Learning rate",
        "How far a single step goes at first; it falls evenly to nearly zero. Usually 0.025, for CBOW up to 0.05.",
        minimum=0.0001,
        maximum=1.0,
        step=0.005,
    )
    sample: float = option(
        0.001,
        "Downsampling",
        "Words that make up more than this share of the text are skipped at random, so that “the” does not drown the "
        "rest. From 0.0001 for large texts to 0.001; 0 reads every word.",
        minimum=0.0,
        maximum=1.0,
        step=0.0001,
    )
    seed: int = option(
        1,
        "Seed",
        "The start of the random numbers. With one worker, the same seed gives the same vectors.",
        minimum=0,
        maximum=2**31 - 1,
    )
    workers: int = option(
        2,
        "Workers",
        "So many processor cores learn at once. More than one is faster, but each run differs a little.",
        minimum=1,
        maximum=64,
    )

    def __post_init__(self) -> None:
        check_options(self)


def suggest_dim(n_sentences: int, n_words: int) -> int:
    """How many dimensions suit a corpus of that many sentences and words to be learned.

    100 from 100,000 sentences on, 200 from a million, 300 from ten million, as is usual. Below, a vector with as many
    numbers has more freedom than the text has evidence, so the dimension falls with the square root of the number of
    sentences; it is never more than half the number of words. Measured on Moby-Dick (8,876 sentences, 20 epochs), of
    the 10 nearest words of each word these shares are among the 30 nearest of GloVe's vectors, which know far more:
    20 dimensions 10.4 %, 30 10.0 %, 50 9.3 %, 100 8.5 %.

    Example: ``suggest_dim(8_876, 4_000)`` is ``30``.
    """
    if n_sentences >= 100_000:
        dim = 100 if n_sentences < 1_000_000 else 200 if n_sentences < 10_000_000 else 300
    else:
        dim = 10 * max(1, round(10 * math.sqrt(n_sentences / 100_000)))
    return max(2, min(dim, n_words // 2))


def suggest_epochs(n_tokens: int) -> int:
    """How often to read a corpus of that many tokens: so often that 4 million are read, from 5 to 500 times.

    By the same measure as in `suggest_dim`, 5 epochs of Moby-Dick give 6.7 %, 20 give 9.3 % and 40 give 10.4 % (50
    dimensions), while the time grows with the epochs; 4 million words take 10 to 20 seconds on two cores.
    """
    return max(5, min(500, round(4_000_000 / max(n_tokens, 1))))


def suggest_options(
    survey: Survey, options: Word2VecOptions = Word2VecOptions(), min_count: int | None = None
) -> Word2VecOptions:
    """The options with whatever depends on the size of the corpus fitted to it; ``min_count`` keeps that one.

    With fewer words than the share of downsampling divides a text into, even an average word would be skipped, so
    that nothing would be left of a few sentences; then it is turned off.
    """
    min_count = min_count or survey.suggested_min_count()
    n_words = survey.n_words(min_count)
    return replace(
        options,
        min_count=min_count,
        dim=suggest_dim(survey.n_sentences, n_words),
        epochs=suggest_epochs(survey.n_tokens),
        sample=0.0 if n_words * Word2VecOptions.sample < 1.0 else Word2VecOptions.sample,
    )
