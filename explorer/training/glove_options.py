"""The parameters of GloVe, and which of them suit a corpus of a given size."""

from __future__ import annotations

from dataclasses import dataclass, replace

from explorer.corpus.vocabulary import Survey
from explorer.options import check_options, option
from explorer.training.options import suggest_dim
from explorer.training.shared_options import (
    dim_option,
    distance_weighting_option,
    epochs_option,
    min_count_option,
    rate_option,
    seed_option,
    window_option,
    workers_option,
)


@dataclass(frozen=True)
class GloveOptions:
    """How GloVe counts and learns; the defaults are those of the original program but for the dimensions.

    Source: Pennington, Socher & Manning (2014), GloVe: Global Vectors for Word Representation.
    """

    dim: int = dim_option()
    window: int = window_option(10, "Words up to so many words apart are counted as a pair. Usually 10 to 15.")
    min_count: int = min_count_option()
    epochs: int = epochs_option(25, "How often all pairs are gone through. Usually 15 to 50; small texts need more.")
    x_max: float = option(
        100.0,
        "Full-weight count",
        "Pairs that meet so often or more count in full, rarer ones less (x_max). 100 for billions of words, 10 for "
        "millions, less for a book.",
        minimum=0.1,
        maximum=1_000_000.0,
        step=1.0,
    )
    alpha: float = option(
        0.75,
        "Weight exponent",
        "How quickly the weight of rarer pairs falls (alpha): 0.75 as in the paper; 0 weighs all pairs alike.",
        minimum=0.0,
        maximum=2.0,
        step=0.05,
    )
    eta: float = rate_option(
        0.05,
        "How far a single step goes at first (eta); each number slows down by itself as it is learned. Usually 0.05.",
        step=0.01,
    )
    symmetric: bool = option(
        True, "Both sides", "Count a pair for both of its words; otherwise only for the first, with the one behind it."
    )
    distance_weighting: bool = distance_weighting_option(", as in the paper")
    memory_gb: float = option(
        1.5,
        "Memory",
        "Counts that take more than so many gigabytes are kept on the disk, which is slower. 1.5 suits every "
        "computer; up to half of what yours has is quicker for long texts.",
        minimum=0.001,
        maximum=1024.0,
        step=0.5,
    )
    seed: int = seed_option()
    workers: int = workers_option()

    def __post_init__(self) -> None:
        check_options(self)


def suggest_glove(survey: Survey, options: GloveOptions = GloveOptions(), min_count: int | None = None) -> GloveOptions:
    """The options with whatever depends on the size of the corpus fitted to it; ``min_count`` keeps that one.

    Full weight from 100 is for a billion tokens and more, as in the paper; from 10 on, as in the example of the
    original program, for a book and more. By the measure of `suggest_dim`, 25 epochs of Moby-Dick give 5.3 % with 100,
    6.1 % with 10 and 5.9 % with 2 (50 dimensions), and 100 epochs give less. A few sentences are gone through more
    often, since each number moves by no more than the learning rate at once.
    """
    min_count = min_count or survey.suggested_min_count()
    n_tokens = survey.n_tokens
    return replace(
        options,
        min_count=min_count,
        dim=suggest_dim(survey.n_sentences, survey.n_words(min_count)),
        epochs=max(GloveOptions.epochs, min(500, 2_500_000 // max(n_tokens, 1))),
        x_max=100.0 if n_tokens >= 1_000_000_000 else 10.0 if n_tokens >= 100_000 else 1.0,
    )
