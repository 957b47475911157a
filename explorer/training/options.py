"""The parameters of word2vec, fastText and doc2vec, and which of them suit a corpus of a given size."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from explorer.corpus.vocabulary import Survey
from explorer.options import check_options, option
from explorer.training.shared_options import (
    LOSSES,
    dim_option,
    epochs_option,
    min_count_option,
    rate_option,
    seed_option,
    window_option,
    workers_option,
)

METHODS = {"skipgram": "Skip-gram", "cbow": "CBOW"}
"""Method to the name that people know it by."""

DOCUMENTS = {"document": "Files or records", "paragraph": "Paragraphs", "sentence": "Sentences"}
"""What doc2vec takes for a document, to the name that people know it by."""

WINDOW = (
    "So many words to either side count as neighbours. Small windows (2) find words of the same kind, large ones (10) "
    "words of the same topic."
)
EPOCHS = "How often the whole text is read. Usually 5; small texts need more."
RATE = "How far a single step goes at first; it falls evenly to nearly zero. Usually 0.025, for CBOW up to 0.05."


def loss_option() -> Any:
    """What is learned from each word and its neighbour."""
    return option(
        "ns",
        "Loss",
        "Negative sampling tells a true neighbour from random words. Hierarchical softmax goes down a tree of all "
        "words instead, which is good for rare words.",
        choices=LOSSES,
    )


def negative_option() -> Any:
    """How many words are told apart from each neighbour."""
    return option(
        5,
        "Negative samples",
        "So many random words are told apart from each true neighbour, by negative sampling. 5 to 20 for small texts, "
        "2 to 5 for large ones.",
        minimum=1,
        maximum=100,
    )


def sample_option() -> Any:
    """From which frequency on words are skipped."""
    return option(
        0.001,
        "Downsampling",
        "Words that make up more than this share of the text are skipped at random, so that “the” does not drown the "
        "rest. From 0.0001 for large texts to 0.001; 0 reads every word.",
        minimum=0.0,
        maximum=1.0,
        step=0.0001,
    )


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
    dim: int = dim_option()
    window: int = window_option(5, WINDOW)
    min_count: int = min_count_option()
    loss: str = loss_option()
    negative: int = negative_option()
    epochs: int = epochs_option(5, EPOCHS)
    alpha: float = rate_option(0.025, RATE)
    sample: float = sample_option()
    seed: int = seed_option()
    workers: int = workers_option()

    def __post_init__(self) -> None:
        check_options(self)


@dataclass(frozen=True)
class FastTextOptions:
    """How fastText learns; the defaults are those of the original program but for the number of buckets.

    Source: Bojanowski, Grave, Joulin & Mikolov (2017), Enriching Word Vectors with Subword Information.
    """

    sg: bool = option(
        True, "Skip-gram", "Predict the words around a word; otherwise a word from those around it (CBOW), faster."
    )
    dim: int = dim_option()
    window: int = window_option(5, WINDOW)
    min_count: int = min_count_option()
    min_n: int = option(
        3,
        "Shortest part",
        "Parts of words from so many letters on are learned as well, the ends of a word being marked. Usually 3.",
        minimum=1,
        maximum=20,
    )
    max_n: int = option(
        6,
        "Longest part",
        "Parts of words of up to so many letters. Usually 6; less than the shortest learns no parts.",
        minimum=0,
        maximum=20,
    )
    bucket: int = option(
        200_000,
        "Buckets",
        "So many vectors are shared by all parts of words, at 4 bytes a dimension each. 200,000 for books; 2,000,000 "
        "for very large texts.",
        minimum=1,
        maximum=10_000_000,
        step=10_000,
    )
    loss: str = loss_option()
    negative: int = negative_option()
    epochs: int = epochs_option(5, EPOCHS)
    alpha: float = rate_option(0.05, RATE)
    sample: float = sample_option()
    seed: int = seed_option()
    workers: int = workers_option()

    def __post_init__(self) -> None:
        check_options(self)


@dataclass(frozen=True)
class Doc2VecOptions:
    """How doc2vec learns vectors of documents beside those of words.

    Source: Le & Mikolov (2014), Distributed Representations of Sentences and Documents.
    """

    dm: bool = option(
        True,
        "Distributed memory",
        "Predict a word from its document and the words around it (PV-DM); otherwise the words of a document from the "
        "document alone (PV-DBOW), and beside it words by skip-gram.",
    )
    documents: str = option(
        "document",
        "Documents",
        "What gets a vector of its own: each file or record of the corpus, or each of their paragraphs or sentences.",
        choices=DOCUMENTS,
    )
    dim: int = dim_option()
    window: int = window_option(5, WINDOW)
    min_count: int = min_count_option()
    loss: str = loss_option()
    negative: int = negative_option()
    epochs: int = epochs_option(10, "How often all documents are read. Usually 10 to 20; small texts need more.")
    alpha: float = rate_option(0.025, RATE)
    sample: float = sample_option()
    seed: int = seed_option()
    workers: int = workers_option()

    def __post_init__(self) -> None:
        check_options(self)


GensimOptions = Word2VecOptions | FastTextOptions | Doc2VecOptions
OptionsT = TypeVar("OptionsT", bound=GensimOptions)


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
    survey: Survey,
    options: OptionsT = Word2VecOptions(),  # type: ignore[assignment]
    min_count: int | None = None,
) -> OptionsT:
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
        epochs=max(type(options).epochs, suggest_epochs(survey.n_tokens)),
        sample=0.0 if n_words * Word2VecOptions.sample < 1.0 else Word2VecOptions.sample,
    )
