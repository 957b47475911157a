"""A few words whose neighbours are followed while a model learns."""

from __future__ import annotations

from collections.abc import Sequence

from explorer.embedding import Embedding
from explorer.errors import ExplorerError
from explorer.neighbors.exact import nearest
from explorer.task import Task

MOST_FOLLOWED, USUALLY_FOLLOWED, TOPN = 5, 3, 4
SHORTEST = 4

Followed = tuple[tuple[int, tuple[int, ...]], ...]
"""Words, each with its nearest ones, as indices."""


def words_to_follow(embedding: Embedding, chosen: Sequence[int] = (), most: int = USUALLY_FOLLOWED) -> tuple[int, ...]:
    """The indices of the words to follow: the chosen ones, or else the first with four letters or more.

    The first words are the most frequent ones; shorter ones are mostly those that say little by themselves.
    """
    if chosen:
        return tuple(chosen[:MOST_FOLLOWED])
    long = (index for index, word in enumerate(embedding.index_to_key) if len(word) >= SHORTEST)
    found = tuple(index for index, _ in zip(long, range(most), strict=False))
    return found or tuple(range(min(most, len(embedding))))


def follow(embedding: Embedding, words: Sequence[int], topn: int = TOPN, task: Task = Task()) -> Followed:
    """These words with the nearest ones of each by cosine, best first; none of a word whose vector is zero.

    Raises
    ------
    Cancelled : between two words.
    """
    found = []
    for word in words:
        task.check()
        try:
            found.append((word, tuple(nearest(embedding, word, topn, task=task).indices.tolist())))
        except ExplorerError:  # before its first step, a word of PPMI is nowhere
            found.append((word, ()))
    return tuple(found)
