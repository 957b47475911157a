"""The weights between two steps, and the ones a run begins with."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Moment:
    """All that a run has learned after so many steps; nothing in it changes.

    step:   how many steps were taken, which is also the number of the step that comes next
    W:      (V, H) float64, the paper's W: row i is the input vector v of word i. In GloVe, its vector w
    W_out:  (O, H) float64, the paper's W′, kept as rows: row j is the output vector v′ of word j, or of the inner node
            j of the Huffman tree. In GloVe, the context vector w̃
    b, b_out:  (V,) float64, GloVe's biases b and b̃; None in word2vec, which has none
    """

    step: int
    W: Floats
    W_out: Floats
    b: Floats | None = None
    b_out: Floats | None = None

    def __post_init__(self) -> None:
        for each in self.arrays.values():
            each.flags.writeable = False

    @cached_property
    def arrays(self) -> dict[str, Floats]:
        """The arrays by name, without those that are None."""
        named = ((each.name, getattr(self, each.name)) for each in fields(self) if each.name != "step")
        return {name: array for name, array in named if array is not None}

    @property
    def n_bytes(self) -> int:
        """What the arrays take up in memory."""
        return sum(array.nbytes for array in self.arrays.values())

    def same_bits(self, other: Moment) -> bool:
        """Whether another moment is this one to the last bit."""
        return self.step == other.step and (
            {name: array.tobytes() for name, array in self.arrays.items()}
            == {name: array.tobytes() for name, array in other.arrays.items()}
        )


def first_moment(n_words: int, hidden_size: int, random_state: int, n_output: int | None = None) -> Moment:
    """The weights before any step: evenly spread over [-0.5/H, 0.5/H), the same as wevi's for the same seed.

    For each word and each hidden unit one number is drawn for W, then one for W′. Hierarchical softmax has a row of W′
    less than there are words (``n_output``), and takes the first ones.

    Example: ``first_moment(8, 5, 1).W[0, 0]`` is ``0.080054...``, as in wevi's first preset.
    """
    drawn = np.array(_draws(random_state, 2 * n_words * hidden_size), np.float64)
    weights = ((drawn / 65536 - 0.5) / hidden_size).reshape(n_words, hidden_size, 2)
    W_out = weights[: n_words if n_output is None else n_output, :, 1]
    return Moment(0, np.ascontiguousarray(weights[:, :, 0]), np.ascontiguousarray(W_out))


def _draws(state: int, n: int) -> list[int]:
    """The random numbers of wevi, 0 to 65,535: a linear congruential generator that repeats after 65,536 of them."""
    drawn = []
    for _ in range(n):
        state = (state * 25214903917 + 11) % 65536
        drawn.append(state)
    return drawn
