"""How GloVe counts which words stand near each other: a window slides over the text and adds to one cell at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from explorer.training.inspector.text_samples import Token, windows


@dataclass(frozen=True)
class CountStep:
    """One neighbour seen from one word.

    center, context:  the two tokens, as places in the text
    row, column:      their words, the cell of X that grows
    distance:         so many tokens they are apart
    amount:           what is added to the cell: 1 / distance, or 1
    """

    center: int
    context: int
    row: int
    column: int
    distance: int
    amount: float


def count_steps(tokens: Sequence[Token], index: dict[str, int], window: int, by_distance: bool) -> Iterator[CountStep]:
    """Every neighbour of every token, from left to right; both words of a pair see each other, so X is symmetric.

    Example: in "the cat", "the" sees "cat" and "cat" sees "the", and each of the two cells grows by 1.
    """
    for seen in windows(tokens, window):
        for context in range(seen.first, seen.last):
            distance = abs(context - seen.center)
            if distance:
                row, column = index[tokens[seen.center].word], index[tokens[context].word]
                yield CountStep(seen.center, context, row, column, distance, 1 / distance if by_distance else 1.0)
