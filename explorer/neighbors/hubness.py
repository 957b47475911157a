"""Hubs: words that are among the nearest neighbours of very many others, and so say little about each."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from explorer.embedding import Embedding
from explorer.neighbors.many import nearest_many
from explorer.neighbors.norms import drawn_words
from explorer.task import Task

AT = 10
SAMPLE = 1000
_SHARE = 0.01  # of the words that were asked, at least, and
_TIMES = 5  # as often as if all words were neighbours alike


@dataclass(frozen=True, eq=False)
class Hubness:
    """How often each word is a neighbour.

    occurrences:  (n_words,) int64: among the ``at`` nearest of how many of ``sample`` words drawn at random it is
    """

    occurrences: NDArray[np.int64]
    at: int
    sample: int

    @property
    def bound(self) -> float:
        """From how many occurrences on a word is called a hub."""
        return max(2.0, _SHARE * self.sample, _TIMES * self.at * self.sample / len(self.occurrences))

    def hubs(self, indices: Iterable[int]) -> dict[int, int]:
        """Those of the words that are hubs, with their occurrences."""
        return {index: int(self.occurrences[index]) for index in indices if self.occurrences[index] >= self.bound}

    def told(self, index: int) -> str:
        """What makes a word a hub: "A hub: among the 10 nearest of 43 of 1,000 words drawn at random."."""
        count = int(self.occurrences[index])
        return f"A hub: among the {self.at} nearest of {count:,} of {self.sample:,} words drawn at random."


_known: WeakKeyDictionary[Embedding, dict[str, Hubness]] = WeakKeyDictionary()
_lock = threading.Lock()


def kept_hubness(embedding: Embedding, metric: str) -> Hubness | None:
    """What `measure_hubness` has found before; None if it has not been asked."""
    return _known.get(embedding, {}).get(metric)


def measure_hubness(
    embedding: Embedding,
    metric: str = "cosine",
    at: int = AT,
    n_sample: int = SAMPLE,
    task: Task = Task(),
    seed: int = 0,
) -> Hubness:
    """Ask for the neighbours of a sample of words and count how often each word is among them.

    The whole vocabulary is asked if it is not larger than the sample. Words whose vector is zero are not asked.

    Source: Radovanović, Nanopoulos & Ivanović (2010), Hubs in space: popular nearest neighbors in high-dimensional data
    (the k-occurrence).
    """
    sample = drawn_words(embedding, n_sample, seed, task)
    found = nearest_many(embedding, sample.tolist(), at, metric, task)
    occurrences = np.bincount(found.indices.ravel(), minlength=len(embedding)).astype(np.int64)
    hubness = Hubness(occurrences, at, len(sample))
    with _lock:
        _known.setdefault(embedding, {})[metric] = hubness
    return hubness
