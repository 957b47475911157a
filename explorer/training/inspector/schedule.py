"""Which sample a step takes, and how far it goes: known for every step from its number alone.

Nothing is drawn from a generator that runs along, so that any step can be taken again and comes out the same.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from explorer.training.inspector.moment import Ints

Rates = tuple[tuple[int, float], ...]
"""From which step on which learning rate holds, rising; the first entry begins with step 0."""

SLOWEST = 1e-4
"""What is left of the learning rate when it has decayed, as in the original word2vec."""

_SHUFFLING, _DRAWING = 0, 1  # two streams of random numbers that have nothing to do with each other


def rate_of(step: int, rates: Rates, decay_steps: int) -> float:
    """The learning rate of a step: the one set last, times what the decay leaves of it."""
    rate = next(rate for start, rate in reversed(rates) if start <= step)
    return rate * max(1.0 - step / decay_steps, SLOWEST) if decay_steps else rate


def changed_rates(rates: Rates, step: int, rate: float) -> Rates:
    """The rates with another one from a step on; what was planned for later is dropped."""
    return (*((start, each) for start, each in rates if start < step), (step, rate))


def place_of(step: int, n: int, seed: int, shuffle: bool) -> int:
    """Which of ``n`` samples (or cells) a step takes: one after the other, in a new order in each pass if shuffled."""
    turn, place = divmod(step, n)
    return int(_order(seed, turn, n)[place]) if shuffle else place


def random_of(seed: int, step: int) -> np.random.Generator:
    """The random numbers of a step."""
    return np.random.default_rng([seed, _DRAWING, step])


@lru_cache(maxsize=16)
def _order(seed: int, turn: int, n: int) -> Ints:
    return np.random.default_rng([seed, _SHUFFLING, turn]).permutation(n)
