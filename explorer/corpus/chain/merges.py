"""Byte pair encoding one merge at a time, as it is learned and as it is applied to a word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from explorer.corpus.chain.subwords import END, alphabet_of

Parts = tuple[str, ...]


@dataclass(frozen=True)
class Merge:
    """A pair of pieces that becomes one piece.

    pair:     the two pieces
    number:   the place of the merge among those that were learned, from 1
    count:    how often they stand side by side in the words before the merge; 0 where that is not known any more
    rivals:   the pairs that come next by count, with theirs
    words:    the pieces of each word after the merge
    changed:  the words that the merge has changed
    """

    pair: tuple[str, str]
    number: int
    count: int
    rivals: tuple[tuple[tuple[str, str], int], ...]
    words: Mapping[str, Parts]
    changed: tuple[str, ...]

    @property
    def piece(self) -> str:
        """The new piece."""
        return self.pair[0] + self.pair[1]


def split_characters(word: str) -> Parts:
    """What a word is before the first merge: its characters, the last one marked as the end.

    Example: ``split_characters("low")`` is ``("l", "o", "w</w>")``.
    """
    return (*word[:-1], word[-1] + END)


def learned_merges(counts: Mapping[str, int], n_merges: int, min_count: int = 2) -> list[Merge]:
    """The first merges that BPE learns from words and how often they stand in a text.

    The pair that stands side by side most often is joined; of pairs of one count the one whose pieces were there
    first, single characters in the order of Unicode. It ends when no pair is there ``min_count`` times. These are the
    merges of `learn_pieces`, which learns from whole corpora; this one is for looking at, with the time growing with
    the number of words times that of merges.

    Source: Sennrich, Haddow & Birch (2016), Neural Machine Translation of Rare Words with Subword Units, algorithm 1.

    Example: ``learned_merges({"low": 5, "lower": 2, "newest": 6, "widest": 3}, 1)[0].pair`` is ``("e", "s")``.
    """
    counts = {word: count for word, count in counts.items() if word}
    words = {word: split_characters(word) for word in counts}
    ranks = {piece: rank for rank, piece in enumerate(alphabet_of(counts, "bpe"))}
    merges: list[Merge] = []
    while len(merges) < n_merges:
        pairs = _pairs(words, counts)
        ordered = sorted(pairs.items(), key=lambda each: (-each[1], ranks[each[0][0]], ranks[each[0][1]]))
        if not ordered or ordered[0][1] < min_count:
            break
        pair, count = ordered[0]
        ranks.setdefault(pair[0] + pair[1], len(ranks))
        joined = {word: joined_parts(parts, pair) for word, parts in words.items()}
        changed = tuple(word for word in words if joined[word] != words[word])
        words = joined
        merges.append(Merge(pair, len(merges) + 1, count, tuple(ordered[1:4]), words, changed))
    return merges


def applied_merges(word: str, merges: Sequence[tuple[str, str]]) -> list[tuple[tuple[str, str], int, Parts]]:
    """How learned merges are applied to a word: (pair, its number among the merges, the parts then), step by step.

    Each time it is the merge that was learned first of those that the parts allow.

    Example: ``applied_merges("lo", [("l", "o</w>")])`` is ``[(("l", "o</w>"), 0, ("lo</w>",))]``.
    """
    ranks = {pair: rank for rank, pair in reversed(list(enumerate(merges)))}
    parts = split_characters(word) if word else ()
    steps = []
    while allowed := [pair for pair in pairwise(parts) if pair in ranks]:
        pair = min(allowed, key=ranks.__getitem__)
        parts = joined_parts(parts, pair)
        steps.append((pair, ranks[pair], parts))
    return steps


def merges_within(words: Sequence[str], merges: Sequence[tuple[str, str]]) -> list[Merge]:
    """Those of the learned merges that are used on some words, in their order, with the pieces after each."""
    steps = {word: applied_merges(word, merges) for word in words if word}
    pairs = {rank: pair for applied in steps.values() for pair, rank, _ in applied}
    parts = {word: split_characters(word) for word in steps}
    found: list[Merge] = []
    for rank in sorted(pairs):
        after = {word: [then for _, done, then in applied if done == rank] for word, applied in steps.items()}
        parts = parts | {word: then[-1] for word, then in after.items() if then}
        changed = tuple(word for word, then in after.items() if then)
        found.append(Merge(pairs[rank], rank + 1, 0, (), parts, changed))
    return found


def joined_parts(parts: Parts, pair: tuple[str, str]) -> Parts:
    """The parts with each occurrence of a pair as one piece, from the left."""
    joined: list[str] = []
    place = 0
    while place < len(parts):
        if parts[place : place + 2] == pair:
            joined.append(pair[0] + pair[1])
            place += 2
        else:
            joined.append(parts[place])
            place += 1
    return tuple(joined)


def _pairs(words: Mapping[str, Parts], counts: Mapping[str, int]) -> Counter[tuple[str, str]]:
    pairs: Counter[tuple[str, str]] = Counter()
    for word, parts in words.items():
        for pair in pairwise(parts):
            pairs[pair] += counts[word]
    return pairs
