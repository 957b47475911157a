"""The parameters that several ways of training share, described once."""

from __future__ import annotations

from typing import Any

from explorer.options import option

LOSSES = {"ns": "Negative sampling", "hs": "Hierarchical softmax"}
"""What is learned from each pair of words, to the name that people know it by."""

SEVERAL_CORES = "With one worker, the same seed gives the same vectors."


def dim_option(usual: str = "100 to 300") -> Any:
    """How long a vector is; ``usual`` says how long it is for large texts."""
    return option(
        100,
        "Dimensions",
        f"How many numbers describe a word. {usual} for large texts; under 100,000 sentences fewer do better.",
        minimum=2,
        maximum=1000,
        step=10,
    )


def window_option(default: int, sentence: str) -> Any:
    """How far words may be apart."""
    return option(default, "Window", sentence, minimum=1, maximum=50)


def min_count_option() -> Any:
    """How often a word has to occur."""
    return option(
        5,
        "Minimum count",
        "Rarer words are left out, since too little is known of them. Usually 5; 1 for a few sentences.",
        minimum=1,
        maximum=1_000_000,
    )


def epochs_option(default: int, sentence: str, *, label: str = "Epochs", maximum: int = 10_000) -> Any:
    """How often everything is gone through."""
    return option(default, label, sentence, minimum=1, maximum=maximum)


def rate_option(default: float, sentence: str, *, step: float = 0.005) -> Any:
    """How far a single step goes."""
    return option(default, "Learning rate", sentence, minimum=0.0001, maximum=1.0, step=step)


def distance_weighting_option(source: str = "") -> Any:
    """Whether words that are further apart count less, ``source`` being whose idea that is."""
    return option(True, "Weight by distance", f"Words d words apart add 1/d{source}; otherwise each pair adds 1.")


def seed_option(promise: str = SEVERAL_CORES) -> Any:
    """The start of the random numbers."""
    return option(1, "Seed", f"The start of the random numbers. {promise}", minimum=0, maximum=2**31 - 1)


def workers_option() -> Any:
    """How many threads learn."""
    return option(
        2,
        "Workers",
        "So many processor cores learn at once. More than one is faster, but each run differs a little.",
        minimum=1,
        maximum=64,
    )
