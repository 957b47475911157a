"""What can be set in the Inspector."""

from __future__ import annotations

from dataclasses import dataclass

from explorer.errors import BadOption
from explorer.options import check_options, option

MOST_WORDS = 200
"""So many words can be told apart as neurons of one column; above that the drawing is no help."""

MOST_CHOSEN = 40
"""So many words of a trained embedding can be opened."""

RULES = {"paper": "As in the paper", "wevi": "As in wevi"}
OBJECTIVES = {"softmax": "Full softmax", "negative": "Negative sampling", "hierarchical": "Hierarchical softmax"}


def _hidden_size(default: int) -> int:
    size: int = option(
        default,
        "Hidden size",
        "How many hidden units there are, which is how many numbers describe a word. Usually 2 to 10, never more than "
        "there are words.",
        minimum=1,
        maximum=MOST_WORDS,
    )
    return size


def _random_state() -> int:
    seed: int = option(
        1,
        "Seed",
        "The start of the random numbers, from 0 to 65,535. The same seed gives the same run.",
        minimum=0,
        maximum=65_535,
    )
    return seed


def _learning_rate(default: float) -> float:
    rate: float = option(
        default,
        "Learning rate",
        "How far a step goes along the gradient. Usually 0.05 to 0.5; 0 learns nothing.",
        minimum=0.0,
        maximum=10.0,
        step=0.05,
    )
    return rate


def _shuffle() -> bool:
    shuffle: bool = option(
        False, "Shuffle", "Take the samples in a new order in each pass, instead of that of the text."
    )
    return shuffle


def _decay_steps() -> int:
    steps: int = option(
        0,
        "Decay",
        "The learning rate falls evenly to nearly zero over so many steps. Usually 500 to 5,000; 0 keeps it as it is.",
        minimum=0,
        maximum=1_000_000,
        step=100,
    )
    return steps


@dataclass(frozen=True)
class InspectorOptions:
    """How the small word2vec of the Inspector learns; the first three are those of wevi, under its names.

    Raises
    ------
    BadOption : a value is out of its range, or wevi's rule is asked for with what wevi does not know.

    Source: Rong (2014), word2vec Parameter Learning Explained, arXiv 1411.2738.
    """

    hidden_size: int = _hidden_size(5)
    random_state: int = _random_state()
    learning_rate: float = _learning_rate(0.2)
    rule: str = option(
        "paper",
        "Rule",
        "The paper shares the error among the targets of a sample, so that skip-gram settles; wevi counts each target "
        "in full, and with several of them the weights grow for ever.",
        choices=RULES,
    )
    objective: str = option(
        "softmax",
        "Output layer",
        "Full softmax weighs every word in each step; negative sampling a few drawn words; hierarchical softmax the "
        "turns on the way to the word in a Huffman tree.",
        choices=OBJECTIVES,
    )
    negative: int = option(
        5,
        "Negative samples",
        "So many words are drawn to be told apart from each target. Usually 2 to 20; only with negative sampling.",
        minimum=1,
        maximum=20,
    )
    shuffle: bool = _shuffle()
    decay_steps: int = _decay_steps()

    def __post_init__(self) -> None:
        check_options(self)
        if self.rule == "wevi" and self.objective != "softmax":
            raise BadOption(
                f"wevi's rule (rule) knows the full softmax only; choose the paper's rule for "
                f"{OBJECTIVES[self.objective].lower()}."
            )


@dataclass(frozen=True)
class GloveOptions:
    """How the small GloVe of the Inspector counts and learns.

    Raises
    ------
    BadOption : a value is out of its range.

    Source: Pennington, Socher & Manning (2014), GloVe: Global Vectors for Word Representation.
    """

    hidden_size: int = _hidden_size(5)
    random_state: int = _random_state()
    learning_rate: float = _learning_rate(0.2)
    window: int = option(
        2, "Window", "Words that far apart count as neighbours. Usually 2 to 10.", minimum=1, maximum=20
    )
    by_distance: bool = option(
        True, "Weigh by distance", "A neighbour d words away counts 1/d; otherwise each neighbour counts 1."
    )
    x_max: float = option(
        10.0,
        "x max",
        "Pairs counted that often or more have full weight. 100 for large texts; for a few sentences about 1 to 10.",
        minimum=0.01,
        maximum=1_000_000.0,
    )
    alpha: float = option(
        0.75,
        "Exponent",
        "How much less rare pairs weigh: (X / x max) to this power. 0.75 in the paper; 0 weighs all pairs alike.",
        minimum=0.0,
        maximum=2.0,
        step=0.05,
    )
    shuffle: bool = _shuffle()
    decay_steps: int = _decay_steps()

    def __post_init__(self) -> None:
        check_options(self)
