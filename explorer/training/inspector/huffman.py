"""The Huffman tree of hierarchical softmax: frequent words are few turns away from the root."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from explorer.training.inspector.moment import Floats, Ints


@dataclass(frozen=True, eq=False)
class HuffmanTree:
    """A binary tree with the words as leaves and one inner node less than words.

    A *node* is a number below 2V - 1: below V it is the word of that index, else the inner node ``node - V``, to which
    the row ``node - V`` of W′ belongs. The inner node made last is the root.

    counts:       (2V - 1,) int64, how often each word was counted; of an inner node, the sum over the words below
    left, right:  (V - 1,) int64, the nodes below each inner node
    paths:        for each word, the inner nodes from the root down to it (as rows of W′)
    turns:        for each word, 1.0 where the path turns left and 0.0 where it turns right: the paper's ⟦·⟧ as a target

    Source: Huffman (1952); Morin & Bengio (2005); section 3.1 of arXiv 1411.2738.
    """

    counts: Ints
    left: Ints
    right: Ints
    paths: tuple[Ints, ...]
    turns: tuple[Floats, ...]

    @property
    def n_words(self) -> int:
        """How many leaves there are."""
        return len(self.paths)

    @property
    def root(self) -> int:
        """The row of W′ that belongs to the root."""
        return self.n_words - 2

    def depth(self, word: int) -> int:
        """How many turns lead from the root to a word."""
        return len(self.paths[word])

    def places(self) -> Floats:
        """(2V - 1, 2) float64: where to draw each node; x from 0 to 1 in the order of the leaves, y the depth."""
        places = np.zeros((2 * self.n_words - 1, 2))
        for place, word in enumerate(self.leaves()):
            places[word] = place / max(self.n_words - 1, 1), self.depth(word)
        for inner in range(self.n_words - 1):  # a node is made after those below it
            below = places[[self.left[inner], self.right[inner]]]
            places[self.n_words + inner] = below[:, 0].mean(), 0.0
        for inner in range(self.n_words - 2, -1, -1):
            for child in (self.left[inner], self.right[inner]):
                places[child, 1] = places[self.n_words + inner, 1] + 1
        return places

    def leaves(self) -> list[int]:
        """The words from left to right."""
        found, waiting = [], [self.n_words + self.root]
        while waiting:
            node = waiting.pop()
            if node < self.n_words:
                found.append(node)
            else:
                waiting += [int(self.right[node - self.n_words]), int(self.left[node - self.n_words])]
        return found


def build_tree(counts: Sequence[int] | Ints) -> HuffmanTree:
    """The Huffman tree of words that were counted so often; at least two.

    The two rarest nodes are joined, the rarer one to the left, until one is left; of equals, the one that was there
    first goes first, so that the tree is always the same.

    Example: ``[build_tree([5, 1, 1]).depth(word) for word in range(3)]`` is ``[1, 2, 2]``.
    """
    n_words = len(counts)
    totals = [int(count) for count in counts]
    heap = [(count, node) for node, count in enumerate(totals)]
    heapq.heapify(heap)
    left, right = [], []
    while len(heap) > 1:
        first, second = heapq.heappop(heap), heapq.heappop(heap)
        left.append(first[1])
        right.append(second[1])
        totals.append(first[0] + second[0])
        heapq.heappush(heap, (totals[-1], len(totals) - 1))
    paths: list[list[int]] = [[] for _ in totals]
    turns: list[list[float]] = [[] for _ in totals]
    for inner in range(n_words - 2, -1, -1):
        for child, turn in ((left[inner], 1.0), (right[inner], 0.0)):
            paths[child] = [*paths[n_words + inner], inner]
            turns[child] = [*turns[n_words + inner], turn]
    return HuffmanTree(
        np.array(totals, np.int64),
        np.array(left, np.int64),
        np.array(right, np.int64),
        tuple(np.array(path, np.int64) for path in paths[:n_words]),
        tuple(np.array(turn, np.float64) for turn in turns[:n_words]),
    )
