"""What the live map costs a training: the same one with and without it, by turns."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from types import MappingProxyType
from typing import Any

from explorer.corpus.reading import Corpus
from explorer.corpus.token_options import TokenOptions
from explorer.task import Task
from explorer.training import snapshots
from explorer.training.trainers import train
from tests.benchmarks.measuring import REST, Row

TOKENISED = TokenOptions(sentence_split="lines", tokens="spaces", punctuation="keep", lower=False)
"""For a file of tokens, as gensim reads it."""


@dataclass(frozen=True)
class Spent:
    """What a call took: seconds of the clock, and of all cores together, which others that use them disturb less."""

    seconds: float
    of_cores: float


def spent_on(function: Callable[[], object]) -> Spent:
    """What one call takes, after a rest."""
    time.sleep(REST)
    start, of_cores = time.perf_counter(), time.process_time()
    function()
    return Spent(time.perf_counter() - start, time.process_time() - of_cores)


def with_map(corpus: Corpus, options: Any) -> tuple[Spent, float]:
    """A training with its map, and how many maps a second there are from the first of them on."""
    shown: list[float] = []  # of each snapshot, when; the window keeps few of them, too
    task = Task(on_partial=lambda snapshot: shown.append(time.perf_counter()))
    spent = spent_on(lambda: train(corpus, options, TOKENISED, task))
    return spent, len(shown) / (time.perf_counter() - shown[0])


def without_map(corpus: Corpus, options: Any) -> Spent:
    """The same training without a snapshot but the first and the last."""
    usual = snapshots.INTERVAL
    snapshots.INTERVAL = 1e9
    try:
        return spent_on(lambda: train(corpus, options, TOKENISED))
    finally:
        snapshots.INTERVAL = usual


def ratio_of_processor_time(ours: Sequence[Spent], theirs: Sequence[Spent]) -> float:
    """How many times as long we keep the cores at work: the median of each."""
    return median(each.of_cores for each in ours) / median(each.of_cores for each in theirs)


def cost_of_map(
    name: str,
    with_it: Sequence[Spent],
    without: Sequence[Spent],
    rates: Sequence[float],
    further: Mapping[str, float] = MappingProxyType({}),
) -> Row:
    """A row of what the map costs, by the clock and in processor time, and of how many frames a second are seen."""
    ours, theirs = (median(each.seconds for each in side) for side in (with_it, without))
    quality = {
        "cost in %": 100 * (ours / theirs - 1),
        "cost in % of processor time": 100 * (ratio_of_processor_time(with_it, without) - 1),
        "frames a second": median(rates),
        **further,
    }
    goal = "costs < 10 %, >= 5 frames a second"
    return Row(name, "the same training", ours, "without a map", theirs, goal, len(with_it), quality)
